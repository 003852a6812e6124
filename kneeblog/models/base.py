"""What every page of a clinic's site shares."""

from __future__ import annotations

import datetime
import json
from functools import partial
from typing import Any, ClassVar

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import Locale, Page, PageViewRestriction, Revision
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from kneeblog import conf
from kneeblog.neighbours import is_restricted, is_untranslated_copy
from kneeblog.pagecache.keeping import kept_page
from kneeblog.pagecache.recording import below, depends_on, names_only, of_type
from kneeblog.richtext import FEATURES
from kneeblog.search.terms import endings
from kneeblog.supervision.content import changed_fields

from . import prefetch
from .forms import MedicalPageForm
from .live import LiveText
from .panels import tabs
from .publishing import SCHEDULED, PublishingRefusedError, refuse_publishing, unschedule
from .reviews import SupervisionRecord
from .slugs import suggest_slug, validate_ascii_slug
from .taxonomy import Category, PageTag

# wagtail-localize overwrites whatever is not in a model's list of translatable fields only if it may guess that list.
# These stay out of every list: each language has its own.
PER_LOCALE_FIELDS = (
    *("supervisor", "next_review_on", "robots", "canonical_url", "primary_parent", "tags", "without_brand"),
    "user",  # a physician's account: one page names it, for all languages
)
# A canonical address would send search engines to the source language; parent and tags are the source language's own.
NOT_COPIED_FOR_TRANSLATION = ("canonical_url", "primary_parent", "page_tags")


class MedicalPage(models.Model):
    """Mixin for pages: supervision, review date, categories, tags and fields for search engines."""

    # Wagtail's own name for this would be the model's: a project's `home.HomePage` would clash with ours.
    page_ptr = models.OneToOneField(
        Page, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="%(app_label)s_%(class)s"
    )
    supervisor = models.ForeignKey(
        "kneeblog.PhysicianPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("supervising physician"),
        help_text=_("Who is to check this page. Visitors see a stamp only after that physician has signed it."),
    )
    next_review_on = models.DateField(
        _("next review on"),
        null=True,
        blank=True,
        help_text=_("Empty: as the last signature says. A date before that signature is taken as done."),
    )
    author = models.ForeignKey(
        "kneeblog.Author", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("author")
    )
    tags = ClusterTaggableManager(through=PageTag, blank=True, verbose_name=_("tags"))
    breadcrumb_label = models.CharField(
        _("short name in breadcrumbs"), max_length=100, blank=True, help_text=_("The title is used if this is empty.")
    )
    primary_parent = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("parent in breadcrumbs"),
        help_text=_("Only if the breadcrumbs should lead over another page than the one this page stands under."),
    )
    robots = models.CharField(
        _("search engines"),
        max_length=20,
        blank=True,
        default="",
        choices=[
            ("", _("may list this page")),
            ("noindex", _("must not list it, but may follow its links")),
            ("noindex,nofollow", _("must neither list it nor follow its links")),
        ],
    )
    canonical_url = models.URLField(
        _("canonical address"),
        blank=True,
        help_text=_("Only if search engines should prefer another address of this site that has the same text."),
    )
    without_brand = models.BooleanField(
        _("leave the clinic's name out of the title"),
        default=False,
        help_text=_("For long titles. A title that was written for search results stands alone anyway."),
    )
    og_image = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture for shared links"),
    )

    page_search_fields: ClassVar[list[index.BaseField]] = [
        *Page.search_fields,
        index.AutocompleteField("title_endings"),  # else the admin finds no word in the middle of a Japanese title
    ]
    base_form_class = MedicalPageForm

    slug_fallback: ClassVar[str] = "page"
    # What is fetched together with a page that is to be shown.
    shown_with: ClassVar[tuple[str, ...]] = ("locale", "live_text", "author", "primary_parent")
    shown_rows: ClassVar[tuple[str, ...]] = ()
    known_public: bool = False
    asked_by: ClassVar[tuple[str, ...]] = ()  # words of an address, beside `page`, that it answers to
    supervised: ClassVar[bool] = True  # whether a physician is to check pages of this type
    review_months: ClassVar[int] = 12  # how long a signature holds unless somebody sets a date
    row_stays = False  # a translation is being saved as a draft: what visitors read is not touched
    shared_translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("title"),
        SynchronizedField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        SynchronizedField("show_in_menus"),
        TranslatableField("breadcrumb_label"),
        SynchronizedField("og_image"),
        TranslatableField("author"),
        TranslatableField("page_categories"),
    ]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Saves the page; a live one not, while wagtail-localize saves a draft of it (`translation.drafts`).

        An alias in another language than what it repeats is never live: it would show visitors the wrong language.
        """
        if self.live and is_untranslated_copy(self):
            self.live = False
        if self.row_stays and self.live and kwargs.get("update_fields") is None:
            return None
        return super().save(*args, **kwargs)

    def _set_core_field_defaults(self) -> None:
        # Wagtail's own hook for this, called for drafts and live pages alike: it would make a Japanese slug of the
        # title.  Like Wagtail's, it waits until the parent is known, for the slug must be free there.
        parent_is_known = bool(self.path or getattr(self, "_cached_parent_obj", None))
        if not self.slug and self.title and parent_is_known:
            self.slug = self._get_autogenerated_slug(suggest_slug(self.title, self.slug_fallback))
        super()._set_core_field_defaults()

    def clean(self) -> None:
        """Refuses slugs outside ASCII."""
        super().clean()
        validate_ascii_slug(self.slug)

    def copy_for_translation(
        self,
        locale: Locale,
        copy_parents: bool = False,
        alias: bool = False,
        exclude_fields: list[str] | None = None,
    ) -> Page:
        """A copy in another language, without what would be wrong there (`NOT_COPIED_FOR_TRANSLATION`)."""
        excluded = [*(exclude_fields or []), *NOT_COPIED_FOR_TRANSLATION]
        return super().copy_for_translation(locale, copy_parents, alias, excluded)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publishes or schedules, unless something keeps the page from it: pending pictures, advertising rules.

        The page editor asks before; this stops bulk publishing, workflows and code.  The command that publishes what
        was scheduled must go on with other pages: there the page stays a draft, and its history says why.

        Raises:
            PublishingRefusedError: the message lists everything that is to be settled first.
        """
        try:
            refuse_publishing(revision.as_object())
        except PublishingRefusedError as refused:
            if kwargs.get("log_action") != SCHEDULED:
                raise
            unschedule(self, revision, refused)
        else:
            super().publish(revision, *args, **kwargs)

    @property
    def title_endings(self) -> str:
        """What the admin's search finds the title by."""
        return endings(self.draft_title or self.title)

    @cached_property
    def changed_at(self) -> datetime.datetime | None:
        """When visitors last got another text."""
        try:
            return self.live_text.changed_at
        except LiveText.DoesNotExist:
            return self.last_published_at

    def save_revision(self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any) -> Revision:
        """Saves a revision; the editor saving by itself never writes over one that was signed."""
        if overwrite_revision and SupervisionRecord.objects.filter(revision=overwrite_revision).exists():
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    @cached_property
    def supervision(self) -> SupervisionRecord | None:
        """The signature under what is live, else the latest one; `is_current` says which of the two."""
        if self.pk is None or not self.supervised:
            return None
        records = list(SupervisionRecord.objects.filter(page_id=self.pk).select_related("physician", "page"))
        return next((record for record in records if record.is_current), records[0] if records else None)

    @cached_property
    def signed_by_physician(self) -> Page | None:
        """Who has signed what is live, in the page's language; with credentials."""
        record = self.supervision
        if record is None or not record.is_current:
            return None
        physician = prefetch.localised([record.physician], self.locale_id)[record.physician_id]
        prefetch_related_objects([record.physician, physician], "credentials")
        return physician

    @cached_property
    def diseases(self) -> list[Page]:
        """The live pages about diseases in the page's language, each with its term."""
        from .conditions import ConditionPage

        depends_on(of_type(ConditionPage, self.locale_id))
        with names_only():
            return list(ConditionPage.about_diseases(self.locale_id))

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """None for a page that the view, having found it, knows to be public."""
        if self.known_public:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Fetches what blocks refer to first, so that the number of queries does not grow with the blocks."""
        prefetch.load_blocks(self)
        return super().get_context(request, *args, **kwargs)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """A draft that says something else than what was signed is previewed without a stamp."""
        record = self.supervision
        if record is not None and changed_fields(record.revision.content, json.loads(self.to_json())):
            self.supervision = None
        return super().get_preview_context(request, mode_name)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, rendered now or before (`kneeblog.pagecache`)."""
        return kept_page(request, self, partial(super().serve, request, *args, **kwargs))

    @property
    def last_reviewed_on(self) -> datetime.date | None:
        """The day a physician signed what visitors read; `None` if nobody has (schema.org's `lastReviewed`)."""
        record = self.supervision
        return record.signed_on if record and record.is_current else None

    @property
    def categories(self) -> list[Category]:
        """The page's categories in the editor's order."""
        return [entry.category for entry in self.page_categories.select_related("category").all()]


class IndexPage(MedicalPage):
    """Mixin for pages that introduce and list their children."""

    introduction = RichTextField(_("introduction"), blank=True, features=FEATURES)

    index_search_fields: ClassVar[list[index.BaseField]] = [
        *MedicalPage.page_search_fields,
        index.SearchField("introduction"),
    ]
    newest_first: ClassVar[bool] = False
    supervised = False
    translatable_fields: ClassVar[list[Any]] = [
        *MedicalPage.shared_translatable_fields,
        TranslatableField("introduction"),
    ]
    edit_handler: ClassVar[TabbedInterface] = tabs([FieldPanel("introduction")], supervised=False)

    class Meta:
        abstract = True

    def listing(self) -> models.QuerySet[Page]:
        """Live and public children, as their own types; the newest first where dates matter."""
        depends_on(below(self.pk))
        children = self.get_children().live().filter(~is_restricted())
        if self.newest_first:
            children = children.order_by("-first_published_at", "-pk")
        return children.specific()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `children`, the page of the listing that was asked for (`?page=2`)."""
        context = super().get_context(request, *args, **kwargs)
        context["children"] = self.children_page(request.GET.get("page"))
        return context

    def children_page(self, number: str | int | None) -> PaginatorPage:
        """One page of the listing; a number that does not exist gives the nearest one."""
        return Paginator(self.listing(), conf.get("PAGE_SIZE")).get_page(number)
