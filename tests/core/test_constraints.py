"""Django names a constraint of the database to whoever meets it in a form, unless the constraint says what is wrong."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import BaseConstraint, UniqueConstraint
from django.utils.translation import override


def met_by_people() -> Iterator[tuple[str, BaseConstraint]]:
    """Of our models, all but those over plain fields, of which Django speaks by the fields' names."""
    for model in apps.get_models():
        for constraint in model._meta.constraints if model.__module__.startswith("tandem.") else ():
            plain = (
                isinstance(constraint, UniqueConstraint)
                and constraint.condition is None
                and not constraint.expressions
            )
            if not plain:
                yield f"{model._meta.label}: {constraint.name}", constraint


def test_every_constraint_says_in_both_languages_what_is_wrong() -> None:
    silent, untold = [], []
    for name, constraint in met_by_people():
        with override("en"):
            english = constraint.get_violation_error_message()
        with override("zh-hans"):
            chinese = constraint.get_violation_error_message()
        if constraint.name in english or not english.endswith("."):
            silent.append(name)
        if not chinese.endswith("。"):
            untold.append(name)
    assert (silent, untold) == ([], [])
