"""Markup that acts, in a real browser: in a page that holds it as it is, and in what the import makes of that page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page

from importers import pipeline
from importers.models import ImportedPage
from tests.importers.hostilemarkup import FIRES, MARKUP, PLACES
from tests.importers.test_hostile import html_of
from tests.importers.test_import import import_posts

# Clicks whatever a person could click, one after the other; goes nowhere, but runs what is a program.
CLICK_ALL = """async () => {
  const program = address => String(address).startsWith('javascript:');
  document.addEventListener('click', event => {
    const link = event.target.closest('a[href], area[href]');
    if (link && !(link instanceof SVGElement) && !program(link.href)) event.preventDefault();
  });
  document.addEventListener('submit', event => {
    if (!program(event.submitter.formAction) && !program(event.target.action)) event.preventDefault();
  });
  for (const element of document.querySelectorAll('a, area, button, summary')) {
    element.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  for (const element of document.querySelectorAll('*'))
    for (const name of element.getAttributeNames())
      if (name.startsWith('on')) element.dispatchEvent(new Event(name.slice(2)));
}"""

Visit = Callable[..., set[int]]

ALL = "\n".join(part for part in MARKUP.values() if "<plaintext>" not in part)


@pytest.fixture
def fired(browser: Any) -> Iterator[Visit]:
    """A function that opens an address or a document, clicks everything in it and says which parts have acted."""
    contexts = []

    def visit(address: str = "", document: str = "") -> set[int]:
        acted: set[int] = set()
        context = browser.new_context()
        contexts.append(context)
        context.expose_binding("fire", lambda _source, number: acted.add(number))
        page = context.new_page()
        page.route(re.compile(r"^(?!http://(localhost|127\.0\.0\.1):)"), lambda route: route.abort())
        if address:
            assert page.goto(address).status == 200
        else:
            page.set_content(f"<!DOCTYPE html><meta charset=utf-8>{document}")
        page.wait_for_timeout(200)
        page.evaluate(CLICK_ALL)
        page.wait_for_timeout(200)
        return acted

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def old_site(tmp_path: Path) -> Path:
    """A page for every place, with all parts there."""
    for number, place in enumerate(PLACES):
        html = PLACES[place](ALL).replace(".example/p", f".example/{number}/p")
        (tmp_path / f"{number}.html").write_text(html, encoding="utf-8")
    return tmp_path


def test_every_part_acts_in_a_page_that_holds_it_as_it_is(fired: Visit) -> None:
    acted = fired(document="\n".join(FIRES.values()))
    assert [part for number, part in FIRES.items() if number not in acted] == []


def test_nothing_acts_on_the_pages_that_come_of_them(
    fired: Visit, old_site: Path, live_server: Any, site_tree: Any
) -> None:
    import_posts(str(old_site), apply=True)
    pages = [row.page.specific for row in ImportedPage.objects.select_related("page")]
    assert len(pages) >= len(PLACES) - 4  # a page is held back when it has a film where none can stand
    for page in pages:
        shown = page.get_latest_revision_as_object()  # with pictures pending: no person could publish it
        shown.live = True
        shown.save(clean=False)
    for page in Page.objects.live().filter(depth__gt=1):
        assert fired(live_server.url + page.url) == set(), page.title


def test_nothing_acts_in_any_markup_of_a_document(fired: Visit, old_site: Path) -> None:
    """Whoever shows a document's markup as it is, what is kept aside included."""
    markup = [html for draft in pipeline.read([old_site]) for html in html_of(draft.data)]
    assert len(markup) > len(PLACES)
    assert fired(document="\n".join(markup)) == set()
