"""What a source holds, before any import: pages and other files, their make, their blocks, what is there twice.

Pure, like rooms 1–4.  `survey` gathers, `duplicates` and `across` compare the pages, `terminal` prints.
"""

from importers.survey.gather import survey

__all__ = ["survey"]
