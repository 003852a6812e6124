"""Which nodes each page type has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from kneeblog import models
from kneeblog.models import prefetch
from kneeblog.seo.breadcrumbs import Crumb
from kneeblog.seo.metadata import Metadata

from . import medical, pages
from .people import person_id, person_node
from .scope import Node, Scope, filled
from .site import site_nodes


def page_graph(
    page: Page,
    meta: Metadata,
    trail: list[Crumb],
    clinic: Any,
    listed: Iterable[Page] = (),
    request: HttpRequest | None = None,
) -> Node:
    """The whole graph of a page as it is shown.

    Args:
        page: as its own type.
        meta: what its head says.
        trail: its breadcrumbs.
        clinic: the site's `ClinicSettings`.
        listed: the pages that it lists, if it is an index.
    """
    parts = page.get_url_parts(request)
    url = page.get_full_url(request) or meta.canonical
    scope = Scope(page, f"{parts[1] if parts else ''}/", url, meta, trail, clinic, listed, request)
    own = next((make for kind, make in _NODES.items() if isinstance(page, kind)), _any_page)
    nodes = [*site_nodes(scope), *own(scope), pages.picture(scope), pages.breadcrumbs(scope), *_supervisor(scope)]
    return {"@context": "https://schema.org", "@graph": [filled(node) for node in nodes if node]}


def _symptom_article(scope: Scope) -> Iterator[Node]:
    page: Any = scope.page
    yield pages.web_page(scope, "MedicalWebPage", scope.own("article"))
    mentioned = [medical.condition_elsewhere(scope, condition) for condition in page.conditions]
    about = [medical.symptom(scope, page.symptom)] if page.symptom else []
    yield pages.article(scope, about=about, mentions=[*mentioned, *_treatments(scope)])


def _article(scope: Scope) -> Iterator[Node]:
    yield pages.web_page(scope, "WebPage", scope.own("article"))
    yield pages.article(scope, mentions=_treatments(scope))


def _condition(scope: Scope) -> Iterator[Node]:
    yield pages.web_page(scope, "MedicalWebPage", scope.own("condition"))
    yield medical.condition(scope)


def _treatment(scope: Scope) -> Iterator[Node]:
    yield pages.web_page(scope, "MedicalWebPage", scope.own("therapy"))
    yield from medical.treatment(scope)


def _physician(scope: Scope) -> Iterator[Node]:
    yield pages.web_page(scope, "ProfilePage", person_id(scope, scope.page))
    yield person_node(scope, scope.page)


def _home(scope: Scope) -> Iterator[Node]:
    yield pages.web_page(scope, "WebPage", scope.sites("clinic") if scope.clinic.clinic_name else None)


def _index(scope: Scope) -> Iterator[Node]:
    found = pages.listing(scope)
    yield pages.web_page(scope, "CollectionPage", found["@id"] if found else None)
    if found:
        yield found


def _any_page(scope: Scope) -> Iterator[Node]:
    yield pages.web_page(scope, "WebPage")


_NODES: dict[type[Any], Callable[[Scope], Iterator[Node]]] = {
    models.SymptomArticlePage: _symptom_article,
    models.ArticlePage: _article,
    models.ConditionPage: _condition,
    models.TreatmentPage: _treatment,
    models.PhysicianPage: _physician,
    models.HomePage: _home,
    models.IndexPage: _index,
}


def _treatments(scope: Scope) -> list[Node]:
    """Those that the page shows in its text and below it, each once."""
    page: Any = scope.page
    shown = (
        block.value
        for stream in (page.body, page.treatments)
        for block in prefetch.stream_children(stream, "treatment")
    )
    live = {treatment.pk: treatment for treatment in shown if treatment is not None and treatment.live}
    return [medical.treatment_elsewhere(scope, treatment) for treatment in live.values()]


def _supervisor(scope: Scope) -> Iterator[Node]:
    record = pages.signed(scope)
    if record:
        yield person_node(scope, record.physician)
