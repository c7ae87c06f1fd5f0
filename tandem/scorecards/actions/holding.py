"""Locked, and read anew: somebody else may have been quicker."""

from tandem.scorecards.models import Objection, Run


def hold(objection: Objection) -> None:
    rows = Objection.objects.select_for_update(of=("self",)).select_related(
        "relationship__supplier", "relationship__customer"
    )
    objection.refresh_from_db(from_queryset=rows)


def hold_run(run: Run) -> None:
    run.refresh_from_db(
        from_queryset=Run.objects.select_for_update(of=("self",)).select_related("template", "customer")
    )
