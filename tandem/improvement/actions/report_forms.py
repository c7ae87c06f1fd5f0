"""A customer's Excel forms: kept with their mapping, filled from a case, and read back into it."""

import base64
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core import kept_files
from tandem.core.errors import Refused
from tandem.core.fence import acting_for
from tandem.core.file_kinds import kind_of
from tandem.core.office_files import XLSX
from tandem.improvement import form_cells, house_form, report_forms
from tandem.improvement.actions.cases import other_end
from tandem.improvement.actions.steps import hand_in_for, save_draft
from tandem.improvement.models import Case, Draft, ReportForm, Step
from tandem.improvement.rules import cases as rules

CELL = re.compile(r"^([A-Z]{1,3}[1-9][0-9]{0,5})$")
FOLDER = "improvement/forms"


@transaction.atomic
def keep_form(name: str, content: bytes, file_name: str, *, by: Actor, now: datetime) -> ReportForm:
    """Keep a form; placeholders such as {{d2.problem}} in its cells say where fields stand. Raises Refused."""
    require(rules.can_set_rules(by), rules.why_not_manage(by))
    if not name.strip():
        raise Refused(_("Give the form a name."))
    if ReportForm.objects.filter(customer=by.organization_id, name=name.strip()).exists():
        raise Refused(_("There is a form of that name already. Choose another name."))
    kind_of(content, (XLSX,))
    told = form_cells.apart("find", {}, content)
    _require_whole(told)
    known = report_forms.known()
    unknown = [
        f"{places[0][0]}!{places[0][1]}: {code}"
        for code, places in told["found"].items()
        if code not in known
    ]
    if unknown:
        raise Refused(
            _(
                "These placeholders are no fields of a case: %(unknown)s. The list of fields stands on the page."
            )
            % {"unknown": "; ".join(unknown[:8])}
        )
    kept = kept_files.keep(content, name=file_name, folder=FOLDER, taken=(XLSX,))
    form = ReportForm.objects.create(
        customer_id=by.organization_id,
        name=name.strip()[:120],
        path=kept.path,
        file_name=kept.file_name,
        size=kept.size,
        fields=told["found"],
        kept_at=now,
        kept_by_name=by.name[:120],
    )
    audit.record(form, "form_kept", by=by, changes={"file": ["", form.file_name]})
    return form


@transaction.atomic
def place_field(form: ReportForm, code: str, sheet: str, cell: str, *, by: Actor) -> None:
    """Say in which cell a field stands, for a form without placeholders; an empty cell takes it out. Raises Refused."""
    require(rules.can_set_rules(by), rules.why_not_manage(by))
    if code not in report_forms.known():
        raise Refused(_("There is no field “%(field)s”.") % {"field": code})
    cell = cell.strip().upper()
    if cell and not CELL.match(cell):
        raise Refused(_("“%(cell)s” is no cell. Write it as B12.") % {"cell": cell})
    fields = dict(form.fields)
    if cell:
        told = form_cells.apart("fill", {"cells": [[sheet.strip(), cell, code, ""]]}, _content(form))
        if told["fault"] == form_cells.NO_CELL:
            raise Refused(_("The form has no sheet “%(sheet)s”.") % {"sheet": sheet.strip()})
        _require_whole(told)
        fields[code] = [[sheet.strip(), cell]]
    else:
        fields.pop(code, None)
    form.fields = fields
    form.save(update_fields=["fields"])
    audit.record(form, "form_mapped", by=by, changes={"field": ["", code], "cell": ["", f"{sheet}!{cell}"]})


@transaction.atomic
def remove_form(form: ReportForm, *, by: Actor) -> None:
    require(rules.can_set_rules(by), rules.why_not_manage(by))
    audit.record(form, "form_removed", by=by)
    path = form.path
    form.delete()
    transaction.on_commit(lambda: kept_files.forget(path))


def forms_of(customer_id: int) -> list[ReportForm]:
    """The customer's, also for its supplier, which fills them in."""
    with acting_for(customer_id):
        return list(ReportForm.objects.filter(customer=customer_id))


def filled_form(case: Case, form: ReportForm | None, *, by: Actor) -> bytes:
    """The form with the case's fields, its layout kept; the house's where `form` is None. Drafts are the supplier's to
    see alone. Raises Refused."""
    content, fields = _form(form)
    values = report_forms.values_of(case, _latest(case, by), get_language() or "en")
    cells = [
        [sheet, cell, code, values.get(code, "")] for code, places in fields.items() for sheet, cell in places
    ]
    told = form_cells.apart("fill", {"cells": cells}, content)
    _require_whole(told)
    audit.record(case, "form_exported", by=by, counterpart=other_end(case, by))
    return base64.b64decode(told["content"])


@transaction.atomic
def read_form(
    case: Case, form: ReportForm | None, content: bytes, *, by: Actor, now: datetime
) -> tuple[list[str], list[tuple[str, str]]]:
    """Take a filled form into the case: as drafts for the supplier, handed in on its behalf for the customer. Returns
    the steps taken, and what was wrong by cell; with anything wrong nothing is taken. Raises Refused."""
    ours = rules.can_manage(by, case)
    require(ours or rules.can_answer(by, case), rules.why_not_manage(by))
    kind_of(content, (XLSX,))
    _blank, fields = _form(form)
    places = [(code, places[0]) for code, places in fields.items() if code.startswith("d")]
    told = form_cells.apart("read", {"cells": [place for _code, place in places]}, content)
    _require_whole(told)
    texts = {
        code: "" if "{{" in text else text for (code, _place), text in zip(places, told["texts"], strict=True)
    }
    cells = {code: f"{sheet}!{cell}" for code, (sheet, cell) in places}
    contents, faults = report_forms.contents_of(texts, cells)
    if faults:
        return [], faults
    return _taken(case, contents, ours=ours, by=by, now=now), []


def _taken(case: Case, contents: Mapping[str, Any], *, ours: bool, by: Actor, now: datetime) -> list[str]:
    taken = []
    steps = {step.code: step for step in case.steps.all()}
    latest = _latest(case, by)
    for code, content in contents.items():
        step = steps[code]
        step.case = case
        if not step.is_waiting or latest.get(code) == content:
            continue
        if ours:
            try:
                with transaction.atomic():
                    hand_in_for(step, content, by=by, now=now)
            except Refused:
                continue  # what is not whole, or not due yet, stays to be filled in
        else:
            save_draft(step, content, by=by, now=now)
        taken.append(code)
    return taken


def _form(form: ReportForm | None) -> tuple[bytes, dict[str, list[list[str]]]]:
    if form is not None:
        return _content(form), form.fields
    content = house_form.house_form()
    told = form_cells.apart("find", {}, content)
    _require_whole(told)
    return content, told["found"]


def _content(form: ReportForm) -> bytes:
    if not default_storage.exists(form.path):
        raise Refused(_("The file of this form is missing in the storage. Upload the form again."))
    with default_storage.open(form.path) as file:
        return bytes(file.read())


def _latest(case: Case, by: Actor) -> dict[str, Any]:
    """Each step's draft where one may see it, else what was handed in last."""
    steps = Step.objects.filter(case=case).prefetch_related("hand_ins")
    found = {step.code: hand_ins[-1].content for step in steps if (hand_ins := list(step.hand_ins.all()))}
    if case.relationship.supplier_id == by.organization_id:
        drafts = Draft.objects.filter(step__case=case).select_related("step")
        found |= {draft.step.code: draft.content for draft in drafts}
    return found


def _require_whole(told: Mapping[str, Any]) -> None:
    if told["fault"] == form_cells.TOO_LARGE:
        raise Refused(_("The workbook is larger than can be read. Remove sheets and empty formatted cells."))
    if told["fault"] == form_cells.NO_CELL:
        raise Refused(_("The form has no cell %(cell)s.") % {"cell": told.get("cell", "")})
    if told["fault"]:
        raise Refused(_("The workbook could not be read. Save it again as XLSX without protection."))
