"""The advertising rules: what an adviser decides, what is waived, and the command that checks everything."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import PageLogEntry

from kneeblog.compliance.checking import check_page, publishing_problems, severities
from kneeblog.models import AddedRule, RuleChoice, SymptomArticlePage, TreatmentPage, Waiver

from .test_compliance import PARAGRAPH, PROMISE, article, clinic, paragraph, physician, section, treatment

__all__ = ["article", "clinic", "physician", "treatment"]

pytestmark = pytest.mark.django_db


def test_an_adviser_switches_grades_and_adds(article: SymptomArticlePage, site_tree: Any) -> None:
    RuleChoice.objects.create(rule="FALSE-002", grade="info", reason="顧問の判断")
    assert severities(check_page(article)) == {"info": 1}
    RuleChoice.objects.create(rule="FALSE-002", grade="off", reason="このサイトだけ", site=site_tree.site)
    assert check_page(article) == []
    own = AddedRule.objects.create(
        name="曲がる",
        pattern="膝は曲が",
        exception="まれに",
        severity="error",
        message="書かない",
        source="顧問",
        reason="方針",
    )
    (finding,) = check_page(article)
    assert (finding.rule, finding.severity, finding.words) == (f"OWN-{own.pk}", "error", "膝は曲が")
    own.is_active = False
    own.save()
    assert check_page(article) == []


@pytest.mark.parametrize("pattern", ["最高.*", "(", r"\d+円", "[あ-ん]{1,60}" * 3 + "x"])
def test_a_pattern_that_could_take_long_is_refused(pattern: str) -> None:
    rule = AddedRule(name="x", pattern=pattern, message="x", source="x", reason="x")
    with pytest.raises(ValidationError) as caught:
        rule.full_clean()
    assert "pattern" in caught.value.message_dict


def grant(page: Any, user: Any, **kwargs: Any) -> Waiver:
    finding = next(finding for finding in check_page(page) if finding.is_open)
    return Waiver.grant(page, finding, reason="文献に基づく", user=user, **kwargs)


def test_a_waiver_holds_for_the_sentence_until_its_day(article: SymptomArticlePage, admin_user: Any) -> None:
    waiver = grant(article, admin_user)
    (finding,) = check_page(article)
    assert finding.waiver == waiver and publishing_problems(article) == []
    assert PageLogEntry.objects.filter(page=article.pk, action="kneeblog.waive", user=admin_user).exists()

    article.body = [section(paragraph("この治療で　必ず治ります。"))]  # another space is no other sentence
    assert publishing_problems(article) != []
    article.body = [section(paragraph(f"前の文。{PROMISE}"), heading="別の見出し")]
    assert publishing_problems(article) == []
    article.body = [section(paragraph("この治療で必ず治りますよ。"))]
    assert [finding.rule for finding in publishing_problems(article)] == ["FALSE-002"]

    article.body = [section(paragraph(PROMISE))]
    Waiver.objects.update(expires_on=timezone.localdate() - datetime.timedelta(days=1))
    assert [finding.rule for finding in publishing_problems(article)] == ["FALSE-002"]


def test_a_waiver_of_one_thing_that_is_missing_is_none_of_another(treatment: TreatmentPage, admin_user: Any) -> None:
    treatment.committee_name = treatment.facility_number = ""
    first, second = (finding for finding in check_page(treatment) if finding.rule == "REGEN-006")
    Waiver.grant(treatment, first, reason="確認済み", user=admin_user)
    assert [finding.field for finding in check_page(treatment) if finding.is_open] == [second.field]


def test_who_may_waive(article: SymptomArticlePage, django_user_model: Any) -> None:
    from django.contrib.auth.models import Permission

    def user_with(*names: str) -> Any:
        user = django_user_model.objects.create_user("-".join(names) or "nobody", password="x")
        user.user_permissions.set(Permission.objects.filter(codename__in=names))
        return user

    for names in ((), ("waive_compliance",), ("override_compliance",)):
        with pytest.raises(PermissionDenied):
            grant(article, user_with(*names))
    assert grant(article, user_with("waive_compliance", "override_compliance")).pk


def test_a_waiver_needs_a_reason_and_a_day_to_come(article: SymptomArticlePage, admin_user: Any) -> None:
    (finding,) = check_page(article)
    with pytest.raises(ValidationError):
        Waiver.grant(article, finding, reason="  ", user=admin_user)
    with pytest.raises(ValidationError):
        grant(article, admin_user, expires_on=timezone.localdate() - datetime.timedelta(days=1))
    grant(article, admin_user).revoke(admin_user)
    assert publishing_problems(article)


# The command --------------------------------------------------------------------------------------------------------


def check_content(*args: str) -> tuple[int, str]:
    out, code = io.StringIO(), 0
    try:
        call_command("check_content", *args, stdout=out)
    except SystemExit as ended:
        code = int(str(ended.code))
    return code, out.getvalue()


def test_check_content_ends_with_one_as_long_as_an_error_is_open(article: SymptomArticlePage, admin_user: Any) -> None:
    code, said = check_content()
    assert code == 1 and "FALSE-002" in said and PROMISE in said and "draft" in said
    code, said = check_content("--format", "json")
    data = json.loads(said)
    assert data["rules"]["version"] and data["open"] == {"error": 1, "warning": 0, "info": 0}
    (row,) = data["findings"]
    assert (row["rule"], row["page_id"], row["version"], row["block_id"]) == (
        "FALSE-002",
        article.pk,
        "draft",
        PARAGRAPH,
    )
    grant(article, admin_user)
    code, said = check_content()
    assert code == 0 and "1 waived" in said


def test_live_pages_and_their_drafts_are_both_checked(article: SymptomArticlePage) -> None:
    SymptomArticlePage.objects.filter(pk=article.pk).update(live=True)
    article.refresh_from_db()
    article.body = [section(paragraph("日本一の治療です。"))]
    article.save_revision()
    found = json.loads(check_content("--format", "json", "--severity", "error")[1])["findings"]
    assert [(row["version"], row["rule"]) for row in found] == [("live", "FALSE-002"), ("draft", "COMP-001")]


def test_spreadsheets_take_nothing_for_a_formula(article: SymptomArticlePage, tmp_path: Path) -> None:
    article.body = [section(paragraph("=1+1 必ず治ります。"))]
    article.save()
    for name in ("csv", "xlsx"):
        assert check_content("--format", name, "--output", str(tmp_path / f"out.{name}"))[0] == 1
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["文"] == "'=1+1 必ず治ります。" and row["ルール"] == "FALSE-002"
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    cells = {heading.value: cell for heading, cell in zip(*sheet.iter_rows(), strict=True)}
    assert cells["文"].value == "=1+1 必ず治ります。" and cells["文"].data_type == "s"
    with pytest.raises(CommandError):
        check_content("--format", "xlsx")
