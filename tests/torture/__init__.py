"""Kill a process that changes a library, again and again, and look at what the store holds."""
