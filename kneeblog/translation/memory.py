"""What has been translated before: the same segment, or one much like it, anywhere on the site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from rapidfuzz import fuzz, process
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

CLOSE = 70  # per cent alike (Indel similarity); below it, reading takes longer than writing
_MOST = 3


@dataclass(frozen=True, slots=True)
class Remembered:
    """An earlier translation: of which text, how much alike that is in per cent, and where it stands.

    `type` is wagtail-localize's: `manual`, or `machine` if no person has seen it.
    """

    source: str
    translation: str
    alike: int
    place: str = ""
    type: str = StringTranslation.TRANSLATION_TYPE_MANUAL

    @property
    def is_exact(self) -> bool:
        """Whether it is the same segment."""
        return self.alike == 100


class Memory:
    """All translations between two languages that may be used; one query, and one more for the places.

    Args:
        source: language.
        target: likewise.
        among: only texts of these segments; then nothing is found that is merely close.
    """

    def __init__(self, source: Locale, target: Locale, among: QuerySet[StringSegment] | None = None) -> None:
        rows = StringTranslation.objects.filter(translation_of__locale=source, locale=target, has_error=False)
        if among is not None:
            rows = rows.filter(translation_of__in=among.values("string"))
        newest_last = rows.order_by("updated_at", "pk").values_list(
            "translation_of__data", "data", "context__object_id", "translation_type"
        )
        self._known: dict[str, dict[str, tuple[object, str]]] = defaultdict(dict)
        for data, translation, object_id, type_ in newest_last:
            self._known[data].pop(translation, None)
            self._known[data][translation] = (object_id, type_)
        self._titles: dict[object, str] = {}
        self._source = source

    def exact(self, segment: str) -> list[Remembered]:
        """Translations of the same segment, the newest first."""
        known = self._known.get(segment, {})
        return [self._remembered(segment, translation, 100, at) for translation, at in reversed(known.items())]

    def close(self, segment: str) -> list[Remembered]:
        """Translations of segments much like it, the likest first, each with its own source."""
        alike = process.extract(segment, self._known.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE, limit=_MOST + 1)
        found = []
        for source, score, _ in alike:
            if source != segment:
                translation, at = next(reversed(self._known[source].items()))
                found.append(self._remembered(source, translation, min(int(score), 99), at))
        return found[:_MOST]

    def _remembered(self, source: str, translation: str, alike: int, at: tuple[object, str]) -> Remembered:
        key, type_ = at
        if key not in self._titles:
            self._titles |= self._read_titles({key for known in self._known.values() for key, _ in known.values()})
        return Remembered(source, translation, alike, self._titles.get(key, ""), type_)

    def _read_titles(self, keys: Iterable[object]) -> dict[object, str]:
        rows = TranslationSource.objects.filter(locale=self._source).values_list("object_id", "object_repr")
        return dict.fromkeys(keys, "") | dict(rows)
