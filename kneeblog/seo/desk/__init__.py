"""The SEO desk: every page in one table, edited in place or in a spreadsheet, always as drafts.

`rows` and `findings` say what is there, `edits` writes, `sheet` and `imports` take it to Excel and back, `grid`,
`editing` and `importing` are its views.
"""
