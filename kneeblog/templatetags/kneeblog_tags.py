"""Tags for pages and blocks: loaded content, links, the head, the header."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.core.paginator import Page as PaginatorPage
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.blocks import StreamValue
from wagtail.images.models import AbstractImage, Picture
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

from kneeblog.models import ClinicSettings, prefetch
from kneeblog.neighbours import in_other_languages as at_the_same_place
from kneeblog.neighbours import neighbours_of
from kneeblog.pagecache.recording import below, depends_on
from kneeblog.phrases import phrases as phrases_of
from kneeblog.pictures import focus, responsive
from kneeblog.rendering import PageCard, PageContent, page_cards
from kneeblog.seo.breadcrumbs import Crumb, breadcrumb_trail
from kneeblog.seo.metadata import Metadata, excerpt, page_metadata
from kneeblog.seo.structured_data import graph_script, page_graph

register = template.Library()

EDITORS_ONLY = {"legacy", "lost_embed"}
LINK_SCHEMES = {"http", "https", "mailto", "tel", ""}
_PERIOD = re.compile(r"(\d{1,2}[:：時]\d{0,2}分?\s*[〜～~\-–—]\s*\d{1,2}[:：時]\d{0,2}分?)")
VIDEO_HOSTS = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "youtube-nocookie.com": "YouTube",
    "vimeo.com": "Vimeo",
}


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry of the main menu; `current` if the page shown stands in that part of the site."""

    label: str
    url: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class TocEntry:
    """One heading of the table of contents."""

    anchor: str
    heading: str


@register.simple_tag(takes_context=True)
def page_content(context: Context, page: Page | None) -> PageContent | None:
    """Load what the page shows; `base.html` keeps the answer as `content`, where `rich_text` finds it."""
    return PageContent.of_page(page, context.get("request")) if isinstance(page, Page) else None


@register.simple_tag(takes_context=True)
def rich_text(context: Context, value: RichText | str | None, link_terms: bool = True) -> SafeString | str:
    """Stored rich text as HTML; all links of a page are looked up together.  In headings no term is linked."""
    if not value:
        return ""
    rich = value if isinstance(value, RichText) else RichText(value)
    content = context.get("content")
    if not isinstance(content, PageContent):
        content = PageContent.of_value(rich, context.get("request"))
    return content.expand(rich.source, link_terms=link_terms)


@register.simple_tag(takes_context=True)
def cards(context: Context, pages: PaginatorPage | list[Page]) -> list[PageCard]:
    """The pages of a listing with their pictures."""
    return page_cards(pages, context.get("request"))


@register.filter
def is_visible(block: StreamValue.StreamChild) -> bool:
    """Whether visitors see anything of the block: what it refers to is there and published."""
    value = block.value
    if value is None or block.block_type in EDITORS_ONLY:
        return False
    if block.block_type == "file":
        return value.get("document") is not None
    return block.block_type != "treatment" or value.live


@register.filter
def visible(stream: StreamValue | None) -> list[StreamValue.StreamChild]:
    """The blocks visitors see something of."""
    return [block for block in stream or () if is_visible(block)]


@register.simple_tag(takes_context=True)
def lang_of(context: Context, thing: Any) -> SafeString | str:
    """` lang="…"` for what is in another language than the page around it."""
    page, locale_id = context.get("page"), getattr(thing, "locale_id", None)
    if not isinstance(page, Page) or locale_id in {None, page.locale_id}:
        return ""
    return format_html(' lang="{}"', _language_codes(context.get("request"))[locale_id])


@register.simple_tag(takes_context=True)
def clinic_shown(context: Context, clinic: ClinicSettings) -> ClinicSettings:
    """The clinic in the language of the page; on what is no page of the tree, in that of the address."""
    page = context.get("page")
    return clinic.in_language(page.locale.language_code if isinstance(page, Page) else get_language() or "")


@register.simple_tag(takes_context=True)
def lang_of_clinic(context: Context, field: str) -> SafeString | str:
    """The same for what the clinic says about itself: in the page's language, else in that of the site's root page."""
    if field in getattr(context.get("clinic"), "translated", ()):
        return ""
    request: HttpRequest | None = context.get("request")
    site = Site.find_for_request(request) if request else None
    return lang_of(context, site.root_page) if site else ""


def _language_codes(request: HttpRequest | None) -> dict[int, str]:
    """Language code of each locale; read once a request, as Wagtail does with the site."""
    codes: dict[int, str] | None = getattr(request, "_kneeblog_language_codes", None)
    if codes is None:
        codes = dict(Locale.objects.values_list("pk", "language_code"))
        if request is not None:
            request._kneeblog_language_codes = codes  # type: ignore[attr-defined]
    return codes


@register.simple_tag
def responsive_picture(image: AbstractImage, **attributes: Any) -> Picture:
    """The picture in the sizes that visitors are sent; attributes without a value are left out."""
    given = {name: value for name, value in attributes.items() if value or name == "alt"}
    return responsive(image, {**given, **focus(image)})


@register.filter
def phrases(text: Any) -> SafeString:
    """A heading with the places marked where its lines may break."""
    *most, last = phrases_of(str(text), get_language() or "")
    return format_html_join("", "{}<wbr>", ((part,) for part in most)) + format_html("{}", last)


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context, page: Page) -> list[Crumb]:
    """The trail from the home page to this one."""
    return breadcrumb_trail(page, context.get("request"), context.get("clinic"))


@register.simple_tag(takes_context=True)
def metadata(context: Context, page: Page) -> Metadata:
    """What the head of the page says."""
    return page_metadata(page, context.get("request"), context.get("clinic"))


@register.simple_tag(takes_context=True)
def structured_data(context: Context) -> SafeString:
    """What the page says, for machines; made of what `base.html` has asked for already."""
    listed = context.get("children") or ()
    return graph_script(
        page_graph(
            context["page"], context["meta"], context["trail"], context["clinic"], listed, context.get("request")
        )
    )


@register.simple_tag(takes_context=True)
def site_home(context: Context) -> Page | None:
    """The home page in the language of the page shown, or in the visitor's where there is no page (404)."""
    request: HttpRequest | None = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None:
        return None
    page = context.get("page")
    if not isinstance(page, Page):
        return site.root_page.localized
    return neighbours_of(page).home or prefetch.localised([site.root_page], page.locale_id)[site.root_page.pk]


@register.simple_tag(takes_context=True)
def in_other_languages(context: Context) -> list[Page]:
    """For a page that was not found: what stands at its place in other languages."""
    request: HttpRequest | None = context.get("request")
    return at_the_same_place(request) if request else []


@register.simple_tag(takes_context=True)
def menu(context: Context, home: Page | None) -> list[MenuEntry]:
    """The home page's children that are shown in menus."""
    page = context.get("page")
    return [
        MenuEntry(
            label=child.title,
            url=child.get_url(context.get("request")),
            current=isinstance(page, Page) and (page.path or "").startswith(child.path),
        )
        for child in _menu_of(page, home)
    ]


def _menu_of(page: Any, home: Page | None) -> Iterable[Page]:
    if home is None or (isinstance(page, Page) and home.locale_id != page.locale_id):
        return ()  # the pages of another language are no menu for readers of this one
    if isinstance(page, Page) and neighbours_of(page).home == home:
        return neighbours_of(page).menu
    depends_on(below(home.pk))
    return home.get_children().live().in_menu()


@register.filter
def page_excerpt(page: Page) -> str:
    """What a list says about a page: the editor's description, else its first words."""
    return page.search_description or excerpt(page)


@register.simple_tag
def table_of_contents(body: Any) -> list[TocEntry]:
    """The sections of a body that have a heading."""
    return [
        TocEntry(block.value.get("anchor") or str(block.id), block.value["heading"])
        for block in body or ()
        if block.block_type == "section" and block.value.get("heading")
    ]


@register.filter
def safe_href(url: str | None) -> str:
    """The address if a visitor may follow it, else nothing (`javascript:` and its like)."""
    url = (url or "").strip()
    try:
        return url if urlsplit(url).scheme.lower() in LINK_SCHEMES else ""
    except ValueError:
        return ""


@register.filter
def video_host(url: str | None) -> str:
    """The name of the service a video is on; the page itself asks that service for nothing."""
    host = (urlsplit(safe_href(url)).hostname or "").removeprefix("www.").removeprefix("player.").removeprefix("m.")
    return VIDEO_HOSTS.get(host, host)


@register.filter
def kept_times(line: str) -> SafeString:
    """A line of opening hours in which no time of day is torn from the other end of its period."""
    pieces = enumerate(_PERIOD.split(line))
    shown = (format_html('<span class="kept">{}</span>', piece) if number % 2 else piece for number, piece in pieces)
    return format_html_join("", "{}", ((piece,) for piece in shown))


@register.filter
def phone_href(number: str | None) -> str:
    """A telephone number as a `tel:` address."""
    return "tel:" + "".join(char for char in number or "" if char.isascii() and (char.isdigit() or char == "+"))
