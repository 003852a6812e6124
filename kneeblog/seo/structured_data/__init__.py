"""JSON-LD of a page: one `@graph` whose nodes refer to each other by `@id`.

    scope      what every node is made from: page, addresses, clinic, trail, head
    site       the site and the clinic
    pages      the page itself, its article, its picture, its place in the site
    people     physicians
    medical    diseases, symptoms, treatments and what they cost
    graph      which nodes each page type has
    consumers  what search engines miss in a graph
    records    keeps that for the report on all pages
    script     the graph as it may stand in a page

Says only what visitors can read on the same page.  Reviews, ratings and questions with answers are never in it: the
advertising rules forbid the first two, and no consumer shows the third any more.  `reviewedBy` and `lastReviewed` come
from the supervision record alone.  Types and properties are schema.org's (version 30).
"""

from .consumers import Problem, problems
from .graph import page_graph
from .script import graph_script

__all__ = ["Problem", "graph_script", "page_graph", "problems"]
