"""Room 6: a site that is still there → a web archive, which is then read like any other.  Writes nothing else.

    lists      what robots.txt, sitemaps, feeds and list pages name; pure
    manners    one request at a time, as slowly as the host wants it
    recorder   every answer into the archive, aside until it is whole
    crawler    the order: what may be asked, which pages there are, each of them
    originals  the pictures and files of those pages, into an archive beside

The archives are all that a run hands on, so it can be repeated without asking anybody.
"""

from importers.crawl.crawler import Crawler, Tally, archive_name
from importers.crawl.originals import Originals, originals_beside

__all__ = ["Crawler", "Originals", "Tally", "archive_name", "originals_beside"]
