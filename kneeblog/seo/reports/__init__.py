"""Reports for SEO staff: what visitors and crawlers meet on the pages that are live.

    stored       what pages hold: pictures, links, places that links may end at     no query of its own
    addresses    which address belongs to which page, redirect or view
    linkmap      all links of the site, each with the page it ends at or what is wrong with it
    listing      how such a report stands in the admin: filters, columns, export
    images, links, inlinks, redirects, missing, languages, trails, structured        the reports
    hooks        their places in the menu

Each report asks the database a fixed number of questions; what takes time is reading the bodies of all pages, one by
one, so that no more than a batch of them is ever in memory.
"""
