"""The import desk in the admin: from an old site's archive to reviewed and published pages.

    permissions  who may import, who may review
    folder       where uploads lie: private, with safe names, within a size
    jobs         the life of one import in the database: asked for, at work, cancelled, left by a worker that died
    steps        what is done: survey, plan, apply
    tasks        how it is done in the background
    planned      a plan and a survey as the desk keeps and shows them
    imports      the views of all this; `undoing` takes a run back
    queue        which imported pages wait for a review
    deciding     accept, needs work, adopt; `publishing` as by hand
    review       the views of the queue; `page` the one of a single page
    labels       what findings and outcomes are called
    hooks        its place in the admin

Publishing happens here and nowhere else in the importer, by a person's word and by the rules that hold in the editor.
"""
