"""Who may do what: roles and their capabilities as one table."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """From which end of a relationship a role looks."""

    BOTH = "both", _("Either side")
    CUSTOMER = "customer", _("As a customer")
    SUPPLIER = "supplier", _("As a supplier")
    OTHER = "other", _("Third parties")


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")
    PURCHASING_MANAGER = "purchasing_manager", _("Purchasing manager")
    BUYER = "buyer", _("Buyer")
    QUALITY_ENGINEER = "quality_engineer", _("Quality engineer")
    LOGISTICS = "logistics", _("Logistics")
    FINANCE = "finance", _("Finance")
    EVALUATOR = "evaluator", _("Evaluator")
    SALES = "sales", _("Sales")
    SUPPLIER_QUALITY = "supplier_quality", _("Quality (as a supplier)")
    SUPPLIER_FINANCE = "supplier_finance", _("Finance (as a supplier)")
    LENDER = "lender", _("Lender")
    MEDIATOR = "mediator", _("Mediator")


R = Role
SIDES: dict[Side, tuple[Role, ...]] = {
    Side.BOTH: (R.ADMINISTRATOR, R.AUDITOR),
    Side.CUSTOMER: (
        R.PURCHASING_MANAGER,
        R.BUYER,
        R.QUALITY_ENGINEER,
        R.LOGISTICS,
        R.FINANCE,
        R.EVALUATOR,
    ),
    Side.SUPPLIER: (R.SALES, R.SUPPLIER_QUALITY, R.SUPPLIER_FINANCE),
    # Named for the rooms to come; until then they open nothing of the organisation's.
    Side.OTHER: (R.LENDER, R.MEDIATOR),
}


class Capability(models.TextChoices):
    MANAGE_ORGANISATION = "manage_organisation", _("Manage the organisation's people, sites and identifiers")
    MANAGE_INTEGRATIONS = "manage_integrations", _("Manage service tokens and webhooks")
    MERGE_ORGANISATIONS = "merge_organisations", _("Propose and approve the merging of organisations")
    READ_AUDIT = "read_audit", _("Read the organisation's audit trail")
    WRITE_NOTES = "write_notes", _("Write notes")
    READ_SUPPLIERS = "read_suppliers", _("Read the organisation's suppliers, facts and scorecards")
    MANAGE_RELATIONSHIPS = "manage_relationships", _("Create and change relationships")
    CHANGE_STAGE = "change_stage", _("Move a relationship to another stage")
    IMPORT_FACTS = "import_facts", _("Import and withdraw facts")
    MATCH_SUPPLIERS = "match_suppliers", _("Match supplier numbers to relationships")
    EDIT_TEMPLATES = "edit_templates", _("Write KPIs and scorecard templates")
    RUN_SCORECARDS = "run_scorecards", _("Start and discard scorecard runs")
    PUBLISH_SCORECARDS = "publish_scorecards", _("Publish scorecard runs")
    DECIDE_APPEALS = "decide_appeals", _("Decide on suppliers' objections to scorecards")
    COUNTERSIGN_SCORECARDS = "countersign_scorecards", _("Countersign scorecard runs")
    ASK_SUPPLIERS = (
        "ask_suppliers",
        _("Invite suppliers and ask them for data, dates, surveys and certificates"),
    )
    MANAGE_QUALIFICATION = (
        "manage_qualification",
        _("Define requirements, lead qualifications and keep suppliers' documents"),
    )
    APPROVE_SUPPLIERS = "approve_suppliers", _("Decide on qualifications and keep the approved supplier list")
    DECIDE_SCREENING = "decide_screening", _("Decide on matches with debarment and sanctions lists")
    CONFIRM_BANK_ACCOUNTS = (
        "confirm_bank_accounts",
        _("Call suppliers back about their bank accounts and confirm them"),
    )
    EDIT_ASSESSMENTS = "edit_assessments", _("Write questionnaires and audit templates")
    ASSESS_SUPPLIERS = "assess_suppliers", _("Assess suppliers: questionnaires, audits, finances, capacity")
    RUN_SELECTIONS = "run_selections", _("Prepare selections of suppliers")
    DECIDE_SELECTIONS = "decide_selections", _("Decide on selections of suppliers")
    COUNTERSIGN_SELECTIONS = "countersign_selections", _("Countersign selections of suppliers")
    MANAGE_IMPROVEMENT = (
        "manage_improvement",
        _("Open and decide 8D cases and improvement projects of suppliers"),
    )
    WRITE_POLICIES = "write_policies", _("Write policies of rewards and penalties")
    PROPOSE_INCENTIVES = "propose_incentives", _("Propose rewards and penalties, and make claims")
    APPROVE_INCENTIVES = (
        "approve_incentives",
        _("Approve rewards, penalties and claims, and decide appeals against them"),
    )
    SETTLE_INCENTIVES = "settle_incentives", _("Make out reconciliation statements and sign them")
    READ_CUSTOMERS = "read_customers", _("Read what customers published, and the customers' conduct")
    KEEP_CUSTOMERS = "keep_customers", _("Keep customers: contacts, next steps, private customers")
    ANSWER_CUSTOMERS = "answer_customers", _("Answer what customers ask")
    ANSWER_CASES = "answer_cases", _("Answer customers' 8D cases, and open some")
    ANSWER_INCENTIVES = "answer_incentives", _("Accept or appeal customers' penalties and claims")
    SIGN_STATEMENTS = "sign_statements", _("Sign customers' reconciliation statements")
    KEEP_PASSPORT = (
        "keep_passport",
        _("Keep what the organisation says of itself, and share it with customers"),
    )
    LOAD_OWN_RECORDS = "load_own_records", _("Load one's own delivery records")


C = Capability
_READS_SUPPLIERS = frozenset({C.READ_SUPPLIERS, C.WRITE_NOTES})
_READS_CUSTOMERS = frozenset({C.READ_CUSTOMERS, C.WRITE_NOTES, C.ANSWER_CUSTOMERS})

# Whoever sets weights is not thereby allowed to publish: only an administrator holds both, and even an
# administrator does not publish what rests on weights of their own (see scorecards/rules.py).
CAPABILITIES: dict[Role, frozenset[Capability]] = {
    R.ADMINISTRATOR: frozenset(Capability),
    R.AUDITOR: frozenset({C.READ_SUPPLIERS, C.READ_CUSTOMERS, C.READ_AUDIT}),
    R.PURCHASING_MANAGER: _READS_SUPPLIERS
    | {
        C.MANAGE_RELATIONSHIPS,
        C.CHANGE_STAGE,
        C.IMPORT_FACTS,
        C.MATCH_SUPPLIERS,
        C.RUN_SCORECARDS,
        C.PUBLISH_SCORECARDS,
        C.DECIDE_APPEALS,
        C.MERGE_ORGANISATIONS,
        C.ASK_SUPPLIERS,
        C.MANAGE_QUALIFICATION,
        C.APPROVE_SUPPLIERS,
        C.DECIDE_SCREENING,
        C.CONFIRM_BANK_ACCOUNTS,
        C.ASSESS_SUPPLIERS,
        C.RUN_SELECTIONS,
        C.DECIDE_SELECTIONS,
        C.MANAGE_IMPROVEMENT,
        C.READ_AUDIT,
        C.WRITE_POLICIES,
        C.PROPOSE_INCENTIVES,
        C.APPROVE_INCENTIVES,
    },
    R.BUYER: _READS_SUPPLIERS
    | {
        C.MANAGE_RELATIONSHIPS,
        C.IMPORT_FACTS,
        C.MATCH_SUPPLIERS,
        C.RUN_SCORECARDS,
        C.ASK_SUPPLIERS,
        C.MANAGE_QUALIFICATION,
        C.ASSESS_SUPPLIERS,
        C.RUN_SELECTIONS,
        C.MANAGE_IMPROVEMENT,
        C.PROPOSE_INCENTIVES,
    },
    R.QUALITY_ENGINEER: _READS_SUPPLIERS
    | {
        C.IMPORT_FACTS,
        C.EDIT_TEMPLATES,
        C.RUN_SCORECARDS,
        C.DECIDE_APPEALS,
        C.COUNTERSIGN_SCORECARDS,
        C.ASK_SUPPLIERS,
        C.MANAGE_QUALIFICATION,
        C.EDIT_ASSESSMENTS,
        C.ASSESS_SUPPLIERS,
        C.COUNTERSIGN_SELECTIONS,
        C.MANAGE_IMPROVEMENT,
        C.WRITE_POLICIES,
        C.PROPOSE_INCENTIVES,
    },
    R.LOGISTICS: _READS_SUPPLIERS
    | {
        C.IMPORT_FACTS,
        C.MATCH_SUPPLIERS,
        C.ASK_SUPPLIERS,
        C.ASSESS_SUPPLIERS,
        C.COUNTERSIGN_SELECTIONS,
        C.PROPOSE_INCENTIVES,
        C.DECIDE_APPEALS,
        C.COUNTERSIGN_SCORECARDS,
    },
    R.FINANCE: _READS_SUPPLIERS
    | {
        C.IMPORT_FACTS,
        C.DECIDE_SCREENING,
        C.CONFIRM_BANK_ACCOUNTS,
        C.ASSESS_SUPPLIERS,
        C.COUNTERSIGN_SELECTIONS,
        C.APPROVE_INCENTIVES,
        C.SETTLE_INCENTIVES,
        C.COUNTERSIGN_SCORECARDS,
    },
    R.EVALUATOR: _READS_SUPPLIERS | {C.ASSESS_SUPPLIERS},
    R.SALES: _READS_CUSTOMERS
    | {C.KEEP_CUSTOMERS, C.KEEP_PASSPORT, C.LOAD_OWN_RECORDS, C.ANSWER_CASES, C.ANSWER_INCENTIVES},
    R.SUPPLIER_QUALITY: _READS_CUSTOMERS
    | {C.KEEP_PASSPORT, C.LOAD_OWN_RECORDS, C.ANSWER_CASES, C.ANSWER_INCENTIVES},
    R.SUPPLIER_FINANCE: _READS_CUSTOMERS
    | {C.KEEP_PASSPORT, C.LOAD_OWN_RECORDS, C.ANSWER_INCENTIVES, C.SIGN_STATEMENTS},
    R.LENDER: frozenset(),
    R.MEDIATOR: frozenset(),
}

# Whose capabilities hold within the categories that the member looks after (`relationships.CategoryDuty`).
WITHIN_CATEGORIES = frozenset({R.BUYER})
# Concerns no single supplier, so that no category bounds it.
_UNBOUNDED = frozenset({C.READ_SUPPLIERS, C.WRITE_NOTES, C.IMPORT_FACTS})


def narrowed(roles: Iterable[str]) -> frozenset[Capability]:
    """What these roles allow for the suppliers of one's own categories alone: no other role of theirs allows it."""
    held = {Role(role) for role in roles}
    within = capabilities(held & WITHIN_CATEGORIES) - _UNBOUNDED
    return within - capabilities(held - WITHIN_CATEGORIES)


def capabilities(roles: Iterable[str]) -> frozenset[Capability]:
    """What any of these roles allows."""
    return frozenset().union(*(CAPABILITIES[Role(role)] for role in roles))


def labels(roles: Iterable[str]) -> str:
    """The roles' names, in the order of the table."""
    held = set(roles)
    return " · ".join(str(role.label) for role in Role if role in held)
