"""The desk's own script and style."""

from django.forms import Media

STYLE = Media(css={"all": ["kneeblog/admin/seo-desk.css"]})  # reports need no more


def media() -> Media:
    """For every view of the desk."""
    return STYLE + Media(js=["kneeblog/admin/text-width.js", "kneeblog/admin/seo-desk.js"])
