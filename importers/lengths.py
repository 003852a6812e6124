"""Texts that are longer than the database's columns are cut, and a finding says so."""

from __future__ import annotations

from importers.records import Finding, Json, Level

_TITLE = 255
_LONG_TITLE: tuple[Level, str] = ("warning", "title.too-long")
_LONG_TEXT: tuple[Level, str] = ("warning", "text.too-long")
_NAME = 100  # of an author, a category, a tag, a step of the breadcrumbs, a physician
_RECORD = {"name": 100, "honorific": 50, "career": 500, "credentials": 300}


def fitting(text: str, length: int) -> str:
    """`text`, or as much of it as fits, with a mark that something is missing."""
    return text if len(text) <= length else text[: length - 1] + "…"


class Tailor:
    """Cuts the documents of one page to size; `findings` tell what was cut."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def document(self, data: Json) -> Json:
        """A copy of a draft's document whose texts fit; the document itself stays as it is."""
        crumbs = data["breadcrumbs"]
        return {
            **data,
            "title": self._cut(data["title"], _TITLE, "title", kind=_LONG_TITLE),
            "author": self._cut(data["author"], _NAME, "author") if data["author"] else data["author"],
            "categories": _once(self._each(data["categories"], _NAME, "categories")),
            "tags": _once(self._each(data["tags"], _NAME, "tags")),
            "meta": {**data["meta"], "title": self._meta_title(data)},
            "breadcrumbs": [
                *crumbs[:-1],
                *({**crumb, "label": self._crumb(crumb["label"], data)} for crumb in crumbs[-1:]),
            ],
        }

    def record(self, record: Json) -> Json:
        """A copy of a physician's record whose texts fit."""
        cut = dict(record)
        for name, length in _RECORD.items():
            value = record[name]
            cut[name] = self._each(value, length, name) if isinstance(value, list) else self._cut(value, length, name)
        return cut

    def _meta_title(self, data: Json) -> str:
        title = data["meta"].get("title", "")  # a file that is not read has none
        # One that repeats the page's title is not stored; the cut of that has been told already.
        return fitting(title, _TITLE) if title == data["title"] else self._cut(title, _TITLE, "meta.title")

    def _crumb(self, label: str, data: Json) -> str:
        return fitting(label, _TITLE) if label == data["title"] else self._cut(label, _NAME, "breadcrumbs")

    def _each(self, texts: list[str], length: int, where: str) -> list[str]:
        return [self._cut(text, length, where) for text in texts]

    def _cut(self, text: str, length: int, where: str, *, kind: tuple[Level, str] = _LONG_TEXT) -> str:
        if len(text) > length:
            found = Finding(
                level=kind[0],
                id=kind[1],
                message=f"Only {length} of {len(text)} characters fit into {where}: “{text[:60]}…”.",
                hint="Write a shorter one.",
                where=where,
            )
            self.findings.append(found)
        return fitting(text, length)


def _once(names: list[str]) -> list[str]:
    """Names that are different before they are cut may be the same after."""
    return list(dict.fromkeys(names))
