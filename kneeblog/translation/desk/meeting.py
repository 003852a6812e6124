"""Two people in one segment: whoever saves second is shown what the first one wrote, and chooses.

The editor sends along what stood there when it was shown, as a digest.  No time is compared: of a translation that
was changed and changed back nobody needs to hear.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any, Self

from wagtail.admin.utils import get_user_display_name
from wagtail_localize.models import StringTranslation

from .writing import shown


def digest(there: StringTranslation | None) -> str:
    """What stands for a saved translation in the editor's forms; `""` for none."""
    data = there.data if there else ""
    return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()[:16] if data else ""


class ChangedMeanwhileError(Exception):
    """A translation is not the one that was shown any more; `there` is what it is now, `None` if it was taken away."""

    def __init__(self, there: StringTranslation | None) -> None:
        self.there = there
        super().__init__(digest(there))


def compare(there: StringTranslation | None, said: str, seen: str) -> None:
    """Stops where saving would overwrite what its author has not seen.

    Args:
        there: what is saved now.
        said: what is to be saved; who writes what is there already overwrites nothing.
        seen: `digest` of what was shown.

    Raises:
        ChangedMeanwhileError: with what is there now.
    """
    if digest(there) != seen and (there.data if there else "") != said:
        raise ChangedMeanwhileError(there)


@dataclass(frozen=True, slots=True)
class Other:
    """What somebody else saved meanwhile, for people; without `text` it was taken away, `author` may be unknown."""

    text: str
    author: str
    at: datetime.datetime | None

    @classmethod
    def of(cls, there: StringTranslation | None) -> Self:
        """From what is saved."""
        if there is None:
            return cls("", "", None)
        user: Any = there.last_translated_by
        return cls(shown(there.data), str(get_user_display_name(user)) if user else "", there.updated_at)
