"""Every route of the API, and whose business it is. A new route is one more line here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from tandem.accounts.scopes import Scope

S = Scope


class Place(Enum):
    OWN = auto()
    OURS = auto()
    RECEIVED = auto()
    ANSWERED = auto()


@dataclass(frozen=True)
class Route:
    """`scope` is said a second time: a route that takes a weaker one by mistake differs from this. `body` is sent."""

    place: Place
    scope: Scope | None
    # A key of the `nordlichts` fixture.
    record: str = ""
    body: Mapping[str, object] | None = None


def own(scope: Scope | None) -> Route:
    """One finds one's own there, or nothing: the address names no record."""
    return Route(Place.OWN, scope)


def ours(record: str, scope: Scope, *, body: Mapping[str, object] | None = None) -> Route:
    """One of Nordlicht's records."""
    return Route(Place.OURS, scope, record, body)


def received(record: str, scope: Scope, *, body: Mapping[str, object] | None = None) -> Route:
    """One that is the supplier's to see, once it is published."""
    return Route(Place.RECEIVED, scope, record, body)


def answered(record: str, scope: Scope, *, body: Mapping[str, object] | None = None) -> Route:
    """One that is the supplier's to answer; what Nordlicht asked was handed in, so that it is refused there now."""
    return Route(Place.ANSWERED, scope, record, body)


ROUTES: dict[str, Route] = {
    "GET token": own(None),
    "GET organisations": own(S.READ_ORGANISATION),
    "GET organisations/{slug}": ours("relationship", S.READ_ORGANISATION),
    "GET sites": own(S.READ_ORGANISATION),
    "GET audit-entries": own(S.READ_AUDIT),
    "GET audit-entries/{pk}": ours("audit_entry", S.READ_AUDIT),
    "GET relationships": own(S.READ_RELATIONSHIPS),
    "POST relationships": own(S.WRITE_RELATIONSHIPS),
    "GET relationships/{slug}": ours("relationship", S.READ_RELATIONSHIPS),
    "PATCH relationships/{slug}": ours("relationship", S.WRITE_RELATIONSHIPS, body={"preferred": True}),
    "POST relationships/{slug}/stage": ours(
        "relationship", S.WRITE_RELATIONSHIPS, body={"stage": "probation", "reason": "Late again."}
    ),
    "GET categories": own(S.READ_RELATIONSHIPS),
    "GET customers": own(S.READ_CUSTOMERS),
    "GET customers/{slug}": received("customer", S.READ_CUSTOMERS),
    "GET mappings": own(S.READ_FACTS),
    "POST mappings": own(S.WRITE_IMPORTS),
    "GET imports": own(S.READ_FACTS),
    "POST imports": own(S.WRITE_IMPORTS),
    "GET imports/{number}": ours("batch", S.READ_FACTS),
    "GET imports/{number}/rejects": ours("rejected_batch", S.READ_FACTS),
    "POST imports/{number}/withdrawal": ours("batch", S.WRITE_IMPORTS, body={"reason": "Wrong file."}),
    "GET assessment-templates": own(S.READ_RELATIONSHIPS),
    "GET assessment-templates/{pk}": ours("questionnaire", S.READ_RELATIONSHIPS),
    "GET assessments": own(S.READ_RELATIONSHIPS),
    "POST assessments": own(S.WRITE_ASSESSMENTS),
    "GET assessments/{pk}": ours("assessment", S.READ_RELATIONSHIPS),
    "GET own-assessments": own(S.READ_CUSTOMERS),
    "GET own-assessments/{pk}": received("assessment", S.READ_CUSTOMERS),
    "POST own-assessments/{pk}/answers": answered(
        "assessment", S.ANSWER_CUSTOMERS, body={"answers": [{"question": "ppm", "value": "5"}]}
    ),
    "POST own-assessments/{pk}/files/{code}": answered("assessment_question", S.ANSWER_CUSTOMERS),
    "POST own-assessments/{pk}/submission": answered("assessment", S.ANSWER_CUSTOMERS),
    "GET relationships/{slug}/statements": ours("relationship", S.READ_RELATIONSHIPS),
    "GET relationships/{slug}/evidence": ours("relationship", S.READ_RELATIONSHIPS),
    "GET relationships/{slug}/evaluation": ours("relationship", S.READ_RELATIONSHIPS),
    "GET kpis": own(S.READ_SCORECARDS),
    "GET kpis/{code}": ours("kpi", S.READ_SCORECARDS),
    "GET measures": own(S.READ_FACTS),
    "GET templates": own(S.READ_SCORECARDS),
    "GET templates/{pk}": ours("template", S.READ_SCORECARDS),
    "GET runs": own(S.READ_SCORECARDS),
    "POST runs": own(S.WRITE_RUNS),
    "GET runs/{pk}": ours("run", S.READ_SCORECARDS),
    "POST runs/{pk}/publication": ours("run", S.PUBLISH_RUNS),
    "POST runs/{pk}/discarding": ours("run", S.WRITE_RUNS),
    "POST runs/{pk}/data-check": ours("run", S.WRITE_RUNS),
    "POST runs/{pk}/data-check/closing": ours("run", S.WRITE_RUNS),
    "GET runs/{pk}/countersignatures": ours("run", S.READ_SCORECARDS),
    "POST runs/{pk}/countersignatures": ours(
        "run", S.COUNTERSIGN_RUNS, body={"function": "quality", "agrees": True}
    ),
    "POST runs/{pk}/countersigning": ours("run", S.WRITE_RUNS),
    "GET runs/{pk}/cards": ours("run", S.READ_SCORECARDS),
    "GET relationships/{slug}/cards": ours("relationship", S.READ_SCORECARDS),
    "GET cards/{pk}": ours("card", S.READ_SCORECARDS),
    "GET cards/{pk}/explanation": ours("card", S.READ_SCORECARDS),
    "GET cards/{pk}/lines/{kpi}": ours("card_kpi", S.READ_SCORECARDS),
    "GET customers/{slug}/cards": received("customer", S.READ_CUSTOMERS),
    "GET received-cards/{pk}": received("card", S.READ_CUSTOMERS),
    "GET received-cards/{pk}/explanation": received("card", S.READ_CUSTOMERS),
    "GET relationships/{slug}/kpis/{code}/months": ours("relationship_kpi", S.READ_SCORECARDS),
    "GET customers/{slug}/kpis/{code}/months": received("customer_on_time", S.READ_CUSTOMERS),
    "GET targets": own(S.READ_SCORECARDS),
    "GET own-targets": own(S.READ_CUSTOMERS),
    "GET targets/{pk}": ours("target_agreement", S.READ_SCORECARDS),
    "GET own-targets/{pk}": received("target_agreement", S.READ_CUSTOMERS),
    # Another value has been proposed for it, which the customer answers next.
    "POST own-targets/{pk}/answer": answered("target_agreement", S.ANSWER_CUSTOMERS, body={"version": 2}),
    "GET judgements": own(S.JUDGE_SUPPLIERS),
    "GET runs/{pk}/judgements": ours("run", S.READ_SCORECARDS),
    "POST judgements/{pk}/answer": ours("own_judgement", S.JUDGE_SUPPLIERS, body={"points": 75}),
    "GET objections": own(S.READ_SCORECARDS),
    "GET objections/{pk}": ours("objection", S.READ_SCORECARDS),
    "POST objections/{pk}/lines/{line}/decision": ours(
        "objection_line", S.DECIDE_OBJECTIONS, body={"accept": True, "reason": "Agreed."}
    ),
    "GET own-objections": own(S.READ_CUSTOMERS),
    "GET own-objections/{pk}": received("objection", S.READ_CUSTOMERS),
    "POST received-cards/{pk}/appeals": received(
        "card", S.WRITE_OBJECTIONS, body={"claims": [{"kpi": "on_time_lines", "reason": "not_ours"}]}
    ),
    "POST own-objections/{pk}/answer": received("check", S.WRITE_OBJECTIONS),
    "POST received-cards/{pk}/acknowledgement": received("card", S.WRITE_OBJECTIONS),
    "GET cases": own(S.READ_RELATIONSHIPS),
    "POST cases": own(S.WRITE_IMPROVEMENT),
    "GET cases/{pk}": ours("case", S.READ_RELATIONSHIPS),
    "POST cases/{pk}/closing": ours("case", S.WRITE_IMPROVEMENT, body={"remark": "Twenty lots."}),
    "POST cases/{pk}/reopening": ours("case", S.WRITE_IMPROVEMENT, body={"reason": "No more."}),
    "POST cases/{pk}/withdrawal": ours("case", S.WRITE_IMPROVEMENT, body={"reason": "No more."}),
    "GET received-cases": own(S.READ_CUSTOMERS),
    "POST received-cases": own(S.ANSWER_CASES),
    "GET received-cases/{pk}": received("case", S.READ_CUSTOMERS),
    "POST cases/{pk}/steps/{code}/acceptance": ours("case_step", S.WRITE_IMPROVEMENT),
    "POST cases/{pk}/steps/{code}/return": ours(
        "case_step", S.WRITE_IMPROVEMENT, body={"reason": "No more."}
    ),
    "POST received-cases/{pk}/steps/{code}/hand-in": received(
        "case_step", S.ANSWER_CASES, body={"content": {}}
    ),
    "POST received-cases/{pk}/steps/{code}/files": received("case_step", S.ANSWER_CASES),
    "POST received-cases/{pk}/actions/{action}/completion": received(
        "case_action", S.ANSWER_CASES, body={"done_on": "2026-01-01"}
    ),
    "GET projects": own(S.READ_RELATIONSHIPS),
    "POST projects": own(S.WRITE_IMPROVEMENT),
    "GET projects/{pk}": ours("project", S.READ_RELATIONSHIPS),
    "POST projects/{pk}/agreement": ours("project", S.WRITE_IMPROVEMENT),
    "POST projects/{pk}/refusal": ours("project", S.WRITE_IMPROVEMENT, body={"reason": "No more."}),
    "POST projects/{pk}/stop": ours("project", S.WRITE_IMPROVEMENT, body={"reason": "No more."}),
    "POST projects/{pk}/completion": ours("project", S.WRITE_IMPROVEMENT, body={"remark": "Lighter."}),
    "POST projects/{pk}/steps": ours(
        "project",
        S.WRITE_IMPROVEMENT,
        body={"phase": "do", "text": "Trial", "side": "supplier", "due_on": "2027-01-01"},
    ),
    "POST projects/{pk}/steps/{step}/completion": ours(
        "project_step", S.WRITE_IMPROVEMENT, body={"done_on": "2026-01-01"}
    ),
    "GET received-projects": own(S.READ_CUSTOMERS),
    "POST received-projects": own(S.ANSWER_CASES),
    "GET received-projects/{pk}": received("project", S.READ_CUSTOMERS),
    "POST received-projects/{pk}/agreement": received("project", S.ANSWER_CASES),
    "POST received-projects/{pk}/refusal": received("project", S.ANSWER_CASES, body={"reason": "No more."}),
    "POST received-projects/{pk}/stop": received("project", S.ANSWER_CASES, body={"reason": "No more."}),
    "POST received-projects/{pk}/completion": received(
        "project", S.ANSWER_CASES, body={"remark": "Lighter."}
    ),
    "POST received-projects/{pk}/steps": received(
        "project",
        S.ANSWER_CASES,
        body={"phase": "do", "text": "Trial", "side": "supplier", "due_on": "2027-01-01"},
    ),
    "POST received-projects/{pk}/steps/{step}/completion": received(
        "project_step", S.ANSWER_CASES, body={"done_on": "2026-01-01"}
    ),
    "GET policies": own(S.READ_INCENTIVES),
    "POST policies": own(S.WRITE_INCENTIVES),
    "GET policies/{pk}": ours("policy", S.READ_INCENTIVES),
    "PATCH policies/{pk}": ours("policy", S.WRITE_INCENTIVES, body={"clause": "12.4"}),
    "POST policies/{pk}/activation": ours("policy", S.DECIDE_INCENTIVES),
    "POST policies/{pk}/retirement": ours("policy", S.WRITE_INCENTIVES, body={"reason": "No more."}),
    "POST policies/{pk}/copies": ours("policy", S.WRITE_INCENTIVES),
    "GET policies/{pk}/back-test": ours("policy", S.READ_INCENTIVES),
    "GET consequences": own(S.READ_INCENTIVES),
    "POST consequences": own(S.WRITE_INCENTIVES),
    "GET consequences/{pk}": ours("consequence", S.READ_INCENTIVES),
    "POST consequences/{pk}/approval": ours("consequence", S.DECIDE_INCENTIVES, body={}),
    "POST consequences/{pk}/refusal": ours("consequence", S.DECIDE_INCENTIVES, body={"reason": "No more."}),
    "POST consequences/{pk}/announcement": ours("consequence", S.DECIDE_INCENTIVES),
    "POST consequences/{pk}/appeal-decision": ours(
        "consequence", S.DECIDE_INCENTIVES, body={"granted": "whole", "decision": "Agreed."}
    ),
    "POST consequences/{pk}/reversal": ours("consequence", S.DECIDE_INCENTIVES, body={"reason": "No more."}),
    "POST consequences/{pk}/settlement": ours("consequence", S.WRITE_INCENTIVES, body={"document": "5100"}),
    "POST consequences/{pk}/improvement": ours("consequence", S.WRITE_IMPROVEMENT),
    "POST claims/{pk}/improvement": ours("sent_claim", S.WRITE_IMPROVEMENT),
    "GET received-consequences": own(S.READ_CUSTOMERS),
    "GET received-consequences/{pk}": received("announced", S.READ_CUSTOMERS),
    "POST received-consequences/{pk}/acceptance": received("announced", S.ANSWER_INCENTIVES),
    "POST received-consequences/{pk}/appeal": received(
        "announced", S.ANSWER_INCENTIVES, body={"text": "We object."}
    ),
    "GET claims": own(S.READ_INCENTIVES),
    "POST claims": own(S.WRITE_INCENTIVES),
    "GET claims/{pk}": ours("claim", S.READ_INCENTIVES),
    "PUT claims/{pk}": ours(
        "claim",
        S.WRITE_INCENTIVES,
        body={
            "title": "Sorting",
            "cause": "sorting",
            "description": "Sand.",
            "happened_on": "2026-01-02",
            "currency": "EUR",
            "items": [{"what": "A shift", "damage": "640.00"}],
        },
    ),
    "POST claims/{pk}/evidence": ours("claim", S.WRITE_INCENTIVES),
    "POST claims/{pk}/hand-in": ours("claim", S.WRITE_INCENTIVES),
    "POST claims/{pk}/approval": ours("claim", S.DECIDE_INCENTIVES),
    "POST claims/{pk}/return": ours("claim", S.DECIDE_INCENTIVES, body={"reason": "No more."}),
    "POST claims/{pk}/agreement": ours("sent_claim", S.DECIDE_INCENTIVES),
    "POST claims/{pk}/offer": ours(
        "sent_claim", S.DECIDE_INCENTIVES, body={"items": [{"item": 1, "amount": "1.00", "why": "Less."}]}
    ),
    "POST claims/{pk}/withdrawal": ours("claim", S.DECIDE_INCENTIVES, body={"reason": "No more."}),
    "GET reconciliation-statements": own(S.READ_INCENTIVES),
    "POST reconciliation-statements": own(S.WRITE_INCENTIVES),
    "GET reconciliation-statements/{pk}": ours("reconciliation", S.READ_INCENTIVES),
    "POST reconciliation-statements/{pk}/lines": ours("reconciliation", S.WRITE_INCENTIVES),
    "DELETE reconciliation-statements/{pk}/lines/{line}": ours("reconciliation_line", S.WRITE_INCENTIVES),
    "POST reconciliation-statements/{pk}/signature": ours("reconciliation", S.DECIDE_INCENTIVES),
    "POST reconciliation-statements/{pk}/settlement": ours(
        "reconciliation", S.WRITE_INCENTIVES, body={"document": "5100"}
    ),
    "GET received-claims": own(S.READ_CUSTOMERS),
    "GET received-claims/{pk}": received("sent_claim", S.READ_CUSTOMERS),
    "POST received-claims/{pk}/evidence": received("sent_claim", S.ANSWER_INCENTIVES),
    "POST received-claims/{pk}/agreement": received("sent_claim", S.ANSWER_INCENTIVES),
    "POST received-claims/{pk}/offer": received(
        "sent_claim", S.ANSWER_INCENTIVES, body={"items": [{"item": 1, "amount": "1.00", "why": "Less."}]}
    ),
    "GET received-reconciliation-statements": own(S.READ_CUSTOMERS),
    "GET received-reconciliation-statements/{pk}": received("sent_reconciliation", S.READ_CUSTOMERS),
    "POST received-reconciliation-statements/{pk}/signature": received(
        "sent_reconciliation",
        S.ANSWER_INCENTIVES,
        body={"digest": "0000000000000000000000000000000000000000000000000000000000000000"},
    ),
    "POST received-reconciliation-statements/{pk}/return": received(
        "sent_reconciliation", S.ANSWER_INCENTIVES, body={"reason": "No more."}
    ),
    "GET honours": own(S.READ_INCENTIVES),
    "GET received-honours": own(S.READ_CUSTOMERS),
    "GET honours/verification": own(S.READ_ORGANISATION),
    "GET approved-suppliers": own(S.READ_APPROVALS),
    "GET approved-suppliers/question": own(S.READ_APPROVALS),
    "GET passports": own(S.READ_RELATIONSHIPS),
    "GET relationships/{slug}/passport": ours("relationship", S.READ_RELATIONSHIPS),
    "GET relationships/{slug}/payments": ours("relationship", S.READ_RELATIONSHIPS),
    "GET customers/{slug}/payments": received("customer", S.READ_CUSTOMERS),
    "GET registrations": own(S.READ_RELATIONSHIPS),
    "GET registrations/{pk}": ours("registration", S.READ_RELATIONSHIPS),
    "GET passport-versions": own(S.READ_CUSTOMERS),
    "GET passport-versions/{number}": received("passport_version", S.READ_CUSTOMERS),
    "GET qualifications": own(S.READ_RELATIONSHIPS),
    "GET qualifications/{pk}": ours("qualification", S.READ_RELATIONSHIPS),
    "GET own-qualifications": own(S.READ_CUSTOMERS),
    "GET own-qualifications/{pk}": received("qualification", S.READ_CUSTOMERS),
    "GET screening/lists": own(S.READ_RELATIONSHIPS),
    "GET screening/matches": own(S.READ_RELATIONSHIPS),
    "GET screening/matches/{pk}": ours("screening_match", S.READ_RELATIONSHIPS),
    "POST screening/matches/{pk}/decision": ours(
        "screening_match", S.DECIDE_SCREENING, body={"status": "rejected", "reason": "Another company."}
    ),
    "GET relationships/{slug}/screening": ours("relationship", S.READ_RELATIONSHIPS),
    "GET webhooks": own(S.MANAGE_WEBHOOKS),
    "POST webhooks": own(S.MANAGE_WEBHOOKS),
    "GET webhooks/{pk}": ours("endpoint", S.MANAGE_WEBHOOKS),
    "PATCH webhooks/{pk}": ours("endpoint", S.MANAGE_WEBHOOKS, body={"name": "ERP"}),
    "POST webhooks/{pk}/secret": ours("endpoint", S.MANAGE_WEBHOOKS),
    "POST webhooks/{pk}/ping": ours("endpoint", S.MANAGE_WEBHOOKS),
    "GET webhooks/{pk}/deliveries": ours("endpoint", S.MANAGE_WEBHOOKS),
    "GET deliveries/{pk}": ours("delivery", S.MANAGE_WEBHOOKS),
    "POST deliveries/{pk}/again": ours("delivery", S.MANAGE_WEBHOOKS),
    "GET selections": own(S.READ_RELATIONSHIPS),
    "GET selections/{pk}": ours("selection", S.READ_RELATIONSHIPS),
    # Last: afterwards it is gone.
    "DELETE webhooks/{pk}": ours("endpoint", S.MANAGE_WEBHOOKS),
}


def _naming(place: Place) -> dict[str, str]:
    return {name: route.record for name, route in ROUTES.items() if route.place is place}


RECORDS, RECEIVED, ANSWERED = _naming(Place.OURS), _naming(Place.RECEIVED), _naming(Place.ANSWERED)
