"""Sitemaps: an index, and below it a file for each page type and language, as sitemaps.org has them.

In them is what search engines may list: live, public, no copy in a language nobody has translated it into, not
`noindex`, and first published here.  A file asks the database a fixed number of questions, whatever it holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import iri_to_uri
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageViewRestriction, Site

from kneeblog import conf
from kneeblog.models import MedicalPage, SupervisionRecord
from kneeblog.pictures import SHARING_FILTER
from kneeblog.rendering import PICTURE_FIELDS

from .languages import language_tag

PER_FILE = 10_000  # the protocol allows 50,000 and 50 MB
OTHER = "page"  # pages of the site that are none of this package's
_SPACES = {
    "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
    "xmlns:image": "http://www.google.com/schemas/sitemap-image/1.1",
}


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """All files, each with the time of its newest page."""
    roots = Roots(request)
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    xml: Any = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("sitemapindex", {"xmlns": _SPACES["xmlns"]})
    for kind, model in _models().items():
        counted = _listed(model, roots).order_by().values("locale_id").annotate(number=Count("pk"), last=Max(_CHANGED))
        for row in sorted(counted, key=lambda row: row["locale_id"]):
            path = reverse("sitemap_section", args=[languages[row["locale_id"]], kind])
            for number in range(1, -(-row["number"] // PER_FILE) + 1):
                xml.startElement("sitemap", {})
                address = path if number == 1 else f"{path}?p={number}"
                xml.addQuickElement("loc", request.build_absolute_uri(address))
                if row["last"]:
                    xml.addQuickElement("lastmod", _w3c(row["last"]))
                xml.endElement("sitemap")
    xml.endElement("sitemapindex")
    xml.endDocument()
    return response


@require_safe
def sitemap_section(request: HttpRequest, language: str, kind: str) -> StreamingHttpResponse:
    """One page type in one language; `?p=2` goes on after `PER_FILE` pages."""
    model = _models().get(kind)
    locale = Locale.objects.filter(language_code=language).first()
    number = request.GET.get("p", "1")
    if model is None or locale is None or not number.isascii() or not number.isdecimal() or not 1 <= int(number) < 1000:
        raise Http404
    rows = Rows(model, locale, Roots(request), int(number))
    if not rows.found:
        raise Http404
    return StreamingHttpResponse(_written(rows), content_type="application/xml; charset=utf-8")


class Roots:
    """Where the pages of the asking site stand in the tree, and the addresses they have there."""

    def __init__(self, request: HttpRequest) -> None:
        site = Site.find_for_request(request)
        self._private = list(PageViewRestriction.objects.values_list("page__path", flat=True))
        self._prefixes: dict[str, str] = {}
        for path in Site.get_site_root_paths() if site else ():
            if path.site_id == site.pk:
                with translation.override(path.language_code):
                    self._prefixes[path.root_path] = path.root_url + reverse("wagtail_serve", args=[""])

    def filter(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the site that everybody may read."""
        inside, private = Q(pk__in=[]), Q(pk__in=[])
        for root in self._prefixes:
            inside |= Q(url_path__startswith=root)
        for path in self._private:
            private |= Q(path__startswith=path)
        return pages.filter(inside).exclude(private)

    def address(self, url_path: str) -> str:
        """A page's address in full."""
        root = max((root for root in self._prefixes if url_path.startswith(root)), key=len)
        return iri_to_uri(self._prefixes[root] + url_path[len(root) :])


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of a file."""

    address: str
    changed: datetime | None
    image: str | None
    versions: list[tuple[str, str]]


class Rows:
    """The pages of one file, with what is known of all of them together."""

    def __init__(self, model: type[Any], locale: Locale, roots: Roots, number: int) -> None:
        self._roots = roots
        self._pictures = [
            name for name in PICTURE_FIELDS if any(field.name == name for field in model._meta.get_fields())
        ]
        pages = _listed(model, roots).filter(locale=locale).order_by("pk")
        start = (number - 1) * PER_FILE
        names = ("url_path", "translation_key", "changed", "signed", *self._pictures)
        pages = pages.annotate(changed=_CHANGED, signed=_signed())
        self.found = list(pages.values_list(*names)[start : start + PER_FILE])
        self._versions = self._all_versions(model) if self.found and conf.get("HREFLANG_IN") == "sitemap" else {}
        self._images = self._all_images()

    def __iter__(self) -> Iterator[Entry]:
        for url_path, key, changed, signed, *streams in self.found:
            image = next((self._images[pk] for pk in _image_ids(streams) if pk in self._images), None)
            versions = self._versions.get(key, [])
            yield Entry(
                self._roots.address(url_path), _later(changed, signed), image, versions if len(versions) > 1 else []
            )

    def _all_versions(self, model: type[Any]) -> dict[UUID, list[tuple[str, str]]]:
        keys = [row[1] for row in self.found]
        groups: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
        rows = _listed(model, self._roots).order_by("locale_id")
        # A whole file of keys is more than a database takes in one question; then all are read and some left out.
        rows = rows.filter(translation_key__in=keys) if len(keys) <= 500 else rows
        wanted = set(keys)
        for key, code, url_path in rows.values_list("translation_key", "locale__language_code", "url_path"):
            if key in wanted:
                groups[key].append((code, self._roots.address(url_path)))
        default = conf.get("X_DEFAULT_LANGUAGE")
        return {
            key: [*((language_tag(code), url) for code, url in found),
                  *(("x-default", url) for code, url in found if code == default)]
            for key, found in groups.items()
        }  # fmt: skip

    def _all_images(self) -> dict[int, str]:
        """The pictures for shared links that have been made, in full addresses."""
        ids = {pk for _, _, _, _, *streams in self.found for pk in _image_ids(streams)}
        model = get_image_model().get_rendition_model()
        renditions = model.objects.filter(filter_spec=SHARING_FILTER)
        renditions = renditions.filter(image_id__in=ids) if len(ids) <= 500 else renditions
        base = self._roots.address(self.found[0][0]) if self.found else ""
        storage = model._meta.get_field("file").storage
        return {
            pk: urljoin(base, storage.url(name))
            for pk, name in (renditions.values_list("image_id", "file").iterator() if ids else ())
            if pk in ids
        }


def _written(rows: Rows) -> Iterator[str]:
    out = _Chunk()
    xml: Any = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", _SPACES)
    for entry in rows:
        xml.startElement("url", {})
        xml.addQuickElement("loc", entry.address)
        if entry.changed:
            xml.addQuickElement("lastmod", _w3c(entry.changed))
        for language, address in entry.versions:
            xml.addQuickElement("xhtml:link", "", {"rel": "alternate", "hreflang": language, "href": address})
        if entry.image:
            xml.startElement("image:image", {})
            xml.addQuickElement("image:loc", entry.image)
            xml.endElement("image:image")
        xml.endElement("url")
        yield out.taken()
    xml.endElement("urlset")
    xml.endDocument()
    yield out.taken()


class _Chunk:
    """What has been written since it was last taken."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def write(self, text: bytes | str) -> None:
        self._parts.append(text.decode() if isinstance(text, bytes) else text)

    def flush(self) -> None:
        """Nothing is kept back."""

    def taken(self) -> str:
        text = "".join(self._parts)
        self._parts.clear()
        return text


# Which pages ----------------------------------------------------------------------------------------------------------


def _models() -> dict[str, type[Any]]:
    """The page types by the name that their file has."""
    medical = {str(model._meta.model_name): model for model in apps.get_models() if issubclass(model, MedicalPage)}
    return {**dict(sorted(medical.items())), OTHER: Page}


def _listed(model: type[Any], roots: Roots) -> QuerySet[Any]:
    """What search engines may list of a type, under its own address."""
    pages = roots.filter(model._default_manager.live().filter(alias_of=None))
    if issubclass(model, MedicalPage):
        return pages.exclude(robots__startswith="noindex").filter(canonical_url="")
    others = [other._meta.label_lower.split(".") for other in _models().values() if issubclass(other, MedicalPage)]
    ours = Q(pk__in=[])
    for label, name in others:
        ours |= Q(content_type__app_label=label, content_type__model=name)
    return pages.filter(depth__gte=2).exclude(ours)


_CHANGED = Coalesce("live_text__changed_at", "last_published_at")  # when visitors last got another text


def _signed() -> Subquery:
    """The day a physician signed what is live."""
    records = SupervisionRecord.objects.filter(live_as=OuterRef("live_revision"))
    return Subquery(records.order_by("-signed_on").values("signed_on")[:1])


def _later(changed: datetime | None, signed: date | None) -> datetime | None:
    midnight = timezone.make_aware(datetime.combine(signed, time())) if signed else None
    return max(filter(None, (changed, midnight)), default=None)


def _image_ids(streams: Iterable[Any]) -> Iterator[int]:
    for stream in streams:
        for block in stream.raw_data if stream is not None else ():
            image = block["value"].get("image") if isinstance(block.get("value"), dict) else None
            pk = image.get("image") if isinstance(image, dict) else image
            if isinstance(pk, int):
                yield pk


def _w3c(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
