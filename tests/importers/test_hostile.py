"""Hostile pages are read or refused, lose nothing, take their time, and put nothing into the output that acts.

What a browser makes of that output is proved in `tests/browser`; how time and memory grow up to the limits, in
`tests/benchmarks/hostile.py`.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from selectolax.lexbor import LexborHTMLParser

from importers import limits, pipeline, richtext
from importers.__main__ import main
from importers.errors import PageRefused
from importers.pipeline import read_page
from importers.records import Json
from importers.sources import page_of
from importers.text import clean_text

from . import wixpages as wix
from .hostilemarkup import MARKUP, PLACES
from .hostilepages import SHAPES, Shape
from .test_import import import_posts
from .timing import is_about_linear


def read(html: bytes) -> Json | None:
    """A page's document, `None` if it is refused with a reason."""
    try:
        draft = read_page(page_of("post/hostile.html", html))
    except PageRefused as refused:
        assert refused.finding_id.startswith(("limits.", "source."))
        assert str(refused)
        return None
    assert draft is not None
    return draft.data


def strings(value: Any) -> Iterator[str]:
    """Every string in a document, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def is_whole(data: Json) -> bool:
    """The ledger is in balance, and the document can be printed, stored and read back as it is."""
    assert wix.balanced(data), data["ledger"]
    assert json.loads(json.dumps(data, ensure_ascii=False).encode()) == data
    assert all(clean_text(text) == (text, 0) for text in strings(data))
    return True


# Shapes -----------------------------------------------------------------------------------------------------------------

_PARTS = 16  # of each shape


def test_every_shape_has_a_name_of_its_own() -> None:
    assert len({shape.name for shape in SHAPES}) == len(SHAPES) > 300


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_small_page_of_every_shape_is_read_whole(shape: Shape) -> None:
    data = read(shape.make(min(shape.top, _PARTS)))
    assert data is None or is_whole(data)


REFUSED = {
    "limits.depth": lambda: wix.page("<div>" * 100_000),
    "limits.size": lambda: wix.page("<p>" + "x" * limits.MAX_BYTES),
    "limits.tags": lambda: wix.page("<p>x" * 200_001),
    "limits.attributes": lambda: wix.page("<p " + "".join(f"a{number} " for number in range(201)) + ">x"),
}


@pytest.mark.parametrize("finding", REFUSED)
def test_a_page_beyond_a_limit_is_refused_by_name_and_the_next_is_read(tmp_path: Path, finding: str) -> None:
    (tmp_path / "a.html").write_text(REFUSED[finding](), encoding="utf-8")
    (tmp_path / "b.html").write_text(wix.page(wix.paragraph("本文です。")), encoding="utf-8")
    hostile, sound = pipeline.read([tmp_path])
    (found,) = hostile.data["findings"]
    assert (found["level"], found["id"], found["where"]) == ("error", finding, "a.html")
    assert found["message"].startswith("a.html: ")
    assert found["message"].rstrip(".")[-1].isalnum() or ">" in found["message"]
    assert sound.data["ledger"]["placed_chars"]


def test_a_file_of_100_mb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, "b.html")
    path.chmod(0)  # whoever opens it, fails otherwise
    for source in (path, tmp_path / "a.zip"):
        (draft,) = pipeline.read([source])
        assert [(one["id"], "100 MB" in one["message"]) for one in draft.findings] == [("limits.size", True)]


# Those that one could take for quadratic: what every part of them is compared with, or looked for in, are all others.
LINEAR = [
    *("<li> unclosed", "<b><p></b></p>", "<p>, all different", "<td colspan=99999999>", "<a href=#>", "links of one address"),
    *("the same picture", "equal headings", "<ul> in <li>", "<figcaption>", "hidden", "lines of prices"),
    *("newlines in a paragraph", "paragraphs of questions", "data: items", "data and page: other order"),
]  # fmt: skip


@pytest.mark.parametrize("name", LINEAR)
def test_time_grows_as_the_page_does(name: str) -> None:
    (shape,) = (shape for shape in SHAPES if shape.name == name)

    def work(number: int) -> Callable[[], object]:
        made = shape.make(number)
        return lambda: read(made)

    is_about_linear(work, min(shape.top, 100_000) // 800)


# Characters -------------------------------------------------------------------------------------------------------------

# A control, a half character, an override, a non-character; as bytes, and as HTML writes them.
FORBIDDEN = ["\0", "\x08", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\ufdd0", "\uffff", "\ud800", "\udfff"]
WRITTEN = [
    *(character.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for character in FORBIDDEN),
    *(f"&#x{ord(character):x};" for character in FORBIDDEN),
]


@pytest.mark.parametrize("place", PLACES)
def test_no_forbidden_character_comes_out_of_any_place(place: str) -> None:
    for written in WRITTEN:
        data = read(PLACES[place](f"右{written}膝").encode())
        assert data is not None
        assert is_whole(data)


def test_a_page_under_a_wrong_label_is_damaged_text_and_no_other_kind_of_file() -> None:
    """UTF-8 read as windows-1252 is full of what that has no letters for."""
    html = wix.page(wix.paragraph("痛む膝の治療")).replace('charset="utf-8"', 'charset="windows-1252"')
    data = read(html.encode())
    assert data is not None
    assert is_whole(data)
    assert "text.control-characters" in {finding["id"] for finding in data["findings"]}


@pytest.mark.parametrize("character", FORBIDDEN)
def test_no_forbidden_character_comes_out_of_json(character: str) -> None:
    """JSON can say what UTF-8 cannot: half a character, a zero."""
    escaped = json.dumps(f"left{character}knee")[1:-1]
    for place, written in (("JSON-LD", escaped), ("a post's data", escaped.replace("\\", "\\\\"))):
        data = read(PLACES[place]("left knee").replace("left knee", written).encode())
        assert data is not None
        assert is_whole(data)
        assert any(re.search("left\ufffd?knee", text) for text in strings(data))


# Markup that acts ---------------------------------------------------------------------------------------------------------

_HTML = frozenset({"paragraph", "text", "answer", "html", "introduction"})
_PLAIN_TEXT = frozenset({"code", "embed", "links"})  # what they call `text` is no HTML
_ADDRESSES = frozenset({"url", "href", "link", "canonical", "og:url", "og:image"})
_TAGS = (
    richtext.TAGS
    | frozenset({"blockquote", "caption", "code", "dd", "div", "dl", "dt", "em", "pre", "span"})
    | {*("h1", "h2", "h3", "h5", "h6", "strong", "table", "tbody", "td", "tfoot", "th", "thead", "tr")}
)
_BROWSERS_IGNORE = re.compile("[\t\n\r]|^[\x00-\x20]+")
_SCHEME = re.compile("([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def leads_nowhere_bad(address: str) -> bool:
    """Whether a browser takes an address for one of the web, of mail, of a telephone, or of the same site."""
    scheme = _SCHEME.match(_BROWSERS_IGNORE.sub("", address))
    return scheme is None or scheme[1].lower() in {"http", "https", "mailto", "tel"}


def leaves(value: Any, key: str = "", kind: str = "") -> Iterator[tuple[str, str, str]]:
    """Every string of a document's value, with what it is called and the block that it stands in."""
    if isinstance(value, dict):
        if value.keys() == {"type", "id", "value"}:
            key = kind = value["type"]
        for name, inner in value.items():
            yield from leaves(inner, key if name == "value" else name, "links" if name == "links" else kind)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, key, kind)
    elif isinstance(value, str):
        yield key, kind, value


def published(data: Json) -> Json:
    """A document without what it says of the old page."""
    return {name: value for name, value in data.items() if name not in {"source", "ledger", "findings"}}


def html_of(data: Json) -> list[str]:
    """All markup of a document."""
    found = leaves(published(data))
    return [text for key, kind, text in found if key in _HTML and kind not in _PLAIN_TEXT]


def assert_inert(data: Json) -> None:
    """Nothing in a document is a program to whoever shows it as the contract says."""
    for html in html_of(data):
        assert_harmless(html)
    for key, _, text in leaves(published(data)):
        assert key not in _ADDRESSES or leads_nowhere_bad(text), (key, text)


def assert_harmless(html: str) -> None:
    for element in LexborHTMLParser(html).css("body *"):
        assert element.tag in _TAGS, html
        assert element.attributes.keys() <= ({"href"} if element.tag == "a" else set()), html
        assert leads_nowhere_bad(element.attributes.get("href") or ""), html


@pytest.mark.parametrize("place", PLACES)
def test_nothing_that_acts_comes_out_of_any_place(place: str) -> None:
    for part in MARKUP.values():
        data = read(PLACES[place](part).encode())
        assert data is not None, part
        assert is_whole(data)
        assert_inert(data)


@pytest.mark.parametrize(
    "document",
    [
        {"introduction": "<p>x<script>fire(1)</script></p>"},
        {"introduction": '<p onclick="fire(1)">x</p>'},
        {"body": [{"type": "paragraph", "id": "", "value": '<p><a href="java\nscript:fire(1)">x</a></p>'}]},
        {"body": [{"type": "legacy", "id": "", "value": {"html": "<svg>x</svg>", "reason": ""}}]},
        {"links": [{"text": "", "href": " javascript:fire(1)"}]},
        {"body": [{"type": "video", "id": "", "value": {"url": "data:text/html,x"}}]},
    ],
)
def test_the_judge_is_not_blind(document: Json) -> None:
    with pytest.raises(AssertionError):
        assert_inert(document)


# The terminal -------------------------------------------------------------------------------------------------------------

_SPEAKS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_NAME = "膝\x1b]0;x\x07\x9b31m\u202e\x85[red]痛"
_SAID = "膝&#x1b;]0;x&#7;&#x9b;31m&#x202e;&#x85;[red]痛\x1b[31m\u2028\u2067"


@pytest.fixture
def speaking_site(tmp_path: Path) -> Path:
    """A page and a file that cannot be read, in whose names, words and addresses a terminal is spoken to."""
    site = tmp_path / f"site{_NAME}"
    site.mkdir()
    words = (
        wix.paragraph(_SAID)
        + f'<form>{_SAID}</form><p><a href="javascript:{_SAID}">{_SAID}</a></p>'
        + wix.image(alt=_SAID)
    )
    html = wix.page(wix.heading(_SAID), words, f'<div data-hook="{_SAID}">x</div>', title=_SAID)
    (site / f"{_NAME}.html").write_text(html.replace("/post/sample", f"/post/{_SAID}"), encoding="utf-8")
    (site / f"twin{_NAME}.html").write_text(html.replace("/post/sample", f"/post/{_SAID}"), encoding="utf-8")
    (site / f"empty{_NAME}.html").write_bytes(b"")
    with zipfile.ZipFile(site / f"{_NAME}.zip", "w") as archive:
        archive.writestr(f"{_NAME}.html", b"<p>" * 1000)
    return site


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a person reads: all but the documents."""
    main(arguments)
    said = capfd.readouterr()
    return "\n".join(line for line in (said.out + said.err).split("\n") if not line.startswith("{"))


@pytest.mark.parametrize("command", ["parse", "survey"])
def test_no_command_lets_a_page_speak_to_the_terminal(
    speaking_site: Path, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    archive = next(speaking_site.glob("*.zip"))
    for arguments in (
        [str(speaking_site), str(archive)],
        [str(speaking_site / f"missing{_NAME}")],
        [str(speaking_site), "--output", str(speaking_site)],
        [str(speaking_site), "--output", str(speaking_site / f"no{_NAME}" / "where")],
    ):
        said = run(capfd, command, *arguments)
        assert "膝" in said
        assert _SPEAKS.findall(said) == []


@pytest.mark.django_db
def test_no_import_lets_a_page_speak_to_the_terminal(
    speaking_site: Path, site_tree: Any, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, said = import_posts(str(speaking_site), apply=True)
    assert code == 1
    assert "膝" in said
    mapping = tmp_path / f"map{_NAME}.csv"
    mapping.write_text(f"key,page_type\n{_NAME},{_NAME}\n", encoding="utf-8")
    for options in (
        {"map": str(mapping)},
        {"map": f"missing{_NAME}"},
        {"under": f"/{_NAME}/"},
        {"locale": _NAME},
        {"media": [f"missing{_NAME}"]},
        {"report": str(tmp_path / f"no{_NAME}" / "x.json")},
    ):
        try:
            said += import_posts(str(speaking_site), **options)[1]
        except CommandError as error:
            said += str(error)
    said += capfd.readouterr().err
    assert _SPEAKS.findall(said) == []
