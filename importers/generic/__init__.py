"""Room 2 for any other blog: one saved page → `Document`.

Nothing is known of the site, so everything is found by evidence, in tables that say why: `article` where the text is,
`names` what surrounds it, `dialects` what themes and hand-made pages write in ways of their own.
"""

from importers.generic.page import is_readable, read

__all__ = ["is_readable", "read"]
