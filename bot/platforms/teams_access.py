"""How to reach Teams, and which addresses may be written to at all."""

import functools
import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

ANONYMOUS = "anonymous"
MANAGED_IDENTITY = "UserAssignedMSI"

CONNECTORS = frozenset(("smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"))
"""Microsoft's connector for Teams, worldwide and for its government community cloud."""


@dataclass(frozen=True, slots=True)
class TeamsAccess:
    """A bot registration: *type* as Microsoft names it, or ``anonymous`` (test clients on this machine only)."""

    type: str
    app_id: str | None = None
    password: str | None = field(default=None, repr=False)
    tenant_id: str | None = None

    @property
    def anonymous(self) -> bool:
        """Whether nothing is authenticated, in or out."""
        return self.type == ANONYMOUS


@dataclass(frozen=True, slots=True)
class Cloud:
    """Where Microsoft's services are.

    *keys* describes the keys that sign what Teams sends, *login* gives out our own tokens, *connectors* are the hosts
    that we answer to. *loopback* also allows this machine, without TLS, and *authorities* is the file of certificates
    to trust instead of the usual ones: both for test servers only.
    """

    keys: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    login: str = "https://login.microsoftonline.com/"
    connectors: frozenset[str] = CONNECTORS
    loopback: bool = False
    authorities: str | None = None

    def allows(self, service_url: object) -> bool:
        """Whether *service_url* is a connector's; the only addresses anything is ever sent to."""
        return isinstance(service_url, str) and len(service_url) <= 500 and _allowed(self, service_url)


MICROSOFT = Cloud()


@functools.lru_cache(maxsize=256)
def _allowed(cloud: Cloud, service_url: str) -> bool:
    try:
        parts = urlsplit(service_url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        return False
    if any(c.isspace() or not c.isprintable() or c == "\\" for c in service_url):
        return False
    if cloud.loopback and parts.scheme in ("http", "https") and _is_loopback(host):
        return True
    return parts.scheme == "https" and port in (None, 443) and host in cloud.connectors


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
