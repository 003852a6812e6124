"""What references resolve to, by what the database holds.  Reads only; `write` makes what is missing."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from importers import sitewide
from importers.actions import Action, walk
from importers.classify import first_term
from importers.links import Target, linked, page_and_place, places
from importers.models import ImportedPage, MadeObject
from importers.records import Json
from importers.text import fold
from kneeblog.models import ConditionPage, FeeTable, GlossaryTerm

PLANNED = 0  # stands for the id of something that this run will make


class Lookup:
    """References of one page at a time; `begin` names the page, `seen` is what its references resolved to.

    Args:
        site: what the drafts say together.
        locale: of the pages; `None` for any.
        fixed: pages that were not imported and have taken the place of an old one, by its source key.
    """

    def __init__(
        self, site: sitewide.Site, locale: Locale | None = None, fixed: Mapping[str, int] | None = None
    ) -> None:
        self._site = site
        self._locale = locale
        here = {"locale": locale} if locale else {}
        self._terms: dict[str, int] = dict(GlossaryTerm.objects.values_list("key", "pk"))
        self._pages: dict[str, int] = dict(
            ImportedPage.objects.filter(page__isnull=False).values_list("key", "page_id")
        )
        self._fixed = fixed or {}
        self._places: dict[str, set[str]] = {}
        self._addresses: dict[int, str] = {}
        self._tables = self._stored_tables()
        conditions = ConditionPage.objects.filter(term__isnull=False, **here).order_by("-pk")
        self._conditions: dict[int, int] = dict(conditions.values_list("term_id", "pk"))
        self.edited_tables = edited_tables()
        self._planned: set[str] = set()
        self._planned_conditions: dict[int, str] = {}
        self._images = set(get_image_model().objects.values_list("pk", flat=True))
        self._kept: dict[str, int] | None = None
        self._action: Action | None = None
        self.seen: dict[str, int | None] = {}
        self.needs: set[str] = set()
        self.unresolved: dict[str, str] = {}  # links within the old site that lead nowhere yet, with the reason

    def expect(self, actions: Iterable[Action]) -> None:
        """Tell which pages this run will make."""
        for action in actions:
            self._planned.add(action.key)
            term = self._terms.get(first_term(action.data["title"], "condition"))
            if action.page_type == "condition" and term:
                self._planned_conditions.setdefault(term, action.key)

    def begin(self, action: Action) -> None:
        """The references that follow are those of this page."""
        self._action = action
        self._kept = None
        self.seen = {}
        self.needs = set()
        self.unresolved = {}

    # What fields ask for ----------------------------------------------------------------------------------------------

    def image(self, picture: Json) -> int | None:
        """The one it was imported as, which stays where it is if it is not at hand now; else pending."""
        row = self._action.imported if self._action else None
        if row is None or picture["url"] not in row.pictures:
            return None
        if self._kept is None:
            there = _pictures_in(list(row.imported.values()))
            self._kept = {url: pk for url, pk in there.items() if pk in self._images}
        return self._kept.get(picture["url"])

    def term(self, key: str) -> int | None:
        """The id of a glossary term."""
        return self._note(f"term {key}", self._terms.get(key))

    def term_of(self, title: str, category: str) -> int | None:
        """The first term of a category that a title names."""
        key = first_term(title, category)
        return self.term(key) if key else None

    def conditions_of(self, body: list[Json]) -> list[int]:
        """The condition pages of the diseases that an article's topics are about, in their order."""
        keys = dict.fromkeys(block["value"]["condition"] for block in walk(body) if block["type"] == "topic")
        terms = [(key, self._terms[key]) for key in keys if key in self._terms]
        found = [
            self._resolved(f"condition {key}", self._conditions.get(term), self._planned_conditions.get(term, ""))
            for key, term in terms
        ]
        return [page for page in found if page]

    def fee_table(self, fees: list[Json], heading: str) -> int | None:
        """The fee table with these fees of the same treatment or page."""
        found = next((self._tables[key] for key in self._table_keys(fees, heading) if key in self._tables), None)
        if found is None:
            found = self._make_table(self._table_keys(fees, heading)[0], fees, heading)
        return self._note(f"fees {sitewide.fees_key(fees)}", found) or None

    def treatment(self, card: Json) -> int | None:
        """The page of the treatment that a card names."""
        if self._action is None:
            return None
        key = self._site.identity.treatment_key(card, self._action.data["source"]["url"])
        return self._resolved(f"treatment {fold(card['name'])} {card['url']}", self.page(key), key)

    def physician(self, record: Json) -> int | None:
        """The page of the physician that a record introduces."""
        if not record["name"]:
            return None
        key = self._site.identity.physician_key(record)
        return self._resolved(f"physician {fold(record['name'])}", self.page(key), key)

    def linked(self, html: str) -> str:
        """Rich text with its links to pages of the old site turned to the new ones."""
        return linked(html, self)

    def moved(self, href: str) -> str:
        """An address, the new one if it was a page's of the old site."""
        target = self.target(href) if href else None
        return self.address(target) if target else href

    def target(self, href: str) -> Target | None:
        """Where an address of the old site leads now; one that leads to a missing page is noted."""
        found = page_and_place(href, self._action.data["source"]["url"]) if self._action else None
        if found is None or self._action is None or found[0] == self._action.key:
            return None
        key, place = found
        page = self._resolved(f"link {key}", self.page(key) or self._fixed.get(key), key)
        if page is None:
            if key not in self.needs:
                self.unresolved[href] = "no page was imported from there"
            return None
        if place and place not in self._places_of(key):
            self.unresolved[href] = f"the page has no place {place}"
            return Target(page, "")
        return Target(page, place)

    def address(self, target: Target) -> str:
        """The new address of a place."""
        if target.page not in self._addresses:
            found = Page.objects.filter(pk=target.page).first()
            self._addresses[target.page] = (found.url if found else "") or ""
        return self._addresses[target.page] + (f"#{target.place}" if target.place else "")

    def _places_of(self, key: str) -> set[str]:
        if key not in self._places:
            draft = next((draft for draft in self._site.drafts if draft.key == key), None)
            row = ImportedPage.objects.filter(key=key).first() if draft is None else None
            body = draft.data["body"] if draft else row.imported.get("body", []) if row else []
            self._places[key] = places(body)
        return self._places[key]

    def page(self, key: str) -> int | None:
        """The page that was imported under a key, or under the one the thing had before."""
        earlier = self._site.identity.earlier(key)
        return self._pages.get(key) or (self._pages.get(earlier.key) if earlier else None)

    # ------------------------------------------------------------------------------------------------------------------

    def _stored_tables(self) -> dict[uuid.UUID, int]:
        tables = FeeTable.objects.filter(locale=self._locale) if self._locale else FeeTable.objects.all()
        return dict(tables.values_list("translation_key", "pk"))

    def _make_table(self, key: uuid.UUID, fees: list[Json], heading: str) -> int:
        return PLANNED

    def _table_keys(self, fees: list[Json], heading: str) -> list[uuid.UUID]:
        """The key of a new table, and those that one made earlier may have, when its owner was known otherwise."""
        if self._action is None:
            return [_table_key(fees, "")]
        owner = self._site.fee_owner(self._action.key, self._action.data, fees, heading)
        earlier = self._site.identity.earlier(owner)
        names = [owner, *([earlier.key, *sorted(earlier.aliases)] if earlier else [])]
        return [_table_key(fees, name) for name in dict.fromkeys(names)]

    def _resolved(self, name: str, page: int | None, key: str) -> int | None:
        if page is None and key in self._planned:
            self.needs.add(key)
            self._note(name, PLANNED)
            return None
        return self._note(name, page)

    def _note(self, name: str, found: int | None) -> int | None:
        self.seen[name] = found
        return found


def edited_tables() -> set[int]:
    """The fee tables that editors have worked on since they were imported."""
    imported = MadeObject.objects.filter(content_type__app_label="kneeblog", content_type__model="feetable")
    revisions = dict(imported.values_list("object_id", "revision"))
    now = FeeTable.objects.filter(pk__in=revisions).values_list("pk", "latest_revision_id")
    return {pk for pk, revision in now if revision != revisions[pk]}


def _pictures_in(raw: Any) -> dict[str, int]:
    """The library's pictures in values of a page, by their old addresses."""
    found: dict[str, int] = {}
    if isinstance(raw, list):
        for item in raw:
            found |= _pictures_in(item)
    elif isinstance(raw, Mapping):
        image = raw.get("image")
        if raw.get("original_url") and isinstance(image, Mapping) and image.get("image"):
            found[raw["original_url"]] = image["image"]
        for value in raw.values():
            found |= _pictures_in(value)
    return found


def _table_key(fees: list[Json], owner: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"kneeblog:fee-table:{sitewide.fees_key(fees, owner)}")
