"""Links and pictures of a public page, loaded together: the number of queries does not grow with its blocks.

`kneeblog.models.prefetch` fetches what blocks refer to when the page builds its context; here follow the two things
that templates would still ask for one by one: the addresses behind links in rich text, and the sizes of pictures.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText, features
from wagtail.rich_text.rewriters import FIND_A_TAG, LinkRewriter, extract_attrs

from kneeblog.models import ArticleContent, ClinicSettings, TreatmentPage, prefetch
from kneeblog.neighbours import load_neighbours, neighbours_of
from kneeblog.translation.glossary import load_glossary
from kneeblog.translation.mentions import Mentions

PICTURE_FIELDS = ("card_image", "hero_image", "photo")


@dataclass(frozen=True, slots=True)
class PageCard:
    """One page in a list of pages."""

    page: Page
    url: str | None
    picture: StructValue | None


class PageContent:
    """The rich text of some values; all links in it are looked up with one query a kind of target."""

    def __init__(
        self, values: Iterable[Any], locale_id: int, request: HttpRequest | None = None, page: Page | None = None
    ) -> None:
        leaves = [leaf for value in values for leaf in _leaves(value)]
        self.locale_id = locale_id
        self.request = request
        self._page = page
        self._sources = [leaf.source for leaf in leaves if isinstance(leaf, RichText)]
        attach_renditions(leaf for leaf in leaves if isinstance(leaf, AbstractImage))

    @classmethod
    def of_page(cls, page: Page, request: HttpRequest | None) -> PageContent:
        """Everything in the page's own fields, and what it shows of its treatments."""
        content = cls([page, *_on_stamp(page)], page.locale_id, request, page)
        load_neighbours(page, {int(pk) for pk in content._targets["page"]})
        return content

    @classmethod
    def of_value(cls, value: Any, request: HttpRequest | None) -> PageContent:
        """One value without its page: in a block's preview, in a template of another site."""
        return cls([value], Locale.get_active().pk, request)

    def expand(self, html: str, *, link_terms: bool = True) -> SafeString:
        """Rich text as stored → as visitors get it.  A link to a page nobody can read is text only.

        On an article the first mention of a disease leads to its page, unless the text is a heading (`link_terms`).
        """
        expanded: str = self._rewriter(html)
        return mark_safe(self._mentions.link(expanded) if link_terms and self._mentions else expanded)

    @cached_property
    def _mentions(self) -> Mentions | None:
        if not isinstance(self._page, ArticleContent) or self.request is None:
            return None
        if not ClinicSettings.for_request(self.request).link_terms:
            return None
        return mentions_on(self._page, self.request)

    @cached_property
    def _rewriter(self) -> LinkRewriter:
        rules = {name: handler.expand_db_attributes_many for name, handler in features.get_link_types().items()}
        rules["page"] = lambda links: [_link_tag(self._page_urls.get(link.get("id", ""))) for link in links]
        rules["document"] = lambda links: [_link_tag(self._document_urls.get(link.get("id", ""))) for link in links]
        return LinkRewriter(bulk_rules=rules)

    @cached_property
    def _targets(self) -> dict[str, set[str]]:
        targets: dict[str, set[str]] = defaultdict(set)
        for source in self._sources:
            for attributes in map(extract_attrs, FIND_A_TAG.findall(source)):
                if attributes.get("id", "").isdecimal():
                    targets[attributes.get("linktype", "")].add(attributes["id"])
        return targets

    @cached_property
    def _page_urls(self) -> dict[str, str | None]:
        ids = self._targets["page"]
        if self._page is not None:
            around = neighbours_of(self._page)
            pages = {pk: around.linked(int(pk)) for pk in ids}
        else:
            pages = {str(pk): page for pk, page in self._linked(ids).items()}
        return {pk: page.get_url(self.request) for pk, page in pages.items() if page is not None and page.live}

    def _linked(self, ids: set[str]) -> dict[int, Page]:
        return prefetch.localised(Page.objects.filter(pk__in=ids), self.locale_id) if ids else {}

    @cached_property
    def _document_urls(self) -> dict[str, str]:
        documents = get_document_model().objects.in_bulk(self._targets["document"])
        return {str(pk): document.url for pk, document in documents.items()}


def mentions_on(page: Page, request: HttpRequest) -> Mentions:
    """The diseases that have a live page in this page's language.

    Terms without such a page are known from the packaged glossary, so that 痛風 is not found in 偽痛風.
    """
    language = page.locale.language_code
    conditions = getattr(page, "diseases", ())
    names: dict[str, str] = {}
    others = [name for term in load_glossary() for name in term.names_in(language)]
    for condition in conditions:
        url = condition.get_url(request) if condition.pk != page.pk else None
        for name in condition.term.names_in(language):
            if url:
                names.setdefault(name, url)
            else:
                others.append(name)
    return Mentions(names, others)


def page_cards(pages: Iterable[Page], request: HttpRequest | None) -> list[PageCard]:
    """Pages as a list shows them; the number of queries depends on how many types there are, not how many pages."""
    pages = list(pages)
    prefetch.load_cards(pages, PICTURE_FIELDS)
    cards = [PageCard(page, page.get_url(request), _picture(page)) for page in pages]
    attach_renditions(leaf for card in cards for leaf in _leaves(card.picture) if isinstance(leaf, AbstractImage))
    return cards


def attach_renditions(images: Iterable[AbstractImage]) -> None:
    """Give every picture the sizes already made of it; one query for those that came without them.

    The same picture may stand on a page twice with different alternative texts, so each copy gets its own renditions
    (Django's prefetch would point them all at the last copy).
    """
    images = list(images)
    known = {image.pk: image for image in images if "prefetched_renditions" in image.__dict__}
    known |= prefetch.pictures({image.pk for image in images} - known.keys())
    for image in images:
        image.prefetched_renditions = [copy.copy(rendition) for rendition in known[image.pk].prefetched_renditions]
        for rendition in image.prefetched_renditions:
            rendition.image = image


def _picture(page: Page) -> StructValue | None:
    for name in PICTURE_FIELDS:
        for block in getattr(page, name, None) or ():
            return block.value
    return None


def _leaves(value: Any) -> Iterator[Any]:
    """Everything that is shown somewhere in the value and is no container itself."""
    if isinstance(value, Page | StreamValue | ListValue | StructValue | list):
        for part in _parts(value):
            yield from _leaves(part)
    elif value is not None:
        yield value


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, Page):
        return map(partial(_field_value, value), value._meta.get_fields())
    if isinstance(value, StreamValue):
        return (_on_card(child.value) if isinstance(child.value, TreatmentPage) else child.value for child in value)
    return value.values() if isinstance(value, StructValue) else value


def _field_value(page: Page, field: Any) -> Any:
    if isinstance(field, RichTextField):
        return RichText(getattr(page, field.name))
    return getattr(page, field.name) if isinstance(field, StreamField) else None


def _on_stamp(page: Page) -> list[Any]:
    """What the card of the physician who has signed the page shows."""
    physician = getattr(page, "signed_by_physician", None)
    return [physician.photo, RichText(physician.biography)] if physician is not None else []


def _on_card(treatment: TreatmentPage) -> list[Any]:
    return [treatment.card_image, RichText(treatment.treatment_content)]


def _link_tag(url: str | None) -> str:
    return f'<a href="{escape(url)}">' if url else "<a>"
