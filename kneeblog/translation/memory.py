"""What has been translated before: the same segment, or one much like it, anywhere on the site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, TranslationSource

CLOSE = 70  # per cent alike (Indel similarity); below it, reading takes longer than writing
_MOST = 3


@dataclass(frozen=True, slots=True)
class Remembered:
    """An earlier translation: of which text, how much alike that is in per cent, and where it stands."""

    source: str
    translation: str
    alike: int
    place: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether it is the same segment."""
        return self.alike == 100


class Memory:
    """All translations between two languages that may be used; one query, and one more for the places."""

    def __init__(self, source: Locale, target: Locale) -> None:
        rows = StringTranslation.objects.filter(translation_of__locale=source, locale=target, has_error=False)
        newest_last = rows.order_by("updated_at", "pk").values_list(
            "translation_of__data", "data", "context__object_id"
        )
        self._known: dict[str, dict[str, object]] = defaultdict(dict)
        for data, translation, object_id in newest_last:
            self._known[data].pop(translation, None)
            self._known[data][translation] = object_id
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

    def _remembered(self, source: str, translation: str, alike: int, at: object) -> Remembered:
        if at not in self._titles:
            self._titles |= self._read_titles({key for known in self._known.values() for key in known.values()})
        return Remembered(source, translation, alike, self._titles.get(at, ""))

    def _read_titles(self, keys: Iterable[object]) -> dict[object, str]:
        rows = TranslationSource.objects.filter(locale=self._source).values_list("object_id", "object_repr")
        return dict.fromkeys(keys, "") | dict(rows)
