"""Pages that were rendered once are kept until something they show changes.

`recording`   what a page depends on, noted while it is rendered
`changes`     what a change in the database touches
`store`       keeps responses with what they depend on, in Django's cache
`keeping`     which requests may be answered from it: the middleware, and the rendered page below it
"""
