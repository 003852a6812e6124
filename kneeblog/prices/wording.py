"""How each language of the site writes the parts of a fee, as data.

`{}` stands for the amount, `{n}` for a count.  Every phrase is one that `parse_prices` understands; a test formats and
parses fees of every shape in every language.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """The phrases of one language; `one` holds units that need no number, as 月額."""

    currencies: dict[str, str]
    units: dict[str, str]
    one: dict[str, str]
    side: dict[str, str]
    tax: dict[str, str]
    ask: dict[str, str]
    between: str
    floor: str
    ceiling: str
    approx: str
    surcharge: str
    discount: str
    discount_percent: str
    deposit: str
    copay: str
    share: str
    points: str
    free: str
    insured: str
    cancel: str
    side_and_unit_first: bool = True


def _table(phrases: str) -> dict[str, str]:
    """`session={n}回 set={n}回セット …`; an underscore is a space."""
    return {name: phrase.replace("_", " ") for name, _, phrase in (pair.partition("=") for pair in phrases.split())}


JA = Wording(
    currencies=_table("JPY={}円 USD={}米ドル EUR={}ユーロ GBP={}英ポンド CNY={}人民元 KRW={}ウォン"),
    units=_table(
        "session={n}回 set={n}回セット knee={n}膝あたり joint={n}関節 site={n}部位 vial={n}バイアル piece={n}本 "
        "unit={n}単位 cc={n}cc ml={n}ml minute={n}分 hour={n}時間 day={n}日 night={n}泊 week={n}週 month={n}か月 "
        "year={n}年 person={n}名 course={n}クール sheet={n}枚 copy={n}通 tablet={n}錠 kit={n}キット case={n}件 "
        "bag={n}袋 box={n}箱"
    ),
    one=_table("month=月額 year=年額 day=日額"),
    side=_table("one=片膝 both=両膝"),
    tax={"incl": "（税込）", "excl": "（税別）", "exempt": "（非課税）"},
    ask={"": "要相談", "market": "時価", "extra": "別途"},
    between="〜",
    floor="{}〜",
    ceiling="{}まで",
    approx="約{}",
    surcharge="プラス{}",
    discount="{}引き",
    discount_percent="{}%引き",
    deposit="予約金 {}",
    copay="自己負担 {}",
    share="{n}割負担",
    points="{}点",
    free="無料",
    insured="保険適用",
    cancel="キャンセル料 {}%",
)

EN = Wording(
    currencies=_table("JPY=¥{} USD=USD_{} EUR=€{} GBP=£{} KRW=₩{}"),
    units=_table(
        "session=for_{n}_sessions set=for_a_set_of_{n}_sessions knee=for_{n}_knees joint=for_{n}_joints "
        "site=for_{n}_sites vial=for_{n}_vials piece=for_{n}_pieces "
        "unit=for_{n}_units cc=for_{n}_cc ml=for_{n}_ml minute=for_{n}_minutes "
        "hour=for_{n}_hours day=for_{n}_days night=for_{n}_nights week=for_{n}_weeks month=for_{n}_months "
        "year=for_{n}_years person=for_{n}_persons course=for_{n}_courses sheet=for_{n}_sheets copy=for_{n}_copies "
        "tablet=for_{n}_tablets kit=for_{n}_kits case=for_{n}_cases bag=for_{n}_bags box=for_{n}_boxes"
    ),
    one=_table(
        "session=per_session knee=per_knee joint=per_joint site=per_site vial=per_vial piece=per_piece unit=per_unit "
        "cc=per_cc ml=per_ml minute=per_minute hour=per_hour day=per_day night=per_night week=per_week month=per_month "
        "year=per_year person=per_person course=per_course sheet=per_sheet copy=per_copy tablet=per_tablet kit=per_kit "
        "case=per_case bag=per_bag box=per_box"
    ),
    side=_table("one=for_one_knee both=for_both_knees"),
    tax={"incl": " (tax incl.)", "excl": " (tax excl.)", "exempt": " (tax-exempt)"},
    ask={"": "contact us", "market": "market price", "extra": "charged separately"},
    between="–",
    floor="from {}",
    ceiling="up to {}",
    approx="approx. {}",
    surcharge="plus {}",
    discount="{} off",
    discount_percent="{}% off",
    deposit="deposit {}",
    copay="co-payment {}",
    share="{n}0% co-payment",
    points="{}点",
    free="free",
    insured="covered by insurance",
    cancel="cancellation fee {}%",
    side_and_unit_first=False,
)

HANS = Wording(
    currencies=_table("JPY={}日元 USD={}美元 EUR={}欧元 GBP=GBP_{} CNY={}人民币 KRW=KRW_{}"),
    units=_table(
        "session={n}次 set={n}次套餐 knee={n}膝 joint={n}个关节 site={n}个部位 vial={n}瓶 piece={n}支 unit={n}单位 "
        "cc={n}cc ml={n}ml minute={n}分钟 hour={n}小时 day={n}天 night={n}晚 week={n}周 month={n}个月 year={n}年 "
        "person={n}人 course={n}疗程 sheet={n}张 copy={n}份 tablet={n}片 kit={n}套件 case={n}件 bag={n}袋 box={n}盒"
    ),
    one=_table("knee=每膝 session=每次 month=每月"),
    side=_table("one=单膝 both=双膝"),
    tax={"incl": "（含税）", "excl": "（不含税）", "exempt": "（免税）"},
    ask={"": "请咨询", "market": "时价", "extra": "另计"},
    between="〜",
    floor="{}起",
    ceiling="最多{}",
    approx="约{}",
    surcharge="另加{}",
    discount="{}优惠",
    discount_percent="{}%优惠",
    deposit="订金 {}",
    copay="自付{}",
    share="{n}0%自付",
    points="{}点",
    free="免费",
    insured="医保",
    cancel="cancel {}%",
)

HANT = Wording(
    currencies=_table("JPY={}日圓 USD={}美元 EUR={}歐元 GBP=GBP_{} CNY={}人民幣 TWD={}新台幣 KRW=KRW_{}"),
    units=_table(
        "session={n}次 set={n}次套餐 knee={n}膝 joint={n}個關節 site={n}個部位 vial={n}瓶 piece={n}支 unit={n}單位 "
        "cc={n}cc ml={n}ml minute={n}分鐘 hour={n}小時 day={n}天 night={n}晚 week={n}週 month={n}個月 year={n}年 "
        "person={n}人 course={n}療程 sheet={n}張 copy={n}份 tablet={n}片 kit={n}套件 case={n}件 bag={n}袋 box={n}盒"
    ),
    one=_table("knee=每膝 session=每次 month=每月"),
    side=_table("one=單膝 both=雙膝"),
    tax={"incl": "（含稅）", "excl": "（不含稅）", "exempt": "（免稅）"},
    ask={"": "請洽詢", "market": "時價", "extra": "另計"},
    between="〜",
    floor="{}起",
    ceiling="最多{}",
    approx="約{}",
    surcharge="另加{}",
    discount="{}優惠",
    discount_percent="{}%優惠",
    deposit="訂金 {}",
    copay="自付{}",
    share="{n}0%自付",
    points="{}点",
    free="免費",
    insured="健保",
    cancel="cancel {}%",
)

KO = Wording(
    currencies=_table("JPY={}엔 USD={}달러 EUR={}유로 GBP=GBP_{} CNY=CNY_{} KRW={}원"),
    units=_table(
        "session={n}회 set={n}회_세트 knee={n}무릎 joint={n}관절 site={n}부위 vial={n}바이알 piece={n}개 unit={n}단위 "
        "cc={n}cc ml={n}ml minute={n}분 hour={n}시간 day={n}일 night={n}박 week={n}주 month={n}개월 year={n}년 "
        "person={n}명 course={n}코스 sheet={n}장 copy={n}통 tablet={n}정 kit={n}키트 case={n}건 bag={n}포 box={n}박스"
    ),
    one=_table("session=회당 month=매월"),
    side=_table("one=한쪽_무릎 both=양쪽_무릎"),
    tax={"incl": "(세금 포함)", "excl": "(세금 별도)", "exempt": "(비과세)"},
    ask={"": "문의", "market": "시가", "extra": "별도"},
    between="〜",
    floor="{}부터",
    ceiling="최대 {}",
    approx="약 {}",
    surcharge="추가 {}",
    discount="{} 할인",
    discount_percent="{}% 할인",
    deposit="예약금 {}",
    copay="본인부담 {}",
    share="{n}0% 본인부담",
    points="{}点",
    free="무료",
    insured="보험 적용",
    cancel="cancel {}%",
)

LOCALES: dict[str, Wording] = {"ja": JA, "en": EN, "zh-hans": HANS, "zh-hant": HANT, "ko": KO}
