"""Room 2, what every reader shares: elements → `Node`s, inline marks → `Run`s, the head's facts, addresses of pictures.

`hooks` holds the names by which the markup of Wix is known, beside the standard elements; `body` is the walk with its
one table of rules.  Which part of a page is read, and which part is chrome, each reader decides for its kind of page.
"""
