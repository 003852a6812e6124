"""The audit of breadcrumbs: missing, in a circle, over pages that are not there, other than on the old site.

The trails are made by the function that makes the visible ones, of the tree in memory: three queries for all pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from kneeblog.models import ClinicSettings
from kneeblog.seo.breadcrumbs import label, steps
from kneeblog.seo.desk.rows import medical_models
from kneeblog.seo.oldtrails import old_trails

from .listing import Row, SeoReportView
from .stored import Place

_NEEDED = ("title", "url_path", "path", "depth", "live", "alias_of", "locale", "content_type")
_SEPARATOR = " › "
_PLACE = Place("breadcrumb_label")


class TrailsView(SeoReportView):
    """The report, for pages in all languages."""

    page_title = _("Breadcrumbs to check")
    header_icon = "list-ul"
    index_url_name = "kneeblog_seo_trails"
    index_results_url_name = "kneeblog_seo_trails_results"
    export_filename = "breadcrumbs"
    explanation = _(
        "Breadcrumbs as visitors see them. They come from the page's place in the tree, or from the parent chosen for "
        "them, and from each page's short name. Where the old site's breadcrumbs are known, they are compared."
    )
    kinds: ClassVar[dict[str, Any]] = {
        "missing": _("No breadcrumbs: nothing stands above the page"),
        "circle": _("The chosen parent stands below the page"),
        "unpublished": _("A step is not published, and left out"),
        "language": _("The chosen parent is in another language"),
        "differs": _("Not as on the old site"),
    }
    what_label = _("Breadcrumbs")
    more_label = _("Step, or the old breadcrumbs")

    def rows(self) -> Iterator[Row]:
        """One for each thing that is wrong."""
        pages = list(_pages())
        trails = Trails(pages)
        old = old_trails()
        for page in pages:
            if page.alias_of_id is None and page.content_type.model_class() in trails.models:
                yield from trails.problems(page, old.get(page.pk, ()))


class Trails:
    """The trails of all pages.

    Args:
        pages: all of them, with `breadcrumb_label` and `primary_parent_id`.
    """

    def __init__(self, pages: list[Any]) -> None:
        self.models = set(medical_models())
        self._by_path = {page.path: page for page in pages}
        self._by_id = {page.pk: page for page in pages}
        roots = Site.get_site_root_paths()
        self._roots = {root.root_path for root in roots}
        settings = {clinic.site_id: clinic for clinic in ClinicSettings.objects.all()}
        self._clinics = {root.root_path: settings.get(root.site_id) for root in roots}

    def problems(self, page: Any, old: tuple[str, ...]) -> Iterator[Row]:
        """What is wrong with the trail of one page.

        Args:
            page: one of the pages.
            old: the labels of the old page's trail; empty if they are not known.
        """
        ancestors = self._ancestors(page)
        shown = [one for one in ancestors if one.live and one.pk != page.pk]
        with translation.override(page.locale.language_code):
            above = steps(shown, self._roots, self._clinic(ancestors))
            labels = [label(one, self._roots) for one in (*above, page)]
        found: dict[str, str] = {}
        parent = self._by_id.get(page.primary_parent_id)
        if parent is not None and parent.path.startswith(page.path):
            found["circle"] = parent.title
        elif parent is not None and parent.locale_id != page.locale_id:
            found["language"] = parent.title
        if page.url_path not in self._roots and not steps(shown, self._roots, None):
            found["missing"] = ""
        if page.live and (hidden := [one.title for one in ancestors if not one.live and one.pk != page.pk]):
            found["unpublished"] = _SEPARATOR.join(hidden)
        if old and [_bare(one) for one in old] != [_bare(one) for one in labels]:
            found["differs"] = _SEPARATOR.join(old)
        for kind, more in found.items():
            yield Row(page=page, kind=kind, what=_SEPARATOR.join(labels), more=more, place=_PLACE)

    def _ancestors(self, page: Any) -> list[Any]:
        """Those its trail leads over, live or not, the highest first."""
        parent = self._by_id.get(page.primary_parent_id)
        lowest = parent.path if parent is not None else page.path[: -Page.steplen]
        paths = (lowest[:end] for end in range(Page.steplen, len(lowest) + 1, Page.steplen))
        return [self._by_path[path] for path in paths if path in self._by_path]

    def _clinic(self, ancestors: list[Any]) -> Any:
        """The settings of the site that the ancestors stand in."""
        return next((self._clinics[one.url_path] for one in reversed(ancestors) if one.url_path in self._clinics), None)


def _pages() -> QuerySet[Page]:
    """All pages below Wagtail's own root, in the order of the tree."""
    names = [model._meta.pk.related_query_name() for model in medical_models()]
    own = {
        "breadcrumb_label": Coalesce(*(F(f"{name}__breadcrumb_label") for name in names), Value("")),
        "primary_parent_id": Coalesce(*(F(f"{name}__primary_parent_id") for name in names), None),
    }
    return (
        Page.objects.filter(depth__gt=1)
        .select_related("locale", "content_type")
        .only(*_NEEDED, "locale__language_code", "content_type__app_label", "content_type__model")
        .annotate(**own)
        .order_by("path")
    )


def _bare(text: str) -> str:
    return "".join(text.split())
