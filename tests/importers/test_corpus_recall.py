"""How much of every real page comes out, counted apart from the importer: by lxml's tree and a walk of this file's own.

Blog posts: characters, headings, list items, table cells, links and original pictures of the article.  Other pages: all
visible text, and the pictures of their main part.  Text counts as found where the document holds it, or where its ledger
names the rule that left it out.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html as lxml_html

from importers.pipeline import read
from importers.records import Json

pytestmark = pytest.mark.corpus

NEVER_DRAWN = {"script", "style", "svg", "noscript", "template", "head"}
IN_ARTICLE = NEVER_DRAWN | {"button"}
HIDDEN = re.compile(r"(display:none|visibility:hidden)")
MEDIA = re.compile(r"[0-9a-f]{6}_[0-9a-f]{32}")
INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\u00ad\u3164]")
KINDS = ("characters", "headings", "items", "cells", "links", "pictures")


def bare(text: str) -> str:
    return INVISIBLE.sub("", text)


# The page, by its own tree --------------------------------------------------------------------------------------------


def tree_of(file: Path) -> Any:
    text = file.read_text(encoding="utf-8", errors="replace")
    return lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(huge_tree=True))


def is_hidden(element: Any) -> bool:
    if "-" in element.tag:  # Wix's own elements show themselves by script
        return False
    return element.get("hidden") is not None or bool(HIDDEN.search((element.get("style") or "").replace(" ", "")))


def texts(
    element: Any, skipped: set[str], *, hidden: bool = True, nested: frozenset[str] = frozenset()
) -> Iterator[str]:
    """The texts inside an element, in order.

    Args:
        skipped: elements whose inside is left out.
        hidden: whether what the page hides counts.
        nested: elements inside this one that count for themselves.
    """
    if not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        leave_out = not isinstance(child.tag, str) or child.tag in skipped | nested or (not hidden and is_hidden(child))
        if not leave_out:
            yield from texts(child, skipped, hidden=hidden, nested=nested)
        yield child.tail or ""


def text_of(element: Any, nested: frozenset[str] = frozenset()) -> str:
    return bare("".join(texts(element, IN_ARTICLE, nested=nested)))


def article_of(tree: Any) -> list[Any]:
    return tree.xpath('//*[@data-hook="post-description"][.//*[@data-rce-version]]')


def in_page(article: Iterable[Any]) -> dict[str, Counter[str]]:
    """What the article holds, kind by kind."""
    found: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for body in article:
        found["characters"].update("".join(map(bare, texts(body, IN_ARTICLE))))
        for element in body.iter("h1", "h2", "h3", "h4", "h5", "h6"):
            found["headings"].update([text_of(element)])
        for element in body.iter("li"):
            found["items"].update([text_of(element, frozenset({"ul", "ol"}))])
        for element in body.iter("td", "th"):
            found["cells"].update([text_of(element)])
        for element in body.iter("a"):
            if element.get("href") and not element.get("href").startswith(("#0", "javascript:")):
                found["links"].update(text_of(element))  # by character: neighbours with one address are one link
        found["pictures"].update(set(pictures_of(body)))
    for counter in found.values():
        counter.pop("", None)
    return found


def pictures_of(element: Any) -> Iterator[str]:
    """The ids of all pictures that an `img`, or Wix's element around it, names in any attribute."""
    for picture in element.iter("img", "wow-image", "wix-image"):
        if not any(parent.tag in {"header", "footer", "nav"} for parent in picture.iterancestors()):
            yield from media_in(" ".join(value for name, value in picture.attrib.items() if name != "alt"))


def media_in(markup: str) -> list[str]:
    return MEDIA.findall(unquote(unescape(markup)).lower())


# The document ---------------------------------------------------------------------------------------------------------


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in {"meta", "findings", "links", "images", "source", "page_type_reason"}:
                yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def plain(html: str) -> str:
    return bare(unescape(re.sub(r"<[^>]*>", "", html)))


def in_document(data: Json) -> dict[str, Counter[str]]:
    """The same of the document, what was dropped by a named rule included."""
    every = list(strings(data))
    dropped = "".join(plain(item["text"]) for item in data["ledger"]["dropped"])
    found = {kind: Counter[str]() for kind in KINDS}
    found["characters"].update("".join(map(plain, every)))
    for text in every:
        found["headings"].update(map(plain, re.findall(r"<h4>.*?</h4>", text, re.DOTALL)))
        for item in re.findall(r"<li>(?:(?!</?[uo]l>|</li>).)*", text, re.DOTALL):
            found["items"].update([plain(item)])
    for text in every:
        if "<" not in text:
            found["headings"].update([bare(text)])
            found["items"].update([bare(text)])
    fees = "".join(plain(fee["raw"]) for block in fee_tables(data["body"]) for fee in block["value"]["items"])
    found["cells"].update(map(plain, every))
    found["links"].update("".join(bare(link["text"]) for link in data["links"]))
    found["pictures"].update(media_in(" ".join(data["images"])))
    found["dropped"] = Counter([dropped + fees])  # several fees out of one item share its words
    return found


def fee_tables(blocks: Iterable[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["type"] == "fee_table":
            yield block
        elif isinstance(block["value"], dict):
            yield from fee_tables(block["value"].get("content", ()))


def missing(expected: Counter[str], found: Counter[str], dropped: str) -> Counter[str]:
    return Counter({text: number for text, number in (expected - found).items() if text not in dropped})


# The table ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def documents(corpus: Path) -> dict[str, Json]:
    return {draft.data["source"]["path"]: draft.data for draft in read([corpus])}


def pages(corpus: Path, kind: str) -> list[str]:
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as stream:
        return [row["file"] for row in csv.DictReader(stream, delimiter="\t") if row["kind"] == kind]


def test_everything_of_every_post_comes_out(documents: dict[str, Json], corpus: Path) -> None:
    print("\n" + "  ".join(f"{kind:>10}" for kind in KINDS) + "  page")
    short = []
    for name in pages(corpus, "wix-blog"):
        expected, found = in_page(article_of(tree_of(corpus / name))), in_document(documents[name])
        (dropped,) = found["dropped"]
        cells = []
        for kind in KINDS:
            lost = missing(expected[kind], found[kind], dropped)
            cells.append(f"{expected[kind].total() - lost.total()}/{expected[kind].total()}")
            if lost:
                short.append((name, kind, dict(lost)))
        print("  ".join(f"{cell:>10}" for cell in cells) + f"  {name[-70:]}")
    assert not short


def test_all_visible_text_of_other_pages_comes_out(documents: dict[str, Json], corpus: Path) -> None:
    print(f"\n{'characters':>16}  {'in chrome':>9}  {'pictures':>9}  page")
    short = []
    for name in pages(corpus, "wix-classic"):
        data, tree = documents[name], tree_of(corpus / name)
        expected = Counter(bare("".join(texts(tree.body, NEVER_DRAWN, hidden=False))))
        found = in_document(data)
        lost = expected - found["characters"]
        main = next(iter(tree.xpath("//main")), tree.body)
        pictures = set(pictures_of(main))
        lost_pictures = pictures - set(found["pictures"])
        chrome = sum(item["chars"] for item in data["ledger"]["dropped"])
        print(
            f"{expected.total() - lost.total():>8}/{expected.total():<7}  {chrome:>9}  "
            f"{len(pictures) - len(lost_pictures):>4}/{len(pictures):<4}  {name[-70:]}"
        )
        if lost or lost_pictures:
            short.append((name, "".join(lost.elements())[:200], sorted(lost_pictures)[:5]))
    assert not short
