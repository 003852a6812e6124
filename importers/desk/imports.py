"""The views of imports: a new source, what it holds, what would become of it, and how far that is."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from importers.desk import folder, labels
from importers.desk.base import DeskPage, Importing
from importers.desk.forms import SourceForm
from importers.desk.jobs import cancel, is_interrupted, may_begin, waits_long
from importers.desk.permissions import may_import
from importers.desk.tasks import start
from importers.errors import ImportFailure
from importers.models import ImportJob, ImportRun

SHOWN = 50
_HEAVY = ("survey", "plan", "result")


class ImportsView(DeskPage, FormView):
    """All imports, and a form for a new one."""

    form_class = SourceForm
    template_name = "importers/desk/imports.html"
    page_title = _("Moving the old site")

    def may(self) -> bool:
        """A new import is for those who may import; the list is for reviewers too."""
        return may_import(self.request.user) if self.request.method == "POST" else super().may()

    def form_valid(self, form: SourceForm) -> HttpResponse:
        """Keeps the file and begins to look into it."""
        data = form.cleaned_data
        file = data["file"]
        job = ImportJob.objects.create(
            name=folder.safe_name(file.name) if file else data["address"][:255], address=data["address"],
            under=data["under"], locale=data["locale"], fetch=data["fetch"],
            user_id=self.request.user.pk, state=ImportJob.State.FAILED,
        )  # fmt: skip
        try:
            if file:
                folder.store(job, file)
                job.save(update_fields=["file"])
        except ImportFailure as failure:
            folder.remove(job)
            job.delete()
            form.add_error("file", str(failure))
            return self.form_invalid(form)
        start(job, ImportJob.Step.SURVEY)
        return redirect("importers_job", job.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds imports of the desk, and what was written, be it from the command line."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        jobs = ImportJob.objects.select_related("user", "run").defer(*_HEAVY)[:SHOWN]
        context["jobs"] = [(job, labels.state_of(job)) for job in jobs]
        context["runs"] = ImportRun.objects.annotate(count=Count("entries")).order_by("-pk")[:SHOWN]
        return context


class JobView(Importing, TemplateView):
    """One import: its progress, its survey, its plan, its result."""

    template_name = "importers/desk/job.html"

    @cached_property
    def job(self) -> ImportJob:
        """The import."""
        return get_object_or_404(ImportJob.objects.select_related("user", "run"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its source's name."""
        return self.job.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what is known, and what may be done next."""
        job, query = self.job, self.request.GET
        plan = job.plan or {}
        counts = plan.get("counts", {})
        rows = plan.get("rows", [])
        outcome = query.get("outcome", "")
        if outcome in counts:
            rows = [row for row in rows if row["outcome"] == outcome]
        finding = query.get("finding", "")
        if finding:
            rows = [row for row in rows if any(one["id"] == finding for one in row["findings"])]
        page = Paginator(rows, SHOWN).get_page(query.get("p"))
        return {
            **super().get_context_data(**kwargs),
            **progress_of(job),
            "job": job,
            "survey": labels.survey(job.survey) if job.survey else None,
            "plan": plan,
            "applied": job.step == ImportJob.Step.APPLY and job.state == ImportJob.State.DONE,
            "outcomes": [
                (name, label, counts[name], name == outcome)
                for name, label in labels.OUTCOMES.items()
                if counts.get(name)
            ],
            "outcome": outcome,
            "finding": finding,
            "findings": [{**one, "label": labels.finding(one["id"])} for one in plan.get("findings", [])],
            "result": labels.result(job.result) if job.result and job.step == ImportJob.Step.ROLLBACK else None,
            "rows": [labels.row(row) for row in page.object_list],
            "page_obj": page,
            "to_write": counts.get("create", 0) + counts.get("update", 0),
            "may_begin": may_begin(job),
            "is_interrupted": is_interrupted(job),
            "waits_long": waits_long(job),
        }


def progress_of(job: ImportJob) -> dict[str, Any]:
    """How far a job is, in words and figures."""
    busy = job.state in {ImportJob.State.WAITING, ImportJob.State.RUNNING} and not is_interrupted(job)
    return {
        "busy": busy,
        "said": str(labels.state_of(job)),
        "phase": str(labels.PHASES.get(job.phase, "")),
        "done": job.done,
        "total": job.total,
        "cancelling": job.cancel_asked and busy,
        "waits_long": waits_long(job),
    }


class StatusView(Importing, View):
    """The same for the page's script, which asks every second."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """As JSON."""
        return JsonResponse(progress_of(get_object_or_404(ImportJob.objects.defer(*_HEAVY), pk=pk)))


class ActView(Importing, View):
    """What may be done with an import: plan, apply, survey again, resume, cancel, delete."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Does it, and leads back."""
        job = get_object_or_404(ImportJob.objects.defer(*_HEAVY), pk=pk)
        if act == "cancel":
            cancel(job)
        elif act == "delete":
            return self._delete(job)
        else:
            step = job.step if act == "resume" else act
            if step not in ImportJob.Step.values:
                messages.error(request, gettext("There is no such step."))
            elif not start(job, step):
                messages.warning(request, gettext("This import is at work already."))
        return redirect("importers_job", pk)

    def _delete(self, job: ImportJob) -> HttpResponse:
        if not may_begin(job):
            messages.error(self.request, gettext("This import is at work. Cancel it first."))
            return redirect("importers_job", job.pk)
        folder.remove(job)
        job.delete()
        said = gettext("The file of “%(name)s” and its plan are gone. Imported pages stay.")
        messages.success(self.request, said % {"name": job.name})
        return redirect("importers_desk")


class ConfirmView(Importing, TemplateView):
    """The last look before anything is written."""

    template_name = "importers/desk/confirm.html"
    page_title = _("Import these pages?")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what would be done."""
        job = get_object_or_404(ImportJob, pk=self.kwargs["pk"])
        counts = (job.plan or {}).get("counts", {})
        return {
            **super().get_context_data(**kwargs),
            "job": job,
            "outcomes": [(label, counts[name]) for name, label in labels.OUTCOMES.items() if counts.get(name)],
            "action_url": reverse("importers_job_act", args=[job.pk, "apply"]),
        }
