"""What desks have written down, read once for all of them: one statement a model, however many suppliers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar, cast

from tandem.accounts.models import Site, SiteException
from tandem.assessments.desk import Desk
from tandem.assessments.models import Kept, Plant

Word = TypeVar("Word", bound=Kept)
Pair = tuple[int, int]


class Words:
    """Each model's entries are read when the first desk's are asked for."""

    def __init__(self, desks: Iterable[Desk]) -> None:
        self._pairs = {_pair(desk) for desk in desks}
        self._read: dict[type[Kept], dict[Pair, list[Kept]]] = {}
        self._days: dict[int, dict[date, bool]] | None = None

    def of(self, model: type[Word], desk: Desk) -> list[Word]:
        """A desk's entries of one kind, in their usual order."""
        if model not in self._read:
            self._read[model] = self._all(model)
        return cast("list[Word]", self._read[model].get(_pair(desk), []))

    def says(self, desk: Desk, models: Sequence[type[Kept]]) -> bool:
        return any(self.of(model, desk) for model in models)

    def newest(self, desk: Desk, models: Sequence[type[Kept]]) -> date | None:
        """The day on which any of these was saved last."""
        moments = [entry.saved_at for model in models for entry in self.of(model, desk)]
        return max(moments).date() if moments else None

    def own_days(self, site: Site | None) -> dict[date, bool] | None:
        """The working and free days that a plant's site has of its own; None without a site."""
        if site is None:
            return None
        if self._days is None:
            self._days = defaultdict(dict)
            plants = [plant for rows in self._read.get(Plant, {}).values() for plant in rows]
            sites = {plant.site_id for plant in plants if isinstance(plant, Plant) and plant.site_id}
            for each in SiteException.objects.filter(site__in=sites):
                self._days[each.site_id][each.day] = each.works
        return self._days.get(site.pk, {})

    def _all(self, model: type[Kept]) -> dict[Pair, list[Kept]]:
        suppliers, keepers = ({pair[place] for pair in self._pairs} for place in (0, 1))
        rows = model._default_manager.filter(supplier__in=suppliers, kept_by__in=keepers)
        if model is Plant:
            rows = rows.select_related("site")
        found: dict[Pair, list[Kept]] = defaultdict(list)
        for row in rows:
            pair = row.supplier_id, row.kept_by_id
            if pair in self._pairs:
                found[pair].append(row)
        return found


def _pair(desk: Desk) -> Pair:
    return desk.supplier.pk, desk.kept_by
