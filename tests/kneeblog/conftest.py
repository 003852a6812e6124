"""What tests of the admin share: people, and their browsers."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model


@pytest.fixture
def staff(db: None) -> Any:
    """A member of the SEO group."""
    from kneeblog.seo.desk.permissions import ensure_group

    user = get_user_model().objects.create_user("seo", password="hiza")
    user.groups.add(ensure_group())
    return user


@pytest.fixture
def desk(client: Any, staff: Any, settings: Any) -> Any:
    """Their browser, in Japanese."""
    client.force_login(staff)
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "ja"})
    return client
