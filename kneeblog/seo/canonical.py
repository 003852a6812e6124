"""Which addresses an editor may name as canonical: those of this installation's sites.

A canonical address elsewhere takes the page out of search results for good, and a typing error in it does the same.  A
clinic that has further sites of its own names their hosts in `CANONICAL_HOSTS`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from wagtail.models import Page, Site

from kneeblog import conf


def canonical_hosts() -> list[str]:
    """Without ports, this installation's own first; no query once Wagtail has its sites at hand."""
    own = (urlsplit(root.root_url).hostname or "" for root in Site.get_site_root_paths())
    return list(dict.fromkeys([*own, *(host.lower() for host in conf.get("CANONICAL_HOSTS"))]))


def refuse_canonical(page: Page, address: str) -> None:
    """Stops here if the address may not be the page's canonical one; `""` always may.

    Raises:
        ValidationError: it is on a foreign host, or it is the page's own.
    """
    if not address:
        return
    hosts = canonical_hosts()
    host = urlsplit(address).hostname
    if host not in hosts:
        message = gettext("“%(host)s” is not this site. A canonical address is one of: %(hosts)s.")
        raise ValidationError(message % {"host": host, "hosts": ", ".join(hosts)})
    if page.pk and _bare(address) == _bare(page.get_full_url() or ""):
        raise ValidationError(gettext("This is the page's own address, which is canonical anyway: leave this empty."))


def _bare(address: str) -> tuple[str | None, str]:
    """The address as it is compared: a scheme or a slash at the end makes no other page."""
    parts = urlsplit(address)
    return parts.hostname, parts.path.rstrip("/")
