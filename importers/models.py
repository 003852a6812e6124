"""What was imported when, from where.  Provenance lives here, never on the pages themselves."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string


class ImportRun(models.Model):
    """One import that wrote something."""

    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    source = models.TextField(_("source"), help_text=_("The paths that were read."))

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.pk} {self.source}"


class ImportedPage(models.Model):
    """The last import of one legacy page: what it was, what it became."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("created")
        UPDATED = "updated", _("updated")

    class Origin(models.TextChoices):
        PAGE = "page", _("a page of its own")
        MENTION = "mention", _("named by other pages")

    key = models.CharField(_("source key"), max_length=1000, unique=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="pages", verbose_name=_("import"))
    url = models.URLField(_("old address"), max_length=2000, blank=True)
    source_digest = models.CharField(_("digest of the source"), max_length=64, blank=True)
    draft_digest = models.CharField(_("digest of the draft"), max_length=64)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="imported_from", verbose_name=_("page")
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("revision written"),
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    origin = models.CharField(_("known from"), max_length=20, choices=Origin.choices, default=Origin.PAGE)
    aliases = models.JSONField(_("how other pages name it"), default=list, blank=True)
    mention = models.JSONField(_("what other pages say of it"), null=True, blank=True)
    references = models.JSONField(_("what its references resolved to"), default=dict, blank=True)
    pictures = models.JSONField(_("digests of its pictures"), default=dict, blank=True)
    findings = models.JSONField(_("findings"), default=list, blank=True)

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
