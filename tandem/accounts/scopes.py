"""What a token may be used for: one table. A token never does more than whoever it acts for may."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from tandem.accounts.roles import Capability


class Scope(models.TextChoices):
    READ_ORGANISATION = "read:organisation", _("Read the organisation, its partners and sites")
    READ_RELATIONSHIPS = "read:relationships", _("Read suppliers and categories")
    WRITE_RELATIONSHIPS = "write:relationships", _("Add and change suppliers, move their stage")
    WRITE_ASSESSMENTS = "write:assessments", _("Ask suppliers for assessments, begin audits")
    DECIDE_SCREENING = "decide:screening", _("Decide on matches with screening lists")
    READ_FACTS = "read:facts", _("Read mappings, imports and measured figures")
    WRITE_IMPORTS = "write:imports", _("Import and withdraw facts, save mappings")
    READ_SCORECARDS = "read:scorecards", _("Read KPIs, templates, runs, scorecards and the lines behind them")
    WRITE_RUNS = "write:runs", _("Start and discard scorecard runs")
    PUBLISH_RUNS = "publish:runs", _("Publish scorecard runs")
    DECIDE_OBJECTIONS = "decide:objections", _("Decide on suppliers' objections to scorecards")
    COUNTERSIGN_RUNS = "countersign:runs", _("Countersign scorecard runs")
    READ_INCENTIVES = "read:incentives", _("Read policies, rewards, penalties, claims and their statements")
    WRITE_INCENTIVES = "write:incentives", _("Write policies, propose rewards and penalties, make claims")
    DECIDE_INCENTIVES = "decide:incentives", _("Approve, announce and reverse rewards, penalties and claims")
    WRITE_IMPROVEMENT = "write:improvement", _("Open and decide on 8D cases and improvement projects")
    JUDGE_SUPPLIERS = "judge:suppliers", _("Answer what one is asked about suppliers for their scorecards")
    READ_APPROVALS = "read:approvals", _("Read the approved supplier list")
    READ_CUSTOMERS = "read:customers", _("Read the organisation's customers and what they published")
    ANSWER_CUSTOMERS = "answer:customers", _("Answer customers’ questionnaires and hand them in")
    WRITE_OBJECTIONS = "write:objections", _("Acknowledge scorecards and appeal against them")
    ANSWER_INCENTIVES = "answer:incentives", _("Accept or appeal penalties and claims, sign statements")
    ANSWER_CASES = "answer:cases", _("Answer customers’ 8D cases, take part in projects")
    READ_AUDIT = "read:audit", _("Read the audit trail")
    MANAGE_WEBHOOKS = "manage:webhooks", _("Manage webhooks and read their delivery log")


C = Capability
# Any one of these is asked of whoever acts; a scope without one is open to every member.
ASKS: dict[Scope, frozenset[Capability]] = {
    Scope.READ_ORGANISATION: frozenset(),
    Scope.READ_RELATIONSHIPS: frozenset({C.READ_SUPPLIERS}),
    Scope.WRITE_RELATIONSHIPS: frozenset({C.MANAGE_RELATIONSHIPS, C.CHANGE_STAGE, C.MATCH_SUPPLIERS}),
    Scope.WRITE_ASSESSMENTS: frozenset({C.ASSESS_SUPPLIERS}),
    Scope.DECIDE_SCREENING: frozenset({C.DECIDE_SCREENING}),
    Scope.READ_FACTS: frozenset({C.READ_SUPPLIERS}),
    Scope.WRITE_IMPORTS: frozenset({C.IMPORT_FACTS}),
    Scope.READ_SCORECARDS: frozenset({C.READ_SUPPLIERS}),
    Scope.WRITE_RUNS: frozenset({C.RUN_SCORECARDS}),
    Scope.PUBLISH_RUNS: frozenset({C.PUBLISH_SCORECARDS}),
    Scope.DECIDE_OBJECTIONS: frozenset({C.DECIDE_APPEALS}),
    Scope.COUNTERSIGN_RUNS: frozenset({C.COUNTERSIGN_SCORECARDS}),
    Scope.READ_INCENTIVES: frozenset({C.READ_SUPPLIERS}),
    Scope.WRITE_INCENTIVES: frozenset({C.WRITE_POLICIES, C.PROPOSE_INCENTIVES, C.SETTLE_INCENTIVES}),
    Scope.DECIDE_INCENTIVES: frozenset({C.APPROVE_INCENTIVES, C.PROPOSE_INCENTIVES, C.SETTLE_INCENTIVES}),
    Scope.WRITE_IMPROVEMENT: frozenset({C.MANAGE_IMPROVEMENT}),
    Scope.JUDGE_SUPPLIERS: frozenset({C.READ_SUPPLIERS}),
    Scope.READ_APPROVALS: frozenset({C.READ_SUPPLIERS}),
    Scope.READ_CUSTOMERS: frozenset({C.READ_CUSTOMERS}),
    Scope.ANSWER_CUSTOMERS: frozenset({C.ANSWER_CUSTOMERS}),
    Scope.WRITE_OBJECTIONS: frozenset({C.ANSWER_CUSTOMERS}),
    Scope.ANSWER_INCENTIVES: frozenset({C.ANSWER_INCENTIVES, C.SIGN_STATEMENTS}),
    Scope.ANSWER_CASES: frozenset({C.ANSWER_CASES}),
    Scope.READ_AUDIT: frozenset({C.READ_AUDIT}),
    Scope.MANAGE_WEBHOOKS: frozenset({C.MANAGE_INTEGRATIONS}),
}
# Publishing is a person's decision, and who set the weights does not take it: no service token may. So is what a match
# with a list means, whether a supplier's objection holds, what one thinks of a supplier, and everybody's signature and
# word on money.
PERSONS_ONLY = frozenset(
    {
        Scope.PUBLISH_RUNS,
        Scope.COUNTERSIGN_RUNS,
        Scope.DECIDE_SCREENING,
        Scope.DECIDE_OBJECTIONS,
        Scope.JUDGE_SUPPLIERS,
        Scope.DECIDE_INCENTIVES,
        Scope.ANSWER_INCENTIVES,
    }
)


def capabilities_of(scopes: Iterable[str]) -> frozenset[Capability]:
    """What all these scopes may need together."""
    return frozenset().union(*(ASKS[Scope(scope)] for scope in scopes))


def open_to(capabilities: frozenset[Capability]) -> list[Scope]:
    """The scopes of which somebody with these capabilities has the use, in the table's order."""
    return [scope for scope in Scope if not ASKS[scope] or ASKS[scope] & capabilities]


def in_order(scopes: Iterable[str]) -> list[Scope]:
    held = set(scopes)
    return [scope for scope in Scope if scope in held]
