"""The reports' places in the admin."""

from __future__ import annotations

from functools import partial
from typing import Any

from wagtail import hooks

from kneeblog.reports import menu

from . import inlinks, missing
from .images import ImagesView
from .inlinks import LinkGraphView
from .languages import LanguagesView
from .links import LinksView
from .missing import MissingAddressesView
from .redirects import RedirectsView

REPORTS: tuple[tuple[Any, str, int], ...] = (
    (MissingAddressesView, "missing-addresses", 1200),
    (RedirectsView, "redirects", 1205),
    (ImagesView, "images-without-alt", 1210),
    (LinksView, "broken-links", 1220),
    (LinkGraphView, "links-between-pages", 1230),
    (LanguagesView, "canonical-and-languages", 1240),
)


def register() -> None:
    """Called once, when Wagtail collects hooks."""
    for report, where, order in REPORTS:
        hooks.register("register_admin_urls", partial(menu.urls, report, where))
        hooks.register("register_reports_menu_item", partial(menu.ReportMenuItem, report, order))
    for more in (inlinks, missing):
        hooks.register("register_admin_urls", more.urls)
    hooks.register("register_page_header_buttons", inlinks.page_button)
    hooks.register("register_page_listing_more_buttons", inlinks.page_button)
