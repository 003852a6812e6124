"""The views of the review queue: the list, and what is decided about many of its pages at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from importers.desk import labels
from importers.desk.base import DeskPage
from importers.desk.deciding import decide
from importers.desk.publishing import Published, accept_and_publish
from importers.desk.queue import STATES, Queue, findings_there, runs_there, types_there
from importers.errors import ImportFailure
from importers.models import ImportedPage

SHOWN = 50
PUBLISH = "publish"
_SHOWN_FINDINGS = 4
_NAMED = 20  # pages in one message


def show(row: Any) -> dict[str, Any]:
    """One row of `queue.reviewed_pages` as it is shown; asks the database for nothing."""
    grave = [one for one in labels.findings(row.findings) if one["level"] != "info"]
    names = list({one["id"]: one for one in grave}.values())
    return {
        "row": row,
        "title": (row.page.draft_title if row.page else "") or row.title or row.key,
        "state": row.review_state,
        "state_label": STATES[row.review_state],
        "type_label": labels.page_type(row.page_type),
        "findings": names[:_SHOWN_FINDINGS],
        "more": len(names) - _SHOWN_FINDINGS,
        # An old page said what its address was: a link only if it is one.
        "old_url": row.url if row.url.startswith(("http://", "https://")) else "",
        "note": row.review.note if hasattr(row, "review") else "",
    }


class ReviewView(DeskPage, TemplateView):
    """The queue."""

    template_name = "importers/desk/review.html"
    page_title = _("Review of imported pages")
    header_icon = "check"
    above = (("importers_desk", _("Moving the old site")),)

    @cached_property
    def queue(self) -> Queue:
        """What is looked for."""
        return Queue.asked(self.request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the pages, and by what they can be filtered."""
        queue = self.queue
        page = Paginator(queue.listed, SHOWN).get_page(self.request.GET.get("p"))
        query = queue.query
        return {
            **super().get_context_data(**kwargs),
            "queue": queue,
            "query": query,
            "rows": [show(row) for row in page.object_list],
            "page_obj": page,
            "states": list(self._states()),
            "all_states": self._address(state=""),
            "total": sum(queue.counts.values()),
            "findings": [(name, labels.finding(name), number) for name, number in findings_there().most_common()],
            "types": [(name, labels.page_type(name)) for name in types_there()],
            "runs": runs_there(),
            "here": f"{self.request.path}?{query}&p={page.number}",
        }

    def _states(self) -> Iterator[tuple[str, Any, int, str, bool]]:
        for state, label in STATES.items():
            yield state, label, self.queue.counts[state], self._address(state=state), state == self.queue.state

    def _address(self, *, state: str) -> str:
        found = Queue(state, self.queue.finding, self.queue.page_type, self.queue.run, self.queue.words)
        return f"{self.request.path}?{found.query}"


class DecideView(DeskPage, View):
    """A decision about some pages; the script of the page asks for JSON, a form for the way back."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Carries it out, and says what became of it."""
        numbers = [int(pk) for pk in request.POST.getlist("pk") if pk.isascii() and pk.isdigit() and len(pk) < 16]
        rows = list(ImportedPage.objects.filter(pk__in=numbers).select_related("page").order_by("pk"))
        act = request.POST.get("act", "")
        try:
            worked, said = self._carry_out(rows, act)
        except ImportFailure as failure:
            reason = labels.said(str(failure))
            worked, said = False, gettext("Nothing was changed: %(reason)s") % {"reason": reason}
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            state = STATES.get(act, STATES["accepted"])
            return JsonResponse({"worked": worked, "said": str(said), "state": act, "label": str(state)})
        (messages.success if worked else messages.error)(request, said)
        return redirect(_way_back(request))

    def _carry_out(self, rows: list[ImportedPage], act: str) -> tuple[bool, str]:
        if not rows:
            return False, gettext("No page was chosen.")
        if act == PUBLISH:
            return self._publish(rows)
        if act not in STATES:
            return False, gettext("Choose what is to be done.")
        decide(rows, act, self.request.user)
        said = ngettext("%(count)d page: %(state)s", "%(count)d pages: %(state)s", len(rows))
        return True, said % {"count": len(rows), "state": STATES[act]}

    def _publish(self, rows: list[ImportedPage]) -> tuple[bool, str]:
        result = accept_and_publish(rows, self.request.user)
        done = len(result.done)
        said = ngettext("%(count)d page was published.", "%(count)d pages were published.", done) % {"count": done}
        if result.refused:
            messages.error(self.request, _refusals(result))
        return bool(done) or not result.refused, said


def _refusals(result: Published) -> str:
    """Which pages were not published, and why, each with the way to its editor."""
    count = len(result.refused)
    said = ngettext(
        "%(count)d page was not published; it keeps its state:",
        "%(count)d pages were not published; they keep their state:",
        count,
    ) % {"count": count}
    items = format_html_join(
        "",
        '<li><a href="{}">{}</a><ul>{}</ul></li>',
        (
            (
                reverse("importers_page", args=[row.pk]),
                row.title or row.key,
                format_html_join("", "<li>{}</li>", ((reason,) for reason in reasons)),
            )
            for row, reasons in result.refused[:_NAMED]
        ),
    )
    more = format_html("<p>{}</p>", gettext("and others")) if count > _NAMED else ""
    return format_html("{}<ul>{}</ul>{}", said, items, more)


def _way_back(request: HttpRequest) -> str:
    """Where the form was: the list with its filters, or the next page of the queue."""
    base = reverse("importers_review")
    pk = request.POST.get("next", "")
    query = Queue.asked(request.POST).query
    if pk.isascii() and pk.isdigit() and len(pk) < 16:
        base = reverse("importers_page", args=[int(pk)])
    return f"{base}?{query}" if query else base
