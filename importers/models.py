"""What was imported when, from where.  Provenance lives here, never on the pages themselves."""

from __future__ import annotations

from typing import ClassVar

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

    wagtail_reference_index_ignore = True  # a record of the past is no use of a page

    class Meta:
        verbose_name = _("imported page")
        verbose_name_plural = _("imported pages")
        ordering: ClassVar[list[str]] = ["key"]

    def __str__(self) -> str:
        return self.key


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
