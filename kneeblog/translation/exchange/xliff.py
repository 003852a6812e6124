"""Documents as XLIFF 1.2 and 2.0.  No database; nothing outside the file is ever read, and no entity is followed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from lxml import etree

from kneeblog.seo.languages import language_tag
from kneeblog.translation.placeholders import Tag

from . import inline
from .inline import V12, V20, Marks, Numbers
from .units import Document, FileRefusedError, State, Unit

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DONE_12 = {"translated", "needs-review-translation", "needs-review-adaptation", "needs-review-l10n"}
_FINAL_12 = {"final", "signed-off"}
_STATES_20: dict[str, State] = {"translated": "translated", "reviewed": "translated", "final": "final"}


def write_12(document: Document) -> bytes:
    """XLIFF 1.2."""
    root = etree.Element(f"{{{V12.namespace}}}xliff", nsmap={None: V12.namespace}, version="1.2")
    file = _add(root, "file", V12, original=document.key, datatype="html")
    file.set("source-language", language_tag(document.source_language))
    file.set("target-language", language_tag(document.target_language))
    _add(_add(file, "header", V12), "note", V12).text = inline.text_of(document.title)
    body = _add(file, "body", V12)
    root.text = file.text = body.text = "\n"
    for unit in document.units:
        element = _add(body, "trans-unit", V12, id=unit.id, resname=unit.path)
        element.set(_SPACE, "preserve")
        numbers = Numbers.of(unit.source)
        inline.write(_add(element, "source", V12), unit.source, numbers, V12, _dress_12)
        target, state = _usable(unit)
        if state == "final":
            element.set("approved", "yes")
        inline.write(_add(element, "target", V12, state=state), target, numbers, V12, _dress_12)
        for origin, note in (("place", unit.place), *(("site", text) for text in unit.notes)):
            _add(element, "note", V12, **{"from": origin}).text = inline.text_of(note)
    return _bytes(root)


def write_20(document: Document) -> bytes:
    """XLIFF 2.0."""
    root = etree.Element(f"{{{V20.namespace}}}xliff", nsmap={None: V20.namespace}, version="2.0")
    root.set("srcLang", language_tag(document.source_language))
    root.set("trgLang", language_tag(document.target_language))
    file = _add(root, "file", V20, id="page", original=document.key)
    root.text = file.text = "\n"
    _add(_add(file, "notes", V20), "note", V20, category="title").text = inline.text_of(document.title)
    for unit in document.units:
        element = _add(file, "unit", V20, id=unit.id, name=unit.path)
        element.set(_SPACE, "preserve")
        notes = _add(element, "notes", V20)
        for category, note in (("place", unit.place), *(("site", text) for text in unit.notes)):
            _add(notes, "note", V20, category=category).text = inline.text_of(note)
        numbers = Numbers.of(unit.source)
        if numbers.tags:
            data = _add(element, "originalData", V20)
            for number, tag in numbers.tags.items():
                _add(data, "data", V20, id=f"d{number}").text = tag.written
                if tag.role == "open":
                    _add(data, "data", V20, id=f"e{number}").text = f"</{tag.name}>"
        target, state = _usable(unit)
        segment = _add(element, "segment", V20, state="initial" if state == "needs-translation" else state)
        inline.write(_add(segment, "source", V20), unit.source, numbers, V20, _dress_20)
        if target:
            inline.write(_add(segment, "target", V20), target, numbers, V20, _dress_20)
    return _bytes(root)


def read(text: str) -> list[Document]:
    """The documents of a file of either version.

    Raises:
        FileRefusedError: it is no XML, no XLIFF, or not as this site writes it; the message names the line.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        line = text[: text.index("<!DOCTYPE" if "<!DOCTYPE" in text else "<!ENTITY")].count("\n") + 1
        raise FileRefusedError(gettext("Files with a DOCTYPE or with entities of their own are not read."), line)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise FileRefusedError(gettext("This is no XML: %(why)s") % {"why": error.msg}, error.lineno) from error
    if root.tag == f"{{{V12.namespace}}}xliff":
        return [_document_12(file) for file in root.iterchildren(f"{{{V12.namespace}}}file")]
    if root.tag == f"{{{V20.namespace}}}xliff":
        return [_document_20(file, root) for file in root.iterchildren(f"{{{V20.namespace}}}file")]
    raise FileRefusedError(gettext("This is no XLIFF 1.2 or 2.0."), root.sourceline)


def _add(parent: Any, element: str, words: inline.Vocabulary, /, **attributes: str) -> Any:
    added = etree.SubElement(parent, f"{{{words.namespace}}}{element}", **attributes)
    added.tail = "\n"  # so that a line number says something
    return added


def _usable(unit: Unit) -> tuple[str, State]:
    """The translation with its state; none where its placeholders are wrong."""
    if unit.target and inline.can_be_written(unit.source, unit.target):
        return unit.target, unit.state
    return "", "needs-translation"


def _dress_12(element: Any, number: str, tag: Tag) -> None:
    element.set("ctype", "lb" if tag.role == "break" else "link" if tag.name == "a" else f"x-html-{tag.name}")
    element.set("equiv-text", tag.written)


def _dress_20(element: Any, number: str, tag: Tag) -> None:
    if tag.role == "break":
        element.set("dataRef", f"d{number}")
        element.set("type", "fmt")
        element.set("subType", "xlf:lb")
    else:
        element.set("dataRefStart", f"d{number}")
        element.set("dataRefEnd", f"e{number}")
        element.set("type", "link" if tag.name == "a" else "fmt")


def _bytes(root: Any) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _document_12(file: Any) -> Document:
    units = []
    for element in file.iter(f"{{{V12.namespace}}}trans-unit"):
        source, target = element.find(f"{{{V12.namespace}}}source"), element.find(f"{{{V12.namespace}}}target")
        marks: Marks = {}
        for code in _inline_of(source, element):
            if etree.QName(code).localname in (V12.pair, V12.single, V12.begin):
                number = code.get("rid") if etree.QName(code).localname == V12.begin else None
                marks[number or code.get("id", "")] = inline.mark(code.get("equiv-text", ""), code)
        written = inline.segment_of(target, marks, V12) if target is not None else ""
        said = target.get("state", "translated") if target is not None else ""
        state: State = "needs-translation"
        if written and (said in _FINAL_12 or (element.get("approved") == "yes" and said in _DONE_12)):
            state = "final"
        elif written and said in _DONE_12:
            state = "translated"
        path = element.get("resname", "")
        units.append(_unit(element, path, inline.segment_of(source, marks, V12), written, state))
    languages = file.get("source-language", "").lower(), file.get("target-language", "").lower()
    return Document(_key(file), *languages, "", tuple(units))


def _document_20(file: Any, root: Any) -> Document:
    units = []
    for element in file.iter(f"{{{V20.namespace}}}unit"):
        data = {one.get("id"): one.text or "" for one in element.iter(f"{{{V20.namespace}}}data")}
        sources, targets, states = [], [], set()
        marks: Marks = {}
        for part in element.iterchildren(f"{{{V20.namespace}}}segment", f"{{{V20.namespace}}}ignorable"):
            source, target = part.find(f"{{{V20.namespace}}}source"), part.find(f"{{{V20.namespace}}}target")
            for code in _inline_of(source, part):
                if etree.QName(code).localname in (V20.pair, V20.single, V20.begin):
                    ref = code.get("dataRefStart") or code.get("dataRef") or ""
                    marks[code.get("id", "")] = inline.mark(data.get(ref, ""), code)
            sources.append(inline.segment_of(source, marks, V20))
            is_segment = etree.QName(part).localname == "segment"
            if target is not None:
                targets.append(inline.segment_of(target, marks, V20))
            elif not is_segment:
                targets.append(sources[-1])
            if is_segment:
                said = part.get("state", "translated" if target is not None else "initial")
                states.add(_STATES_20.get(said, "needs-translation"))
        written = "".join(targets)
        state = _least(states) if written else "needs-translation"
        units.append(_unit(element, element.get("name", ""), "".join(sources), written, state))
    languages = root.get("srcLang", "").lower(), root.get("trgLang", "").lower()
    return Document(_key(file), *languages, "", tuple(units))


def _least(states: set[Any]) -> State:
    order: tuple[State, ...] = ("needs-translation", "translated", "final")
    return next((state for state in order if state in states), "needs-translation")


def _inline_of(source: Any, element: Any) -> list[Any]:
    if source is None:
        raise FileRefusedError(gettext("This segment has no <source>."), element.sourceline)
    return [code for code in source.iterdescendants() if isinstance(code.tag, str)]


def _key(file: Any) -> str:
    key: str = file.get("original", "")
    return key


def _unit(element: Any, path: str, source: str, target: str, state: State) -> Unit:
    unit = Unit(path, source, target, state, line=element.sourceline)
    if element.get("id") != unit.id:
        raise FileRefusedError(
            gettext("The source text or the id of “%(path)s” was changed in the file; only translations may be.")
            % {"path": path or element.get("id", "")},
            element.sourceline,
        )
    return unit
