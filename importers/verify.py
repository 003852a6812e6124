"""Whether the old addresses arrive: each is asked for in every spelling, and its redirects are followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import requests
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from importers.models import ImportedPage
from importers.redirects import old_path, spellings
from importers.rollback import find_run
from kneeblog.models import BlogIndexPage
from kneeblog.seo.redirects import folded_path

_MOST_STEPS = 5
_TIMEOUT = 20  # seconds

Ask = Callable[[str], tuple[int, str]]  # a path → the status, and where a redirect leads


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one old address.

    Args:
        path: the address, decoded.
        steps: status and address of each step of its worst spelling.
        spelling: the worst one.
        tried: how many spellings were asked for.
        wanted: the path it has to arrive at, `""` for any.
    """

    path: str
    steps: tuple[tuple[int, str], ...]
    spelling: str
    tried: int
    wanted: str = ""

    @property
    def arrives(self) -> bool:
        """One permanent redirect and then the page, or the page at its old address."""
        statuses = [status for status, _ in self.steps]
        there = not self.wanted or folded_path(urlsplit(self.steps[-1][1]).path) == folded_path(self.wanted)
        return statuses in ([301, 200], [200]) and there


def addresses(run: str = "") -> list[str]:
    """The paths of the old addresses of all imports, or of one: pages, and lists of the old blog.

    Raises:
        UnknownRun: there is no such run.
    """
    pages = ImportedPage.objects.exclude(url="")
    if run:
        entries = find_run(run).entries.values_list("key", flat=True)
        pages = pages.filter(key__in=list(entries))
    paths = {old_path(url) for url in pages.values_list("url", flat=True)}
    if not run:
        made = Redirect.objects.filter(automatically_created=True, redirect_page__isnull=False)
        paths |= {path for path in made.values_list("old_path", flat=True) if "…" not in path}
    return sorted(paths - {"", "/"})


def verify(paths: Iterable[str], site: str = "") -> Iterator[Answer]:
    """Ask for each path in every spelling; the answer is that of the worst.

    Args:
        paths: decoded, of `addresses`.
        site: the address of a server; without it, this project is asked without one.
    """
    ask = _over_http(site) if site else _in_process()
    wanted = _wanted()
    own = set(paths := list(paths))
    for path in paths:
        # A page whose address differs from another's in capitals only has that spelling for itself.
        forms = [form for form in spellings(path) if old_path(form) == path or old_path(form) not in own]
        answers = [Answer(path, tuple(_steps(ask, form)), form, len(forms), wanted.get(path, "")) for form in forms]
        yield next((answer for answer in answers if not answer.arrives), answers[0])


def _wanted() -> dict[str, str]:
    """Where the old address of each imported page has to lead: to the page, unless an editor leads it elsewhere or the
    new blog stands there, as it does in the place of the old one's list.
    """
    by_hand = Redirect.objects.filter(automatically_created=False).values_list("old_path", flat=True)
    blogs = (blog.get_url_parts() for blog in BlogIndexPage.objects.live())
    elsewhere = {folded_path(path) for path in (*by_hand, *(parts[2] for parts in blogs if parts))}
    found = {}
    for row in ImportedPage.objects.exclude(url="").exclude(page=None).select_related("page"):
        path, parts = old_path(row.url), row.page and row.page.get_url_parts()
        if parts and folded_path(path) not in elsewhere:
            found[path] = parts[2]
    return found


def _steps(ask: Ask, path: str) -> Iterator[tuple[int, str]]:
    seen = set()
    for _ in range(_MOST_STEPS):
        status, target = ask(path)
        yield status, path
        if status not in {301, 302, 307, 308} or path in seen:
            return
        seen.add(path)
        path = target


def _in_process() -> Ask:
    site = Site.objects.filter(is_default_site=True).first()
    client = Client(SERVER_NAME=site.hostname if site else "localhost", raise_request_exception=False)

    def ask(path: str) -> tuple[int, str]:
        if urlsplit(path).netloc:
            path = urlsplit(path)._replace(scheme="", netloc="").geturl()
        response = client.get(f"/{path.lstrip('/')}")
        return response.status_code, response.headers.get("Location", "")

    return ask


def _over_http(site: str) -> Ask:
    session = requests.Session()

    def ask(path: str) -> tuple[int, str]:
        response = session.get(urljoin(site, path), allow_redirects=False, timeout=_TIMEOUT)
        return response.status_code, response.headers.get("Location", "")

    return ask
