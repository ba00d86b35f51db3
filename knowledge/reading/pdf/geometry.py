"""Move points as the operators of a PDF page do, and measure what is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

DOT = 1.5, 7.0  # points, the width of a bullet that is drawn

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Box:
    """The corners of something drawn, in points."""

    left: float
    bottom: float
    right: float
    top: float

    def around(self, points: Iterable[tuple[float, float]]) -> Box:
        """Return the box that holds the points, too."""
        left, bottom, right, top = self.left, self.bottom, self.right, self.top
        for x, y in points:
            left, bottom, right, top = min(left, x), min(bottom, y), max(right, x), max(top, y)
        return Box(left, bottom, right, top)

    def is_dot(self) -> bool:
        """Whether it is as small as a bullet, and as high as it is wide."""
        width, height = self.right - self.left, self.top - self.bottom
        return DOT[0] < width < DOT[1] and abs(width - height) < 0.2 * width


NOTHING = Box(math.inf, math.inf, -math.inf, -math.inf)


def matrix(operands: Iterable[float]) -> Matrix:
    """Return the matrix that an operator of a page sets."""
    a, b, c, d, e, f = (float(one) for one in operands)
    return a, b, c, d, e, f


def product(one: Matrix, two: Matrix) -> Matrix:
    """Return the matrix that does what the one does, and then what the other does."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return (
        a * p + b * r, a * q + b * s, c * p + d * r,
        c * q + d * s, e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def point(by: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a point is brought by a matrix."""
    a, b, c, d, e, f = by
    return a * x + c * y + e, b * x + d * y + f
