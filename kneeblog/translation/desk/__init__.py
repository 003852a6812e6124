"""Our translation editor: one row a segment, with what a translator needs to write it well.

    writing     a segment as people read and write it, and what changed between two
    labels      where a segment stands, in the words of the admin
    earlier     what a segment said before its source was changed
    rows        all segments of one translation, read in a number of queries that does not grow with them
    meeting     two people in one segment
    saving      writes translations: one, all that memory knows, and back
    schedule    when a translation goes live by itself
    target      the page or snippet: draft, publishing, permission
    views       the editor; one segment; what is done to all
    hooks       their place in the admin

wagtail-localize's own editor stays for what is no text: pictures and links of a language, and PO files.
"""
