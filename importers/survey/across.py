"""What is met on several pages: treatments, physicians, fee lists; on how many, and whose copies say something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from importers import sitewide
from importers.records import Draft, Json
from importers.text import fold, one_line


@dataclass(slots=True)
class _Thing:
    """Something that pages speak of, and where they do."""

    name: str
    kept: Mapping[str, str]
    own_page: str = ""
    pages: list[str] = field(default_factory=list)
    differs: list[Json] = field(default_factory=list)

    def met(self, draft: Draft, here: Mapping[str, str]) -> None:
        """Note one more page, and in what its copy differs from the first."""
        path = draft.data["source"]["path"]
        self.pages += [path] if path not in self.pages[-1:] else []
        for name in sitewide.differing(self.kept, here):
            self.differs.append({"page": path, "field": name, "here": here[name], "kept": self.kept[name]})

    def as_json(self) -> Json:
        return {"name": self.name, "own_page": self.own_page, "pages": self.pages, "differs": self.differs}


def across(drafts: Sequence[Draft], lists: Mapping[int, Sequence[Json]]) -> Json:
    """What the pages of a source say together.

    Args:
        drafts: of the pages, in order; their bodies may be gone already.
        lists: the fee lists of each draft, by its position; see `fee_lists`.
    """
    site = sitewide.gather(drafts)
    treatments: dict[str, _Thing] = {}
    physicians: dict[str, _Thing] = {}
    fees: dict[tuple[str, str], _Thing] = {}
    for number, draft in enumerate(drafts):
        for card in draft.data["treatments"]:
            if card["name"]:
                key = site.identity.treatment_key(card, draft.data["source"]["url"])
                known = site.treatments[key]
                thing = _Thing(known.card["name"], sitewide.card_words(known.card), _path(known.page))
                treatments.setdefault(key, thing).met(draft, sitewide.card_words(card))
        record = draft.data["supervisor"]
        if record and record["name"]:
            key = site.identity.physician_key(record)
            person = site.physicians[key]
            thing = _Thing(person.record["name"], sitewide.record_words(person.record), _path(person.page))
            physicians.setdefault(key, thing).met(draft, sitewide.record_words(record))
        for one in lists.get(number, ()):
            words = {"fees": one["fees"]}
            fees.setdefault((fold(one["name"]), one["labels"]), _Thing(one["name"], words)).met(draft, words)
    return {
        "treatments": [thing.as_json() for thing in treatments.values()],
        "physicians": [thing.as_json() for thing in physicians.values()],
        "fee_lists": [thing.as_json() for thing in fees.values()],
    }


def _path(page: Draft | None) -> str:
    return page.data["source"]["path"] if page else ""


def fee_lists(blocks: Iterable[Json], heading: str = "") -> Iterator[Json]:
    """The fee lists of a body: the heading each stands under, what it prices, and its words.

    Lists under one heading that price the same things are one list, whose copies may differ.
    """
    for block in blocks:
        value = block["value"]
        if block["type"] in {"section", "topic"}:
            yield from fee_lists(value["content"], value["heading"])
        elif block["type"] == "fee_table":
            items = value["items"]
            yield {
                "name": one_line(value["heading"] or heading),
                "labels": "|".join(sorted({fold(item["label"] + item["side"] + item["unit"]) for item in items})),
                "fees": " / ".join(dict.fromkeys(item["raw"] for item in items)),
            }
