"""What a drawing says in words is counted, dropped by name and told, whoever reads the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from importers.records import Json
from importers.wix.widgets import kept_aside

from . import wixpages as wix

PROSE = "膝の前が痛むときは、まず階段の上り下りを減らし、様子を見ます。二週間たっても続くなら、診察を受けてください。"


def post(drawing: str) -> Json:
    return wix.read(wix.page(wix.paragraph(PROSE), f"<div>{drawing}</div>", wix.paragraph("続きです。", "p2"))).data


def site_page(drawing: str) -> Json:
    parts = wix.section(f'<div data-testid="richTextElement"><p>{PROSE}</p></div>', f"<div>{drawing}</div>")
    return wix.read(wix.site_page(parts), "prp.html").data


def other_page(drawing: str) -> Json:
    html = f"<!doctype html><html><body><article><h1>膝</h1><p>{PROSE}</p>{drawing}<p>続きです。</p></article></body></html>"
    return wix.read(html, "a.html").data


READERS = {"wix-blog": post, "wix-page": site_page, "generic": other_page}
CHART = '<svg id="chart" viewBox="0 0 9 9"><path d="M0 0"/><text x="1">歩行<tspan>距離</tspan></text></svg>'


def told(data: Json) -> list[tuple[str, str]]:
    return [(each["text"], each["where"]) for each in data["ledger"]["dropped"] if each["rule"] == "drawing.text"]


def findings(data: Json) -> list[Json]:
    return [each for each in data["findings"] if each["id"] == "drawing.text"]


@pytest.mark.parametrize("reader", READERS)
def test_what_a_drawing_says_is_dropped_by_name(reader: str) -> None:
    data = READERS[reader](CHART)
    assert data["source"]["reader"] == reader
    assert wix.balanced(data)
    assert told(data) == [("歩行 距離", "#chart")]
    (finding,) = findings(data)
    assert (finding["level"], finding["where"]) == ("warning", "#chart") and "歩行 距離" in finding["message"]
    assert data["ledger"]["source_chars"] == READERS[reader]("")["ledger"]["source_chars"] + 4
    assert "歩行" not in str(data["body"]) + data["introduction"]


@pytest.mark.parametrize("reader", READERS)
def test_html_in_a_drawing_that_never_ends_is_told_to_the_last_character(reader: str) -> None:
    data = READERS[reader]("<svg><foreignObject><p>図の中の段落")
    assert wix.balanced(data)
    ((text, _),) = told(data)
    assert text.startswith("図の中の段落")
    assert reader == "wix-page" or "続きです。" in text
    assert findings(data)


@pytest.mark.parametrize(
    "drawing",
    [
        "<svg><title>題</title><desc>説明</desc><metadata>作者</metadata><path d='M0'/></svg>",
        "<svg>地の文<g>も</g></svg>",  # drawn only inside `text`
        "<svg><text><title>題</title><desc>説明</desc></text></svg>",
        "<svg><defs><text>部品</text></defs><symbol id='s'><text>部品</text></symbol></svg>",
        "<svg style='display: none'><text>隠</text></svg>",
        "<svg><g display='none'><text>隠</text></g><text visibility='hidden'>隠</text></svg>",
        "<div style='display:none'><svg hidden><text>隠</text></svg></div>",
        "<svg><style>text { fill: red }</style><text> </text></svg>",
    ],
)
@pytest.mark.parametrize("read", READERS.values())
def test_what_no_reader_sees_is_not_counted(read: Callable[[str], Json], drawing: str) -> None:
    data = read(drawing)
    assert wix.balanced(data)
    assert not told(data)
    assert not findings(data)
    assert data["ledger"]["source_chars"] == read("")["ledger"]["source_chars"]


@pytest.mark.parametrize("link", ["href", "xlink:href"])
def test_what_a_drawing_keeps_in_stock_and_uses_is_seen(link: str) -> None:
    data = other_page(f"<svg><defs><text id='t'>膝蓋骨</text></defs><use {link}='#t'/></svg>")
    assert wix.balanced(data)
    assert [text for text, _ in told(data)] == ["膝蓋骨"]


def test_a_drawing_in_a_drawing_is_told_once_and_by_what_is_around_it() -> None:
    inner = f"<svg><foreignObject><p>外</p>{CHART}</foreignObject></svg>"
    data = other_page(f"<div id='box'>{inner}</div>{CHART.replace('chart', 'again')}")
    assert wix.balanced(data)
    assert told(data) == [("外 歩行 距離", "#box svg"), ("歩行 距離", "#again")]
    assert len(findings(other_page(CHART + CHART))) == 1  # the same words


def test_the_words_of_a_logo_above_the_page_are_no_warning() -> None:
    html = f"<body><header>{CHART}</header><article><h1>膝</h1><p>{PROSE}</p><p>続きです。</p></article></body>"
    data = wix.read(f"<!doctype html><html>{html}</html>", "a.html").data
    assert wix.balanced(data)
    assert told(data)
    assert not findings(data)


def test_what_stands_behind_a_drawing_with_words_is_read_as_behind_any_other() -> None:
    behind = "<noscript><p>JavaScript を有効に<div></noscript>"
    data = other_page(f"{CHART}{behind}")
    assert wix.balanced(data)
    assert "続きです。" in str(data["body"]) + data["introduction"]
    assert "JavaScript" not in str(data)


def test_a_widget_says_what_its_drawing_said() -> None:
    nodes, found = kept_aside(
        f'<table><tr><td><a href="https://a.example/">表</a></td></tr></table>{CHART}', "n", "here"
    )
    assert [node.kind for node in nodes] == ["legacy"]
    assert [each.where for each in found if each.id == "drawing.text"] == ["here"]
