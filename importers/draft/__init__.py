"""Room 4: `Labelled` → `Draft`: page fields and blocks as plain dicts, with ids that stay the same.

`sections` splits at headings, `leaves` makes the blocks, `habits` sees structure written as text, `people` and `cards`
read what stood beside the article, `context` gathers ids, links, pictures and notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from importers import classify, ledger, richtext, things
from importers.addresses import source_key
from importers.content import box_nodes, box_text, node_text
from importers.draft import habits, people
from importers.draft.cards import treatment
from importers.draft.context import Context
from importers.draft.leaves import rich
from importers.draft.sections import body
from importers.records import Box, Crumb, Document, Draft, Finding, Json, Labelled, Lost, Node
from importers.text import clean_text, fold

_ASCII_SLUG = re.compile(r"^[A-Za-z0-9_-]+$")


def draft(labelled: Labelled, bold_lines: str = "") -> Draft:
    """Shape one page.  Links within it end where their targets ended up, so a page with such links is shaped twice.

    Args:
        labelled: the page with every judgement made.
        bold_lines: a person's word on short bold lines: all are `headings`, or all are `text`.
    """
    context = Context(labelled.document, bold_lines=bold_lines)
    shaped = _shape(labelled, context)
    if context.asked_for_places:
        shaped = _shape(labelled, Context(labelled.document, context.places, bold_lines))
    return shaped


def _shape(labelled: Labelled, context: Context) -> Draft:
    document = labelled.document
    flat = [node for box in document.beside for node in box_nodes(box)]
    nodes = [*document.nodes, *flat]
    supervisor = None
    shown = document.shown
    own_page = labelled.page_type.value == "physician" and any(node.runs or node.children for node in nodes)
    if own_page:
        supervisor, nodes, named = people.physician(context, document.title, nodes)
        shown = shown if named else shown | {ledger.NAME_FROM_TITLE}
    hero, nodes = _hero(context, document, habits.rewritten(context, nodes))
    readers, introduction, sections = _article(context, nodes)
    treatments = [treatment(context, card) for card in labelled.cards]
    if labelled.supervisor and own_page:
        _drop_copy(context, labelled.supervisor)
    elif labelled.supervisor:
        supervisor = _supervisor(context, labelled.supervisor)
    slug = _slug(context, document)
    data: Json = {
        "schema": 1,
        "source": {
            "path": document.path,
            "url": document.url,
            "sha256": document.sha256,
            "encoding": document.encoding,
            "reader": document.reader,
        },
        "page_type": labelled.page_type.value,
        "page_type_reason": labelled.page_type.reason,
        "locale": document.locale,
        "title": document.title,
        "slug": slug,
        "published_at": document.published_at,
        "updated_at": document.updated_at,
        "author": document.author,
        "categories": list(document.categories),
        "tags": list(document.tags),
        "meta": dict(document.meta),
        "breadcrumbs": [_crumb(crumb) for crumb in labelled.breadcrumbs],
        "hero_image": hero,
        "introduction": introduction,
        "target_readers": readers,
        "body": sections,
        "treatments": treatments,
        "supervisor": supervisor,
        "images": list(context.images),
        "links": context.links,
    }
    return Draft(key=document.key, data=_accounted(data, labelled, context, shown))


def refused(path: str, sha256: str, finding: Finding, url: str = "") -> Draft:
    """The document of a file that is not read: everything empty but the finding and its address."""
    document = Document(path=path, sha256=sha256, encoding="", reader="", url=url, key=source_key(url) or path)
    empty = draft(
        Labelled(document=document, page_type=classify.Verdict(value="article", reason="the file was not read"))
    )
    empty.data["findings"] = [_scrubbed(finding.as_json())[0]]
    empty.data["slug"] = ""
    return empty


def _article(context: Context, nodes: Sequence[Node]) -> tuple[Json | None, str, list[Json]]:
    """Target readers, introduction and sections.  Without any heading all of it is one section."""
    first = next((index for index, node in enumerate(nodes) if node.kind == "heading"), None)
    if first is None:
        readers, rest = _readers(context, nodes)
        return readers, "", body(context, rest)
    readers, lead = _readers(context, nodes[:first], plain=True)
    sections = list(nodes[first:])
    if readers is None and _is_readers_section(sections):
        items = [context.plain(item.runs, "target_readers") for item in sections[1].children]
        readers = {"heading": context.plain(sections[0].runs, "target_readers"), "items": items}
        del sections[:2]
    text, after = _lead(lead)
    introduction, _none = rich(context, text, "introduction")
    rest = [*after, *sections]
    return readers, introduction, body(context, rest, opening_kind="overview")


def _is_readers_section(nodes: Sequence[Node]) -> bool:
    """Whether the first heading says for whom the article is, and nothing but a list stands below it."""
    if len(nodes) < 3 or nodes[1].kind != "list" or nodes[2].kind != "heading":
        return False
    return habits.speaks_to_readers(node_text(nodes[0])) and habits.is_plain(nodes[1])


def _lead(nodes: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """The text an article begins with, and what follows from the first thing on that is no plain text."""
    index = 0
    while index < len(nodes) and nodes[index].kind in {"paragraph", "list", "divider"}:
        if habits.recognise(nodes, index):
            break
        index += 1
    return list(nodes[:index]), list(nodes[index:])


def _readers(context: Context, nodes: Sequence[Node], *, plain: bool = False) -> tuple[Json | None, list[Node]]:
    """Take the box that says for whom the article is out of the nodes, wherever it stands among them."""
    for index in range(len(nodes)):
        found = habits.box(nodes, index, plain=plain)
        if found and found.kind == "readers":
            for dropped in found.dropped:
                context.drop(dropped.rule, dropped.text, nodes[index].where)
            items = [context.plain(line, "target_readers") for line, _ in found.items]
            readers = {"heading": context.plain(found.heading, "target_readers"), "items": items}
            return readers, [*nodes[:index], *nodes[index + found.used :]]
    return None, list(nodes)


def _hero(context: Context, document: Document, nodes: list[Node]) -> tuple[Json | None, list[Node]]:
    """The picture above the text: the post's own, or the one the text begins with."""
    if document.hero:
        return context.picture(document.hero, "hero_image"), nodes
    if nodes and nodes[0].kind == "image" and nodes[0].image and not nodes[0].image.link and len(nodes) > 1:
        return context.picture(nodes[0].image, "hero_image", nodes[0].runs), nodes[1:]
    return None, nodes


def _supervisor(context: Context, box: Box) -> Json | None:
    record, rest = people.supervisor(context, box_nodes(box))
    text = " ".join(filter(None, map(node_text, rest)))
    context.drop("supervisor.unplaced", text, "supervisor")
    if rest:
        what = ledger.shorten(text, 120) or ", ".join(sorted({node.kind for node in rest}))
        context.find(
            "warning", "supervisor.unplaced", f"Beside the supervising physician stands more, left out: {what}",
            "If it is another physician or part of the career, add it by hand.", "supervisor",
        )  # fmt: skip
    return record if any(record.values()) else None


def _crumb(crumb: Crumb) -> Json:
    return Crumb(label=crumb.label, url=richtext.safe_href(crumb.url or "") or None).as_json()


def _drop_copy(context: Context, box: Box) -> None:
    """The introduction that a physician's own page repeats below itself, as every other page has it."""
    text = box_text(box)
    context.drop("supervisor.copy", text, "supervisor")
    context.find(
        "info", "supervisor.copy", f"The introduction below the physician's own page was left out: {text[:120]}",
        "It is kept from the other pages that show it; compare the two.", "supervisor",
    )  # fmt: skip


def _slug(context: Context, document: Document) -> str:
    if _ASCII_SLUG.match(document.slug):
        return document.slug
    found = classify.slug_for(document.title)
    if found:
        context.find("info", "slug.from-glossary", f"The address {document.slug} is not ASCII; the slug is {found}.")
    elif document.slug:
        context.find(
            "warning", "slug.missing", f"The address {document.slug} is not ASCII and no term of the title is known.",
            "Give the page a slug.",
        )  # fmt: skip
    return found


# The account ----------------------------------------------------------------------------------------------------------


def _accounted(data: Json, labelled: Labelled, context: Context, shown: frozenset[str]) -> Json:
    document = labelled.document
    shaped = [*labelled.dropped, *context.dropped]
    placed = list(ledger.output_texts(data, shown))
    missing, invented = ledger.missing_text(_read_texts(labelled), (*placed, *(item.text for item in shaped)))
    lost = list(document.lost)
    if missing:
        lost.append(Lost(text=missing, where="between reading and shaping"))
    account = ledger.balance(placed, document.source_chars + context.added_chars, [*document.dropped, *shaped], lost)
    account["source_chars"] -= context.added_chars
    account["placed_chars"] -= context.added_chars
    too_many = ledger.surplus(account)
    if invented.strip("（）") or too_many:
        text = ledger.shorten(invented.strip("（）")) or f"{too_many} characters"
        context.find("error", "ledger.invented", f"The draft has text that the page does not have: {text}")
    for item in account["lost"]:
        context.find(
            "error", "ledger.lost", f"{item['chars']} characters found no place: {ledger.shorten(item['text'])}",
            "Compare with the old page before accepting this one.", item["where"],
        )  # fmt: skip
    findings = [*document.findings, *labelled.findings, *context.findings, *_things_lost(labelled, context, data)]
    whole = {**data, "ledger": account, "findings": [finding.as_json() for finding in dict.fromkeys(findings)]}
    cleaned, removed = _scrubbed(whole)
    if removed:
        message = f"{removed} control characters were removed."
        cleaned["findings"].append(Finding(level="info", id="text.control-characters", message=message).as_json())
    return cleaned


def _things_lost(labelled: Labelled, context: Context, data: Json) -> list[Finding]:
    """Pictures, links and frames that the earlier rooms handed over and that are nowhere in the document.

    No loss is what was told already (a link taken off its text, an alternative text that was only a file's name), and a
    link within the page: the new page makes its own contents list.
    """
    if any(dropped.rule == "supervisor.copy" for dropped in context.dropped):
        labelled = replace(labelled, supervisor=None)
    held = things.of_nodes(_read_nodes(labelled))
    told = [finding.message for finding in context.findings]
    held.links = {
        target
        for href in held.links
        if not href.startswith("#")
        and (target := context.resolve(href))
        and not any(href[:100] in line for line in told)
    }
    held.frames = {address for frame in held.frames if (address := richtext.safe_href(frame))}
    kept = things.of_document(data)
    for alts in held.pictures.values():
        alts -= {alt for alt in alts if any(alt in line for line in told) or fold(alt) == fold(data["title"])}
    return things.missing(held, kept, "between nodes and document")


def _read_nodes(labelled: Labelled) -> Iterator[Node]:
    document = labelled.document
    boxes: Iterable[Box] = (*document.beside, *labelled.cards, *filter(None, [labelled.supervisor]))
    yield from (*document.nodes, *(node for box in boxes for node in box_nodes(box)))


def _read_texts(labelled: Labelled) -> Iterator[str]:
    """Every text the earlier rooms handed over."""
    document = labelled.document
    for name in sorted(document.shown):
        value = getattr(document, name)
        yield from [value] if isinstance(value, str) else value or ()
    yield from (crumb.label for crumb in labelled.breadcrumbs)
    yield from (dropped.text for dropped in labelled.dropped)
    yield from map(node_text, _read_nodes(labelled))
    if document.hero:
        yield document.hero.caption


def _scrubbed(value: Json) -> tuple[Json, int]:
    """The border: no character that must not be stored leaves this room."""
    removed = 0

    def scrub(part: object) -> object:
        nonlocal removed
        if isinstance(part, str):
            if part.isprintable():
                return part
            cleaned, number = clean_text(part)
            removed += number
            return cleaned
        if isinstance(part, dict):
            return {str(scrub(name)): scrub(inner) for name, inner in part.items()}
        if isinstance(part, list):
            return [scrub(inner) for inner in part]
        return part

    cleaned = scrub(value)
    return cleaned, removed  # type: ignore[return-value]


__all__ = ["draft", "refused"]
