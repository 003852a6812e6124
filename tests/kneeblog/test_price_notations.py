"""Price notations beyond the table, as clinics write them: what the grammar makes of each, in one line a fee."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kneeblog.prices import Fee, parse_prices


def told(fee: Fee) -> str:
    """The fee in one line: kind, L:label, amount or range, C:currency, tax, side, unit, bounds, {flags}."""
    parts = [fee.kind, f"L:{fee.label}" if fee.label else "", amounts(fee.amount, fee.amount_max)]
    parts += [f"C:{fee.currency or '-'}" if fee.currency != "JPY" else "", fee.tax if fee.tax != "unknown" else ""]
    parts += [f"{name}={value}" for name in ("side", "unit") if (value := getattr(fee, name))]
    parts += [f"n={fee.count}" if fee.count is not None else ""]
    parts += [name for name in ("is_from", "is_to", "approx") if getattr(fee, name)]
    parts += ["{" + ",".join(fee.flags) + "}" if fee.flags else ""]
    return " ".join(filter(None, parts))


def amounts(low: Decimal | None, high: Decimal | None) -> str:
    return f"{low}" if high is None else f"{low}..{high}"


NOTATIONS = [
    ("片ひざ\u3000１９，８００円（税込）", "", "price 19800 incl side=one {fullwidth}"),
    ("両膝：３８万５千円(税込)", "", "price 385000 incl side=both {man_unit,fullwidth}"),
    ("右膝 19,800円 左膝 19,800円", "", "price 19800 side=one | price 19800 side=one"),
    ("19, 800円（税込）", "", "price 19800 incl {space_thousands,ambiguous}"),
    ("￥１９，８００－（税込）", "", "price 19800 incl {fullwidth,trailing_dash}"),
    ("１９万８０００円", "", "price 198000 {man_unit,fullwidth}"),
    ("三十三万円（税込）", "", "price 330000 incl {kanji_num}"),
    ("金弐拾万円也", "", "price 200000 {kanji_num,daiji}"),
    ("二十万八千円", "", "price 208000 {kanji_num}"),
    ("一万九千八百円(税込み)", "", "price 19800 incl {kanji_num}"),
    ("330,000円～550,000円（税込）", "", "price 330000..550000 incl"),
    ("33～55万円（税込）", "", "price 330000..550000 incl {man_unit,unit_inherited}"),
    ("33万円〜55万円前後", "", "price 330000..550000 approx {man_unit}"),
    ("約30〜50万円", "", "price 300000..500000 approx {man_unit,unit_inherited}"),
    ("30万円台", "", "price 300000 approx {man_unit}"),
    ("30万円強", "", "price 300000 approx {man_unit}"),
    ("数十万円", "", "ask None C:- {vague}"),
    ("5〜6千円", "", "price 5000..6000 {sen_unit,unit_inherited}"),
    ("1万～1万5千円", "", "price 10000..15000 {man_unit,unit_inherited}"),
    ("2,3万円", "", "price 20000..30000 {man_unit,unit_inherited,ambiguous}"),
    (
        "1回33,000円（税込）、3回セット89,100円（税込）",
        "",
        "price 33000 incl unit=session n=1 | price 89100 incl unit=set n=3",
    ),
    ("1回あたり 33,000 円 ( 税込 )", "", "price 33000 incl unit=session n=1"),
    ("2回目以降 22,000円", "", "price 22000 unit=session n=1 {tier=2+}"),
    ("1本 5,500円×3本", "", "price 16500 unit=set n=3 {formula,unit_price=5500}"),
    ("5,500円 × 5回 = 27,500円", "", "price 27500 unit=set n=5 {formula,unit_price=5500}"),
    ("6回コース（1回あたり16,500円）99,000円", "", "price 99000 unit=set n=6 {unit_price=16500}"),
    ("1クール(5回) 27,500円", "", "price 27500 unit=course n=1 {per_session=5,ambiguous}"),
    ("月々5,500円〜", "", "price 5500 unit=month n=1 is_from"),
    ("年会費 12,000円（不課税）", "", "price 12000 exempt unit=year n=1"),
    ("税込20,900円（税抜19,000円）", "", "price 20900 incl {net=19000}"),
    ("19,000円（税込20,900円）", "", "price 20900 incl {net=19000}"),
    ("19,000円＋税", "", "price 19000 excl"),
    ("19,000円 (税別・片膝)", "", "price 19000 excl side=one"),
    ("20,900円（税込・片膝）", "", "price 20900 incl side=one"),
    ("税抜価格 19,000円／税込価格 20,900円", "", "price 20900 incl {net=19000}"),
    ("20,900円（消費税10%込み）", "", "price 20900 incl"),
    ("本体価格19,000円（税込20,900円）", "", "price 20900 incl {net=19000}"),
    ("19,000円(tax excluded)", "", "price 19000 excl"),
    ("20,900円 税込", "", "price 20900 incl"),
    ("初診料：2,880円（10割）", "", "price L:初診料 2880"),
    ("再診料 730円、外来管理加算 520円", "", "price L:再診料 730 | surcharge L:外来管理加算 520"),
    ("3割負担で約1,500円", "", "copay 1500 exempt approx {insured,ratio=0.3}"),
    (
        "1割負担 500円程度／3割負担 1,500円程度",
        "",
        "copay 500 exempt approx {insured,ratio=0.1} | copay 1500 exempt approx {insured,ratio=0.3}",
    ),
    ("保険適用（3割負担：約5,000円）", "", "copay 5000 exempt approx {insured,ratio=0.3}"),
    ("自費 33,000円", "", "price L:自費 33000"),
    ("保険診療 3割負担の方：約2,000〜3,000円", "", "copay 2000..3000 exempt approx {unit_inherited,insured,ratio=0.3}"),
    ("288点", "", "points 288 C:点 exempt {insured,yen=2880}"),
    ("75点×10円＝750円", "", "points 75 C:点 exempt {insured,yen=750}"),
    ("無料", "", "free 0"),
    ("初診料 0円", "", "free L:初診料 0"),
    ("カウンセリング：無料（再診料は別途）", "", "free L:カウンセリング 0"),
    ("お見積り", "", "ask None C:-"),
    ("要問合せ", "", "ask None C:-"),
    ("応相談", "", "ask None C:-"),
    ("別途お見積もり", "", "ask None C:- {extra}"),
    ("価格はお問い合わせください", "", "ask L:価格 None C:-"),
    ("1cc 3,300円", "", "price 3300 unit=cc n=1"),
    ("1単位 1,100円", "", "price 1100 unit=unit n=1"),
    ("100単位 55,000円", "", "price 55000 unit=unit n=100"),
    ("1バイアル（2cc）55,000円", "", "price 55000 unit=vial n=1 {per_cc=2,ambiguous}"),
    ("2部位 66,000円", "", "price 66000 unit=site n=2"),
    ("1部位追加ごとに11,000円", "", "surcharge L:追加 11000 unit=site n=1"),
    ("両膝の場合は＋11,000円", "", "surcharge 11000 side=both"),
    ("追加1部位につき11,000円", "", "surcharge L:追加 11000 unit=site n=1"),
    ("1日 5,500円", "", "price 5500 unit=day n=1"),
    ("30分あたり3,300円", "", "price 3300 unit=minute n=30"),
    ("診断書 1通 3,300円", "", "price L:診断書 3300 unit=copy n=1"),
    ("診断書作成料 3,300円〜5,500円（税込）", "", "price L:診断書作成料 3300..5500 incl"),
    ("紹介状（診療情報提供書）250点", "", "points L:紹介状（診療情報提供書） 250 C:点 exempt {insured,yen=2500}"),
    ("CD-ROM 1枚 1,100円", "", "price L:CD-ROM 1100 unit=sheet n=1"),
    ("松葉杖 保証金 5,000円（返却時に返金）", "", "deposit L:松葉杖 保証金 5000"),
    ("前日キャンセル：5,500円", "", "surcharge L:前日キャンセル 5500"),
    ("予約金として11,000円", "", "deposit L:予約金 11000"),
    ("通常価格44,000円のところ33,000円", "", "price 33000 {double_price,rule=PRICE-007}"),
    ("定価 55,000円 → 44,000円", "", "price 44000 {double_price,rule=PRICE-007}"),
    ("学割 20%OFF", "", "discount L:学割 20 C:% {rule=DIGN-001}"),
    ("5,000円割引", "", "discount 5000 {rule=DIGN-001}"),
    ("66万円(税込)/片膝", "", "price 660000 incl side=one {man_unit}"),
    ("両膝110万円、片膝66万円", "", "price 1100000 side=both {man_unit} | price 660000 side=one {man_unit}"),
    ("PFC-FD療法 片膝 165,000円 / 両膝 297,000円", "", "price L:PFC-FD療法 165000 side=one | price 297000 side=both"),
    ("ヒアルロン酸注射 1,500円程度（3割負担）", "", "copay L:ヒアルロン酸注射 1500 exempt approx {insured,ratio=0.3}"),
    (
        "エコノミー¥19,800 スタンダード¥33,000 プレミアム¥55,000",
        "",
        "price L:エコノミー 19800 | price L:スタンダード 33000 | price L:プレミアム 55000",
    ),
    ("Aコース 33,000円 Bコース 55,000円", "", "price L:Aコース 33000 | price L:Bコース 55000"),
    ("①33,000円 ②55,000円", "", "price 33000 | price 55000"),
    ("2026年4月1日より 33,000円（税込）", "", "price 33000 incl"),
    ("33,000円（2026年3月31日まで）", "", "price 33000 {ambiguous}"),
    ("徒歩5分 費用3,300円", "", "price L:徒歩5分 費用 3300"),
    ("60歳以上の方 3,300円", "", "price L:60歳以上の方 3300"),
    ("¥33,000/回", "", "price 33000 unit=session n=1"),
    ("33,000円／月", "", "price 33000 unit=month n=1"),
    ("3,300円（1回）", "", "price 3300 unit=session n=1"),
    ("3,300円～/1部位", "", "price 3300 unit=site n=1 is_from"),
    ("約3.3万円（税込）", "", "price 33000 incl approx {man_unit,decimal}"),
    ("3.3万〜5.5万円（税込）", "", "price 33000..55000 incl {man_unit,decimal,unit_inherited}"),
    ("3万3,000円（税込）", "", "price 33000 incl {man_unit}"),
    ("3万3千円", "", "price 33000 {man_unit}"),
    ("33千円", "", "price 33000 {sen_unit}"),
    ("330K円", "", "price 330000 {k_suffix}"),
    ("0.33百万円", "", "price 330000 {man_unit,decimal}"),
    ("$300 per session", "en", "price 300 C:USD unit=session n=1 {foreign_currency,ambiguous}"),
    ("300ドル", "", "price 300 C:USD {foreign_currency,ambiguous}"),
    ("€250", "", "price 250 C:EUR {foreign_currency}"),
    ("1,000元", "", "price 1000 C:CNY {foreign_currency,ambiguous}"),
    ("HK$2,000", "en", "price 2000 C:HKD {foreign_currency}"),
    ("US$4,400〜", "", "price 4400 C:USD is_from {foreign_currency}"),
    ("¥33,000 per knee (incl. tax)", "en", "price 33000 incl side=one unit=knee n=1"),
    ("from ¥33,000", "", "price 33000 is_from"),
    ("¥33,000 and up", "", "price 33000 is_from"),
    ("up to ¥55,000 (tax included)", "", "price None..55000 incl is_to"),
    ("¥33,000–¥55,000", "", "price 33000..55000"),
    ("33,000 JPY / session", "en", "price 33000 unit=session n=1"),
    ("单膝 66万日元（含税）", "zh-Hans", "price 660000 incl side=one {man_unit}"),
    ("雙膝 77萬日圓（含稅）", "zh-Hant", "price 770000 incl side=both {man_unit}"),
    ("每次33,000日元", "", "price 33000 unit=session n=1"),
    ("约33,000日元起", "zh-Hans", "price 33000 is_from approx"),
    ("免费", "zh-Hans", "free 0"),
    ("한쪽 무릎 66만 엔(세금 포함)", "ko", "price 660000 incl side=one {man_unit}"),
    ("1회 33,000엔", "ko", "price 33000 unit=session n=1"),
    ("무료", "ko", "free 0"),
    ("약 33,000엔부터", "ko", "price 33000 is_from approx"),
    ("33,000円（60歳以上）", "", "price 33000 {ambiguous}"),
    ("33,000円（30分以内）", "", "price 33000 unit=minute n=30 {ambiguous}"),
    ("33,000円（約2時間）", "", "price 33000 unit=hour n=2 {ambiguous}"),
    ("33,000円（目安）", "", "price 33000 approx"),
    ("33,000円（あくまで目安です）", "", "price 33000 approx {ambiguous}"),
    ("33,000円（〜）", "", "price 33000 is_from"),
    ("33,000円（最大3部位）", "", "price 33000 unit=site n=3 {ambiguous}"),
    ("55,000円（上限）", "", "price None..55000 is_to"),
    ("33,000円（3回まで）", "", "price 33000 unit=session n=3 {ambiguous}"),
    ("33,000円（中学生まで）", "", "price 33000 {ambiguous}"),
    ("5,500円（税込・30分以内）", "", "price 5500 incl unit=minute n=30 {ambiguous}"),
    ("33,000円（税込、3月末まで）", "", "price 33000 incl {ambiguous}"),
    ("33,000円（令和8年4月から）", "", "price 33000 {ambiguous}"),
    ("33,000円（初回のみ）", "", "price 33000 unit=session n=1 {tier=1}"),
    ("33,000円（2回目以降は22,000円）", "", "price 33000 unit=session n=1 | price 22000 unit=session n=1 {tier=2+}"),
    ("二万二千円（税込）", "", "price 22000 incl {kanji_num}"),
    ("弐万弐千円", "", "price 22000 {kanji_num,daiji}"),
    ("十一万円", "", "price 110000 {kanji_num}"),
    ("百万円", "", "price 1000000 {kanji_num}"),
    ("千五百円", "", "price 1500 {kanji_num}"),
    ("一万五〇〇〇円", "", "price 15000 {kanji_num}"),
    ("６６万円（片ひざ・税込）", "", "price 660000 incl side=one {man_unit,fullwidth}"),
    ("６．６万円～", "", "price 66000 is_from {man_unit,decimal,fullwidth}"),
    ("１２，３４５円", "", "price 12345 {fullwidth}"),
    ("19，800 円", "", "price 19800 {fullwidth}"),
    ("￥１１０，０００（税込）／片膝", "", "price 110000 incl side=one {fullwidth}"),
    ("税込 ¥110,000-", "", "price 110000 incl {trailing_dash}"),
    ("金110,000円（税込）", "", "price 110000 incl"),
    ("片膝\u3000\u3000\u3000\u3000110,000円", "", "price 110000 side=one"),
    (
        "片膝：110,000円／両膝：198,000円（いずれも税込）",
        "",
        "price 110000 incl side=one {tax_shared} | price 198000 incl side=both",
    ),
    (
        "片膝110,000円(税込121,000円)・両膝198,000円(税込217,800円)",
        "",
        "price 121000 incl side=one {net=110000} | price 217800 incl side=both {net=198000}",
    ),
    ("両膝同時 198,000円", "", "price 198000 side=both"),
    ("片側につき 110,000円", "", "price 110000 side=one"),
    ("1関節 110,000円", "", "price 110000 unit=joint n=1"),
    ("2関節 198,000円", "", "price 198000 unit=joint n=2"),
    ("膝1か所 5,500円", "", "price L:膝 5500 unit=site n=1"),
    ("3回 297,000円（1回あたり99,000円）", "", "price 297000 unit=session n=3 {unit_price=99000}"),
    ("3回コース：297,000円", "", "price 297000 unit=set n=3"),
    ("5回パック 110,000円", "", "price 110000 unit=set n=5"),
    ("1クール（3回）297,000円", "", "price 297000 unit=course n=1 {per_session=3,ambiguous}"),
    ("22,000円×3＝66,000円", "", "price 66000 unit=set n=3 {formula,unit_price=22000}"),
    ("22,000円×2回+診察料3,300円", "", "price 44000 unit=set n=2 {formula,unit_price=22000} | price L:診察料 3300"),
    ("100円", "", "price 100"),
    ("1円", "", "price 1"),
    ("¥0", "", "free 0"),
    ("３割負担：約２，０００円", "", "copay 2000 exempt approx {fullwidth,insured,ratio=0.3}"),
    ("3割負担の場合 約5,000円～7,000円", "", "copay 5000..7000 exempt approx {insured,ratio=0.3}"),
    ("自己負担3割で4,000円ほど", "", "copay 4000 exempt approx {insured,ratio=0.3,ambiguous}"),
    ("保険点数 450点", "", "points L:保険点数 450 C:点 exempt {insured,yen=4500}"),
    (
        "初診 291点＋検査 1,600点",
        "",
        "points L:初診 291 C:点 exempt {insured,yen=2910} | points L:検査 1600 C:点 exempt {insured,yen=16000}",
    ),
    (
        "1,330点×3割＝約4,000円",
        "",
        "points 1330 C:点 exempt {insured,yen=13300} | copay 4000 exempt approx {total,insured,ratio=0.3,ambiguous}",
    ),
    ("MRI（保険適用・3割負担）約6,000円", "", "copay L:MRI 6000 exempt approx {insured,ratio=0.3}"),
    ("自費診療のため全額自己負担 33,000円", "", "price L:自費診療のため全額自己負担 33000"),
    ("33,000円（税込）※初診料別途", "", "price 33000 incl"),
    ("33,000円（税込）※薬剤費を含む", "", "price 33000 incl"),
    ("33,000円（初診料込み）", "", "price 33000"),
    ("33,000円〜（症状により異なります）", "", "price 33000 is_from {ambiguous}"),
    ("約 ¥ 33,000 (tax incl.)", "", "price 33000 incl approx"),
    ("Price: ¥33,000 / session", "", "price L:Price 33000 unit=session n=1"),
    ("33,000 yen (approx. $220)", "en", "price 33000"),
    ("3 sessions: ¥89,100", "", "price 89100 unit=session n=3"),
    ("¥33,000 (one knee), ¥55,000 (both knees)", "", "price 33000 side=one | price 55000 side=both"),
    ("Consultation fee ¥3,300", "", "price L:Consultation fee 3300"),
    ("¥33,000 - ¥55,000 per knee", "en", "price 33000..55000 side=one unit=knee n=1"),
    ("33,000 円/片膝", "", "price 33000 side=one"),
    ("33.000円", "", "price 33000 {dot_thousands,ambiguous}"),
    ("33, 000 円", "", "price 33000 {space_thousands,ambiguous}"),
]

NO_PRICES = [
    "診察料込み",
    "3,000例以上の実績",
    "1,000万人が悩む",
    "膝を90度曲げる",
    "体重の3〜5倍の負荷",
    "PRP 3cc",
    "消費税10%",
    "税率10%",
    "10%",
    "50%以上改善",
    "1/3",
    "3〜4週間",
    "10mg",
    "PRP 10ml",
    "5万人",
    "2,000症例",
    "第2回",
    "No.1",
    "Q1",
    "2026",
    "19:30",
    "¥",
    "円",
    "万円",
    "片膝",
    "税込",
    "free consultation",
    "33000",
    "3万",
    "3.3",
    "３３０００",
    "33,OOO円",
    "33'000円",
    "三三、〇〇〇円",
]


@pytest.mark.parametrize(("text", "language", "expected"), NOTATIONS)
def test_notations(text: str, language: str, expected: str) -> None:
    fees = parse_prices(text, f"lang={language}" if language else "")
    assert " | ".join(map(told, fees)) == expected


@pytest.mark.parametrize("text", NO_PRICES)
def test_no_prices(text: str) -> None:
    assert parse_prices(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "年収370万円以下の方は上限57,600円です",
        "年間10万円以上の医療費がかかった場合は控除の対象です",
        "助成金として5万円が支給されます",
        "自己負担限度額は80,100円",
    ],
)
def test_money_that_the_clinic_does_not_charge_is_in_doubt(text: str) -> None:
    assert all("ambiguous" in fee.flags for fee in parse_prices(text))


@pytest.mark.parametrize("text", ["33,000円（医療費控除の対象）", "注射 33,000円 ※医療費控除の対象です"])
def test_a_price_beside_such_words_is_not(text: str) -> None:
    assert [fee.flags for fee in parse_prices(text)] == [()]


def test_what_a_point_is_worth_is_no_price() -> None:
    assert [fee.kind for fee in parse_prices("150点（1点10円）")] == ["points"]
