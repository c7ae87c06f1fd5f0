"""Who may do what with scorecards. Setting weights and publishing are separate rights on purpose."""

from datetime import datetime

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.scorecards.models import Kpi, Run, Template


def can_write_templates(actor: Actor) -> bool:
    return actor.can(Capability.EDIT_TEMPLATES)


def can_change_template(actor: Actor, template: Template) -> bool:
    return template.customer_id == actor.organization_id and actor.can(Capability.EDIT_TEMPLATES)


def can_change_kpi(actor: Actor, kpi: Kpi) -> bool:
    """Shipped KPIs change with Tandem itself; a customer's own change here."""
    return kpi.customer_id == actor.organization_id and actor.can(Capability.EDIT_TEMPLATES)


def can_start_runs(actor: Actor) -> bool:
    return actor.can(Capability.RUN_SCORECARDS)


def can_compute(actor: Actor, run: Run) -> bool:
    return run.customer_id == actor.organization_id and actor.can(Capability.RUN_SCORECARDS)


def can_publish(actor: Actor, run: Run, now: datetime) -> bool:
    return (
        run.customer_id == actor.organization_id
        and not is_own_proposal(actor, run, now)
        and not has_overridden(actor, run, now)
        and actor.can(Capability.PUBLISH_SCORECARDS)
    )


def has_overridden(actor: Actor, run: Run, now: datetime, relationship_id: int | None = None) -> bool:
    """Whether the person, or somebody they are one hand with, adjusted points that stand: on any card of the run, or on
    one supplier's."""
    return any(
        actor.is_one_with(each.made_by_user_id, since=each.made_at, now=now)
        for each in run.overrides.all()
        if each.ended_at is None and relationship_id in (None, each.relationship_id)
    )


def is_own_proposal(actor: Actor, run: Run, now: datetime) -> bool:
    """Whether the run rests on weights that the person put to use, or somebody they are one hand with."""
    return actor.is_one_with(run.template.activated_by_id, since=run.template.activated_at, now=now)


def can_import_history(actor: Actor) -> bool:
    """Grades of any supplier: a buyer's categories do not reach that far."""
    return actor.can_everywhere(Capability.RUN_SCORECARDS)
