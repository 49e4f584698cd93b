"""The shape of the database, step by step, in SQL that SQLite and PostgreSQL both understand.

A step that was ever released is never changed: a new one is added. Several processes may start at once: one of them
takes the steps, the others wait for it.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import LedgerError

LOCK = 8517402231
"""Any number that no other program on the same PostgreSQL database is likely to lock."""

STEPS: tuple[tuple[str, ...], ...] = (
    (
        # One row a channel and London day: that alone makes a second top-level post of the day impossible.
        """
        CREATE TABLE posts (
            channel TEXT NOT NULL,
            day TEXT NOT NULL,
            reminder TEXT NOT NULL,
            state TEXT NOT NULL,
            holder TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            due_at TEXT NOT NULL,
            first_claimed_at TEXT NOT NULL,
            changed_at TEXT NOT NULL,
            posted_at TEXT,
            message TEXT,
            told TEXT NOT NULL,
            noticed TEXT NOT NULL,
            noticing TEXT,
            noticing_holder TEXT NOT NULL DEFAULT '',
            reason TEXT,
            edits INTEGER NOT NULL DEFAULT 0,
            notices INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (channel, day)
        )
        """,
        "CREATE INDEX posts_by_state ON posts (state, day)",
        "CREATE TABLE holders (holder TEXT PRIMARY KEY, beat INTEGER NOT NULL)",
        "CREATE TABLE lanes (lane TEXT PRIMARY KEY, holder TEXT NOT NULL)",
        "CREATE TABLE reports (about TEXT PRIMARY KEY, made_at TEXT NOT NULL)",
        """
        CREATE TABLE calendar (
            uid TEXT PRIMARY KEY,
            facts TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            changed_at TEXT NOT NULL
        )
        """,
        "CREATE TABLE addresses (tenant TEXT NOT NULL, place TEXT NOT NULL, address TEXT NOT NULL,"
        " saved INTEGER NOT NULL, PRIMARY KEY (tenant, place))",
        "CREATE TABLE counts (day TEXT NOT NULL, kind TEXT NOT NULL, entry TEXT NOT NULL, number INTEGER NOT NULL,"
        " PRIMARY KEY (day, kind, entry))",
    ),
    ("CREATE TABLE unreached (channel TEXT PRIMARY KEY, reason TEXT NOT NULL)",),
)


async def migrate(connection: AsyncConnection, steps: tuple[tuple[str, ...], ...] = STEPS) -> None:
    """Bring the database to the newest shape. Raises LedgerError when it is of a newer version than this program."""
    postgresql = connection.dialect.name == "postgresql"
    await connection.execute(text("BEGIN" if postgresql else "BEGIN IMMEDIATE"))
    try:
        if postgresql:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        await connection.execute(text("CREATE TABLE IF NOT EXISTS shape (step INTEGER PRIMARY KEY)"))
        taken = (await connection.execute(text("SELECT coalesce(max(step), 0) FROM shape"))).scalar_one()
        if taken > len(steps):
            raise LedgerError(
                "The database was made by a newer version of Signpost: start that version, or use another database."
            )
        for number, statements in enumerate(steps[taken:], start=taken + 1):
            for statement in statements:
                await connection.execute(text(statement))
            await connection.execute(text("INSERT INTO shape VALUES (:step)"), {"step": number})
    except BaseException:
        await connection.execute(text("ROLLBACK"))
        raise
    await connection.execute(text("COMMIT"))
