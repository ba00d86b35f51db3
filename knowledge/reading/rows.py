"""Write the rows of tables, so that a row reads well by itself."""

from __future__ import annotations

from collections.abc import Sequence

CELL_BORDER = " | "
EMPTY_CELL = "–"  # keeps the cells behind it below their own heads


def row_of(cells: Sequence[str]) -> str:
    """Return a row on one line; in one with several texts, empty cells keep their place."""
    texts = [cell for cell in cells if cell]
    if len(texts) < 2:
        return "".join(texts)
    return CELL_BORDER.join(cell or EMPTY_CELL for cell in cells)
