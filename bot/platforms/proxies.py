"""The way out to the world: the proxy that the environment names for a host, and none where ``NO_PROXY`` says so.

aiohttp can find it by itself, but then hands over to a thread twice at every call, reads ``.netrc`` there, and fails
when that knows the host.
"""

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_SOCKETS = {"wss": "https", "ws": "http"}
"""A socket takes the way of the web address it begins as."""


def proxy_to(origin: str) -> str | None:
    """The proxy on the way to *origin* (an address; its path does not matter), None for the direct way.

    It has the name and password that the environment gives it.
    """
    where = urlsplit(origin)
    scheme = _SOCKETS.get(where.scheme, where.scheme)
    return None if proxy_bypass(where.hostname or "") else getproxies().get(scheme) or None
