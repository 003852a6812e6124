"""Machine translation by what the site knows itself, and a guard around any real engine.

In the settings of a project:

    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "kneeblog.translation.machine.MemoryTranslator",
        "OPTIONS": {"ENGINE": {"CLASS": "wagtail_localize.machine_translators.deepl.DeepLTranslator", "OPTIONS": {…}}},
    }

Without an `ENGINE` it works offline: segments that were translated before, and those that are a single term of the
glossary or a price.  Nothing else is guessed.  With one, the rest goes there with prices, codes and names of people
hidden behind marks (`protected`), and an answer that lost one of them, or a placeholder, is not taken.  wagtail-
localize marks whatever comes from here as machine-made, and nothing is published by it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

from kneeblog.prices import LOCALES, format_fee, parse_prices

from .memory import Memory
from .placeholders import problems
from .protected import AMOUNT, Protected
from .terms import Terms

logger = logging.getLogger(__name__)


class MemoryTranslator(BaseMachineTranslator):
    """Memory and glossary, then an engine if there is one."""

    display_name = _("Translation memory and glossary")

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__(options)
        engine = options.get("ENGINE")
        self.engine = import_string(engine["CLASS"])(engine.get("OPTIONS", {})) if engine else None

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        """Between any two languages."""
        return source_locale != target_locale

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue | None]:
        """What is known, by its source; `None` for what is not."""
        known = _Known(source_locale, target_locale)
        answers = {string: known.translation(string.data) for string in strings}
        unknown = [string for string, answer in answers.items() if not answer]
        if unknown and self.engine and self.engine.can_translate(source_locale, target_locale):
            answers |= by_engine(self.engine, source_locale, target_locale, unknown)
        return {string: StringValue(answer) if answer else None for string, answer in answers.items()}


def by_engine(
    engine: BaseMachineTranslator, source_locale: Locale, target_locale: Locale, strings: Sequence[StringValue]
) -> dict[StringValue, str]:
    """What an engine answers and may be taken, by its source."""
    names = people(source_locale, target_locale)
    target = target_locale.language_code
    hidden = {string: Protected.of(string.data, names, target) for string in strings}
    asked = {string: StringValue(text.masked) for string, text in hidden.items()}
    given = engine.translate(source_locale, target_locale, list(asked.values()))
    answers = {}
    for string, question in asked.items():
        answer = given.get(question)
        shown = hidden[string].restored(answer.data) if answer is not None and answer.data else None
        if shown is None or problems(string.data, shown):
            logger.warning("The engine's translation of “%s” lost a price, code, name or placeholder", string.data)
        else:
            answers[string] = shown
    return answers


class _Known:
    """What the site knows of two languages."""

    def __init__(self, source: Locale, target: Locale) -> None:
        from kneeblog.models import GlossaryTerm

        self._memory = Memory(source, target)
        self._terms = Terms(GlossaryTerm.objects.all(), source.language_code, target.language_code)
        self._target = target.language_code

    def translation(self, segment: str) -> str:
        exact = self._memory.exact(segment)
        if exact:
            return exact[0].translation
        if "<" in segment or "&" in segment:
            return ""
        return escape(self._terms.whole(segment) or price(segment, self._target), quote=False)


def price(text: str, language: str) -> str:
    """A text that is nothing but one price, in another language; empty if it is anything else."""
    fees = parse_prices(text) if AMOUNT.fullmatch(text.strip()) else []
    return format_fee(fees[0], language) if len(fees) == 1 and language.lower() in LOCALES else ""


def people(source: Locale, target: Locale) -> dict[str, str]:
    """Names of physicians, as the pages of the other language write them; else in Latin letters."""
    from kneeblog.models import PhysicianPage

    rows = PhysicianPage.objects.filter(locale__in=[source, target])
    by_person: dict[Any, dict[int, tuple[str, str]]] = {}
    for key, locale, name, romaji in rows.values_list("translation_key", "locale_id", "name", "name_romaji"):
        by_person.setdefault(key, {})[locale] = (name, romaji)
    found: dict[str, str] = {}
    for names in by_person.values():
        if source.pk in names:
            name, romaji = names[source.pk]
            translated = names.get(target.pk, ("", ""))[0]
            shown = translated if translated and translated != name else romaji or name
            found |= {written: shown for written in {name, re.sub(r"\s", "", name)} if written}
    return found
