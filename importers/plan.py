"""Room 5: drafts + database → `Plan`: what would be created, updated, left alone or held back, each with its reasons.

Reads only.  Everything that could fail while writing is tried here: the mapping file's parents and slugs, block names,
`clean()`, rich text that the editor would change, texts too long for their columns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from importers import sitewide
from importers.actions import MODELS, Action, Plan, field_values, linked_values, picture_urls
from importers.checks import problems
from importers.documents import card_document, record_document
from importers.identity import Earlier, short_key
from importers.lengths import Tailor
from importers.mapping import Override
from importers.media import Shelf
from importers.models import ImportedPage
from importers.records import Draft
from importers.references import Lookup
from importers.tree import Place, free_slug

# The order of writing: what others refer to comes first.
_ORDER = ("physician", "treatment", "condition", "symptom_article", "article")
_BY_MODEL = {model: page_type for page_type, model in MODELS.items()}


def make_plan(
    drafts: Iterable[Draft],
    shelf: Shelf,
    overrides: Mapping[str, Override] | None = None,
    place: Place | None = None,
) -> Plan:
    """Compare drafts with what was imported before.

    Args:
        drafts: of one run, in the source's order.
        shelf: the pictures at hand; a picture that has come to hand since is a change.
        overrides: a person's decisions by source key; here parent, slug, and which pages to skip.
        place: where pages will be written; without it, parents are not checked.

    Raises:
        UnknownPlace: the mapping file names a parent that does not exist or cannot hold the page.
    """
    wishes = {short_key(key): override for key, override in (overrides or {}).items()}
    found = [draft if (key := short_key(draft.key)) == draft.key else replace(draft, key=key) for draft in drafts]
    imported = {row.key: row for row in ImportedPage.objects.select_related("page").order_by("pk")}
    kept = [draft for draft in found if not wishes.get(draft.key, Override()).skip]
    site = sitewide.gather(kept, map(_earlier, imported.values()))
    actions = list(_wanted(site, shelf, wishes))
    plan = Plan(actions, site, _unknown_keys(wishes, {action.key for action in actions} | {d.key for d in found}))
    _apply_wishes(plan, wishes, place)
    lookup = Lookup(site, place.home.locale if place else None)
    for action in actions:
        earlier = site.identity.earlier(action.key)
        action.imported = imported.get(earlier.key) if earlier else None
        lookup.begin(action)
        _judge(action, lookup, place)
    _hold_twins(actions)
    _judge_references(actions, lookup)
    plan.actions = _in_order(actions)
    return plan


def _earlier(row: ImportedPage) -> Earlier:
    return Earlier(
        key=row.key,
        page_type=_BY_MODEL.get(row.page.specific_class, ""),
        title=row.page.draft_title or row.page.title,
        from_page=row.origin == ImportedPage.Origin.PAGE,
        aliases=frozenset(row.aliases),
        mention=row.mention,
    )


def _wanted(site: sitewide.Site, shelf: Shelf, wishes: Mapping[str, Override]) -> Iterator[Action]:
    """One action for every draft, and for every treatment and physician that only other pages speak of."""
    for draft in site.drafts:
        page_type, treatment = draft.data["page_type"], site.treatments.get(draft.key)
        action = Action(outcome="create", key=draft.key, page_type=page_type, data=draft.data, digest="", pictures={})
        action.findings += site.findings.get(draft.key, [])
        earlier = site.identity.earlier(draft.key)
        if page_type == "treatment":
            # What earlier runs kept of its card counts even if no card is at hand now.
            action.card = treatment.card if treatment else earlier.mention if earlier else None
            action.aliases = treatment.aliases if treatment else set()
            action.mention = action.card
        elif page_type == "physician":
            action.record = action.mention = draft.data["supervisor"]
            own = action.record and action.record["name"]
            physician = site.physicians.get(site.identity.physician_key(action.record)) if own else None
            action.aliases = physician.aliases if physician else set()
        yield _completed(action, shelf)
    mentioned: list[sitewide.Treatment | sitewide.Physician] = [*site.treatments.values(), *site.physicians.values()]
    for known in mentioned:
        wish = wishes.get(known.key, Override())
        if known.page is None and not wish.skip:
            yield _completed(_mentioned(known, wish.slug), shelf)


def _mentioned(known: sitewide.Treatment | sitewide.Physician, slug: str) -> Action:
    """The action for a thing that only other pages speak of."""
    treatment = isinstance(known, sitewide.Treatment)
    data = card_document(known) if isinstance(known, sitewide.Treatment) else record_document(known)
    mention = known.card if isinstance(known, sitewide.Treatment) else known.record
    return Action(
        outcome="create", key=known.key, page_type=data["page_type"], data={**data, "slug": slug or data["slug"]},
        digest="", pictures={}, card=mention if treatment else None, record=None if treatment else mention,
        mention=mention, aliases=known.aliases, from_card=True,
    )  # fmt: skip


def _completed(action: Action, shelf: Shelf) -> Action:
    """Adds digests, and cuts texts to the size of their columns."""
    urls = picture_urls(action)
    action.pictures = {url: digest for url in urls if (digest := shelf.digest(url))}
    action.digest = _digest(action)
    action.findings += shelf.refusals(urls)
    tailor = Tailor()
    action.data = tailor.document(action.data)
    action.record = tailor.record(action.record) if action.record else None
    action.findings += tailor.findings
    return action


def _digest(action: Action) -> str:
    """What the page would be made of, apart from pictures; the source's own bytes and path aside."""
    left_out = {"source", "ledger", "findings", "schema"}
    content = {name: value for name, value in action.data.items() if name not in left_out}
    if action.from_card:
        # Which page happens to speak of it first is no part of it.
        content = {"slug": action.data["slug"]}
    text = json.dumps([content, action.card, action.record], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# The mapping file -----------------------------------------------------------------------------------------------------


def _unknown_keys(wishes: Mapping[str, Override], known: set[str]) -> list[str]:
    return [
        f"{wish.where or 'The mapping file'}: the source has no page with the key {key}."
        for key, wish in wishes.items()
        if key not in known
    ]


def _apply_wishes(plan: Plan, wishes: Mapping[str, Override], place: Place | None) -> None:
    """A person's parents and slugs; a parent that does not exist stops the run before anything is written."""
    types = {action.key: action.page_type for action in plan.actions}
    for key, wish in wishes.items():
        if wish.parent and place and not wish.skip:
            place.page(wish.parent, types.get(key, ""), f"{wish.where or 'The mapping file'}, {key}")
    for action in plan.actions:
        wish = wishes.get(action.key, Override())
        action.parent, action.slug = wish.parent, wish.slug


# Judging --------------------------------------------------------------------------------------------------------------


def _judge(action: Action, lookup: Lookup, place: Place | None) -> None:
    if errors := [finding["message"] for finding in action.data["findings"] if finding["level"] == "error"]:
        return _hold(action, *errors)
    if action.imported is not None:
        action.outcome = "unchanged"
        if reasons := list(_changes(action, action.imported)):
            _judge_update(action, action.imported, reasons, lookup)
        return None
    if place and not action.parent and (obstacle := place.obstacle(action.page_type)):
        return _hold(action, obstacle)
    return _judge_content(action, [action.data["page_type_reason"]], lookup)


def _changes(action: Action, row: ImportedPage) -> Iterator[str]:
    """Why an imported page would be written again.  A picture that is missing now is no reason."""
    if action.from_card and row.origin == ImportedPage.Origin.PAGE:
        return  # other pages speak of it, its own page is not at hand: what they say overrides nothing
    if not action.from_card and row.origin == ImportedPage.Origin.MENTION:
        yield "its own page has come to hand"
    elif action.digest != row.draft_digest:
        yield "the source has changed"
    if any(row.pictures.get(url) != digest for url, digest in action.pictures.items()):
        yield "pictures have come to hand"


def _judge_update(action: Action, row: ImportedPage, reasons: list[str], lookup: Lookup) -> None:
    page = row.page
    if page.latest_revision_id != row.revision_id:
        return _hold(action, "The page was edited after it was imported; its source has changed too.")
    if page.locked:
        return _hold(action, "The page is locked.")
    if page.specific_class is not MODELS[action.page_type]:
        return _hold(action, f"The page was imported as another type than {action.page_type}.")
    published = page.live or page.last_published_at
    if action.slug and published and page.slug != free_slug(page.get_parent(), action.slug, page):
        return _hold(action, f"The page has been published as {page.slug}; change its slug in the admin.")
    action.outcome = "update"
    return _judge_content(action, reasons, lookup)


def _judge_content(action: Action, reasons: Sequence[str], lookup: Lookup) -> None:
    action.reasons = list(reasons)
    if found := list(problems(action, lookup)):
        _hold(action, *found)


def _hold(action: Action, *reasons: str) -> None:
    action.outcome = "held back"
    action.reasons = list(reasons)


def _hold_twins(actions: Sequence[Action]) -> None:
    """Two files of one path (a mirror, a query-string copy): the first in order speaks, the others are held back."""
    first: dict[str, Action] = {}
    for action in actions:
        if action.outcome == "held back":
            continue
        twin = first.setdefault(action.key, action)
        if twin is not action:
            path = twin.data["source"]["path"]
            _hold(action, f"Another page has the same path on its site: {path}. Import one site at a time.")


def _judge_references(actions: Sequence[Action], lookup: Lookup) -> None:
    """A reference that was missing when its page was written and resolves now is a change of the page."""
    lookup.expect(action for action in actions if action.outcome == "create")
    for action in actions:
        row = action.imported
        away = action.from_card and row is not None and row.origin == ImportedPage.Origin.PAGE
        if action.outcome == "held back" or away:
            continue
        resolve(action, lookup)
        action.needs = lookup.needs
        stale = [name for name, to in lookup.seen.items() if row and to is not None and row.references.get(name) != to]
        if row and stale and action.outcome == "unchanged":
            names = ", ".join(name.partition(" ")[0] for name in stale)
            _judge_update(action, row, [f"what it refers to is there now: {names}"], lookup)


def resolve(action: Action, lookup: Lookup) -> None:
    """Ask for everything that a page refers to; `lookup` notes the answers."""
    lookup.begin(action)
    field_values(action, lookup)
    linked_values(action, lookup)
    if action.page_type == "symptom_article":
        lookup.conditions_of(action.data["body"])


def _in_order(actions: Sequence[Action]) -> list[Action]:
    """Pages after those they refer to, as far as they do not refer to each other in a circle."""
    by_type = sorted(actions, key=lambda action: (_ORDER.index(action.page_type), not action.from_card))
    made = {action.key: action for action in by_type if action.outcome == "create"}
    ordered: list[Action] = []
    seen: set[int] = set()
    for first in by_type:
        stack = [(first, False)]
        while stack:
            action, ready = stack.pop()
            if ready:
                ordered.append(action)
            elif id(action) not in seen:
                seen.add(id(action))
                stack.append((action, True))
                stack += [(made[key], False) for key in sorted(action.needs, reverse=True) if key in made]
    return ordered
