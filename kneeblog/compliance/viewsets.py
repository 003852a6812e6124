"""Wagtail's views of our pages, with the findings beside the form."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, get_page_models

from kneeblog.models import MedicalPage

from .panel import WithFindings


class CheckedEditView(WithFindings, EditView):
    """The editor."""


class CheckedCreateView(WithFindings, CreateView):
    """The editor of a page that is not there yet."""


class CheckedPageViewSet(PageViewSet):
    """Wagtail's views of one page type."""

    add_view_class = CheckedCreateView
    edit_view_class = CheckedEditView

    @property
    def parent_models(self) -> list[type[Page]]:
        """No list in the explorer becomes another by it."""
        return []


def viewsets() -> list[Any]:
    """One for each type that is not supervised; supervision registers the others."""
    return [
        CheckedPageViewSet(f"checked_{model._meta.model_name}", model=model)
        for model in get_page_models()
        if issubclass(model, MedicalPage) and not model.supervised
    ]
