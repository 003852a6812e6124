"""Room 2 for Wix: one saved blog page → `Document`.

Names of hooks, ids and test ids of Wix appear in this package and nowhere else.  A parser of its own (lexbor) cuts
the page, Beautiful Soup reads only the article and what stands beside it.  Public: `is_blog`, `read_blog`.
"""

from importers.wix.page import is_blog, read_blog

__all__ = ["is_blog", "read_blog"]
