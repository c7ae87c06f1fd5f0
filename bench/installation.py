"""An installation of its own for the benchmarks of runs and pages: many suppliers, many lines, one scorecard.

`python -m bench.installation` builds it where it is absent, times runs over it and prints what it found as JSON.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / ".cache" / "bench"
PERIOD = "2023-Q3"
EMAIL = "buyer@bench.example"
# Twelve KPIs over every view that the invented facts fill.
CRITERIA = (
    "on_time_lines", "on_time_quantity", "otif", "days_late_mean", "days_late_p90", "lead_time_mean",
    "lead_time_p90", "fill_rate", "price_variance", "price_trend", "date_changes", "order_lines",
)  # fmt: skip


def environment(lines: int, suppliers: int) -> dict[str, str]:
    folder = FOLDER / f"{lines}-{suppliers}"
    return {**os.environ, "TANDEM_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "bench.settings"}


def run(lines: int, suppliers: int) -> dict[str, Any]:
    """Build the installation where it is absent and time its runs, in a process of its own."""
    env = environment(lines, suppliers)
    Path(env["TANDEM_DATA"]).mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "tandem.cli.main", "migrate"], env=env, check=True, capture_output=True
    )
    command = [sys.executable, "-m", "bench.installation", str(lines), str(suppliers)]
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    lines, suppliers = (int(word) for word in sys.argv[1:3])
    from tandem.cli import session

    session.start()
    from tandem.accounts.models import Organization
    from tandem.core.fence import acting_for, beyond_the_fence

    with beyond_the_fence():
        customer = Organization.objects.filter(slug="bench").first() or _build(lines, suppliers)
        with acting_for(customer.pk):
            timed = _time_runs(customer)
        print(json.dumps(timed | {"cookie": _sign_in()} | _for_the_api(customer)))


def _build(lines: int, suppliers: int) -> Any:
    from django.conf import settings
    from django.db import transaction

    from bench import lake_data
    from tandem.accounts.actions import add_organization
    from tandem.accounts.actor import Actor
    from tandem.accounts.models import Membership, User
    from tandem.facts.models import LakeVersion
    from tandem.facts.queries import lake_root
    from tandem.relationships.actions.newcomers import Newcomer, create_suppliers_for_numbers

    root = lake_root("bench")
    work = Path(settings.MEDIA_ROOT)
    work.mkdir(parents=True, exist_ok=True)
    tables = lake_data.fill(root, work, lines, suppliers)
    with transaction.atomic():
        customer = add_organization("Bench", slug="bench", country="US", currency="USD")
        actor = Actor.system(customer, "bench")
        user = User.objects.create_user(EMAIL, None, name="Bench Buyer", acting_for=customer)
        Membership.objects.create(user=user, organization=customer, roles=["administrator"])
        newcomers = [
            Newcomer(f"S{number:07d}", f"Supplier number {number}", "US", "USD")
            for number in range(suppliers)
        ]
        create_suppliers_for_numbers("erp", newcomers, by=actor, now=datetime.now(UTC))
        LakeVersion.objects.create(customer=customer, number=1, tables=tables)
        _template(actor)
    return customer


def _template(actor: Any) -> None:
    from tandem.scorecards.actions import Parts, activate_template, save_template
    from tandem.scorecards.models import Kpi

    better = {kpi.code: kpi.higher_is_better for kpi in Kpi.objects.filter(code__in=CRITERIA)}
    parts = Parts(
        criteria=[
            {
                "code": code,
                "kpi": code,
                "name": code,
                "weight": 9 if place < 4 else 8,
                "minimum_sample": 1,
                "curve": [["0", "0"], ["1", "100"]] if better[code] else [["0", "100"], ["60", "0"]],
            }
            for place, code in enumerate(CRITERIA)
        ],
        bands=[
            {"grade": grade, "floor": floor}
            for grade, floor in zip("ABCDE", (90, 75, 60, 45, 0), strict=True)
        ],
    )
    template = save_template(None, {"name": "Bench"}, parts, by=actor)
    activate_template(template, by=actor, now=datetime.now(UTC))


def _time_runs(customer: Any) -> dict[str, Any]:
    """A full run, stored and explained, against the measure it rests on; the newest run is published."""
    from tandem.accounts.actor import Actor
    from tandem.relationships.models import Relationship
    from tandem.scorecards.actions import compute_run, publish_run, start_run
    from tandem.scorecards.measuring import values_of_run
    from tandem.scorecards.models import Card, Run, Template
    from tandem.scorecards.queries import pinned_kpis

    actor = Actor.system(customer, "bench")
    template = Template.objects.get(customer=customer, status=Template.Status.ACTIVE)
    members = list(Relationship.objects.filter(customer=customer).values_list("pk", flat=True))
    whole, alone = [], []
    run = None
    for turn in range(4):
        now = datetime.now(UTC)
        run = start_run(template, PERIOD, by=actor, now=now, in_background=False)
        begun = time.perf_counter()
        compute_run(run, by=actor, now=now)
        computed = time.perf_counter()
        values_of_run(actor, run, CRITERIA, members, by_site=False, versions=pinned_kpis(run), shares={})
        measured = time.perf_counter()
        if turn:
            whole.append(computed - begun)
            alone.append(measured - computed)
    if run is None:
        raise RuntimeError("no run was made")
    cards = Card.objects.filter(run=run).count()
    if not Run.objects.filter(customer=customer, status=Run.Status.PUBLISHED).exists():
        publish_run(run, by=actor, now=datetime.now(UTC))
    return {"run": statistics.median(whole), "measure": statistics.median(alone), "cards": cards}


def _for_the_api(customer: Any) -> dict[str, Any]:
    """A token, and a scorecard to ask for."""
    from tandem.accounts.actions import make_token
    from tandem.accounts.actor import Actor
    from tandem.accounts.models import Membership
    from tandem.accounts.scopes import Scope
    from tandem.scorecards.models import Card

    membership = Membership.objects.select_related("user", "organization").get(organization=customer)
    scopes = [Scope.READ_RELATIONSHIPS, Scope.READ_SCORECARDS]
    _token, secret = make_token("bench", scopes, days=30, by=Actor.member(membership), now=datetime.now(UTC))
    card = Card.objects.filter(run__customer=customer, rank=1).latest("pk")
    return {"token": secret, "card": card.pk}


def _sign_in() -> str:
    """A session as the sign-in page would make it; its cookie."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from tandem.accounts.models import User

    user = User.objects.get(email=EMAIL)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


if __name__ == "__main__":
    main()
