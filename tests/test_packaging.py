"""The wheel in a stranger's project: what is in it, and that README.md's steps lead to a page over HTTP."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import HeaderParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.packaging

MAKE_A_PAGE = """
from wagtail.models import Page, Site
from kneeblog.models import ArticlePage, BlogIndexPage, HomePage
home = Page.get_first_root_node().add_child(instance=HomePage(title="膝クリニック", slug="clinic"))
Site.objects.update(root_page=home)
blog = home.add_child(instance=BlogIndexPage(title="ブログ", slug="blog"))
body = [("section", {"heading": "原因", "kind": "causes", "content": [("checklist", {"items": ["立つと痛い"]})]})]
blog.add_child(instance=ArticlePage(title="膝の裏が痛い", slug="back-knee", body=body))
"""


def strangers_environment() -> dict[str, str]:
    """Environment variables that know nothing of this project."""
    ours = ("DJANGO_", "KNEEBLOG_", "PYTHON", "DATABASE_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def run(*command: object, cwd: Path) -> str:
    """What the command prints, or a failure that shows it."""
    words = [str(word) for word in command]
    result = subprocess.run(words, cwd=cwd, env=strangers_environment(), capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def packaged(folder: str, pattern: str, prefix: str = "") -> set[str]:
    """The files of this repository that match, under the names they have in the wheel."""
    base = ROOT / folder
    return {prefix + path.relative_to(base.parent).as_posix() for path in base.rglob(pattern) if path.is_file()}


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("modules of kneeblog", packaged("kneeblog", "*.py")),
        ("modules of importers", packaged("importers", "*.py")),
        ("templates", packaged("templates", "*.html", "kneeblog/")),
        ("static files", {f"kneeblog/{name}" for name in packaged("kneeblog/static", "*.*")}),
        ("catalogues", {f"kneeblog/{name}" for name in packaged("kneeblog/locale", "*.mo")}),
        ("catalogues of importers", {f"importers/{name}" for name in packaged("importers/locale", "*.mo")}),
        ("the glossary", {"kneeblog/translation/glossary.tsv"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_wheel_holds(names: set[str], what: str, expected: set[str]):
    expected = {name for name in expected if not name.startswith("kneeblog/site/sample/")}
    assert expected, f"no {what} in the repository"
    assert expected <= names, sorted(expected - names)


def test_the_wheel_holds_nothing_else(names: set[str]):
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} <= {"kneeblog", "importers"}
    assert not [name for name in names if name.startswith("kneeblog/site/sample/") or "__pycache__" in name]


def test_the_metadata(wheel: Path, names: set[str]):
    with zipfile.ZipFile(wheel) as archive:
        (path,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(path).decode())
    assert metadata["License-Expression"] == "BSD-3-Clause"
    required = [line for line in metadata.get_all("Requires-Dist") if "extra ==" not in line]
    assert {"wagtail>=8.0", "django>=5.2"} <= set(required)
    assert not [line for line in required if "<" in line], "no upper bounds"


def readme_step(file_name: str) -> str:
    """The Python that README.md tells the reader to append to a file."""
    source = (ROOT / "README.md").read_text("utf-8")
    found = re.search(rf"at the end of `{re.escape(file_name)}`:\n\n   ```python\n(.*?)   ```\n", source, re.DOTALL)
    assert found, f"README.md has no step for {file_name}"
    return "\n" + "\n".join(line.removeprefix("   ") for line in found[1].splitlines()) + "\n"


@contextmanager
def serving(python: Path, project: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [python, "manage.py", "runserver", "--noreload", address]
    with (project / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=project, env=strangers_environment(), stdout=log, stderr=log)
        try:
            yield f"http://{address}"
        finally:
            server.terminate()
            server.wait(20)


def fetch(url: str) -> str:
    """The body, once the server has started."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _attempt in range(60):
        try:
            with direct.open(url, timeout=20) as response:
                return response.read().decode()
        except urllib.error.HTTPError as error:
            pytest.fail(f"{url}: {error.code}\n{error.read().decode()[:2000]}")
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"{url} did not answer in 30 seconds")


def test_readme_leads_from_a_fresh_project_to_a_page(wheel: Path, tmp_path: Path):
    environment = tmp_path / "environment"
    run(sys.executable, "-m", "venv", environment, cwd=tmp_path)
    python = environment / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    run(environment / "bin" / "wagtail", "start", "mysite", cwd=tmp_path)
    project = tmp_path / "mysite"
    for name in ("mysite/settings/base.py", "mysite/urls.py"):
        with (project / name).open("a", encoding="utf-8") as file:
            file.write(readme_step(name))

    run(python, "manage.py", "check", cwd=project)
    run(python, "manage.py", "migrate", "--verbosity", "0", cwd=project)
    run(python, "manage.py", "makemigrations", "--check", "--dry-run", "kneeblog", "importers", cwd=project)
    run(python, "manage.py", "shell", "-c", MAKE_A_PAGE, cwd=project)

    with serving(python, project) as address:
        html = fetch(f"{address}/blog/back-knee/")
        assert '<html lang="ja">' in html
        assert "<h2>原因</h2>" in html
        assert "立つと痛い" in html
        assert 'class="breadcrumbs' in html
        stylesheet = re.search(r'href="(/static/kneeblog/css/[^"]+)"', html)
        assert stylesheet
        assert "--measure" in fetch(address + stylesheet[1])
        assert "ja" in fetch(f"{address}/admin/login/")
