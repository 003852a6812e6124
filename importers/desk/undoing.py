"""Takes a run back, from the desk as from the command line: what an editor has touched since stays and is named."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages

from importers.desk import labels
from importers.desk.base import Importing
from importers.errors import ImportFailure
from importers.media import remove
from importers.models import ImportRun
from importers.rollback import Result, close, roll_back


class RollbackView(Importing, TemplateView):
    """Says what would be taken back, and does it."""

    template_name = "importers/desk/rollback.html"
    page_title = _("Take this import back?")

    @cached_property
    def run(self) -> ImportRun:
        """The run."""
        return get_object_or_404(ImportRun, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what it wrote, and afterwards what stayed."""
        entries = self.run.entries.filter(taken_back=False)
        counts = [(label, entries.filter(outcome=name).count()) for name, label in labels.DONE.items()]
        taken_back = self.run.state == ImportRun.State.ROLLED_BACK
        return {
            **super().get_context_data(**kwargs),
            "run": self.run,
            "counts": [(label, number) for label, number in counts if number],
            "taken_back": taken_back,
            "held_back": [],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Takes it back; what was held back is listed with its reason."""
        try:
            result = roll_back(self.run)
            media = remove(result.run)  # files do not come back with a transaction
            result.held_back += [(title, "it is in use, or an editor has worked on it") for title in media.kept]
            close(result)
        except ImportFailure as failure:
            messages.error(request, gettext("Nothing was taken back: %(reason)s") % {"reason": failure})
            return redirect("importers_rollback", self.run.pk)
        self._say(result)
        if result.held_back:
            del self.run
            held = [(title, labels.said(reason)) for title, reason in result.held_back]
            return self.render_to_response(self.get_context_data(**kwargs) | {"held_back": held})
        return redirect("importers_desk")

    def _say(self, result: Result) -> None:
        removed, returned = len(result.removed), len(result.returned)
        said = [
            ngettext("%(count)d page was removed.", "%(count)d pages were removed.", removed) % {"count": removed},
            ngettext(
                "%(count)d page is as it was before.", "%(count)d pages are as they were before.", returned
            ) % {"count": returned},
        ]  # fmt: skip
        messages.success(self.request, " ".join(said))
