"""A start reads of the content only what no start before it has read."""

import shutil
from pathlib import Path

import pytest

from bot.app import App
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Content of which one question stands nowhere else."""
    knowledge = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", knowledge)
    path = knowledge / "oscar-kilo.yaml"
    path.write_text(path.read_text("utf-8").replace("asks:", "asks:\n      - where do the alpacas live", 1), "utf-8")
    named = {"KNOWLEDGE": knowledge, "DATA": tmp_path / "data", "DATABASE_URL": f"sqlite:///{tmp_path}/s.sqlite3"}
    for name, value in {**named, "PORT": 0, "ADMIN_PORT": 0}.items():
        monkeypatch.setenv(f"SIGNPOST_{name}", str(value))
    return Settings.read()


async def _started_and_stopped(settings: Settings) -> App:
    app = App(settings)
    await app.start()
    try:
        assert app.health.taking()
        assert app.answerer is not None
    finally:
        await app.stop()
    return app


async def test_what_the_first_start_reads_the_second_finds(settings: Settings) -> None:
    kept = settings.data / "vectors.bin"
    await _started_and_stopped(settings)
    first = kept.stat().st_mtime_ns
    await _started_and_stopped(settings)
    assert kept.stat().st_mtime_ns == first


async def test_a_start_that_can_keep_nothing_answers_all_the_same(settings: Settings) -> None:
    settings.data.write_text("a file where the folder should be")
    app = await _started_and_stopped(settings)
    assert b'signpost_events_total{event="vectors.not_stored"} 1.0' in app.telemetry.metrics.page()
