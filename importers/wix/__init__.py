"""Room 2 for Wix: one saved page → `Document`.

A parser of its own (lexbor) cuts the page by its hooks, the shared walk of `markup` reads the article and what stands
beside it.  Some posts carry their tree of nodes as data as well: `warmup` finds it, `ricos` reads it, `crosscheck`
compares the two readings.
"""

from importers.wix.blogjson import is_blog_json, read_blog_json
from importers.wix.page import is_blog, is_page, read_blog, read_page

__all__ = ["is_blog", "is_blog_json", "is_page", "read_blog", "read_blog_json", "read_page"]
