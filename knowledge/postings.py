"""Which terms stand in which documents and how often, as arrays: counted once, joined quickly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Postings:
    """One entry for each term of each document, in the order of the documents.

    `terms`, `documents` and `frequencies` have the shape (entries,), `lengths` (documents,) counts
    the terms of a document. Terms are numbered by their place in `vocabulary`.
    """

    vocabulary: tuple[str, ...]
    terms: Numbers
    documents: Numbers
    frequencies: Numbers
    lengths: Numbers


def count_terms(documents: Iterable[Sequence[str]]) -> Postings:
    """Count the terms of each document."""
    numbers: dict[str, int] = {}
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
        vocabulary=tuple(numbers),
        terms=np.array(terms, dtype=np.int32),
        documents=np.repeat(places, distinct),
        frequencies=np.array(frequencies, dtype=np.int32),
        lengths=np.array(lengths, dtype=np.int32),
    )


def join(parts: Sequence[Postings]) -> Postings:
    """Return the postings of the documents of all parts, one after the other."""
    if not parts:
        return count_terms(())
    numbers: dict[str, int] = {}
    terms = []
    for part in parts:
        mapped = [numbers.setdefault(term, len(numbers)) for term in part.vocabulary]
        terms.append(np.array(mapped, dtype=np.int32)[part.terms])
    sizes = [len(part.lengths) for part in parts]
    offsets = np.cumsum([0, *sizes[:-1]], dtype=np.int32)
    documents = [part.documents + offset for part, offset in zip(parts, offsets, strict=True)]
    return Postings(
        vocabulary=tuple(numbers),
        terms=np.concatenate(terms),
        documents=np.concatenate(documents),
        frequencies=np.concatenate([part.frequencies for part in parts]),
        lengths=np.concatenate([part.lengths for part in parts]),
    )
