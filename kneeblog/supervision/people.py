"""Who may sign: the supervising physician's own account, or a delegate with the permission."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.models import Page, Revision, get_page_models

SIGN_FOR_PHYSICIAN = "kneeblog.sign_for_physician"


def is_delegate(user: Any) -> bool:
    """Whether somebody may sign in any physician's name."""
    return bool(user.is_active and user.has_perm(SIGN_FOR_PHYSICIAN))


def physician_ids(user: Any) -> list[int]:
    """The pages, in every language, of the physician whose account this is."""
    physicians = apps.get_model("kneeblog", "PhysicianPage").objects
    own = physicians.filter(user=user).values("translation_key")
    return list(physicians.filter(translation_key__in=own).values_list("pk", flat=True))


def to_tell(physician: Any) -> QuerySet[Any]:
    """Whom to write to about a physician's pages: the physician's own account, else the delegates."""
    users = get_user_model().objects.filter(is_active=True).exclude(email="")
    pages = type(physician).objects.filter(translation_key=physician.translation_key)
    own = users.filter(pk__in=pages.values("user"))
    return own if own.exists() else delegates()


def supervisor_id(page: Page) -> int | None:
    """The physician whom the latest version of a page names."""
    draft = Revision.objects.filter(pk=page.latest_revision_id).values_list("content__supervisor", flat=True)
    return draft.first()


def supervisor_of(page: Page) -> Any | None:
    """The same as a page."""
    return apps.get_model("kneeblog", "PhysicianPage").objects.filter(pk=supervisor_id(page) or 0).first()


def may_sign(user: Any, page: Page) -> bool:
    """Whether somebody may sign this page: it names a physician, and the user is that physician or a delegate."""
    physician = supervisor_id(page)
    return physician is not None and (is_delegate(user) or physician in physician_ids(user))


def is_supervised(page: Page) -> bool:
    """Whether pages of this type are for a physician to check."""
    return bool(getattr(page.specific_class, "supervised", False))


def supervised_models() -> list[type[Page]]:
    """The page types that a physician is to check, the site's own among them."""
    return [model for model in get_page_models() if getattr(model, "supervised", False)]


def delegates() -> QuerySet[Any]:
    """Active accounts that may sign in physicians' names and have an address; superusers among them."""
    codename = SIGN_FOR_PHYSICIAN.split(".")[1]
    allowed = Q(is_superuser=True) | Q(user_permissions__codename=codename) | Q(groups__permissions__codename=codename)
    return get_user_model().objects.filter(allowed, is_active=True).exclude(email="").distinct()


def delegate_for(physician: Any, user: Any | None) -> Any | None:
    """The user, if it is somebody else than the physician."""
    return user if user is not None and physician.pk not in physician_ids(user) else None
