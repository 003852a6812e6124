"""The sample's SEO staff: an account that uses the desk and edits no body."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import transaction

from kneeblog.seo.desk.permissions import ensure_group

USERNAME = "seo"


@transaction.atomic
def ensure_staff(password: str) -> str:
    """The account, made if it is not there yet.

    Returns:
        The account's name.
    """
    users = get_user_model()
    user = users.objects.filter(username=USERNAME).first()
    if user is None:
        user = users.objects.create_user(USERNAME, "seo@aobazaka-hiza.example", password)
    user.groups.add(ensure_group())
    return USERNAME
