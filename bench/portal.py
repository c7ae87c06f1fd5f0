"""The supplier's home with twenty customers, two published scorecards each, against the least a page can cost.

`python -m bench.portal` measures this row alone.
"""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from typing import Any

from bench import clients, installation, web
from bench.table import Result, table

CUSTOMERS = 20
EMAIL = "sales@bench-supplier.example"


def results() -> list[Result]:
    env = installation.environment(0, CUSTOMERS)
    os.makedirs(env["TANDEM_DATA"], exist_ok=True)
    migrate = [sys.executable, "-m", "tandem.cli.main", "migrate"]
    subprocess.run(migrate, env=env, check=True, capture_output=True)
    build = [sys.executable, "-m", "bench.portal", "build"]
    cookie = subprocess.run(build, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
    cookie = json.loads(cookie.splitlines()[-1])
    with web.served(0, CUSTOMERS) as address:
        clients.p95(
            address, ["/portal/figures/"], cookie, clients=1, requests=1
        )  # measured once for each state
        reference = web._p95(address, ["/bench/reference"], cookie)
        ours = web._p95(address, ["/portal/"], cookie)
    return [
        Result(
            f"portal home, {CUSTOMERS} customers, {web.CLIENTS} clients",
            "base template after one primary-key query",
            ours / reference,
            web.BOUND,
            f"p95 {ours * 1000:.0f} ms against {reference * 1000:.0f} ms",
        )
    ]


def build() -> None:
    """The supplier, its customers and their published cards, where they are absent; prints a session's cookie."""
    from tandem.cli import session

    session.start()
    from tandem.accounts.models import User
    from tandem.core.fence import beyond_the_fence

    with beyond_the_fence():
        if not User.objects.filter(email=EMAIL).exists():
            _customers()
        installation.EMAIL = EMAIL
        print(json.dumps(installation._sign_in()))


def _customers() -> None:
    from tandem.accounts.models import Membership, Organization, User
    from tandem.accounts.roles import Role
    from tandem.relationships.models import Relationship

    supplier = Organization.objects.create(
        name="Supplier", slug="bench-supplier", country="CN", currency="CNY"
    )
    user = User.objects.create(email=EMAIL, name="Song Lan", language="en", acting_for=supplier)
    Membership.objects.create(user=user, organization=supplier, roles=[Role.SALES])
    for number in range(CUSTOMERS):
        customer = Organization.objects.create(
            name=f"Customer {number}", slug=f"customer-{number}", country="DE", currency="EUR"
        )
        served = Relationship.objects.create(customer=customer, supplier=supplier, slug="supplier")
        _cards(customer, served)


def _cards(customer: Any, served: Any) -> None:
    from tandem.scorecards.models import Card, Criterion, GradeBand, Run, Template

    template = Template.objects.create(customer=customer, name="Deliveries", status="active")
    Criterion.objects.create(
        template=template,
        code="delivery",
        kpi="on_time_lines",
        weight=100,
        curve=[["0.5", "0"], ["1", "100"]],
    )
    for grade, floor in (("A", 90), ("B", 75), ("C", 60), ("D", 0)):
        GradeBand.objects.create(template=template, grade=grade, floor=floor)
    for quarter, score in ((2, 84), (3, 71)):
        run = Run.objects.create(
            customer=customer,
            template=template,
            period=f"2026-Q{quarter}",
            starts=date(2026, quarter * 3 - 2, 1),
            ends=date(2026, quarter * 3 + 1, 1),
            as_of=date(2026, 11, 1),
            status=Run.Status.PUBLISHED,
            started_by="bench",
            published_at=datetime.now(UTC),
        )
        line = {
            "code": "delivery", "kpi": "on_time_lines", "weight": "100", "value": f"0.{score}", "n": 40,
            "points": str(score), "effective": "100",
        }  # fmt: skip
        Card.objects.create(
            run=run, relationship=served, outcome="scored", computed=score, score=score, lower=score - 5,
            computed_grade="B", grade="B", rank=1, coverage=100, sample=40, lines=[line], notes={},
        )  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:] == ["build"]:
        build()
    else:
        print(table(results()))
