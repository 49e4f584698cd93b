"""Whether anything of a call had left when it ran out of time: what had not may safely be made again.

On a crowded event loop a call can use up its seconds before it comes to be sent.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp

_left: ContextVar[list[bool] | None] = ContextVar("left", default=None)


def watch() -> aiohttp.TraceConfig:
    """For a session whose calls are made in ``noticed``."""
    config = aiohttp.TraceConfig()
    config.on_request_headers_sent.append(_note)  # told just before the first byte, so never too late
    return config


@contextlib.contextmanager
def noticed() -> Iterator[None]:
    """Raises aiohttp.ConnectionTimeoutError for the TimeoutError of a call of which nothing had left yet."""
    noted: list[bool] = []
    token = _left.set(noted)
    try:
        yield
    except aiohttp.ConnectionTimeoutError:
        raise
    except TimeoutError as error:
        if noted:
            raise
        raise aiohttp.ConnectionTimeoutError("nothing had left yet") from error
    finally:
        _left.reset(token)


async def _note(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, _sent: aiohttp.TraceRequestHeadersSentParams
) -> None:
    noted = _left.get()
    if noted is not None:
        noted.append(True)
