"""Title, description, canonical address and sharing data of a page, each with one fallback chain.

Where a value comes from is said with it, in `Metadata.sources`: the head and the editor's previews are the same values.
"""

import html
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from kneeblog import conf
from kneeblog.models import prefetch
from kneeblog.neighbours import neighbours_of
from kneeblog.pictures import sharing_rendition

from .desk.text import shorten
from .languages import language_tag, open_graph_locale

DESCRIPTION_LENGTH = 120  # full-width characters of a description that a result page shows
SITE = "site"
# Where a value can come from, for editors.
SOURCES: dict[str, Any] = {
    "seo_title": _("written for search results"),
    "search_description": _("written for search results"),
    "title": _("from the page's title"),
    "summary": _("from the summary"),
    "introduction": _("from the introduction"),
    "biography": _("from the biography"),
    "body": _("from the beginning of the text"),
    "og_image": _("chosen for shared links"),
    "hero_image": _("from the hero image"),
    "card_image": _("from the picture in lists"),
    "photo": _("from the photograph"),
    "picture": _("from the first picture of the text"),
    SITE: _("from the clinic's settings"),
    "": _("missing"),
}


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in one language; the page's own language included."""

    language_code: str
    url: str  # in full, for search engines
    path: str  # for readers, on whatever host they are
    current: bool
    indexable: bool = True  # search engines may list it, and under this address

    @property
    def tag(self) -> str:
        """The language as `hreflang` has it."""
        return language_tag(self.language_code)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What goes into the head of a page."""

    title: str
    description: str
    canonical: str
    robots: str
    og_title: str
    og_image: str
    og_image_alt: str
    og_image_width: int | None
    og_image_height: int | None
    og_locale: str
    alternates: list[Alternate]
    # A key of `SOURCES` for each of `title`, `description`, `picture`.
    sources: dict[str, str] = field(default_factory=dict)

    @property
    def own_picture(self) -> str:
        """The address of the picture unless it only stands in for one: it is no part of the page then."""
        return "" if self.sources.get("picture") == SITE else self.og_image

    @property
    def hreflang(self) -> list[tuple[str, str]]:
        """Language and address of every version that search engines may list; none unless this is one of several.

        One of them is for readers of any other language (`X_DEFAULT_LANGUAGE`).
        """
        listed = [one for one in self.alternates if one.indexable]
        if conf.get("HREFLANG_IN") != "head" or len(listed) < 2 or not any(one.current for one in listed):
            return []
        default = [("x-default", one.url) for one in listed if one.language_code == conf.get("X_DEFAULT_LANGUAGE")]
        return [*((one.tag, one.url) for one in listed), *default]


def page_metadata(page: Page, request: HttpRequest | None = None, clinic: Any = None) -> Metadata:
    """Editors' words first, then what the page itself says, then what the clinic says for all pages.

    Args:
        page: as its own type.
        request: for which it is shown.
        clinic: the site's `ClinicSettings`.
    """
    title, title_source = title_of(page, clinic)
    description, description_source = description_of(page)
    picture, picture_source = picture_of(page, clinic)
    rendition = sharing_rendition(picture)
    return Metadata(
        title=title,
        description=description,
        canonical=getattr(page, "canonical_url", "") or page.get_full_url(request) or "",
        robots=getattr(page, "robots", ""),
        og_title=page.seo_title or page.title,
        og_image=_absolute(rendition.url, page, request) if rendition else "",
        og_image_alt=_alt(picture),
        og_image_width=rendition.width if rendition else None,
        og_image_height=rendition.height if rendition else None,
        og_locale=open_graph_locale(page.locale.language_code),
        alternates=alternates(page, request),
        sources={"title": title_source, "description": description_source, "picture": picture_source},
    )


def title_of(page: Page, clinic: Any) -> tuple[str, str]:
    """The title of the document, and its source.  What was written for search results stands as it is."""
    if page.seo_title:
        return page.seo_title, "seo_title"
    brand = "" if getattr(page, "without_brand", False) else brand_of(clinic)
    return " | ".join(filter(None, (page.title, brand))), "title"


def brand_of(clinic: Any) -> str:
    """What stands after the titles of a clinic's pages."""
    return (clinic.title_brand or clinic.clinic_name) if clinic else ""


def description_of(page: Page) -> tuple[str, str]:
    """The description, and its source."""
    if page.search_description:
        return page.search_description, "search_description"
    return first_words(page)


def first_words(page: Page, length: int = DESCRIPTION_LENGTH) -> tuple[str, str]:
    """What stands in for a description, and its source: summary, introduction, else the first paragraph."""
    for name in ("summary", "introduction", "biography"):
        if text := _plain(str(getattr(page, name, "") or "")):
            return shorten(text, length), name
    text = _plain(_first_paragraph(getattr(page, "body", None)))
    return (shorten(text, length), "body") if text else ("", "")


def excerpt(page: Page, length: int = DESCRIPTION_LENGTH) -> str:
    """The first words of the page as plain text, at most that many full-width characters."""
    return first_words(page, length)[0]


def picture_of(page: Page, clinic: Any) -> tuple[AbstractImage | None, str]:
    """The picture for shared links, and its source; the clinic's own stands in where the page has none."""
    if getattr(page, "og_image", None):
        return page.og_image, "og_image"
    for name in ("hero_image", "card_image", "photo"):
        for block in getattr(page, name, None) or ():
            if image := block.value.get("image"):
                return image, name
    pictures = prefetch.stream_children(getattr(page, "body", None), "image")
    if image := next((image for block in pictures if (image := block.value.get("image"))), None):
        return image, "picture"
    default = clinic.sharing_image if clinic else None
    return default, SITE if default else ""


def alternates(page: Page, request: HttpRequest | None = None) -> list[Alternate]:
    """Every published language of the page, its own included, in the order of the locales."""
    found = []
    for translation in neighbours_of(page).translations:
        url, path = translation.get_full_url(request), translation.get_url(request)
        if url and path:
            current = translation.pk == page.pk
            found.append(Alternate(translation.locale.language_code, url, path, current, _is_indexable(translation)))
    return found


def _is_indexable(page: Page) -> bool:
    """Search engines may list it, and under its own address."""
    return not (getattr(page, "robots", "").startswith("noindex") or getattr(page, "canonical_url", ""))


def _plain(markup: str) -> str:
    spaced = markup.replace("</p>", "</p> ").replace("<br/>", " ")
    return " ".join(html.unescape(strip_tags(spaced)).split())


def _first_paragraph(body: Any) -> str:
    """Of the text as it is stored: nothing that its blocks refer to is fetched for it."""
    blocks = list(body.raw_data) if body else []
    while blocks:
        block = blocks.pop(0)
        if block["type"] == "paragraph" and _plain(str(block["value"] or "")):
            return str(block["value"])
        if isinstance(block["value"], dict):
            blocks[:0] = block["value"].get("content") or []
    return ""


def _alt(picture: Any) -> str:
    return (picture.contextual_alt_text or picture.default_alt_text) if picture else ""


def _absolute(url: str, page: Page, request: HttpRequest | None) -> str:
    if url.startswith(("http://", "https://")):
        return url
    parts = page.get_url_parts(request)
    return f"{parts[1] if parts else ''}{url}"
