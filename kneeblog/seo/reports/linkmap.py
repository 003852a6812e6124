"""All links between the pages that are live, each with the page it ends at, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F
from wagtail.documents import get_document_model
from wagtail.models import Page

from kneeblog.models import ConditionPage, IndexPage, RelatedCondition, SupervisionRecord
from kneeblog.seo.desk.rows import medical_models

from .addresses import Addresses
from .stored import BATCH, NOWHERE, Anchor, Link, Place, held_fields, parts

# Ids that the templates set.
_OF_TEMPLATES = frozenset({"main", "toc-heading", "supervisor-heading", "top", ""})


@dataclass(frozen=True, slots=True)
class Edge:
    """One link.

    Args:
        source: the page that has it, by its id.
        target: the page it ends at, by its id.
        address: as it is stored, `""` for one that was chosen.
        words: what readers see of it.
        problem: `gone`, `hidden`, `dead`, `document`, `anchor` or `redirected`; `""` for none.
        anchor: behind `#`, where the link ends on another page.
    """

    source: int
    target: int | None
    words: str = ""
    address: str = ""
    place: Place = NOWHERE
    problem: str = ""
    anchor: str = ""


class LinkMap:
    """The links of all live pages.

    The texts of all of them are read, but none is kept.  The links that are made of mentions of diseases while a page
    is shown are not among them.
    """

    def __init__(self) -> None:
        self.addresses = Addresses()
        self._documents = set(get_document_model().objects.values_list("pk", flat=True))
        conditions = ConditionPage.objects.live().filter(term__isnull=False).order_by("-pk")
        self._terms = {(term, locale): pk for pk, term, locale in conditions.values_list("pk", "term_id", "locale_id")}
        self.edges = list(self._checked([*self._of_texts(), *self._of_relations()]))

    def orphans(self) -> list[Page]:
        """Live pages that no other page links to: only lists of pages, menus and breadcrumbs lead to them."""
        linked = {edge.target for edge in self.edges if edge.target != edge.source and edge.problem in {"", "anchor"}}
        return [page for pk, page in self.addresses.pages.items() if pk not in linked and _wants_links(page)]

    def _of_texts(self) -> Iterator[Edge]:
        for model in medical_models():
            for page in _bodies(model).iterator(chunk_size=BATCH):
                held = list(parts(page))
                anchors = {part.name for part in held if isinstance(part, Anchor)} | _OF_TEMPLATES
                light = self.addresses.pages[page.pk]
                for part in held:
                    if isinstance(part, Link):
                        yield from self._edge(light, part, anchors)

    def _edge(self, page: Page, link: Link, anchors: set[str] | frozenset[str]) -> Iterator[Edge]:
        edge = Edge(page.pk, None, link.words, "", link.place)
        if link.kind == "page":
            yield self._to_page(edge, int(link.target))
        elif link.kind == "term":
            target = self._terms.get((int(link.target), page.locale_id))
            yield from [replace(edge, target=target)] if target and target != page.pk else ()
        elif link.kind == "document":
            yield from [] if int(link.target) in self._documents else [replace(edge, problem="document")]
        else:
            yield from self._to_address(edge, page, link.target, anchors)

    def _to_page(self, edge: Edge, pk: int) -> Edge:
        if pk not in self.addresses.pages:
            return replace(edge, problem="gone")
        target = self.addresses.localised(pk, self.addresses.pages[edge.source].locale_id)
        return replace(edge, target=target, problem="" if self.addresses.pages[target].live else "hidden")

    def _to_address(self, edge: Edge, page: Page, address: str, anchors: Any) -> Iterator[Edge]:
        found = self.addresses.arrive(address, page)
        if not found.is_own:
            return
        edge = replace(edge, address=address, target=found.page)
        if not found.is_there:
            yield replace(edge, problem="dead" if found.page is None else "hidden")
        elif found.page == page.pk:
            yield replace(edge, problem="" if found.anchor in anchors else "anchor")
        else:
            yield replace(edge, problem="redirected" if found.redirected else "", anchor=found.anchor)

    def _of_relations(self) -> Iterator[Edge]:
        """Links that come from fields: related diseases, and the physician who signed what is live."""
        live = {pk for pk, page in self.addresses.pages.items() if page.live and not page.alias_of_id}
        for source, target in RelatedCondition.objects.values_list("page_id", "condition_id"):
            if source in live:
                yield self._to_page(Edge(source, None, place=Place("related_conditions")), target)
        signed = SupervisionRecord.objects.filter(live_as=F("page__live_revision"), physician__isnull=False)
        for source, target in signed.values_list("page_id", "physician_id"):
            if source in live:
                yield self._to_page(Edge(source, None, place=Place("supervisor")), target)

    def _checked(self, edges: list[Edge]) -> Iterator[Edge]:
        """Those that end within another page, once more: whether what they end at is there."""
        wanted = {edge.target for edge in edges if edge.anchor and edge.target}
        anchors: dict[int, set[str]] = {}
        for model in medical_models() if wanted else ():
            for page in _bodies(model).filter(pk__in=wanted).iterator(chunk_size=BATCH):
                anchors[page.pk] = {part.name for part in parts(page) if isinstance(part, Anchor)}
        for edge in edges:
            known = anchors.get(edge.target or 0)
            is_lost = edge.anchor and known is not None and edge.anchor not in known | _OF_TEMPLATES
            yield replace(edge, problem="anchor") if is_lost else edge


def _bodies(model: type[Any]) -> Any:
    """Live pages with what they hold, and nothing else of them."""
    pages = model._default_manager.live().filter(alias_of=None)
    return pages.only("pk", *(field.name for field in held_fields(model))).order_by("path")


def _wants_links(page: Page) -> bool:
    model = page.content_type.model_class()
    is_list = model is None or issubclass(model, IndexPage)
    return page.live and not (page.alias_of_id or page.show_in_menus or is_list)
