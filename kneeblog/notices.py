"""The notices that self-pay care owes its patients, written from data in every language of the site.  Pure: no Django.

Nobody types these sentences.  A plan is submitted (再生医療等の安全性の確保等に関する法律第4条), never approved, and a
sentence that says otherwise is an exaggerated advertisement (医療法第6条の5第2項第2号).  That care is not insured, and
that the relief systems do not cover it, is asked for by the 医療広告ガイドライン (the latter since 2024-03-22).  The
wording is a careful default, not legal advice; the clinic's adviser should have read it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# 第一種, 第二種, 第三種: the letter of a plan's number says its class.
CLASSES = {"A": "I", "B": "II", "C": "III"}
_TREATMENT_PLAN = re.compile(r"P([ABC])[0-9]{7}")
_RESEARCH_PLAN = re.compile(r"jRCT([abc])[0-9]{9}")


@dataclass(frozen=True, slots=True)
class _Wording:
    """`classes`: how a class is called; `plan` names it and the number."""

    self_pay: str
    partly_self_pay: str
    insured: str
    plan: str
    classes: dict[str, str]
    relief: str


_WORDINGS = {
    "ja": _Wording(
        self_pay="本治療は自由診療であり、公的医療保険は適用されません。費用は全額自己負担です。",
        partly_self_pay="本治療の一部は自由診療であり、その部分に公的医療保険は適用されません。その部分の費用は全額自己負担です。",
        insured="本治療には公的医療保険が適用されます。",
        plan=(
            "本治療は「再生医療等の安全性の確保等に関する法律」に基づき、{kind}再生医療等提供計画（計画番号：{number}）を"
            "厚生労働大臣に提出しています。提出は国の承認・認可を意味するものではありません。"
        ),
        classes={"I": "第一種", "II": "第二種", "III": "第三種"},
        relief=(
            "本治療により健康被害が生じた場合、医薬品副作用被害救済制度および生物由来製品感染等被害救済制度の"
            "対象とはなりません。"
        ),
    ),
    "en": _Wording(
        self_pay="This treatment is not covered by public health insurance in Japan; you pay its full cost.",
        partly_self_pay=(
            "Part of this treatment is not covered by public health insurance in Japan; "
            "you pay the full cost of that part."
        ),
        insured="This treatment is covered by public health insurance in Japan.",
        plan=(
            "Under the Japanese Act on the Safety of Regenerative Medicine, a {kind} regenerative medicine plan "
            "(plan number: {number}) has been submitted to the Minister of Health, Labour and Welfare. "
            "Submission does not mean that the government has approved or authorised this treatment."
        ),
        classes={"I": "Class I", "II": "Class II", "III": "Class III"},
        relief=(
            "Harm to health caused by this treatment is not covered by Japan's relief systems for adverse drug "
            "reactions and for infections from biological products."
        ),
    ),
    "zh-hans": _Wording(
        self_pay="本治疗为自费诊疗，不适用日本公共医疗保险，费用由患者全额承担。",
        partly_self_pay="本治疗的一部分为自费诊疗，该部分不适用日本公共医疗保险，其费用由患者全额承担。",
        insured="本治疗适用日本公共医疗保险。",
        plan=(
            "本治疗已依据日本《再生医疗等安全性确保法》，向厚生劳动大臣提交{kind}再生医疗等提供计划（计划编号：{number}）。"
            "提交计划并不意味着本治疗已获得国家的批准或许可。"
        ),
        classes={"I": "第一种", "II": "第二种", "III": "第三种"},
        relief="因本治疗造成的健康损害，不属于日本药品副作用受害救济制度及生物制品感染等受害救济制度的救济对象。",
    ),
    "zh-hant": _Wording(
        self_pay="本治療為自費診療，不適用日本公共醫療保險，費用由患者全額負擔。",
        partly_self_pay="本治療的一部分為自費診療，該部分不適用日本公共醫療保險，其費用由患者全額負擔。",
        insured="本治療適用日本公共醫療保險。",
        plan=(
            "本治療已依據日本《再生醫療等安全性確保法》，向厚生勞動大臣提交{kind}再生醫療等提供計畫（計畫編號：{number}）。"
            "提交計畫並不表示本治療已獲得國家的核准或許可。"
        ),
        classes={"I": "第一種", "II": "第二種", "III": "第三種"},
        relief="因本治療造成的健康損害，不屬於日本藥品副作用受害救濟制度及生物製劑感染等受害救濟制度的救濟對象。",
    ),
    "ko": _Wording(
        self_pay="본 치료는 자유진료(비급여)로, 일본의 공적 의료보험이 적용되지 않으며 비용은 전액 본인 부담입니다.",
        partly_self_pay=(
            "본 치료의 일부는 자유진료(비급여)로, 그 부분에는 일본의 공적 의료보험이 적용되지 않으며 "
            "그 비용은 전액 본인 부담입니다."
        ),
        insured="본 치료에는 일본의 공적 의료보험이 적용됩니다.",
        plan=(
            "본 치료에 대해서는 일본의 「재생의료 등의 안전성 확보 등에 관한 법률」에 따라 {kind} 재생의료 등 제공계획"
            "(계획번호: {number})을 후생노동대신에게 제출하였습니다. 제출은 국가의 승인이나 인가를 의미하지 않습니다."
        ),
        classes={"I": "제1종", "II": "제2종", "III": "제3종"},
        relief=(
            "본 치료로 건강 피해가 발생한 경우, 일본의 의약품 부작용 피해 구제 제도 및 생물유래제품 감염 등 피해 구제 "
            "제도의 대상이 되지 않습니다."
        ),
    ),
}
LANGUAGES = tuple(_WORDINGS)


def insurance_notice(status: str, language: str) -> str:
    """Who pays: `status` is a treatment's `insurance_status`; `""` while that is not known."""
    words = _wording(language)
    return {"self_pay": words.self_pay, "mixed": words.partly_self_pay, "insured": words.insured}.get(status, "")


def plan_notice(regen_class: str, plan_number: str, language: str) -> str:
    """That a plan has been submitted, with its class and number; `""` unless both are known and fit each other."""
    if not plan_number or plan_class(plan_number) != regen_class:
        return ""
    words = _wording(language)
    return words.plan.format(kind=words.classes[regen_class], number=plan_number)


def relief_notice(language: str) -> str:
    """That the relief systems do not cover the treatment; owed where a product is not approved or used otherwise."""
    return _wording(language).relief


def plan_class(plan_number: str) -> str:
    """The class that a plan's number states: `I`, `II` or `III`; `""` if the number has no form known to us.

    `PB3230086` is a treatment of class II, `jRCTb030190134` research of class II.
    """
    found = _TREATMENT_PLAN.fullmatch(plan_number) or _RESEARCH_PLAN.fullmatch(plan_number)
    return CLASSES[found[1].upper()] if found else ""


def _wording(language: str) -> _Wording:
    """Of that language or its main one (`en-gb`), else English."""
    code = language.lower().replace("_", "-")
    return next((_WORDINGS[name] for name in (code, code.partition("-")[0]) if name in _WORDINGS), _WORDINGS["en"])
