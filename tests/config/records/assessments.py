"""Figures and questionnaires, at both ends."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tandem.accounts.actor import Actor
from tandem.assessments import actions as questionnaires
from tandem.assessments.actions import kept as assessments
from tandem.assessments.actions.measurements import keep_measurements
from tandem.assessments.actions.references import attach_letter
from tandem.assessments.actions.statements import Given, save_statement
from tandem.assessments.desk import Desk
from tandem.assessments.measurement_files import Series
from tandem.assessments.models import CommittedLoad, Plant, ProductLine, Reference
from tandem.relationships.models import Relationship
from tests.assessments.conftest import ASKED, a_photo
from tests.cast import NOW, Person
from tests.config.records import Arguments


def of_the_means(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    """What Nordlicht says of its own plants, and what it keeps of Huarui's."""
    by, own = who.actor, Desk(who.organization, who.organization.pk)
    line = assessments.save_entry(ProductLine(name="Pumps"), own, by=by, now=NOW)
    load = CommittedLoad(line=line, month=date(2026, 12, 1), quantity=900)
    assessments.save_entry(load, own, by=by, now=NOW)
    about = Desk(huarui.supplier, who.organization.pk, huarui)
    plant = assessments.save_entry(Plant(name="Foundry", country="CN"), about, by=by, now=NOW)
    series = [Series("P-1", "bore", "mm", 9, 11, {"1": [10.0, 10.1] * 6})]
    measured = [
        keep_measurements(series, "a.csv", NOW.date(), at, by=by, now=NOW)[0].pk for at in (own, about)
    ]
    letters = []
    for at in (own, about):
        word = Reference(customer="Hongta", begins=NOW.date(), said_on=NOW.date())
        assessments.save_entry(word, at, by=by, now=NOW)
        attach_letter(word, SimpleUploadedFile("letter.pdf", b"%PDF-1.7\n%%EOF"), at, by=by)
        letters.append(word.pk)
    return {
        "own_entry": ["lines", line.pk],
        "own_load": [load.pk],
        "own_measurements": [measured[0]],
        "evaluated_measurements": [huarui.slug, measured[1]],
        "own_reference": [letters[0]],
        "evaluated_reference": [huarui.slug, letters[1]],
        "evaluated_kind": [huarui.slug, "loads"],
        "evaluated_entry": [huarui.slug, "plants", plant.pk],
    }


def of_the_statements(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    """One that Nordlicht wrote down for itself, and one that the supplier keeps of itself."""
    given = Given(date(2025, 12, 31), "CNY", {"revenue": Decimal(100)})
    kept = save_statement(huarui.supplier, given, by=who.actor, now=NOW, relationship=huarui)
    seller = Actor.system(huarui.supplier, "seller")
    own = save_statement(huarui.supplier, given, by=seller, now=NOW)
    return {"statement": [huarui.slug, kept.pk], "own_statement": [own.pk]}


def of_the_questionnaires(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    """Answered by Huarui with a file, to be verified by the administrator; and a draft of the next version."""
    by, now = who.actor, timezone.now()
    fields = {"code": "basics", "title": "Basics"}
    template = questionnaires.write_template(fields, asked=ASKED, by=by)
    questionnaires.publish_template(template, by=by, now=now)
    wanted = questionnaires.Wanted(template, now.date() + timedelta(days=7))
    assessment = questionnaires.ask_assessment(huarui, wanted, by=by, now=now)
    seller = Actor.system(huarui.supplier, "seller")
    questionnaires.answer(assessment, "certified", "yes", by=seller, now=now)
    questionnaires.answer(assessment, "ppm", "500", by=seller, now=now)
    pdf = b"%PDF-1.7\n%%EOF"
    file = questionnaires.attach(assessment, "certificate", pdf, name="iso.pdf", by=seller, now=now)
    photo = questionnaires.attach(assessment, "certificate", a_photo(), name="line.png", by=seller, now=now)
    questionnaires.submit(assessment, by=seller, now=now)
    questionnaires.assign_assessors(assessment, [], lead=who.user, by=by, now=now)
    finding = questionnaires.raise_finding(assessment, text="Oil.", severity="minor", by=by, now=now)
    draft = questionnaires.new_version(template, by=by)
    return {
        "assessment": [assessment.pk],
        "assessment_question": [assessment.pk, "ppm"],
        "assessment_evidence": [assessment.pk, file.pk],
        "assessment_photo": [assessment.pk, photo.pk],
        "assessment_finding": [assessment.pk, finding.pk],
        "questionnaire": [draft.pk],
        "questionnaire_section": [draft.pk, "quality"],
        "questionnaire_section_way": [draft.pk, "quality", "down"],
        "questionnaire_question": [draft.pk, "quality", "ppm"],
        "questionnaire_question_way": [draft.pk, "ppm", "up"],
        "questionnaire_question_alone": [draft.pk, "ppm"],
    }
