"""What the SEO tab's script asks: the form as it is, not saved, as search engines would show it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView

from kneeblog.models import MedicalPage
from kneeblog.models.slugs import suggest_slug

from .preview import preview


class _FormAsItIs:
    """Mixin for Wagtail's previews, whose reading of an unfinished form and whose permissions it takes over."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """The previews as JSON; `is_valid` alone if the form cannot be read."""
        page: Any = self.object  # type: ignore[attr-defined]
        if not issubclass(type(page), MedicalPage):
            raise Http404
        form = self.get_form(request.POST)  # type: ignore[attr-defined]
        if not self.validate_form(form):  # type: ignore[attr-defined]
            return JsonResponse({"is_valid": False})
        form.save(commit=False)
        page.title = request.POST.get("title", "")  # Wagtail puts a placeholder there
        page.slug = request.POST.get("slug") or suggest_slug(page.title, page.slug_fallback)
        page.set_url_path(form.parent_page)
        return JsonResponse({"is_valid": True, **preview(page, request)})


class EditedView(_FormAsItIs, PreviewOnEditView):
    """Of a page that is there."""


class CreatedView(_FormAsItIs, PreviewOnCreateView):
    """Of a new page."""


def urls() -> list[Any]:
    """Below the admin."""
    return [
        path("seo/previews/<int:page_id>/", EditedView.as_view(), name="kneeblog_seo_preview"),
        path(
            "seo/previews/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
            CreatedView.as_view(),
            name="kneeblog_seo_preview_new",
        ),
    ]
