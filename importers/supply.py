"""Room 5: what a treatment must disclose and the old site does not say, so that only the clinic can supply it."""

from __future__ import annotations

from django.utils import translation

from importers.actions import Action, stated_facts, treatment_fees
from importers.fields import fee_rows
from importers.records import Finding
from kneeblog.disclosure import missing_disclosures
from kneeblog.models import FeeTable, TreatmentPage

_FIELD_LANGUAGE = "ja"  # the editors'


def to_supply(action: Action) -> Finding | None:
    """Names what a treatment's page still has to disclose once it is imported, by the labels of the editor's form."""
    with translation.override(_FIELD_LANGUAGE):
        missing = missing_disclosures(_page(action))
    if not missing:
        return None
    return Finding(
        level="warning",
        id="treatment.to-supply",
        message=f"Only the clinic can supply: {'、'.join(one.label for one in missing)}.",
        hint="Fill in these fields on the treatment's page; it cannot be shown without them.",
        where=action.key,
    )


def _page(action: Action) -> TreatmentPage:
    """The page as editors have it; one that is not there yet, as it will be made."""
    page = action.imported.page if action.imported else None
    if page is not None and page.specific_class is TreatmentPage:
        return page.get_latest_revision_as_object()
    made = TreatmentPage(title=action.data["title"], **stated_facts(action))
    made.fee_table = FeeTable(rows=fee_rows(treatment_fees(action), action.key))
    return made
