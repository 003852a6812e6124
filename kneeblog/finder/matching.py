"""Which articles and conditions fit the answers of a visitor; the number of queries does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from wagtail.models import Page, ReferenceIndex

from kneeblog import conf
from kneeblog.neighbours import is_restricted

KINDS = ("place", "time")


@dataclass(slots=True)
class Answer:
    """What a visitor chose of what there is to choose, and what was found."""

    choices: list[Any]
    chosen: dict[str, Any] = field(default_factory=dict)
    articles: list[int] = field(default_factory=list)
    conditions: list[Any] = field(default_factory=list)
    loosely: bool = False
    """Nothing is known to fit both answers; what is shown fits one of them."""

    @property
    def places(self) -> list[Any]:
        """The answers to “where does it hurt?”."""
        return [choice for choice in self.choices if choice.kind == "place"]

    @property
    def times(self) -> list[Any]:
        """The answers to “when does it hurt?”."""
        return [choice for choice in self.choices if choice.kind == "time"]

    @property
    def place(self) -> Any:
        """The chosen place, or None."""
        return self.chosen.get("place")

    @property
    def time(self) -> Any:
        """The chosen occasion, or None."""
        return self.chosen.get("time")

    @property
    def parameters(self) -> str:
        """The answers as an address has them."""
        return urlencode({kind: choice.key for kind, choice in self.chosen.items()})

    def articles_page(self, number: str | int | None) -> PaginatorPage:
        """One page of the articles, as their own type."""
        part = Paginator(self.articles, conf.get("PAGE_SIZE")).get_page(number)
        model = apps.get_model("kneeblog.SymptomArticlePage")
        pages = model._default_manager.in_bulk(part.object_list) if part.object_list else {}
        part.object_list = [pages[pk] for pk in part.object_list if pk in pages]
        return part


def answer(locale_id: int, query: Mapping[str, Any], below: str = "") -> Answer:
    """What fits the answers in an address (`?place=inside&time=stairs`); an answer that does not exist counts as none.

    Pages that name a term which belongs to both answers; where there is none, to one of them.  Articles about such a
    symptom stand before those that only name such a disease, then the newer before the older.

    Args:
        locale_id: of the pages to find.
        query: the address's parameters.
        below: the path in the tree of what they stand below.
    """
    choices = list(apps.get_model("kneeblog.FinderChoice").objects.all())
    at = {(choice.kind, choice.key): choice for choice in choices}
    chosen = {kind: at[kind, key] for kind in KINDS if (kind, key := query.get(kind, "")) in at}
    found = Answer(choices, chosen)
    if chosen:
        _fill(found, {"locale_id": locale_id, "path__startswith": below})
    return found


def _fill(found: Answer, where: dict[str, Any]) -> None:
    wanted: dict[int, set[int]] = {choice.pk: set() for choice in found.chosen.values()}
    belonging = type(found.choices[0]).terms.through.objects.filter(finderchoice_id__in=list(wanted))
    for choice, term in belonging.values_list("finderchoice_id", "glossaryterm_id"):
        wanted[choice].add(term)
    either, both = set().union(*wanted.values()), set.intersection(*wanted.values())
    articles, symptoms = _articles(where, either)
    conditions = _conditions(where, either)
    named = set().union(*articles.values(), {page.term_id for page in conditions})
    fitting = both if named & both else either
    found.loosely = fitting is either and bool(named) and len(wanted) > 1
    found.conditions = [page for page in conditions if page.term_id in fitting]
    found.articles = sorted(
        (pk for pk, terms in articles.items() if terms & fitting), key=lambda pk: symptoms[pk] not in fitting
    )


def _articles(where: dict[str, Any], terms: set[int]) -> tuple[dict[int, set[int]], dict[int, int | None]]:
    """The live, public articles that name one of the terms, with those terms, the newest first; and their symptoms."""
    related, model = (apps.get_model(f"kneeblog.{name}") for name in ("RelatedCondition", "SymptomArticlePage"))
    about: dict[int, set[int]] = defaultdict(set)
    types = [ContentType.objects.get_for_model(one) for one in (Page, apps.get_model("kneeblog.GlossaryTerm"))]
    named = ReferenceIndex.objects.filter(base_content_type=types[0], to_content_type=types[1])
    named = named.filter(to_object_id__in=[str(term) for term in terms]).values_list("object_id", "to_object_id")
    entries = related.objects.filter(condition__term_id__in=terms).values_list("page_id", "condition__term_id")
    for page, term in [*named, *entries]:
        about[int(page)].add(int(term))
    live = model.objects.live().filter(~is_restricted(), pk__in=list(about), **where)
    symptoms = dict(live.order_by("-first_published_at", "-pk").values_list("pk", "symptom_id"))
    return {pk: about[pk] for pk in symptoms}, symptoms


def _conditions(where: dict[str, Any], terms: set[int]) -> list[Any]:
    """The live, public pages about one of these diseases, in the order of their readings."""
    pages = apps.get_model("kneeblog.ConditionPage").about_diseases(where["locale_id"])
    return list(pages.filter(~is_restricted(), term_id__in=terms, **where).order_by("term__ja_kana", "pk"))
