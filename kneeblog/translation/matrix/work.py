"""What is begun from the matrix: translations of what was chosen, and files for translators."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from kneeblog.models import MedicalPage
from kneeblog.translation.exchange.files import FORMATS, MOST_FILES
from kneeblog.translation.exchange.units import document
from kneeblog.translation.exchange.views import as_download

from . import snippets
from .permissions import may_use


class SnippetsField(forms.MultipleChoiceField):
    """Snippets by type and id, as the matrix names them."""

    def valid_value(self, value: str) -> bool:
        """Whether there are such snippets; that one is gone meanwhile, is seen when it is looked up."""
        label, _, pk = value.rpartition("-")
        return bool(pk) and label in {model._meta.label_lower for model in snippets.models()}

    def clean(self, value: Any) -> list[Any]:
        """The snippets."""
        ids: dict[str, list[str]] = defaultdict(list)
        for label, __, pk in (one.rpartition("-") for one in super().clean(value)):
            ids[label].append(pk)
        found: list[Any] = []
        for model in snippets.models():
            wanted = [model._meta.pk.to_python(pk) for pk in ids[model._meta.label_lower]]
            found += model._default_manager.filter(pk__in=wanted).select_related("locale")
        return found


class WorkForm(forms.Form):
    """Pages or snippets, languages, and what to do with them."""

    pages = forms.ModelMultipleChoiceField(queryset=Page.objects.filter(depth__gt=1), required=False)
    snippets = SnippetsField(required=False)
    locales = forms.ModelMultipleChoiceField(queryset=Locale.objects.all())
    action = forms.ChoiceField(choices=[("submit", ""), *((name, "") for name in FORMATS)])

    def clean(self) -> dict[str, Any]:
        """Something is to be chosen."""
        data: dict[str, Any] = super().clean() or {}
        pages = data.get("pages", Page.objects.none()).select_related("locale").specific()
        data["chosen"] = [page for page in pages if issubclass(type(page), MedicalPage)] + data.get("snippets", [])
        if not data["chosen"]:
            raise ValidationError("")
        return data


@method_decorator(require_POST, name="dispatch")
class WorkView(View):
    """Submits what was chosen for translation, or gives out its files."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For translators."""
        return super().dispatch(request, *args, **kwargs) if may_use(request.user) else permission_denied(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Back to the matrix with what has been done, or a file."""
        form = WorkForm(request.POST)
        if not form.is_valid():
            messages.error(request, gettext("Choose at least one row and one language."))
            return redirect(self._back())
        chosen, locales = form.cleaned_data["chosen"], form.cleaned_data["locales"]
        if form.cleaned_data["action"] == "submit":
            self._submit(chosen, locales)
            return redirect(self._back())
        return self._file(chosen, locales, form.cleaned_data["action"])

    def _submit(self, chosen: list[Any], locales: Any) -> None:
        begun = there = 0
        for source in chosen:
            made = _versions(source).values_list("locale_id", flat=True)
            missing = [locale for locale in locales if locale.pk not in {source.locale_id, *made}]
            there += len([locale for locale in locales if locale.pk in set(made)])
            if not missing:
                continue
            try:
                with transaction.atomic():
                    translate_object(source, missing, user=self.request.user)
            except ValidationError as error:
                text = gettext("“%(title)s” could not be submitted: %(why)s")
                messages.error(self.request, text % {"title": source, "why": " ".join(error.messages)})
            else:
                begun += len(missing)
        if begun:
            text = ngettext("%(count)d translation has been begun.", "%(count)d translations have been begun.", begun)
            messages.success(self.request, text % {"count": begun})
        if there:
            text = ngettext("%(count)d was there already.", "%(count)d were there already.", there)
            messages.info(self.request, text % {"count": there})
        if not begun and not there:
            messages.warning(self.request, gettext("Nothing to begin: nothing is translated into its own language."))

    def _file(self, chosen: list[Any], locales: Any, name: str) -> HttpResponse:
        keys = [source.translation_key for source in chosen]
        works = Translation.objects.filter(source__object_id__in=keys, target_locale__in=locales, enabled=True)
        works = works.select_related("source__locale", "source__specific_content_type", "target_locale")
        documents = [document(work) for work in works.order_by("source_id", "target_locale_id")[:MOST_FILES]]
        if not documents:
            messages.warning(self.request, gettext("None of what was chosen is being translated: begin that first."))
            return redirect(self._back())
        return as_download(documents, FORMATS[name])

    def _back(self) -> str:
        here = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(here, {self.request.get_host()}, self.request.is_secure()):
            return here
        return reverse("kneeblog_translations")


def _versions(source: Any) -> Any:
    """In other languages; a page's untranslated copies do not count."""
    others = source.get_translations()
    return others.filter(alias_of=None) if isinstance(source, Page) else others
