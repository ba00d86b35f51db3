"""What an operator may set about fetching."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Which pages may be fetched; only public addresses are, whatever stands here."""

    hosts: tuple[str, ...] = ()  # with their subdomains; empty: every public host
    ports: tuple[int, ...] = (80, 443)
