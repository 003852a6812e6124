"""System checks: fields whose text wagtail-localize would leave in the source's language without a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.db import models
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page, TranslatableMixin
from wagtail.rich_text import features as rich_text_features
from wagtail_localize.fields import get_translatable_fields

PICTURES = (
    "kneeblog.W015",
    "pictures in rich text; their alternative texts stay in the source's language.",
    "Give it features without 'image' (kneeblog.richtext.FEATURES), and pictures a block of their own.",
)


def field_messages(model: type[models.Model], per_locale: tuple[str, ...] = ()) -> Iterator[CheckMessage]:
    """What is wrong with the fields of one translatable model; `per_locale` are those each language has of its own."""
    listed = {entry.field_name for entry in get_translatable_fields(model)}
    for field in model._meta.get_fields():
        for id_, text, hint in _problems(field, left_out=field.name not in {*listed, *per_locale}):
            yield CheckWarning(f"{model._meta.label}.{field.name}: {text}", hint=hint, obj=field, id=id_)
    for relation in get_all_child_relations(model) if issubclass(model, ClusterableModel) else ():
        if relation.name != COMMENTS_RELATION_NAME and any(map(is_text, relation.related_model._meta.get_fields())):
            yield from _child_messages(model, relation, listed)


def has_pictures(features: list[str] | None) -> bool:
    """Whether rich text with these features (`None`: Wagtail's default ones) takes pictures."""
    return "image" in (rich_text_features.get_default_features() if features is None else features)


def is_text(field: Any) -> bool:
    """A field that an editor fills with words; addresses, slugs, choices and Wagtail's own fields are none."""
    if not getattr(field, "editable", False) or getattr(field, "primary_key", False) or field.model is Page:
        return False
    words = isinstance(field, models.CharField | models.TextField | StreamField)
    return words and not field.choices and not isinstance(field, models.URLField | models.EmailField | models.SlugField)


def _problems(field: Any, *, left_out: bool) -> Iterator[tuple[str, str, str]]:
    if left_out and is_text(field):
        yield (
            "kneeblog.W012",
            "text that the model's translatable_fields do not name; a translation keeps what was there when it began.",
            f'Add TranslatableField("{field.name}"), or SynchronizedField("{field.name}") if it holds no words.',
        )
    if isinstance(field, RichTextField) and has_pictures(field.features):
        yield PICTURES
    if isinstance(field, models.ManyToManyField) and issubclass(field.related_model, TranslatableMixin):
        yield (
            "kneeblog.W014",
            "a many-to-many field; a translation goes on showing what is in the source's language.",
            "Use an Orderable with TranslatableMixin and a foreign key, as kneeblog.models.PageCategory does.",
        )


def _child_messages(model: type[models.Model], relation: Any, listed: set[str]) -> Iterator[CheckMessage]:
    child, place = relation.related_model, f"{model._meta.label}.{relation.name}"
    if not issubclass(child, TranslatableMixin):
        yield CheckWarning(
            f"{place}: texts in an inline model without TranslatableMixin; translators never see them.",
            hint=f'Make {child.__name__} translatable and list TranslatableField("{relation.name}").',
            obj=child,
            id="kneeblog.W013",
        )
    elif relation.name not in listed:
        yield CheckWarning(
            f"{place}: an inline model that the model's translatable_fields do not name; its texts stay as they were.",
            hint=f'Add TranslatableField("{relation.name}").',
            obj=child,
            id="kneeblog.W012",
        )
