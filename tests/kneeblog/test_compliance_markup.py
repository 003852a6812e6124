"""Rules about markup (REL-010, TESTI-003, SUPV-002) that our own templates keep, whatever a page holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates/kneeblog").rglob("*.html"))
SHOWN_IN_PLACE = ("treatment_disclosure", "treatment_card", "fee_table")


def read(name: str) -> str:
    return (ROOT / f"templates/kneeblog/components/{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHOWN_IN_PLACE)
def test_a_disclosure_is_neither_folded_away_nor_hidden_nor_small(name: str) -> None:
    assert not re.search(r"<(?:details|dialog|small|template)\b|\bhidden\b|aria-hidden|visually-hidden", read(name))


def test_its_words_are_as_large_as_the_text_around_them() -> None:
    css = (ROOT / "kneeblog/static/kneeblog/css/site.css").read_text(encoding="utf-8")
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        if re.search(r"\.disclosure\b|\.treatment-status\b|\.fees tbody\b|\.fee-amount\b", selector):
            sizes = [float(size) for size in re.findall(r"font-size:\s*([\d.]+)r?em", body)]
            assert all(size >= 1 for size in sizes), selector


def test_contact_stands_on_every_page() -> None:
    footer = read("footer")
    assert "clinic.phone" in footer and "clinic.email" in footer
    assert "components/footer.html" in (ROOT / "templates/kneeblog/base.html").read_text(encoding="utf-8")


def test_nothing_emits_ratings_and_the_stamp_comes_from_a_record() -> None:
    refused_in = ROOT / "kneeblog/seo/structured_data/consumers.py"  # names them to find them in a graph
    for path in {*TEMPLATES, *(ROOT / "kneeblog/seo").rglob("*.py")} - {refused_in}:
        assert not re.search("AggregateRating|ratingValue|reviewRating", path.read_text(encoding="utf-8")), path
    assert "record.is_current" in read("supervision")
