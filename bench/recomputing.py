"""One supplier's card computed again after an objection: among 20,000 suppliers against among 200.

Each supplier has as many lines in both; so it is what the others cost that is measured.
"""

import json
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import installation
from bench.table import Result

FEW, TIMES, TURNS = 200, 9, 3


def results(lines: int, suppliers: int) -> list[Result]:
    turns = [
        (_timed(lines, suppliers), _timed(max(1, lines * FEW // suppliers), FEW)) for _turn in range(TURNS)
    ]
    many, few = (statistics.median(taken) for taken in zip(*turns, strict=True))
    return [
        Result(
            f"one supplier's card computed again, among {suppliers:,} suppliers",
            f"the same among {FEW}",
            many / few,
            1.5,
            f"{many * 1000:.0f} ms against {few * 1000:.0f} ms",
        )
    ]


def _timed(lines: int, suppliers: int) -> float:
    """Seconds, the median, in the installation of that size, which is built where it is absent."""
    env = installation.environment(lines, suppliers)
    if not (Path(env["TANDEM_DATA"]) / "recomputed").exists():
        installation.run(lines, suppliers)
        (Path(env["TANDEM_DATA"]) / "recomputed").touch()
    command = [sys.executable, "-m", "bench.recomputing", "--here"]
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
    found: float = json.loads(done.stdout.splitlines()[-1])
    return found


def here() -> float:
    from tandem.cli import session

    session.start()
    from tandem.accounts.models import Organization
    from tandem.core.fence import acting_for, beyond_the_fence

    with beyond_the_fence():
        customer = Organization.objects.get(slug="bench")
        with acting_for(customer.pk):
            return _time(customer)


def _time(customer: Any) -> float:
    from django.db import transaction

    from tandem.scorecards.actions.recomputing import recompute_card
    from tandem.scorecards.models import Card, Objection, Run

    run = Run.objects.filter(customer=customer).standing().order_by("-pk").first()
    now = datetime.now(UTC)
    taken = []
    for card in Card.objects.filter(run=run).select_related("run__template").order_by("pk")[:TIMES]:
        begun = time.perf_counter()
        with transaction.atomic():
            objection = Objection.objects.create(
                run=card.run,
                relationship_id=card.relationship_id,
                kind=Objection.Kind.APPEAL,
                status=Objection.Status.SUBMITTED,
                period=card.run.period,
                due_on=now.date(),
                opened_at=now,
            )
            recompute_card(objection, now=now)
            transaction.set_rollback(True)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


if __name__ == "__main__":
    if sys.argv[1:] == ["--here"]:
        print(json.dumps(here()))
    else:
        given = [int(word) for word in sys.argv[1:3]] or [10_000_000, 20_000]
        for each in results(*given):
            print(
                f"{each.what}: {each.ratio:.2f} × of {each.reference} ({each.detail}); at most {each.bound}"
            )
