"""May this supplier deliver, asked by the API, against the bare view of the same server: the same token, one
primary-key query, nothing else. `python -m bench.approved` measures this row alone.
"""

import json
import os
import statistics
import subprocess
import sys
from datetime import UTC, date, datetime

from bench import clients, installation, web
from bench.table import Result, table

SUPPLIERS, CATEGORIES = 2000, 10
CLIENTS, REQUESTS, TURNS, BOUND = 16, 640, 3, 4.0
EMAIL = "approver@bench-approved.example"


def results() -> list[Result]:
    env = installation.environment(0, SUPPLIERS)
    os.makedirs(env["TANDEM_DATA"], exist_ok=True)
    migrate = [sys.executable, "-m", "tandem.cli.main", "migrate"]
    subprocess.run(migrate, env=env, check=True, capture_output=True)
    build = [sys.executable, "-m", "bench.approved", "build"]
    done = subprocess.run(build, env=env, check=True, stdout=subprocess.PIPE, text=True)
    headers = {"Authorization": f"Bearer {json.loads(done.stdout.splitlines()[-1])}"}
    asked = [
        f"/api/v1/approved-suppliers/question?supplier=approved-{number}"
        f"&category=c{number % CATEGORIES}&site=S1&on=2026-11-01"
        for number in range(0, SUPPLIERS, 37)
    ]
    with web.served(0, SUPPLIERS, TANDEM_API_RATE="100000000") as address:
        turns = [
            (_p95(address, asked, headers), _p95(address, ["/bench/bare"], headers)) for _ in range(TURNS)
        ]
    ours, reference = (statistics.median(column) for column in zip(*turns, strict=True))
    return [
        Result(
            f"approved-list question by API, {SUPPLIERS:,} suppliers, {CLIENTS} clients",
            "the bare view of the same server",
            ours / reference,
            BOUND,
            f"p95 {ours * 1000:.0f} ms against {reference * 1000:.0f} ms",
        )
    ]


def _p95(address: tuple[str, int], paths: list[str], headers: dict[str, str]) -> float:
    clients.p95_with(address, paths, headers, clients=CLIENTS, requests=CLIENTS * 4)
    return clients.p95_with(address, paths, headers, clients=CLIENTS, requests=REQUESTS)


def build() -> None:
    """The customer with its approved list, where it is absent; prints a new token."""
    from tandem.cli import session

    session.start()
    from tandem.accounts import actions
    from tandem.accounts.actor import Actor
    from tandem.accounts.models import Membership
    from tandem.accounts.scopes import Scope
    from tandem.core.fence import beyond_the_fence

    with beyond_the_fence():
        if not Membership.objects.filter(user__email=EMAIL).exists():
            _approved_list()
        by = Actor.member(Membership.objects.select_related("user", "organization").get(user__email=EMAIL))
        _token, secret = actions.make_token(
            "bench", [Scope.READ_APPROVALS], days=30, by=by, now=datetime.now(UTC)
        )
        print(json.dumps(secret))


def _approved_list() -> None:
    """A line of every site and one of this very site for each supplier, resting on a document."""
    from tandem.accounts.models import Membership, Organization, Site, User
    from tandem.onboarding.models import Approval, ApprovalRest, Document
    from tandem.relationships.models import Category, Relationship

    now = datetime.now(UTC)
    customer = Organization.objects.create(
        name="Approver", slug="bench-approved", country="DE", currency="EUR"
    )
    user = User.objects.create(email=EMAIL, name="Erika Lang", language="en", acting_for=customer)
    Membership.objects.create(user=user, organization=customer, roles=["purchasing_manager"])
    site = Site.objects.create(organization=customer, code="S1", name="Works", country="DE")
    categories = [
        Category.objects.create(customer=customer, code=f"c{number}", name=f"Category {number}")
        for number in range(CATEGORIES)
    ]
    firms = Organization.objects.bulk_create(
        [
            Organization(name=f"Supplier {number}", slug=f"approved-{number}", country="DE", currency="EUR")
            for number in range(SUPPLIERS)
        ]
    )
    served = Relationship.objects.bulk_create(
        [Relationship(customer=customer, supplier=each, slug=each.slug, stage="approved") for each in firms]
    )
    lines = Approval.objects.bulk_create(
        [
            Approval(
                relationship=each,
                category=categories[place % CATEGORIES],
                site=where,
                starts_on=date(2025, 1, 1),
                reason="Audit passed.",
                decided_at=now,
                decided_by_name="Erika Lang",
                changed_at=datetime(2025, 1, 1, tzinfo=UTC),
            )
            for place, each in enumerate(served)
            for where in (None, site)
        ]
    )
    papers = Document.objects.bulk_create(
        [
            Document(
                organization=each, kind="iso_9001", number="1", issuer="TÜV", valid_from=date(2025, 1, 1),
                valid_until=date(2028, 1, 1), language="en", path="none", file_name="none.pdf",
                media_type="application/pdf", size=1, sha256="", handed_in_at=now, handed_in_by_name="Song Lan",
            )
            for each in firms
        ]
    )  # fmt: skip
    ApprovalRest.objects.bulk_create(
        [ApprovalRest(approval=line, document=papers[place // 2]) for place, line in enumerate(lines)]
    )


if __name__ == "__main__":
    if sys.argv[1:] == ["build"]:
        build()
    else:
        print(table(results()))
