"""How suppliers stand against the lists: asked by the pages here, by qualification and by selection."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tandem.accounts.actor import Actor
from tandem.onboarding.models import ListVersion, PublicList, ScreenedSupplier, ScreeningMatch
from tandem.relationships.models import Relationship

WITH_BOTH = ("relationship__supplier", "entry")


class Standing(models.TextChoices):
    NEVER = "never", _("Never screened")
    CLEAR = "clear", _("Nothing on the lists")
    OPEN = "open", _("Matches to decide")
    CONFIRMED = "confirmed", _("Confirmed on a list")


TONES: dict[str, str] = {
    Standing.NEVER: "neutral",
    Standing.CLEAR: "good",
    Standing.OPEN: "warning",
    Standing.CONFIRMED: "bad",
}


@dataclass(frozen=True)
class ScreeningState:
    """`open` matches wait for a decision; `confirmed` ones are listed still. The worse of the two is the standing.

    `due`: something about the supplier has changed since `at`, and it is compared again within a minute.
    """

    at: datetime | None
    open: int = 0
    confirmed: int = 0
    due: bool = False

    @property
    def standing(self) -> Standing:
        if self.confirmed:
            return Standing.CONFIRMED
        if self.open:
            return Standing.OPEN
        return Standing.CLEAR if self.at else Standing.NEVER

    @property
    def label(self) -> str:
        return str(self.standing.label)

    @property
    def tone(self) -> str:
        return TONES[self.standing]


def screening_state(relationship: Relationship) -> ScreeningState:
    return screening_states([relationship.pk])[relationship.pk]


def screening_states(relationships: Iterable[int]) -> dict[int, ScreeningState]:
    """The same for many, by their ids, in two statements."""
    wanted = list(relationships)
    screened = {each.pk: each for each in ScreenedSupplier.objects.filter(pk__in=wanted)}
    counted: dict[int, dict[str, int]] = {}
    told = (ScreeningMatch.Status.OPEN, ScreeningMatch.Status.CONFIRMED)
    rows = ScreeningMatch.objects.filter(relationship__in=wanted, status__in=told)
    for pk, status, until in rows.filter(entry__in_force=True).values_list(
        "relationship", "status", "entry__until"
    ):
        last = screened[pk].at if pk in screened else None
        if (
            status == ScreeningMatch.Status.CONFIRMED
            and until is not None
            and last is not None
            and until < last.date()
        ):
            continue  # the debarment was over when it was last compared
        counts = counted.setdefault(pk, {})
        counts[status] = counts.get(status, 0) + 1
    return {
        pk: ScreeningState(
            at=screened[pk].at if pk in screened else None,
            open=counted.get(pk, {}).get(ScreeningMatch.Status.OPEN, 0),
            confirmed=counted.get(pk, {}).get(ScreeningMatch.Status.CONFIRMED, 0),
            due=pk in screened and screened[pk].due_since is not None,
        )
        for pk in wanted
    }


def matches(actor: Actor, status: str = "", words: str = "") -> QuerySet[ScreeningMatch]:
    rows = ScreeningMatch.objects.visible_to(actor).filter(relationship__merged_into=None)
    if status:
        rows = rows.filter(status=status)
    if words:
        known = Q(supplier_name__icontains=words) | Q(listed_name__icontains=words)
        rows = rows.filter(known | Q(relationship__search_text__icontains=words))
    return rows.select_related(*WITH_BOTH).prefetch_related("relationship__categories")


def newest_versions() -> dict[str, ListVersion]:
    """The version in force of each list that was loaded."""
    found: dict[str, ListVersion] = {}
    for version in ListVersion.objects.order_by("number"):
        found[version.kind] = version
    return found


def lists_in_force() -> list[tuple[str, str, ListVersion | None]]:
    """Each list there can be: its code, its name, and the version in force."""
    newest = newest_versions()
    return [(kind, str(label), newest.get(kind)) for kind, label in PublicList.choices]
