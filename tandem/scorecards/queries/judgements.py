"""What people judge: what they are asked, how far they have come, and what they said together once it is closed."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.accounts.models import Membership, User
from tandem.accounts.roles import WITHIN_CATEGORIES, Role
from tandem.core.errors import Refused
from tandem.core.fence import acting_for
from tandem.relationships.models import Relationship
from tandem.scorecards import judging, rubrics
from tandem.scorecards.models import Card, Criterion, Judge, Judgement, JudgementSurvey, Kpi, Run, Template
from tandem.scorecards.queries.corrections import SetAside
from tandem.scorecards.scoring import CORRECTED, Measured

MOST_SUPPLIERS = 50
"""that one person is asked about: those with the most cases in the run"""
Told = dict[int, dict[str, Measured]]


def judged_criteria(template: Template) -> list[Criterion]:
    return [part for part in template.criteria.all() if part.is_judged]


def as_kpis(template: Template) -> dict[str, Kpi]:
    """Criteria that people judge as their supplier reads them in a KPI's place: never stored, nothing is measured."""
    found = {}
    for part in judged_criteria(template):
        said = {
            language: "\n".join(
                f"{level.points.normalize():f}: {level.said(language)}" for level in part.levels
            )
            for language in ("en", "zh")
        }
        names = {"en": part.name or part.name_local, "zh": part.name_local or part.name}
        spec = {"name": names, "definition": said, "unit": "points", "direction": "higher", "judged": True}
        found[part.kpi] = Kpi(code=part.kpi, spec=spec, customer_id=template.customer_id)
    return found


def judged_values(
    run: Run, template: Template, aside: SetAside, relationships: Collection[int] | None = None
) -> Told:
    """What was said in a run's survey of the criteria that a version of its template has people judge: by relationship
    and key of the criterion. Nothing while it is open or where nobody judges; what is set aside as a whole says so."""
    least = {part.code: part.minimum_sample for part in judged_criteria(template)}
    if not least:
        return {}
    rows = Judgement.objects.filter(
        judge__survey__run=run, judge__survey__status=JudgementSurvey.Status.CLOSED, criterion__in=least
    )
    if relationships is not None:
        rows = rows.filter(relationship__in=relationships)
    asked: dict[tuple[int, str], list[Decimal | None]] = defaultdict(list)
    for key, code, points in rows.values_list("relationship_id", "criterion", "points"):
        asked[key, code].append(points)
    found: Told = {}
    for (key, code), all_points in sorted(asked.items()):
        kpi = rubrics.key_of(code)
        given = [points for points in all_points if points is not None]
        told = judging.tally(given, asked=len(all_points), least=least[code])
        if (key, kpi) in aside.whole:
            told = told._replace(value=None, reason=CORRECTED)
        found.setdefault(key, {})[kpi] = told
    return found


@dataclass(frozen=True)
class Asked:
    """A person who is asked, and about whom: (relationship, criterion) pairs."""

    user: User
    questions: list[tuple[int, str]]


def whom_to_ask(run: Run) -> list[Asked]:
    """Who would be asked about which suppliers of a computed run: those of whom anything is known, the ones with most
    cases first. A buyer is asked about suppliers of the buyer's own categories."""
    with_data = Card.objects.filter(run=run).whole().exclude(outcome=Card.Outcome.NO_DATA)
    suppliers = list(with_data.order_by("-sample", "pk").values_list("relationship_id", flat=True))
    categories = _categories(suppliers)
    criteria = judged_criteria(run.template)
    members = Membership.objects.filter(organization=run.customer_id, user__is_active=True)
    found = []
    for member in members.select_related("user").prefetch_related("duties"):
        within = {part.code: _reach(member, part) for part in criteria}
        if not any(reach is None or reach for reach in within.values()):
            continue
        about = [
            key
            for key in suppliers
            if any(reach is None or not reach.isdisjoint(categories[key]) for reach in within.values())
        ][:MOST_SUPPLIERS]
        questions = [
            (key, code)
            for key in about
            for code, reach in within.items()
            if reach is None or not reach.isdisjoint(categories[key])
        ]
        if questions:
            found.append(Asked(member.user, questions))
    return found


def _reach(member: Membership, part: Criterion) -> frozenset[int] | None:
    """The categories of whose suppliers the member is asked; None: of all, empty: of none."""
    asks: Mapping[str, list[object]] = part.asks or {}
    roles = {Role(str(role)) for role in asks.get("roles", ())} & {Role(role) for role in member.roles}
    if member.user_id in asks.get("people", ()) or roles - WITHIN_CATEGORIES:
        return None
    if not roles:
        return frozenset()
    duties = {duty.category_id for duty in member.duties.all()}
    return None if None in duties else frozenset(key for key in duties if key is not None)


def _categories(suppliers: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {key: set() for key in suppliers}
    through = Relationship.categories.through.objects.filter(relationship__in=suppliers)
    for key, category in through.values_list("relationship_id", "category_id"):
        found[key].add(category)
    return found


def require_survey_closed(run: Run) -> None:
    """Nothing is shown to anybody while colleagues still judge, or before their answers count. Raises Refused."""
    survey = JudgementSurvey.objects.filter(run=run).first()
    if survey is None:
        return
    if survey.is_open:
        raise Refused(
            _("Colleagues are still asked about this run. Wait for their answers, or close the survey.")
        )
    if survey.closed_at and run.computed_at and survey.closed_at > run.computed_at:
        raise Refused(_("The run is about to be computed with what colleagues said. Try again in a minute."))


def survey_of(run: Run) -> JudgementSurvey | None:
    with acting_for(run.customer_id):
        return JudgementSurvey.objects.filter(run=run).first()


@dataclass(frozen=True)
class Progress:
    """How far a person has come: of so many questions so many are answered. Not what."""

    judge: Judge
    questions: int
    answered: int

    @property
    def is_done(self) -> bool:
        return self.answered == self.questions


def progress(survey: JudgementSurvey) -> list[Progress]:
    rows = survey.judges.select_related("user").annotate(
        questions=Count("judgements"),
        answered=Count("judgements", filter=Q(judgements__answered_at__isnull=False)),
    )
    return [Progress(each, each.questions, each.answered) for each in rows]


def is_complete(survey: JudgementSurvey) -> bool:
    return not Judgement.objects.filter(judge__survey=survey, answered_at=None).exists()


def to_judge(actor: Actor, today: date | None = None) -> QuerySet[Judgement]:
    """What waits for the actor's own word in open surveys."""
    rows = Judgement.objects.visible_to(actor).filter(
        answered_at=None,
        judge__survey__status=JudgementSurvey.Status.OPEN,
        judge__survey__due_on__gte=today or timezone.localdate(),
    )
    return rows.exclude(judge__survey__run__status=Run.Status.DISCARDED)


@dataclass(frozen=True)
class Remark:
    """What somebody said besides; not who."""

    points: Decimal | None
    text: str


@dataclass(frozen=True)
class Result:
    """What people said of one criterion of one supplier together."""

    relationship: Relationship
    criterion: Criterion
    told: Measured
    remarks: list[Remark]

    @property
    def words(self) -> list[str]:
        """Of the level the points stand at, or of the two between which they lie."""
        return rubrics.words(self.criterion.levels, self.told.value, get_language() or "en")


def results(survey: JudgementSurvey) -> list[Result]:
    """By supplier, in the order of their names; empty until the survey is closed."""
    if survey.is_open:
        return []
    told = judged_values(survey.run, survey.run.template, SetAside())
    remarks: dict[tuple[int, str], list[Remark]] = defaultdict(list)
    spoken = Judgement.objects.filter(judge__survey=survey).exclude(remark="").order_by("-points", "pk")
    for key, code, points, text in spoken.values_list("relationship_id", "criterion", "points", "remark"):
        remarks[key, code].append(Remark(points, text))
    names = Relationship.objects.filter(pk__in=told).select_related("supplier").order_by("supplier__name")
    return [
        Result(each, part, told[each.pk][part.kpi], remarks[each.pk, part.code])
        for each in names
        for part in judged_criteria(survey.run.template)
        if part.kpi in told[each.pk]
    ]
