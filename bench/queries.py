"""How many statements a page sends to the database with 1, 3 and 300 suppliers: it must not depend on how many.

`python -m bench.queries` counts them in the benchmarks' installation and prints them as JSON.
"""

import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

from bench import installation
from bench.table import Result

SIZES = (1, 3, 300)
PAGES = ("/", "/relationships/", "/scorecards/runs/", "/scorecards/templates/", "/facts/", "/facts/matching/")


def results(lines: int, suppliers: int) -> list[Result]:
    """One row: the most statements any page sends with 300 suppliers, over what the same page sends with one."""
    env = installation.environment(lines, suppliers)
    done = subprocess.run(
        [sys.executable, "-m", "bench.queries"], env=env, check=True, stdout=subprocess.PIPE, text=True
    )
    counts: dict[str, list[int]] = json.loads(done.stdout.splitlines()[-1])
    worst = max(max(found) / found[0] for found in counts.values())
    told = ", ".join(f"{page} {'/'.join(map(str, found))}" for page, found in counts.items())
    return [Result("statements per page at 1, 3 and 300 suppliers", "the same page with one", worst, 1, told)]


def main() -> None:
    from tandem.cli import session

    session.start()
    from tandem.core.fence import beyond_the_fence

    counts: dict[str, list[int]] = {page: [] for page in (*PAGES, "360 page")}
    for size in SIZES:
        with beyond_the_fence():
            client, slug = _customer_with(size)
        for page in PAGES:
            counts[page].append(_statements(client, page))
        counts["360 page"].append(_statements(client, f"/relationships/{slug}/"))
    print(json.dumps(counts))


def _customer_with(size: int) -> tuple[Any, str]:
    """A customer with that many suppliers, signed in; and the short name of one of them."""
    from django.test import Client

    from tandem.accounts.actions import add_organization, free_slug
    from tandem.accounts.actor import Actor
    from tandem.accounts.models import Membership, User
    from tandem.relationships.actions.newcomers import Newcomer, create_suppliers_for_numbers

    slug = free_slug(f"queries {size}")
    customer = add_organization(slug, slug=slug, country="US", currency="USD")
    user = User.objects.create_user(f"{slug}@bench.example", None, name="Counter", acting_for=customer)
    Membership.objects.create(user=user, organization=customer, roles=["administrator"])
    newcomers = [Newcomer(f"S{number}", f"{slug} supplier {number}", "US", "USD") for number in range(size)]
    actor = Actor.system(customer, "bench")
    created = create_suppliers_for_numbers("erp", newcomers, by=actor, now=datetime.now(UTC))
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, created[0].slug


def _statements(client: Any, page: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page)
    if answer.status_code != 200:
        raise RuntimeError(f"{page} answered {answer.status_code}.")
    return len(captured)


if __name__ == "__main__":
    main()
