"""Supervision in the page explorer: a column, and a comparison of versions that physicians may open."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, StatusTagColumn
from wagtail.admin.views.generic.models import RevisionsCompareView as GenericCompareView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.models import Page

from kneeblog.compliance.viewsets import CheckedPageViewSet

from . import people
from .states import State, supervised_pages


class SupervisionColumn(StatusTagColumn):
    """The state in words; what has changed since it was signed stands out."""

    cell_template_name = "kneeblog/admin/supervision_cell.html"

    def get_value(self, instance: Any) -> str:
        """Nothing for pages that nobody supervises."""
        state = getattr(instance, "supervision_state", None)
        return str(State(state).label) if state else ""

    def get_primary(self, instance: Any) -> bool:
        """Whether it is to stand out."""
        return getattr(instance, "supervision_state", None) in {State.CHANGED, State.DRAFT}


class SupervisedIndexView(ExplorableIndexView):
    """Wagtail's explorer with one column more, and one query."""

    base_columns: ClassVar[list[BaseColumn]] = [
        *ExplorableIndexView.base_columns,
        SupervisionColumn("supervision", label=_("Supervision"), width="14%"),
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tells the pages of this list how it stands with them."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        pages = context["object_list"]
        states = supervised_pages().filter(pk__in=[page.pk for page in pages])
        by_page = dict(states.values_list("pk", "supervision_state"))
        for page in pages:
            page.supervision_state = by_page.get(page.pk)
        return context


class CompareView(RevisionsCompareView):
    """Wagtail asks for a permission on some page before it looks at this one; a physician has only this one."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """For whoever may edit or publish the page, which `get_object` has checked: a physician it waits for too."""
        return super(GenericCompareView, self).dispatch(request, *args, **kwargs)

    def _get_comparison(self, *versions: Page) -> list[Any]:
        # Wagtail takes text for changed too whose paragraphs the editor has merely numbered.
        comparisons = super()._get_comparison(*versions)
        return [
            comparison
            for comparison in comparisons
            if not comparison.is_field or any(mark in comparison.htmldiff() for mark in ("addition", "deletion"))
        ]


class SupervisedPageViewSet(CheckedPageViewSet):
    """Wagtail's views of one supervised page type."""

    index_view_class = SupervisedIndexView
    revisions_compare_view_class = CompareView

    @property
    def parent_models(self) -> list[type[Page]]:
        """The explorer of every list such a page may stand in, whatever else stands there."""
        return [model for model in self.model.allowed_parent_page_models() if model is not Page]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """All children are listed, of whatever type."""
        return super().get_index_view_kwargs(**{"model": Page, **kwargs})


def viewsets() -> list[SupervisedPageViewSet]:
    """One for each supervised type of this site."""
    return [
        SupervisedPageViewSet(f"supervised_{model._meta.model_name}", model=model)
        for model in people.supervised_models()
    ]
