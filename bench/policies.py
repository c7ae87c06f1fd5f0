"""Twenty policies of rewards and penalties applied to a published run's cards, against reading those cards.

What is measured finds who is concerned; amounts are reckoned afterwards, for these alone. `python -m bench.policies`
measures this row alone.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench import installation
from bench.table import Result

TURNS, BOUND = 5, 2.0


def results(lines: int, suppliers: int) -> list[Result]:
    env = installation.environment(lines, suppliers)
    if not (Path(env["TANDEM_DATA"]) / "scored").exists():
        installation.run(lines, suppliers)
        (Path(env["TANDEM_DATA"]) / "scored").touch()
    done = subprocess.run(
        [sys.executable, "-m", "bench.policies", "--here"],
        env=env,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return [
        Result(
            f"{found['policies']} policies applied to {found['cards']:,} published cards",
            "reading those cards",
            found["applied"] / found["read"],
            BOUND,
            f"{found['applied']:.2f} s against {found['read']:.2f} s; {found['cases']:,} cases",
        )
    ]


def here() -> dict[str, Any]:
    from tandem.cli import session

    session.start()
    from tandem.accounts.models import Organization
    from tandem.core.fence import acting_for, beyond_the_fence
    from tandem.incentives.actions.proposing import speaking
    from tandem.scorecards.models import Card, Run

    with beyond_the_fence():
        customer = Organization.objects.get(slug="bench")
    with acting_for(customer.pk):
        published = Run.objects.filter(customer=customer, status=Run.Status.PUBLISHED)
        run = published.select_related("template", "customer").latest("pk")
        rows = Card.objects.filter(run=run).whole().order_by("run__starts")
        fields = ("relationship_id", "run__period", "grade", "score", "lines")
        policies = _policies(customer.pk)
        read, applied = [], []
        for _turn in range(TURNS):
            read.append(_timed(lambda: list(rows.values_list(*fields))))
            applied.append(_timed(lambda: _count(speaking(run, policies))))
        return {
            "policies": len(policies),
            "cards": rows.count(),
            "cases": _count(speaking(run, policies)),
            "read": statistics.median(read),
            "applied": statistics.median(applied),
        }


def _policies(customer_id: int) -> list[Any]:
    """Of each kind of trigger five, looking at twelve KPIs between them."""
    from tandem.incentives.models import Policy

    made = []
    for place in range(5):
        kpi = installation.CRITERIA[place]
        other = installation.CRITERIA[-1 - place]
        made += [
            Policy(customer_id=customer_id, when="grade", grades=["ABCDE"[place]]),
            Policy(
                customer_id=customer_id, when="kpi", kpi=kpi, comparison="below", threshold=Decimal("0.9")
            ),
            Policy(customer_id=customer_id, when="streak", grades=["D", "E"], periods=2 + place),
            Policy(
                customer_id=customer_id, when="trend", kpi=other, periods=1 + place, change=Decimal("0.1")
            ),
        ]
    return made


def _count(found: Iterable[Any]) -> int:
    return sum(1 for _each in found)


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    if sys.argv[1:] == ["--here"]:
        print(json.dumps(here()))
    else:
        given = [int(word) for word in sys.argv[1:3]] or [10_000_000, 20_000]
        for each in results(*given):
            print(
                f"{each.what}: {each.ratio:.2f} × of {each.reference} ({each.detail}); at most {each.bound}"
            )
