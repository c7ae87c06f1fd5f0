"""KPIs: the shipped ones mirrored from the lake's own list, a customer's own written here."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.core.fence import beyond_the_fence
from tandem.lake import kpis
from tandem.lake.errors import LakeRefused
from tandem.lake.kpis import KpiSpec
from tandem.scorecards import rules
from tandem.scorecards.models import Kpi


@beyond_the_fence()
@transaction.atomic
def mirror_shipped_kpis(*, now: datetime) -> int:
    """Keep a new version of every shipped KPI whose definition changed; called after migrating. Returns how
    many.

    Runs already made stay pinned to the versions they used.
    """
    known = {kpi.code: kpi for kpi in Kpi.objects.filter(customer=None).current()}
    kept = 0
    for code, spec in kpis.shipped().items():
        current = known.get(code)
        if current is None or current.spec != spec.as_data():
            _keep(None, spec, current, by_name="Tandem", now=now)
            kept += 1
    return kept


@transaction.atomic
def save_kpi(spec: KpiSpec, *, by: Actor, now: datetime) -> Kpi:
    """Keep a customer's own KPI, a new version where there is one already. Raises Refused with the lake's
    reason."""
    require(rules.can_write_templates(by))
    if spec.code in kpis.shipped():
        raise Refused(
            _("“%(code)s” is the code of a KPI that comes with Tandem; choose another.") % {"code": spec.code}
        )
    check_kpi(spec)
    current = (
        Kpi.objects.select_for_update().filter(customer=by.organization_id, code=spec.code).current().first()
    )
    if current is not None and current.spec == spec.as_data():
        return current
    kept = _keep(by.organization_id, spec, current, by_name=by.name, now=now)
    old = current.version if current else None
    audit.record(
        kept, "added" if current is None else "changed", by=by, changes={"version": [old, kept.version]}
    )
    return kept


def check_kpi(spec: KpiSpec) -> None:
    """Refuse a definition that cannot be measured, saying which part and why in the reader's language."""
    try:
        kpis.check(spec)
    except LakeRefused as error:
        raise Refused(error.in_language(get_language() or "en")) from error


def _keep(customer_id: int | None, spec: KpiSpec, current: Kpi | None, *, by_name: str, now: datetime) -> Kpi:
    if current is not None:
        current.is_current = False
        current.save(update_fields=["is_current"])
    return Kpi.objects.create(
        customer_id=customer_id,
        code=spec.code,
        version=current.version + 1 if current else 1,
        spec=spec.as_data(),
        kept_at=now,
        kept_by=by_name,
    )
