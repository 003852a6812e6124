"""The mapping file: a person's word on single pages, which stands above every rule.

A CSV with a heading row; `key` names the page, the other columns may be empty:

    key,page_type,parent,slug,skip
    post/back-knee,symptom_article,/blog/,back-knee,
    post/test,,,,yes
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from importers.errors import SourceError

COLUMNS = ("key", "page_type", "parent", "slug", "skip")
PAGE_TYPES = ("symptom_article", "condition", "treatment", "physician", "article")


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What a person decided about one page; `""` leaves it to the rules."""

    page_type: str = ""
    parent: str = ""
    slug: str = ""
    skip: bool = False
    where: str = ""  # file and line


def read_mapping(path: str | Path) -> dict[str, Override]:
    """The overrides by source key.

    Raises:
        SourceError: naming file, line and what is wrong there.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            if unknown := set(rows.fieldnames or ()) - set(COLUMNS):
                raise SourceError(
                    f"{path}: unknown columns {', '.join(sorted(unknown))}; known are {', '.join(COLUMNS)}."
                )
            if "key" not in (rows.fieldnames or ()):
                raise SourceError(f"{path}: the first line must name the columns, `key` among them.")
            return {row["key"].strip("/ "): _override(row, f"{path}, line {rows.line_num}") for row in rows}
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: this file is not UTF-8; save it as CSV UTF-8.") from error


def _override(row: dict[str, str | None], where: str) -> Override:
    page_type, slug = (row.get("page_type") or "").strip(), (row.get("slug") or "").strip()
    if page_type and page_type not in PAGE_TYPES:
        raise SourceError(f"{where}: {page_type} is no page type; there are {', '.join(PAGE_TYPES)}.")
    if slug and not (slug.isascii() and slug.replace("-", "").replace("_", "").isalnum()):
        raise SourceError(f"{where}: the slug {slug} may hold only ASCII letters, digits and hyphens.")
    skip = (row.get("skip") or "").strip().lower() in {"yes", "1", "true", "x", "skip", "はい"}
    parent = (row.get("parent") or "").strip()
    return Override(page_type=page_type, parent=parent, slug=slug, skip=skip, where=where)
