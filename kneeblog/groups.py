"""Groups of staff that this package knows."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import Q


def ensure_group(name: str, permissions: Q) -> Group:
    """The group, with access to the admin and these permissions.

    Called again, it gives back what is missing and takes nothing away.
    """
    group, _made = Group.objects.get_or_create(name=name)
    wanted = permissions | Q(content_type__app_label="wagtailadmin", codename="access_admin")
    group.permissions.add(*Permission.objects.filter(wanted))
    return group
