"""Real saved pages that carry their post as data: both readings give the same blocks, or a finding names why not.

The pages lie outside the repository, in the folder that KNEEBLOG_CORPUS names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from importers import sources, wix
from importers.classify import classify
from importers.draft import draft
from importers.pipeline import read_page
from importers.records import Document, Draft, Json, LegacyPage, Node
from importers.wix.ricos import RicosReader
from importers.wix.warmup import embedded_post

from .test_corpus import body_characters, output_characters

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def pages(corpus: Path) -> dict[str, LegacyPage]:
    """Every page of the corpus that carries its post, by its path."""
    found = (page for page in sources.read_pages([corpus], "") if isinstance(page, LegacyPage))
    return {page.path: page for page in found if wix.is_blog_json(page)}


def from_data(page: LegacyPage, document: Document) -> tuple[Node, ...]:
    """The nodes of the page's data alone."""
    post = embedded_post(page)
    assert post is not None
    return RicosReader("/".join(document.url.split("/")[:3])).read(post["richContent"])


def blocks(value: object) -> Iterator[Json]:
    """Every block of a document, those inside others after them and without them."""
    if isinstance(value, dict) and {"type", "id", "value"} <= value.keys():
        inside = value["value"].get("content", []) if isinstance(value["value"], dict) else []
        own = {name: part for name, part in value["value"].items() if name != "content"} if inside else value["value"]
        yield {**value, "value": own}
        yield from blocks(inside)
    elif isinstance(value, list):
        for part in value:
            yield from blocks(part)


def written(shaped: Draft) -> list[Json]:
    """All blocks, the introduction and the picture above it as blocks too."""
    data = shaped.data
    around = [{"type": name, "id": name, "value": data[name]} for name in ("introduction", "hero_image")]
    return [*around, *blocks(data["body"])]


def test_both_readings_give_the_same_blocks_or_a_finding_names_the_difference(pages: dict[str, LegacyPage]) -> None:
    print(f"\n{'blocks':>6} {'equal':>6}  page and differences")
    for name, page in sorted(pages.items()):
        document = wix.read_blog(page)
        shown, held = (
            written(draft(classify(replace(document, nodes=nodes))))
            for nodes in (document.nodes, from_data(page, document))
        )
        merged = read_page(page)
        assert merged is not None and merged.data["source"]["reader"] == "wix-blog-json", name
        equal = sum(one == other for one, other in zip(shown, held, strict=False))
        print(f"{len(shown):>6} {equal:>6}  {name}")
        assert [block["id"] for block in shown] == [block["id"] for block in held], name
        named = [finding["message"] for finding in merged.findings if finding["id"].startswith("readings.")]
        for one, other in zip(shown, held, strict=True):
            if one != other:
                print(f"{'':>15} {one['type']} {one['value']} → {other['type']} {other['value']}")
                address = other["value"]["url"]
                assert any(address in message or address[-30:] in message for message in named), (name, one, other)
        assert bool(named) == (shown != held), (name, named)
    assert len(pages) >= 16


def test_the_account_of_both_readings_balances_and_nothing_is_lost(pages: dict[str, LegacyPage], corpus: Path) -> None:
    for name, page in pages.items():
        merged, plain = read_page(page), read_page(page, reader="wix-blog")
        assert merged is not None and plain is not None and plain.data["source"]["reader"] == "wix-blog"
        account = merged.data["ledger"]
        dropped = sum(item["chars"] for item in account["dropped"])
        assert account["lost"] == [] and account["placed_chars"] + dropped == account["source_chars"], name
        assert not body_characters(corpus / name) - output_characters(merged.data), name
        assert [block["id"] for block in written(merged)] == [block["id"] for block in written(plain)], name
        assert not {"embed.lost", "file.lost", "gallery.incomplete"} & {item["id"] for item in merged.findings}, name


def test_a_page_without_its_article_is_read_whole_from_its_data(pages: dict[str, LegacyPage]) -> None:
    for name, page in pages.items():
        document = wix.read_blog(page)
        gone = replace(page, html=page.html.replace('data-hook="post-description"', 'data-hook="gone" hidden'))
        alone, both = wix.read_blog_json(gone), wix.read_blog_json(page)
        texts = [Counter(run.text for node in one.nodes for run in node.runs) for one in (alone, both)]
        assert alone.nodes == from_data(page, document) and texts[0] == texts[1], name
        assert (alone.key, alone.published_at) == (both.key, both.published_at), name
        shaped = draft(classify(alone))
        assert shaped.lost == [] and not any(item["id"] == "ledger.invented" for item in shaped.findings), name
