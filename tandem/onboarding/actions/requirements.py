"""Keeping what is asked of suppliers, version by version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.models import Site
from tandem.accounts.rules import require
from tandem.assessments.queries.questionnaires import active_templates
from tandem.core.errors import Refused
from tandem.onboarding import requirement_data, shipped
from tandem.onboarding.models import RequirementSet
from tandem.onboarding.requirement_data import Stage
from tandem.onboarding.rules import qualification as rules
from tandem.relationships.models import Category

Status = RequirementSet.Status


@dataclass(frozen=True)
class Head:
    """What a set is called and for what it is."""

    name: str
    name_local: str = ""
    category: Category | None = None
    site: Site | None = None
    risk: str = "medium"


@transaction.atomic
def save_requirements(
    found: RequirementSet | None, head: Head, stages: Sequence[Stage], *, by: Actor
) -> RequirementSet:
    """A new draft, or a changed one. What is missing stands on its page; only putting it in force asks for all."""
    require(rules.can_keep_requirements(by))
    name = head.name.strip()
    if not name:
        raise Refused(_("Give the requirements a name."))
    _require_own(head, by)
    if found is None:
        if RequirementSet.objects.visible_to(by).filter(name=name).exists():
            raise Refused(
                _("There are requirements of the name “%(name)s” already. Choose another.") % {"name": name}
            )
        found = RequirementSet(customer_id=by.organization_id)
    elif found.status != Status.DRAFT:
        raise Refused(_("Only a draft can be changed. Make a new version, and put that in force."))
    elif found.version == 1:
        found.name = name
    is_new = found.pk is None
    found.name = name if is_new else found.name
    found.name_local = head.name_local.strip()
    found.category, found.site, found.risk = head.category, head.site, head.risk
    found.stages = requirement_data.written(stages)
    found.save()
    audit.record(found, "added" if is_new else "changed", by=by)
    return found


@transaction.atomic
def put_in_force(found: RequirementSet, *, by: Actor, now: datetime) -> None:
    """From now on it is asked of whoever begins; an earlier version of it is retired."""
    require(rules.can_keep_requirements(by))
    missing = requirement_data.problems(requirement_data.read(found.stages))
    if missing:
        raise Refused(missing[0])
    _require_templates(found, by)
    rows = RequirementSet.objects.visible_to(by).in_force().select_for_update()
    same = rows.filter(category=found.category_id, site=found.site_id, risk=found.risk).first()
    if same is not None and same.name != found.name:
        raise Refused(
            _("“%(set)s” is in force for the same category, site and risk class. Retire it first.")
            % {"set": same}
        )
    for earlier in rows.filter(name=found.name):
        audit.move(earlier, Status.RETIRED, by=by)
    found.activated_at, found.activated_by_name = now, by.name[:120]
    audit.move(found, Status.IN_FORCE, by=by)


@transaction.atomic
def retire_requirements(found: RequirementSet, *, by: Actor) -> None:
    """What runs by them goes on; nothing new begins."""
    require(rules.can_keep_requirements(by))
    audit.move(found, Status.RETIRED, by=by)


@transaction.atomic
def new_version(found: RequirementSet, *, by: Actor) -> RequirementSet:
    """A draft that begins as the version given; one that there is already is handed back."""
    require(rules.can_keep_requirements(by))
    versions = RequirementSet.objects.visible_to(by).filter(name=found.name)
    draft = versions.filter(status=Status.DRAFT).first()
    if draft is not None:
        return draft
    latest = versions.order_by("-version").values_list("version", flat=True).first() or 0
    made = RequirementSet.objects.create(
        customer_id=by.organization_id,
        name=found.name,
        name_local=found.name_local,
        category=found.category,
        site=found.site,
        risk=found.risk,
        version=latest + 1,
        stages=found.stages,
    )
    audit.record(made, "added", by=by)
    return made


@transaction.atomic
def take_over_shipped(*, by: Actor, now: datetime) -> list[RequirementSet]:
    """Tandem's own sets, in force at once where nothing is in force for the same; the others are drafts."""
    require(rules.can_keep_requirements(by))
    own = RequirementSet.objects.visible_to(by)
    made = []
    for name, name_local, risk, stages in shipped.SETS:
        if own.filter(name=name).exists():
            continue
        taken = save_requirements(None, Head(name, name_local, risk=risk), stages, by=by)
        if not own.in_force().filter(category=None, site=None, risk=risk).exists():
            put_in_force(taken, by=by, now=now)
        made.append(taken)
    if not made:
        raise Refused(_("Tandem’s own requirements have been taken over already."))
    return made


def _require_templates(found: RequirementSet, by: Actor) -> None:
    """What is asked by a questionnaire or audit takes a version that is in use."""
    used: dict[str, set[str]] = {}
    for stage in requirement_data.read(found.stages):
        for item in stage.items:
            code = item.spec.get("template", "")
            if not code:
                continue
            if item.kind not in used:
                rows = active_templates(by, item.kind)
                used[item.kind] = set(rows.values_list("code", flat=True))
            if code not in used[item.kind]:
                raise Refused(
                    _("%(stage)s, %(item)s: its template is not in use. Publish it, or choose another.")
                    % {"stage": stage.title, "item": item.name}
                )


def _require_own(head: Head, by: Actor) -> None:
    if head.category is not None and head.category.customer_id != by.organization_id:
        raise Refused(_("This category is none of yours. Choose one from your list."))
    if head.site is not None and head.site.organization_id != by.organization_id:
        raise Refused(_("This site is none of yours. Choose one from your list."))
