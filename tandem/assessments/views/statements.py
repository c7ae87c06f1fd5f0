"""Keeping statements: a supplier its own (`/assessments/own/statements/…`), a customer those of a supplier for itself
(`/assessments/suppliers/<slug>/statements/…`). Both sides use the same pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tandem.accounts.models import Organization
from tandem.accounts.requests import ActorRequest
from tandem.accounts.rules import require
from tandem.assessments import statement_template
from tandem.assessments.actions.statements import (
    Given,
    check,
    remove_statement,
    save_statement,
    save_statements,
)
from tandem.assessments.forms.statements import StatementFileForm, StatementForm
from tandem.assessments.models import Statement
from tandem.assessments.rules import statements as rules
from tandem.assessments.statement_files import FileYear, Understood, grids, understand
from tandem.assessments.statement_headings import YearEnd
from tandem.core.errors import Refused
from tandem.relationships import tabs
from tandem.relationships.models import Relationship

SIGNED_FOR = "assessments.statements"


@dataclass(frozen=True)
class Desk:
    """Whose statements are kept, and from which side: `relationship` is the customer's, None for one's own."""

    organization: Organization
    relationship: Relationship | None

    def url(self, name: str, *args: Any) -> str:
        if self.relationship is None:
            return reverse(f"assessments_supplier:{name}", args=args)
        return reverse(f"assessments:{name}", args=[self.relationship.slug, *args])

    @property
    def home(self) -> str:
        return self.url("statements" if self.relationship is None else "finances")

    @property
    def add(self) -> str:
        return self.url("add_statement")

    @property
    def upload(self) -> str:
        return self.url("upload_statements")

    @property
    def take(self) -> str:
        return self.url("take_statements")

    @property
    def template(self) -> str:
        return self.url("statement_template")


def desk_of(request: ActorRequest, slug: str | None) -> Desk:
    if slug is None:
        return Desk(Organization.objects.get(pk=request.actor.organization_id), None)
    relationship = tabs.find(request, slug)
    return Desk(relationship.supplier, relationship)


def add_statement(request: ActorRequest, slug: str | None = None) -> HttpResponse:
    desk = _keeping(request, slug)
    form = StatementForm(request.POST or None, initial=_beginning(desk))
    return _saving(request, desk, form, None)


def edit_statement(request: ActorRequest, pk: int, slug: str | None = None) -> HttpResponse:
    desk = desk_of(request, slug)
    statement = _find(request, desk, pk)
    require(rules.can_keep(request.actor, desk.organization, desk.relationship))
    names = ("year_end", "months", "currency", "unit", "standard", "audited_by")
    initial = {name: getattr(statement, name) for name in names} | statement.lines
    return _saving(request, desk, StatementForm(request.POST or None, initial=initial), statement)


@require_POST
def remove(request: ActorRequest, pk: int, slug: str | None = None) -> HttpResponse:
    desk = desk_of(request, slug)
    statement = _find(request, desk, pk)
    remove_statement(statement, by=request.actor, relationship=desk.relationship)
    messages.success(request, _("Removed."))
    return redirect(desk.home)


def upload_statements(request: ActorRequest, slug: str | None = None) -> HttpResponse:
    """A file is read and shown as it would be kept; nothing is, until somebody agrees."""
    desk = _keeping(request, slug)
    form = StatementFileForm(request.POST or None, request.FILES or None, initial=_beginning(desk))
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            return _preview(request, desk, form.cleaned_data)
        except Refused as refused:
            refusal = str(refused)
    status = 422 if refusal or form.errors else 200
    context = {"desk": desk, "form": form, "refusal": refusal}
    return render(request, "assessments/statements/upload.html", context, status=status)


@require_POST
def take_statements(request: ActorRequest, slug: str | None = None) -> HttpResponse:
    """The years of the preview, as they were shown there."""
    desk = _keeping(request, slug)
    try:
        packed = signing.loads(request.POST.get("kept", ""), salt=SIGNED_FOR, max_age=86400)
    except signing.BadSignature as error:
        raise Refused(_("The preview has expired. Load the file again.")) from error
    if packed["organization"] != desk.organization.pk or packed["by"] != request.actor.organization_id:
        raise Refused(_("The preview is of another supplier. Load the file again."))
    years = [_unpacked(each) for each in packed["years"]]
    save_statements(
        desk.organization, years, by=request.actor, now=timezone.now(), relationship=desk.relationship
    )
    messages.success(request, _("%(count)s years were kept.") % {"count": len(years)})
    return redirect(desk.home)


@require_GET
def statement_template_file(request: ActorRequest, slug: str | None = None) -> FileResponse:
    desk = desk_of(request, slug)
    return statement_template.answer(desk.organization.currency, timezone.localdate().year)


def _keeping(request: ActorRequest, slug: str | None) -> Desk:
    desk = desk_of(request, slug)
    require(rules.can_keep(request.actor, desk.organization, desk.relationship))
    return desk


def _find(request: ActorRequest, desk: Desk, pk: int) -> Statement:
    """One that the actor's organisation itself keeps."""
    kept = Statement.objects.visible_to(request.actor).select_related("organization")
    return get_object_or_404(
        kept, pk=pk, organization=desk.organization, kept_by=request.actor.organization_id
    )


def _beginning(desk: Desk) -> dict[str, Any]:
    """As the newest one is, else by the company's country."""
    newest = Statement.objects.filter(organization=desk.organization).first()
    chinese = desk.organization.country == "CN"
    return {
        "year_end": date(timezone.localdate().year - 1, 12, 31),
        "months": 12,
        "currency": newest.currency if newest else desk.organization.currency,
        "unit": newest.unit
        if newest
        else Statement.Unit.TEN_THOUSAND
        if chinese
        else Statement.Unit.THOUSAND,
        "standard": newest.standard
        if newest
        else Statement.Standard.CAS
        if chinese
        else Statement.Standard.IFRS,
        "ends_in": 12,
    }


def _saving(
    request: ActorRequest, desk: Desk, form: StatementForm, statement: Statement | None
) -> HttpResponse:
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            save_statement(
                desk.organization,
                form.given(),
                by=request.actor,
                now=timezone.now(),
                relationship=desk.relationship,
                replacing=statement,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The statement was kept."))
            return redirect(desk.home)
    context = {"desk": desk, "form": form, "statement": statement, "refusal": refusal}
    if statement is not None:
        context["remove"] = desk.url("remove_statement", statement.pk)
    status = 422 if refusal or form.errors else 200
    return render(request, "assessments/statements/form.html", context, status=status)


@dataclass(frozen=True)
class Previewed:
    """A year of the file: `refusal` says why it would not be kept; `known` whether it replaces one."""

    given: Given
    refusal: str
    known: bool


def _preview(request: ActorRequest, desk: Desk, values: dict[str, Any]) -> HttpResponse:
    file = values["file"]
    found = _understood(file, YearEnd(values["ends_in"], 31))
    unit, currency = found.unit or values["unit"], found.currency or values["currency"]
    about = {"unit": unit, "currency": currency, "file_name": Path(file.name or "").name}
    about |= {name: values[name] for name in ("standard", "audited_by")}
    kept = Statement.objects.filter(organization=desk.organization, kept_by=request.actor.organization_id)
    known = set(kept.values_list("year_end", flat=True))
    years = [_previewed(found, each, about, known) for each in found.years]
    good = [each.given for each in years if not each.refusal]
    packed = {
        "organization": desk.organization.pk,
        "by": request.actor.organization_id,
        "years": [_packed(each) for each in good],
    }
    context = {
        "desk": desk,
        "file_name": about["file_name"],
        "found": found,
        "unit": Statement.Unit(unit).label,
        "currency": currency,
        "years": years,
        "rows": statement_template.rows_of([each.given for each in years]),
        "good": len(good),
        "kept": signing.dumps(packed, salt=SIGNED_FOR, compress=True),
    }
    return render(request, "assessments/statements/preview.html", context)


def _understood(file: Any, ends: YearEnd) -> Understood:
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name or "statements").name
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        return understand(grids(path), ends)


def _previewed(found: Understood, year: FileYear, about: dict[str, Any], known: set[date]) -> Previewed:
    given = Given(year_end=year.ends, lines=year.lines, places=year.places, **about)
    faults = found.faults_of(year.ends)
    refusal = _("Faults in the file; they are listed below.") if faults else ""
    if not faults:
        try:
            check(given, today=timezone.localdate())
        except Refused as refused:
            refusal = str(refused)
    return Previewed(given, refusal, year.ends in known)


def _packed(given: Given) -> dict[str, Any]:
    return {
        **{name: getattr(given, name) for name in PLAIN},
        "year_end": given.year_end.isoformat(),
        "lines": {code: str(value) for code, value in given.lines.items()},
        "places": dict(given.places),
    }


def _unpacked(values: dict[str, Any]) -> Given:
    return Given(
        **{name: values[name] for name in PLAIN},
        year_end=date.fromisoformat(values["year_end"]),
        lines={code: Decimal(text) for code, text in values["lines"].items()},
        places=values["places"],
    )


PLAIN = ("currency", "unit", "months", "standard", "audited_by", "file_name")
