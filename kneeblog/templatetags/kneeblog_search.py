"""Where the site's search answers, if it does."""

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.simple_tag
def search_address(name: str = "kneeblog_search") -> str:
    """The address in the language of the page, empty where a project has not included `kneeblog.search.urls`."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
