"""Nordlicht's records as the walk through all addresses builds them, and tokens for the cast."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from tests.api.calls import Api, token_of
from tests.cast import Person
from tests.config.conftest import nordlichts, places

__all__ = ["nordlichts", "places"]


@pytest.fixture
def ada(buyer: Person) -> Api:
    return Api(token_of(buyer))


@pytest.fixture
def ines(administrator: Person) -> Api:
    """The administrator's: every scope there is."""
    return Api(token_of(administrator))


@pytest.fixture
def rita(rival: Person) -> Api:
    return Api(token_of(rival))


@pytest.fixture
def own_paths(nordlichts: dict[str, list[Any]], administrator: Person) -> dict[str, dict[str, Any]]:
    """What to write into each address so that it leads to one of Nordlicht's records, by how it begins."""
    from tandem.accounts.models import AuditEntry

    entry = AuditEntry.objects.visible_to(administrator.actor).first()
    assert entry is not None
    [card], [run], [template] = nordlichts["card"], nordlichts["run"], nordlichts["template"]
    return {
        "relationships": {"slug": nordlichts["relationship"][0], "code": "on_time_lines"},
        "organisations": {"slug": nordlichts["relationship"][0]},
        "imports": {"number": nordlichts["batch"][0]},
        "kpis": {"code": nordlichts["kpi"][0]},
        "templates": {"pk": template},
        "runs": {"pk": run},
        "cards": {"pk": card, "kpi": "on_time_lines"},
        "audit-entries": {"pk": entry.pk},
        "customers": {"slug": "nordlicht", "code": "on_time_lines"},
        "received-cards": {"pk": card},
        "registrations": {"pk": nordlichts["registration"][0]},
        "qualifications": {"pk": nordlichts["qualification"][0]},
        "assessment-templates": {"pk": nordlichts["questionnaire"][0]},
        "assessments": {"pk": nordlichts["assessment"][0]},
        "own-assessments": {"pk": nordlichts["assessment"][0], "code": "ppm"},
        "selections": {"pk": nordlichts["selection"][0]},
        "screening": {"pk": nordlichts["screening_match"][0]},
        "passport-versions": {"number": nordlichts["passport_version"][0]},
        "cases": {"pk": nordlichts["case"][0], "code": "D1"},
        "received-cases": {
            "pk": nordlichts["case"][0],
            "code": "D1",
            "action": nordlichts["case_action"][1],
        },
        "projects": {"pk": nordlichts["project"][0], "step": nordlichts["project_step"][1]},
        "received-projects": {"pk": nordlichts["project"][0], "step": nordlichts["project_step"][1]},
        "policies": {"pk": nordlichts["policy"][0]},
        "consequences": {"pk": nordlichts["consequence"][0]},
        "received-consequences": {"pk": nordlichts["announced"][0]},
        "claims": {"pk": nordlichts["claim"][0]},
        "received-claims": {"pk": nordlichts["sent_claim"][0]},
        "reconciliation-statements": {
            "pk": nordlichts["reconciliation"][0],
            "line": nordlichts["reconciliation_line"][1],
        },
        "received-reconciliation-statements": {"pk": nordlichts["sent_reconciliation"][0]},
        "judgements": {"pk": nordlichts["own_judgement"][0]},
        "objections": {"pk": nordlichts["objection"][0]},
        "own-objections": {"pk": nordlichts["objection"][0]},
        "targets": {"pk": nordlichts["target_agreement"][0]},
        "own-targets": {"pk": nordlichts["target_agreement"][0]},
        "webhooks": {"pk": nordlichts["endpoint"][0]},
        "deliveries": {"pk": nordlichts["delivery"][0]},
    }


@pytest.fixture
def at_a_minutes_begin() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False):
        yield
