"""The reports' places in the admin."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from kneeblog.reports import menu
from kneeblog.seo.desk.findings import HINTS, LABELS
from kneeblog.seo.desk.hooks import DeskMenuItem

from . import inlinks, missing
from .images import ImagesView
from .inlinks import LinkGraphView
from .languages import LanguagesView
from .links import LinksView
from .missing import MissingAddressesView
from .redirects import RedirectsView
from .structured import StructuredDataView
from .trails import TrailsView

REPORTS: tuple[tuple[Any, str, int], ...] = (
    (MissingAddressesView, "missing-addresses", 1200),
    (RedirectsView, "redirects", 1205),
    (ImagesView, "images-without-alt", 1210),
    (LinksView, "broken-links", 1220),
    (LinkGraphView, "links-between-pages", 1230),
    (LanguagesView, "canonical-and-languages", 1240),
    (StructuredDataView, "structured-data", 1250),
    (TrailsView, "breadcrumbs", 1280),
)


def titles_and_descriptions() -> MenuItem:
    """What is missing, there twice, too long or too short: the desk with its filters set."""
    kinds = [("finding", kind) for kind in LABELS if kind not in HINTS]
    where = f"{reverse('kneeblog_seo_desk')}?{urlencode(kinds)}"
    return DeskMenuItem(_("Titles and descriptions"), where, name="seo-findings", icon_name="search", order=1195)


def register() -> None:
    """Called once, when Wagtail collects hooks."""
    for report, where, order in REPORTS:
        hooks.register("register_admin_urls", partial(menu.urls, report, where))
        hooks.register("register_reports_menu_item", partial(menu.ReportMenuItem, report, order))
    hooks.register("register_reports_menu_item", titles_and_descriptions)
    for more in (inlinks, missing):
        hooks.register("register_admin_urls", more.urls)
    hooks.register("register_page_header_buttons", inlinks.page_button)
    hooks.register("register_page_listing_more_buttons", inlinks.page_button)
