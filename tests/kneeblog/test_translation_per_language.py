"""Each language of a page has its own supervising physician, review date and word to search engines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail_localize.models import Translation, TranslationSource

from kneeblog.models import PhysicianPage, SymptomArticlePage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules_off")]


@pytest.fixture
def english(site_tree: Any, locales: dict[str, Any]) -> SymptomArticlePage:
    """An article in Japanese and its translation, both live, kept in step."""
    doctor = site_tree.physicians.add_child(instance=PhysicianPage(title="保田", slug="yasuda", name="保田"))
    page = SymptomArticlePage(title="膝の痛み", slug="pain", supervisor=doctor, next_review_on=date(2027, 1, 1))
    site_tree.blog.add_child(instance=page)
    page.save_revision().publish()
    source, _ = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=locales["en"])
    translation.save_target(publish=False)
    return SymptomArticlePage.objects.get(locale=locales["en"])


def test_a_translation_has_its_own_physician(admin_client: Any, english: Any, site_tree: Any) -> None:
    other = site_tree.physicians.add_child(instance=PhysicianPage(title="Mori", slug="mori", name="森"))
    address = reverse("kneeblog_per_language", args=[english.pk])
    shown = admin_client.get(address).content.decode()
    assert 'name="supervisor"' in shown and 'name="title"' not in shown and 'name="user"' not in shown
    answers = {"supervisor": other.pk, "next_review_on": "2027-06-30", "robots": "noindex", "canonical_url": ""}
    response = admin_client.post(address, {**answers, "tags": "", "primary_parent": ""})
    assert response.status_code == 302
    draft = SymptomArticlePage.objects.get(pk=english.pk).get_latest_revision_as_object()
    assert (draft.supervisor_id, draft.next_review_on, draft.robots) == (other.pk, date(2027, 6, 30), "noindex")
    # The source changes its own, and is kept in step once more.
    source = english.get_translation(site_tree.home.locale)
    source.next_review_on, source.introduction = date(2028, 1, 1), "<p>新しい導入です。</p>"
    source.save_revision().publish()
    TranslationSource.update_or_create_from_instance(SymptomArticlePage.objects.get(pk=source.pk))
    Translation.objects.get().save_target(publish=False)
    draft = SymptomArticlePage.objects.get(pk=english.pk).get_latest_revision_as_object()
    assert (draft.supervisor_id, draft.next_review_on, draft.robots) == (other.pk, date(2027, 6, 30), "noindex")


def test_it_is_within_reach_and_refused_to_others(admin_client: Any, client: Any, english: Any, site_tree: Any) -> None:
    address = reverse("kneeblog_per_language", args=[english.pk])
    listing = admin_client.get(reverse("wagtailadmin_explore", args=[english.get_parent().pk])).content.decode()
    assert address in listing
    source = english.get_translation(site_tree.home.locale)
    own = reverse("kneeblog_per_language", args=[source.pk])
    assert own not in admin_client.get(reverse("wagtailadmin_explore", args=[site_tree.blog.pk])).content.decode()
    client.force_login(get_user_model().objects.create_user("nobody", password="hiza"))
    assert client.get(address).status_code in {302, 403}


def test_a_wrong_parent_is_refused_with_a_word(admin_client: Any, english: Any, site_tree: Any) -> None:
    address = reverse("kneeblog_per_language", args=[english.pk])
    answers = {"supervisor": "", "next_review_on": "", "robots": "", "canonical_url": "", "tags": ""}
    response = admin_client.post(address, {**answers, "primary_parent": site_tree.conditions.pk})
    assert response.status_code == 200 and response.context["form"].errors["primary_parent"]
