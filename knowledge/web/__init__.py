"""Fetch web pages for the library, and nothing that is not public."""
