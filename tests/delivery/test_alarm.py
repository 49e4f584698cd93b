"""An alarm that is stopped at whatever moment finishes what it began, and says nothing of it."""

import asyncio

import pytest

from bot.delivery.clock import Alarm


async def test_stopping_at_any_moment_cuts_no_work_off_and_logs_no_error(caplog: pytest.LogCaptureFixture) -> None:
    begun = finished = 0

    async def work() -> None:
        nonlocal begun, finished
        begun += 1
        await asyncio.sleep(0.002)
        finished += 1

    for moment in range(100):
        alarm = Alarm(0.01, work)
        alarm.start()
        await asyncio.sleep(0.001 + moment * 0.0002)
        await alarm.stop()
    await asyncio.sleep(0.1)
    assert begun == finished > 0
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
