"""The spreadsheet: `writing` makes it for Excel, `reading` takes back whatever Excel made of it."""

from kneeblog.seo.desk.rows import EDITABLE

COLUMNS = (
    *("page_id", "locale", "type", "url", "live", "title", "slug", "seo_title", "search_description"),
    *("canonical_url", "robots", "breadcrumb_label", "revision_id", "last_published_at", "revision_saved_at"),
)
LOCK = ("page_id", "revision_id")  # without these a row cannot be applied
READ_ONLY = tuple(name for name in COLUMNS if name not in EDITABLE)
