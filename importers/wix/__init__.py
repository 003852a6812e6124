"""Room 2 for Wix: one saved page → `Document`.

A parser of its own (lexbor) cuts the page by its hooks, the shared walk of `markup` reads the article and what stands
beside it.
"""

from importers.wix.page import is_blog, is_page, read_blog, read_page

__all__ = ["is_blog", "is_page", "read_blog", "read_page"]
