"""All rules over a page or a snippet, as an editor needs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.models import Page, Site

from kneeblog.models.clinic import ClinicSettings
from kneeblog.models.compliance import AddedRule, RuleChoice, Waiver

from .engine import Engine
from .facts import facts_of
from .findings import Finding
from .pack import Rule, load_pack
from .subject import Subject
from .texts import Spot, contents_of, snippet_contents


class Rulebook:
    """The rules as one site has them: the pack, the adviser's choices, the adviser's own rules.

    Reads the database once; whoever checks many pages makes one for each site.
    """

    def __init__(self, site: Site | None = None) -> None:
        self.site = site
        choices = _for_site(RuleChoice.objects.all(), site)
        grades = {choice.rule: choice.grade for choice in choices}
        rules = (_graded(rule, grades.get(rule.id, rule.severity)) for rule in load_pack().rules)
        self.rules: dict[str, Rule] = {rule.id: rule for rule in rules if rule is not None}
        if not grades:
            self.engine = _packed_engine()
        for added in _for_site(AddedRule.objects.filter(is_active=True), site):
            self.rules[added.rule_id] = added.as_rule()
        if grades or len(self.rules) != len(load_pack().rules):
            self.engine = Engine(self.rules.values())

    @cached_property
    def clinic(self) -> ClinicSettings | None:
        """What the site's clinic says of itself."""
        return ClinicSettings.for_site(self.site) if self.site else None


def _for_site(rows: models.QuerySet[Any], site: Site | None) -> list[Any]:
    """Decisions for everywhere first, so that the site's own come last and win."""
    found = rows.filter(models.Q(site=None) | models.Q(site=site)) if site else rows.filter(site=None)
    return sorted(found, key=lambda row: (row.site_id is not None, row.pk))


def _graded(rule: Rule, grade: str) -> Rule | None:
    if grade == "off":
        return None
    return rule if grade == rule.severity else replace(rule, severity=grade)


_ENGINE: list[Engine] = []


def _packed_engine() -> Engine:
    """The engine of the pack as it is, made once."""
    if not _ENGINE:
        _ENGINE.append(Engine(load_pack().rules))
    return _ENGINE[0]


def check_page(page: Page, rulebook: Rulebook | None = None) -> list[Finding]:
    """What the rules find on a page, in the order of its fields; waived findings are among them, with their waiver.

    Args:
        page: of any type, in any language; checked is what this object holds, so give a draft as
            `page.get_latest_revision_as_object()`.
        rulebook: of the page's site; read from the database unless given.
    """
    if type(page) is Page:
        page = page.specific
    if rulebook is None or rulebook.site is None:
        site = page.get_site() if page.path else None
        rulebook = rulebook if rulebook and site is None else Rulebook(site)
    # The clinic's texts stand on every page; on the site's first page alone one is told of them.
    is_first = rulebook.site is not None and rulebook.site.root_page_id == page.pk
    contents = contents_of(page, rulebook.clinic if is_first else None)
    return _findings(Subject(page, contents, rulebook.clinic), rulebook)


def check_snippet(instance: models.Model, rulebook: Rulebook | None = None) -> list[Finding]:
    """What the rules find in a snippet, such as a fee table.  Waivers belong to pages, so none of these is waived."""
    return _findings(Subject(instance, snippet_contents(instance)), rulebook or Rulebook())


def publishing_problems(page: Page, rulebook: Rulebook | None = None) -> list[Finding]:
    """The findings that keep a page from being published: errors without a valid waiver."""
    return [finding for finding in check_page(page, rulebook) if finding.stops_publishing]


def open_warnings(page: Page, rulebook: Rulebook | None = None) -> list[Finding]:
    """The findings for which the editor asks a reason before publishing: warnings without a valid waiver."""
    found = check_page(page, rulebook)
    return [finding for finding in found if finding.severity == "warning" and finding.is_open]


def severities(findings: Iterable[Finding]) -> Counter[str]:
    """How many findings are open, by severity."""
    return Counter(finding.severity for finding in findings if finding.is_open)


def _findings(subject: Subject, rulebook: Rulebook) -> list[Finding]:
    texts, instance = subject.texts, subject.instance
    language = subject.language(instance) if hasattr(instance, "locale_id") else "ja"
    findings: list[Finding] = []
    for hit in rulebook.engine.hits([text.text for text in texts], language):
        spot = texts[hit.sentence.text].spot
        findings.append(_finding(hit.rule, spot, sentence=hit.sentence.raw, start=hit.start, end=hit.end))
    facts = facts_of(subject, rulebook.rules)
    findings += [_finding(rulebook.rules[rule], fact.spot, sentence=fact.sentence) for rule, fact in facts]
    return _waived(instance, findings)


def _finding(rule: Rule, spot: Spot, **words: Any) -> Finding:
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=rule.message(get_language() or "ja"),
        suggestion=rule.suggestion,
        source=rule.source,
        verification=rule.verification,
        field=spot.field,
        block_id=spot.block_id,
        place=spot.place,
        owner=spot.owner,
        **words,
    )


def _waived(instance: Any, findings: list[Finding]) -> list[Finding]:
    """The findings with the waivers in force: the page's own, and those of a treatment's own page for its texts."""
    if not findings or not isinstance(instance, Page):
        return findings
    pages = {instance.pk, *(finding.owner.pk for finding in findings if isinstance(finding.owner, Page))}
    waivers = Waiver.objects.in_force(page for page in pages if page is not None)
    if not waivers:
        return findings
    return [_with_waiver(finding, instance.pk, waivers) for finding in findings]


def _with_waiver(finding: Finding, page: int, waivers: dict[tuple[int, str, str], Waiver]) -> Finding:
    holders = [page, *([finding.owner.pk] if isinstance(finding.owner, Page) else [])]
    key = (finding.rule, finding.sentence_hash)
    waiver = next((found for holder in holders if (found := waivers.get((holder, *key)))), None)
    return replace(finding, waiver=waiver) if waiver else finding
