"""Where pages of each type belong in the site's tree, seen from the page named by `--under`."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Locale, Page, Site

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


class UnknownPlace(ImportFailure):
    """`--under` or `--locale` names nothing that exists."""


@dataclass(slots=True)
class Place:
    """Where a run writes.

    Args:
        home: the root of the site in the run's language; index pages stand below it.
        blog: the page at `--under`, if it is a blog already.
    """

    home: Page
    blog: Page | None
    blog_slug: str

    def shelf(self, page_type: str) -> Page | None:
        """The index page for a page type, or `None` if it has to be made."""
        model = SHELVES[page_type][0]
        if model is BlogIndexPage and self.blog is not None:
            return self.blog
        return model.objects.child_of(self.home).first()

    def page(self, path: str) -> Page:
        """The page at a path below the home page, as a mapping file names it.

        Raises:
            UnknownPlace: there is none.
        """
        below = path.strip("/")
        page = Page.objects.filter(url_path=f"{self.home.url_path}{below}/" if below else self.home.url_path).first()
        if page is None:
            raise UnknownPlace(f"The mapping file names the parent {path}, and there is no page there.")
        return page.specific


def find_place(under: str, language: str) -> Place:
    """The place for `--under` and `--locale`.

    Args:
        under: a path such as `/blog/`: a blog index page, or the home page, or a path below it that is still free.
        language: a content language of the site.

    Raises:
        UnknownPlace: naming what there is instead.
    """
    locale = Locale.objects.filter(language_code=language).first()
    if locale is None:
        known = ", ".join(Locale.objects.values_list("language_code", flat=True))
        raise UnknownPlace(f"This site has no language {language}; it has: {known}.")
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first() or Site.objects.first()
    if site is None:
        raise UnknownPlace("There is no site yet; make one in the admin under Settings, Sites.")
    home = site.root_page.get_translation_or_none(locale) or site.root_page
    if home.locale_id != locale.pk:
        raise UnknownPlace(f"The home page has no translation in {language}; translate it first.")
    path = under.strip("/")
    if not path:
        return Place(home.specific, None, "blog")
    page = Page.objects.filter(url_path=f"{home.url_path}{path}/").first()
    if page is not None and isinstance(page.specific, BlogIndexPage):
        return Place(page.get_parent().specific, page.specific, page.slug)
    if page is not None:
        return Place(page.specific, None, "blog")
    if "/" in path or not path.isascii():
        raise UnknownPlace(f"There is no page at {under}; make it first, or name one that exists with --under.")
    return Place(home.specific, None, path)
