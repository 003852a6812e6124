"""What was imported when, from where.  Provenance lives here, never on the pages themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string


class Outcome(models.TextChoices):
    """What became of a page in a run."""

    CREATED = "created", _("created")
    UPDATED = "updated", _("updated")
    UNCHANGED = "unchanged", _("unchanged")
    HELD_BACK = "held back", _("held back")
    ADOPTED = "adopted", _("left to the editors")
    FAILED = "failed", _("failed")
    GONE = "gone", _("gone at the source")


class ImportRun(models.Model):
    """One import that wrote something."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        INTERRUPTED = "interrupted", _("interrupted")
        ROLLED_BACK = "rolled back", _("rolled back")

    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    source = models.TextField(_("source"), help_text=_("The paths that were read."))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.RUNNING)
    # Who writes, and when that was last heard of: a second import waits for neither a dead process nor a dead machine.
    host = models.CharField(max_length=255, blank=True, editable=False)
    process = models.CharField(max_length=100, blank=True, editable=False)
    heard_from_at = models.DateTimeField(null=True, editable=False)

    wagtail_reference_index_ignore = True  # a record of the past is no use of a page

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar[list[str]] = ["-pk"]
        permissions: ClassVar[list[tuple[str, Any]]] = [
            ("run_imports", _("May bring pages over from the old site, and take that back")),
            ("review_imports", _("May review imported pages")),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.source}"


class ImportedPage(models.Model):
    """The state of one legacy page: what it was when it was imported last, and what it became.

    `page` is empty once an editor has deleted it.  `imported` holds the values as they were written last: the base
    from which it is told who changed what since, the source or an editor.
    """

    class Origin(models.TextChoices):
        PAGE = "page", _("a page of its own")
        MENTION = "mention", _("named by other pages")

    key = models.CharField(_("source key"), max_length=1000, unique=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="pages", verbose_name=_("import"))
    url = models.URLField(_("old address"), max_length=2000, blank=True)
    source_digest = models.CharField(_("digest of the source"), max_length=64, blank=True)
    draft_digest = models.CharField(_("digest of the draft"), max_length=64)
    chars = models.PositiveIntegerField(_("characters"), default=0)
    page_type = models.CharField(_("page type"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=255, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="imported_from", verbose_name=_("page")
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("revision written"),
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    adopted = models.BooleanField(
        _("left to the editors"), default=False, help_text=_("Later imports report on this page and change nothing.")
    )
    origin = models.CharField(_("known from"), max_length=20, choices=Origin.choices, default=Origin.PAGE)
    aliases = models.JSONField(_("how other pages name it"), default=list, blank=True)
    mention = models.JSONField(_("what other pages say of it"), null=True, blank=True)
    trail = models.JSONField(_("its breadcrumbs"), default=list, blank=True)
    references = models.JSONField(_("what its references resolved to"), default=dict, blank=True)
    pictures = models.JSONField(_("digests of its pictures"), default=dict, blank=True)
    imported = models.JSONField(_("the values written"), default=dict, blank=True)
    conflicts = models.JSONField(_("open conflicts"), default=list, blank=True)
    findings = models.JSONField(_("findings"), default=list, blank=True)
    # The ids of the findings between bars, `|image.no-alt|link.dropped|`: not every database looks into JSON.
    finding_ids = models.TextField(default="", blank=True, editable=False)

    wagtail_reference_index_ignore = True  # a record of the past is no use of a page

    class Meta:
        verbose_name = _("imported page")
        verbose_name_plural = _("imported pages")
        ordering: ClassVar[list[str]] = ["key"]

    def __str__(self) -> str:
        return self.key

    def note_findings(self, found: list[Any]) -> None:
        """What is to be said of the page, as the contract has it."""
        self.findings = found
        self.finding_ids = "|".join(["", *sorted({one["id"] for one in found}), ""]) if found else ""


class PageReview(models.Model):
    """What a person said of an imported page.

    A row of its own: an import that runs meanwhile writes the page's row as it knew it, and must not undo this.
    """

    class State(models.TextChoices):
        TO_REVIEW = "to review", _("to review")
        ACCEPTED = "accepted", _("accepted")
        NEEDS_WORK = "needs work", _("needs work")

    imported = models.OneToOneField(
        ImportedPage, primary_key=True, on_delete=models.CASCADE, related_name="review", verbose_name=_("imported page")
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.TO_REVIEW)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("on"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("review of an imported page")
        verbose_name_plural = _("reviews of imported pages")

    def __str__(self) -> str:
        return f"{self.imported_id}: {self.get_state_display()}"

    @classmethod
    def ask_again(cls, imported: ImportedPage) -> None:
        """The page says something else than when it was accepted."""
        cls.objects.filter(imported=imported, state=cls.State.ACCEPTED).update(state=cls.State.TO_REVIEW)


class KeptSource(models.Model):
    """The bytes of an old page as they were imported, to compare with when the archive is long gone.

    Known by their digest, which `ImportedPage.source_digest` names; compressed.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    path = models.TextField(_("path in the source"))
    data = models.BinaryField(editable=False)
    size = models.PositiveIntegerField(_("bytes"), help_text=_("Before they were compressed."))

    class Meta:
        verbose_name = _("kept old page")
        verbose_name_plural = _("kept old pages")

    def __str__(self) -> str:
        return self.path


class ImportJob(models.Model):
    """One source on its way through the import desk: looked into, planned, applied, each by a background task.

    Everything that is known of it stands here, so that a worker may die: its successor goes on with the same step.
    """

    class Step(models.TextChoices):
        SURVEY = "survey", _("survey")
        PLAN = "plan", _("plan")
        APPLY = "apply", _("import")
        ROLLBACK = "rollback", _("taking back")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for its turn")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("stopped")
        CANCELLED = "cancelled", _("cancelled")

    name = models.CharField(_("source"), max_length=255)
    file = models.CharField(max_length=500, blank=True, editable=False)  # below the private folder
    address = models.URLField(_("address of the old site"), max_length=2000, blank=True)
    under = models.CharField(_("articles go below"), max_length=255, default="/blog/")
    locale = models.CharField(_("language"), max_length=20, default="ja")
    fetch = models.BooleanField(_("fetch pictures from the old site"), default=True)
    step = models.CharField(_("step"), max_length=20, choices=Step.choices, default=Step.SURVEY)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.WAITING)
    phase = models.CharField(max_length=20, blank=True, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(null=True, editable=False)
    cancel_asked = models.BooleanField(default=False, editable=False)
    error = models.TextField(_("why it stopped"), blank=True)
    survey = models.JSONField(null=True, editable=False)
    plan = models.JSONField(null=True, editable=False)
    result = models.JSONField(null=True, editable=False)  # of taking its run back
    run = models.ForeignKey(
        ImportRun, null=True, on_delete=models.SET_NULL, related_name="jobs", verbose_name=_("import")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("on"), auto_now_add=True)
    asked_at = models.DateTimeField(null=True, editable=False)
    host = models.CharField(max_length=255, blank=True, editable=False)
    process = models.CharField(max_length=100, blank=True, editable=False)
    heard_from_at = models.DateTimeField(null=True, editable=False)

    wagtail_reference_index_ignore = True  # a record of the past is no use of a page

    class Meta:
        verbose_name = _("import at the desk")
        verbose_name_plural = _("imports at the desk")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        """How the run that it makes names its source: one and the same when it is resumed."""
        return f"{self.name} (#{self.pk})"


class ImportedMedia(models.Model):
    """One content that one old address had, and what it became in the library; or why it has none yet.

    An address that has changed its content has several rows: the last one is what it has now, and taking an import
    back makes it the one before.
    """

    class State(models.TextChoices):
        STORED = "stored", _("in the library")
        FAILED = "failed", _("failed")
        REMOVED = "removed", _("taken back")

    url = models.CharField(_("old address"), max_length=2000)
    sha256 = models.CharField(
        _("digest of the original"), max_length=64, blank=True, help_text=_("Empty if nothing could be fetched.")
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices)
    image = models.ForeignKey(
        get_image_model_string(), null=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("picture")
    )
    document = models.ForeignKey(
        get_document_model_string(), null=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("file")
    )
    made = models.BooleanField(_("brought by an import"), default=True)
    run = models.ForeignKey(
        ImportRun, null=True, on_delete=models.SET_NULL, related_name="media", verbose_name=_("import")
    )
    reason_id = models.CharField(_("finding"), max_length=100, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=1)
    tried_at = models.DateTimeField(_("last tried"), auto_now=True)
    leftovers = models.JSONField(_("files still to be deleted"), default=list, blank=True)

    # What the importer remembers of a picture is no use of it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("imported picture or file")
        verbose_name_plural = _("imported pictures and files")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["url", "sha256"], name="imported_media_once")
        ]

    def __str__(self) -> str:
        return self.url


class RunEntry(models.Model):
    """What one run did with one page; `before` is what taking it back restores."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="entries", verbose_name=_("import"))
    key = models.CharField(_("source key"), max_length=1000)
    title = models.CharField(_("title"), max_length=255, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("page")
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    revision_before = models.ForeignKey(
        "wagtailcore.Revision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("revision before"),
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("revision after")
    )
    before = models.JSONField(null=True, editable=False)
    taken_back = models.BooleanField(_("taken back"), default=False)

    wagtail_reference_index_ignore = True  # a record of the past is no use of a page

    class Meta:
        verbose_name = _("page of an import")
        verbose_name_plural = _("pages of imports")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "key"], name="importers_one_entry_a_page")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.get_outcome_display()}"


class ParityResult(models.Model):
    """What the last comparison of one old page with the new one found (`manage.py parity`)."""

    imported = models.OneToOneField(
        ImportedPage, primary_key=True, on_delete=models.CASCADE, related_name="parity", verbose_name=_("imported page")
    )
    compared_at = models.DateTimeField(_("compared"), auto_now=True)
    is_live = models.BooleanField(_("live"))
    new_url = models.URLField(_("new address"), max_length=2000, blank=True)
    differences = models.JSONField(_("differences"), default=list, blank=True)

    wagtail_reference_index_ignore = True  # a record of the past is no use of a page

    class Meta:
        verbose_name = _("comparison with the old page")
        verbose_name_plural = _("comparisons with old pages")

    def __str__(self) -> str:
        return str(self.imported)


class MadeObject(models.Model):
    """Something a run made for its pages: a fee table, an author, a category, a tag, an index page, a redirect.

    `revision` is the id of the revision it was made with, for things that have revisions: another one means that an
    editor has worked on it since.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="made", verbose_name=_("import"))
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    revision = models.PositiveBigIntegerField(null=True)
    made = GenericForeignKey("content_type", "object_id")

    wagtail_reference_index_ignore = True  # a record of the past is no use of a page

    class Meta:
        verbose_name = _("thing made by an import")
        verbose_name_plural = _("things made by imports")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="importers_made_once")
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"
