"""Nothing goes live untranslated or half translated, unless somebody who may answers for it.

`models.publishing` asks on every way a page goes live.  The answer is kept as a waiver of the rule `translation`, bound
to exactly the segments that were lacking: when others lack, it is asked again.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.models import StringSegment, Translation

from kneeblog.models import RuleChoice, Waiver

from .gaps import Gap, copied_gaps, gaps, orphaned_gaps

RULE = "translation"
OVERRIDE = "kneeblog.publish_incomplete_translation"
SHOWN = 10
_EXAMPLE = 60


@dataclass(frozen=True, slots=True)
class Incomplete:
    """What a page, or a snippet shown on it, lacks before it may be shown in its language."""

    instance: Any
    gaps: tuple[Gap, ...]
    total: int

    @property
    def digest(self) -> str:
        """Of exactly these gaps; what a waiver is bound to."""
        lacking = sorted((gap.kind, gap.path, gap.source) for gap in self.gaps)
        return hashlib.sha256(repr(lacking).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def headline(self) -> str:
        """How many of how many."""
        count = len(self.gaps)
        return ngettext(
            "%(count)d of %(total)d segments is not ready in this language.",
            "%(count)d of %(total)d segments are not ready in this language.",
            count,
        ) % {"count": count, "total": self.total}

    @property
    def is_waived(self) -> bool:
        """Whether somebody has answered for it and the day has not passed."""
        return self._waivers().exists()

    def _waivers(self) -> QuerySet[Waiver]:
        page = int(self.instance.pk) if isinstance(self.instance, Page) else 0
        return Waiver.objects.filter(
            page_id=page, rule=RULE, sentence_hash=self.digest, expires_on__gte=timezone.localdate()
        )

    def reasons(self) -> list[str]:
        """For people: the number, then the first ten."""
        lines = [self.headline, *map(_line, self.gaps[:SHOWN])]
        if (more := len(self.gaps) - SHOWN) and more > 0:
            lines.append(ngettext("… and %(count)d more.", "… and %(count)d more.", more) % {"count": more})
        return lines

    def answer_for(self, user: Any, reason: str, expires_on: datetime.date) -> Waiver:
        """Lets the page go live as it is, until a day, and logs it in the page's history.

        Raises:
            PermissionDenied: the user has not the permission `OVERRIDE`.
            ValidationError: no reason.
        """
        if not user.has_perm(OVERRIDE):
            raise PermissionDenied
        waiver = Waiver(
            page_id=self.instance.pk,
            rule=RULE,
            sentence=self.headline,
            sentence_hash=self.digest,
            reason=reason.strip(),
            author=user,
            expires_on=expires_on,
        )
        waiver.full_clean()
        waiver.save()
        data = {"rule": RULE, "sentence": self.headline, "reason": waiver.reason}
        log(instance=self.instance, action="kneeblog.waive", user=user, data=data)
        return waiver


def incomplete(instance: Any) -> Incomplete | None:
    """What the instance lacks, with the content this object holds; `None` if it is whole, or no translation."""
    work = _work_on(instance)
    if work is None:
        return _incomplete_copy(instance)
    found = gaps(work, draft=instance)
    total = StringSegment.objects.filter(source_id=work.source_id).values("context", "string").distinct().count()
    for other in _shown_along(work):
        lacking = gaps(other)
        found += [_of(gap, other.source.object_repr) for gap in lacking]
        total += len(lacking)
    return Incomplete(instance, tuple(found), total) if found else None


def _incomplete_copy(instance: Any) -> Incomplete | None:
    """A page in another language that wagtail-localize does not, or no longer, keep in step."""
    if getattr(instance, "pk", None) is None:
        return None
    older = type(instance)._base_manager.filter(translation_key=instance.translation_key, pk__lt=instance.pk)
    source = older.exclude(locale_id=instance.locale_id).order_by("pk").first()
    found = copied_gaps(instance, source) if source is not None else orphaned_gaps(instance)
    return Incomplete(instance, tuple(found), len(found)) if found else None


def reasons_against(instance: Any) -> list[str]:
    """Why the instance may not be shown to visitors of its language yet; empty if it may, or is waived."""
    found = incomplete(instance)
    if found is None or found.is_waived or _is_off():
        return []
    return found.reasons()


def _is_off() -> bool:
    """Whether the clinic's adviser has switched this off for the whole site, as the advertising rules can be."""
    return RuleChoice.objects.filter(rule=RULE, grade="off", site=None).exists()


def _work_on(instance: Any) -> Translation | None:
    key = getattr(instance, "translation_key", None)
    found: Translation | None = (
        Translation.objects.filter(source__object_id=key, target_locale_id=instance.locale_id, enabled=True)
        .select_related("source__specific_content_type", "target_locale")
        .first()
    )
    return found


def _shown_along(work: Translation) -> Iterator[Translation]:
    """The snippets without drafts of their own that the page shows: categories, authors, fee tables."""
    keys = work.source.relatedobjectsegment_set.values("object_id")
    others = Translation.objects.filter(source__object_id__in=keys, target_locale_id=work.target_locale_id)
    for other in others.select_related("source__specific_content_type").order_by("pk"):
        model: Any = other.source.specific_content_type.model_class()
        if model is not None and other.enabled and not issubclass(model, DraftStateMixin):
            yield other


def _of(gap: Gap, name: str) -> Gap:
    return Gap(gap.kind, f"{name}:{gap.path}", f"{name} › {gap.place}", gap.source, gap.before, gap.why)


def _line(gap: Gap) -> str:
    text = gettext("%(place)s: “%(words)s” (%(kind)s)") % {
        "place": gap.place,
        "words": Truncator(gap.words).chars(_EXAMPLE),
        "kind": gap.label,
    }
    return f"{text} {gap.why}".strip()
