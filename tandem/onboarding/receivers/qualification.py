"""What assessments, documents and merging mean for qualifications."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from tandem.accounts.actor import Actor
from tandem.accounts.models import Organization
from tandem.assessments import signals as assessments
from tandem.assessments.models import Assessment
from tandem.onboarding.actions import qualification_asking as asking
from tandem.onboarding.actions import qualification_merging as merging
from tandem.onboarding.actions.qualification_documents import follow_review
from tandem.onboarding.actions.qualification_judging import judge
from tandem.onboarding.models import DocumentReview
from tandem.onboarding.signals import document_reviewed
from tandem.relationships.models import Relationship
from tandem.relationships.signals import organizations_merged, relationships_merged


@receiver(assessments.assessment_asked)
def tie_what_was_asked(assessment: Assessment, by: Actor, **_: Any) -> None:
    asking.tie_asked(assessment, by=by)


@receiver(assessments.assessment_submitted)
def follow_the_answers(assessment: Assessment, by: Actor, **_: Any) -> None:
    asking.follow_submitted(assessment, by=by)


@receiver(assessments.assessment_returned)
def follow_the_return(assessment: Assessment, by: Actor, **_: Any) -> None:
    asking.follow_returned(assessment, by=by)


@receiver(assessments.assessment_withdrawn)
def follow_the_withdrawal(assessment: Assessment, by: Actor, **_: Any) -> None:
    asking.follow_withdrawn(assessment, by=by)


@receiver(assessments.assessment_closed)
def follow_the_result(assessment: Assessment, by: Actor, now: datetime, **_: Any) -> None:
    judge(assessment, by=by, now=now)


@receiver(document_reviewed)
def follow_the_document(review: DocumentReview, by: Actor, now: datetime, **_: Any) -> None:
    follow_review(review, by=by, now=now)


@receiver(relationships_merged)
def move_qualifications(kept: Relationship, gone: Relationship, **_: Any) -> merging.Moved:
    return merging.follow_relationship(kept, gone)


@receiver(organizations_merged)
def move_evidence(kept: Organization, gone: Organization, **_: Any) -> merging.Moved:
    return merging.follow_organization(kept, gone)
