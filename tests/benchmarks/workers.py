"""One reader a process: takes the path of a saved page from each line, answers with the CPU seconds it took.

Run with the Python of the environment in which that reader is installed; knows nothing of this project's packages but
in `kneeblog`.  What it is given, and what it makes of it, is each reader's own usual input and output.
"""

from __future__ import annotations

import gc
import importlib.machinery
import json
import re
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

Work = Callable[[bytes], object]


def lexbor() -> Work:
    """The yardstick: a bare parse of the bytes."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser


def kneeblog() -> Work:
    """The whole of `importers parse` for one page: classification, ledger and JSON included."""
    from functools import partial

    from importers import pipeline, sources
    from importers.processes import collect_rarely

    collect_rarely()

    def work(data: bytes) -> object:
        entry = sources.Entry("page.html", len(data), partial(bytes, data))
        draft = pipeline._read_entry(entry, base_url="", reader="", overrides={})
        return json.dumps(draft.data, ensure_ascii=False) if draft else ""

    return work


def trafilatura() -> Work:
    """Its extraction with what an import would ask for."""
    from trafilatura import extract

    options = {"output_format": "xml", "include_links": True, "include_images": True, "include_formatting": True}
    return lambda data: extract(data, **options)


def wordpress() -> Work:
    """wagtail-wordpress-import's filters and block building, over the article alone, which is its usual input.

    Pictures and documents are taken as being in the library already, so that no other server is asked.
    """
    from django.conf import settings

    settings.configure(WAGTAIL_WORDPRESS_IMPORTER_SOURCE_DOMAIN="https://www.knee.example")
    for name, content in (("wagtail.images", "get_image_model"), ("wagtail.documents", "get_document_model")):
        module = types.ModuleType(name)
        module.__spec__ = importlib.machinery.ModuleSpec(name, None)
        setattr(module, content, lambda: object)
        sys.modules[name] = module
    from wagtail_wordpress_import import block_builder_defaults as defaults
    from wagtail_wordpress_import import prefilters
    from wagtail_wordpress_import.block_builder import BlockBuilder

    saved = types.SimpleNamespace(id=1)
    defaults.get_or_save_image = lambda src: saved
    defaults.get_or_save_document = lambda href: None
    filters = (
        prefilters.linebreaks_wp,
        prefilters.transform_shortcodes,
        prefilters.transform_inline_styles,
        prefilters.bleach_clean,
    )

    def work(data: bytes) -> object:
        html = data.decode("utf-8", "replace")
        for step in filters:
            html = step(html, None)
        builder = BlockBuilder(html, None, None)
        builder.promote_child_tags()
        return builder.build()

    return work


_ARTICLE = re.compile(
    rb'<article[^>]*data-hook="post".*?</article>|<(section|div)[^>]*data-hook="post-description".*', re.S
)


def article_of(data: bytes) -> bytes:
    """The markup of a post's text."""
    found = _ARTICLE.search(data)
    return found[0] if found else b""


def main() -> None:
    name = sys.argv[1]
    work: Work = globals()[name]()
    prepare: Callable[[bytes], Any] = article_of if name == "wordpress" else bytes
    for line in sys.stdin:
        data = prepare(Path(line.rstrip("\n")).read_bytes())
        gc.collect()
        start = time.process_time()
        try:
            work(data)
            print(time.process_time() - start, flush=True)
        except Exception as error:  # noqa: BLE001 the page counts for nobody
            print(f"failed {type(error).__name__}", flush=True)


if __name__ == "__main__":
    main()
