"""The glossary and what wagtail-localize needs from our blocks.  Imports nothing: `glossary` stays free of Django."""
