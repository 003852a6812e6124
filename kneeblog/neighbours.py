"""The other pages that a page names when it is shown, fetched with one query.

The steps of its breadcrumbs, its translations, the entries of the menu and the targets of links in its texts are all
rows of Wagtail's table of pages.  What they need of their own types (the short name in breadcrumbs, what search engines
are told) comes along.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page, PageViewRestriction, Site, get_page_models

from kneeblog.pagecache.recording import below, depends_on

OF_TYPES = ("breadcrumb_label", "robots", "canonical_url")
_AT = "_kneeblog_neighbours"


class Neighbours:
    """The pages around one page; ask `neighbours_of`.

    Args:
        page: that is shown.
        linked: ids of the pages that its texts link to.
    """

    def __init__(self, page: Page, linked: Collection[int] = ()) -> None:
        self._page = page
        self._branch = getattr(page, "primary_parent", None) or page
        self._linked = frozenset(linked)
        found = list(named_pages().filter(reduce(or_, self._wanted())))
        self._by_path = {other.path: other for other in found}
        self._by_id = {other.pk: other for other in found}
        self._found = found

    @property
    def above(self) -> list[Page]:
        """What breadcrumbs may lead over, from the top: the page's live ancestors, or its primary parent's."""
        paths = [*_above(self._branch), *([self._branch.path] if self._branch is not self._page else [])]
        steps = [self._by_path[path] for path in paths if path in self._by_path]
        return [step for step in steps if step.live and step.pk != self._page.pk]

    @property
    def translations(self) -> list[Page]:
        """The page in every language in which everybody may read it, its own included.  An alias is no translation."""
        same = [other for other in self._found if other.translation_key == self._page.translation_key]
        shown = [other for other in same if other.live and not other.restricted and other.alias_of_id is None]
        return sorted(shown, key=lambda other: other.locale_id)

    @property
    def home(self) -> Page | None:
        """The home page of the site and the language that the page is in, if it is live."""
        path = _home_path(self._page)
        found = self._by_path.get(path) if path != self._page.path else self._page
        return found if found is not None and found.live else None

    @property
    def menu(self) -> list[Page]:
        """What stands below the home page and is live and meant for menus."""
        path = _home_path(self._page)
        children = [other for other in self._found if path and other.path[: -Page.steplen] == path]
        if (home := self._by_path.get(path)) is not None:
            depends_on(below(home.pk))
        return sorted((other for other in children if other.live and other.show_in_menus), key=lambda other: other.path)

    def linked(self, pk: int) -> Page | None:
        """The page that a link with this id leads to, in the page's language where there is a live translation."""
        target = self._by_id.get(pk)
        if target is None or target.locale_id == self._page.locale_id:
            return target
        same = (other for other in self._found if other.translation_key == target.translation_key)
        return next((other for other in same if other.locale_id == self._page.locale_id and other.live), target)

    def _wanted(self) -> Iterable[Q]:
        page = self._page
        yield Q(path__in=[*_above(page), *_above(self._branch), self._branch.path])
        yield Q(translation_key=page.translation_key)
        if home := _home_path(page):
            depth = len(home) // Page.steplen + 1
            yield Q(path__startswith=home, depth=depth, live=True, show_in_menus=True)
        if self._linked:
            keys = Page.objects.filter(pk__in=self._linked).values("translation_key")
            yield Q(pk__in=self._linked) | Q(translation_key__in=keys, locale_id=page.locale_id)


def load_neighbours(page: Page, linked: Collection[int]) -> None:
    """Asks for the pages around a page that is about to be shown; whatever shows it finds them."""
    page.__dict__[_AT] = Neighbours(page, linked)


def neighbours_of(page: Page) -> Neighbours:
    """The pages around a page: those loaded for showing it, else as they are now."""
    known: Neighbours | None = page.__dict__.get(_AT)
    return Neighbours(page) if known is None else known


def named_pages() -> QuerySet[Page]:
    """Pages with their language, whether somebody may not read them, and the fields in `OF_TYPES`."""
    from kneeblog.models import MedicalPage

    models = [model for model in get_page_models() if issubclass(model, MedicalPage)]
    own = {name: Coalesce(*_columns(models, name), Value(""), output_field=TextField()) for name in OF_TYPES}
    return Page.objects.select_related("locale", "content_type").annotate(restricted=is_restricted(), **own)


def is_restricted() -> Exists:
    """Whether a page, one above it, or what one of them repeats may be seen by some people only."""
    restrictions = PageViewRestriction.objects.annotate(of=ExpressionWrapper(OuterRef("path"), CharField()))
    return Exists(restrictions.filter(Q(of__startswith=F("page__path")) | Q(of__startswith=F("page__aliases__path"))))


def is_untranslated_copy(page: Any) -> bool:
    """Whether it repeats a page of another language, as wagtail-localize makes pages above a translated one."""
    return bool(page.alias_of_id and page.alias_of.locale_id != page.locale_id)


def refuse_other_language(page: Page, request: HttpRequest, *args: Any) -> None:
    """Wagtail's hook before any page is served: never one of another language than the address.

    Wagtail looks for `/en/blog/` among the Japanese pages while the English home page is not live.

    Raises:
        Http404: the page is in another language, or a copy of one that is.
    """
    if is_untranslated_copy(page) or not is_in_language_of(page, request):
        raise Http404


def is_in_language_of(page: Page, request: HttpRequest) -> bool:
    """Whether the page's language is that of the address; so it is where addresses do not tell languages apart."""
    by_address, _default_too = is_language_prefix_patterns_used(
        getattr(request, "urlconf", None) or settings.ROOT_URLCONF
    )
    try:
        return not by_address or get_supported_content_language_variant(get_language()) == page.locale.language_code
    except LookupError:
        return True


def in_other_languages(request: HttpRequest) -> list[Page]:
    """What stands at the same place of the site in other languages, for a visitor whose language has no such page."""
    site, language = Site.find_for_request(request), get_language()
    if "\0" in request.path_info:  # no page has such an address, and PostgreSQL takes no such text
        return []
    below = request.path_info.removeprefix(f"/{language}/").lstrip("/")
    below = f"{below.rstrip('/')}/" if below else ""
    paths = [root.root_path + below for root in Site.get_site_root_paths() if site and root.site_id == site.pk]
    pages = Page.objects.live().filter(~is_restricted(), url_path__in=paths, alias_of=None).select_related("locale")
    return [page for page in pages.order_by("locale_id") if page.locale.language_code != language]


def _columns(models: list[type[Page]], name: str) -> list[F]:
    return [F(f"{model._meta.pk.related_query_name()}__{name}") for model in models]


def _above(page: Page) -> list[str]:
    """The paths of a page's ancestors, Wagtail's own root aside."""
    path = page.path or ""
    return [path[:end] for end in range(2 * Page.steplen, len(path), Page.steplen)]


def _home_path(page: Page) -> str:
    """The path in the tree of the site's home page above the page, or of the page itself; `""` if there is none."""
    roots = [root.root_path for root in Site.get_site_root_paths() if (page.url_path or "").startswith(root.root_path)]
    return page.path[: max(roots, key=len).count("/") * Page.steplen] if roots else ""
