"""A supplier's statements and ratios, as its customer may see them."""

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from typing_extensions import TypedDict

from tandem.accounts.rest import ApiRequest, PageOf, Paging, asks, listed
from tandem.accounts.scopes import Scope
from tandem.assessments import ratios
from tandem.assessments.models import Statement
from tandem.assessments.queries.finances import finances_of
from tandem.assessments.statement_wording import why
from tandem.core.cursors import Order
from tandem.relationships.api import find

router = Router(tags=["assessments"])


class RatioOut(TypedDict):
    """`value` is null without what it needs, and `reason` says why; amounts are in whole units of the currency."""

    code: str
    group: str
    name: str
    formula: str
    unit: str
    value: str | None
    reason: str


class StatementOut(TypedDict):
    """One year. A line that is not in `lines` is not known, and never zero."""

    year_end: date
    months: int
    currency: str
    unit: int
    standard: str
    audited_by: str
    kept_by_supplier: bool
    file_name: str
    saved_at: datetime
    lines: dict[str, str]
    ratios: list[RatioOut]
    altman: str | None
    altman_zone: str | None
    altman_reason: str


@router.get(
    "/relationships/{slug:slug}/statements",
    **asks(
        Scope.READ_RELATIONSHIPS,
        _("A supplier's financial statements with their ratios, the newest first"),
        PageOf[StatementOut],
    ),
)
def relationship_statements(request: ApiRequest, slug: str, paging: Query[Paging]) -> HttpResponse:
    supplier = find(request, slug).supplier
    rows = Statement.objects.visible_to(request.actor).filter(organization=supplier)
    return listed(
        request,
        rows,
        _told,
        orders={"year_end": Order("year_end", never_null=True)},
        sort="-year_end",
        paging=paging,
    )


def _told(statement: Statement) -> StatementOut:
    kept = Statement.objects.filter(organization=statement.organization_id, kept_by=statement.kept_by_id)
    earlier = kept.filter(year_end__year=statement.year_end.year - 1)
    found = finances_of([statement, *earlier])
    assert found is not None  # noqa: S101  # there is the statement
    altman = found.altman
    return StatementOut(
        year_end=statement.year_end,
        months=statement.months,
        currency=statement.currency,
        unit=statement.unit,
        standard=statement.standard,
        audited_by=statement.audited_by,
        kept_by_supplier=statement.is_suppliers_own,
        file_name=statement.file_name,
        saved_at=statement.saved_at,
        lines=statement.lines,
        ratios=[
            RatioOut(
                code=ratio.code,
                group=ratio.group,
                name=str(ratio.name),
                formula=str(ratio.formula),
                unit=ratio.unit,
                value=_text(found.ratios[ratio.code][-1].value),
                reason=why(found.ratios[ratio.code][-1]),
            )
            for ratio in ratios.RATIOS
        ],
        altman=_text(altman.score.value),
        altman_zone=altman.zone.value if altman.zone else None,
        altman_reason=why(altman.score),
    )


def _text(value: Decimal | None) -> str | None:
    """Ten digits behind the point, without a float's noise."""
    return None if value is None else f"{value:.10f}"
