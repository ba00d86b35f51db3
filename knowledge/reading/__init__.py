"""Read sources: bytes in, cleaned articles out."""
