"""Who may do what: roles and their capabilities as one table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    PURCHASING_MANAGER = "purchasing_manager", _("Purchasing manager")
    BUYER = "buyer", _("Buyer")
    QUALITY_ENGINEER = "quality_engineer", _("Quality engineer")
    LOGISTICS = "logistics", _("Logistics")
    FINANCE = "finance", _("Finance")
    AUDITOR = "auditor", _("Auditor")


class Capability(models.TextChoices):
    MANAGE_ORGANISATION = "manage_organisation", _("Manage the organisation's people, sites and identifiers")
    MANAGE_RELATIONSHIPS = "manage_relationships", _("Create and change relationships")
    CHANGE_STAGE = "change_stage", _("Move a relationship to another stage")
    IMPORT_FACTS = "import_facts", _("Import and withdraw facts")
    MATCH_SUPPLIERS = "match_suppliers", _("Match supplier numbers to relationships")
    EDIT_TEMPLATES = "edit_templates", _("Write KPIs and scorecard templates")
    RUN_SCORECARDS = "run_scorecards", _("Start and discard scorecard runs")
    PUBLISH_SCORECARDS = "publish_scorecards", _("Publish scorecard runs")
    WRITE_NOTES = "write_notes", _("Write notes")


_ALL = frozenset(Capability)
C = Capability

# Who sets weights is not thereby allowed to publish: only an administrator holds both.
CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.ADMINISTRATOR: _ALL,
    Role.PURCHASING_MANAGER: frozenset(
        {
            C.MANAGE_RELATIONSHIPS,
            C.CHANGE_STAGE,
            C.IMPORT_FACTS,
            C.MATCH_SUPPLIERS,
            C.RUN_SCORECARDS,
            C.PUBLISH_SCORECARDS,
            C.WRITE_NOTES,
        }
    ),
    Role.BUYER: frozenset(
        {C.MANAGE_RELATIONSHIPS, C.IMPORT_FACTS, C.MATCH_SUPPLIERS, C.RUN_SCORECARDS, C.WRITE_NOTES}
    ),
    Role.QUALITY_ENGINEER: frozenset({C.IMPORT_FACTS, C.EDIT_TEMPLATES, C.RUN_SCORECARDS, C.WRITE_NOTES}),
    Role.LOGISTICS: frozenset({C.IMPORT_FACTS, C.MATCH_SUPPLIERS, C.WRITE_NOTES}),
    Role.FINANCE: frozenset({C.IMPORT_FACTS, C.WRITE_NOTES}),
    Role.AUDITOR: frozenset(),
}
