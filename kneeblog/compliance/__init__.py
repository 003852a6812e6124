"""The advertising rules for Japanese medical care: the rule pack, the engine, and what both find on our pages.

A tool for careful people, not legal advice: every rule names its source and how well that was verified, and a clinic's
adviser may switch rules off, grade them anew and add others (`kneeblog.models.compliance`).

`pack`      the rules, a versioned data file                         pure
`patterns`  which patterns are safe, and which words they need       pure
`engine`    text rules: sentences, exceptions, places in the text    pure
`texts`     everything a visitor or crawler sees of a page
`facts`     field and structure rules: one table, rule → predicate
`checking`  all of it together: `check_page`, `check_snippet`, `publishing_problems`
"""
