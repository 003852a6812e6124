"""Where pages of each type belong in the site's tree, seen from the page named by `--under`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wagtail.models import Locale, Page, Site

from importers.actions import MODELS
from importers.errors import ImportFailure
from kneeblog.models import BlogIndexPage, ConditionIndexPage, PhysicianIndexPage, TreatmentIndexPage

# Page type → the index page it stands under, with the title and slug of one that has to be made.
SHELVES: dict[str, tuple[type[Page], str, str]] = {
    "symptom_article": (BlogIndexPage, "ブログ", "blog"),
    "article": (BlogIndexPage, "ブログ", "blog"),
    "condition": (ConditionIndexPage, "膝の病気", "conditions"),
    "treatment": (TreatmentIndexPage, "治療", "treatments"),
    "physician": (PhysicianIndexPage, "医師紹介", "physicians"),
}
_SLUG_LENGTH = 255
_NEW_SLUG = re.compile(r"[-a-zA-Z0-9_]+")


class UnknownPlace(ImportFailure):
    """`--under`, `--locale` or a mapping file names nothing that exists, or nothing that can hold the pages."""


@dataclass(slots=True)
class Place:
    """Where a run writes.

    Args:
        site: that the pages will belong to.
        home: the root of the site in the run's language; index pages stand below it.
        blog: the blog that `--under` names, if it exists.
        blog_slug: the slug of the blog that is to be made otherwise.
    """

    site: Site
    home: Page
    blog: Page | None
    blog_slug: str

    @property
    def standing(self) -> dict[str, int]:
        """Pages that take the place of the old site's home page and blog, by their source keys."""
        return {"": self.home.pk, **({"blog": self.blog.pk} if self.blog else {})}

    def shelf(self, page_type: str) -> Page | None:
        """The index page for a page type, or `None` if it has to be made."""
        model = SHELVES[page_type][0]
        if model is BlogIndexPage:
            return self.blog or model.objects.child_of(self.home).filter(slug=self.blog_slug).first()
        return model.objects.child_of(self.home).first()

    def obstacle(self, page_type: str) -> str:
        """Why no index page for a page type can be made, `""` if there is one or it can."""
        model = SHELVES[page_type][0]
        if self.shelf(page_type) is not None or model.can_create_at(self.home):
            return ""
        return f"There is no {model._meta.verbose_name}, and none can be made below {self.home.title}."

    def page(self, path: str, page_type: str = "", where: str = "The mapping file") -> Page:
        """The page at a path below the home page, as a mapping file names it.

        Args:
            path: of the parent.
            page_type: of what is to stand below it, if it is known.
            where: file, line and key, for the message.

        Raises:
            UnknownPlace: there is none, or it cannot hold such a page.
        """
        page = _at(self.home, path)
        if page is None:
            raise UnknownPlace(f"{where}: there is no page at the parent {path}.")
        if page_type and not MODELS[page_type].can_create_at(page.specific):
            raise UnknownPlace(f"{where}: {path} ({page.specific_class.__name__}) cannot hold a {page_type}.")
        return page.specific

    def refresh(self) -> None:
        """Read the pages again, after a failure took back what was written below them."""
        self.home.refresh_from_db()
        if self.blog is not None:
            self.blog.refresh_from_db()


class Slugs:
    """Which slugs are taken below each parent, asked once for many pages."""

    def __init__(self) -> None:
        self._taken: dict[int, set[str]] = {}

    def reload(self) -> None:
        """Ask again: somebody else may have made pages."""
        self._taken.clear()

    def free(self, parent: Page, slug: str) -> str:
        """The slug, or the first with a number that no other page below that parent has."""
        if parent.pk not in self._taken:
            self._taken[parent.pk] = set(parent.get_children().values_list("slug", flat=True))
        return _first_free(slug, self._taken[parent.pk])

    def add(self, parent: Page, slug: str) -> None:
        """Tell of a page that is made."""
        self._taken.setdefault(parent.pk, set()).add(slug)


def free_slug(parent: Page, slug: str, own: Page | None = None) -> str:
    """The slug, or the first with a number that no other page below that parent has."""
    children = parent.get_children().exclude(pk=own.pk) if own else parent.get_children()
    return _first_free(slug, set(children.values_list("slug", flat=True)))


def _first_free(slug: str, taken: set[str]) -> str:
    if slug not in taken:
        return slug
    numbered = (f"{slug[: _SLUG_LENGTH - len(end)]}{end}" for end in (f"-{n}" for n in range(2, len(taken) + 3)))
    return next(candidate for candidate in numbered if candidate not in taken)


def find_place(under: str, language: str) -> Place:
    """The place for `--under` and `--locale`.

    Args:
        under: a path such as `/blog/`: a blog index page, a page that can hold one, or a path that is still free.
        language: a content language of the site.

    Raises:
        UnknownPlace: naming what there is instead.
    """
    site = _site()
    home = _home(site, language)
    path = under.strip("/")
    page = _at(home, path)
    if page is not None and isinstance(page.specific, BlogIndexPage):
        parent = page.get_parent().specific
        # Beside a blog deep in the tree there may be no room for the lists of conditions and treatments.
        return Place(site, parent if TreatmentIndexPage.can_create_at(parent) else home, page.specific, page.slug)
    if page is None and not _NEW_SLUG.fullmatch(path):
        raise UnknownPlace(
            f"There is no page at {under}; make it first, or name one that exists with --under.{_blogs_of(home)}"
        )
    holder = page.specific if page is not None else home
    blog = BlogIndexPage.objects.child_of(holder).first() if page is not None else None
    if blog is None and not BlogIndexPage.can_create_at(holder):
        raise UnknownPlace(
            f"No blog can be made below {holder.title} ({type(holder).__name__}), where --under {under} leads."
            f"{_blogs_of(home)}"
        )
    return Place(site, holder, blog, blog.slug if blog else path if page is None else "blog")


def _site() -> Site:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first() or Site.objects.first()
    if site is None:
        raise UnknownPlace("There is no site yet; make one in the admin under Settings, Sites.")
    return site


def _home(site: Site, language: str) -> Page:
    locale = Locale.objects.filter(language_code=language).first()
    if locale is None:
        known = ", ".join(Locale.objects.values_list("language_code", flat=True))
        raise UnknownPlace(f"This site has no language {language}; it has: {known}.")
    home = site.root_page.get_translation_or_none(locale) or site.root_page
    if home.locale_id != locale.pk:
        raise UnknownPlace(f"The home page has no translation in {language}; translate it first.")
    return home.specific


def _at(home: Page, path: str) -> Page | None:
    below = path.strip("/")
    return Page.objects.filter(url_path=f"{home.url_path}{below}/" if below else home.url_path).first()


def _blogs_of(home: Page) -> str:
    found = BlogIndexPage.objects.descendant_of(home).values_list("url_path", flat=True)
    paths = ", ".join(f"/{path.removeprefix(home.url_path)}" for path in found)
    return f" Blogs of this site: {paths}." if paths else " This site has no blog yet."
