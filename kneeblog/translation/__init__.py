"""The glossary and what wagtail-localize needs from our blocks.  Imports nothing here: `glossary` stays free of Django."""
