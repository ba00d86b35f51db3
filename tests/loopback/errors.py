"""Say no the way Discord's REST API does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .codes import ErrorCode


@dataclass(frozen=True, slots=True)
class Violation:
    """One place of a request body that Discord, or this project, would refuse."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class ApiError(Exception):
    """An answer other than success, with Discord's own number for it."""

    def __init__(self, status: int, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code

    def payload(self) -> dict[str, Any]:
        """Return the body that goes with the status."""
        return {"message": str(self), "code": int(self.code)}


class InvalidFormError(ApiError):
    """A request body that breaks a rule; it is also a fault of the bot under test."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__(400, ErrorCode.INVALID_FORM_BODY, "Invalid Form Body")
        self.violations = list(violations)

    def payload(self) -> dict[str, Any]:
        """Return the body, with the message of each place under its name."""
        errors: dict[str, dict[str, Any]] = {}
        for violation in self.violations:
            place = errors.setdefault(violation.place, {"_errors": []})
            place["_errors"].append({"code": "INVALID", "message": violation.message})
        return super().payload() | {"errors": errors}


def unknown(what: ErrorCode) -> ApiError:
    """Return the 404 for an object that is not there."""
    return ApiError(404, what, what.name.replace("_", " ").capitalize())
