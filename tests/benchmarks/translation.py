"""What translating costs as pages grow and as there are more of them: `python tests/benchmarks/translation.py`.

First pages of 100, 200 and 400 segments: queries and seconds of reading the segments into the database, of submitting
for a language, and of the translation editor.  The goal: queries do not grow with the segments.  Then sites of 50, 100
and 200 pages in three other languages, each page changed in one sentence: seconds of bringing all translations up to
date.  The goal: time grows with the pages and no faster (at most 1.3 times the time a page takes in the smallest site).
Seconds are those of this process alone.
The exit code says whether both hold.  A database of its own, or the one DATABASE_URL names, which must be empty.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

SEGMENTS = (100, 200, 400)
SITES = (50, 100, 200)
LANGUAGES = ("en", "zh-hans", "ko")
SENTENCES = 30  # in a page of the second part
LINEAR = 1.3


def main() -> int:
    """Print both tables."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    with tempfile.TemporaryDirectory(prefix="kneeblog-translation-") as name:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{name}/db.sqlite3")
        os.environ |= {"DJANGO_SETTINGS_MODULE": "kneeblog.site.settings", "KNEEBLOG_ENV": "test"}
        return measure()


def measure() -> int:
    """Both parts, in one database."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from wagtail.models import Locale, Page

    from kneeblog.models import BlogIndexPage, HomePage

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("ja", *LANGUAGES)}
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="さくら膝クリニック", slug="sakura", locale=locales["ja"]))
    blog = home.add_child(instance=BlogIndexPage(title="ブログ", slug="blog", locale=locales["ja"]))
    flat = grows_with_segments(blog, locales)
    linear = grows_with_pages(blog, locales)
    return int(not (flat and linear))


def grows_with_segments(blog: Any, locales: dict[str, Any]) -> bool:
    """Pages of growing length."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse
    from wagtail_localize.models import Translation, TranslationSource
    from wagtail_localize.operations import translate_object

    client = Client()
    client.force_login(get_user_model().objects.create_superuser("bench", password="bench"))
    print(f"{'segments':>9}{'extract':>16}{'submit':>16}{'editor':>16}{'sync':>16}   queries, seconds")
    queries = []
    for number in SEGMENTS:
        page = blog.add_child(instance=article(number, f"long-{number}"))
        extract = measured(lambda page=page: TranslationSource.update_or_create_from_instance(page))
        submit = measured(lambda page=page: translate_object(page, [locales["en"]]))
        translate(page)
        (work,) = Translation.objects.filter(source__object_id=page.translation_key)
        url = reverse("kneeblog_translation", args=[work.pk])
        client.get(url)  # what is cached by the process is none of a page's length
        editor = measured(lambda url=url: client.get(url))
        sync = measured(lambda page=page, work=work: bring_up_to_date(page, [work]))
        row = (extract, submit, editor, sync)
        queries.append([count for count, _seconds in row])
        print(f"{number:9}" + "".join(f"{count:9}{seconds:7.2f}" for count, seconds in row))
    return all(after <= before * 1.1 + 5 for before, after in zip(queries[0], queries[-1], strict=True))


def grows_with_pages(blog: Any, locales: dict[str, Any]) -> bool:
    """Sites of growing size."""
    from wagtail_localize.models import Translation
    from wagtail_localize.operations import translate_object

    pages: list[Any] = []
    times = []
    print(f"{'pages':>9}{'languages':>11}{'seconds':>9}{'ms each':>9}")
    for number in SITES:
        for count in range(len(pages), number):
            page = blog.add_child(instance=article(SENTENCES, f"page-{count}"))
            translate_object(page, [locales[code] for code in LANGUAGES])
            translate(page)
            pages.append(page)
        for page in pages:
            change_one_sentence(page)
        works = [list(Translation.objects.filter(source__object_id=page.translation_key)) for page in pages]
        start = process_time()
        for page, work in zip(pages, works, strict=True):
            bring_up_to_date(page, work)
        seconds = process_time() - start
        times.append(seconds / number)
        print(f"{number:9}{len(LANGUAGES):11}{seconds:9.2f}{seconds / number / len(LANGUAGES) * 1000:9.1f}")
    print(
        f"a page of the largest site takes {times[-1] / times[0]:.2f} of one of the smallest (goal: at most {LINEAR})"
    )
    return times[-1] <= times[0] * LINEAR


def article(segments: int, slug: str) -> Any:
    """A page with that many segments: title and paragraphs, list items and alternatives by turns."""
    from kneeblog.models import ArticlePage

    def block(type_: str, value: Any) -> dict[str, Any]:
        return {"type": type_, "value": value, "id": str(uuid.uuid4())}

    content = [
        block("paragraph", f'<p data-block-key="a">{slug}の{number}番目の文です。約<b>3</b>cm<sup>3</sup>。</p>')
        if number % 2
        else block("checklist", {"heading": "", "items": [block("item", f"{slug}の{number}番目の項目")]})
        for number in range(segments - 1)
    ]
    section = {"heading": "", "kind": "other", "anchor": "", "content": content}
    return ArticlePage(title=f"記事 {slug}", slug=slug, body=[block("section", section)])


def translate(page: Any) -> None:
    """Every segment of a page, into every language it was submitted for."""
    from wagtail_localize.models import StringSegment, StringTranslation, Translation

    segments = list(StringSegment.objects.filter(source__object_id=page.translation_key).select_related("string"))
    for work in Translation.objects.filter(source__object_id=page.translation_key):
        StringTranslation.objects.bulk_create(
            StringTranslation(
                translation_of_id=segment.string_id,
                locale_id=work.target_locale_id,
                context_id=segment.context_id,
                data=f"EN {segment.string.data}",
            )
            for segment in segments
        )


def change_one_sentence(page: Any) -> None:
    """As an editor would, in the published page."""
    content = page.body.get_prep_value()
    paragraph = next(block for block in content[0]["value"]["content"] if block["type"] == "paragraph")
    paragraph["value"] = f'<p data-block-key="a">{uuid.uuid4()}</p>'
    page.body = content
    page.save()


def bring_up_to_date(page: Any, works: list[Any]) -> None:
    """What “Sync translated pages” does."""
    from wagtail_localize.models import TranslationSource

    TranslationSource.objects.get(object_id=page.translation_key).update_from_db()
    for work in works:
        work.refresh_from_db()
        work.save_target(publish=False)


def measured(work: Callable[[], Any]) -> tuple[int, float]:
    """Queries and seconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        start = process_time()
        work()
        seconds = process_time() - start
    return len(queries), seconds


if __name__ == "__main__":
    sys.exit(main())
