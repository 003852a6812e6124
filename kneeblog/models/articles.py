"""Home page, blog, and what the blog holds."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel, Panel, TabbedInterface
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Orderable, Page
from wagtail_localize.fields import SynchronizedField

from kneeblog.pagecache.recording import depends_on, names_only, of_type
from kneeblog.seo import feeds

from . import prefetch
from .base import IndexPage
from .content import ArticleContent
from .finder import FinderChoice, SymptomFinderPage
from .panels import tabs

NEWEST = 3  # articles on the home page


class HomePage(IndexPage, Page):
    """The site's front page."""

    template = "kneeblog/pages/home_page.html"
    page_description = _("The front page of the clinic's site")
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    slug_fallback = "home"
    search_fields = IndexPage.index_search_fields

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the newest articles, and the symptom finder with its places, which is no card among the others."""
        context = super().get_context(request, *args, **kwargs)
        children = context["children"]
        below = list(children)
        blog = next((page for page in below if isinstance(page, BlogIndexPage)), None)
        finder = next((page for page in below if isinstance(page, SymptomFinderPage)), None)
        children.object_list = [page for page in below if page is not finder]
        context["places"] = FinderChoice.objects.filter(kind="place") if finder else ()
        context["newest"] = list(blog.listing()[:NEWEST]) if blog else []
        return {**context, "blog": blog, "finder": finder}


class BlogIndexPage(IndexPage, RoutablePageMixin, Page):
    """The blog: its articles, the newest first; `feed/` and `feed/atom/` below it are for feed readers."""

    template = "kneeblog/pages/blog_index_page.html"
    page_description = _("Lists articles, the newest first")
    subpage_types: ClassVar[list[str]] = ["kneeblog.SymptomArticlePage", "kneeblog.ArticlePage"]
    slug_fallback = "blog"
    newest_first = True
    search_fields = IndexPage.index_search_fields

    class Meta:
        verbose_name = _("blog")
        verbose_name_plural = _("blogs")

    @path("feed/", name="feed")
    @path("feed/<slug:kind>/", name="feed")
    def feed(self, request: HttpRequest, kind: str = "rss") -> HttpResponse:
        """The newest articles for feed readers."""
        if kind not in feeds.FEEDS:
            raise Http404
        return feeds.blog_feed(self, request, kind)


class SymptomArticlePage(ArticleContent, Page):
    """An article about a symptom: what causes it, which diseases, what helps."""

    symptom = models.ForeignKey(
        "kneeblog.GlossaryTerm",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("symptom"),
        help_text=_("The symptom this article is about."),
    )

    template = "kneeblog/pages/symptom_article_page.html"
    page_description = _("An article about a symptom, its causes and what helps")
    parent_page_types: ClassVar[list[str]] = ["kneeblog.BlogIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    slug_fallback = "article"
    shown_with: ClassVar[tuple[str, ...]] = (*ArticleContent.shown_with, "symptom")
    search_fields = ArticleContent.content_search_fields
    translatable_fields: ClassVar[list[Any]] = [
        *ArticleContent.content_translatable_fields,
        SynchronizedField("symptom"),
        SynchronizedField("related_conditions"),
    ]
    facts_panels: ClassVar[list[Panel]] = [
        FieldPanel("symptom"),
        InlinePanel("related_conditions", heading=_("Related conditions"), label=_("Condition")),
    ]
    edit_handler: ClassVar[TabbedInterface] = tabs(
        ArticleContent.article_panels, facts=facts_panels, facts_heading=_("Medical facts")
    )

    class Meta:
        verbose_name = _("symptom article")
        verbose_name_plural = _("symptom articles")

    @cached_property
    def conditions(self) -> list[Page]:
        """The published pages of related conditions, in the article's own language where there is one."""
        if self.related_conditions.is_deferring:  # a preview of what has not been saved
            chosen = [entry.condition for entry in self.related_conditions.all()]
            return [page for page in prefetch.localised(chosen, self.locale_id).values() if page.live]
        related = [page for page in self._condition_pages if page.related_at is not None]
        own = {page.translation_key for page in related if page.locale_id == self.locale_id}
        shown = [page for page in related if page.locale_id == self.locale_id or page.translation_key not in own]
        return sorted(shown, key=lambda page: page.related_at)

    @cached_property
    def diseases(self) -> list[Page]:
        """As for any page; related conditions come with them."""
        return [page for page in self._condition_pages if page.term_id and page.locale_id == self.locale_id]

    @cached_property
    def _condition_pages(self) -> list[Any]:
        """Those about diseases in the article's language, and those that it names; one query for both."""
        from .conditions import ConditionPage

        entries = RelatedCondition.objects.filter(page_id=self.pk)
        entry = entries.filter(condition__translation_key=OuterRef("translation_key")).order_by("sort_order", "pk")
        places = entry.annotate(place=Coalesce("sort_order", 0)).values("place")[:1]
        pages = ConditionPage.objects.live().annotate(related_at=Subquery(places))
        in_language = Q(locale_id=self.locale_id) & (Q(term__isnull=False) | Q(related_at__isnull=False))
        pages = pages.filter(in_language | Q(pk__in=entries.values("condition_id"))).order_by("pk")
        depends_on(of_type(ConditionPage, self.locale_id))
        with names_only():
            return list(pages.select_related("term").defer_streamfields())


class RelatedCondition(Orderable):
    """A condition that a symptom article leads to."""

    page = ParentalKey(SymptomArticlePage, on_delete=models.CASCADE, related_name="related_conditions")
    condition = models.ForeignKey(
        "kneeblog.ConditionPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("condition")
    )

    panels: ClassVar[list[Panel]] = [PageChooserPanel("condition")]

    class Meta(Orderable.Meta):
        verbose_name = _("related condition")
        verbose_name_plural = _("related conditions")

    def __str__(self) -> str:
        return str(self.condition)


class ArticlePage(ArticleContent, Page):
    """An article that is about no symptom: news, notices."""

    template = "kneeblog/pages/article_page.html"
    page_description = _("Any other article: news, notices")
    parent_page_types: ClassVar[list[str]] = ["kneeblog.BlogIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    slug_fallback = "article"
    search_fields = ArticleContent.content_search_fields
    translatable_fields = ArticleContent.content_translatable_fields
    edit_handler: ClassVar[TabbedInterface] = tabs(ArticleContent.article_panels)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
