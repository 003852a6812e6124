"""Who works with translations: superusers, and whoever has wagtail-localize's permission to submit them.

The matrix shows titles and states only.  To edit a translation takes Wagtail's permission for that page, to publish it
likewise.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import Q

from kneeblog import groups

USE = "wagtail_localize.submit_translation"
GROUP = "Translators"


def may_use(user: Any) -> bool:
    """Whether somebody may see the matrix, begin translations, and take files out and in."""
    return bool(user.is_active and user.has_perm(USE))


def permissions() -> models.QuerySet[Permission]:
    """The permission, for the form of a group."""
    return Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation")


def ensure_group() -> Group:
    """The group of translators: the admin and this permission; which pages they may edit, is for each site to say."""
    return groups.ensure_group(GROUP, Q(content_type__app_label="wagtail_localize", codename="submit_translation"))
