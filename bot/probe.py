"""Asks the bot that runs on this machine how it is; for health checks, so it imports little and waits little."""

import http.client
import ipaddress
import json

from bot.settings import Settings

PATIENCE = 4.0
"""Seconds; less than a health check usually waits."""


def probe(settings: Settings, path: str) -> tuple[bool, list[str]]:
    """Whether the bot's *path* (``/livez`` or ``/readyz``) says yes, and everything that is wrong, in sentences."""
    host, port = _reachable(settings.admin_host), settings.admin_port
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        said = json.loads(answer.read(1 << 20))
        return answer.status == 200, [str(wrong) for wrong in said["wrong"]]
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return False, [
            f"No Signpost answers on port {port} of {host} ({reason}): start it with signpost run, or set "
            "SIGNPOST_ADMIN_PORT to the port it was started with."
        ]
    except (ValueError, KeyError, TypeError):
        return False, [
            f"What answers on port {port} of {host} is not Signpost: set SIGNPOST_ADMIN_PORT to its admin port."
        ]
    finally:
        connection.close()


def _reachable(host: str) -> str:
    """An address that means every interface is asked at this machine's own."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "::1"
