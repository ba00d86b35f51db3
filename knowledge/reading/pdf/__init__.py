"""Read PDF files: operators to runs of text, to lines, to rows, to blocks."""
