"""Choosing many suppliers at once, for whatever is asked of them: those ticked, or every one that fits a search."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tandem.core.keys import key_of
from tandem.relationships.models import Relationship

MOST_ASKED = 300
# As many as one looks through; the search reaches the others.
MOST_SHOWN = 100


class SuppliersForm(forms.Form):
    """Cleaned, `suppliers` are those chosen either way, in the order in which they were added."""

    suppliers = forms.ModelMultipleChoiceField(Relationship.objects.none(), required=False)
    every = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, suppliers: QuerySet[Relationship], fitting: QuerySet[Relationship], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fitting = fitting
        field: Any = self.fields["suppliers"]
        field.queryset = suppliers

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = set(cleaned.get("suppliers") or ())
        if cleaned.get("every"):
            chosen |= set(self.fitting[: MOST_ASKED + 1])
        if not chosen and "suppliers" not in self.errors:
            self.add_error("suppliers", _("Choose at least one supplier."))
        if len(chosen) > MOST_ASKED:
            self.add_error(
                "suppliers",
                _("At most %(most)d suppliers are asked at once: narrow the list, and ask the others after.")
                % {"most": MOST_ASKED},
            )
        cleaned["suppliers"] = sorted(chosen, key=lambda one: one.pk)
        return cleaned


def picked(
    request: HttpRequest,
    suppliers: QuerySet[Relationship],
    fitting: QuerySet[Relationship],
    narrowed_by: Iterable[str],
) -> dict[str, Any]:
    """For a page's list to tick: those ticked stay in sight whatever is searched for, then those that fit."""
    sent = request.POST or request.GET
    ticked = list(suppliers.filter(pk__in=[key_of(pk) for pk in sent.getlist("suppliers")]))
    others = fitting.exclude(pk__in=[one.pk for one in ticked])
    shown = list(others[:MOST_SHOWN])
    return {
        "suppliers": [*((one, True) for one in ticked), *((one, False) for one in shown)],
        "fit": fitting.count(),
        "hidden": max(0, others.count() - len(shown)),
        "every": bool(sent.get("every")),
        "narrowed": {name: request.GET[name] for name in narrowed_by if request.GET.get(name)},
    }
