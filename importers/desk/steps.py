"""What a job does: look into the source, plan, apply.  Each step reads the source anew, so each can be repeated."""

from __future__ import annotations

from contextlib import suppress

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.utils.translation import gettext

from importers import pipeline
from importers.crawl import Crawler, Originals, archive_name, originals_beside
from importers.desk import folder, planned
from importers.desk.jobs import Teller
from importers.errors import ImportFailure
from importers.fetch import Client, Fetcher, Hosts
from importers.kept import keep
from importers.lease import nobody_writes
from importers.media import Shelf, old_hosts, remove, wanted
from importers.models import ImportJob, ImportRun
from importers.plan import make_plan
from importers.records import Draft
from importers.rollback import close, roll_back
from importers.survey import survey
from importers.tree import find_place
from importers.write import Writer


def carry_out(job: ImportJob) -> None:
    """Do the step that was asked for; the job holds the result, to be saved.

    Raises:
        ImportFailure: with the way out.
    """
    Step = ImportJob.Step  # noqa: N806 a class
    steps = {Step.SURVEY: _survey, Step.PLAN: _plan, Step.APPLY: _apply, Step.ROLLBACK: _take_back}
    steps[Step(job.step)](job, Teller(job))


def _survey(job: ImportJob, tell: Teller) -> None:
    if job.address:
        _crawl(job, tell)
    tell.begin("survey")
    job.survey = planned.survey_shown(survey([_archive(job)], tell))


def _plan(job: ImportJob, tell: Teller) -> None:
    place = find_place(job.under, job.locale)
    drafts = _read(job, tell)
    shelf = _shelf(job, drafts)
    tell.begin("plan")
    plan = make_plan(drafts, shelf, {}, place)
    plan.warnings += shelf.outlook(wanted(drafts))
    job.plan = planned.plan_shown(plan)


def _apply(job: ImportJob, tell: Teller) -> None:
    place = find_place(job.under, job.locale)
    drafts = _read(job, tell)
    shelf = _shelf(job, drafts)
    with transaction.atomic(), nobody_writes():
        pass  # asked before anything is fetched; the lease comes with the first page
    originals = wanted(drafts)
    tell.begin("pictures", len(originals))
    try:
        shelf.bring(originals, lambda done: tell(done, len(originals)))
    except (OperationalError, InterfaceError) as error:
        raise ImportFailure(gettext("The database gave out: %(error)s. Resume.") % {"error": error}) from error
    tell.begin("plan")
    plan = make_plan(drafts, shelf, {}, place)
    plan.warnings += shelf.warnings
    try:
        _write(job, tell, Writer(plan, place, shelf, job.source, user=job.user), len(plan.to_write))
    except ImportFailure:
        with suppress(DatabaseError):  # of what was written; it may never be resumed
            keep([_archive(job)], plan.actions)
        raise
    keep([_archive(job)], plan.actions)
    job.plan = planned.plan_shown(plan)


def _take_back(job: ImportJob, tell: Teller) -> None:
    if job.run is None:
        raise ImportFailure(gettext("There is nothing to take back."))
    tell.begin("rollback")
    result = roll_back(job.run)
    media = remove(job.run)  # files do not come back with a transaction
    result.held_back += [(title, "it is in use, or an editor has worked on it") for title in media.kept]
    close(result)
    job.result = {
        "removed": len(result.removed),
        "returned": len(result.returned),
        "held_back": [{"title": title, "reason": reason} for title, reason in result.held_back],
    }


def _write(job: ImportJob, tell: Teller, writer: Writer, total: int) -> None:
    written = 0

    def count(_action: object) -> None:
        nonlocal written
        written += 1
        tell(written, total)

    tell.begin("write", total)
    try:
        job.run = writer.carry_out(count) or job.run
    finally:  # what was written is found and can be taken back, whatever stopped it
        job.run = job.run or ImportRun.objects.filter(source=job.source).first()


def _archive(job: ImportJob) -> str:
    path = folder.path_of(job)
    if not job.file or not path.is_file():
        said = gettext("The file of “%(name)s” is no longer on the server. Begin a new import with the same file.")
        raise ImportFailure(said % {"name": job.name})
    return str(path)


def _read(job: ImportJob, tell: Teller) -> list[Draft]:
    drafts: list[Draft] = []
    total = ((job.survey or {}).get("pages") or None) if job.survey else None
    tell.begin("read", total)
    for draft in pipeline.read([_archive(job)], job.address):
        drafts.append(draft)
        tell(len(drafts), total)
    return drafts


def _crawl(job: ImportJob, tell: Teller) -> None:
    tell.begin("crawl")
    place = folder.begin(job) / archive_name(job.address)
    Crawler(job.address, place).run(tell)
    job.file = f"{place.parent.name}/{place.name}"


def _shelf(job: ImportJob, drafts: list[Draft]) -> Shelf:
    """Where originals are; those of a site that is still there are kept beside its archive."""
    archive = folder.path_of(job)
    beside = originals_beside(archive)
    hosts = Hosts([])
    hosts.add(old_hosts(drafts, job.address))
    keep_there = Originals(beside).keep if job.address else None
    fetcher = Fetcher(Client(hosts), keep=keep_there) if job.fetch else None
    return Shelf([archive, *([beside] if beside.is_file() else [])], fetcher)
