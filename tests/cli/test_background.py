"""Background work: every room's tasks are known to the worker, and a killed worker's job is done all the same."""

import subprocess
import sys

import psycopg
import pytest
from procrastinate.contrib.django import app

from tandem.config import postgres
from tests.cli.installation import CHECKOUT, Installation, wait_for

# One installation for all of them: they run in one process of a parallel run.
pytestmark = pytest.mark.xdist_group("installation")

WORKER = [sys.executable, "-m", "django", "procrastinate", "worker"]


def test_every_rooms_tasks_are_discovered() -> None:
    assert {
        "tandem.take_up_stalled_jobs",
        "tandem.forget_what_is_over",
        "tandem.clear_sessions",
        "tandem.facts.load_batch",
        "tandem.messaging.send_letters",
        "tandem.messaging.deliver_webhooks",
        "tandem.messaging.forget_what_is_over",
        "tandem.onboarding.screen_changed",
        "tandem.onboarding.screen_everybody",
        "tandem.onboarding.screen_suppliers",
        "tandem.relationships.load_list",
        "tandem.scorecards.compute_run",
    } <= set(app.tasks)


def test_a_job_whose_worker_is_killed_is_taken_up_again(
    installation: Installation, addresses: postgres.Addresses
) -> None:
    environment = installation.environment | {
        "DJANGO_SETTINGS_MODULE": "tests.cli.slow_work",
        "DATABASE_URL": addresses.app,
    }
    with psycopg.connect(addresses.app, autocommit=True) as database:
        queue(database, "tests.slow", "{}")
        first = subprocess.Popen(WORKER, env=environment, cwd=CHECKOUT, stderr=subprocess.DEVNULL)
        try:
            wait_for((installation.data / "started").exists, "the job to start")
        finally:
            first.kill()
            first.wait()
        assert state(database, "tests.slow") == ("doing", 0)
        # The worker's last sign of life is a minute old, and the next minute has come.
        database.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
        database.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'tandem.take_up_stalled_jobs'")
        queue(database, "tandem.take_up_stalled_jobs", '{"timestamp": 0}')
        second = subprocess.Popen(WORKER, env=environment, cwd=CHECKOUT, stderr=subprocess.DEVNULL)
        try:
            wait_for(lambda: state(database, "tests.slow") == ("succeeded", 2), "the job to be done")
        finally:
            second.terminate()
            second.wait(timeout=30)
    assert (installation.data / "finished").exists()


def queue(database: psycopg.Connection, task: str, arguments: str) -> None:
    database.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', %s, %s)",
        [task, arguments],
    )


def state(database: psycopg.Connection, task: str) -> tuple[str, int] | None:
    """Its status and how often it was begun."""
    return database.execute(
        "SELECT status::text, attempts FROM procrastinate_jobs WHERE task_name = %s", [task]
    ).fetchone()
