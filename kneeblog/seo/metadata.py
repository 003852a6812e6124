"""Title, description, canonical address and sharing data of a page, each with one fallback chain."""

import html
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.text import Truncator
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from kneeblog import conf
from kneeblog.models import prefetch
from kneeblog.neighbours import neighbours_of
from kneeblog.pictures import SHARING_FILTER

from .languages import language_tag, open_graph_locale

DESCRIPTION_LENGTH = 120  # Japanese characters a result page shows


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


def page_metadata(page: Page, request: HttpRequest | None = None, site_name: str = "") -> Metadata:
    """Editors' words first, then what the page itself says."""
    picture = _picture(page)
    rendition = picture.get_rendition(SHARING_FILTER) if picture else None
    return Metadata(
        title=page.seo_title or " | ".join(filter(None, (page.title, site_name))),
        description=page.search_description or excerpt(page),
        canonical=getattr(page, "canonical_url", "") or page.get_full_url(request) or "",
        robots=getattr(page, "robots", ""),
        og_title=page.seo_title or page.title,
        og_image=_absolute(rendition.url, page, request) if rendition else "",
        og_image_alt=_alt(picture),
        og_image_width=rendition.width if rendition else None,
        og_image_height=rendition.height if rendition else None,
        og_locale=open_graph_locale(page.locale.language_code),
        alternates=alternates(page, request),
    )


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


def excerpt(page: Page, length: int = DESCRIPTION_LENGTH) -> str:
    """The first words of the page: its summary, else its introduction, as plain text."""
    source = next((text for name in ("summary", "introduction", "biography") if (text := getattr(page, name, ""))), "")
    spaced = str(source).replace("</p>", "</p> ").replace("<br/>", " ")
    return Truncator(" ".join(html.unescape(strip_tags(spaced)).split())).chars(length)


def _picture(page: Page) -> AbstractImage | None:
    if getattr(page, "og_image", None):
        return page.og_image
    for name in ("hero_image", "card_image", "photo"):
        for block in getattr(page, name, None) or ():
            return block.value.get("image")
    pictures = prefetch.stream_children(getattr(page, "body", None), "image")
    return next((image for block in pictures if (image := block.value.get("image"))), None)


def _alt(picture: Any) -> str:
    return (picture.contextual_alt_text or picture.default_alt_text) if picture else ""


def _absolute(url: str, page: Page, request: HttpRequest | None) -> str:
    if url.startswith(("http://", "https://")):
        return url
    parts = page.get_url_parts(request)
    return f"{parts[1] if parts else ''}{url}"
