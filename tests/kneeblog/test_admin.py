"""The editor: opens, saves drafts, refuses to publish pending pictures, speaks Japanese."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation.template import templatize
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data

import kneeblog
from kneeblog.models import (
    Author,
    Category,
    FeeTable,
    GlossaryTerm,
    PhysicianPage,
    SupervisionRecord,
    SymptomArticlePage,
    TreatmentPage,
)
from tests.kneeblog.samples import Sampler, page_form

OWN_MODELS = [FeeTable, GlossaryTerm, Category, Author, SupervisionRecord]
PAGE_TYPES = [
    *("homepage", "blogindexpage", "conditionindexpage", "treatmentindexpage", "physicianindexpage"),
    "symptomfinderpage",
    *("symptomarticlepage", "articlepage", "conditionpage", "treatmentpage", "physicianpage"),
]


@pytest.fixture
def editor(client: Any, db: None) -> Any:
    user = get_user_model().objects.create_superuser("editor", "editor@example.jp", "x")
    client.force_login(user)
    return client


@pytest.fixture
def sampler(site_tree: Any, make_image: Any) -> Sampler:
    treatment = site_tree.treatments.add_child(instance=TreatmentPage(title="PRP治療", slug="prp"))
    fee_table = FeeTable.objects.create(name="MRI検査", locale=site_tree.home.locale)
    snippets = {"GlossaryTerm": GlossaryTerm.objects.get(key="knee_pain"), "FeeTable": fee_table}
    return Sampler(image=make_image(), treatment=treatment, snippets=snippets)


def filled(page: Page, sampler: Sampler) -> Page:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            setattr(page, field.name, sampler.stream(field.stream_block))
    return page


def parent_of(site_tree: Any, model: type[Page]) -> Page:
    return {
        "SymptomArticlePage": site_tree.blog,
        "ArticlePage": site_tree.blog,
        "ConditionPage": site_tree.conditions,
        "TreatmentPage": site_tree.treatments,
        "PhysicianPage": site_tree.physicians,
    }[model.__name__]


@pytest.mark.parametrize("pending", [False, True], ids=["chosen", "pending"])
@pytest.mark.parametrize("name", PAGE_TYPES[6:])
def test_a_full_page_opens_and_saves(site_tree: Any, sampler: Sampler, editor: Any, name: str, pending: bool) -> None:
    from django.apps import apps

    model = apps.get_model("kneeblog", name)
    sampler.pending = pending
    page = filled(model(title="題", slug="title", live=False), sampler)
    page = parent_of(site_tree, model).add_child(instance=page)
    page = model.objects.get(pk=page.pk)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    assert editor.get(url).status_code == 200
    response = editor.post(url, page_form(page))

    assert response.status_code == 302, response.context["form"].errors
    assert stored(page.get_latest_revision_as_object()) == stored(page)
    published = editor.post(url, page_form(page, **{"action-publish": "1"}))
    assert published.status_code == (200 if pending else 302)


def stored(page: Page) -> dict[str, Any]:
    """All streams as they are stored, without the ids, which the posted form does not carry."""
    return {
        field.name: without_ids(json.loads(field.value_to_string(page)))
        for field in page._meta.get_fields()
        if isinstance(field, StreamField)
    }


def without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_ids(item) for key, item in value.items() if key != "id"}
    if isinstance(value, list):
        return [without_ids(item) for item in value]
    return value or ""  # an empty picture is stored with nulls, an emptied field with ""


class TestPendingPicture:
    def url(self, page: Page) -> str:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    @pytest.fixture
    def draft(self, site_tree: Any, sampler: Sampler) -> SymptomArticlePage:
        sampler.pending = True
        page = SymptomArticlePage(title="膝の裏の痛み", slug="back-knee", live=False)
        page.hero_image = sampler.stream(page._meta.get_field("hero_image").stream_block)
        return site_tree.blog.add_child(instance=page)

    def test_the_draft_is_saved(self, editor: Any, draft: SymptomArticlePage) -> None:
        response = editor.post(self.url(draft), page_form(draft))
        assert response.status_code == 302, response.context["form"].errors
        saved = draft.get_latest_revision_as_object()
        assert saved.hero_image[0].value["original_url"] == draft.hero_image[0].value["original_url"]

    def test_publishing_is_refused_and_names_the_old_address(self, editor: Any, draft: SymptomArticlePage) -> None:
        response = editor.post(self.url(draft), {**page_form(draft), "action-publish": "1"})
        assert response.status_code == 200
        text = response.content.decode()
        assert "まだ取り込まれていない" in text or json.dumps("まだ取り込まれていない")[1:-1] in text
        assert draft.hero_image[0].value["original_url"] in text
        assert not SymptomArticlePage.objects.get(pk=draft.pk).live

    def test_bulk_publishing_is_refused(self, editor: Any, draft: SymptomArticlePage, site_tree: Any) -> None:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        for chosen in (draft, site_tree.blog):
            response = editor.post(
                f"{url}?id={chosen.pk}&next={reverse('wagtailadmin_home')}", {"include_descendants": "on"}, follow=True
            )
            assert response.status_code == 200
            assert draft.hero_image[0].value["original_url"] in response.content.decode()
            assert not SymptomArticlePage.objects.get(pk=draft.pk).live

    @pytest.mark.usefixtures("rules_off")
    def test_bulk_publishing_others_works(self, editor: Any, draft: SymptomArticlePage, site_tree: Any) -> None:
        draft.hero_image = []
        draft.save_revision()
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        editor.post(f"{url}?id={draft.pk}", {"include_descendants": ""})
        assert SymptomArticlePage.objects.get(pk=draft.pk).live


PACKAGE = Path(kneeblog.__file__).parent
ASKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}

GETTEXT_CALL = re.compile(r"""\b(?:_|gettext)\(u?(?:"[^"\n]*"|'[^'\n]*'|"{3}.*?"{3})\)""")


def sentences(source: Path) -> Iterator[str]:
    """The message ids a Python module or a template asks the catalogue for."""
    text = source.read_text(encoding="utf-8")
    if source.suffix == ".html":
        # Django turns a template into calls of gettext among noise; the calls are all that counts.
        text = "\n".join(
            re.findall(r"""\b(?:_|p?gettext)\(u?(?:"[^"\n]*"|'[^'\n]*'|"{3}.*?"{3})\)""", templatize(text))
        )
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKS and node.args:
            message = node.args[1 if node.func.id.startswith("pgettext") else 0]
            if isinstance(message, ast.Constant):
                yield message.value


def named_strings(node: ast.AST) -> Iterator[tuple[str, ast.Constant]]:
    """Strings that are given a name: keyword arguments and assignments."""
    if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        yield node.arg or "", node.value
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))


class TestJapanese:
    """Nothing of ours is left in English under LANGUAGE_CODE ja."""

    def ours(self) -> set[str]:
        """English source strings of the catalogue that differ from their Japanese translations."""
        import polib

        catalogue = polib.pofile(PACKAGE / "locale/ja/LC_MESSAGES/django.po")
        return {entry.msgid for entry in catalogue if len(entry.msgid) > 6 and re.search("[a-z]{3}", entry.msgid)}

    def test_the_catalogue_is_complete_and_compiled(self) -> None:
        import polib

        path = str(PACKAGE / "locale/ja/LC_MESSAGES/django.po")
        catalogue = polib.pofile(path)
        assert [entry.msgid for entry in catalogue if not entry.translated()] == []
        assert [entry.msgid for entry in catalogue if entry.fuzzy] == []
        compiled = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.mofile(path[:-2] + "mo")}
        assert compiled == {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in catalogue}

    def test_every_sentence_of_the_package_is_in_it(self) -> None:
        import polib

        catalogue = polib.pofile(PACKAGE / "locale/ja/LC_MESSAGES/django.po")
        known = {entry.msgid for entry in catalogue}
        sources = [
            *PACKAGE.rglob("*.py"),
            *PACKAGE.parent.glob("templates/kneeblog/**/*.html"),
            *PACKAGE.rglob("*.html"),
        ]
        asked = {sentence for source in sources for sentence in sentences(source)}
        assert len(asked) > 400
        assert asked - known == set()

    def test_what_editors_read_is_wrapped(self) -> None:
        names = {"label", "heading", "help_text", "description", "menu_label", "verbose_name", "verbose_name_plural"}
        symbols = {"U", "小", "■", "ルビ"}
        bare = [
            f"{path.name}:{node.lineno} {constant.value}"
            for path in PACKAGE.rglob("*.py")
            if "migrations" not in path.parts and path.name != "apps.py"  # an app's label is its name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            for name, constant in named_strings(node)
            if name in names and constant.value not in symbols
        ]
        assert bare == []

    @pytest.mark.parametrize("name", PAGE_TYPES)
    def test_page_forms(self, editor: Any, site_tree: Any, name: str) -> None:
        from django.apps import apps

        model = apps.get_model("kneeblog", name)
        parents = model.allowed_parent_page_models()
        parent = Page.get_first_root_node() if name == "homepage" else Page.objects.type(*parents).first()
        response = editor.get(reverse("wagtailadmin_pages:add", args=["kneeblog", name, parent.pk]))
        assert response.status_code == 200
        self.assert_no_english_of_ours(response)

    @pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model.__name__)
    @pytest.mark.parametrize("view", ["list", "add"])
    def test_snippets(self, editor: Any, site_tree: Any, model: Any, view: str) -> None:
        response = editor.get(reverse(model.snippet_viewset.get_url_name(view)))
        assert response.status_code == 200
        self.assert_no_english_of_ours(response)

    def test_settings_and_menu(self, editor: Any, site_tree: Any) -> None:
        response = editor.get(reverse("wagtailsettings:edit", args=["kneeblog", "clinicsettings"]), follow=True)
        self.assert_no_english_of_ours(response)
        home = editor.get(reverse("wagtailadmin_home")).content.decode()
        for label in ("料金表", "医学用語", "カテゴリー", "執筆者", "監修記録"):
            assert label in home or json.dumps(label)[1:-1] in home

    def assert_no_english_of_ours(self, response: Any) -> None:
        soup = BeautifulSoup(response.content, "html.parser")
        shown = {text.strip() for text in soup.find_all(string=True) if text.strip()}
        packed = json.dumps(sorted(shown)) + response.content.decode()
        quoted = set(re.findall(r'(?:&quot;|\\?")([A-Z][^"&\\]{6,200})(?:&quot;|\\?")', packed))
        assert (shown | quoted) & self.ours() == set()


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model.__name__)
def test_snippet_lists_and_searches(editor: Any, site_tree: Any, model: Any) -> None:
    url = reverse(model.snippet_viewset.get_url_name("list"))
    assert editor.get(url).status_code == 200
    assert editor.get(url, {"q": "膝"}).status_code == 200


def test_a_term_is_found_by_a_word_inside_it(editor: Any, site_tree: Any) -> None:
    response = editor.get(reverse(GlossaryTerm.snippet_viewset.get_url_name("list")), {"q": "関節症"})
    assert "変形性膝関節症" in response.content.decode()


def test_a_fee_tables_rows_are_edited_in_a_form(editor: Any, site_tree: Any) -> None:
    from wagtail.test.utils.form_data import streamfield

    url = reverse(FeeTable.snippet_viewset.get_url_name("add"))
    row = {
        **dict.fromkeys(("amount_max", "side", "count", "unit", "note", "valid_from", "valid_until", "raw"), ""),
        "label": "片ひざ",
        "amount_min": "19000",
        "tax": "incl",
        "insurance": "self_pay",
        "currency": "JPY",
        "flags": "",
    }
    data = nested_form_data({"name": "MRI検査", "rows": streamfield([("row", row)]), "note": ""})
    response = editor.post(url, data)
    assert response.status_code == 302, response.context["form"].errors
    table = FeeTable.objects.get()
    assert (table.rows[0].value["label"], table.rows[0].value["amount_min"]) == ("片ひざ", 19000)
    assert table.revisions.count() == 1
    opened = editor.get(reverse(FeeTable.snippet_viewset.get_url_name("edit"), args=[table.pk]))
    assert opened.status_code == 200


def test_signing_in_the_admin_binds_the_latest_version(editor: Any, site_tree: Any) -> None:
    physician = site_tree.physicians.add_child(instance=PhysicianPage(title="保田", slug="yasuda", name="保田 真吾"))
    page = site_tree.blog.add_child(instance=SymptomArticlePage(title="記事", slug="a"))
    url = reverse(SupervisionRecord.snippet_viewset.get_url_name("add"))
    data = {"page": page.pk, "physician": physician.pk, "signed_on": "2026-04-01", "scope": ""}

    refused = editor.post(url, data)
    assert refused.status_code == 200
    assert not SupervisionRecord.objects.exists()

    revision = page.save_revision()
    assert editor.post(url, data).status_code == 302
    assert SupervisionRecord.objects.get().revision == revision
    record = SupervisionRecord.objects.get()
    inspect = editor.get(reverse(SupervisionRecord.snippet_viewset.get_url_name("inspect"), args=[record.pk]))
    assert "保田 真吾" in inspect.content.decode() or inspect.status_code == 200
