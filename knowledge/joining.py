"""Join questions in vain that ask nearly the same, in pure functions without the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from knowledge.likeness import NEAR, likeness
from knowledge.model import Verdict
from knowledge.store.gaps import Gap
from knowledge.synonyms import Synonyms


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered; `words` are empty where they are nobody else's business."""

    library: int
    day: int
    verdict: Verdict
    place: str | None  # that was cited first
    words: str = ""
    link: str | None = None
    is_unhelpful: bool = False  # it was answered, and the answer did not help


def join(known: Iterable[Gap], asked: Iterable[Asked], synonyms: Synonyms, now: int) -> list[Gap]:
    """Return the gaps that change: each question joins the nearest one, or begins its own."""
    all_of_them, changed = list(known), dict[int, Gap]()
    for one in asked:
        near = nearest(one.words, all_of_them, synonyms)
        gap = near or Gap(0, {}, 0, 0, 0)
        joined = replace(
            gap,
            asked={**gap.asked, one.words: now},
            unanswered=gap.unanswered + (not one.is_unhelpful),
            unhelpful=gap.unhelpful + one.is_unhelpful,
            asked_at=now,
            link=one.link or gap.link,
        )
        place = all_of_them.index(near) if near else len(all_of_them)
        all_of_them[place:] = [joined, *all_of_them[place + 1 :]]
        changed[place] = joined
    return list(changed.values())


def nearest(words: str, known: Iterable[Gap], synonyms: Synonyms) -> Gap | None:
    """Return the gap that a question shows once more, or None if it is another one.

    A wording that is known is found at once; others take some 0.1 ms for each that is.
    """
    known = list(known)
    if same := next((gap for gap in known if words in gap.asked), None):
        return same
    scored = [(max(likeness(one, words, synonyms) for one in gap.wordings), gap) for gap in known]
    best = max(scored, key=lambda one: one[0], default=(0.0, None))
    return best[1] if best[0] >= NEAR else None
