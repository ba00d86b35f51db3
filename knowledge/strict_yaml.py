"""Load YAML that people write: safe tags only, no aliases, no duplicate keys, bounded depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from knowledge.errors import YamlError

MAX_BYTES = 64 * 1024
MAX_DEPTH = 20

# libyaml's parser where it was built in: ten times as fast.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A loaded YAML text: plain values, the line (from 1) of each key, and keys set twice."""

    value: Any
    lines: dict[Path, int]
    twice: tuple[YamlError, ...]


def load(text: str) -> Document:
    """Load one YAML document.

    Raises:
        YamlError: the text is malformed, over 64 KiB, nested over 20 deep, or holds an alias or a
            tag that is not plain data.
    """
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise YamlError(1, f"over {MAX_BYTES // 1024} KiB")
    loader = None
    try:
        loader = _Loader(text)
        _check_events(text)
        node = loader.get_single_node()
        keys = list(_keys(node, ()))
        value = None if node is None else loader.construct_document(node)
        return Document(value, dict(reversed(keys)), tuple(_twice(keys)))
    except (yaml.YAMLError, ValueError, LookupError, AttributeError) as error:
        # The last two are what PyYAML raises for "!!bool maybe" and "!!timestamp never".
        raise _fault(error) from error
    finally:
        if loader is not None:
            loader.dispose()


def _check_events(text: str) -> None:
    """Refuse aliases and deep nesting before anything is built from them."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = 1 + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.AliasEvent):
            raise YamlError(line, "aliases (*name) are not allowed")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise YamlError(line, f"nested over {MAX_DEPTH} deep")


def _keys(node: yaml.Node | None, path: Path) -> Iterator[tuple[Path, int]]:
    """Yield each key below `node` with its line, in order."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*path, str(key.value))
            yield here, key.start_mark.line + 1
            yield from _keys(value, here)
    elif isinstance(node, yaml.SequenceNode):
        for place, item in enumerate(node.value):
            yield (*path, place), item.start_mark.line + 1
            yield from _keys(item, (*path, place))


def _twice(keys: list[tuple[Path, int]]) -> Iterator[YamlError]:
    """Yield one fault for each key that stands in one mapping twice; PyYAML keeps the last."""
    first: dict[Path, int] = {}
    for path, line in keys:
        if path in first:
            yield YamlError(line, f"{path[-1]!r} is set twice (first on line {first[path]})")
        first.setdefault(path, line)


def _fault(error: Exception) -> YamlError:
    mark = getattr(error, "problem_mark", None)
    line = 1 if mark is None else mark.line + 1
    return YamlError(line, getattr(error, "problem", None) or str(error))
