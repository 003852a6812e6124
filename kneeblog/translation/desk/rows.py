"""The segments of one translation as the editor shows them, in a number of queries that does not grow with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views.edit_translation import TabHelper

from kneeblog.models import GlossaryTerm
from kneeblog.translation.memory import Memory, Remembered
from kneeblog.translation.quality import Issue, issues, words
from kneeblog.translation.terms import Mention, Terms

from . import writing
from .earlier import Earlier, Key, earlier
from .labels import place
from .meeting import Other, digest

MEMORY = "translation memory"  # as wagtail-localize's `tool_name`: taken over together with others, read by nobody yet
_LAST = 10_000  # behind all fields that have a panel

State = Literal["missing", "wrong", "machine", "memory", "done"]
STATES: dict[str, Any] = {
    "missing": _("Not translated"),
    "wrong": _("Cannot be used"),
    "machine": _("By machine, not checked yet"),
    "memory": _("From memory"),
    "done": _("Translated"),
}
FILTERS: dict[str, Any] = {
    "all": _("All"),
    "open": _("To do"),
    "outdated": _("Out of date"),
    "issues": _("With remarks"),
    "machine": _("By machine"),
    "memory": _("From memory"),
}


@dataclass(slots=True, kw_only=True)
class Row:
    """One segment.

    Args:
        segment: wagtail-localize's, with text and place.
        place: where it stands, in words.
        translation: what was saved for it.
        text: what stands in the field.
        issues: what is doubtful about the saved translation.
        mentions: terms of the glossary in the source.
        exact: translations of the same text elsewhere, other than this one.
        close: of texts much like it; read when they are asked for.
        earlier: what stood here before the source was changed.
        refused: why what was just written could not be saved.
        other: what somebody else saved meanwhile, instead of which it would have been saved.
        seen: stands for what is saved, so that nobody overwrites what they have not seen.
    """

    segment: StringSegment
    place: str
    translation: StringTranslation | None
    text: str
    issues: list[Issue] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    exact: list[Remembered] = field(default_factory=list)
    close: list[Remembered] | None = None
    earlier: Earlier | None = None
    refused: list[str] = field(default_factory=list)
    other: Other | None = None
    seen: str = ""

    @property
    def pk(self) -> int:
        """The segment's id."""
        return int(self.segment.pk)

    @property
    def source(self) -> str:
        """The segment itself."""
        return str(self.segment.string.data)

    @property
    def state(self) -> State:
        """One of `STATES`."""
        if self.translation is None:
            return "missing"
        if self.translation.has_error:
            return "wrong"
        if self.translation.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
            return "machine"
        return "memory" if self.translation.tool_name == MEMORY else "done"

    @property
    def state_label(self) -> str:
        """In words."""
        return str(FILTERS["outdated"] if self.earlier else STATES[self.state])

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to look at it."""
        return self.state in {"missing", "wrong", "machine"}

    def is_in(self, name: str) -> bool:
        """Whether one of `FILTERS` shows it."""
        if name in {"machine", "memory"}:
            return name == self.state
        shown = {"open": self.is_open, "outdated": self.earlier is not None, "issues": bool(self.issues)}
        return shown.get(name, True)

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The source's texts and placeholders."""
        return writing.pieces(self.source)

    @property
    def tags(self) -> list[tuple[str, str]]:
        """Its placeholders, to be inserted."""
        return writing.tags(self.source)

    @property
    def changes(self) -> list[writing.Part]:
        """How the source differs from what stood here before."""
        return writing.changes(words(self.earlier.source), words(self.source)) if self.earlier else []

    @property
    def earlier_text(self) -> str:
        """How what stood here before was translated, as in the field."""
        return writing.shown(self.earlier.translation) if self.earlier else ""

    @property
    def offers(self) -> list[dict[str, Any]]:
        """What memory knows, ready for the template."""
        return [
            {
                "text": writing.shown(one.translation),
                "alike": one.alike,
                "is_exact": one.is_exact,
                "by_machine": one.type == StringTranslation.TRANSLATION_TYPE_MACHINE,
                "changes": [] if one.is_exact else writing.changes(words(one.source), words(self.source)),
                "place": one.place,
            }
            for one in [*self.exact, *(self.close or ())]
        ]


class Segments:
    """The segments of a translation.  Five queries, or six with the places of what memory knows.

    Args:
        translation: with its source and both locales.
        only: this one of them; then what is read is about its place alone.
    """

    def __init__(self, translation: Translation, only: int | None = None) -> None:
        self._translation, self._only = translation, only
        self._source, self._target = translation.source.locale, translation.target_locale
        self._model = translation.source.specific_content_type.model_class()

    @cached_property
    def rows(self) -> list[Row]:
        """In the order of the fields in the page's editor."""
        segments = StringSegment.objects.filter(source=self._translation.source)
        if self._only is not None:
            segments = segments.filter(context__in=segments.filter(pk=self._only).values("context"))
        said = self._said(segments)
        memory = Memory(self._source, self._target, segments)
        found = list(segments.order_by("order"))
        before = self._before(found, said)
        rows = [
            self._row(segment, said.get(_key(segment)), before.get(_key(segment)), memory)
            for segment in found
            if self._only in {None, segment.pk}
        ]
        return sorted(rows, key=self._order)

    def row_with_close(self) -> Row | None:
        """The only one, with what memory has close to it."""
        for row in self.rows:
            row.close = Memory(self._source, self._target).close(row.source)
            return row
        return None

    @cached_property
    def _terms(self) -> Terms:
        return Terms(GlossaryTerm.objects.all(), self._source.language_code, self._target.language_code)

    def _said(self, segments: QuerySet[StringSegment]) -> dict[Key, StringTranslation]:
        """All that was translated at these places, the newest first."""
        found = StringTranslation.objects.filter(context__in=segments.values("context"), locale=self._target)
        newest_first = found.select_related("translation_of", "context").order_by("-updated_at", "-pk")
        return {(one.context_id, one.translation_of_id): one for one in newest_first}

    def _before(self, segments: list[StringSegment], said: dict[Key, StringTranslation]) -> dict[Key, Earlier]:
        in_use = {_key(segment): segment.string.data for segment in segments}
        left = [
            (context, Earlier(one.translation_of.data, one.data))
            for (context, string), one in said.items()
            if (context, string) not in in_use and not one.has_error
        ]
        return earlier({key: text for key, text in in_use.items() if key not in said}, in_use, left)

    def _row(
        self, segment: StringSegment, said: StringTranslation | None, before: Earlier | None, memory: Memory
    ) -> Row:
        text, path = segment.string.data, segment.context.path
        own = said.data if said else ""
        row = Row(
            segment=segment,
            place=place(self._model, segment.context.field_path or path.split(".")[0]),
            translation=said,
            text=writing.shown(own),
            mentions=self._terms.mentions(words(text)),
            earlier=before,
            exact=[one for one in memory.exact(text) if one.translation != own],
            seen=digest(said),
        )
        if said:
            row.issues = issues(text, own, self._terms, self._target.language_code, path)
            if said.has_error and said.get_error() and not any(issue.is_error for issue in row.issues):
                row.refused = [said.get_error()]
        return row

    @cached_property
    def _positions(self) -> dict[str, int]:
        positions: dict[str, int] = TabHelper(self._model()).field_ordering_mapping
        return positions

    def _order(self, row: Row) -> tuple[int, int]:
        return self._positions.get(row.segment.context.path.split(".")[0], _LAST), row.segment.order


def _key(segment: StringSegment) -> Key:
    return segment.context_id, segment.string_id
