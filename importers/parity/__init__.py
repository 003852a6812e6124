"""Old against new: what a page said on the old site, and what the new one serves in its place.

    facts      what is compared, as plain values                          pure
    old        a draft of the old page → facts                            pure
    served     the new page as visitors get it → facts                    pure
    compare    both → differences, each with its weight and, where the new site means it so, the reason   pure
    inward     to which pages fewer others link than before              pure
    pages      which pages there are, and asking for them
    stored     the last comparison, kept for the admin
    desk       the report in the admin

Search engines knew the old page; whatever they rank it by should be there on the new one, or somebody should know why
not.
"""

from .compare import Difference, compare
from .pages import PageParity, parities

__all__ = ["Difference", "PageParity", "compare", "parities"]
