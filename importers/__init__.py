"""Moves an old site's pages into kneeblog's, and can be deleted when the move is done.

The rooms, in the order a page passes through them:

1. `sources`        opens files, folders and zips           → `LegacyPage`
   `warc`           finds its way in web archives
2. `wix`, `generic` read one page's markup              → `Document`: nodes in order, page facts, chrome set aside
   `markup`         what the readers share: elements → nodes
3. `classify`       judges page type and section kinds      → `Verdict`, each with its reason
   `page_types`, `subjects`  its tables
4. `draft`          shapes fields and blocks                → `Draft`, the JSON document of `importers parse`
   `richtext`       inline marks, the only serialiser
   `ledger`         accounts for every character across 2–4
5. `plan`           compares drafts with the database       → `Plan` of `actions`; reads only
   `identity`       which treatment or physician is meant; `sitewide` gathers them, `references` resolves them
   `links`          links between pages of the old site
   `supply`         what a treatment must disclose and only the clinic can say
   `contents`       a page as plain values; `merge` puts the source's, the editors' and the last import's together
                    (`blocktree`, `alignment`)
6. `media`, `write` bring pictures, save pages              the only modules that save
   `lease`          one run at a time, which goes on after a crash (`alive`: who is at work on what)
   `fill`, `indexing`, `redirects`, `snapshot`  what writing a page consists of
   `rollback`       takes a run back
   `kept`           the old pages as they were, to compare with
   `desk`           all of this in the admin, and the review of what was imported
   `verify`         asks the site for the old addresses

`survey` says what a source holds, before any import.  `athand` knows which pictures lie in it.

`fetch` asks other machines, and nothing else does.  `crawl` has it ask a site that is still there, into a web archive.

`report` prints what they found.  `pipeline` is the order of rooms 1–4 and nothing else.

The import rule: rooms 1–4 know no Django, no room imports a later one, and they meet only in `records`.
`tests/test_repository.py` enforces it.
"""
