"""The remarks on all translations of the site, kept in the database and brought up to date when somebody looks.

Checking a segment takes about a millisecond, so what has changed is checked for a while at each look, and the rest at
the next.  What is looked for is in `quality`.
"""

from __future__ import annotations

import time
from functools import cached_property
from hashlib import md5
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from kneeblog.models import CheckedTranslation, GlossaryTerm

from .quality import Issue, issues
from .terms import Terms

CHECKS = 1  # another number, and everything is checked again
_CHUNK = 500


def in_use() -> QuerySet[StringTranslation]:
    """The translations that pages and snippets in translation show.

    With the id of the segment and its place on the page, the id of the `Translation`, the source's title and type:
    `segment`, `order`, `desk`, `title`, `type`.
    """
    segments = StringSegment.objects.filter(string=OuterRef("translation_of"), context=OuterRef("context"))
    translations = Translation.objects.filter(
        source__object=OuterRef("context__object"), target_locale=OuterRef("locale"), enabled=True
    )
    sources = TranslationSource.objects.filter(object=OuterRef("context__object"))
    return (
        StringTranslation.objects.annotate(
            segment=Subquery(segments.values("pk")[:1]),
            order=Subquery(segments.values("order")[:1]),
            desk=Subquery(translations.values("pk")[:1]),
            title=Subquery(sources.values("object_repr")[:1]),
            type=Subquery(sources.values("specific_content_type")[:1]),
        )
        .filter(segment__isnull=False, desk__isnull=False)
        .select_related("translation_of__locale", "locale", "context")
    )


class Checks:
    """Checks translations against the glossary as it is now.  One query."""

    @cached_property
    def _glossary(self) -> list[GlossaryTerm]:
        return list(GlossaryTerm.objects.order_by("key"))

    @cached_property
    def version(self) -> str:
        """Of the glossary and of the checks."""
        columns = ("ja", "ja_variants", "en", "zh_hans", "zh_hant", "ko")
        names = [getattr(term, column) for term in self._glossary for column in columns]
        return md5("\n".join([str(CHECKS), *names]).encode(), usedforsecurity=False).hexdigest()

    @cached_property
    def _terms(self) -> dict[tuple[str, str], Terms]:
        return {}

    def issues(self, said: StringTranslation) -> list[Issue]:
        """What is doubtful about one, in the active language."""
        source, target = said.translation_of.locale.language_code, said.locale.language_code
        if (source, target) not in self._terms:
            self._terms[source, target] = Terms(self._glossary, source, target)
        return issues(said.translation_of.data, said.data, self._terms[source, target], target, said.context.path)

    def refresh(self, patience: float) -> int:
        """Checks what has changed, for so many seconds.

        Returns:
            how many are still to be checked.
        """
        until = time.monotonic() + patience
        changed = Q(kneeblog_check=None) | Q(kneeblog_check__checked_at__lt=F("updated_at"))
        waiting = in_use().filter(changed | ~Q(kneeblog_check__glossary=self.version))
        now, checked = timezone.now(), []
        for said in waiting.iterator(chunk_size=_CHUNK):
            kinds = dict.fromkeys(issue.kind for issue in self.issues(said))
            checked.append(
                CheckedTranslation(translation=said, kinds=" ".join(kinds), glossary=self.version, checked_at=now)
            )
            if time.monotonic() > until:
                break
        CheckedTranslation.objects.bulk_create(
            checked,
            update_conflicts=True,
            unique_fields=["translation"],
            update_fields=["kinds", "glossary", "checked_at"],
        )
        return waiting.count() if time.monotonic() > until else 0


def model_of(said: Any) -> Any:
    """The model of the page or snippet; `None` if it is no longer there."""
    return ContentType.objects.get_for_id(said.type).model_class()
