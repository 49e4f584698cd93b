"""What tests of several folders share."""

from collections.abc import Iterator

import pytest

from tests.postgresql import postgresql_server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A real PostgreSQL server for all tests."""
    with postgresql_server() as server:
        yield server.get_uri()
