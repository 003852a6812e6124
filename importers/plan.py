"""Room 5: drafts + database → `Plan`: what would be created, updated, left alone or held back, each with its reasons.

Reads only.  Everything that could fail while writing is tried here: the mapping file's parents and slugs, block names,
`clean()`, rich text that the editor would change, texts too long for their columns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from wagtail.models import Page

from importers import sitewide
from importers.actions import MODELS, Action, Plan, field_values, linked_values, picture_urls
from importers.addresses import source_key
from importers.checks import problems
from importers.contents import meet, page_values, wanted_values
from importers.documents import card_document, record_document
from importers.identity import Earlier, short_key
from importers.lengths import Tailor
from importers.mapping import Override
from importers.media import Shelf
from importers.merge import Conflict, changes
from importers.models import ImportedPage
from importers.records import Draft, Finding
from importers.references import Lookup
from importers.rules import note_rules
from importers.supply import to_supply
from importers.tree import Place, free_slug

# The order of writing: what others refer to comes first.
_ORDER = ("physician", "treatment", "condition", "symptom_article", "article")
# A page that has lost more than 40 % of its text is rather half a page than a shorter one.
_LEFT = 0.6
_DELETED = "The page was deleted in the admin; to have it made again, write `again` into the mapping file (decision)."
_CHANGED = "the source has changed"
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
    rows = ImportedPage.objects.select_related("page").defer("imported", "findings").order_by("pk")
    imported = {row.key: row for row in rows}
    kept = [draft for draft in found if not wishes.get(draft.key, Override()).skip]
    site = sitewide.gather(kept, map(_earlier, imported.values()))
    actions = list(_wanted(site, shelf, wishes))
    plan = Plan(actions, site, _unknown_keys(wishes, {action.key for action in actions} | {d.key for d in found}))
    _apply_wishes(plan, wishes, place)
    lookup = Lookup(site, place.home.locale if place else None, place.standing if place else None)
    for action in actions:
        earlier = site.identity.earlier(action.key)
        action.imported = imported.get(earlier.key) if earlier else None
        lookup.begin(action)
        _judge(action, lookup, place)
    _hold_twins(actions)
    _judge_references(actions, lookup)
    for action in actions:
        if action.page_type == "treatment" and (finding := to_supply(action)):
            action.findings.append(finding)
        action.findings += _addressless(action)
    note_rules(actions, place)
    plan.actions = _in_order(actions)
    plan.gone = _gone(imported.values(), actions, wishes, {draft.key for draft in found})
    return plan


def _earlier(row: ImportedPage) -> Earlier:
    return Earlier(
        key=row.key,
        page_type=_BY_MODEL.get(row.page.specific_class, "") if row.page else row.page_type,
        title=(row.page.draft_title or row.page.title) if row.page else row.title,
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


def _gone(
    rows: Iterable[ImportedPage], actions: Sequence[Action], wishes: Mapping[str, Override], read: set[str]
) -> list[ImportedPage]:
    """Pages that were imported and that the source has no longer.

    A run over a part of the old site says nothing about the rest: a page counts as gone only if this run met at least
    half of the pages that were imported from its host.
    """
    met = {action.imported.key for action in actions if action.imported} | {action.key for action in actions} | read
    hosts: dict[str, list[ImportedPage]] = {}
    for row in rows:
        if row.origin == ImportedPage.Origin.PAGE and not wishes.get(row.key, Override()).skip:
            hosts.setdefault(urlsplit(row.url).netloc, []).append(row)
    gone: list[ImportedPage] = []
    for known in hosts.values():
        missing = [row for row in known if row.key not in met]
        if len(missing) * 2 <= len(known):
            gone += missing
    return gone


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
        action.parent, action.slug, action.decision = wish.parent, wish.slug, wish.decision


# Judging --------------------------------------------------------------------------------------------------------------


def _judge(action: Action, lookup: Lookup, place: Place | None) -> None:
    row = action.imported
    if errors := [finding["message"] for finding in action.data["findings"] if finding["level"] == "error"]:
        return _hold(action, *errors)
    if row is None or (row.page_id is None and action.decision == "again"):
        if place and not action.parent and (obstacle := place.obstacle(action.page_type)):
            return _hold(action, obstacle)
        return _judge_content(action, [action.data["page_type_reason"]], lookup)
    if (row.adopted and action.decision != "release") or action.decision == "adopt":
        return _leave(action, row)
    if row.page_id is None:
        return _hold(action, _DELETED)
    action.outcome, action.note = "unchanged", row.adopted  # a page that is released is noted
    if reasons := list(_changes(action, row)):
        _judge_update(action, row, reasons, lookup)
    else:
        _judge_conflicts(action, row)
    if action.parent and place and _page_of(row).get_parent() != place.page(action.parent):
        action.reasons.append("The mapping file's parent is for new pages; move this one in the admin.")
    return None


def _leave(action: Action, row: ImportedPage) -> None:
    action.outcome, action.note = "adopted", not row.adopted
    action.reasons = ["The page is left to the editors.", *_changes(action, row)]


def _changes(action: Action, row: ImportedPage) -> Iterator[str]:
    """Why an imported page would be written again.  A picture that is missing now is no reason."""
    if action.from_card and row.origin == ImportedPage.Origin.PAGE:
        return  # other pages speak of it, its own page is not at hand: what they say overrides nothing
    if not action.from_card and row.origin == ImportedPage.Origin.MENTION:
        yield "its own page has come to hand"
    elif action.digest != row.draft_digest:
        yield _CHANGED
    if any(row.pictures.get(url) != digest for url, digest in action.pictures.items()):
        yield "pictures have come to hand"


def _judge_update(action: Action, row: ImportedPage, reasons: list[str], lookup: Lookup) -> None:
    action.note = False  # nothing is written of a page that is held back, though it was released
    if obstacle := _obstacle(action, row, _page_of(row)):
        return _hold(action, obstacle)
    action.outcome = "update"
    _judge_content(action, reasons, lookup)
    if action.outcome == "update" and reasons == [_CHANGED] and not action.slug:
        _foresee(action, row, lookup)
    return None


def _page_of(row: ImportedPage) -> Page:
    if row.page is None:
        raise LookupError(f"{row.key} has no page.")
    return row.page


def held_meanwhile(action: Action) -> str:
    """Why a page cannot be updated that could be when the plan was made, `""` if it can."""
    if action.outcome != "update" or action.imported is None or action.imported.page_id is None:
        return ""
    page = Page.objects.filter(pk=action.imported.page_id).first()
    if page and not action.imported.adopted and page.imported_from.filter(adopted=True).exists():
        return "The page has been left to the editors meanwhile."
    return _held_by_editors(page) if page else ""


def _held_by_editors(page: Page) -> str:
    """Why nobody else may change a page now, `""` if anybody may."""
    if page.locked:
        return "The page is locked."
    if page.specific.workflow_in_progress:
        return "The page is in a workflow; it can be imported again once that is done or cancelled."
    return ""


def _obstacle(action: Action, row: ImportedPage, page: Page) -> str:
    """Why a page cannot take the source's new version now, `""` if it can."""
    if reason := _held_by_editors(page):
        return reason
    if page.specific_class is not MODELS[action.page_type]:
        return f"The page was imported as another type than {action.page_type}."
    published = page.live or page.last_published_at
    if action.slug and published and page.slug != free_slug(page.get_parent(), action.slug, page):
        return f"The page has been published as {page.slug}; change its slug in the admin."
    chars = action.data["ledger"]["placed_chars"]
    if not action.from_card and chars < row.chars * _LEFT and action.decision != "accept":
        return (
            f"The source has shrunk from {row.chars} characters to {chars}: it may be an error page or half a page. "
            "If it is right, write `accept` into the column decision of the mapping file."
        )
    return ""


def _foresee(action: Action, row: ImportedPage, lookup: Lookup) -> None:
    """What the merge would do where only the source has changed; `write` merges again, with what is there then."""
    page = _page_of(row).specific.get_latest_revision_as_object()
    meeting = meet(page, row.imported, wanted_values(action, lookup), lookup.edited_tables)
    action.conflicts = meeting.merged.conflicts
    action.changes = changes(meeting.here, meeting.merged.values)
    if meeting.changes_page:
        return
    action.note = True
    if action.conflicts and action.decision != "keep":
        _hold(action, *action.reasons, _both(action.conflicts))
    else:
        action.outcome, action.reasons = "unchanged", [*action.reasons, "the page has it already"]


def _judge_conflicts(action: Action, row: ImportedPage) -> None:
    """Conflicts of an earlier run are shown until the page has what the source has, or a person says `keep`."""
    if not row.conflicts:
        return
    page = _page_of(row).specific.get_latest_revision_as_object()
    found = [Conflict(**conflict) for conflict in row.conflicts]
    values = page_values(page, {conflict.field for conflict in found})
    still_open = [conflict for conflict in found if not conflict.is_settled(values)]
    if still_open and action.decision != "keep":
        action.conflicts = still_open
        _hold(action, _both(still_open))
    else:
        action.note = True


def _both(conflicts: Sequence[Conflict]) -> str:
    return (
        f"{len(conflicts)} places were changed here and at the source; the page keeps the editors' version. "
        "To settle them, edit the page, or write `keep` into the column decision of the mapping file."
    )


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
        if action.outcome in {"held back", "adopted"} or away:
            continue
        resolve(action, lookup)
        action.needs = lookup.needs
        action.findings += unresolved_links(action, lookup)
        stale = [name for name, to in lookup.seen.items() if row and to is not None and row.references.get(name) != to]
        if row and row.page_id and stale and action.outcome == "unchanged":
            names = ", ".join(name.partition(" ")[0] for name in stale)
            _judge_update(action, row, [f"what it refers to is there now: {names}"], lookup)


def _addressless(action: Action) -> list[Finding]:
    """An old address that is told from the home page's by its query alone: no redirect can lead on from there."""
    url = action.data["source"]["url"]
    if action.from_card or source_key(url) or not urlsplit(url).query:
        return []
    return [
        Finding(
            level="warning", id="redirect.none", message=f"{url[:200]} is the home page's; no redirect is made.",
            hint="Lead it to the new page by a rule of the web server.", where=action.key,
        )
    ]  # fmt: skip


def unresolved_links(action: Action, lookup: Lookup) -> list[Finding]:
    """The links of a page that stay as they were, since what they led to is not there."""
    return [
        Finding(
            level="warning", id="link.unresolved", message=f"The link to {href[:200]} leads nowhere: {reason}.",
            hint="Import that page too, or change the link; a later import turns it once the page is there.",
            where=action.key,
        )
        for href, reason in lookup.unresolved.items()
    ]  # fmt: skip


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
