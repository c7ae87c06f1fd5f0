"""What the two ends did together follows when two records turn out to be one company."""

from typing import Any

from django.db.models import QuerySet

from tandem.accounts.models import Organization
from tandem.portal.models import Ask, CustomerAccount, Link, OwnRecord, RecordFile, SurveyAnswer
from tandem.relationships import merge_rules
from tandem.relationships.models import Relationship

Moved = list[tuple[str, list[str]]]


def follow_relationship(kept: Relationship, gone: Relationship) -> Moved:
    """Two suppliers of one customer. Where people act for the one that goes, what they answered stays theirs."""
    if merge_rules.acts_for_itself(gone.supplier):
        return []
    return [("requests", _move_asks(kept, gone))]


def follow_organization(kept: Organization, gone: Organization) -> Moved:
    """All that a supplier keeps of its customers and told them."""
    before = Relationship.objects.filter(supplier=gone, merged_into__supplier=kept)
    asks = [name for old in before if old.merged_into for name in _move_asks(old.merged_into, old)]
    Link.objects.filter(supplier=gone).update(supplier=kept)
    _free_answers(kept).filter(supplier=gone).update(supplier=kept)
    OwnRecord.objects.filter(supplier=gone).update(supplier=kept)
    return [
        ("requests", asks),
        ("record_files", _names(RecordFile.objects.filter(supplier=gone), supplier=kept)),
        ("customer_accounts", _names(CustomerAccount.objects.filter(organization=gone), organization=kept)),
    ]


def _move_asks(kept: Relationship, gone: Relationship) -> list[str]:
    """Requests with their links and answers. Asked twice in one survey, it keeps both answers where they are."""
    surveyed = list(
        Ask.objects.filter(relationship=kept, survey__isnull=False).values_list("survey", flat=True)
    )
    moving = Ask.objects.filter(relationship=gone).exclude(survey__in=surveyed)
    Link.objects.filter(ask__in=moving).update(supplier=kept.supplier_id)
    _free_answers(kept.supplier).filter(relationship=gone).exclude(survey__in=surveyed).update(
        relationship=kept, supplier=kept.supplier_id
    )
    return _names(moving, relationship=kept)


def _free_answers(kept: Organization) -> QuerySet[SurveyAnswer]:
    """Those to surveys that the one that stays has not answered itself: each has one answer a supplier."""
    answered = SurveyAnswer.objects.filter(supplier=kept).values_list("survey", flat=True)
    return SurveyAnswer.objects.exclude(survey__in=list(answered))


def _names(rows: QuerySet[Any], **values: Any) -> list[str]:
    """Change the rows, and say which they were."""
    names = [str(row)[:120] for row in rows]
    rows.update(**values)
    return names
