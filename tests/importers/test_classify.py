"""Room 3: page types, section kinds, conditions, and what stands beside an article."""

from __future__ import annotations

import pytest

from importers.classify import classify, condition_of, other_kinds, section_kind, slug_for
from importers.records import Document, Node, Run
from kneeblog.translation.glossary import Term, load_glossary

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
        ("膝がガクッとなる", (), "symptom_article"),
        ("サッカーで膝を痛めたら", (), "symptom_article"),
        ("膝の水を抜くとクセになる？", (), "symptom_article"),
        ("Why does my knee click?", (), "symptom_article"),
        ("痛風発作で膝が腫れる", (), "condition"),
        ("変形性膝関節症の治療法", (), "condition"),
        ("What is a Baker’s cyst?", (), "condition"),
        ("変形性膝関節症に対するPRP療法", ("費用", "リスク"), "treatment"),
        ("変形性膝関節症に対するPRP療法", ("はじめに",), "condition"),
        ("人工膝関節置換術とは", ("治療の流れ", "リスク"), "treatment"),
        ("PFC-FD療法のご案内", ("費用", "リスク"), "treatment"),
        ("膝の再生医療", ("費用", "副作用"), "treatment"),
        ("PRP therapy for the knee", ("Fees", "Side effects"), "treatment"),
        ("Platelet-rich plasma (PRP) therapy", ("Cost", "Risks"), "treatment"),
        ("ストレッチとは", ("回数", "期間"), "article"),
        ("膝の痛みの治療", ("費用", "リスク"), "symptom_article"),
        ("膝の痛みセミナー開催のお知らせ", (), "article"),
        ("変形性膝関節症の講演会を開催しました", (), "article"),
        ("膝の痛み専門外来を開設しました", (), "article"),
        ("PRP療法を開始しました", ("費用", "リスク"), "article"),
        ("院長がテレビで紹介されました", (), "article"),
        ("Clinic news: closed on Monday", (), "article"),
        ("院長 山田太郎", (), "physician"),
        ("理事長：山田 太郎", (), "physician"),
        ("担当医のご紹介", (), "physician"),
        ("Dr. Taro Yamada", (), "physician"),
        ("Meet our doctor: Taro Yamada", (), "physician"),
        ("院長 挨拶", (), "article"),
        ("医師 募集", (), "article"),
        ("医師の紹介状について", (), "article"),
        ("院長ブログ vol.3", (), "article"),
        ("膝に良い食べ物", (), "article"),
    ],
)
def test_the_page_type_follows_from_the_title_and_says_why(
    title: str, headings: tuple[str, ...], expected: str
) -> None:
    verdict = labelled(title, *headings).page_type
    assert verdict.value == expected
    assert verdict.reason


@pytest.mark.parametrize("term", load_glossary(), ids=lambda term: term.key)
def test_every_term_of_the_glossary_makes_a_page_of_its_type(term: Term) -> None:
    for name in term.names:
        if term.category == "condition":
            assert labelled(f"{name}とは").page_type.value == "condition", name
            assert labelled(f"{name}の原因と治療").page_type.value == "condition", name
        elif term.category == "symptom":
            assert labelled(f"{name}の原因と対処法").page_type.value == "symptom_article", name
        elif term.category in {"treatment", "test"}:
            assert labelled(f"{name}の費用", "費用", "リスク").page_type.value == "treatment", name
            assert labelled(f"{name}の話", "はじめに").page_type.value == "article", name
        elif term.category == "anatomy":
            assert labelled(f"{name}のはたらき").page_type.value == "article", name


@pytest.mark.parametrize(
    ("title", "taken"),
    [
        ("膝の痛みと半月板損傷", "symptom_article"),
        ("半月板損傷・膝の痛みについて", "condition"),
        ("変形性膝関節症と人工膝関節置換術", "condition"),
        ("変形性膝関節症と半月板損傷の違い", "condition"),
    ],
)
def test_a_title_with_two_subjects_is_a_finding_not_a_silent_guess(title: str, taken: str) -> None:
    found = labelled(title)
    assert found.page_type.value == taken
    assert [finding.id for finding in found.findings] == ["page-type.tie"]


@pytest.mark.parametrize(
    "title", ["膝の痛みの原因", "膝の痛みと腫れ", "変形性膝関節症の症状と治療", "膝の痛みと半月板損傷のセミナー"]
)
def test_a_title_with_one_subject_is_no_tie(title: str) -> None:
    assert labelled(title).findings == ()


@pytest.mark.parametrize(
    ("headings", "expected", "said"),
    [
        (
            ("変形性膝関節症とは", "変形性膝関節症の治療", "まとめ"),
            "condition",
            "2 of 3 headings name a condition: 変形性膝関節症",
        ),
        (("膝が痛む原因", "膝の痛みの対処法"), "symptom_article", "2 of 2 headings name a symptom"),
        (
            ("PRP療法の費用", "PRP療法のリスク", "PRP療法の流れ"),
            "treatment",
            "3 of 3 headings name a treatment: PRP療法",
        ),
        (("膝が痛む原因", "はじめに", "おわりに", "お知らせ", "そのほか"), "article", "title names no"),
        (("変形性膝関節症", "半月板損傷"), "article", "title names no"),
        (("はじめに", "おわりに"), "article", "title names no"),
    ],
)
def test_headings_tell_where_the_title_does_not(headings: tuple[str, ...], expected: str, said: str) -> None:
    found = labelled("院長ブログ 第3回", *headings)
    assert found.page_type.value == expected and said in found.page_type.reason
    assert [finding.id for finding in found.findings] == (["page-type.from-headings"] if expected != "article" else [])


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


@pytest.mark.parametrize(
    ("heading", "taken", "others"),
    [
        ("膝が痛む原因と対処法", "causes", ["self_care"]),
        ("症状・原因・治療", "causes", ["symptoms", "treatment"]),
        ("受診の目安と治療", "when_to_see_doctor", ["treatment"]),
        ("Causes and treatment", "causes", ["treatment"]),
        ("歩くと膝が痛む原因", "causes", []),
        ("検査で原因を調べる", "diagnosis", []),
        ("治療にかかる費用", "fees", []),
        ("病院に行くと検査をします", "when_to_see_doctor", []),
        ("治療と手術", "treatment", []),
    ],
)
def test_a_heading_that_names_two_kinds_is_a_finding(heading: str, taken: str, others: list[str]) -> None:
    assert (section_kind(heading).value, other_kinds(heading)) == (taken, others)
    data = wix.draft_of(wix.heading(heading), wix.paragraph("本文"))
    told = [finding["message"] for finding in data["findings"] if finding["id"] == "section-kind.tie"]
    assert len(told) == bool(others) and all(kind in told[0] for kind in others)
    assert data["body"][0]["value"]["kind"] == taken


def test_every_verdict_has_a_reason() -> None:
    for heading in ("原因", "院長より"):
        assert section_kind(heading).reason
    for title in ("膝の痛み", "お知らせ", "山田 太郎 医師", "春の遠足"):
        assert labelled(title).page_type.reason


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


BOOK = wix.link_button("予約する", "/reserve")


@pytest.mark.parametrize(
    ("sections", "headings"),
    [
        ((card("料金", "PRP 110,000円", "APS 330,000円") + BOOK, card("費用の目安", "MRI 6,000円", "") + BOOK), ["料金", "費用の目安"]),
        ((card("再生医療", "PRP 110,000円", "上記は税込価格です。") + BOOK, card("保険診療", "MRI 6,000円", "") + BOOK), ["再生医療", "保険診療"]),
        ((wix.rich_text("<h2>料金</h2>") + wix.repeater(*(
            wix.classic_image() + wix.rich_text(f"<h3>{name}</h3><p>110,000円</p>") for name in ("PRP療法", "APS療法"))),),
         ["料金"]),
    ],
)  # fmt: skip
def test_a_list_of_prices_in_the_page_is_no_card_of_a_treatment(sections: tuple[str, ...], headings: list[str]) -> None:
    above = wix.section(wix.rich_text("<h2>膝の診療</h2><p>診察のあとに、治療の内容を一緒に決めていきます。</p>"))
    inner = (wix.section(part, box_id=f"comp-f{number}") for number, part in enumerate(sections))
    data = wix.read(wix.site_page(above, *inner)).data
    assert data["treatments"] == [] and wix.balanced(data)
    assert [block["value"]["heading"] for block in data["body"]] == ["膝の診療", *headings]
    assert "beside.heading" not in {item["rule"] for item in data["ledger"]["dropped"]}


@pytest.mark.parametrize(
    ("name", "card_of"),
    [("料金", False), ("保険診療の費用", False), ("お知らせ", False), ("PRP療法", True), ("温熱療法", True)],
)
def test_a_card_beside_the_article_names_a_treatment(name: str, *, card_of: bool) -> None:
    box = wix.columns(card(name, "診察のあとにご説明します。", "5,500円"))
    data = wix.draft_of(wix.heading("原因"), wix.paragraph("本文"), beside=box)
    assert [item["name"] for item in data["treatments"]] == [name] * card_of
    assert ("beside.unrecognised" in wix.ids(data)) is not card_of and wix.balanced(data)


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


OWN = (wix.paragraph("前書き", "a"), wix.heading("原因", 2, "b"), wix.paragraph("膝の使いすぎが考えられます。", "c"))
TAROS = (wix.paragraph("山田 太郎 医師", "e"), wix.heading("経歴", 3, "f"), wix.paragraph("2001年 青葉大学卒業", "g"))


@pytest.mark.parametrize(
    ("end", "career"),
    [
        ((wix.heading("監修医師", 2, "d"), *TAROS), ["2001年 青葉大学卒業"]),
        ((wix.heading("【この記事の監修者】", 2, "d"), *TAROS), ["2001年 青葉大学卒業"]),
        ((wix.paragraph("監修：山田 太郎 医師", "d"),), []),
    ],
)
def test_the_supervising_physician_may_end_the_article_itself(end: tuple[str, ...], career: list[str]) -> None:
    data = wix.draft_of(*OWN, *end)
    person = data["supervisor"]
    assert (person["name"], person["honorific"], person["career"]) == ("山田 太郎", "医師", career)
    assert [block["value"]["heading"] for block in data["body"]] == ["原因"]
    assert "山田" not in str(data["body"]) and wix.balanced(data)


@pytest.mark.parametrize(
    "parts",
    [
        (*OWN, wix.heading("監修医師", 2, "d"), *TAROS, wix.heading("まとめ", 2, "h"), wix.paragraph("休みましょう。", "i")),
        (*OWN, wix.heading("監修医師からのお願い", 2, "d"), wix.paragraph("早めに相談してください。", "e")),
        (*OWN, wix.heading("担当医師", 2, "d"), *TAROS),
        (*OWN, wix.paragraph("監修：山田 太郎 医師", "d"), wix.paragraph("続きの話です。", "e")),
        (*OWN, wix.paragraph("監修：この記事は医師が確かめました。", "d")),
        (wix.paragraph("監修：山田 太郎 医師", "d"),),
    ],
)  # fmt: skip
def test_only_an_end_that_says_so_is_the_supervising_physician(parts: tuple[str, ...]) -> None:
    data = wix.draft_of(*parts)
    assert data["supervisor"] is None and wix.balanced(data)
