"""What references resolve to, by what the database holds.  Reads only; `write` makes what is missing."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from wagtail.models import Locale

from importers import sitewide
from importers.actions import Action, walk
from importers.classify import first_term
from importers.models import ImportedPage
from importers.records import Json
from importers.text import fold
from kneeblog.models import ConditionPage, FeeTable, GlossaryTerm

PLANNED = 0  # stands for the id of something that this run will make


class Lookup:
    """References of one page at a time; `begin` names the page, `seen` is what its references resolved to.

    Args:
        site: what the drafts say together.
        locale: of the pages; `None` for any.
    """

    def __init__(self, site: sitewide.Site, locale: Locale | None = None) -> None:
        self._site = site
        self._locale = locale
        here = {"locale": locale} if locale else {}
        self._terms: dict[str, int] = dict(GlossaryTerm.objects.values_list("key", "pk"))
        self._pages: dict[str, int] = dict(ImportedPage.objects.values_list("key", "page_id"))
        self._tables = self._stored_tables()
        conditions = ConditionPage.objects.filter(term__isnull=False, **here).order_by("-pk")
        self._conditions: dict[int, int] = dict(conditions.values_list("term_id", "pk"))
        self._planned: set[str] = set()
        self._planned_conditions: dict[int, str] = {}
        self._action: Action | None = None
        self.seen: dict[str, int | None] = {}
        self.needs: set[str] = set()

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
        self.seen = {}
        self.needs = set()

    # What fields ask for ----------------------------------------------------------------------------------------------

    def image(self, picture: Json) -> int | None:
        """Pending."""
        return None

    def document(self, file: Json) -> int | None:
        """Pending."""
        return None

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


def _table_key(fees: list[Json], owner: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"kneeblog:fee-table:{sitewide.fees_key(fees, owner)}")
