"""Cases and projects."""

from django.utils import timezone

from tandem.accounts.actor import Actor
from tandem.improvement import actions as improvement
from tandem.improvement.models import Action, OpeningRule, ProjectStep, Proposal, ReportForm, Rung
from tandem.relationships.models import Relationship
from tests.cast import Person
from tests.config.records import Arguments


def of_the_improvement(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    """A case at its D1, handed in with a file; and an action agreed on."""
    by, now = who.actor, timezone.now()
    seller = Actor.system(huarui.supplier, "seller")
    values = {"title": "Pores in the volute", "description": "Three of ten castings leak."}
    case = improvement.open_case(huarui, values, by=by, now=now)
    step = case.steps.get(code="D1")
    file = improvement.attach(step, b"%PDF-1.7\n%%EOF", name="team.pdf", by=seller, now=now)
    improvement.hand_in(step, {"team": [{"name": "Hua Meiling"}]}, by=seller, now=now)
    goal = {"title": "Lighter", "why": "Less iron.", "goal_text": "5 % less", "due_on": now.date()}
    project = improvement.propose_project(huarui, goal, by=by, now=now)
    planned = ProjectStep(phase="do", text="Trial", side="supplier", due_on=now.date())
    improvement.plan_step(project, planned, by=by, now=now)
    rule = improvement.save_rule(OpeningRule(event="grade", grades="D"), by=by, now=now)
    rung = improvement.save_rung(Rung(after_days=2, whom="owner"), by=by)
    form = ReportForm.objects.create(
        customer=who.organization, name="Ours", path="gone.xlsx", file_name="8d.xlsx", size=1, kept_at=now
    )
    proposal = Proposal.objects.create(
        case=case, relationship=huarui, where="site", detail="Kiel", made_at=now
    )
    action = Action.objects.create(case=case, text="Degas longer", owner="Li", due_on=now.date())
    return {
        "case": [case.pk],
        "case_step": [case.pk, "D1"],
        "case_file": [case.pk, "D1", file.pk],
        "case_action": [case.pk, action.pk],
        "project": [project.pk],
        "project_step": [project.pk, planned.pk],
        "opening_rule": [rule.pk],
        "report_form": [form.pk],
        "case_form": [case.pk, 0],
        "case_proposal": [case.pk, proposal.pk],
        "rung": [rung.pk],
    }
