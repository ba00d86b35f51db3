"""Read Word files: the parts of the package, how text looks, and the text itself."""
