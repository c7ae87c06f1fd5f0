"""The audit trail: every action that changes a record says so here, in the same transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.models import AuditEntry
from tandem.core.errors import Refused

Changes = Mapping[str, Sequence[Any]]


def record(
    obj: models.Model,
    verb: str,
    *,
    by: Actor,
    changes: Changes | None = None,
    reason: str = "",
    counterpart: int | None = None,
    shared: bool = False,
) -> AuditEntry:
    """Add one entry. `changes` maps a field to [from, to]; `counterpart` is the other organisation's id."""
    entry = _entry(obj, verb, by, changes=changes, reason=reason, counterpart=counterpart, shared=shared)
    entry.save()
    return entry


def record_many(
    entries: Iterable[tuple[models.Model, Changes]], verb: str, *, by: Actor, counterpart_field: str = ""
) -> None:
    """One entry for each record, written together; `counterpart_field` names the record's other organisation."""
    AuditEntry.objects.bulk_create(
        [
            _entry(
                obj,
                verb,
                by,
                changes=changes,
                counterpart=getattr(obj, counterpart_field) if counterpart_field else None,
            )
            for obj, changes in entries
        ],
        batch_size=2000,
    )


def move(
    obj: Any,
    to: str,
    *,
    by: Actor,
    field: str = "status",
    reason: str = "",
    counterpart: int | None = None,
    shared: bool = False,
) -> None:
    """Change a state along the model's TRANSITIONS, save and record it. Raises Refused for an illegal move."""
    old = getattr(obj, field)
    if to not in obj.TRANSITIONS.get(old, set()):
        labels = dict(obj._meta.get_field(field).flatchoices)
        raise Refused(
            _("%(record)s cannot go from “%(old)s” to “%(new)s”.")
            % {"record": obj, "old": labels.get(old, old), "new": labels.get(to, to)}
        )
    setattr(obj, field, to)
    obj.save()
    record(
        obj,
        f"moved_{field}",
        by=by,
        changes={field: [old, to]},
        reason=reason,
        counterpart=counterpart,
        shared=shared,
    )


def differences(obj: models.Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Which of `values` differ from the record's own, as {field: [from, to]}."""
    return {
        field: [getattr(obj, field), value] for field, value in values.items() if getattr(obj, field) != value
    }


def _entry(
    obj: models.Model,
    verb: str,
    by: Actor,
    *,
    changes: Changes | None,
    reason: str = "",
    counterpart: int | None = None,
    shared: bool = False,
) -> AuditEntry:
    return AuditEntry(
        user_id=by.user_id,
        actor_name=by.name[:120],
        on_behalf_of=by.on_behalf_of[:250],
        organization_id=by.organization_id,
        counterpart_id=counterpart,
        shared=shared,
        record_type=obj._meta.label_lower,
        record_id=obj.pk,
        record_name=str(obj)[:250],
        verb=verb,
        changes={field: [_plain(value) for value in pair] for field, pair in (changes or {}).items()},
        reason=reason,
    )


def _plain(value: Any) -> Any:
    """What JSON can hold: dates and decimals as text, records by their name."""
    if isinstance(value, Decimal | date | datetime):
        return str(value)
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value
