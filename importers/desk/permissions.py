"""Who may import and who may review: superusers, and whoever has the permission of that name.

Importing writes drafts anywhere below the site's home page and takes them back, whatever pages somebody may edit.
Reviewing says something of imported pages; to publish one of them takes the permission to publish that page as well.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import Q

from kneeblog import groups

IMPORT = "importers.run_imports"
REVIEW = "importers.review_imports"
GROUP = "移行担当"
_OURS = Q(content_type__app_label="importers", codename__in=("run_imports", "review_imports"))


def may_import(user: Any) -> bool:
    """Whether somebody may bring pages over, and take that back."""
    return bool(user.is_active and user.has_perm(IMPORT))


def may_review(user: Any) -> bool:
    """Whether somebody may look at imported pages and say what is to become of them."""
    return bool(user.is_active and (user.has_perm(REVIEW) or user.has_perm(IMPORT)))


def permissions() -> models.QuerySet[Permission]:
    """Both, for the form of a group."""
    return Permission.objects.filter(_OURS)


def ensure_group() -> Group:
    """The group of those who move the old site; which pages they may edit and publish is for each site to say."""
    return groups.ensure_group(GROUP, _OURS)
