"""Reads that more than one place of this room needs."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tandem.accounts.actor import Actor
from tandem.core.errors import Refused
from tandem.core.fence import acting_for
from tandem.lake.reading import Share
from tandem.relationships.models import Alias, Relationship, SupplierNumber
from tandem.scorecards import explanation, rubrics, scoring, soundness, wording
from tandem.scorecards.curves import Curve
from tandem.scorecards.grades import Bands
from tandem.scorecards.models import Assignment, Card, Criterion, Kpi, Run, Template
from tandem.scorecards.models.runs import STANDING
from tandem.scorecards.periods import period
from tandem.scorecards.problems import Problem

GRAINS = {
    "year": r"^\d{4}$",
    "quarter": r"^\d{4}-Q",
    "month": r"^\d{4}-\d",
    "week": r"^\d{4}-W",
}


def current_kpis(customer_id: int) -> dict[str, Kpi]:
    """Every KPI a customer may use today, by code; its own stand beside the shipped ones."""
    return {kpi.code: kpi for kpi in Kpi.objects.of(customer_id).current()}


def pinned_kpis(run: Run) -> dict[str, Kpi]:
    """The KPI versions a run is pinned to, by code."""
    return {kpi.code: kpi for kpi in Kpi.objects.filter(pk__in=run.kpi_versions.values())}


def titles(customer_id: int) -> dict[str, str]:
    """What a reader of the present language is shown for each template's name; of its versions the latest says."""
    rows = Template.objects.filter(customer=customer_id).order_by("version", "pk")
    return {each.name: each.title for each in rows.only("name", "name_local")}


def template_by_name(actor: Actor, name: str) -> Template:
    """The active version of that name. Raises Refused with the names there are."""
    mine = Template.objects.visible_to(actor)
    found = mine.filter(name=name, status=Template.Status.ACTIVE).first()
    if found is None:
        active = mine.filter(status=Template.Status.ACTIVE).values_list("name", flat=True)
        known = ", ".join(active[:10]) or _("none yet")
        raise Refused(
            _("There is no active template “%(name)s” (active: %(known)s).") % {"name": name, "known": known}
        )
    return found


def scoring_template(template: Template) -> scoring.Template:
    """The template as the mathematics takes it."""
    return scoring.Template(
        criteria=tuple(
            scoring.Criterion(
                part.code,
                part.kpi,
                part.weight,
                Curve.through(part.curve),
                part.group_said,
                part.minimum_sample,
                judged=part.is_judged,
            )
            for part in template.criteria.all()
        ),
        bands=Bands.of((band.grade, band.floor) for band in template.bands.all()),
        deductions=tuple(
            scoring.Deduction(part.code, part.kpi, part.points_each, part.at_most, part.free)
            for part in template.deductions.all()
        ),
        red_lines=tuple(
            scoring.RedLine(part.code, part.kpi, part.cap, part.trips_at, part.downward)
            for part in template.red_lines.all()
        ),
        minimum_coverage=Decimal(template.minimum_coverage),
        minimum_sample=template.minimum_sample,
    )


def template_problems(template: Template) -> list[str]:
    """Everything that keeps the template from being activated, a sentence each."""
    kpis = current_kpis(template.customer_id)
    directions = {code: kpi.higher_is_better for code, kpi in kpis.items()}
    names = part_names(template, kpis)
    found = soundness.problems(scoring_template(template), directions)
    found += [
        Problem(problem.code, {"criterion": part.code, **problem.values})
        for part in template.criteria.all()
        if part.is_judged
        for problem in (*rubrics.problems(part.levels), *_nobody_asked(part))
    ]
    return [wording.sentence(problem, names) for problem in found]


def _nobody_asked(part: Criterion) -> list[Problem]:
    asks = part.asks or {}
    return [] if asks.get("roles") or asks.get("people") else [Problem("nobody_asked")]


def part_names(template: Template, kpis: dict[str, Kpi]) -> dict[str, str]:
    """What criteria, deductions and red lines are called: their own name, else their KPI's."""
    parts = [*template.criteria.all(), *template.deductions.all(), *template.red_lines.all()]
    return {part.code: str(part) if part.name else str(kpis.get(part.kpi, part.code)) for part in parts}


def assigned(template: Template, customer_id: int) -> QuerySet[Relationship]:
    """The relationships a template is for: those any of its assignments fits; everybody without
    assignments."""
    everybody = Relationship.objects.current().filter(customer=customer_id)
    assignments = list(template.assignments.all())
    if not assignments:
        return everybody
    fits = Q(pk__in=[])
    for assignment in assignments:
        fits |= _fits(assignment)
    return everybody.filter(fits).distinct()


def _fits(assignment: Assignment) -> Q:
    fits = Q()
    if assignment.category_id:
        fits &= Q(categories=assignment.category_id)
    if assignment.segment:
        fits &= Q(segment=assignment.segment)
    if assignment.site_id:
        fits &= Q(sites=assignment.site_id)
    return fits


def shares(template: Template, customer_id: int) -> dict[int, list[Share]]:
    """Of whom only some lines are measured: those of the category and site of any assignment that fits the
    supplier.

    Who fits an assignment that names neither is measured whole, and is not among them.
    """
    everybody = Relationship.objects.filter(customer=customer_id)
    found: dict[int, set[Share]] = {}
    whole: set[int] = set()
    for assignment in template.assignments.select_related("category", "site"):
        category, site = assignment.category, assignment.site
        share = (category.code if category else "", site.code if site else "")
        for key in everybody.filter(_fits(assignment)).values_list("pk", flat=True):
            found.setdefault(key, set()).add(share)
            if share == ("", ""):
                whole.add(key)
    return {key: sorted(each) for key, each in found.items() if key not in whole}


def code_names(template: Template) -> tuple[dict[str, str], dict[str, str]]:
    """What the categories and the sites a template is assigned to are called, by code.

    They are the customer's own; a supplier reads on its card the names of those whose lines it was measured by.
    """
    with acting_for(template.customer_id):
        assignments = list(template.assignments.select_related("category", "site"))
    categories = {each.category.code: str(each.category) for each in assignments if each.category}
    return categories, {each.site.code: str(each.site) for each in assignments if each.site}


def run_before(run: Run, *, published: bool = False) -> Run | None:
    """The latest earlier run of a period as long, by any version of the same template."""
    found = period(run.period)
    grain = GRAINS[found.grain] if found else ""
    runs = Run.objects.filter(status=Run.Status.PUBLISHED) if published else Run.objects.standing()
    return (
        runs.filter(
            customer=run.customer_id,
            template__name=run.template.name,
            period__regex=grain,
            starts__lt=run.starts,
        )
        .select_related("template")
        .order_by("-starts", "-created_at")
        .first()
    )


def cards_before(
    run: Run,
    relationship_ids: Iterable[int] | None = None,
    *,
    explained: bool = False,
    published: bool = False,
) -> dict[tuple[int, str], Card]:
    """The cards of the run before, by relationship and plant; with their explanations only where asked for.

    `published` leaves out what the supplier has not been shown.
    """
    last = run_before(run, published=published)
    if last is None:
        return {}
    cards = Card.objects.filter(run=last)
    if not explained:
        cards = cards.defer("lines", "notes")
    if relationship_ids is not None:
        cards = cards.filter(relationship__in=list(relationship_ids))
    found = {(card.relationship_id, card.site): card for card in cards}
    for card in found.values():
        card.run = last
    return found


def supplier_names(relationship_ids: Iterable[int]) -> dict[int, Relationship]:
    """Relationships with their supplier's names, by id."""
    found = Relationship.objects.filter(pk__in=list(relationship_ids)).select_related("supplier")
    return {relationship.pk: relationship for relationship in found}


def values_on(card: Card) -> dict[str, scoring.Measured]:
    """The values a stored card was scored from, as far as it keeps them."""
    found = {
        line.kpi: scoring.Measured(line.value, line.n, line.low, line.high, line.set_aside, line.answers)
        for line in explanation.lines_from(card.lines)
    }
    for part in (*card.notes.get("deductions", ()), *card.notes.get("red_lines", ())):
        found.setdefault(part["kpi"], scoring.Measured(Decimal(part["value"]), 1))
    return found


def overridden_on(card: Card) -> dict[str, Decimal]:
    """The points that people put in the place of computed ones, as a stored card keeps them."""
    return {
        line.code: line.points
        for line in explanation.lines_from(card.lines)
        if line.computed_points is not None and line.points is not None
    }


def courses(relationship_id: int, customer_id: int) -> dict[str, list[Card]]:
    """A supplier's whole cards over time by template, the longest course first; of each period the latest run."""
    cards = (
        Card.objects.filter(
            relationship=relationship_id,
            run__customer=customer_id,
            run__status__in=STANDING,
        )
        .whole()
        .select_related("run__template", "run__customer", "relationship__supplier")
        .order_by("run__starts", "run__ends", "run__created_at")
    )
    found: dict[str, dict[str, Card]] = {}
    for card in cards:
        found.setdefault(card.run.template.name, {})[card.run.period] = card
    longest = sorted(found.items(), key=lambda each: -len(each[1]))
    return {name: list(by_period.values()) for name, by_period in longest}


def suppliers_by_name(customer_id: int) -> dict[str, int]:
    """Relationships by anything a file may call them, in lower case: short name, names, numbers, aliases.

    What two suppliers share names neither of them.
    """
    found: dict[str, int | None] = {}

    def note(name: str, relationship_id: int) -> None:
        key = name.strip().lower()
        if key:
            found[key] = relationship_id if found.get(key, relationship_id) == relationship_id else None

    mine = Relationship.objects.current().filter(customer=customer_id)
    for row in mine.values_list("pk", "slug", "supplier__name", "supplier__name_local"):
        for name in row[1:]:
            note(name, row[0])
    for pk, key in (
        SupplierNumber.objects.filter(relationship__customer=customer_id)
        .in_force()
        .values_list("relationship_id", "key")
    ):
        note(key, pk)
    for pk, name in Alias.objects.filter(customer=customer_id).values_list("relationship_id", "name"):
        note(name, pk)
    return {name: pk for name, pk in found.items() if pk is not None}
