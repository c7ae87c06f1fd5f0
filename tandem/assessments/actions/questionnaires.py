"""Writing questionnaires and audit templates: drafts change, active ones never; a change makes a new version."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.checks import check
from tandem.accounts.rules import require
from tandem.assessments import content, shipped
from tandem.assessments.content import Content
from tandem.assessments.models import Template
from tandem.assessments.rules import questionnaires as rules
from tandem.core.errors import Refused

FIELDS = ("code", "title", "title_local", "note", "note_local", "kind", "scheme")


@transaction.atomic
def write_template(fields: Mapping[str, Any], *, by: Actor, asked: Content | None = None) -> Template:
    """A new draft, without questions unless `asked` has them. Raises Refused."""
    require(rules.can_write_templates(by))
    template = Template(
        customer_id=by.organization_id, **{name: fields[name] for name in FIELDS if name in fields}
    )
    template.ask(asked or Content())
    if Template.objects.filter(customer=template.customer_id, code=template.code).exists():
        raise Refused(_taken(template))
    _save(template)
    audit.record(template, "added", by=by)
    return template


@transaction.atomic
def take_over(code: str, *, by: Actor) -> Template:
    """One of those that come with Tandem, as a draft of one's own. Raises Refused where one has it already."""
    require(rules.can_write_templates(by))
    found = shipped.shipped().get(code)
    if found is None:
        raise Refused(_("There is no such template."))
    fields = {name: getattr(found, name) for name in FIELDS}
    return write_template(fields, by=by, asked=found.content)


@transaction.atomic
def change_template(template: Template, fields: Mapping[str, Any], *, by: Actor) -> None:
    """Its title, kind and scheme."""
    _require_draft(template, by)
    # A version is known by its code: what has versions already keeps it.
    changes = audit.differences(
        template, {name: fields[name] for name in FIELDS if name in fields and name != "code"}
    )
    for name, (_old, new) in changes.items():
        setattr(template, name, new)
    _save(template)
    if changes:
        audit.record(template, "changed", by=by, changes=changes)


@transaction.atomic
def ask_other_questions(template: Template, asked: Content, *, by: Actor) -> None:
    """Keep other sections and questions, sound or not yet; publishing checks them."""
    _require_draft(template, by)
    if len(list(asked)) > content.MOST_QUESTIONS or len(asked.sections) > content.MOST_SECTIONS:
        raise Refused(
            _("A questionnaire has at most %(questions)d questions in %(sections)d sections.")
            % {"questions": content.MOST_QUESTIONS, "sections": content.MOST_SECTIONS}
        )
    before = template.content
    template.ask(asked)
    if template.content != before:
        template.save()
        audit.record(template, "questions_changed", by=by)


@transaction.atomic
def new_version(template: Template, *, by: Actor) -> Template:
    """A draft that begins as a copy; the version in use stays until the draft is published."""
    require(rules.can_change_template(by, template))
    family = Template.objects.filter(customer=template.customer_id, code=template.code)
    draft = family.filter(status=Template.Status.DRAFT).first()
    if draft is not None:
        raise Refused(_("There is a draft already: %(draft)s.") % {"draft": draft})
    copy = Template(
        customer_id=template.customer_id,
        version=(family.aggregate(last=Max("version"))["last"] or 0) + 1,
        content=template.content,
        **{name: getattr(template, name) for name in FIELDS},
    )
    copy.save()
    audit.record(copy, "added", by=by, changes={"version": [template.version, copy.version]})
    return copy


@transaction.atomic
def publish_template(template: Template, *, by: Actor, now: datetime) -> None:
    """Put a sound draft to use; the version in use until now retires. Raises Refused with every problem."""
    _require_draft(template, by)
    problems = template_problems(template)
    if problems:
        raise Refused(" ".join(problems))
    in_use = Template.objects.filter(
        customer=template.customer_id, code=template.code, status=Template.Status.ACTIVE
    )
    for earlier in in_use:
        audit.move(earlier, Template.Status.RETIRED, by=by)
    template.published_at = now
    template.published_by_id = by.user_id
    audit.move(template, Template.Status.ACTIVE, by=by)


@transaction.atomic
def retire_template(template: Template, *, by: Actor) -> None:
    """Take a version out of use, or drop a draft; what was assessed by it stays."""
    require(rules.can_change_template(by, template))
    audit.move(template, Template.Status.RETIRED, by=by)


def template_problems(template: Template) -> list[str]:
    """Why it cannot be put to use yet."""
    return content.problems(template.asked, template.how.points, template.how.most)


def _require_draft(template: Template, by: Actor) -> None:
    require(rules.can_change_template(by, template))
    if not template.is_draft:
        raise Refused(
            _("%(template)s has been published and stays as it is. Make a new version.")
            % {"template": template}
        )


def _save(template: Template) -> None:
    check(template)
    template.save()


def _taken(template: Template) -> str:
    return _(
        "There is a template with the code “%(code)s” already: make a new version, or choose another code."
    ) % {"code": template.code}
