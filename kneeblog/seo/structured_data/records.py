"""Keeps what search engines miss in each live page's graph, so that the report need not make all graphs at once.

A graph takes some ten queries.  A page is due when it, one above it, the clinic's data, or something it shows (a
treatment, a fee table, a physician, a picture) has changed.  Opening the report checks due pages for two seconds and
says how many are left; `manage.py check_structured_data` leaves none.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from wagtail.coreutils import get_dummy_request
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from kneeblog.models import ClinicSettings, GraphCheck
from kneeblog.neighbours import load_neighbours
from kneeblog.seo.breadcrumbs import breadcrumb_trail
from kneeblog.seo.desk.rows import medical_models
from kneeblog.seo.metadata import page_metadata
from kneeblog.shown import check_in_turn, digest, shown_states

from .consumers import Problem, problems
from .graph import page_graph
from .scope import Node

_PAGE = ("live_revision_id", "last_published_at", "url_path", "locale_id")


def due() -> dict[int, str]:
    """The live pages that are to be checked, in the order of the tree, with the state to note for each."""
    everywhere = digest(
        list(Site.objects.order_by("pk").values_list()), list(ClinicSettings.objects.order_by("pk").values_list())
    )
    shown = shown_states(get_image_model()._default_manager.values_list("pk", "width", "height", "file"))
    checked = dict(GraphCheck.objects.values_list("pk", "state"))
    live = {path for path, is_live in Page.objects.values_list("path", "live") if is_live}
    pages = Page.objects.live().type(*medical_models()).filter(alias_of=None).order_by("path")
    states = {
        pk: digest(everywhere, values, _above(path, live), shown.get(pk))
        for pk, path, *values in pages.values_list("pk", "path", *_PAGE)
    }
    return {pk: state for pk, state in states.items() if checked.get(pk) != state}


def refresh(seconds: float | None = None) -> int:
    """Checks what is due, and gives the number of pages that are left.

    Args:
        seconds: for how long; without limit unless given.
    """
    states = due()

    def check(page: Page) -> None:
        found = [asdict(problem) for problem in problems_of(page)]
        values = {"state": states[page.pk], "problems": found, "checked_at": timezone.now()}
        GraphCheck.objects.update_or_create(page_id=page.pk, defaults=values)

    return check_in_turn(list(states), check, seconds)


def problems_of(page: Any) -> list[Problem]:
    """What search engines miss in the graph of a live page; nothing of a page that they may not list."""
    if page.robots.startswith("noindex"):
        return []
    graph = live_graph(page)
    with translation.override(settings.LANGUAGE_CODE):
        return problems(graph)


def live_graph(page: Any) -> Node:
    """The graph that visitors are sent with a page.

    Args:
        page: as its own type.
    """
    request = get_dummy_request(path=page.get_url() or "/", site=page.get_site())
    clinic = ClinicSettings.for_request(request)
    with translation.override(page.locale.language_code):
        context = page.get_context(request)
        load_neighbours(page, ())
        meta, trail = page_metadata(page, request, clinic), breadcrumb_trail(page, request, clinic)
        return page_graph(page, meta, trail, clinic, context.get("children") or (), request)


def _above(path: str, live: set[str]) -> list[bool]:
    """Which of the pages above are live: breadcrumbs lead over those."""
    return [path[:end] in live for end in range(Page.steplen, len(path), Page.steplen)]
