"""The page on which requirements are written: what was typed, read and changed by its buttons, before it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tandem.accounts.actor import Actor
from tandem.accounts.models import Site, User
from tandem.assessments.queries.questionnaires import active_templates
from tandem.core.keys import is_number, key_of
from tandem.onboarding.actions.requirements import Head
from tandem.onboarding.models import DocumentKind, Gate, ItemKind, RequirementSet, Risk, StageKind
from tandem.onboarding.models.requirements import BY_SUPPLIER
from tandem.onboarding.requirement_data import (
    MOST_ITEMS,
    MOST_STAGES,
    OWNER_ROLES,
    SPEC,
    Item,
    Stage,
    read,
)
from tandem.relationships import queries as relationships
from tandem.relationships.models import Category

LABELS: dict[str, Any] = {
    "document_kind": gettext_lazy("Kind of document"),
    "template": gettext_lazy("Template"),
    "least_score": gettext_lazy("Least score, in per cent"),
    "least_grade": gettext_lazy("Least grade"),
    "quantity": gettext_lazy("Number of samples"),
    "characteristic": gettext_lazy("What is measured"),
    "lower": gettext_lazy("Lower limit"),
    "upper": gettext_lazy("Upper limit"),
    "unit": gettext_lazy("Unit"),
    "batch": gettext_lazy("Pieces to be made"),
    "least_yield": gettext_lazy("Least yield, in per cent"),
    "most_ppm": gettext_lazy("At most defective per million"),
}


@dataclass(frozen=True)
class SpecField:
    name: str
    html_name: str
    label: str
    kind: str
    value: str
    choices: Sequence[tuple[str, str]]
    # What is chosen where nothing is.
    empty: Any


@dataclass(frozen=True)
class ItemRow:
    prefix: str
    place: str
    item: Item
    spec: list[SpecField]
    first: bool
    last: bool
    # Just added or given another kind, or not named yet: shown unfolded.
    open: bool

    @property
    def asks_who(self) -> bool:
        """Only of a check it is free who hands something in."""
        return self.item.kind == ItemKind.CHECK


@dataclass(frozen=True)
class StageRow:
    prefix: str
    place: int
    stage: Stage
    items: list[ItemRow]
    first: bool
    last: bool

    @property
    def place_text(self) -> str:
        return str(self.place)


class RequirementsEditor:
    """Head and stages, from a saved set or from what was sent."""

    def __init__(
        self, actor: Actor, found: RequirementSet | None, data: Mapping[str, Any] | None = None
    ) -> None:
        self.actor, self.found = actor, found
        self.problem = self.touched = ""
        if data is None:
            self.name = found.name if found else ""
            self.name_local = found.name_local if found else ""
            self.category = found.category_id if found else None
            self.site = found.site_id if found else None
            self.risk = found.risk if found else Risk.MEDIUM.value
            self.stages = read(found.stages) if found else [Stage(items=(Item(),))]
        else:
            self._read(data)

    # What the page shows.
    @property
    def is_named(self) -> bool:
        """A later version keeps the name of the first."""
        return self.found is not None and self.found.version > 1

    @property
    def rows(self) -> list[StageRow]:
        last = len(self.stages) - 1
        return [
            StageRow(f"s{place}", place, stage, self._items(place, stage), place == 0, place == last)
            for place, stage in enumerate(self.stages)
        ]

    @property
    def categories(self) -> list[Category]:
        return relationships.categories(self.actor)

    @property
    def sites(self) -> list[Site]:
        return list(Site.objects.filter(organization=self.actor.organization_id))

    @property
    def people(self) -> list[User]:
        return list(relationships.owners(self.actor))

    risks = Risk.choices
    kinds = StageKind.choices
    gates = Gate.choices
    item_kinds = ItemKind.choices
    roles = tuple((role.value, role.label) for role in OWNER_ROLES)

    @property
    def head(self) -> Head:
        own = self.actor.organization_id
        return Head(
            name=self.found.name if self.is_named and self.found else self.name,
            name_local=self.name_local,
            category=Category.objects.filter(pk=self.category or 0, customer=own).first(),
            site=Site.objects.filter(pk=self.site or 0, organization=own).first(),
            risk=self.risk,
        )

    # What its buttons do, before anything is saved.
    def act(self, wish: str) -> None:
        """`add_stage`, `add_item:0`, `drop_item:0:2`, `up_stage:1`…; anything else leaves all as it is."""
        verb, *places = wish.split(":")
        if verb == "touch":
            self.touched = ":".join(places)
        where = [int(place) for place in places if is_number(place, longest=4)]
        if verb == "add_stage" and len(self.stages) < MOST_STAGES:
            self.stages.append(Stage(kind=self._next_kind(), items=()))
        elif verb in ("drop_stage", "up_stage", "down_stage") and len(where) == 1:
            _arrange(self.stages, verb.removesuffix("_stage"), where[0])
        elif verb == "add_item" and len(where) == 1 and self._has(where[0]):
            stage = self.stages[where[0]]
            if len(stage.items) < MOST_ITEMS:
                kind = _first_item(stage.kind)
                self._set(where[0], (*stage.items, Item(kind=kind, by_supplier=kind in BY_SUPPLIER)))
        elif verb in ("drop_item", "up_item", "down_item") and len(where) == 2 and self._has(where[0]):
            items = list(self.stages[where[0]].items)
            _arrange(items, verb.removesuffix("_item"), where[1])
            self._set(where[0], tuple(items))

    def _has(self, place: int) -> bool:
        return place < len(self.stages)

    def _set(self, place: int, items: tuple[Item, ...]) -> None:
        self.stages[place] = replace(self.stages[place], items=items)

    def _next_kind(self) -> str:
        """The first in the usual order that is not there yet."""
        there = {stage.kind for stage in self.stages}
        return next((kind for kind in StageKind.values if kind not in there), StageKind.OTHER)

    def _items(self, place: int, stage: Stage) -> list[ItemRow]:
        last = len(stage.items) - 1
        return [
            ItemRow(
                f"s{place}i{at}",
                f"{place}:{at}",
                item,
                self._spec(f"s{place}i{at}", item),
                at == 0,
                at == last,
                f"{place}:{at}" == self.touched or not item.title,
            )
            for at, item in enumerate(stage.items)
        ]

    def _spec(self, prefix: str, item: Item) -> list[SpecField]:
        return [
            SpecField(
                name,
                f"{prefix}-{name}",
                str(LABELS[name]),
                kind,
                item.spec.get(name, ""),
                choices_of(name, self.actor, item.kind, item.spec.get(name, "")) if kind == "choice" else (),
                _EMPTY.get(name, gettext_lazy("any")),
            )
            for name, kind in SPEC[item.kind]
        ]

    def _read(self, data: Mapping[str, Any]) -> None:
        self.name = data.get("name", "")[:120]
        self.name_local = data.get("name_local", "")[:120]
        self.category, self.site = _key(data.get("category")), _key(data.get("site"))
        risk = data.get("risk", "")
        self.risk = risk if risk in Risk.values else Risk.MEDIUM.value
        members = {user.pk for user in self.people}
        self.stages = [
            _stage(data, f"s{place}", members) for place in range(_count(data.get("stages"), MOST_STAGES))
        ]


_EMPTY = {
    "template": gettext_lazy("none: the result is recorded by hand"),
    "least_grade": gettext_lazy("as its scheme says"),
}
GRADES = ("A", "B", "C")


def choices_of(name: str, actor: Actor, kind: str, chosen: str = "") -> list[tuple[str, str]]:
    """Of what a choice among records or kinds is made. A template that was retired since stays in its place."""
    match name:
        case "document_kind":
            return [(value, str(label)) for value, label in DocumentKind.choices]
        case "least_grade":
            return [(grade, grade) for grade in GRADES]
    found = [(each.code, each.name) for each in active_templates(actor, kind)]
    if chosen and chosen not in dict(found):
        found.append((chosen, _("%(template)s (not in use)") % {"template": chosen}))
    return found


def _stage(data: Mapping[str, Any], prefix: str, members: set[int]) -> Stage:
    owner = _key(data.get(f"{prefix}-owner"))
    role = data.get(f"{prefix}-owner_role", "")
    return Stage(
        kind=_one_of(StageKind.values, data.get(f"{prefix}-kind"), StageKind.OTHER),
        name=data.get(f"{prefix}-name", "").strip()[:120],
        name_local=data.get(f"{prefix}-name_local", "").strip()[:120],
        gate=_one_of(Gate.values, data.get(f"{prefix}-gate"), Gate.ALL),
        owner_role=role if role in {each.value for each in OWNER_ROLES} else "",
        owner=owner if owner in members else None,
        days=_count(data.get(f"{prefix}-days"), 9999),
        items=tuple(
            _item(data, f"{prefix}i{at}") for at in range(_count(data.get(f"{prefix}-items"), MOST_ITEMS))
        ),
    )


def _item(data: Mapping[str, Any], prefix: str) -> Item:
    kind = _one_of(ItemKind.values, data.get(f"{prefix}-kind"), ItemKind.CHECK)
    return Item(
        kind=kind,
        title=data.get(f"{prefix}-title", "").strip()[:160],
        title_local=data.get(f"{prefix}-title_local", "").strip()[:160],
        note=data.get(f"{prefix}-note", "").strip()[:1000],
        note_local=data.get(f"{prefix}-note_local", "").strip()[:1000],
        by_supplier=kind in BY_SUPPLIER or data.get(f"{prefix}-who") == "supplier",
        spec={name: data.get(f"{prefix}-{name}", "").strip()[:80] for name, _kind in SPEC[kind]},
    )


def _first_item(kind: str) -> str:
    """What a stage of this kind usually asks first."""
    usual = {
        StageKind.DOCUMENTS: ItemKind.DOCUMENT,
        StageKind.SURVEY: ItemKind.QUESTIONNAIRE,
        StageKind.AUDIT: ItemKind.AUDIT,
        StageKind.SAMPLE: ItemKind.SAMPLE,
        StageKind.TRIAL: ItemKind.TRIAL,
    }
    return usual.get(StageKind(kind), ItemKind.CHECK)


def _arrange(rows: list[Any], verb: str, place: int) -> None:
    if not 0 <= place < len(rows):
        return
    if verb == "drop":
        del rows[place]
    elif verb == "up" and place > 0:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    elif verb == "down" and place < len(rows) - 1:
        rows[place + 1], rows[place] = rows[place], rows[place + 1]


def _one_of(values: Sequence[str], text: Any, otherwise: str) -> str:
    return text if text in values else otherwise


def _key(text: Any) -> int | None:
    return key_of(text) or None


def _count(text: Any, most: int) -> int:
    return min(int(text), most) if is_number(text, longest=8) else 0
