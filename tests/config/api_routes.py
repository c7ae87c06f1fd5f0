"""Every route of the API, and whose business it is. A new route must be put into one of these."""

from tandem.accounts.scopes import Scope

# One finds one's own there, or nothing: the address names no record.
OWN = {
    "GET passports", "GET registrations", "GET passport-versions",
    "GET token", "GET organisations", "GET sites", "GET audit-entries", "GET relationships", "POST relationships",
    "GET categories", "GET qualifications", "GET selections", "GET own-qualifications", "GET cases",
    "GET received-cases",
    "GET customers", "GET mappings", "POST mappings", "GET imports", "POST imports", "GET kpis",
    "GET objections", "GET own-objections", "GET targets", "GET own-targets",
    "GET measures", "GET templates", "GET runs", "POST runs", "GET webhooks", "POST webhooks",
    "GET screening/lists", "GET screening/matches",
    "GET assessment-templates", "GET assessments", "POST assessments", "GET own-assessments",
    "GET approved-suppliers", "GET approved-suppliers/question",
}  # fmt: skip

# Which of Nordlicht's records a route names; the keys are those of the `nordlichts` fixture. `body` is what to send.
RECORDS: dict[str, str] = {
    "GET relationships/{slug}/passport": "relationship",
    "GET relationships/{slug}/payments": "relationship",
    "GET registrations/{pk}": "registration",
    "GET organisations/{slug}": "relationship",
    "GET audit-entries/{pk}": "audit_entry",
    "GET relationships/{slug}": "relationship",
    "PATCH relationships/{slug}": "relationship",
    "POST relationships/{slug}/stage": "relationship",
    "GET relationships/{slug}/cards": "relationship",
    "GET relationships/{slug}/kpis/{code}/months": "relationship_kpi",
    "GET relationships/{slug}/screening": "relationship",
    "GET screening/matches/{pk}": "screening_match",
    "POST screening/matches/{pk}/decision": "screening_match",
    "GET relationships/{slug}/statements": "relationship",
    "GET relationships/{slug}/evidence": "relationship",
    "GET relationships/{slug}/evaluation": "relationship",
    "GET assessment-templates/{pk}": "questionnaire",
    "GET assessments/{pk}": "assessment",
    "GET qualifications/{pk}": "qualification",
    "GET selections/{pk}": "selection",
    "GET cases/{pk}": "case",
    "GET imports/{number}": "batch",
    "GET imports/{number}/rejects": "rejected_batch",
    "POST imports/{number}/withdrawal": "batch",
    "GET kpis/{code}": "kpi",
    "GET templates/{pk}": "template",
    "GET runs/{pk}": "run",
    "POST runs/{pk}/publication": "run",
    "POST runs/{pk}/discarding": "run",
    "POST runs/{pk}/data-check": "run",
    "GET runs/{pk}/cards": "run",
    "GET cards/{pk}": "card",
    "GET objections/{pk}": "objection",
    "GET targets/{pk}": "target_agreement",
    "POST objections/{pk}/lines/{line}/decision": "objection_line",
    "GET cards/{pk}/explanation": "card",
    "GET cards/{pk}/lines/{kpi}": "card_kpi",
    "GET webhooks/{pk}": "endpoint",
    "PATCH webhooks/{pk}": "endpoint",
    "POST webhooks/{pk}/secret": "endpoint",
    "POST webhooks/{pk}/ping": "endpoint",
    "GET webhooks/{pk}/deliveries": "endpoint",
    "GET deliveries/{pk}": "delivery",
    "POST deliveries/{pk}/again": "delivery",
    # Last: afterwards it is gone.
    "DELETE webhooks/{pk}": "endpoint",
}
# Those are the supplier's to see, once published.
RECEIVED = {
    "GET received-cases/{pk}": "case",
    "GET customers/{slug}/payments": "customer",
    "GET passport-versions/{number}": "passport_version",
    "GET own-qualifications/{pk}": "qualification",
    "GET own-assessments/{pk}": "assessment",
    "GET customers/{slug}": "customer",
    "GET customers/{slug}/cards": "customer",
    "GET customers/{slug}/kpis/{code}/months": "customer_on_time",
    "GET received-cards/{pk}": "card",
    "GET own-objections/{pk}": "objection",
    "GET own-targets/{pk}": "target_agreement",
    "POST own-objections/{pk}/answer": "check",
    "POST received-cards/{pk}/acknowledgement": "card",
    "POST received-cards/{pk}/appeals": "card",
    "GET received-cards/{pk}/explanation": "card",
}
# The supplier's to do; what Nordlicht asked was handed in, so that they are refused there now.
ANSWERED = {
    "POST own-assessments/{pk}/answers": "assessment",
    "POST own-assessments/{pk}/files/{code}": "assessment_question",
    "POST own-assessments/{pk}/submission": "assessment",
    # Another value has been proposed for it, which the customer answers next.
    "POST own-targets/{pk}/answer": "target_agreement",
}
OBJECTING = {
    "POST own-objections/{pk}/answer",
    "POST received-cards/{pk}/acknowledgement",
    "POST received-cards/{pk}/appeals",
}
BODIES: dict[str, dict[str, object]] = {
    "POST own-assessments/{pk}/answers": {"answers": [{"question": "ppm", "value": "5"}]},
    "POST own-targets/{pk}/answer": {"version": 2},
    "PATCH relationships/{slug}": {"preferred": True},
    "POST relationships/{slug}/stage": {"stage": "probation", "reason": "Late again."},
    "POST screening/matches/{pk}/decision": {"status": "rejected", "reason": "Another company."},
    "PATCH webhooks/{pk}": {"name": "ERP"},
    "POST objections/{pk}/lines/{line}/decision": {"accept": True, "reason": "Agreed."},
    "POST received-cards/{pk}/appeals": {"claims": [{"kpi": "on_time_lines", "reason": "not_ours"}]},
    "POST imports/{number}/withdrawal": {"reason": "Wrong file."},
}

# Which scope each asks for, said a second time: a route that takes a weaker one by mistake differs from this.
SCOPES: dict[Scope | None, set[str]] = {
    None: {"GET token"},
    Scope.READ_ORGANISATION: {"GET organisations", "GET organisations/{slug}", "GET sites"},
    Scope.READ_RELATIONSHIPS: {
        "GET cases", "GET cases/{pk}",
        "GET passports", "GET relationships/{slug}/passport", "GET relationships/{slug}/payments",
        "GET registrations", "GET registrations/{pk}", "GET relationships/{slug}/statements",
        "GET relationships/{slug}/evidence", "GET relationships/{slug}/evaluation",
        "GET assessment-templates", "GET assessment-templates/{pk}", "GET assessments", "GET assessments/{pk}",
        "GET categories", "GET relationships", "GET relationships/{slug}", "GET relationships/{slug}/screening",
        "GET screening/lists", "GET screening/matches", "GET screening/matches/{pk}",
        "GET qualifications", "GET qualifications/{pk}", "GET selections", "GET selections/{pk}",
    },
    Scope.WRITE_ASSESSMENTS: {"POST assessments"},
    Scope.ANSWER_CUSTOMERS: set(ANSWERED),
    Scope.DECIDE_SCREENING: {"POST screening/matches/{pk}/decision"},
    Scope.WRITE_RELATIONSHIPS: {
        "PATCH relationships/{slug}", "POST relationships", "POST relationships/{slug}/stage",
    },
    Scope.READ_FACTS: {
        "GET imports", "GET imports/{number}", "GET imports/{number}/rejects", "GET mappings", "GET measures",
    },
    Scope.WRITE_IMPORTS: {"POST imports", "POST imports/{number}/withdrawal", "POST mappings"},
    Scope.READ_SCORECARDS: {
        "GET cards/{pk}", "GET cards/{pk}/explanation", "GET cards/{pk}/lines/{kpi}", "GET kpis", "GET kpis/{code}",
        "GET relationships/{slug}/cards", "GET relationships/{slug}/kpis/{code}/months",
        "GET runs", "GET runs/{pk}", "GET runs/{pk}/cards", "GET templates",
        "GET templates/{pk}", "GET objections", "GET objections/{pk}", "GET targets", "GET targets/{pk}",
    },
    Scope.WRITE_RUNS: {"POST runs/{pk}/data-check", "POST runs", "POST runs/{pk}/discarding"},
    Scope.PUBLISH_RUNS: {"POST runs/{pk}/publication"},
    Scope.DECIDE_OBJECTIONS: {"POST objections/{pk}/lines/{line}/decision"},
    Scope.WRITE_OBJECTIONS: OBJECTING,
    Scope.READ_CUSTOMERS: {
        "GET customers", "GET own-qualifications", "GET own-assessments", "GET passport-versions",
        "GET own-objections", "GET own-targets", "GET received-cases", *(RECEIVED.keys() - OBJECTING),
    },
    Scope.READ_APPROVALS: {"GET approved-suppliers", "GET approved-suppliers/question"},
    Scope.READ_AUDIT: {"GET audit-entries", "GET audit-entries/{pk}"},
    Scope.MANAGE_WEBHOOKS: {
        "DELETE webhooks/{pk}", "GET deliveries/{pk}", "GET webhooks", "GET webhooks/{pk}",
        "GET webhooks/{pk}/deliveries", "PATCH webhooks/{pk}", "POST deliveries/{pk}/again", "POST webhooks",
        "POST webhooks/{pk}/ping", "POST webhooks/{pk}/secret",
    },
}  # fmt: skip
