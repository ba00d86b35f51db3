"""Which terms stand in which documents and how often, as arrays: counted once, joined quickly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]
Term = TypeVar("Term", bound=Hashable)
Vocabulary = dict[Term, int]  # it only grows, and may hold more than is used


@dataclass(frozen=True, slots=True)
class Postings(Generic[Term]):
    """One entry for each term of each document, in the order of the documents.

    `terms` (numbers of the vocabulary), `documents` and `frequencies` have the shape (entries,);
    `lengths`, the terms of each document, has the shape (documents,).
    """

    vocabulary: Vocabulary[Term]
    terms: Numbers
    documents: Numbers
    frequencies: Numbers
    lengths: Numbers


def count_terms(
    documents: Iterable[Sequence[Term]], vocabulary: Vocabulary[Term] | None = None
) -> Postings[Term]:
    """Count the terms of each document; new ones are added to the vocabulary."""
    numbers: Vocabulary[Term] = {} if vocabulary is None else vocabulary
    terms: list[int] = []
    frequencies: list[int] = []
    lengths, distinct = [], []
    for document in documents:
        counts = Counter(document)
        terms += [numbers.setdefault(term, len(numbers)) for term in counts]
        frequencies += counts.values()
        lengths.append(len(document))
        distinct.append(len(counts))
    places = np.arange(len(lengths), dtype=np.int32)
    return Postings(
        vocabulary=numbers,
        terms=np.array(terms, dtype=np.int32),
        documents=np.repeat(places, distinct),
        frequencies=np.array(frequencies, dtype=np.int32),
        lengths=np.array(lengths, dtype=np.int32),
    )


def join(parts: Sequence[Postings[Term]]) -> Postings[Term]:
    """Return the postings of the documents of all parts, one after the other.

    All parts must have been counted with one vocabulary.
    """
    if not parts:
        return count_terms(())
    sizes = [len(part.lengths) for part in parts]
    offsets = np.cumsum([0, *sizes[:-1]], dtype=np.int32)
    documents = [part.documents + offset for part, offset in zip(parts, offsets, strict=True)]
    return Postings(
        vocabulary=parts[0].vocabulary,
        terms=np.concatenate([part.terms for part in parts]),
        documents=np.concatenate(documents),
        frequencies=np.concatenate([part.frequencies for part in parts]),
        lengths=np.concatenate([part.lengths for part in parts]),
    )
