"""All pages of the site as the desk shows them, in one query.

A page with a draft is shown as that draft: its values are what the next editor sees and the next publishing brings.
Filters, search, sorting and findings look at the same values.  The database takes the few fields out of the drafts'
JSON, so that no body is ever read.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, get_page_models

from kneeblog.models import MedicalPage

from .text import fold

# What the desk may write; nothing else of a page ever.
EDITABLE = ("title", "slug", "seo_title", "search_description", "canonical_url", "robots", "breadcrumb_label")
_ON_PAGE = ("title", "slug", "seo_title", "search_description")
STATES = [("live", _("Live")), ("changed", _("Live, with a newer draft")), ("draft", _("Draft"))]
_NEEDED = (
    *("title", "slug", "seo_title", "search_description", "url_path", "path", "depth", "live", "alias_of", "locale"),
    *("content_type", "latest_revision", "latest_revision_created_at", "has_unpublished_changes"),
    *("last_published_at", "translation_key", "locked", "expired", "draft_title"),
)


@dataclass
class Row:
    """One page.  `values` are those of `EDITABLE`; an address, a lock and the like are the live page's."""

    page: Page
    values: dict[str, str]
    # Filled in for the rows that are shown.
    reviewed_on: datetime.date | None = None
    overdue: bool = False
    may_edit: bool = False  # in Wagtail's page editor, whoever looks
    findings: list[Any] = field(default_factory=list)
    added: dict[str, str] = field(default_factory=dict)  # by the name of the added column

    @property
    def pk(self) -> int:
        """The page's id; 0 of one that has not been saved yet."""
        return int(self.page.pk or 0)

    @property
    def title(self) -> str:
        """As in `values`."""
        return self.values["title"]

    @property
    def search_title(self) -> str:
        """What a result page shows, the clinic's name aside: the title for search engines, else the title."""
        return self.values["seo_title"] or self.values["title"]

    @property
    def description(self) -> str:
        """The description for search engines, `""` if nobody wrote one."""
        return self.values["search_description"]

    @property
    def slug(self) -> str:
        """As in `values`."""
        return self.values["slug"]

    @property
    def robots(self) -> str:
        """As in `values`."""
        return self.values["robots"]

    @property
    def language(self) -> str:
        """The page's language, by its code."""
        return str(self.page.locale.language_code)

    @property
    def model(self) -> type[Page] | None:
        """The page's type."""
        return self.page.content_type.model_class()

    @property
    def type_label(self) -> str:
        """The page's type, as the admin names it."""
        return str(capfirst(str(self.model._meta.verbose_name))) if self.model else ""

    @property
    def state(self) -> str:
        """One of `STATES`."""
        if not self.page.live:
            return "draft"
        return "changed" if self.page.has_unpublished_changes else "live"

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(dict(STATES)[self.state])

    @property
    def is_draft(self) -> bool:
        """Whether `values` are a draft's."""
        return bool(self.page.has_unpublished_changes and self.page.latest_revision_id)

    @property
    def is_alias(self) -> bool:
        """Whether the page only repeats another one, and cannot be edited."""
        return self.page.alias_of_id is not None

    @cached_property
    def folded(self) -> str:
        """What the search looks at."""
        return fold("\n".join((*self.values.values(), self.page.url_path or "")))

    @property
    def saved_at(self) -> datetime.datetime | None:
        """When the latest revision was written: the editor, saving by itself, writes over its own."""
        return self.page.latest_revision_created_at


def medical_models() -> list[type[Page]]:
    """The page types on the desk, the host site's own among them."""
    return [model for model in get_page_models() if issubclass(model, MedicalPage)]


def all_rows(only: Iterable[int] | None = None) -> list[Row]:
    """Every page built on `MedicalPage`, in the order of the tree, in one query; or only those with these ids."""
    pages = _pages()
    if only is not None:
        pages = pages.filter(pk__in=list(only))
    return [Row(page, {name: getattr(page, f"desk_{name}") or "" for name in EDITABLE}) for page in pages]


def _pages() -> QuerySet[Page]:
    models = medical_models()
    return (
        Page.objects.type(*models)
        .select_related("locale", "content_type")
        .only(*_NEEDED, "locale__language_code", "content_type__app_label", "content_type__model")
        .annotate(**{f"desk_{name}": _latest(name, models) for name in EDITABLE})
        .order_by("path")
    )


def _latest(name: str, models: list[type[Page]]) -> Case:
    """The field as the latest draft has it, else as the page has it."""
    own: Any = F(name)
    if name not in _ON_PAGE:
        own = Coalesce(*(F(f"{model._meta.pk.related_query_name()}__{name}") for model in models), Value(""))
    drafted = Q(has_unpublished_changes=True, latest_revision__isnull=False)
    draft = KeyTextTransform(name, "latest_revision__content")
    # A draft from before the field existed has no such key.
    own = Cast(own, TextField())
    return Case(When(drafted, then=Coalesce(draft, own)), default=own, output_field=TextField())
