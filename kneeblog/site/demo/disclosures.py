"""What only the clinic can say about its treatments, invented for the sample clinic."""

from __future__ import annotations

import uuid

from django.utils import timezone
from wagtail.models import Page

from kneeblog.models import TreatmentPage, TreatmentRisk

INSURED = ("knee-mri", "hyaluronic-injection")
PRP = "prp-injection"
RISKS = uuid.UUID("5f0ad4ce-7f1f-5d0b-9a55-3a6f9c1f7f10")
PRP_FACTS = {
    "insurance_status": "self_pay",
    "treatment_content": (
        "<p>腕から約30mLの血液を採り、院内の施設で遠心分離して、血小板を多く含む成分（PRP）を調製します。超音波の画像で"
        "針の位置を確かめながら、膝の関節内に注射します。採血から注射までは約1時間で、30分ほど休んでからお帰りいただきます。"
        "</p>"
    ),
    "extra_costs": "初診料・検査料 11,000円（税込）、2回目以降の診察料 3,300円（税込）",
    "course_duration": "初診から注射後の診察まで約3か月",
    "course_visits": "標準で3回（診察と検査、採血と注射、注射から1か月後の診察）",
    "approval_status": "unapproved",
    "unapproved_notice": "院内で調製するPRPは、医薬品医療機器等法上の承認を受けていない未承認のものです。",
    "procurement_route": "患者さまご自身の血液から、当院の細胞培養加工施設で調製します。",
    "domestic_alternatives": "同じ目的で承認された医薬品・医療機器は、国内にありません。",
    "overseas_safety": (
        "注射した部位の痛みやはれ、感染などが報告されています。重い副作用の頻度について、十分な情報は得られていません。"
    ),
    "relief_exclusion_notice": (
        "本治療により健康被害が生じた場合、医薬品副作用被害救済制度および生物由来製品感染等被害救済制度の対象とはなりません。"
    ),
    "regen_class": "II",
    "plan_number": "PB0000001",
    "plan_title": "変形性膝関節症に対する自己多血小板血漿（PRP）関節内投与",
    "plan_status": "active",
    "committee_name": "あおば坂再生医療等委員会",
    "committee_number": "NA0000001",
    "facility_number": "FC0000001",
}
PRP_RISKS = (
    ("注射した部位の痛み、はれ、熱っぽさ", "数日続くことがあります", False),
    ("採血や注射をした部位の内出血", "", False),
    ("関節の感染", "まれ", True),
    ("神経の障害", "まれ", True),
    ("期待した変化が得られないこと", "", False),
)


def complete(home: Page) -> None:
    """Fills in the treatments of the sample, as drafts; what has been filled in stays as it is."""
    for page in TreatmentPage.objects.descendant_of(home).filter(slug__in=(*INSURED, PRP)):
        draft = page.get_latest_revision_as_object()
        if page.slug == PRP and not draft.treatment_content:
            _fill(draft, PRP_FACTS)
        elif page.slug in INSURED and draft.insurance_status == "unknown":
            draft.insurance_status = "insured"
        else:
            continue
        draft.save_revision()


def _fill(page: TreatmentPage, facts: dict[str, str]) -> None:
    for name, value in facts.items():
        setattr(page, name, value)
    page.plan_checked_on = page.disclosure_reviewed_on = timezone.localdate()
    page.risks.add(
        *(
            TreatmentRisk(
                name=name,
                frequency=frequency,
                serious=serious,
                locale=page.locale,
                translation_key=uuid.uuid5(RISKS, name),  # the same in every demo: `en.po` names it
            )
            for name, frequency, serious in PRP_RISKS
        )
    )
