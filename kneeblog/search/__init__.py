"""Search that finds Japanese: words inside sentences, one character or many, in every spelling the glossary knows.

Databases cut text into words at spaces, and Japanese has none.  So pages are kept once more as overlapping pairs of
characters (`terms`), and a query becomes a phrase of such pairs, in each of its spellings (`spellings`).  What a page
is found by, and how much each part of it weighs, says `passages`; the tables and their SQL are in `index`; `results`
puts hits in order, `excerpt` marks them in the text as it was written.
"""
