"""What a requirement set's JSON means: stages in order, each with its gate and its items. Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from tandem.accounts.roles import CAPABILITIES, Capability, Role
from tandem.onboarding.models.requirements import (
    BY_SUPPLIER,
    Gate,
    ItemKind,
    StageKind,
    in_script,
)

# What an item of each kind asks besides its title, all as text; whole: a number of pieces, share: per cent.
SPEC: dict[str, tuple[tuple[str, str], ...]] = {
    ItemKind.DOCUMENT: (("document_kind", "choice"),),
    ItemKind.QUESTIONNAIRE: (("template", "choice"), ("least_score", "share")),
    ItemKind.AUDIT: (("template", "choice"), ("least_score", "share"), ("least_grade", "choice")),
    ItemKind.SAMPLE: (
        ("quantity", "whole"),
        ("characteristic", "text"),
        ("lower", "number"),
        ("upper", "number"),
        ("unit", "text"),
    ),
    ItemKind.TRIAL: (("batch", "whole"), ("least_yield", "share"), ("most_ppm", "whole")),
    ItemKind.SCREENING: (),
    ItemKind.CHECK: (),
}
# Who may answer for a stage: those whose role lets them lead a qualification or decide on one.
OWNER_ROLES = tuple(
    role
    for role in Role
    if CAPABILITIES[role] & {Capability.MANAGE_QUALIFICATION, Capability.APPROVE_SUPPLIERS}
)
MOST_STAGES, MOST_ITEMS, LONGEST_DAYS = 12, 30, 730


@dataclass(frozen=True)
class Item:
    kind: str = ItemKind.DOCUMENT
    title: str = ""
    title_local: str = ""
    note: str = ""
    note_local: str = ""
    by_supplier: bool = True
    spec: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return in_script(self.title, self.title_local) or str(ItemKind(self.kind).label)

    @property
    def expected(self) -> str:
        return in_script(self.note, self.note_local)


@dataclass(frozen=True)
class Stage:
    kind: str = StageKind.DOCUMENTS
    name: str = ""
    name_local: str = ""
    gate: str = Gate.ALL
    owner_role: str = ""
    owner: int | None = None
    days: int = 14
    items: tuple[Item, ...] = ()

    @property
    def title(self) -> str:
        return in_script(self.name, self.name_local) or str(StageKind(self.kind).label)


def read(stages: Sequence[Mapping[str, Any]]) -> list[Stage]:
    return [
        Stage(**{**stage, "items": tuple(Item(**item) for item in stage.get("items", ()))})
        for stage in stages
    ]


def written(stages: Sequence[Stage]) -> list[dict[str, Any]]:
    return [asdict(tidied(stage)) for stage in stages]


def tidied(stage: Stage) -> Stage:
    """With only what each kind asks, and with who hands in what where the kind settles it."""
    return replace(stage, items=tuple(_tidied(item) for item in stage.items))


def problems(stages: Sequence[Stage]) -> list[str]:
    """What is missing before these stages can be asked of anybody, each a sentence."""
    found = []
    if not stages:
        found.append(_("Add a stage: without one there is nothing to pass."))
    for stage in stages:
        if not stage.items:
            found.append(_("“%(stage)s” asks for nothing yet: add an item.") % {"stage": stage.title})
        if not 1 <= stage.days <= LONGEST_DAYS:
            found.append(
                _("Give “%(stage)s” from 1 to %(most)s days.") % {"stage": stage.title, "most": LONGEST_DAYS}
            )
        for item in stage.items:
            found += _of_item(stage, item)
    return found


def number(text: str) -> Decimal | None:
    """None where it is no number that one would measure."""
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and -(10**12) < value < 10**12 else None


def _tidied(item: Item) -> Item:
    asked = {name for name, _kind in SPEC[item.kind]}
    spec = {name: value for name, value in item.spec.items() if name in asked and value}
    settled = item.kind in BY_SUPPLIER or (item.kind == ItemKind.CHECK and item.by_supplier)
    return replace(item, spec=spec, by_supplier=settled)


def _of_item(stage: Stage, item: Item) -> list[str]:
    where = {"stage": stage.title, "item": item.name}
    found = []
    if item.kind == ItemKind.CHECK and not (item.title or item.title_local):
        found.append(_("Say in “%(stage)s” what is to be checked.") % where)
    for name, kind in SPEC[item.kind]:
        text = item.spec.get(name, "")
        if not text or kind not in ("whole", "share", "number"):
            continue
        value = number(text)
        wrong = value is None or (kind == "whole" and (value < 0 or value != int(value)))
        if wrong or (kind == "share" and value is not None and not 0 <= value <= 100):
            found.append(
                _("%(stage)s, %(item)s: “%(text)s” is not a number that fits there.")
                % {**where, "text": text}
            )
    lower, upper = (number(item.spec.get(name, "")) for name in ("lower", "upper"))
    if lower is not None and upper is not None and lower > upper:
        found.append(_("%(stage)s, %(item)s: the lower limit is above the upper one.") % where)
    return found
