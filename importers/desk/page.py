"""One imported page: what was found, what a person said of it, the ways to its editor, its preview, its old self."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from importers.desk import labels
from importers.desk.base import DeskPage
from importers.desk.deciding import write_note
from importers.desk.queue import Queue, reviewed_pages
from importers.desk.review import show
from importers.kept import bytes_of
from importers.models import ImportedPage, KeptSource, RunEntry

_LONGEST_NOTE = 5000


class PageView(DeskPage, TemplateView):
    """The page, in the place that it has in the queue."""

    template_name = "importers/desk/page.html"
    header_icon = "doc-full-inverse"
    above = (("importers_desk", _("Moving the old site")), ("importers_review", _("Review of imported pages")))

    @cached_property
    def row(self) -> ImportedPage:
        """The page's row."""
        rows = reviewed_pages().select_related("page", "review", "review__by", "run")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The page's own."""
        return str(show(self.row)["title"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keeps the note."""
        text = request.POST.get("note", "").replace("\x00", "").strip()
        query = Queue.asked(request.POST).query
        if len(text) > _LONGEST_NOTE:
            said = gettext("The note has %(count)d characters; %(limit)d are the most. Nothing was kept.")
            messages.error(request, said % {"count": len(text), "limit": _LONGEST_NOTE})
            return self.render_to_response(self.get_context_data(**kwargs) | {"written": text})
        write_note(self.row, text, request.user)
        messages.success(request, gettext("The note has been kept."))
        here = reverse("importers_page", args=[self.row.pk])
        return redirect(f"{here}?{query}" if query else here)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds findings, reasons, and the neighbours in the queue."""
        row, queue = self.row, Queue.asked(self.request.POST or self.request.GET)
        before, after = _neighbours(queue.around, row.pk)
        shown = show(row)
        entry = RunEntry.objects.filter(run_id=row.run_id, key=row.key).first()
        return {
            **super().get_context_data(**kwargs),
            **shown,
            "queue": queue,
            "query": queue.query,
            "before": before,
            "after": after,
            "written": shown["note"],
            "review": getattr(row, "review", None),
            "findings": labels.findings(row.findings),
            "reasons": [labels.said(reason) for reason in entry.reasons] if entry else [],
            "conflicts": len(row.conflicts),
            "kept": KeptSource.objects.filter(sha256=row.source_digest).defer("data").first(),
        }


def _neighbours(numbers: list[int], pk: int) -> tuple[int | None, int | None]:
    """What stands before and after a page in the queue; a page that has left it since stands where it would."""
    before = [number for number in numbers if number < pk]
    after = [number for number in numbers if number > pk]
    return (before[-1] if before else None), (after[0] if after else None)


class OldPageView(DeskPage, View):
    """The old page's own bytes, to be saved and never to be shown: it may hold scripts."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """As plain text, for a download."""
        row = get_object_or_404(ImportedPage, pk=pk)
        data = bytes_of(row)
        if data is None:
            raise Http404
        headers = {"Content-Disposition": f'attachment; filename="old-page-{row.pk}.html"'}
        return HttpResponse(
            data,
            content_type="application/octet-stream",
            headers={**headers, "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"},
        )
