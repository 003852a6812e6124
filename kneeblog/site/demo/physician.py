"""The sample's physician at work: an account, and a workflow that leads pages to it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Page

from kneeblog.models import PhysicianPage
from kneeblog.supervision.workflow import ensure_workflow

USERNAME = "doctor"


@transaction.atomic
def ensure_physician(home: Page, physician: PhysicianPage | None, password: str) -> str:
    """An account for the physician, who may open the admin and nothing in it but what waits for a signature.

    Returns:
        The account's name; empty if the sample has no physician.
    """
    ensure_workflow(home)
    if physician is None:
        return ""
    if physician.user is None:
        physician.user = _account(password)
        physician.save_revision().publish()
    return physician.user.get_username()


def _account(password: str) -> Any:
    users = get_user_model()
    user = users.objects.filter(username=USERNAME).first()
    if user is None:
        user = users.objects.create_user(USERNAME, "doctor@aobazaka-hiza.example", password)
    group, _ = Group.objects.get_or_create(name="監修医師")
    # The last signature publishes: where warnings are open, the physician is asked for a reason.
    group.permissions.add(*Permission.objects.filter(codename__in=("access_admin", "waive_compliance")))
    user.groups.add(group)
    return user
