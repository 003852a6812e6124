"""`python -m importers survey`: what a source holds, counted and compared, before any import."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from importers.records import Json
from importers.survey import survey
from importers.survey.duplicates import duplicates, print_of
from importers.survey.terminal import print_survey
from importers.wix import shapes

from . import wixpages as wix
from .timing import is_about_linear

ROOT = Path(__file__).resolve().parents[2]
SITE = "https://www.knee.example"
CARD = "<h3>MRI診断</h3><p>膝の中を詳しく調べます。</p><p>{}円</p>"
DOCTOR = "<h2>監修医師</h2><h3>海野 渚 医師</h3><p>{}</p>"


def sentences(seed: int, number: int = 12) -> list[str]:
    """Different text for each seed."""
    words = [
        "膝",
        "歩く",
        "痛み",
        "関節",
        "内側",
        "外側",
        "体重",
        "階段",
        "正座",
        "運動",
        "筋肉",
        "軟骨",
        "腫れ",
        "熱",
        "冷やす",
        "休む",
        "伸ばす",
        "曲げる",
        "支える",
        "調べる",
    ]
    pick = random.Random(seed)
    return ["、".join(pick.choices(words, k=9)) + "。" for _ in range(number)]


def post(
    name: str, texts: list[str], *, price: str = "19,000", about: str = "膝の診療を続けてきました。", more: str = ""
) -> str:
    beside = (
        wix.columns(wix.rich_text(CARD.format(price))) + f"<section>{wix.rich_text(DOCTOR.format(about))}</section>"
    )
    blocks = [wix.heading("原因"), *(wix.paragraph(text, f"p{number}") for number, text in enumerate(texts)), more]
    return wix.page(*blocks, title=f"膝の話 {name}", beside=beside, url=f"{SITE}/post/{name}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A source of our own: posts, mirrors of posts, and files of every other kind."""
    one, two = sentences(1), sentences(2)
    mirrored = f"<!-- Mirrored from www.knee.example/post/one by HTTrack Website Copier -->{post('one', one)}"
    files = {
        "post/one.html": post("one", one),
        "mirror/www.knee.example/post/one.html": mirrored,
        "post/copy-of-one.html": post("copy-of-one", one),
        "post/one-mended.html": post("one-mended", [*one[:-1], "さいごの文だけを書きかえました。"]),
        "post/two.html": post("two", two, price="22,000", about="整形外科の専門医です。"),
        "post/odd.html": post("odd", sentences(3), more='<div data-hook="sparkle-viewer-ab12c3"><b>きらり</b></div>'),
        "post/form.html": post("form", sentences(4), more="<form><input type='text'><p>書いてください。</p></form>"),
        "post/film.html": post("film", sentences(5), more='<figure data-hook="figure-VIDEO"></figure>'),
        "other/about.html": f"<html lang='en'><body><article><h1>About</h1><p>{'We look after knees. ' * 9}</p></article></body></html>",
        "other/list.html": "<html><body><main>"
        + "".join(f"<article><h2><a href='/{n}'>記事{n}</a></h2><p>紹介です。</p></article>" for n in range(5))
        + "</main></body></html>",
        "other/login.html": "<html><body><form><label>合言葉</label><input type='password'></form></body></html>",
        "other/empty.html": "",
        "blog-feed.xml": '<?xml version="1.0"?><rss version="2.0"></rss>',
        "sitemap.xml": '<?xml version="1.0"?><urlset></urlset>',
        "style.css": "p { color: red }",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "knee.jpg").write_bytes(b"\xff\xd8\xff")
    return tmp_path


@pytest.fixture
def found(folder: Path) -> Json:
    return survey([folder])


def groups(found: Json, by: str) -> list[set[str]]:
    return [set(one["pages"]) for one in found["duplicates"] if one["by"] == by]


def test_every_file_is_of_one_kind(found: Json) -> None:
    assert found["files"] == {
        "post": 8, "page": 1, "list": 1, "unread": 2, "feed": 1, "sitemap": 1, "picture": 1, "other": 1,
    }  # fmt: skip
    assert {one["path"]: one["id"] for one in found["unread"]} == {
        "other/empty.html": "source.empty", "other/login.html": "page.no-body",
    }  # fmt: skip


def test_the_keys_are_these_and_in_this_order(found: Json) -> None:
    assert list(found) == [
        "schema", "files", "unread", "readers", "generations", "saved_by", "languages", "encodings", "years", "page_types",
        "blocks", "embeds", "lost_embeds", "unknown", "pictures", "findings", "duplicates", "treatments", "physicians",
        "fee_lists",
    ]  # fmt: skip


def test_pages_are_counted_by_what_made_them(found: Json) -> None:
    assert found["readers"] == {"wix-blog": 8, "generic": 2}
    assert found["generations"] == {"E": 8}
    assert found["saved_by"] == {"unknown": 9, "HTTrack": 1}
    assert found["languages"] == {"ja": 9, "en": 1} and found["encodings"] == {"utf-8": 10}
    assert found["years"] == {"2025": 8, "unknown": 2}
    assert found["page_types"] == {"article": 10}


def test_blocks_and_what_is_lost_are_counted(found: Json) -> None:
    assert found["blocks"]["legacy"] == 1 and found["blocks"]["lost_embed"] == 1
    assert found["lost_embeds"] == {"video": 1}
    assert found["blocks"]["paragraph"] >= 8 * 12


def test_markup_that_no_rule_knows_is_named_with_one_place(found: Json) -> None:
    unknown = {(one["kind"], one["name"]): one for one in found["unknown"]}
    assert set(unknown) == {("hook", "sparkle"), ("block", "<form>")}
    assert unknown["hook", "sparkle"]["page"] == "post/odd.html"
    assert "sparkle-viewer-ab12c3" in unknown["hook", "sparkle"]["example"]
    assert unknown["block", "<form>"]["count"] == 1


def test_mirrors_copies_and_near_copies_are_told_apart(found: Json) -> None:
    original = {"post/one.html", "mirror/www.knee.example/post/one.html"}
    assert groups(found, "key") == [original]
    assert groups(found, "text") == [original | {"post/copy-of-one.html"}]
    assert {"post/one.html", "post/one-mended.html"} in groups(found, "nearly")
    assert not any("post/two.html" in one["pages"] or "post/odd.html" in one["pages"] for one in found["duplicates"])
    assert all(one["likeness"] == 1.0 for one in found["duplicates"] if one["by"] != "nearly")
    assert all(0.7 <= one["likeness"] < 1 for one in found["duplicates"] if one["by"] == "nearly")


def test_two_pages_that_claim_one_key_with_different_text_show_it(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same.html").write_text(post("same", sentences(seed)), encoding="utf-8")
    (group,) = survey([tmp_path])["duplicates"]
    assert (group["by"], group["what"]) == ("key", "post/same") and group["likeness"] < 0.3


def test_what_stands_around_every_article_makes_no_two_alike(tmp_path: Path) -> None:
    about = "".join(sentences(50, 20))
    for seed in range(3):
        page = post(f"p{seed}", sentences(seed, 6), about=about)
        (tmp_path / f"{seed}.html").write_text(page, encoding="utf-8")
    found = survey([tmp_path])
    assert found["duplicates"] == [] and len(found["physicians"][0]["pages"]) == 3


def test_things_met_on_several_pages_are_one_and_differing_copies_are_named(found: Json) -> None:
    (treatment,) = found["treatments"]
    assert treatment["name"] == "MRI診断" and len(treatment["pages"]) == 8
    assert treatment["differs"] == [
        {"page": "post/two.html", "field": "fees", "here": "22,000円", "kept": "19,000円"},
    ]
    (person,) = found["physicians"]
    assert person["name"] == "海野 渚" and len(person["pages"]) == 8
    assert [(one["page"], one["field"]) for one in person["differs"]] == [("post/two.html", "biography")]


def test_one_fee_list_on_two_pages_is_compared_and_another_of_the_same_name_is_not(tmp_path: Path) -> None:
    prices = {
        "a": ("片ひざ 19,000円", "両ひざ 38,000円"),
        "b": ("片ひざ 22,000円", "両ひざ 38,000円"),
        "c": ("再診 500円", "検査 900円"),
    }
    for name, lines in prices.items():
        blocks = [wix.heading("費用"), *(wix.paragraph(line, f"l{n}") for n, line in enumerate(lines))]
        (tmp_path / f"{name}.html").write_text(wix.page(*blocks, url=f"{SITE}/post/{name}"), encoding="utf-8")
    lists = survey([tmp_path])["fee_lists"]
    assert [(one["name"], one["pages"]) for one in lists] == [("費用", ["a.html", "b.html"]), ("費用", ["c.html"])]
    assert [one["page"] for one in lists[0]["differs"]] == ["b.html"] and lists[1]["differs"] == []


def test_pictures_are_named_at_hand_or_missing(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "knee.jpg").write_bytes(b"\xff\xd8\xff")
    page = '<html><body><article><p>膝の図です。</p><img src="img/knee.jpg"><img src="img/gone.jpg"></article></body></html>'
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert survey([tmp_path])["pictures"] == {"named": 2, "at_hand": 1, "missing": ["img/gone.jpg"]}


def test_a_zip_holds_what_its_folder_holds(folder: Path, tmp_path_factory: pytest.TempPathFactory, found: Json) -> None:
    packed = tmp_path_factory.mktemp("zip") / "source.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder).as_posix())
    assert survey([packed]) == found


@pytest.mark.parametrize(
    ("version", "name"),
    [("8.58.2", "A"), ("9.16.9", "A"), ("9.17.0", "B"), ("9.18.1", "B"), ("10.24.0", "C"), ("10.120.2", "C"), ("10.135.0", "D"),
     ("10.177.1", "D"), ("11.12.2", "E")],
)  # fmt: skip
def test_the_viewers_generation_is_told_by_its_version(version: str, name: str) -> None:
    assert shapes.generation(f'<div data-rce-version="{version}">') == name
    assert shapes.generation("<div></div>") == ""


def test_hooks_that_rules_know_and_furniture_are_not_unknown() -> None:
    html = wix.page(
        wix.image(), wix.table(("a", "b")), wix.bullets("c"), '<div data-hook="divider divider-single"></div>'
    )
    assert shapes.unknown_names(html) == {}
    odd = wix.page('<my-widget data-hook="glow_12">x</my-widget>', '<p data-hook="glow_3">y</p>')
    assert {name: number for name, (number, _) in shapes.unknown_names(odd).items()} == {
        ("hook", "glow"): 2, ("element", "my-widget"): 1,
    }  # fmt: skip


# Near copies ----------------------------------------------------------------------------------------------------------


def prints(*texts: str) -> list:
    return [print_of(f"{number}.html", f"k{number}", "", text) for number, text in enumerate(texts)]


def test_short_pages_are_not_alike_by_chance() -> None:
    assert duplicates(prints("休診です。", "休診です。")) == []


def test_an_address_is_one_whatever_its_host_spells_before_it() -> None:
    first = print_of("a.html", "", "https://www.knee.example/post/%E8%86%9D/", "")
    second = print_of("b.html", "", "http://knee.example/post/膝?ref=1", "")
    (group,) = duplicates([first, second])
    assert (group["by"], group["what"], group["likeness"]) == ("address", "knee.example/post/膝", None)


def test_a_phrase_on_every_page_makes_no_page_alike() -> None:
    phrase = "".join(sentences(99, 2))
    assert duplicates(prints(*("".join(sentences(seed, 20)) + phrase for seed in range(60)))) == []


def test_comparing_takes_time_in_proportion_to_the_number_of_pages() -> None:
    phrase = "".join(sentences(99, 40))

    def work(number: int) -> Callable[[], object]:
        some = prints(*("".join(sentences(seed, 4)) + phrase for seed in range(number)))
        return lambda: duplicates(some)

    is_about_linear(work, 60)


# The command ----------------------------------------------------------------------------------------------------------


def run(*arguments: str, prelude: str = "", columns: int = 100) -> subprocess.CompletedProcess[str]:
    code = f"{prelude}\nimport sys, importers.__main__ as m\nsys.exit(m.main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, *arguments] if prelude else [sys.executable, "-m", "importers", *arguments]
    environment = {**os.environ, "COLUMNS": str(columns)}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_command_prints_tables_and_ends_with_one_where_something_is_unreadable(
    folder: Path, tmp_path: Path
) -> None:
    done = run("survey", str(folder), "--output", str(tmp_path / "survey.json"))
    assert done.returncode == 1 and done.stderr == ""
    for words in ("8 post", "wix-blog", "other/empty.html", "There more than once", "海野 渚", "sparkle", "22,000" * 0):
        assert words in done.stdout
    assert json.loads((tmp_path / "survey.json").read_text(encoding="utf-8"))["files"]["post"] == 8


def test_a_source_without_fault_ends_with_zero_and_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(post("a", sentences(1)), encoding="utf-8")
    for name in ("one", "two"):
        assert run("survey", str(tmp_path / "a.html"), "--output", str(tmp_path / f"{name}.json")).returncode == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


@pytest.mark.parametrize(
    "arguments", [["survey"], ["survey", "/no/such/place"], ["survey", ".", "--output", "/no/such/x"]]
)
def test_bad_arguments_end_with_two_and_a_sentence(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2 and done.stderr and "Traceback" not in done.stderr


def test_a_survey_needs_no_django_and_opens_no_socket(folder: Path) -> None:
    forbid = (
        "import sys, socket\n"
        "class No:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in {'django', 'wagtail'}: raise ImportError(name)\n"
        "sys.meta_path.insert(0, No())\n"
        "class Refused(socket.socket):\n"
        "    def __init__(self, *a, **k): raise AssertionError('socket')\n"
        "socket.socket = Refused"
    )
    done = run("survey", str(folder), prelude=forbid)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_is_wider_than_the_terminal(found: Json, width: int) -> None:
    out = StringIO()
    print_survey(Console(file=out, width=width), found)
    from rich.cells import cell_len

    assert max(cell_len(line) for line in out.getvalue().splitlines()) <= width
    assert "海野" in out.getvalue()


def test_names_out_of_the_source_say_nothing_to_the_terminal(found: Json) -> None:
    found["unread"] = [{"path": "[red]a\x1b[31m.html", "id": "x", "message": "[bold]so[/]"}]
    out = StringIO()
    print_survey(Console(file=out, width=100, force_terminal=False), found)
    assert "[red]a" in out.getvalue() and "[bold]so[/]" in out.getvalue() and "\x1b" not in out.getvalue()


# Real saved pages -----------------------------------------------------------------------------------------------------


@pytest.mark.corpus
def test_the_corpus(corpus: Path) -> None:
    found = survey([corpus])
    assert sum(found["files"][kind] for kind in ("post", "page", "list", "unread")) >= 76
    assert found["files"]["feed"] >= 6 and found["files"]["sitemap"] >= 2 and found["files"]["list"] >= 4
    assert set(found["generations"]) == set("ABCDE")
    assert not any(one["id"].startswith("reader.") for one in found["unread"])
    # Pages of different sites that would claim one key are named as what they are: different.
    contact = next(one for one in found["duplicates"] if one["what"] == "contact")
    assert contact["by"] == "key" and len(contact["pages"]) == 2 and contact["likeness"] < 0.3


@pytest.mark.corpus
def test_a_mirror_of_the_corpus_is_named_page_by_page(corpus: Path, tmp_path: Path) -> None:
    pages = sorted((corpus / "being-nitin+izenimplantindia").glob("post*.html"))[:6]
    for number, page in enumerate(pages):
        text = page.read_text(encoding="utf-8", errors="replace")
        for place in ("first", "second"):
            (tmp_path / place).mkdir(exist_ok=True)
            (tmp_path / place / f"{number}.html").write_text(text, encoding="utf-8")
    named = [set(one["pages"]) for one in survey([tmp_path])["duplicates"]]
    assert len(pages) == 6
    assert all({f"first/{number}.html", f"second/{number}.html"} in named for number in range(6))
