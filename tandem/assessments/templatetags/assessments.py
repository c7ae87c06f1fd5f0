"""What was answered, in words: `{% load assessments %}`."""

from django import template

from tandem.assessments import answering, auditing, audits
from tandem.assessments.content import Question
from tandem.assessments.models import Answer, Assessment, Finding, Template
from tandem.assessments.models.answers import SEVERITY_TONES
from tandem.assessments.models.assessments import TONES
from tandem.assessments.weighing import Outcome
from tandem.core.elements import marks

register = template.Library()


@register.simple_tag
def said(question: Question, answer: Answer | None) -> str:
    """The answer in the reader's language; empty where there is none."""
    return answering.said(question, answer.value) if answer is not None else ""


@register.simple_tag
def assessment_state(assessment: Assessment, overdue: bool = False) -> str:
    """A badge with how far it has come."""
    tone, icon = ("bad", "clock-exclamation") if overdue else (TONES[assessment.status], "")
    return marks.badge(assessment.get_status_display(), tone, icon)


@register.simple_tag
def severity(finding: Finding) -> str:
    return marks.badge(finding.get_severity_display(), SEVERITY_TONES[finding.severity])


@register.simple_tag
def template_state(found: Template) -> str:
    tones = {Template.Status.DRAFT: "info", Template.Status.ACTIVE: "good"}
    return marks.badge(found.get_status_display(), tones.get(Template.Status(found.status), "neutral"))


@register.simple_tag
def audit_result(assessment: Assessment, outcome: Outcome | None) -> auditing.Told | None:
    """A process audit's result with its degrees and downgrades; None for what another scheme scores."""
    return auditing.told(outcome) if outcome is not None and auditing.is_audit(assessment) else None


@register.filter
def audit_words(question: Question) -> str:
    """A question's text without its number and star."""
    return audits.words(question)
