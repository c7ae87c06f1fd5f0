"""What needs a person today: one line for each thing, in the order of its weight."""

from __future__ import annotations

from django.db.models import Count, F, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.roles import Capability
from tandem.core import formats
from tandem.facts.models import Batch, SupplierKey
from tandem.incentives import needs as incentive_needs
from tandem.messaging.needs import Need, by_weight
from tandem.onboarding import approved_needs, passport_needs, screening_needs
from tandem.relationships.models import Relationship, Stage
from tandem.relationships.queries import MINE
from tandem.relationships.rules import can_number
from tandem.scorecards import judgement_needs, objection_needs, target_needs
from tandem.scorecards.models import Run
from tandem.sourcing import needs as selection_needs

FALLEN = 5  # points since the period before


def needs(actor: Actor) -> list[Need]:
    """Everything that waits for this person, by what their role lets them do. A fixed number of queries."""
    return by_weight(
        [
            *_of_facts(actor),
            *_of_runs(actor),
            *_of_suppliers(actor),
            *screening_needs.of_customer(actor),
            *passport_needs.of_customer(actor),
            *approved_needs.of_customer(actor),
            *selection_needs.of(actor, timezone.now()),
            *incentive_needs.of_customer(actor, timezone.now()),
            *objection_needs.of_customer(actor, timezone.now()),
            *target_needs.of_customer(actor),
            *judgement_needs.of_customer(actor, timezone.now()),
        ]
    )


def _of_facts(actor: Actor) -> list[Need]:
    found = []
    if actor.can(Capability.IMPORT_FACTS):
        found += _of_batches(actor)
    if can_number(actor):
        waiting = (
            SupplierKey.objects.visible_to(actor).unmatched().aggregate(keys=Count("pk"), rows=Sum("rows"))
        )
        if waiting["keys"]:
            text = ngettext(
                "%(count)s supplier number is not matched",
                "%(count)s supplier numbers are not matched",
                waiting["keys"],
            ) % {"count": _number(waiting["keys"])}
            hint = ngettext(
                "%(rows)s row waits and enters the figures once it is.",
                "%(rows)s rows wait and enter the figures once they are.",
                waiting["rows"],
            ) % {"rows": _number(waiting["rows"])}
            found.append(Need(text, hint, reverse("facts:matching"), "arrow-merge", "warning"))
    return found


def _of_batches(actor: Actor) -> list[Need]:
    batches = Batch.objects.visible_to(actor)
    counts = batches.aggregate(
        stopped=Count("pk", filter=Q(status__in=[Batch.Status.FAILED, Batch.Status.REFUSED])),
        begun=Count("pk", filter=Q(status=Batch.Status.UPLOADED)),
    )
    found = []
    if counts["stopped"]:
        text = ngettext(
            "%(count)s file was not loaded", "%(count)s files were not loaded", counts["stopped"]
        ) % {"count": _number(counts["stopped"])}
        hint = _("Look at the rejected rows, mend the mapping or the file, and load it again.")
        found.append(Need(text, hint, reverse("facts:batches"), "file-alert", "bad"))
    if counts["begun"]:
        text = ngettext(
            "%(count)s uploaded file waits for its mapping",
            "%(count)s uploaded files wait for their mapping",
            counts["begun"],
        ) % {"count": _number(counts["begun"])}
        hint = _("Check the columns in the preview, then load it.")
        found.append(Need(text, hint, reverse("facts:batches"), "file-import", "info"))
    return found


def _of_runs(actor: Actor) -> list[Need]:
    found = []
    runs = Run.objects.visible_to(actor)
    if actor.can(Capability.RUN_SCORECARDS):
        failed = runs.filter(status=Run.Status.DRAFT).exclude(problem="").select_related("template").first()
        if failed:
            text = _("The run of %(run)s stopped") % {"run": _named(failed)}
            found.append(Need(text, failed.problem, failed.get_absolute_url(), "alert-circle", "bad"))
    if actor.can(Capability.PUBLISH_SCORECARDS):
        ready = runs.filter(status=Run.Status.REVIEW).select_related("template").order_by("-starts")[:3]
        for run in ready:
            text = _("%(run)s is ready to be reviewed and published") % {"run": _named(run)}
            hint = _("Look at the distribution, the movers and the outliers first.")
            if run.template.activated_by_id == actor.user_id:
                hint = _("You put its weights to use, so somebody else has to publish it.")
            found.append(Need(text, hint, run.get_absolute_url(), "clipboard-check", "info"))
    return found


def _number(value: int) -> str:
    return formats.number(value, get_language() or "en")


def _named(run: Run) -> str:
    return f"{run.template.title} · {formats.period(run.period, get_language() or 'en')}"


def _of_suppliers(actor: Actor) -> list[Need]:
    """A manager is told of every supplier, a buyer of those of the buyer's categories, others of those they own."""
    within = actor.reach(Capability.MANAGE_RELATIONSHIPS)
    links = Relationship.categories.through.objects.filter(category__in=within or ())
    looked_after = Q(pk__in=links.values("relationship"))
    if actor.can(Capability.CHANGE_STAGE):
        mine, own = Q(), ""
    elif within:
        mine, own = looked_after, f"&category={MINE}"
    else:
        mine, own = Q(owner=actor.user_id), f"&owner={actor.user_id}"
    to_own = Q() if within is None else looked_after
    counts = Relationship.objects.visible_to(actor).aggregate(
        fallen=Count("pk", filter=mine & Q(score__lte=F("previous_score") - FALLEN)),
        watched=Count("pk", filter=mine & Q(stage=Stage.PROBATION)),
        unowned=Count("pk", filter=to_own & Q(owner=None, stage__in=[Stage.APPROVED, Stage.PROBATION])),
    )
    listed = reverse("relationships:list")
    found = []
    if counts["fallen"]:
        text = ngettext(
            "%(count)s supplier fell by %(points)s points or more",
            "%(count)s suppliers fell by %(points)s points or more",
            counts["fallen"],
        ) % {"count": _number(counts["fallen"]), "points": FALLEN}
        hint = _("Their scorecards say which deliveries are behind it.")
        found.append(Need(text, hint, f"{listed}?sort=trend{own}", "trending-down", "bad"))
    if counts["watched"]:
        text = ngettext(
            "%(count)s supplier is on probation", "%(count)s suppliers are on probation", counts["watched"]
        ) % {"count": _number(counts["watched"])}
        hint = _("Decide whether they may stay: approve, suspend or phase out.")
        found.append(Need(text, hint, f"{listed}?stage=probation{own}", "eye", "warning"))
    if counts["unowned"] and actor.can(Capability.MANAGE_RELATIONSHIPS):
        text = ngettext(
            "%(count)s supplier in use has no owner",
            "%(count)s suppliers in use have no owner",
            counts["unowned"],
        ) % {"count": _number(counts["unowned"])}
        hint = _("Name somebody who answers for each relationship.")
        unowned = "" if within is None else f"&category={MINE}"
        found.append(Need(text, hint, f"{listed}?owner=none{unowned}", "user-plus", "neutral"))
    return found
