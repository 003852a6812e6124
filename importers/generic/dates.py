"""Dates as pages write them: 2024年5月1日, 令和7年2月3日, 2024.5.1, May 1, 2024, with their labels and times."""

from __future__ import annotations

import re
from typing import NamedTuple

from importers.markup.facts import utc, visible_date

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988, "S": 1925}
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_MONTH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = (
    r"(?:(?P<year>(?:19|20)\d\d)\s*[年/.\-‐－]\s*(?P<month>\d{1,2})\s*[月/.\-‐－]\s*(?P<day>\d{1,2})(?!\d)日?"
    r"|(?P<era>令和|平成|昭和|(?<![A-Za-z])[RHS](?=\d))\s*(?P<era_year>元|\d{1,2})\s*[年.]\s*(?P<era_month>\d{1,2})\s*[月.]"
    r"\s*(?P<era_day>\d{1,2})(?!\d)日?"
    rf"|{_MONTH.format('us_month')}\s+(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<us_year>(?:19|20)\d\d)"
    rf"|(?P<uk_day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.format('uk_month')},?\s+(?P<uk_year>(?:19|20)\d\d))"
)
_FOUND = re.compile(_DATE, re.IGNORECASE)
# What may stand beside a date without making it a sentence.
_TIME = re.compile(
    r"[（(][月火水木金土日祝・曜]{1,4}[）)]|(?<![a-z])(?:mon|tues|wednes|thurs|fri|satur|sun)day|T?\d{1,2}[:：時]\d{2}(?:[:：]\d{2})?分?"
    r"(?:\s?[ap]\.?m\.?)?|(?:\+09:?00|JST|UTC|GMT)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:初回|最終)?(?:公開|投稿|掲載|更新|改訂|作成|登録)(?:日時?)?|日付)"
    r"|(?<![a-z])(?:(?:last|first)\s)?(?:date|posted|published|updated|modified|edited|on|at)(?![a-z])",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\s　|｜/／・:：,、。【】\[\]（）()\-–—⟳↻🕒📅🗓●■◆]*")
_UPDATED = re.compile(r"更新|改訂|updat|modif|revis|edited", re.IGNORECASE)
_LONGEST = 120


class Dated(NamedTuple):
    """A date and whether it is that of a change."""

    moment: str
    updated: bool


def is_only_dates(text: str) -> bool:
    """Whether a text is a date or two with their labels, and nothing else."""
    if len(text) > _LONGEST:
        return False
    rest, number = _FOUND.subn(" ", text)
    return number > 0 and _SEPARATORS.fullmatch(_LABEL.sub(" ", _TIME.sub(" ", rest))) is not None


def dates_in(text: str) -> list[Dated]:
    """The dates of a text, each with what the words before it say."""
    found: list[Dated] = []
    after = 0
    for match in _FOUND.finditer(text[: 4 * _LONGEST]):
        moment = visible_date("{}年{}月{}日".format(*_numbers(match)))
        if moment:
            found.append(Dated(moment, bool(_UPDATED.search(text[after : match.start()]))))
        after = match.end()
    return found


def machine_date(text: str) -> str | None:
    """A date written for machines, as UTC."""
    return utc(text.strip()) if text.strip()[:4].isdigit() else None


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    if match["year"]:
        return int(match["year"]), int(match["month"]), int(match["day"])
    if match["era"]:
        year = 1 if match["era_year"] == "元" else int(match["era_year"])
        return _ERAS[match["era"].upper()] + year, int(match["era_month"]), int(match["era_day"])
    kind = "us" if match["us_year"] else "uk"
    return int(match[f"{kind}_year"]), _MONTHS[match[f"{kind}_month"].lower()], int(match[f"{kind}_day"])
