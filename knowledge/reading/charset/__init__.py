"""Decode text in unknown encodings: candidates, judged by how their letters follow each other."""
