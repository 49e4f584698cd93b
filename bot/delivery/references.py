"""Where Teams is reached for each team that the bot was added to, as plain JSON in the ledger's database."""

import json
from dataclasses import asdict

from bot.delivery.ledger import Ledger
from bot.platforms.base import ServiceAddress

SAVE = """
INSERT INTO addresses (tenant, place, address, saved)
VALUES (:tenant, :place, :address, (SELECT coalesce(max(saved), 0) + 1 FROM addresses))
ON CONFLICT (tenant, place) DO UPDATE SET address = excluded.address, saved = excluded.saved
"""


class References:
    """``platforms.base.Addresses``, remembered across restarts and between replicas."""

    def __init__(self, ledger: Ledger) -> None:
        self._base = ledger.base

    async def save(self, address: ServiceAddress) -> None:
        """Keep *address* instead of any other for the same tenant and place; it is now the newest of its tenant."""
        written = json.dumps(asdict(address), sort_keys=True)
        await self._base.run(SAVE, tenant=address.tenant, place=address.place, address=written)

    async def load(self, tenant: str | None = None) -> tuple[ServiceAddress, ...]:
        """Every address of *tenant* (None: of all tenants), the one saved last first."""
        rows = await self._base.run(
            "SELECT address FROM addresses WHERE tenant = :tenant OR :every = 1 ORDER BY saved DESC",
            tenant=tenant or "",
            every=int(tenant is None),
        )
        return tuple(_read(row["address"]) for row in rows)

    async def forget(self, tenant: str, place: str) -> None:
        """The bot was removed there; also when it is not known."""
        sql = "DELETE FROM addresses WHERE tenant = :tenant AND place = :place"
        await self._base.run(sql, tenant=tenant, place=place)


def _read(written: str) -> ServiceAddress:
    values = json.loads(written)
    return ServiceAddress(**{**values, "channels": tuple(values["channels"])})
