"""Show that what stands above a passage counts as named there."""

from pathlib import Path

from knowledge.library import Library

TRADERS = {"Mirra": "rods", "Selka": "hooks"}
SMITHS = {"Bram": "nails", "Doran": "swords", "Teodor": "pots"}


def test_of_like_articles_the_one_whose_title_is_asked_for_answers(tmp_path: Path) -> None:
    for name, goods in TRADERS.items():
        text = f"{name} is a trader in the port.\n\nThe stall is open all day. She sells {goods}."
        (tmp_path / f"{name}.txt").write_text(f"{name}\n\n{text}\n", encoding="utf-8")
    for name, goods in SMITHS.items():
        text = f"{name} is a smith in the town.\n\nThe forge is hot all day. He makes {goods}."
        (tmp_path / f"{name}.txt").write_text(f"{name}\n\n{text}\n", encoding="utf-8")
    library = Library.open(tmp_path)
    assert library.ask("What does Selka sell?").citations[0].quote == "She sells hooks."
    assert library.ask("What does Doran make?").citations[0].quote == "He makes swords."


def test_a_passage_is_found_by_the_heading_above_it(tmp_path: Path) -> None:
    text = (
        "# Help\n\n## Refunds\n\nWrite to the shop within a month.\n\n## Colours\n\nAll is blue.\n"
    )
    (tmp_path / "help.md").write_text(text, encoding="utf-8")
    answer = Library.open(tmp_path).ask("How do refunds work?")
    assert answer.citations[0].quote == "Write to the shop within a month."


def test_how_long_does_not_look_for_the_word_long(tmp_path: Path) -> None:
    text = "Bread\n\nThe bread bakes for forty minutes. Cut it when it is cold.\n"
    (tmp_path / "bread.txt").write_text(text, encoding="utf-8")
    answer = Library.open(tmp_path).ask("How long does the bread bake?")
    assert answer.missing == ()
    assert "forty minutes" in answer.citations[0].quote
