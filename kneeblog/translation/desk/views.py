"""The editor, and what is done in it; all of it works without a script as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail_localize.models import StringSegment

from kneeblog.compliance.places import address_of
from kneeblog.translation import per_language

from . import saving
from .meeting import ChangedMeanwhileError, Other, digest
from .rows import FILTERS, Row, Segments
from .target import Target, invalid, publish


class TargetMixin(View):
    """What all views have: the translation, for a user who may edit it."""

    @cached_property
    def target(self) -> Target:
        """The page or snippet; 404 or a refusal if there is none for this user."""
        return Target(self.kwargs["pk"], self.request.user)


class DeskView(TargetMixin, WagtailAdminTemplateMixin, TemplateView):
    """All segments, or those that a filter leaves, or one with all that memory has for it."""

    template_name = "kneeblog/admin/translation/desk.html"
    header_icon = "wagtail-localize-language"
    kept = 0  # the segment whose text could not be saved: no filter hides it

    @cached_property
    def only(self) -> int | None:
        """The segment that is wanted alone."""
        wanted = self.request.GET.get("segment", "")
        return int(wanted) if wanted.isdecimal() else None

    @cached_property
    def rows(self) -> list[Row]:
        """What may be shown."""
        segments = Segments(self.target.translation, self.only)
        if self.only is None:
            return segments.rows
        row = segments.row_with_close()
        return [row] if row else []

    @cached_property
    def source(self) -> Any:
        """The page or snippet that is translated."""
        return self.target.translation.source.get_source_instance()

    @property
    def show(self) -> str:
        """One of `FILTERS`."""
        wanted = self.request.POST.get("show") or self.request.GET.get("show", "")
        return wanted if wanted in FILTERS else "all"

    def get_page_title(self) -> str:
        """That of the page or snippet."""
        return self.target.title

    def get_page_subtitle(self) -> str:
        """The language."""
        return str(self.target.translation.target_locale.get_display_name())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the source."""
        label = {"url": address_of(self.source), "label": str(self.source)}
        return [*self.breadcrumbs_items, label, {"url": "", "label": self.get_header_title()}]

    @property
    def header_buttons(self) -> list[Button]:
        """What is done elsewhere."""
        pk, target = self.target.translation.pk, self.target
        files = reverse("kneeblog_translation_files", args=[pk])
        buttons = [
            HeaderButton(_("Pictures and links"), url=target.other_editor, icon_name="image", priority=20),
            HeaderButton(_("PO and XLIFF files"), url=files, icon_name="doc-full", priority=30),
        ]
        if target.is_page:
            preview = reverse("wagtail_localize:preview_translation", args=[pk])
            buttons.append(
                HeaderButton(_("Preview"), url=preview, icon_name="view", priority=10, attrs={"target": "_blank"})
            )
            own = reverse(per_language.URL, args=[target.instance.pk])
            buttons.append(HeaderButton(_("Settings of this language"), url=own, icon_name="cog", priority=40))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows, and what can be done with all of them."""
        translation = self.target.translation
        translator = saving.machine(translation)
        return {
            **super().get_context_data(**kwargs),
            "target": self.target,
            "translation": translation,
            "rows": [row for row in self.rows if self.only or row.is_in(self.show) or row.pk == self.kept],
            "filters": self._filters(),
            "only": self.only,
            "show": self.show,
            **progress(translation),
            "known": sum(1 for row in self.rows if row.state == "missing" and row.exact),
            "taken": sum(1 for row in self.rows if row.translation and row.translation.tool_name == saving.MEMORY),
            "machine": translator.display_name if translator else "",
            "review_actions": list(self.target.review_actions()),
            "sync_url": self._sync_url(),
        }

    def _filters(self) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "count": sum(1 for row in self.rows if row.is_in(name)),
                "url": f"{self.target.address}?{urlencode({'show': name})}",
                "is_current": name == self.show,
            }
            for name, label in FILTERS.items()
        ]

    def _sync_url(self) -> str:
        """Where the segments are brought up to date, if the source was published since."""
        source = self.target.translation.source
        published = getattr(self.source, "last_published_at", None)
        if published is None or published <= source.last_updated_at:
            return ""
        query = urlencode({"next": self.target.address})
        return f"{reverse('wagtail_localize:update_translations', args=[source.pk])}?{query}"


def progress(translation: Any) -> dict[str, int]:
    """How many segments there are, and of how many the translation can be used."""
    total, done = translation.get_progress()
    return {"total": total, "done": done, "percent": done * 100 // total if total else 100}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of saving a segment: what was written, what its author had seen, and why it was not saved."""

    text: str
    seen: str
    refused: list[str]
    other: Other | None = None

    @property
    def is_saved(self) -> bool:
        """Whether it was."""
        return not self.refused

    def put_into(self, row: Row) -> None:
        """Shows what was written and the reasons in place of what is saved."""
        if not self.is_saved:
            row.text, row.seen, row.refused, row.other = self.text, self.seen, self.refused, self.other


class SegmentView(DeskView):
    """One segment: saved by POST; by GET what memory has close to it.

    A script gets parts of the editor; without one the answer is the editor again.
    """

    @cached_property
    def segment(self) -> StringSegment:
        """The one that the address names."""
        source = self.target.translation.source
        return get_object_or_404(StringSegment.objects.filter(source=source), pk=self.kwargs["segment"])

    @property
    def for_script(self) -> bool:
        """Whether the editor's script asks."""
        return self.request.headers.get("x-requested-with") == "XMLHttpRequest"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What memory has."""
        if not self.for_script:
            return redirect(f"{self.target.address}?{urlencode({'segment': self.segment.pk})}")
        row = Segments(self.target.translation, self.segment.pk).row_with_close()
        return HttpResponse(self._part("offers", row=row))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Saves what was written; what cannot be saved stays in the field, with the reason."""
        attempt = self._attempt()
        if not self.for_script:
            return self._page_again(attempt)
        (row,) = Segments(self.target.translation, self.segment.pk).rows
        attempt.put_into(row)
        answer = {
            "row": self._part("row", row=row, show=self.show),
            "progress": self._part("progress", **progress(self.target.translation)),
            "saved": attempt.is_saved,
            "message": gettext("Saved.") if attempt.is_saved else " ".join([gettext("Not saved."), *attempt.refused]),
        }
        return JsonResponse(answer)

    def _attempt(self) -> Attempt:
        sent = self.request.POST
        text, seen = sent.get("take", sent.get("text", "")), sent.get("seen", "")
        try:
            refused = saving.save(self.target.translation, self.segment, text, self.request.user, seen)
        except ChangedMeanwhileError as changed:
            return Attempt(text, digest(changed.there), [gettext("It was changed meanwhile.")], Other.of(changed.there))
        return Attempt(text, seen, refused)

    def _page_again(self, attempt: Attempt) -> HttpResponse:
        if attempt.is_saved:
            messages.success(self.request, gettext("Saved."))
            return redirect(f"{self.target.address}?{urlencode({'show': self.show})}#segment-{self.segment.pk}")
        messages.error(self.request, " ".join([gettext("Not saved."), *attempt.refused]))
        self.kept = self.segment.pk
        for row in self.rows:
            if row.pk == self.kept:
                attempt.put_into(row)
        return self.render_to_response(self.get_context_data())

    def _part(self, name: str, **context: Any) -> str:
        context |= {"target": self.target, "translation": self.target.translation}
        return render_to_string(f"kneeblog/admin/translation/{name}.html", context, self.request)


class ActView(TargetMixin):
    """What is done to all segments, or to the page."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Does it, says so, and shows the editor again."""
        act = getattr(self, f"act_{kwargs['act']}", None)
        if act is None:
            raise Http404
        answer: HttpResponse | None = act()
        return answer or redirect(self.target.address)

    def act_memory(self) -> None:
        """Takes over all that is known."""
        count = saving.from_memory(self.target.translation, self.request.user)
        text = ngettext(
            "%(count)d translation taken over from memory.", "%(count)d translations taken over from memory.", count
        )
        messages.success(self.request, text % {"count": count})

    def act_take_back(self) -> None:
        """Undoes it."""
        count = saving.take_back(self.target.translation)
        text = ngettext("%(count)d translation taken back.", "%(count)d translations taken back.", count)
        messages.success(self.request, text % {"count": count})

    def act_machine(self) -> None:
        """Lets the machine try the rest."""
        count = saving.by_machine(self.target.translation, self.request.user)
        text = ngettext("%(count)d segment translated by machine.", "%(count)d segments translated by machine.", count)
        messages.success(self.request, text % {"count": count})

    def act_draft(self) -> None:
        """Saves a draft."""
        if not self._refuse(self.target.has_drafts):
            self._try(self.target.save, gettext("The draft has been saved."))

    def act_submit(self) -> None:
        """Saves a draft and sends it to review."""
        if not self._refuse(self.target.workflow is not None):
            self._try(self.target.submit, gettext("The draft has been saved and submitted for review."))

    def act_publish(self) -> HttpResponse | None:
        """Publishes."""
        return None if self._refuse(self.target.may_publish) else publish(self.target, self.request)

    def _try(self, act: Any, done: str) -> None:
        try:
            act()
        except ValidationError as error:
            messages.error(self.request, invalid(error))
        else:
            messages.success(self.request, done)

    def _refuse(self, may: bool) -> bool:
        """Says so where the user may not do it."""
        if self.target.lock:
            messages.error(self.request, self.target.lock.get_message(self.request.user))
        elif not may:
            messages.error(self.request, gettext("You do not have permission to do this."))
        return bool(self.target.lock) or not may
