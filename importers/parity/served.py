"""What the new page says, from the HTML that visitors get."""

from __future__ import annotations

from datetime import date

from bs4 import BeautifulSoup, Tag

from importers.parity.facts import Facts, said


def served_facts(html: str) -> Facts:
    """Facts of a page as it is served."""
    soup = BeautifulSoup(html, "lxml")
    main = soup.find("main") or soup.body or soup
    h1 = main.find("h1")
    time = main.find("time")
    for hidden in main.find_all(["script", "style"]):
        hidden.extract()
    pictures = main.find_all("img")
    links = [(said(_words(link)), str(link["href"])) for link in main.find_all("a", href=True)]
    return Facts(
        title=said(soup.title.get_text() if soup.title else ""),
        description=_meta(soup, name="description"),
        h1=said(h1.get_text() if h1 else ""),
        canonical=_canonical(soup),
        og={
            "title": _meta(soup, property="og:title"),
            "description": _meta(soup, property="og:description"),
            "image": "yes" if _meta(soup, property="og:image") else "",
        },
        headings=tuple(
            filter(None, (said(_words(tag)) for tag in main.find_all(["h2", "h3", "h4", "caption", "summary"])))
        ),
        chars=len("".join(main.get_text().split())),
        links=tuple(words for words, _address in links if words),
        targets=tuple(links),
        images=len(pictures),
        alts=tuple(filter(None, (said(str(picture.get("alt") or "")) for picture in pictures))),
        published=_day(str(time.get("datetime") or "")) if isinstance(time, Tag) else None,
        trail=tuple(said(step.get_text()) for step in soup.select(".breadcrumbs li")),
    )


def _words(tag: Tag) -> str:
    """Without the readings above the line; of a picture, what it shows."""
    words = "".join(str(text) for text in tag.find_all(string=True) if text.find_parent(["rt", "rp"]) is None)
    picture = tag.find("img")
    return words if words.strip() or not isinstance(picture, Tag) else str(picture.get("alt") or "")


def _meta(soup: BeautifulSoup, **which: str) -> str:
    found = soup.find("meta", attrs=dict(which))
    return said(str(found.get("content") or "")) if isinstance(found, Tag) else ""


def _canonical(soup: BeautifulSoup) -> str:
    found = soup.find("link", rel="canonical")
    return str(found.get("href") or "") if isinstance(found, Tag) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
