"""Read web pages: what is hidden goes, then what is the page's own; the rest becomes blocks."""
