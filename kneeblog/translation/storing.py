"""A page's segments into the database, in a number of queries that does not grow with the page.

wagtail-localize asks for each segment's string, context and row by itself, some sixteen queries a segment: a page of
400 segments takes 6,400.  What is stored here is the same, row for row; a test compares the two.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

_CHUNK = 500  # keys in one query: every database takes as many


one_by_one: Callable[[TranslationSource], None] = TranslationSource.refresh_segments


def store_segments_together() -> None:
    """Lets wagtail-localize store segments the way this module does.

    It has no setting for it, so its method is replaced; that one stays at hand as `one_by_one`.
    """
    TranslationSource.refresh_segments = refresh_segments


@transaction.atomic
def refresh_segments(source: TranslationSource) -> None:
    """Brings the stored segments of a source up to date with its content; what is no longer there goes."""
    instance = source.as_instance()
    values = extract_segments(instance)
    contexts = _contexts(source, instance, {value.path for value in values})

    def place(value: Any) -> dict[str, Any]:
        return {"context_id": contexts[value.path], "order": value.order}

    strings = _of_type(values, StringSegmentValue)
    string_ids = _strings(source, [value.string.data for value in strings])
    _replace(
        source,
        StringSegment,
        [
            {**place(value), "string_id": string_ids[value.string.data], "attrs": _as_json(value.attrs)}
            for value in strings
        ],
    )
    templates = _of_type(values, TemplateSegmentValue)
    template_ids = _templates(templates)
    _replace(
        source,
        TemplateSegment,
        [{**place(value), "template_id": template_ids[_template_uuid(value)]} for value in templates],
    )
    related = _of_type(values, RelatedObjectSegmentValue)
    _related_objects(related)
    _replace(source, RelatedObjectSegment, [{**place(value), "object_id": value.translation_key} for value in related])
    overridable = _of_type(values, OverridableSegmentValue)
    _replace(source, OverridableSegment, [{**place(value), "data_json": _as_json(value.data)} for value in overridable])


def _of_type(values: list[Any], kind: type[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, kind)]


def _as_json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder)


def _replace(source: TranslationSource, model: type[models.Model], wanted: list[dict[str, Any]]) -> None:
    """Leaves exactly the wanted rows of one kind of segment; those that are there already stay."""
    columns = [field.attname for field in model._meta.concrete_fields if field.name not in {"id", "source"}]
    there = {tuple(row[1:]): row[0] for row in model._default_manager.filter(source=source).values_list("pk", *columns)}
    rows = {tuple(row[column] for column in columns): row for row in wanted}
    gone = [pk for key, pk in there.items() if key not in rows]
    for chunk in _chunks(gone):
        model._default_manager.filter(pk__in=chunk).delete()
    model._default_manager.bulk_create(model(source=source, **row) for key, row in rows.items() if key not in there)


def _contexts(source: TranslationSource, instance: Any, paths: set[str]) -> dict[str, int]:
    """The ids of the places in the page, by path."""

    def missing(new: set[str]) -> list[TranslationContext]:
        contexts = []
        for path in sorted(new):
            context = TranslationContext(object_id=source.object_id, path=path, path_id=path_id(path))
            context.field_path = _field_path(context, instance)
            contexts.append(context)
        return contexts

    path_id = TranslationContext._get_path_id
    of_page = TranslationContext.objects.filter(object_id=source.object_id)
    return _found_or_made(of_page, "path_id", {path_id(path): path for path in paths}, missing)


def _field_path(context: TranslationContext, instance: Any) -> str:
    context.save = lambda **kwargs: None  # it would save itself, one by one
    try:
        return context.get_field_path(instance)
    finally:
        del context.save


def _strings(source: TranslationSource, texts: Iterable[str]) -> dict[str, int]:
    """The ids of the texts."""

    def missing(new: set[str]) -> list[String]:
        return [String(locale_id=source.locale_id, data=text, data_hash=hashed(text)) for text in sorted(new)]

    hashed = String._get_data_hash
    of_language = String.objects.filter(locale_id=source.locale_id)
    return _found_or_made(of_language, "data_hash", {hashed(text): text for text in texts}, missing)


def _templates(values: Iterable[TemplateSegmentValue]) -> dict[uuid.UUID, int]:
    """The ids of the templates, by their uuid."""
    by_uuid = {_template_uuid(value): value for value in values}

    def missing(new: set[uuid.UUID]) -> list[Template]:
        return [
            Template(
                uuid=key,
                template=by_uuid[key].template,
                template_format=by_uuid[key].format,
                string_count=by_uuid[key].string_count,
            )
            for key in sorted(new)
        ]

    return _found_or_made(Template.objects.all(), "uuid", {key: key for key in by_uuid}, missing)


def _template_uuid(value: TemplateSegmentValue) -> uuid.UUID:
    return uuid.uuid5(uuid.uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)


def _related_objects(values: Iterable[RelatedObjectSegmentValue]) -> None:
    """Makes known to wagtail-localize what the page refers to."""
    objects = {value.translation_key: value.content_type for value in values}
    if objects:
        TranslatableObject.objects.bulk_create(
            (TranslatableObject(translation_key=key, content_type=type_) for key, type_ in objects.items()),
            ignore_conflicts=True,
        )


def _found_or_made(
    there: models.QuerySet[Any],
    column: str,
    keys: dict[Any, Any],
    missing: Callable[[set[Any]], list[models.Model]],
) -> dict[Any, int]:
    """The ids of rows by what their unique column stands for; `missing` makes those that are not there yet.

    Somebody else may make the same row in the meantime, so those made are looked up once more.
    """

    def found(wanted: Iterable[Any]) -> dict[Any, int]:
        ids: dict[Any, int] = {}
        for chunk in _chunks(list(wanted)):
            rows = there.filter(**{f"{column}__in": chunk}).values_list(column, "pk")
            ids |= {keys[key]: pk for key, pk in rows}
        return ids

    ids = found(keys)
    if new := set(keys.values()) - ids.keys():
        there.model._default_manager.bulk_create(missing(new), ignore_conflicts=True)
        ids |= found(key for key, value in keys.items() if value in new)
    return ids


def _chunks(values: list[Any]) -> Iterable[list[Any]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))
