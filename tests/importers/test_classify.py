"""Room 3: page types, section kinds, conditions, and what stands beside an article."""

from __future__ import annotations

import pytest

from importers.classify import classify, condition_of, section_kind, slug_for
from importers.records import Document, Node, Run

from . import wixpages as wix


def labelled(title: str, *headings: str):
    nodes = tuple(Node(kind="heading", runs=(Run(text),), level=2) for text in headings)
    return classify(Document(path="a.html", sha256="", encoding="utf-8", reader="wix-blog", title=title, nodes=nodes))


@pytest.mark.parametrize(
    ("title", "headings", "expected"),
    [
        ("膝の外側が痛む原因は？", (), "symptom_article"),
        ("階段で膝が痛いときに考えること", (), "symptom_article"),
        ("正座のあとのひざのしびれ", (), "symptom_article"),
        ("膝に水がたまる理由", (), "symptom_article"),
        ("変形性膝関節症とは", (), "condition"),
        ("半月板損傷の症状と経過", (), "condition"),
        ("靭帯の話より前十字靭帯損傷の話", (), "condition"),
        ("PRP療法のご案内", ("費用", "主なリスク"), "treatment"),
        ("ヒアルロン酸注射の治療", ("対象となる方", "治療の回数"), "treatment"),
        ("PRP療法のご案内", ("はじめに",), "article"),
        ("年末年始の休診のお知らせ", (), "article"),
        ("春の遠足", (), "article"),
        ("山田 太郎 医師", (), "physician"),
        ("院長紹介", (), "physician"),
        ("Knee pain after running", (), "symptom_article"),
        ("Best practices for tax and brand", (), "article"),
    ],
)
def test_the_page_type_follows_from_the_title_and_says_why(
    title: str, headings: tuple[str, ...], expected: str
) -> None:
    verdict = labelled(title, *headings).page_type
    assert verdict.value == expected
    assert verdict.reason


def test_a_title_with_two_subjects_is_a_finding_not_a_silent_guess() -> None:
    assert [finding.id for finding in labelled("膝の痛みと半月板損傷").findings] == ["page-type.tie"]
    assert labelled("膝の痛みの原因").findings == ()


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("歩くと膝が痛む原因", "causes"),
        ("考えられる病気", "conditions"),
        ("自宅でできる対処法", "self_care"),
        ("受診の目安", "when_to_see_doctor"),
        ("まとめ", "summary"),
        ("よくあるご質問", "faq"),
        ("治療の方法", "treatment"),
        ("治療にかかる費用", "fees"),
        ("主なリスクと副作用", "risks"),
        ("検査と診断", "diagnosis"),
        ("再発を防ぐために", "prevention"),
        ("主な症状", "symptoms"),
        ("膝の構造", "overview"),
        ("院長より", "other"),
    ],
)
def test_section_kinds(heading: str, kind: str) -> None:
    assert section_kind(heading).value == kind


def test_conditions_by_any_spelling_and_never_two_at_once() -> None:
    assert condition_of("2. 前十字靭帯損傷（ACL損傷）")[0] == "acl_injury"
    assert condition_of("ベーカーのう腫")[0] == "baker_cyst"
    assert condition_of("靭帯や腱の炎症") == ("", "")
    key, several = condition_of("半月板損傷と関節リウマチ")
    assert key == "" and "半月板損傷" in several


def test_a_slug_comes_from_the_term_a_title_names_first() -> None:
    assert slug_for("変形性膝関節症と半月板損傷") == "knee-osteoarthritis"
    assert slug_for("お知らせ") == ""


CRUMBS = wix.rich_text(
    '<p><a href="https://www.knee.example/">ホーム</a> &gt; <a href="/blog">ブログ</a> &gt; 見本の記事</p>'
)


def test_breadcrumbs_are_read_and_their_signs_dropped() -> None:
    data = wix.draft_of(wix.heading("原因"), wix.paragraph("本文"), beside=f'<section id="c1">{CRUMBS}</section>')
    assert data["breadcrumbs"] == [
        {"label": "ホーム", "url": "https://www.knee.example/"},
        {"label": "ブログ", "url": "/blog"},
        {"label": "見本の記事", "url": None},
    ]
    assert {"rule": "breadcrumb.separators", "text": ">>", "chars": 2, "where": "#c1"} in data["ledger"]["dropped"]
    assert wix.balanced(data)


def card(name: str, summary: str, price: str) -> str:
    return wix.rich_text(f"<h2>{name}</h2>") + wix.rich_text(f"<p>{summary}</p>") + wix.rich_text(f"<p>{price}</p>")


def test_cards_become_treatments_whatever_the_order_of_their_parts() -> None:
    cards = wix.columns(
        card("MRI検査", "関節の中を画像で確かめます。", "6,600円（税込）"),
        wix.rich_text("<p>片膝 110,000円（税込）　両膝 198,000円（税込）</p>") + wix.rich_text("<h2>PRP療法</h2>")
        + wix.rich_text("<p>血液の成分を用います。</p>"),
    )  # fmt: skip
    data = wix.draft_of(wix.heading("原因"), wix.paragraph("本文"), beside=cards)
    assert [(item["name"], item["summary"]) for item in data["treatments"]] == [
        ("MRI検査", "関節の中を画像で確かめます。"),
        ("PRP療法", "血液の成分を用います。"),
    ]
    assert [[fee["amount_min"] for fee in item["fees"]] for item in data["treatments"]] == [
        ["6600"],
        ["110000", "198000"],
    ]
    assert wix.balanced(data)


def test_the_supervising_physician_is_read_in_parts() -> None:
    box = (
        '<section id="v1">' + wix.rich_text("<h2>監修医師</h2>") + wix.rich_text("<h3>山田 太郎 医師</h3>")
        + wix.rich_text("<p>膝の診療に携わっています。</p><p>よろしくお願いします。</p>")
        + wix.rich_text("<p>【経歴】</p><p>青葉大学医学部卒業</p><p>青葉病院 整形外科</p>")
        + wix.rich_text("<p>【資格】</p><p>日本専門医機構認定 整形外科専門医</p>") + "</section>"
    )  # fmt: skip
    data = wix.draft_of(wix.heading("原因"), wix.paragraph("本文"), beside=box)
    assert data["supervisor"] == {
        "name": "山田 太郎", "honorific": "医師", "photo": None,
        "biography": ["膝の診療に携わっています。", "よろしくお願いします。"],
        "career": ["青葉大学医学部卒業", "青葉病院 整形外科"],
        "credentials": ["日本専門医機構認定 整形外科専門医"],
    }  # fmt: skip
    assert {"label.supervisor", "label.career", "label.credentials"} <= {
        item["rule"] for item in data["ledger"]["dropped"]
    }
    assert wix.balanced(data)


def test_other_text_beside_the_article_is_left_out_with_a_warning() -> None:
    box = f'<section id="x1">{wix.rich_text("<p>メールマガジンのご登録はこちら</p>")}</section>'
    data = wix.draft_of(wix.heading("原因"), wix.paragraph("本文"), beside=box)
    assert "beside.unrecognised" in wix.ids(data)
    assert "メールマガジン" not in str(data["body"]) and wix.balanced(data)


CARDS = wix.columns(
    card("MRI検査", "画像で確かめます。", "6,600円（税込）"),
    card("PRP療法", "血液を用います。", "片膝 110,000円（税込）"),
)
PERSON = wix.rich_text("<h2>監修医師</h2>") + wix.columns(
    wix.rich_text("<h3>山田 太郎 医師</h3><p>膝の診療をしています。</p>")
)


@pytest.mark.parametrize(
    "beside",
    [
        f'<section id="a">{CRUMBS}</section>{CARDS}<section id="b">{PERSON}</section>',
        f'<section id="outer">{CRUMBS}{CARDS}{PERSON}</section>',
        f'<section id="a">{CRUMBS}</section><section id="b"><div><div>{CARDS}</div></div>{PERSON}</section>',
    ],
)
def test_parts_are_found_however_the_page_groups_them(beside: str) -> None:
    data = wix.draft_of(wix.heading("原因"), wix.paragraph("本文"), beside=beside)
    assert len(data["breadcrumbs"]) == 3
    assert [item["name"] for item in data["treatments"]] == ["MRI検査", "PRP療法"]
    assert data["supervisor"]["name"] == "山田 太郎" and data["supervisor"]["biography"] == ["膝の診療をしています。"]
    assert wix.balanced(data) and "beside.unrecognised" not in wix.ids(data)


def test_a_heading_above_the_cards_is_dropped_by_name() -> None:
    beside = f'<section id="a">{wix.rich_text("<h2>関連する治療</h2>")}{CARDS}</section>'
    data = wix.draft_of(wix.heading("原因"), wix.paragraph("本文"), beside=beside)
    assert len(data["treatments"]) == 2
    assert {"beside.heading"} <= {item["rule"] for item in data["ledger"]["dropped"]}


def test_a_card_may_be_named_by_a_large_line_and_a_price_may_stand_twice() -> None:
    cards = wix.columns(
        wix.rich_text("<p>MRI検査</p>") + wix.rich_text("<p>6,600円</p>"),
        card("PRP療法", "血液を用います。", "19,000円<br>19,000円"),
    )
    data = wix.draft_of(wix.heading("原因"), wix.paragraph("本文"), beside=cards)
    assert [item["name"] for item in data["treatments"]] == ["MRI検査", "PRP療法"]
    assert wix.balanced(data)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ('<p><a href="/">トップ</a> » <a href="/blog">記事</a> » 膝 > 腰の話</p>', ["トップ", "記事", "膝 > 腰の話"]),
        (
            '<p><a href="/">ホーム</a></p><p>›</p><p><a href="/blog">ブログ</a></p><p>›</p><p>見本</p>',
            ["ホーム", "ブログ", "見本"],
        ),
        ("<p>ホーム › ブログ › 見本</p>", ["ホーム", "ブログ", "見本"]),
    ],
)
def test_breadcrumbs_in_other_shapes(text: str, labels: list[str]) -> None:
    beside = f'<section id="c">{wix.rich_text(text)}</section>'
    data = wix.draft_of(wix.heading("原因"), wix.paragraph("本文"), beside=beside)
    assert [crumb["label"] for crumb in data["breadcrumbs"]] == labels
    assert wix.balanced(data)


def supervisor_of(*parts: str) -> tuple[dict, set[str]]:
    beside = '<section id="v">' + "".join(map(wix.rich_text, parts)) + "</section>"
    data = wix.draft_of(wix.heading("原因"), wix.paragraph("本文"), beside=beside)
    assert wix.balanced(data), data["ledger"]
    return data["supervisor"], wix.ids(data)


def test_a_name_beside_the_label_with_its_qualification() -> None:
    person, _ = supervisor_of(
        "<p>監修：山田太郎（整形外科専門医）</p><p>膝を診ています。</p>",
        "<p><b>経歴</b></p><ul><li>青葉大学卒業</li></ul>",
    )
    assert (person["name"], person["credentials"]) == ("山田太郎", ["整形外科専門医"])
    assert (person["biography"], person["career"]) == (["膝を診ています。"], ["青葉大学卒業"])


def test_a_second_physician_is_told_and_not_mixed_in() -> None:
    person, found = supervisor_of(
        "<h2>監修医師</h2>",
        "<h3>山田 太郎 医師</h3><p>【経歴】</p><p>青葉病院 院長</p>",
        "<h3>鈴木 花子 医師</h3><p>【経歴】</p><p>若葉病院</p>",
    )
    assert (person["name"], person["career"]) == ("山田 太郎", ["青葉病院 院長"])
    assert "supervisor.unplaced" in found


def test_a_career_in_a_table_is_read_row_by_row() -> None:
    table = "<table><tr><td>2004年</td><td>青葉大学卒業</td></tr><tr><td>2010年</td><td>青葉病院</td></tr></table>"
    person, _ = supervisor_of("<h2>監修医師</h2><h3>山田 太郎 医師</h3>", "<p>【経歴】</p>" + table)
    assert person["career"] == ["2004年　青葉大学卒業", "2010年　青葉病院"]
