"""The words of price notation, as data: what each means, in the five languages of the site.

A word is matched at its place in the folded text, the longest first.  Words in Latin letters need a word boundary on
both sides and match in any case.  What a word means beside an amount is the grammar's business; far from one it is
ordinary text.
"""

from __future__ import annotations

from kneeblog.prices.notation import fold

# meaning → value → words
WORDS: dict[str, dict[str, str]] = {
    "currency": {
        "JPY": "円 JPY yen 日元 日円 日币 日幣 엔 ¥",
        "USD": "米ドル USD US$ 美元 달러",
        "EUR": "ユーロ EUR € 欧元 歐元 유로",
        "GBP": "英ポンド GBP £",
        "CNY": "人民元 人民币 人民幣 CNY RMB",
        "TWD": "台湾ドル TWD NT$ 新台币 新台幣",
        "HKD": "香港ドル HKD HK$ 港币 港幣",
        "KRW": "ウォン KRW ₩ 원",
        "SGD": "SGD S$",
        "AUD": "AUD A$",
        "$": "$ ドル 弗",
        "元": "元",
    },
    "side": {
        "one": (
            "片膝 片ひざ 片ヒザ 片側 片足 片脚 片方 一側 一膝 片関節 右膝 右ひざ 右ヒザ 右側 右足 左膝 "
            "左ひざ 左ヒザ 左側 左足 右または左 左右どちらか 左右いずれか 片膝のみ 単膝 single_knee "
            "one_knee each_knee unilateral one_side 单膝 單膝 单侧 單側 一侧 한쪽_무릎 한쪽 편측 단측"
        ),
        "both": (
            "両膝 両ひざ 両ヒザ 両側 両足 両脚 両方 左右 双膝 両膝同時 両ひざ同時 左右両膝 両関節 "
            "both_knees two_knees bilateral both_sides 雙膝 双侧 雙側 两侧 兩側 兩膝 两膝 양쪽_무릎 양쪽 "
            "양측"
        ),
    },
    "tax": {
        "incl": (
            "税込 税込み 税込価格 税込金額 消費税込 消費税込み 内税 税10%込 税10%込み 10%税込 税8%込 "
            "税込表示 総額表示 消費税を含む 消費税含む 税を含む 税込総額 税込合計 税込料金 消費税10%込 "
            "消費税10%込み 消費税等込 tax_included tax_incl. tax_incl incl._tax including_tax "
            "inclusive_of_tax tax-inclusive tax_inclusive includes_tax with_tax 含税 含稅 税含み 세금_포함 "
            "부가세_포함 세포함 VAT_included"
        ),
        "excl": (
            "税別 税抜 税抜き 税抜価格 税抜き価格 税抜金額 外税 税別価格 +税 +消費税 プラス税 別途消費税 "
            "消費税別 消費税別途 税別途 税は別 tax_excluded tax_excl. tax_excl excl._tax excluding_tax "
            "exclusive_of_tax tax_not_included plus_tax +_tax before_tax without_tax tax-exclusive "
            "不含税 未税 不含稅 未稅 另加税 另加稅 세금_별도 부가세_별도 세별도"
        ),
        "exempt": (
            "非課税 不課税 免税 課税対象外 tax-free tax-exempt tax_exempt non-taxable 免稅 非课税 非課稅 비과세 면세"
        ),
    },
    "base": {
        "base_price_word": "本体 本体価格 本体代金",
    },
    "tax_amount": {
        "": "うち消費税等 うち消費税 内消費税等 内消費税 消費税等 消費税額 消費税 うち税 of_which_tax",
    },
    "join": {
        "": "〜 - から ー to through 至 到 에서",
    },
    "from": {
        "after": "以上 より から 〜 起 부터 and_up and_above or_more onwards からとなります 이상 以上起",
        "before": "最低 最小 最安 from starting_at starting_from at_least minimum 최소 最低価格",
    },
    "to": {
        "after": "まで 以下 以内 未満 迄 까지 이하 이내 or_less を上限",
        "before": "最大 最高 上限 up_to maximum max max. at_most less_than 最多 不超过 不超過 최대 最高額",
    },
    "approx": {
        "before": (
            "約 およそ おおよそ 概ね おおむね 概算 目安 だいたい 大体 料金目安 費用目安 料金の目安 "
            "費用の目安 標準的な費用 approx. approx approximately about around roughly circa ca. 约 大约 "
            "大約 약 대략"
        ),
        "after": "前後 程度 くらい ぐらい ほど 位 内外 左右 上下 정도 가량 쯤 or_so 台 強 弱",
    },
    "ordinary": {
        "": "通常 通常価格 定価 当初 従来 従来価格 メーカー希望小売価格 メーカー希望価格 正規価格 旧価格",
    },
    "arrow": {
        "": "→ のところ が今なら ⇨",
    },
    "plus": {
        "": "+ プラス ＋ plus additional 追加 加算 別途 加えて 另加 추가",
    },
    "times": {
        "": "x * ✕ かける",
    },
    "equals": {
        "": "= ＝ イコール 計 合計",
    },
    "off": {
        "": "引き 引 値引き 値引 割引 割引き OFF オフ お得 お値引き 安く discount 할인 减免 優惠 优惠",
    },
    "half": {
        "": "半額 half_price 半价 半價 반값",
    },
    "share": {
        "": "負担 自己負担 窓口負担 co-payment copayment copay 自付 自费比例 본인부담 부담",
    },
    "free": {
        "": "無料 無償 タダ ただ free free_of_charge no_charge 免费 免費 무료 サービス",
    },
    "ask": {
        "": (
            "要相談 応相談 ご相談ください ご相談下さい ご相談 要見積 要見積もり 要見積り お見積り "
            "お見積もり お問い合わせください お問い合わせ下さい お問合せください お問合せ下さい "
            "お問い合わせ お問合せ 要問合せ 要問い合わせ 応談 contact_us please_contact_us please_inquire "
            "inquire ask on_request price_on_request upon_request 请咨询 請洽詢 请联系 另询 面议 面議 문의 "
            "별도_문의 상담"
        ),
        "market": "時価 market_price 时价 時價 시가",
        "extra": "別途 別料金 別途料金 別途費用 別途必要 charged_separately 另计 另計 별도",
    },
    "insured": {
        "": (
            "保険適用 保険診療 健康保険適用 健康保険 医療保険適用 公的医療保険適用 保険適応 保険内 insured "
            "covered_by_insurance 医保 健保 보험_적용 보험적용"
        ),
    },
    "not_insured": {
        "": (
            "保険適用外 保険診療外 健康保険適用外 保険外診療 保険外 保険適応外 自由診療 自費診療 自費 "
            "保険対象外 健康保険対象外 全額自己負担 全額負担 全額患者負担 not_insured uninsured "
            "not_covered_by_insurance 非保険 비보험"
        ),
    },
    "total": {
        "": "合計 総額 計 総計 合計金額 総費用 total 合计 合計額 总计 總計 합계 총액",
    },
    "deposit": {
        "": "予約金 頭金 前金 手付金 内金 保証金 申込金 デポジット deposit 订金 訂金 定金 예약금",
    },
    "link": {
        "": (
            "あたり 当たり 当り につき ごと 毎 の場合は の場合 の料金は の料金 の費用は の費用 の価格 は が "
            "で の なら 同時 分 各 ずつ それぞれ まとめて per for a each each. / : 的 每 당"
        ),
    },
    "exclude": {
        "": (
            "ではありません ではない ではございません でなく されません にはなりません になりません "
            "できません 不可 対象外 外"
        ),
    },
    "monthly": {
        "month": "月額 月々 毎月 monthly 每月 月费 매월 월",
        "year": "年額 年間 年会費 yearly annual 每年 연",
        "day": "日額 每日 每天",
    },
    "set_of": {
        "": "a_set_of set_of pack_of course_of",
    },
    "flat": {
        "tier=1": "初回 first_session first_visit 首次 첫_회",
    },
    "sale": {
        "rule=DIGN-001": (
            "キャンペーン キャンペーン価格 キャンペーン料金 モニター モニター価格 モニター料金 特別価格 "
            "特別料金 期間限定 今だけ 今なら"
        ),
    },
}

# unit → the counters that follow a number
COUNTERS: dict[str, str] = {
    "session": "回 回分 회 session sessions time times injection injections visit visits treatment treatments",
    "set": (
        "セット 回セット 回コース 本セット 回パック 回券 セット分 回分セット 회_세트 회세트 세트 set sets -session_set"
    ),
    "knee": "膝 ひざ ヒザ 무릎 knee knees",
    "joint": "関節 关节 關節 관절 joint joints",
    "site": "部位 箇所 か所 ヶ所 ケ所 カ所 부위 site sites area areas",
    "vial": "バイアル 瓶 병 바이알 vial vials",
    "piece": "本 개 piece pieces syringe syringes",
    "unit": "単位 ユニット 단위 unit units",
    "cc": "cc",
    "ml": "ml ミリリットル",
    "minute": "分 分間 분 minute minutes min min. mins",
    "hour": "時間 시간 hour hours",
    "day": "日 日間 일 day days",
    "night": "泊 박 night nights",
    "week": "週 週間 주 week weeks",
    "month": "ヶ月 か月 カ月 ヵ月 ケ月 箇月 개월 month months",
    "year": "年 年間 년 year years",
    "person": "人 名 名様 人様 인 명 person persons people",
    "course": "クール コース 코스 course courses cycle cycles",
    "sheet": "枚 장 sheet sheets",
    "copy": "通 통 copy copies",
    "tablet": "錠 정 tablet tablets",
    "kit": "キット 키트 kit kits",
    "case": "件 件分 건 case cases",
    "bag": "袋 포 bag bags",
    "box": "箱 박스 box boxes",
}
CHINESE_COUNTERS: dict[str, str] = {
    "session": "次",
    "set": "次套餐 套",
    "joint": "个关节 個關節",
    "site": "个部位 個部位",
    "piece": "支",
    "unit": "单位 單位 个单位 個單位",
    "minute": "分钟 分鐘",
    "hour": "小时 小時",
    "day": "天",
    "night": "晚",
    "week": "周 週",
    "month": "个月 個月",
    "course": "疗程 療程 个疗程 個療程",
    "sheet": "张 張",
    "copy": "份",
    "tablet": "片",
    "kit": "套件",
    "case": "件",
    "bag": "袋",
    "box": "盒",
}
"""Read only where the context says that the text is Chinese: in Japanese `二次検診` is no second session."""

ONE_OF: dict[str, str] = {
    "person": "お一人様 お一人 おひとり様 一人様 お1人様 お1人 1名様 1人様 每人 인당",
    "session": "毎回 都度 每次 회당",
    "knee": "膝あたり 每膝 무릎당",
    "site": "每部位 부위당",
    "piece": "每支 개당",
    "night": "每晚",
    "joint": "每个关节 每個關節 관절당",
}
"""Words that mean one unit without a number."""

NOT_MONEY_AFTER_YEN = frozenset("札板形盤滑周柱錐背卓筒皮熟玉貨硬孔弧陣满満禿")
"""`円` before these is a note, a disc, a coin, a bald patch, a bent back … not a currency."""

FREE_THINGS = ("駐車", "通話", "送迎", "wi-fi", "wifi", "電話", "会員", "ダウンロード", "parking", "call")
FEE_WORDS = (
    "料",
    "費",
    "代",
    "料金",
    "費用",
    "価格",
    "金額",
    "値段",
    "代金",
    "会計",
    "fee",
    "fees",
    "price",
    "cost",
    "charge",
    "费",
    "费用",
    "价格",
    "價格",
    "료",
    "비용",
    "가격",
)
"""A label that ends so makes a number after it a price, even without 円."""
FEE_HINTS = ("初診", "再診", "診察", "検査", "治療", "療法", "注射", "MRI", "PRP")
"""A label that ends so does, if the number is written like one (`22,000`)."""
SCORE_WORDS = ("スコア", "点数", "評価", "満点", "平均", "得点", "VAS", "JOA", "KOOS", "NRS", "WOMAC", "問題", "成績")
CANCEL_WORDS = ("キャンセル", "解約", "違約", "手数料", "遅延", "変更料", "cancel")


def _index(table: dict[str, dict[str, str]]) -> dict[str, tuple[tuple[str, str, str], ...]]:
    by_first: dict[str, list[tuple[str, str, str]]] = {}
    for meaning, values in table.items():
        for value, words in values.items():
            for word in words.split():
                folded = fold(word.replace("_", " ")).text.lower()
                entries = by_first.setdefault(folded[0], [])
                if (folded, meaning, value) not in entries:
                    entries.append((folded, meaning, value))
    return {first: tuple(sorted(entries, key=lambda e: -len(e[0]))) for first, entries in by_first.items()}


WORD_INDEX = _index(WORDS | {"one_of": ONE_OF})
"""First character → (word, meaning, value), the longest first."""

COUNTER_INDEX = _index({"unit": COUNTERS})
"""The same for what may follow a number."""

CHINESE_COUNTER_INDEX = _index({"unit": CHINESE_COUNTERS, "both": COUNTERS})

WITHOUT_AMOUNT = frozenset(
    word
    for word, meaning, _ in (entry for entries in WORD_INDEX.values() for entry in entries)
    if meaning in {"currency", "free", "ask", "insured", "not_insured", "deposit", "half"}
)
"""One of these, or a number, stands in every text that states a price."""
