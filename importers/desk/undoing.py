"""Takes a run back, from the desk as from the command line: what an editor has touched since stays and is named."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages

from importers.desk import labels
from importers.desk.base import Importing
from importers.desk.tasks import start
from importers.models import ImportJob, ImportRun


class RollbackView(Importing, TemplateView):
    """Says what would be taken back, and has it done; three hundred pages take longer than anybody waits."""

    template_name = "importers/desk/rollback.html"
    page_title = _("Take this import back?")

    @cached_property
    def run(self) -> ImportRun:
        """The run."""
        return get_object_or_404(ImportRun, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what it wrote."""
        entries = self.run.entries.filter(taken_back=False)
        counts = [(label, entries.filter(outcome=name).count()) for name, label in labels.DONE.items()]
        return {
            **super().get_context_data(**kwargs),
            "run": self.run,
            "counts": [(label, number) for label, number in counts if number],
            "taken_back": self.run.state == ImportRun.State.ROLLED_BACK,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Asks for it; a run of the command line gets a job of its own."""
        job = self.run.jobs.first() or ImportJob.objects.create(
            name=self.run.source[:255], run=self.run, user_id=request.user.pk, state=ImportJob.State.DONE
        )
        if not start(job, ImportJob.Step.ROLLBACK):
            messages.warning(request, gettext("This import is at work already."))
        return redirect("importers_job", job.pk)
