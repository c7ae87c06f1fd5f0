"""A run's life: started, computed, reviewed, published or discarded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.facts import opening
from tandem.lake.calendars import as_data
from tandem.lake.reading import Share
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tandem.scorecards import cardmaking, deadlines, measuring, queries, rules, targets
from tandem.scorecards.actions import countersigning, telling, telling_calendars, telling_judgements
from tandem.scorecards.actions.holding import hold_run
from tandem.scorecards.actions.input_time import require_input_over
from tandem.scorecards.cardmaking import CardRow, Scheme
from tandem.scorecards.models import (
    Card,
    Correction,
    EarlierCard,
    JudgementSurvey,
    Kpi,
    OpenedPeriod,
    Run,
    RunBasis,
    Template,
)
from tandem.scorecards.periods import Period, period
from tandem.scorecards.queries.corrections import SetAside, set_aside
from tandem.scorecards.queries.judgements import judged_values, require_survey_closed
from tandem.scorecards.queries.overrides import overrides_of
from tandem.scorecards.queries.targets import held_in
from tandem.scorecards.ranking import Standing, ranks
from tandem.scorecards.rollup import WeighBy
from tandem.scorecards.signals import run_opened, run_published
from tandem.scorecards.targets import Held

COMPUTE_TASK = "tandem.scorecards.compute_run"
REPORT_EVERY = 1000


@transaction.atomic
def start_run(
    template: Template,
    period_name: str,
    *,
    by: Actor,
    now: datetime,
    as_of: date | None = None,
    chosen: Iterable[Relationship] | None = None,
    in_background: bool = True,
    input_until: date | None = None,
) -> Run:
    """Pin every version the run rests on and have it computed; `as_of` is today unless given. A calendar keeps it open
    for input until a day. Raises Refused."""
    require(rules.can_start_runs(by) and template.customer_id == by.organization_id)
    if template.status != Template.Status.ACTIVE:
        raise Refused(_("%(template)s is not active. Activate it first.") % {"template": template})
    scored = _period(period_name)
    as_of = as_of or now.date()
    if as_of < scored.starts:
        raise Refused(_("The as-of date lies before the period begins; choose a later one."))
    run = Run(
        customer_id=by.organization_id,
        template=template,
        period=scored.name,
        starts=scored.starts,
        ends=scored.ends,
        as_of=as_of,
        chosen=None if chosen is None else sorted(relationship.pk for relationship in chosen),
        input_until=input_until,
        started_by=by.name,
        started_by_user_id=by.user_id,
    )
    _pin(run)
    audit.record(run, "started", by=by)
    if in_background:
        _defer(run)
    return run


def compute_run(run: Run, *, by: Actor, now: datetime) -> None:
    """Measure, score and store every card. Computed again it gives the same digits.

    The cards are stored at once or not at all; progress shows in between. When it fails the run is a draft
    again and says why. Raises what made it fail.
    """
    _begin(run, by=by)
    try:
        until = Correction.objects.newest(run.customer_id)
        rows = list(cardmaking.ranked(_score(run, until, by=by)))
        _report(run, "storing", len(rows), len(rows))
        _store(run, rows, until, by=by, now=now)
    except Exception as error:
        _fail(run, error, by=by, now=now)
        raise


@transaction.atomic
def publish_run(run: Run, *, by: Actor, now: datetime) -> None:
    """Show a reviewed run to its suppliers; its scores no longer change. Raises Refused."""
    hold_run(run)
    require(
        not rules.is_own_proposal(by, run, now),
        _(
            "You put this run’s template to use, so somebody else publishes it: nobody approves their own proposal."
        )
        if run.template.activated_by_id == by.user_id
        else _(
            "Who put this run’s template to use stands in for you, or you for them, so somebody else publishes it."
        ),
    )
    require_input_over(run)
    if run.template.data_check and run.checked_at is None:
        raise Refused(_("Suppliers check their data before this is published. Open the data check first."))
    require(
        not rules.has_overridden(by, run, now),
        _(
            "You, or whom you stand in for, adjusted points on a card of this run, so somebody else publishes it."
        ),
    )
    require(
        rules.can_publish(by, run, now),
        _("Publishing scorecards is a right of its own. Ask a purchasing manager or an administrator."),
    )
    require_survey_closed(run)
    same = Run.objects.filter(
        customer=run.customer_id,
        template__name=run.template.name,
        period=run.period,
        status=Run.Status.PUBLISHED,
    )
    for earlier in same.exclude(pk=run.pk).select_for_update(of=("self",)):
        audit.move(earlier, Run.Status.SUPERSEDED, by=by)
    countersigning.require_countersigned(run)
    if Card.objects.filter(run=run, version__gt=1).exists():
        rank_anew(run)
    run.published_at = now
    if run.template.appeal_days:
        run.appeals_until = deadlines.working_days_on(run.customer, now.date(), run.template.appeal_days)
    audit.move(run, Run.Status.PUBLISHED, by=by)
    cards = Card.objects.filter(run=run).whole().values_list("relationship_id", "grade", "score")
    relationships.publish_standings(
        run.customer, run.period, [relationships.Standing(*card) for card in cards], by=by
    )
    run_published.send(Run, run=run)
    telling.run_published(run, by=by, now=now)


def rank_anew(run: Run) -> None:
    """Cards computed again in the data check, or adjusted by hand, have moved; from publication on ranks stay."""
    cards = list(Card.objects.filter(run=run).defer("lines", "notes"))
    moved = []
    by_site: dict[str, list[Card]] = {}
    for card in cards:
        by_site.setdefault(card.site, []).append(card)
    for together in by_site.values():
        found = ranks(Standing(card.pk, card.lower, card.score) for card in together)
        for card in together:
            if card.rank != found.get(card.pk):
                card.rank = found.get(card.pk)
                moved.append(card)
    Card.objects.bulk_update(moved, ["rank"], batch_size=2000)


@transaction.atomic
def discard_run(run: Run, *, by: Actor, now: datetime) -> None:
    """Throw a run away before anybody else has seen it. Its cards go; that it was made stays on record."""
    require(rules.can_compute(by, run))
    hold_run(run)
    audit.move(run, Run.Status.DISCARDED, by=by)
    Card.objects.filter(run=run).delete()
    for survey in JudgementSurvey.objects.filter(run=run):
        telling_judgements.over(survey, now=now)
        survey.delete()
    telling.run_discarded(run, now=now)


@transaction.atomic
def compute_again(run: Run, *, by: Actor) -> None:
    """Have a run computed again from the versions it is pinned to."""
    require(rules.can_compute(by, run))
    if run.status not in (Run.Status.DRAFT, Run.Status.REVIEW):
        raise Refused(
            _("%(run)s is not computed again: it is published, discarded or running.") % {"run": run}
        )
    _defer(run)


def _defer(run: Run) -> None:
    """In the background, and never twice at a time."""
    app.configure_task(COMPUTE_TASK, lock=f"scorecards.run.{run.pk}").defer(run_id=run.pk)


def _period(name: str) -> Period:
    found = period(name)
    if found is None:
        raise Refused(
            _("“%(name)s” is no period. Write 2015-09, 2015-Q3, 2015 or 2015-W36.") % {"name": name}
        )
    return found


@transaction.atomic
def pin_anew(run: Run, *, by: Actor, now: datetime) -> None:
    """Let a run that has not left review rest on what is known now, and have it computed from that. Raises Refused."""
    require(rules.can_compute(by, run))
    if run.status not in (Run.Status.DRAFT, Run.Status.REVIEW):
        raise Refused(_("%(run)s has left review, so it stays as it is.") % {"run": run})
    run.as_of = now.date()
    _pin(run)
    audit.record(run, "pinned_anew", by=by, changes={"lake_version": ["", run.lake_version]})
    _defer(run)


def _pin(run: Run) -> None:
    """Every version of this moment; saved."""
    pins = opening.pins_now(run.customer_id)
    run.lake_version, run.numbering_version = pins.lake_version, pins.numbering_version
    run.rates_version = pins.rates_version
    run.corrections_version = Correction.objects.newest(run.customer_id)
    run.kpi_versions = _pin_kpis(run.template)
    run.save()
    opening.keep_lake_version(run.customer_id, pins.lake_version)
    RunBasis.objects.filter(run=run).delete()
    _pin_basis(run)


def _pin_kpis(template: Template) -> dict[str, int]:
    known = queries.current_kpis(template.customer_id)
    wanted = scheme_of(template).kpis
    missing = [code for code in wanted if code not in known]
    if missing:
        raise Refused(
            _("%(template)s uses KPIs there are no longer: %(kpis)s.")
            % {"template": template, "kpis": ", ".join(missing)}
        )
    return {code: known[code].pk for code in wanted}


def _pin_basis(run: Run) -> None:
    specs = [kpi.measured_as for kpi in queries.pinned_kpis(run).values()]
    working = measuring.counts_working_days(specs)
    shares = queries.shares(run.template, run.customer_id)
    held = held_in(run, shares)
    RunBasis.objects.create(
        run=run,
        members=_members(run),
        shares=shares,
        targets={
            key: {kpi: targets.to_json(each) for kpi, each in by_kpi.items()} for key, by_kpi in held.items()
        },
        calendars=as_data(opening.calendars_of(run.customer, run.as_of)) if working else None,
    )


def scheme_of(template: Template) -> Scheme:
    return Scheme(queries.scoring_template(template), template.by_site, WeighBy(template.weigh_by))


@transaction.atomic
def _begin(run: Run, *, by: Actor) -> None:
    require(rules.can_compute(by, run))
    locked = Run.objects.select_for_update().get(pk=run.pk)
    if locked.status == Run.Status.RUNNING:
        # A worker was killed at it: nothing was stored, so it simply begins anew.
        run.refresh_from_db()
    else:
        run.problem = ""
        audit.move(run, Run.Status.RUNNING, by=by)
    _report(run, "measuring", 0, 0)


def _score(run: Run, until: int, *, by: Actor) -> Iterator[CardRow]:
    members, shares = scope(run), shares_of(run)
    versions = queries.pinned_kpis(run)
    aside, held = set_aside(run, until), targets_of(run)
    for done, row in enumerate(scored_rows(by, run, run.template, members, versions, shares, aside, held)):
        if done % REPORT_EVERY == 0:
            _report(run, "scoring", min(done, len(members)), len(members))
        yield row


def scored_rows(
    actor: Actor,
    run: Run,
    template: Template,
    members: Sequence[int],
    versions: Mapping[str, Kpi],
    shares: Mapping[int, Sequence[Share]],
    aside: SetAside,
    held: Mapping[int, Mapping[str, Held]],
) -> Iterator[CardRow]:
    """The cards that a template and KPI versions make of a run's facts; of those in `shares`, of some lines alone,
    without what is set `aside`, and by the targets that suppliers are `held` to."""
    scheme = scheme_of(template)
    measured = measuring.values_of_run(
        actor,
        run,
        scheme.kpis,
        members,
        by_site=scheme.by_site,
        versions=versions,
        shares=shares,
        aside=aside,
    )
    judged = judged_values(run, template, aside, members)
    overrides = overrides_of(run, members) if template.pk == run.template_id else {}
    return cardmaking.card_rows(scheme, members, measured, shares, held, judged, overrides)


def scope(run: Run) -> list[int]:
    """The ids of the relationships a run scores, in a stable order: those it was started for. One that has been merged
    into another since is not scored any more."""
    kept = RunBasis.objects.filter(run=run).values_list("members", flat=True).first()
    if kept is None:
        return _members(run)
    current = Relationship.objects.current().filter(customer=run.customer_id).values_list("pk", flat=True)
    return sorted(set(kept).intersection(current))


def shares_of(run: Run) -> dict[int, list[Share]]:
    """Of whom only some lines are measured: as it was when the run was started."""
    kept = RunBasis.objects.filter(run=run).values_list("shares", flat=True).first()
    if kept is None:
        return queries.shares(run.template, run.customer_id)
    return {int(key): [(category, site) for category, site in shares] for key, shares in kept.items()}


def targets_of(run: Run) -> dict[int, dict[str, Held]]:
    """Which agreed targets suppliers are held to: those that stood when the run was started."""
    kept = RunBasis.objects.filter(run=run).values_list("targets", flat=True).first() or {}
    return {
        int(key): {kpi: targets.from_json(each) for kpi, each in by_kpi.items()}
        for key, by_kpi in kept.items()
    }


def _members(run: Run) -> list[int]:
    members = queries.assigned(run.template, run.customer_id)
    if run.chosen is not None:
        members = members.filter(pk__in=run.chosen)
    return sorted(members.values_list("pk", flat=True))


@transaction.atomic
def _store(run: Run, rows: list[CardRow], until: int, *, by: Actor, now: datetime) -> None:
    Card.objects.filter(run=run).delete()
    # What was computed again for single suppliers is made anew with the others.
    EarlierCard.objects.filter(run=run).delete()
    copy_cards(run.pk, rows, until)
    whole = [row for row in rows if row.site == cardmaking.WHOLE]
    run.suppliers, run.scored = len(whole), sum(row.score is not None for row in whole)
    first, run.computed_at = run.computed_at is None, now
    run.step, run.done, run.total = "", len(whole), len(whole)
    audit.move(run, Run.Status.REVIEW, by=by)
    if run.input_until is None:
        telling.run_ready(run, now=now)
    elif first:
        _ask_for_input(run, run.input_until, now=now)


def _ask_for_input(run: Run, until: date, *, now: datetime) -> None:
    roles = OpenedPeriod.objects.filter(run=run).values_list("schedule__asked_roles", flat=True).first()
    telling_calendars.opened(run, until, roles or [], now=now)
    run_opened.send(Run, run=run, until=until, now=now)


@transaction.atomic
def copy_cards(run_id: int, rows: Iterable[CardRow], corrections_version: int = 0) -> None:
    """By way of a temporary table: a fenced one takes no COPY."""
    table, columns = Card._meta.db_table, ", ".join(cardmaking.COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE cards ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"
        )
        with cursor.copy(f"COPY cards ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO {table} (run_id, corrections_version, {columns}) SELECT %s, %s, {columns} FROM cards",
            [run_id, corrections_version],
        )
        cursor.execute("DROP TABLE cards")


def _report(run: Run, step: str, done: int, total: int) -> None:
    run.step, run.done, run.total = step, done, total
    Run.objects.filter(pk=run.pk).update(step=step, done=done, total=total)


@transaction.atomic
def _fail(run: Run, error: Exception, *, by: Actor, now: datetime) -> None:
    run.problem, run.step = str(error), ""
    audit.move(run, Run.Status.DRAFT, by=by, reason=run.problem)
    telling.run_failed(run, now=now)
