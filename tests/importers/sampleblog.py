"""The sample's own pages, as many of them as a test needs, as a zip."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from urllib.parse import quote

SAMPLE = Path(__file__).resolve().parents[2] / "kneeblog/site/sample"
ARTICLES = ("knee-fluid", "seiza-knee-pain", "year-end-2025", "膝の外側の痛み", "inner-knee-pain")
_TITLE = re.compile(r"<title>(.*?) \| ")


def page(slug: str, number: int = 0) -> tuple[str, str, str]:
    """One page's name, title and markup; with a number it is a copy under an address and a title of its own."""
    html = (SAMPLE / f"post/{slug}.html").read_text(encoding="utf-8")
    found = _TITLE.search(html)
    assert found
    title = found[1]
    if number:
        for spelling in (slug, quote(slug)):
            html = re.sub(rf"/post/{re.escape(spelling)}(?![\w%-])", f"/post/sample-{number}", html)
        html = html.replace(title, f"{title}（{number}）")
        return f"post/sample-{number}.html", f"{title}（{number}）", html
    return f"post/{slug}.html", title, html


def write_zip(path: Path, pages: int, *more: str, pictures: bool = True) -> list[str]:
    """A zip of so many pages, copies where the sample ends, with the sample's pictures.

    Args:
        path: of the zip.
        pages: how many articles.
        more: slugs of further pages of the sample.
        pictures: whether they are in it.

    Returns:
        The titles.
    """
    titles = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for place in range(pages):
            number = place if place >= len(ARTICLES) else 0
            name, title, html = page(ARTICLES[place % len(ARTICLES)], number)
            archive.writestr(name, html)
            titles.append(title)
        for slug in more:
            name, title, html = page(slug)
            archive.writestr(name, html)
            titles.append(title)
        for picture in sorted((SAMPLE / "media").iterdir()) if pictures else ():
            archive.write(picture, f"media/{picture.name}")
    return titles
