"""Redirects that do not do what they are for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from kneeblog.models import RedirectUse
from kneeblog.seo.redirects import folded_path

from .addresses import Addresses, Arrival
from .listing import DeskReportView

IDLE = datetime.timedelta(days=180)


@dataclass(slots=True, kw_only=True)
class RedirectRow:
    """One redirect, and what is wrong with it."""

    redirect: Redirect
    kind: str
    target: str
    used: str = ""
    kind_label: str = ""

    @property
    def old_path(self) -> str:
        """The address that is asked for."""
        return str(self.redirect.old_path)


class RedirectsView(DeskReportView):
    """Chains, loops, dead targets, redirects that a page stands in front of, and those that nobody asks for."""

    model = Redirect
    page_title = _("Redirects to check")
    header_icon = "redirect"
    index_url_name = "kneeblog_seo_redirects"
    index_results_url_name = "kneeblog_seo_redirects_results"
    export_filename = "redirects-to-check"
    explanation = _(
        "A redirect should lead in one step to a page that is live. One that nobody has asked for in half a year may "
        "go, unless other sites still link to it."
    )
    kinds: ClassVar[dict[str, Any]] = {
        "loop": _("Leads back to itself"),
        "dead": _("The target is not there or not live"),
        "chain": _("Leads to another redirect"),
        "covered": _("A live page stands at this address, so it is never used"),
        "unused": _("Not used for half a year"),
    }
    columns: ClassVar[list[Column]] = [
        TitleColumn(
            "old_path",
            label=_("Old address"),
            get_url=lambda row: reverse("wagtailredirects:edit", args=[row.redirect.pk]),
        ),
        Column("kind_label", label=_("Kind")),
        Column("target", label=_("Target")),
        Column("used", label=_("Last used on")),
    ]

    def rows(self) -> Iterator[RedirectRow]:
        """The worst first."""
        found = list(problems())
        order = list(self.kinds)
        return iter(sorted(found, key=lambda row: (order.index(row.kind), row.old_path)))


def problems() -> Iterator[RedirectRow]:
    """Of every redirect the worst thing that is wrong with it."""
    addresses = Addresses()
    site = Site.objects.filter(is_default_site=True).first()
    used = dict(RedirectUse.objects.values_list("path", "last_used_on"))
    redirects = list(Redirect.objects.order_by("old_path"))
    by_path = {folded_path(redirect.old_path): redirect for redirect in redirects}
    for redirect in redirects:
        path = folded_path(redirect.old_path)
        last = used.get(path)
        if kind := _kind(redirect, addresses, by_path, site) or _idle(redirect, last):
            page = addresses.pages.get(redirect.redirect_page_id or 0)
            target = redirect.redirect_link or (page.title if page else "")
            yield RedirectRow(redirect=redirect, kind=kind, target=target, used=date_format(last) if last else "")


def _kind(redirect: Redirect, addresses: Addresses, by_path: dict[str, Redirect], site: Site | None) -> str:
    own = folded_path(redirect.old_path)
    if addresses.page_at(redirect.site_id or (site.pk if site else 0), own) is not None:
        return "covered"
    if redirect.redirect_page_id:
        page = addresses.pages.get(redirect.redirect_page_id)
        return "" if page is not None and page.live else "dead"
    if not redirect.redirect_link:
        return "dead"
    return _of_link(redirect.redirect_link, own, addresses, by_path)


def _of_link(link: str, own: str, addresses: Addresses, by_path: dict[str, Redirect]) -> str:
    """Follows a typed address as far as it stays on this site."""
    seen = {own}
    is_chain = False
    while True:
        arrival: Arrival = addresses.arrive(link)
        path = addresses.folded(link)
        if not arrival.is_own or not arrival.redirected:
            if not arrival.is_there:
                return "dead"
            return "chain" if is_chain else ""
        if path in seen:
            return "loop"
        seen.add(path)
        is_chain = True
        following = by_path[path]
        if following.redirect_page_id or not following.redirect_link:
            return "chain" if arrival.is_there else "dead"
        link = following.redirect_link


def _idle(redirect: Redirect, last: datetime.date | None) -> str:
    """Redirects that are younger than the time in question cannot be idle yet."""
    since = timezone.localdate() - IDLE
    made = timezone.localdate(redirect.created_at) if redirect.created_at else datetime.date.min
    return "unused" if made < since and (last is None or last < since) else ""
