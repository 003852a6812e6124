"""Who may use the desk: superusers, and whoever has `kneeblog.use_seo_desk`.

Wagtail's permission to edit a page is for all of it, body included.  The desk needs none of those: it writes only
`rows.EDITABLE`, only drafts, and leaves publishing to those who may.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import Q

from kneeblog import groups

USE = "kneeblog.use_seo_desk"
GROUP = "SEO"


def may_use(user: Any) -> bool:
    """Whether somebody may open the desk and write drafts there."""
    return bool(user.is_active and user.has_perm(USE))


def permissions() -> models.QuerySet[Permission]:
    """The permission, for the form of a group."""
    return Permission.objects.filter(content_type__app_label="kneeblog", codename="use_seo_desk")


def ensure_group() -> Group:
    """The group for SEO staff: the admin, the desk and redirects; no permission to edit any page."""
    wanted = Q(content_type__app_label="kneeblog", codename="use_seo_desk")
    wanted |= Q(content_type__app_label="wagtailredirects", content_type__model="redirect")
    return groups.ensure_group(GROUP, wanted)
