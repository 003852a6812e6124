"""The only part that asks other machines: originals of pictures and files from the old host.  Knows no Django.

    addresses   what may be asked: schemes, hosts, ports, and the machines behind a name
    client      one address → its bytes, within limits, from the very machine that was checked
    fetcher     many addresses: several at a time, patient with a busy host, done with a dead one

Safe by default.  An address is taken apart once; what is asked is put together from those parts, so no second parser
can read it otherwise.  Every hop of a redirect is an address like the first.  Every machine that a name resolves to is
checked, and the connection goes to the number that was checked: a name that resolves otherwise a moment later changes
nothing.  No proxy, cookie, password or referrer is sent, whatever the environment or the old host says.
"""

from importers.fetch.addresses import Address, Hosts, normal, parse
from importers.fetch.client import Answer, Client, Limits
from importers.fetch.fetcher import Fetcher

__all__ = ["Address", "Answer", "Client", "Fetcher", "Hosts", "Limits", "normal", "parse"]
