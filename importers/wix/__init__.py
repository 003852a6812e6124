"""Room 2 for Wix: one saved page → `Document`.

Names of hooks, ids and test ids of Wix appear in this package and nowhere else.  A parser of its own (lexbor) cuts
the page, Beautiful Soup reads only the article and what stands beside it.
"""

from importers.wix.page import is_blog, is_page, read_blog, read_page

__all__ = ["is_blog", "is_page", "read_blog", "read_page"]
