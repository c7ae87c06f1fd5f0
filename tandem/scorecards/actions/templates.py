"""Writing scorecard templates: drafts change, active ones never; a change makes a new version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.scorecards import queries, rubrics, rules, standard
from tandem.scorecards.models import (
    Assignment,
    Criterion,
    Deduction,
    GradeBand,
    RedLine,
    Template,
    Trial,
)

PARTS: tuple[tuple[str, type[models.Model]], ...] = (
    ("criteria", Criterion),
    ("deductions", Deduction),
    ("red_lines", RedLine),
    ("bands", GradeBand),
    ("assignments", Assignment),
)


@dataclass(frozen=True)
class Parts:
    """What a template is made of, each part as the fields of its model."""

    criteria: Sequence[Mapping[str, Any]]
    bands: Sequence[Mapping[str, Any]]
    deductions: Sequence[Mapping[str, Any]] = ()
    red_lines: Sequence[Mapping[str, Any]] = ()
    assignments: Sequence[Mapping[str, Any]] = field(default=())


@transaction.atomic
def save_template(
    template: Template | None, fields: Mapping[str, Any], parts: Parts, *, by: Actor
) -> Template:
    """Save a draft whole, sound or not yet; `template` None makes a new one. Raises Refused."""
    require(rules.can_write_templates(by))
    if template is None:
        template = Template(customer_id=by.organization_id)
    require(rules.can_change_template(by, template))
    if template.status != Template.Status.DRAFT:
        raise Refused(
            _("%(template)s is in use and stays as it is. Make a new version.") % {"template": template}
        )
    for name, value in fields.items():
        setattr(template, name, value)
    is_new = template.pk is None
    _save(template)
    Trial.objects.filter(template=template).delete()
    for name, model in PARTS:
        _replace(template, model, [_whole(row) for row in getattr(parts, name)])
    audit.record(template, "added" if is_new else "changed", by=by)
    return template


@transaction.atomic
def new_version(template: Template, *, by: Actor) -> Template:
    """A draft that begins as a copy; the version in use stays until the draft is activated."""
    require(rules.can_change_template(by, template))
    family = Template.objects.filter(customer=template.customer_id, name=template.name)
    draft = family.filter(status=Template.Status.DRAFT).first()
    if draft is not None:
        raise Refused(_("There is a draft already: %(draft)s.") % {"draft": draft})
    copy = Template.objects.get(pk=template.pk)
    copy.pk = None
    copy.version = (family.aggregate(last=Max("version"))["last"] or 0) + 1
    copy.status = Template.Status.DRAFT
    copy.activated_at = None
    copy.activated_by = None
    copy.save()
    for name, _model in PARTS:
        for part in getattr(template, name).all():
            part.pk = None
            part.template = copy
            part.save(force_insert=True)
    audit.record(copy, "added", by=by, changes={"version": [template.version, copy.version]})
    return copy


@transaction.atomic
def activate_template(template: Template, *, by: Actor, now: datetime) -> None:
    """Put a sound draft to use; the version in use until now retires. Raises Refused with every problem."""
    require(rules.can_change_template(by, template))
    problems = queries.template_problems(template)
    if problems:
        raise Refused(" ".join(problems))
    in_use = Template.objects.filter(
        customer=template.customer_id, name=template.name, status=Template.Status.ACTIVE
    )
    for earlier in in_use:
        audit.move(earlier, Template.Status.RETIRED, by=by)
    template.activated_at = now
    template.activated_by_id = by.user_id
    audit.move(template, Template.Status.ACTIVE, by=by)


@transaction.atomic
def retire_template(template: Template, *, by: Actor) -> None:
    """Take a template out of use, or drop a draft; its runs stay."""
    require(rules.can_change_template(by, template))
    audit.move(template, Template.Status.RETIRED, by=by)


def _whole(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """What people judge has no KPI and no curve of its own: a level's points are the criterion's."""
    if row.get("rubric") is None:
        return row
    return {**row, "kpi": rubrics.key_of(row["code"]), "curve": rubrics.STRAIGHT}


def _save(template: Template) -> None:
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        raise Refused(
            _("There is a template “%(name)s” already; choose another name.") % {"name": template.name}
        ) from error


def _replace(template: Template, model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """The template's parts of one kind, made anew in the given order."""
    ordered = any(part.name == "position" for part in model._meta.get_fields())
    manager = model._default_manager
    manager.filter(template=template).delete()
    places = ({"position": place} if ordered else {} for place in range(len(rows)))
    try:
        with transaction.atomic():
            manager.bulk_create(
                model(template=template, **place, **row) for place, row in zip(places, rows, strict=True)
            )
    except IntegrityError as error:
        raise Refused(
            _("Two %(parts)s of the template bear the same code, or a number is out of its range.")
            % {"parts": model._meta.verbose_name_plural}
        ) from error


@transaction.atomic
def use_standard_template(*, by: Actor, now: datetime) -> Template:
    """Put the template that comes with Tandem to use, as a first one to score by and to change. Raises Refused."""
    parts = Parts(standard.CRITERIA, standard.BANDS, (), standard.RED_LINES)
    fields = {
        "name": standard.NAME,
        "name_local": standard.NAME_LOCAL,
        "minimum_sample": standard.MINIMUM_SAMPLE,
    }
    template = save_template(None, fields, parts, by=by)
    activate_template(template, by=by, now=now)
    return template
