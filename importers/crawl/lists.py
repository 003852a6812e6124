"""What sitemaps, feeds and list pages name.  Pure."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from importers.errors import PageRefused
from importers.sources import FILE_SUFFIXES, IMAGE_SUFFIXES, page_of

MAX_BYTES = 20 * 1024 * 1024  # of a sitemap, unpacked

_NO_PAGE = {
    *(IMAGE_SUFFIXES | FILE_SUFFIXES),
    *(".css", ".js", ".json", ".xml", ".gz", ".zip", ".svg", ".ico", ".mp4", ".mp3", ".doc", ".xls", ".ppt", ".rss"),
}
_LIST = re.compile(r"/page/\d+/?$|/blog/?$")
_LIST_QUERY = re.compile(r"(?:^|&)(?:page|paged)=\d+(?:&|$)")
_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml"}


def named_in_xml(data: bytes, url: str) -> tuple[list[str], list[str]]:
    """The pages that a sitemap or feed names, and the sitemaps that an index of them names.

    No entity is resolved and nothing is loaded; a document with a DTD of its own, which none needs, names nothing.
    """
    root = _root(_unpacked(data))
    if root is None:
        return [], []
    kind = etree.QName(root).localname
    if kind == "sitemapindex":
        return [], _joined(url, root.iterfind("{*}sitemap/{*}loc"))
    if kind == "urlset":
        return _joined(url, root.iterfind("{*}url/{*}loc")), []
    if kind == "feed":
        links = (link for link in root.iterfind("{*}entry/{*}link") if link.get("rel", "alternate") == "alternate")
        return [urljoin(url, link.get("href", "")) for link in links], []
    return (_joined(url, root.iterfind(".//{*}item/{*}link")), []) if kind in {"rss", "RDF"} else ([], [])


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data[:MAX_BYTES]
    try:
        return zlib.decompressobj(zlib.MAX_WBITS + 32).decompress(data, MAX_BYTES)
    except zlib.error:
        return b""


def _root(data: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        return None
    return root


def _joined(url: str, elements: Iterator[etree._Element]) -> list[str]:
    return [urljoin(url, text) for element in elements if (text := (element.text or "").strip())]


class ListPage:
    """What a page of the site leads to.

    Args:
        data: the page as it came.
        url: where it came from.
    """

    def __init__(self, data: bytes, url: str) -> None:
        self.pages: dict[str, None] = {}
        self.lists: dict[str, None] = {}  # pages that name further pages; they are among `pages` too
        self.feeds: dict[str, None] = {}
        try:
            tree = LexborHTMLParser(page_of(url, data).html)
        except PageRefused:
            return
        for link in tree.css("a[href], link[href]"):
            self._note(link.tag or "", {name: value or "" for name, value in link.attributes.items()}, url)

    def _note(self, tag: str, attributes: dict[str, str], url: str) -> None:
        try:
            address = urljoin(url, attributes["href"].strip()).partition("#")[0]
            parts = urlsplit(address)
        except ValueError:
            return
        relations = attributes.get("rel", "").lower().split()
        if tag == "link" and attributes.get("type", "").lower() in _FEED_TYPES:
            self.feeds[address] = None
        elif "next" in relations or (tag == "a" and (_LIST.search(parts.path) or _LIST_QUERY.search(parts.query))):
            self.pages[address] = self.lists[address] = None
        elif tag == "a" and may_be_page(address):
            self.pages[address] = None


def may_be_page(url: str) -> bool:
    """Whether an address does not look like that of a picture, a file, a feed or a program."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = PurePosixPath(parts.path)
    return parts.scheme in {"http", "https"} and path.suffix.lower() not in _NO_PAGE and path.name != "feed"
