"""Japanese price notation: the table of cases, the grammar beyond it, and the properties that hold for any text."""

import csv
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from kanjize import number2kanji

from kneeblog.prices import LOCALES, Fee, format_fee, parse_prices
from kneeblog.prices.notation import trim
from kneeblog.prices.vocabulary import ONE_OF, WORDS
from tests.importers.timing import is_about_linear

TABLE = Path(__file__).with_name("prices.tsv")
COLUMNS = [
    "kind",
    "label",
    "amount",
    "amount_max",
    "currency",
    "tax",
    "side",
    "unit",
    "count",
    "is_from",
    "is_to",
    "approx",
    "flags",
]


def table_cases():
    with TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    cases = defaultdict(list)
    for row in rows:
        cases[row["case_id"], row["input"], row["context"]].append(row)
    return [pytest.param(text, context, rows, id=case) for (case, text, context), rows in cases.items()]


def column(fee, name):
    value = getattr(fee, name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    return ",".join(value) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize(("text", "context", "rows"), table_cases())
def test_every_column_of_the_table(text, context, rows):
    expected = [] if rows[0]["kind"] == "not_price" else [{name: row[name] for name in COLUMNS} for row in rows]
    assert [{name: column(fee, name) for name in COLUMNS} for fee in parse_prices(text, context)] == expected


def said(fee):
    """What a fee says apart from the obvious, for short expectations."""
    idle = Fee(kind="price", currency="JPY")
    values = {name: getattr(fee, name) for name in COLUMNS if getattr(fee, name) != getattr(idle, name)}
    return {name: int(v) if isinstance(v, Decimal) and v == int(v) else v for name, v in values.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # numbers
        ("２２，０００ 円", [{"amount": 22000, "flags": ("fullwidth",)}]),
        ("2千万円", [{"amount": 20000000, "flags": ("man_unit", "suspicious_large")}]),
        ("二万五千円也", [{"amount": 25000, "flags": ("kanji_num",)}]),
        ("1,5000円", [{"amount": 15000, "flags": ("ambiguous",)}]),
        ("2、3万円", [{"amount": 20000, "amount_max": 30000, "flags": ("man_unit", "unit_inherited", "ambiguous")}]),
        ("3万円台", [{"amount": 30000, "approx": True, "flags": ("man_unit",)}]),
        # tax
        ("19,000円（税込20,900円）", [{"amount": 20900, "tax": "incl", "flags": ("net=19000",)}]),
        ("19,000円＋税", [{"amount": 19000, "tax": "excl"}]),
        ("税込20,900円（本体19,000円）", [{"amount": 20900, "tax": "incl", "flags": ("net=19000",)}]),
        (
            "19,000円（税別） / 20,900円（税込）",
            [{"amount": 20900, "tax": "incl", "flags": ("net=19000",)}],
        ),
        (
            "片ひざ\n19,000円\n両ひざ\n38,000円\n※価格は税込です",
            [
                {"amount": 19000, "side": "one", "tax": "incl", "flags": ("tax_shared",)},
                {"amount": 38000, "side": "both", "tax": "incl", "flags": ("tax_shared",)},
            ],
        ),
        # bounds
        ("330,000円（税込）〜", [{"amount": 330000, "tax": "incl", "is_from": True}]),
        ("〜5万円", [{"amount_max": 50000, "is_to": True, "flags": ("man_unit",)}]),
        ("77万円〜66万円", [{"amount": 660000, "amount_max": 770000, "flags": ("man_unit", "ambiguous")}]),
        ("5,000〜1万円", [{"amount": 5000, "amount_max": 10000, "flags": ("man_unit", "unit_inherited")}]),
        ("約6,000円〜約7,000円", [{"amount": 6000, "amount_max": 7000, "approx": True}]),
        # sides and counts
        ("66万円（片膝）　77万円（両膝）", [
            {"amount": 660000, "side": "one", "flags": ("man_unit",)},
            {"amount": 770000, "side": "both", "flags": ("man_unit",)},
        ]),
        ("66万円 片膝 77万円 両膝", [
            {"amount": 660000, "side": "one", "flags": ("man_unit",)},
            {"amount": 770000, "side": "both", "flags": ("man_unit",)},
        ]),
        ("片膝／両膝 66万円", [{"amount": 660000, "flags": ("man_unit", "ambiguous")}]),
        ("両膝の痛みに対する注射は33,000円です", [{"label": "両膝の痛みに対する注射", "amount": 33000}]),
        ("33,000円/回", [{"amount": 33000, "unit": "session", "count": 1}]),
        ("1回目33,000円、2回目以降22,000円", [
            {"amount": 33000, "unit": "session", "count": 1, "flags": ("tier=1",)},
            {"amount": 22000, "unit": "session", "count": 1, "flags": ("tier=2+",)},
        ]),
        ("3回コース 89,100円（1回あたり29,700円）", [
            {"amount": 89100, "unit": "set", "count": 3, "flags": ("unit_price=29700",)},
        ]),
        ("33,000円×2膝=66,000円", [
            {"amount": 66000, "side": "both", "unit": "knee", "count": 2, "flags": ("formula", "unit_price=33000")},
        ]),
        # labels
        ("初診料……3,300円", [{"label": "初診料", "amount": 3300}]),
        ("・初診料\t3,300円", [{"label": "初診料", "amount": 3300}]),
        ("【初診料】3,300円", [{"label": "初診料", "amount": 3300}]),
        ("初診料\n3,300円", [{"label": "初診料", "amount": 3300}]),
        ("PRP（多血小板血漿）療法　片膝　66万円", [
            {"label": "PRP（多血小板血漿）療法", "amount": 660000, "side": "one", "flags": ("man_unit",)},
        ]),
        ("患者数は2,500万人、費用は3万円です", [{"label": "費用", "amount": 30000, "flags": ("man_unit",)}]),
        # kinds
        ("初診料：無料", [{"kind": "free", "label": "初診料", "amount": 0}]),
        ("費用についてはお問い合わせください", [{"kind": "ask", "label": "費用", "currency": ""}]),
        ("66万円（別途 検査費用 11,000円）", [
            {"amount": 660000, "flags": ("man_unit",)},
            {"kind": "surcharge", "label": "検査費用", "amount": 11000, "flags": ("extra",)},
        ]),
        ("MRI検査 1,330点（3割負担 約3,990円）", [
            {"kind": "points", "label": "MRI検査", "amount": 1330, "currency": "点", "tax": "exempt",
             "flags": ("insured", "yen=13300")},
            {"kind": "copay", "amount": 3990, "tax": "exempt", "approx": True, "flags": ("insured", "ratio=0.3")},
        ]),
        ("モニター価格 22万円", [{"label": "モニター価格", "amount": 220000, "flags": ("man_unit", "rule=DIGN-001")}]),
        ("通常価格 110,000円 キャンペーン価格 88,000円", [
            {"amount": 88000, "flags": ("double_price", "rule=DIGN-001", "rule=PRICE-007")},
        ]),
        ("3割：1,500円", [
            {"kind": "copay", "amount": 1500, "tax": "exempt", "flags": ("insured", "ratio=0.3", "ambiguous")},
        ]),
        ("33,000円（税込）　1回あたり", [{"amount": 33000, "tax": "incl", "unit": "session", "count": 1}]),
        ("▲5,000円", [{"amount": 5000, "flags": ("ambiguous",)}]),
        ("2割引", [{"kind": "discount", "amount": 20, "currency": "%", "flags": ("rule=DIGN-001",)}]),
        # without 円
        ("膝MRI 22,000", [{"label": "膝MRI", "amount": 22000, "flags": ("currency_missing",)}]),
    ],
)  # fmt: skip
def test_the_grammar_beyond_the_table(text, expected):
    found = [said(fee) for fee in parse_prices(text)]
    assert found == [{"tax": "unknown", **e} if "tax" in e and e["tax"] == "unknown" else e for e in expected]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("サポーター　3,300円", "サポーター"),
        ("サポーター ー 3,300円", "サポーター"),
        ("クーリーフー3,300円", "クーリーフー"),
        ("初診料ー3,300円", "初診料"),
        ("ー 初診料 3,300円", "初診料"),
    ],
)
def test_a_long_vowel_is_no_dash(text, label):
    assert [fee.label for fee in parse_prices(text)] == [label]


@pytest.mark.parametrize(
    "text",
    [
        "50歳以上の方", "体重60kgの方", "3cmの切開", "4,000例以上", "満足度は80点でした", "10点満点",
        "発症率は30%", "2割の方", "10:00〜19:00", "午前9時30分", "2025年11月7日", "令和7年4月1日", "11/7",
        "03-1234-5678", "(06)1234-5678", "+81-6-1234-5678", "〒100-0001", "丸の内1-2-3", "計画番号PB5240001",
        "jRCTb030190134", "500円玉大の腫れ", "円板状半月板", "円背", "一人ひとり", "十分な説明", "千羽鶴",
        "二次検診", "2回法", "ステージ3", "診察料 3", "費用 2020年", "ご予約・お問い合わせ", "Contact us",
        "ご不明な点はお問い合わせください。", "無料駐車場あり", "通話無料", "保険適用外", "自由診療",
        "pain-free", "top of page", "", " ", "、。",
    ],
)  # fmt: skip
def test_no_price(text):
    assert parse_prices(text) == []


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("66万円", "table_header=片膝（税込）", {"amount": 660000, "tax": "incl", "side": "one",
         "flags": ("man_unit", "side_from_header", "tax_from_context")}),
        ("38,000", "table_header=費用（円）", {"amount": 38000, "flags": ("unit_from_header",)}),
        ("38,000", "table_header=料金", {"amount": 38000, "flags": ("currency_missing",)}),
        ("¥660,000", "lang=zh-Hans", {"amount": 660000, "flags": ("ambiguous",)}),
        ("4,400元", "lang=zh-Hant", {"amount": 4400, "currency": "TWD", "flags": ("foreign_currency", "ambiguous")}),
        ("66万日元左右", "lang=zh-Hans", {"amount": 660000, "approx": True, "flags": ("man_unit",)}),
        ("¥99,000 for a set of 3 sessions", "lang=en", {"amount": 99000, "unit": "set", "count": 3}),
        ("33만 엔부터", "lang=ko", {"amount": 330000, "is_from": True, "flags": ("man_unit",)}),
        ("£2.4M", "lang=en", {"amount": 2400000, "currency": "GBP", "flags": ("million", "foreign_currency")}),
    ],
)  # fmt: skip
def test_context(text, context, expected):
    assert [said(fee) for fee in parse_prices(text, context)] == [expected]


@pytest.mark.parametrize(
    ("text", "slices"),
    [
        (
            "診察料3,300円、MRI 22,000円、合計25,300円（税込）",
            ["診察料3,300円、", "MRI 22,000円、", "合計25,300円（税込）"],
        ),
        ("33,000円（3回目以降22,000円）", ["33,000円（3回目以降22,000円）"] * 2),
        ("　片ひざ\u00a019,000円 両ひざ 38,000 ", ["片ひざ\u00a019,000円", "両ひざ 38,000"]),
        (
            "料金表\n初診料 3,300円\n※初回のみ\n再診料 1,100円\n以上",
            ["料金表\n初診料 3,300円\n※初回のみ", "再診料 1,100円\n以上"],
        ),
    ],
)
def test_raw_slices_partition_the_text(text, slices):
    assert [fee.raw for fee in parse_prices(text)] == slices


def test_json_has_the_contracts_keys_in_order():
    (fee,) = parse_prices("片膝 6.6万円〜（税込）")
    assert list(fee.as_json().items()) == [
        ("raw", "片膝 6.6万円〜（税込）"), ("kind", "price"), ("label", ""), ("amount_min", "66000"),
        ("amount_max", None), ("currency", "JPY"), ("tax", "incl"), ("side", "one"), ("unit", ""), ("count", None),
        ("is_from", True), ("is_to", False), ("approx", False), ("flags", ["man_unit", "decimal"]),
    ]  # fmt: skip
    assert Fee(amount=Decimal("4400.50")).as_json()["amount_min"] == "4400.5"
    assert Fee(amount=Decimal("6.6E+5")).as_json()["amount_min"] == "660000"


# --- properties ------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [word.replace("_", " ") for values in WORDS.values() for words in values.values() for word in words.split()]
    + list("0123456789,.、。・（）()〜-ー:： \n\t\u3000\u00a0①K円万千億回膝割点%×＝→※¥\\０１，ﾋﾞ\u3099\u200b")
    + ["19,000", "6.6", "3回", "2回目以降", "片膝", "初診料", "税込", "2025年4月1日", "三万", "数万", "ください"]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join))
CONTEXTS = st.sampled_from(
    [
        "",
        "field=price",
        "field=body",
        "lang=en",
        "lang=zh-Hans",
        "lang=ko;field=price",
        "table_header=費用（万円・税込）",
        "prev_item=1円",
    ]
)


@settings(max_examples=800, deadline=None)
@given(TEXTS, CONTEXTS)
@example("最低最大별도", "field=price")
def test_any_text(text, context):
    """Nothing crashes, and the raw slices are the text, cut up in order."""
    fees = parse_prices(text, context)
    place, last = 0, None
    for fee in fees:
        assert fee.raw == trim(fee.raw)
        assert not (fee.is_from and fee.is_to)
        assert fee.amount is None or fee.amount_max is None or fee.amount <= fee.amount_max
        assert len(set(fee.flags)) == len(fee.flags)
        if fee.raw != last:
            place = text.index(fee.raw, place) + len(fee.raw)
            last = fee.raw
    if fees:
        slices = [fee.raw for i, fee in enumerate(fees) if not i or fee.raw != fees[i - 1].raw]
        assert len("".join("".join(slices).split())) <= len("".join(text.split()))
        assert trim(text).startswith(slices[0])
        assert trim(text).endswith(slices[-1])


TRIGGERS = {
    fragment
    for meaning in ("free", "ask", "insured", "half", "share")
    for words in WORDS[meaning].values()
    for fragment in words.replace("_", " ").split(" ")
}


@settings(max_examples=500, deadline=None)
@given(
    st.text(
        st.characters(exclude_categories=["Nd", "Nl", "No"], exclude_characters="零一二三四五六七八九十百千万億"),
        max_size=60,
    )
)
def test_no_number_and_no_word_for_free_gives_no_fee(text):
    assume(not any(word.lower() in text.lower() for word in TRIGGERS))
    assume(
        not any(ord(c) >= 0xF900 and c.isalpha() for c in text) and not set(text) & set("〇壱弐参拾萬仟亿억만천백십")
    )
    assert parse_prices(text) == []


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 9_999_999))
def test_kanji_numerals(number):
    assert [fee.amount for fee in parse_prices(f"{number2kanji(number)}円")] == [number]


@pytest.mark.parametrize(
    "unit",
    [
        "1", "1,", "1、", "1、000", "1 000 ", "万", "千", "一", "(", "1円(", "(1円)", "1円)", "1円、", "1円〜",
        "〜", "¥1", "¥1-", "片膝 ", "両膝の", "1回 ", "時価 ", "無料 ", "保険適用 ", "3割負担",
        "キャンセル料50%", "1円\n※税込\n", "1-", "1.1.", "K1", "×3回", "1円×3回", "通常1円→", "最低1円最高2円",
        "税抜1円税込1円", "1点", "数万円", " ", "・", "プラス1円", "ｶﾞ", "9", "1月", "1円/月", "a ", "¥1 per ",
        "（", "【", "1, 000", "1, ", "2,3", "1円×3＝", "1点×10円＝", "徒歩5分", "2026年4月1日まで", "（60歳以上",
        "1円（3月末まで）",
    ],
)  # fmt: skip
def test_time_is_linear_in_hostile_text(unit):
    is_about_linear(lambda length: partial(parse_prices, (unit * length)[:length]), 1_500)


# --- format_fee ------------------------------------------------------------------------------------------------------

UNITS = sorted({"session", "set", "knee", *LOCALES["ja"].units})
OTHER_KINDS = ["surcharge", "deposit", "copay", "points", "discount", "percent", "free", "ask", "insured"]
AMOUNTS = st.integers(1, 3_000_000).map(Decimal)


@st.composite
def fees(draw):
    """Fees as a clinic states them: what is drawn here is consistent, as a parsed fee is."""
    kind = draw(st.sampled_from(["price"] * 6 + OTHER_KINDS))
    if kind == "ask":
        flag = draw(st.sampled_from(["", "market", "extra"]))
        return Fee(kind="ask", flags=(flag,) if flag else ())
    if kind == "insured":
        return Fee(kind="copay", tax="exempt", flags=("insured",))
    if kind == "points":
        return Fee(kind="points", amount=draw(AMOUNTS), currency="点", tax="exempt")
    if kind == "percent":
        return Fee(
            kind=draw(st.sampled_from(["discount", "surcharge"])),
            amount=Decimal(draw(st.integers(1, 99))),
            currency="%",
        )
    unit = draw(st.one_of(st.just(""), st.sampled_from(UNITS)))
    count = draw(st.integers(1, 30)) if unit else None
    side = draw(st.sampled_from(["", "one", "both"]))
    if unit == "knee":
        side, count = draw(st.sampled_from([("one", 1), ("both", 2)]))
    fee = Fee(unit=unit, count=count, side=side, currency="JPY")
    if kind == "free":
        return replace(fee, kind="free", amount=Decimal(0))
    low, high = draw(AMOUNTS), None
    currency = draw(st.sampled_from(["JPY"] * 5 + ["USD", "EUR", "GBP", "KRW"]))
    if currency in {"USD", "EUR", "GBP"}:
        low = low + Decimal(draw(st.integers(0, 99))) / 100
    bound = draw(st.sampled_from(["", "", "from", "to", "range"]))
    if bound == "range":
        high = low + draw(AMOUNTS)
    elif bound == "to":
        low, high = None, low
    tax = "exempt" if kind == "copay" else draw(st.sampled_from(["unknown", "incl", "excl", "exempt"]))
    flags = ("insured", f"ratio=0.{draw(st.integers(1, 3))}") if kind == "copay" and draw(st.booleans()) else ()
    return replace(
        fee, kind=kind, amount=low, amount_max=high, currency=currency, tax=tax, is_from=bound == "from",
        is_to=bound == "to", approx=draw(st.booleans()), flags=flags,
    )  # fmt: skip


STATED = ["kind", "amount", "amount_max", "currency", "tax", "side", "unit", "count", "is_from", "is_to", "approx"]


@pytest.mark.parametrize("locale", LOCALES)
@settings(max_examples=400, deadline=None)
@given(fee=fees())
def test_what_is_formatted_parses_back(locale, fee):
    text = format_fee(fee, locale)
    found = parse_prices(text, f"lang={locale};field=price")
    assert [{name: getattr(f, name) for name in STATED} for f in found] == [
        {name: getattr(fee, name) for name in STATED}
    ], text
    ratio = [flag for flag in fee.flags if flag.startswith("ratio=")]
    assert [flag for flag in found[0].flags if flag.startswith("ratio=")] == ratio


def test_every_unit_has_a_wording():
    for wording in LOCALES.values():
        assert set(wording.units) == set(LOCALES["ja"].units) >= set(ONE_OF)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("ja", "片膝 660,000円（税込）"),
        ("en", "¥660,000 (tax incl.) for one knee"),
        ("zh-hans", "单膝 660,000日元（含税）"),
        ("zh-Hant", "單膝 660,000日圓（含稅）"),
        ("ko", "한쪽 무릎 660,000엔(세금 포함)"),
    ],
)
def test_formatted(locale, expected):
    assert format_fee(Fee(amount=Decimal(660000), currency="JPY", tax="incl", side="one"), locale) == expected
