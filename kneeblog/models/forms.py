"""What the page editor refuses beyond what a field itself knows."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from kneeblog.seo.canonical import refuse_canonical


class MedicalPageForm(WagtailAdminPageForm):
    """The editor's form of every page built on `MedicalPage`."""

    def clean_canonical_url(self) -> str:
        """An address of this site, and not the page's own."""
        address: str = self.cleaned_data["canonical_url"]
        refuse_canonical(self.instance, address)
        return address

    def clean_primary_parent(self) -> Page | None:
        """A page in the same language that the trail can lead over without coming back to this one."""
        parent: Page | None = self.cleaned_data["primary_parent"]
        if parent is None:
            return None
        if self.instance.pk and parent.path.startswith(self.instance.path):
            raise ValidationError(gettext("The breadcrumbs would lead in a circle: this page stands above that one."))
        if parent.locale_id != self._locale_id:
            raise ValidationError(gettext("This page is in another language; choose one in the language of this page."))
        return parent

    @property
    def _locale_id(self) -> int | None:
        """Of the page; a new one takes its parent's when it is saved."""
        found: int | None = self.instance.locale_id if self.instance.pk else self.parent_page.locale_id
        return found
