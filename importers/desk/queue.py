"""Which imported pages wait for a review: filters, counts, order.  The number of queries depends on nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from importers.models import ImportedPage, ImportRun, PageReview

ADOPTED = "adopted"
STATES: dict[str, Any] = {
    PageReview.State.TO_REVIEW.value: PageReview.State.TO_REVIEW.label,
    PageReview.State.NEEDS_WORK.value: PageReview.State.NEEDS_WORK.label,
    PageReview.State.ACCEPTED.value: PageReview.State.ACCEPTED.label,
    ADOPTED: _("left to the editors"),
}
_STATE = Case(
    When(adopted=True, then=Value(ADOPTED)),
    default=Coalesce(F("review__state"), Value(PageReview.State.TO_REVIEW.value)),
    output_field=CharField(),
)
# What is large and not shown in a list.
_LARGE = ("imported", "mention", "references", "pictures", "trail", "aliases", "conflicts")


def reviewed_pages() -> QuerySet[Any]:
    """All imported pages with `review_state`, in the order in which they came."""
    return ImportedPage.objects.annotate(review_state=_STATE).order_by("pk")


@dataclass(frozen=True)
class Queue:
    """The pages that some filters leave.

    Args:
        state, finding, page_type, run, words: what is looked for; empty for all.
    """

    state: str = ""
    finding: str = ""
    page_type: str = ""
    run: str = ""
    words: str = ""

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> Queue:
        """As an address names it; what means nothing is passed over."""
        run = query.get("run", "")
        return cls(
            state=query.get("state", "") if query.get("state") in STATES else "",
            finding=query.get("finding", "").replace("|", "").replace("\x00", "")[:100],
            page_type=query.get("type", "").replace("\x00", "")[:20],
            run=run if run.isascii() and run.isdigit() and len(run) < 10 else "",
            words=query.get("q", "").replace("\x00", "").strip()[:200],
        )

    @property
    def query(self) -> str:
        """The filters as an address carries them."""
        named = {
            "state": self.state, "finding": self.finding, "type": self.page_type, "run": self.run, "q": self.words,
        }  # fmt: skip
        return urlencode({name: value for name, value in named.items() if value})

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the state narrows it."""
        return bool(self.finding or self.page_type or self.run or self.words)

    @property
    def rows(self) -> QuerySet[Any]:
        """The pages themselves."""
        rows = self._in_any_state
        return rows.filter(review_state=self.state) if self.state else rows

    @property
    def listed(self) -> QuerySet[Any]:
        """The pages, with what a list shows of them."""
        return self.rows.select_related("page", "review", "run").defer(*_LARGE)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many there are in each state, whatever the state that is looked for."""
        counted = self._in_any_state.order_by().values_list("review_state").annotate(number=Count("pk"))
        return dict.fromkeys(STATES, 0) | dict(counted)

    @cached_property
    def around(self) -> list[int]:
        """The pages by number, in order: what stands before and after one."""
        return list(self.rows.values_list("pk", flat=True))

    @property
    def _in_any_state(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = reviewed_pages()
        if self.finding:
            rows = rows.filter(finding_ids__contains=f"|{self.finding}|")
        if self.page_type:
            rows = rows.filter(page_type=self.page_type)
        if self.run:
            rows = rows.filter(run_id=int(self.run))
        for word in self.words.split():
            rows = rows.filter(
                Q(title__icontains=word) | Q(page__draft_title__icontains=word) | Q(key__icontains=word)
                | Q(url__icontains=word) | Q(review__note__icontains=word)
            )  # fmt: skip
        return rows


def findings_there() -> Counter[str]:
    """How many pages each finding is on."""
    named = ImportedPage.objects.exclude(finding_ids="").values_list("finding_ids", flat=True)
    return Counter(name for ids in named.iterator() for name in ids.strip("|").split("|"))


def types_there() -> list[str]:
    """The page types there are."""
    return list(ImportedPage.objects.order_by("page_type").values_list("page_type", flat=True).distinct())


def runs_there() -> list[ImportRun]:
    """The imports that pages come from, the last first."""
    return list(ImportRun.objects.filter(pages__isnull=False).distinct()[:50])
