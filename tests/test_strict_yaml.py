"""Show that YAML which people write is read, and that what could hurt is refused with its line."""

import datetime
import time

import pytest

from knowledge.errors import YamlError
from knowledge.strict_yaml import MAX_BYTES, MAX_DEPTH, load


def refused(text: str) -> YamlError:
    with pytest.raises(YamlError) as caught:
        load(text)
    return caught.value


def test_plain_values_are_read_with_the_line_of_each_key() -> None:
    document = load("# first\na: 1\nb:\n  - x\n  - c: true\nd: 2023-02-17\n")
    assert document.value == {
        "a": 1,
        "b": ["x", {"c": True}],
        "d": datetime.date(2023, 2, 17),
    }
    assert document.lines == {
        ("a",): 2,
        ("b",): 3,
        ("b", 0): 4,
        ("b", 1): 5,
        ("b", 1, "c"): 5,
        ("d",): 6,
    }
    assert document.twice == ()


@pytest.mark.parametrize("text", ["", "# nothing\n", "~"])
def test_an_empty_text_is_no_value(text: str) -> None:
    assert load(text).value is None


@pytest.mark.threat("C1")
@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.system ['true']",
        "!!python/object:os.Thing {}",
        "!!python/name:os.system",
        "!!python/module:os",
        "!!python/tuple [1, 2]",
        "!secret x",
    ],
)
def test_tags_that_are_not_plain_data_are_refused_with_their_line(value: str) -> None:
    fault = refused(f"a: 1\nb: {value}\n")
    assert fault.line == 2
    assert "could not determine a constructor for the tag" in fault.reason


@pytest.mark.threat("C2")
def test_a_bomb_of_aliases_is_refused_at_its_first_alias() -> None:
    rows = ["a0: &a0 [x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    started = time.perf_counter()
    fault = refused("\n".join(rows))
    assert str(fault) == "line 2: aliases (*name) are not allowed"
    assert time.perf_counter() - started < 0.5


@pytest.mark.threat("C2")
def test_an_alias_of_itself_is_refused() -> None:
    assert refused("&a a: *a").line == 1


@pytest.mark.threat("C2")
def test_an_anchor_that_nothing_refers_to_is_harmless() -> None:
    assert load("a: &x 1").value == {"a": 1}


@pytest.mark.threat("C2")
@pytest.mark.parametrize("pair", ["[]", "{}"])
def test_nesting_is_bounded(pair: str) -> None:
    opening = "[" if pair == "[]" else "{a: "
    closing = pair[1]
    assert load(opening * MAX_DEPTH + "1" + closing * MAX_DEPTH).value
    deep = MAX_DEPTH + 1
    assert refused("\n" + opening * deep + "1" + closing * deep).line == 2
    assert refused(opening * 3000).reason == f"nested over {MAX_DEPTH} deep"


@pytest.mark.threat("C2")
def test_size_is_bounded_in_bytes() -> None:
    assert load("#" + "x" * (MAX_BYTES - 1)).value is None
    assert str(refused("#" + "x" * MAX_BYTES)) == "line 1: over 64 KiB"
    assert str(refused("#" + "é" * (MAX_BYTES // 2))) == "line 1: over 64 KiB"


@pytest.mark.threat("C3")
def test_a_key_set_twice_is_told_with_both_lines_wherever_it_stands() -> None:
    document = load("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 2\nlist:\n- x: 1\n  x: 2\n")
    assert [str(fault) for fault in document.twice] == [
        "line 5: 'c' is set twice (first on line 3)",
        "line 6: 'a' is set twice (first on line 1)",
        "line 9: 'x' is set twice (first on line 8)",
    ]
    assert document.lines["a",] == 1


@pytest.mark.threat("C3")
def test_the_same_key_in_different_places_is_fine() -> None:
    assert load("a: {x: 1}\nb: {x: 2}\nc: [{x: 3}, {x: 4}]\n").twice == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [1, 2\n", 3),
        ('a: "open\n', 2),
        ("a: 1\n  b: 2\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
        ("a: 1\n? [x, y]\n: 2\n", 2),
        ("a: 1\n<<: 5\n", 2),
        ("a:\n\t- 1\n", 2),
    ],
)
def test_malformed_yaml_is_refused_with_its_line(text: str, line: int) -> None:
    assert refused(text).line == line


@pytest.mark.parametrize("text", ["a: 2023-13-45", "a: " + "9" * 5000, "a: \x01", "a: 0x_"])
def test_values_that_are_no_values_are_refused(text: str) -> None:
    assert refused(text).reason
