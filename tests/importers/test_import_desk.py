"""The import desk: from a file to drafts, who may do what, and what happens when something goes wrong."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from importers import kept
from importers.alive import SILENCE, hold, let_go, take
from importers.crawl import Crawler
from importers.desk import folder, jobs, permissions, steps
from importers.desk.tasks import work
from importers.models import ImportedPage, ImportJob, ImportRun, KeptSource, PageReview

from .rawserver import serving
from .sampleblog import SAMPLE, page, write_zip
from .test_crawl import fill

State, Step = ImportJob.State, ImportJob.Step
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def imports(settings: Any, tmp_path: Path) -> Path:
    settings.IMPORTERS_FOLDER = str(tmp_path / "imports")
    return tmp_path / "imports"


@pytest.fixture
def desk(admin_client: Any, site_tree: Any, settings: Any) -> Any:
    """A superuser's browser, in Japanese."""
    admin_client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "ja"})
    return admin_client


def upload(client: Any, name: str, data: bytes, **fields: Any) -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("importers_desk"), {"file": file, "under": "/blog/", "locale": "ja", **fields})


def begun(client: Any, path: Path) -> ImportJob:
    """A job for a zip, surveyed."""
    answer = upload(client, path.name, path.read_bytes())
    job = ImportJob.objects.get()
    assert answer.url == reverse("importers_job", args=[job.pk])
    return done(job)


def done(job: ImportJob) -> ImportJob:
    """What a worker makes of a job that waits."""
    work.call(job.pk)
    job.refresh_from_db()
    return job


def act(client: Any, job: ImportJob, name: str) -> str:
    answer = client.post(reverse("importers_job_act", args=[job.pk, name]), follow=True)
    if name != "delete" or ImportJob.objects.filter(pk=job.pk).exists():
        job.refresh_from_db()
    return answer.content.decode()


def shown(client: Any, job: ImportJob) -> str:
    return client.get(reverse("importers_job", args=[job.pk])).content.decode()


def test_from_a_zip_to_drafts_and_back(desk: Any, tmp_path: Path, imports: Path) -> None:
    titles = write_zip(tmp_path / "旧サイト.zip", 3, "meniscus-injury", pictures=False)
    job = begun(desk, tmp_path / "旧サイト.zip")
    assert (job.state, job.survey["pages"]) == (State.DONE, 4)
    assert "取り込み元の中身" in shown(desk, job) and Page.objects.filter(title__in=titles).count() == 0
    assert oct((imports / job.file).stat().st_mode)[-3:] == "600"

    act(desk, job, "plan")
    assert (job.step, job.state) == (Step.PLAN, State.WAITING)
    done(job)
    text = shown(desk, job)
    assert all(title in text for title in titles) and "ページを取り込む…" in text
    assert Page.objects.filter(title__in=titles).count() == 0
    confirm = desk.get(reverse("importers_job_confirm", args=[job.pk])).content.decode()
    assert "下書きとして書き込み" in confirm

    act(desk, job, "apply")
    done(job)
    assert job.state == State.DONE and job.run.state == ImportRun.State.FINISHED
    pages = Page.objects.filter(title__in=titles)
    assert pages.count() == 4 and not pages.filter(live=True).exists()
    assert pages[0].owner.is_superuser
    assert "取り込みの結果" in shown(desk, job)

    # The old pages are kept as they were, and outlive their archive.
    act(desk, job, "delete")
    assert not ImportJob.objects.exists() and not (imports / str(job.pk)).exists()
    row = ImportedPage.objects.get(title=titles[0])
    name, _, html = page("knee-fluid")
    assert kept.bytes_of(row) == html.encode() and KeptSource.objects.get(sha256=row.source_digest).path == name
    assert titles[0] in kept.old_page(row).html
    old = desk.get(reverse("importers_old_page", args=[row.pk]))
    assert old.content == html.encode() and old["Content-Type"] == "application/octet-stream"

    run = ImportRun.objects.get()
    assert "4" in desk.get(reverse("importers_rollback", args=[run.pk])).content.decode()
    desk.post(reverse("importers_rollback", args=[run.pk]))
    job = done(ImportJob.objects.get())  # a new one: that of the upload has been deleted
    assert "ページを消しました" in shown(desk, job)
    assert not Page.objects.filter(title__in=titles).exists() and not KeptSource.objects.exists()


def test_what_an_editor_has_touched_is_not_taken_back(desk: Any, tmp_path: Path) -> None:
    titles = write_zip(tmp_path / "a.zip", 2, pictures=False)
    job = begun(desk, tmp_path / "a.zip")
    act(desk, job, "apply")
    done(job)
    Page.objects.get(title=titles[0]).specific.save_revision()
    desk.post(reverse("importers_rollback", args=[job.run_id]))
    done(job)
    answer = shown(desk, job)
    assert "その後、編集者が手を加えています" in answer and titles[0] in answer
    assert list(Page.objects.filter(title__in=titles).values_list("title", flat=True)) == [titles[0]]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("old.zip", b"PK no zip at all", "途中で切れている可能性があります"),
        ("old.rar", b"Rar!", "読める種類"),
        ("old.zip", b"", "空です"),
        ("none", None, "どちらか一つ"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(
    desk: Any, imports: Path, name: str, data: bytes | None, said: str
) -> None:
    fields = {"under": "/blog/", "locale": "ja"}
    answer = desk.post(reverse("importers_desk"), fields) if data is None else upload(desk, name, data)
    text = answer.content.decode()
    assert said in text and (data is None or name in text)
    assert str(imports) not in text
    assert not ImportJob.objects.exists() and not list(imports.glob("*/*"))


def test_a_file_beyond_the_limit_is_refused(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MOST_BYTES", 2 * 1024**2)
    text = upload(desk, "大きい.zip", b"x" * (3 * 1024**2)).content.decode()
    assert "「大きい.zip」は3 MBあります。アップロードできるのは2 MBまでです" in text
    assert not ImportJob.objects.exists()


def test_a_place_that_is_none_is_refused(desk: Any) -> None:
    text = upload(desk, "a.html", b"<html><p>x</p></html>", under="/no/such/place/").content.decode()
    assert "そこにはページを置けません" in text and not ImportJob.objects.exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.zip", "passwd.zip"),
        ("C:\\Users\\a\\旧 サイト.zip", "旧 サイト.zip"),
        ("..zip", "upload.zip"),
        ("a\x00b<script>.warc.gz", "ab_script.warc.gz"),
        ("あ" * 300 + ".html", "あ" * 40 + ".html"),
        (".htaccess", "htaccess"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert folder.safe_name(name) == safe


def test_a_folder_that_cannot_be_written_is_named(desk: Any, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    settings.IMPORTERS_FOLDER = str(tmp_path / "file/imports")
    text = upload(desk, "a.html", b"<html><p>x</p></html>").content.decode()
    assert "サーバーにファイルを保存できません" in text and "file/imports" in text
    assert not ImportJob.objects.exists()


def test_a_site_that_is_still_there(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = desk.post(reverse("importers_desk"), {"address": "http://[", "under": "/blog/", "locale": "ja"})
    assert "アドレスとして読めません" in answer.content.decode()
    with serving({}) as site:
        fill(site, "a", "b")
        # Machines of one's own network are not asked, whoever names them.
        desk.post(reverse("importers_desk"), {"address": site.url("/"), "under": "/blog/", "locale": "ja"})
        job = done(ImportJob.objects.get())
        assert job.state == State.FAILED and "127.0.0.1" in job.error and site.asked == []
        assert "止まりました" in shown(desk, job)
        # With that allowed, as only a test can, the site is read into an archive.
        monkeypatch.setattr(steps, "Crawler", partial(Crawler, loopback=True, delay=0.0))
        act(desk, job, "resume")
        done(job)
    assert (job.state, job.survey["pages"]) == (State.DONE, 2) and job.file.endswith(".warc.gz"), job.error
    act(desk, job, "apply")  # from the archive: the site is gone by now
    done(job)
    assert set(ImportedPage.objects.values_list("key", flat=True)) == {"post/a", "post/b"}, job.error


def test_a_file_that_is_gone_is_named(desk: Any, tmp_path: Path, imports: Path) -> None:
    write_zip(tmp_path / "a.zip", 1, pictures=False)
    job = begun(desk, tmp_path / "a.zip")
    (imports / job.file).unlink()
    act(desk, job, "plan")
    done(job)
    assert job.state == State.FAILED and "「a.zip」のファイルがサーバーにありません" in shown(desk, job)


class TestLife:
    """A job's life, whatever becomes of its worker."""

    @pytest.fixture
    def job(self, desk: Any, tmp_path: Path) -> ImportJob:
        write_zip(tmp_path / "a.zip", 2, pictures=False)
        return begun(desk, tmp_path / "a.zip")

    def test_two_workers_do_it_once(self, desk: Any, job: ImportJob) -> None:
        assert jobs.ask(job, Step.PLAN) and not jobs.ask(job, Step.PLAN)
        with jobs.at_work(job.pk) as mine, jobs.at_work(job.pk) as theirs:
            assert mine is not None and theirs is None
            assert "すでに処理中です" in act(desk, job, "apply")
            assert "先に中止してください" in act(desk, job, "delete")
        job.refresh_from_db()
        assert (job.step, job.state) == (Step.PLAN, State.DONE)

    def test_progress_is_told_and_cancelling_stops_it(self, desk: Any, job: ImportJob) -> None:
        jobs.ask(job, Step.PLAN)
        with jobs.at_work(job.pk) as mine:
            tell = jobs.Teller(mine)
            tell.begin("read", 40)
            tell._last = 0.0
            tell(7, 40)
            status = desk.get(reverse("importers_job_status", args=[job.pk])).json()
            assert status["busy"] and (status["done"], status["total"]) == (7, 40)
            assert status["phase"] == "ページを読んでいます"
            assert "7 / 40" in shown(desk, job)
            act(desk, job, "cancel")
            assert "きりのよいところで止めています" in shown(desk, job)
            tell(40, 40)
            raise AssertionError("not cancelled")
        job.refresh_from_db()
        assert job.state == State.CANCELLED and "何も書き込んでいません" in shown(desk, job)
        act(desk, job, "resume")
        assert done(job).state == State.DONE

    def test_a_cancelled_import_keeps_what_was_written_and_goes_on(
        self, desk: Any, job: ImportJob, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("importers.write._BATCH", 1)
        monkeypatch.setattr(jobs, "_OFTEN", 0.0)
        jobs.ask(job, Step.APPLY)
        told = jobs.Teller.__call__

        def cancelling(self: Any, number: int, total: int | None = None) -> None:
            if self._phase == "write" and number == 1:
                jobs.cancel(job)
            told(self, number, total)

        with monkeypatch.context() as patch:
            patch.setattr(jobs.Teller, "__call__", cancelling)
            done(job)
        assert job.state == State.CANCELLED and job.run.state == ImportRun.State.RUNNING
        written = ImportedPage.objects.count()
        assert written == 1 and "下書きとして残っています" in shown(desk, job)
        act(desk, job, "resume")
        done(job)
        assert job.state == State.DONE and ImportRun.objects.count() == 1
        assert job.run.state == ImportRun.State.FINISHED and ImportedPage.objects.count() > written

    def test_a_bug_is_noted_on_the_job(self, desk: Any, job: ImportJob, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(steps, "make_plan", lambda *args: 1 // 0)
        jobs.ask(job, Step.PLAN)
        with pytest.raises(ZeroDivisionError):
            done(job)
        assert "ZeroDivisionError" in shown(desk, job) and "再開" in shown(desk, job)

    def test_a_worker_that_died_is_seen(self, desk: Any, job: ImportJob) -> None:
        """A real process takes the job and is gone."""
        child = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
        take(job)
        job.state, job.step = State.RUNNING, Step.PLAN
        job.process = f"{int(child.stdout)} 1"
        job.save()
        assert jobs.is_interrupted(job) and "ワーカーが、再起動または停止により" in shown(desk, job)
        assert desk.get(reverse("importers_job_status", args=[job.pk])).json()["busy"] is False
        act(desk, job, "resume")
        assert done(job).state == State.DONE

    def test_who_is_alive(self, job: ImportJob) -> None:
        job.state = State.RUNNING
        take(job)
        assert jobs.is_interrupted(job)  # this process, and none of its threads
        hold(job)
        assert not jobs.is_interrupted(job)
        let_go(job)
        assert jobs.is_interrupted(job)
        take(job)
        job.host, job.process = "another machine", f"{os.getpid()} 1"
        assert not jobs.is_interrupted(job)
        job.heard_from_at = timezone.now() - SILENCE - timedelta(seconds=1)
        assert jobs.is_interrupted(job)

    def test_a_job_that_nobody_takes_up(self, desk: Any, job: ImportJob) -> None:
        jobs.ask(job, Step.PLAN)
        job.refresh_from_db()
        assert not jobs.may_begin(job)
        ImportJob.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
        job.refresh_from_db()
        text = shown(desk, job)
        assert "まだ処理が始まっていません" in text and "再開" in text
        assert jobs.ask(job, Step.PLAN)


class TestPermissions:
    """Who may import, who may review: superusers, and whoever has the permission."""

    @pytest.fixture
    def row(self, site_tree: Any) -> ImportedPage:
        run = ImportRun.objects.create(source="saved")
        return ImportedPage.objects.create(key="post/a", run=run, draft_digest="0", outcome="created")

    @pytest.mark.parametrize(
        ("who", "imports_", "reviews"),
        [
            ("superuser", True, True),
            ("group", True, True),
            ("importer", True, True),
            ("reviewer", False, True),
            ("editor", False, False),
        ],
    )
    def test_matrix(self, client: Any, row: ImportedPage, who: str, imports_: bool, reviews: bool) -> None:
        client.force_login(_person(who))
        job = ImportJob.objects.create(name="a.zip", state=State.DONE)
        run = row.run_id
        reading = {
            reverse("importers_desk"): reviews,
            reverse("importers_review"): reviews,
            reverse("importers_page", args=[row.pk]): reviews,
            reverse("importers_job", args=[job.pk]): imports_,
            reverse("importers_job_status", args=[job.pk]): imports_,
            reverse("importers_job_confirm", args=[job.pk]): imports_,
            reverse("importers_rollback", args=[run]): imports_,
        }
        home = reverse("wagtailadmin_home")
        for address, may in reading.items():
            answer = client.get(address)
            assert (answer.status_code == 200) if may else (answer.url == home), address
        writing = {
            reverse("importers_job_act", args=[job.pk, "plan"]): imports_,
            reverse("importers_rollback", args=[run]): imports_,
            reverse("importers_decide"): reviews,
            reverse("importers_page", args=[row.pk]): reviews,
        }
        for address, may in writing.items():
            assert (client.post(address, {"pk": row.pk, "act": "accepted", "note": "x"}).url != home) is may, address
        assert PageReview.objects.filter(state="accepted", note="x").exists() is reviews
        assert ImportJob.objects.filter(step="plan").exists() is imports_
        assert ImportJob.objects.filter(step="rollback", run=run).exists() is imports_
        answer = upload(client, "a.html", b"<html><p>x</p></html>")
        assert (ImportJob.objects.count() == 3) is imports_, answer
        menu = client.get(home).content.decode()
        assert (reverse("importers_review") in menu) is reviews

    def test_visitors_are_sent_to_the_login(self, client: Any, row: ImportedPage) -> None:
        for name, args in (("importers_desk", []), ("importers_page", [row.pk]), ("importers_old_page", [row.pk])):
            assert "login" in client.get(reverse(name, args=args)).url


def _person(who: str) -> Any:
    users = get_user_model().objects
    if who == "superuser":
        return users.create_superuser(who)
    user = users.create_user(who)
    if who == "group":
        user.groups.add(permissions.ensure_group())
        return user
    codenames = ["access_admin", *{"importer": ["run_imports"], "reviewer": ["review_imports"]}.get(who, [])]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return user


def test_the_command_line_keeps_old_pages_too(site_tree: Any) -> None:
    call_command("import_posts", str(SAMPLE / "post/knee-fluid.html"), apply=True, no_fetch=True)
    row = ImportedPage.objects.get(key="post/knee-fluid")
    html = (SAMPLE / "post/knee-fluid.html").read_bytes()
    assert row.source_digest == hashlib.sha256(html).hexdigest() and kept.bytes_of(row) == html


def test_a_zip_that_lies_about_its_members_is_no_danger(desk: Any, tmp_path: Path, imports: Path) -> None:
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("../../outside.html", "<html><body><p>外へ</p></body></html>")
    begun(desk, tmp_path / "evil.zip")
    assert [path.name for path in imports.rglob("*") if path.is_file()] == ["evil.zip"]
