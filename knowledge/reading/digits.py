"""Write raised and lowered digits in plain text: 10⁶, CO₂."""

_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")


def raised(digits: str) -> str:
    """Return digits as an exponent."""
    return digits.translate(_RAISED)


def lowered(digits: str) -> str:
    """Return digits as an index."""
    return digits.translate(_LOWERED)
