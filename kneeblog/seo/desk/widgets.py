"""The desk's own script and style."""

from django.forms import Media


def media() -> Media:
    """For every view of the desk."""
    return Media(
        js=["kneeblog/admin/text-width.js", "kneeblog/admin/seo-desk.js"], css={"all": ["kneeblog/admin/seo-desk.css"]}
    )
