"""Translations as files for translators' own tools: PO, XLIFF 1.2 and XLIFF 2.0, out and in.

`units` says what a file holds, `po` and `xliff` read and write it without the database, `applying` compares what came
back with the site and takes it over, whole or not at all; `views` is their place in the admin.
"""
