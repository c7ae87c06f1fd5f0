"""Schemathesis against the served schema: what fits it is taken, what does not is refused, and every answer is
one that the schema tells of."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tandem.scorecards.actions import publish_run
from tandem.scorecards.models import Run
from tests.api.calls import token_of
from tests.cast import Person

# Of each kind, so six requests where an operation takes anything.
EXAMPLES = 3
SUPPLIERS = ("/api/v1/customers", "/api/v1/received", "/api/v1/own-assessments")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture
def unlimited(settings: Any) -> Iterator[None]:
    """No limit; and the test's connection stays open between requests, as Django's own client sees to."""
    settings.TANDEM_API_RATE = 1_000_000
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("unlimited")
@pytest.mark.parametrize("side", ["customer", "supplier"])
def test_the_api_is_what_its_schema_says(
    side: str, own_paths: dict[str, dict[str, Any]], administrator: Person, huarui_sales: Person
) -> None:
    who = administrator if side == "customer" else huarui_sales
    if side == "supplier":
        run = Run.objects.get(pk=own_paths["runs"]["pk"])
        publish_run(run, by=administrator.actor, now=timezone.now())
    headers = {"Authorization": f"Bearer {token_of(who)}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    schema.config.generation.with_security_parameters = False  # every request bears the token
    failed: list[str] = []
    answered: dict[str, set[int]] = {}
    for operation in _operations(schema):
        if side == "supplier" and not operation.path.startswith(SUPPLIERS):
            continue
        path = own_paths.get(operation.path.split("/")[3], {})
        known = {name: value for name, value in path.items() if f"{{{name}}}" in operation.path}
        for mode in _modes(operation):
            try:
                _try(operation, mode, known, headers, answered.setdefault(operation.label, set()))
            except AssertionError as error:
                failed.append(f"{operation.label} {mode.value}: {error}")
    assert not failed, "\n\n".join(failed)
    assert len(answered) >= (30 if side == "customer" else 4)
    # What is asked rightly is answered: the examples reach the records and not only the problems. A customer has
    # received no card, published no passport, is qualified by nobody and asked nothing, no row of its one file was
    # rejected, and KPIs, suppliers and categories must be named that there are.
    elsewhere = (
        {
            "customers",
            "received-cards",
            "received-cases",
            "received-claims",
            "received-consequences",
            "received-projects",
            "received-reconciliation-statements",
            "passport-versions",
            "own-qualifications",
            "own-assessments",
            "own-objections",
            "own-targets",
        }
        if side == "customer"
        else set()
    )
    empty = [
        label
        for label, statuses in answered.items()
        if label.startswith("GET") and label.split("/")[3] not in elsewhere and 200 not in statuses
    ]
    assert [
        label
        for label in empty
        if not label.endswith(("rejects", "{kpi}", "measures", "question", "verification"))
    ] == []


def _operations(schema: Any) -> Iterator[Any]:
    for result in schema.get_all_operations():
        yield result.ok()


def _modes(operation: Any) -> list[GenerationMode]:
    """Where an address takes nothing but its record's name, nothing wrong can be sent."""
    takes = [*operation.query, *operation.body]
    return [GenerationMode.POSITIVE, GenerationMode.NEGATIVE] if takes else [GenerationMode.POSITIVE]


def _try(
    operation: Any,
    mode: GenerationMode,
    path: dict[str, Any],
    headers: dict[str, str],
    answered: set[int],
) -> None:
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=path or None))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def tried(case: Any) -> None:
        with transaction.atomic():
            answered.add(case.call_and_validate(headers=headers, checks=CHECKS).status_code)
            transaction.set_rollback(True)

    try:
        tried()
    except (Exception, BaseExceptionGroup) as error:
        raise AssertionError("\n".join(_told(error))) from error


def _told(error: BaseException) -> Iterator[str]:
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _told(each)
    else:
        yield f"{type(error).__name__}: {error}"
