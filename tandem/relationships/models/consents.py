"""What a supplier lets one customer see of what it says of itself, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.core.fence import AnyOf, Fence, inside, own, where
from tandem.relationships.models.relationships import Relationship

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, actor: Actor) -> ConsentQuerySet:
        """Both ends."""
        return self.filter(
            Q(relationship__customer=actor.organization_id) | Q(relationship__supplier=actor.organization_id)
        )

    def in_force(self) -> ConsentQuerySet:
        return self.filter(ended_at=None, relationship__merged_into=None)

    def suppliers_sharing(self, actor: Actor, subject: str) -> models.QuerySet[Consent, int]:
        """The suppliers' organisations that share the subject with the actor's."""
        rows = self.in_force().filter(relationship__customer=actor.organization_id, subject=subject)
        return rows.values_list("relationship__supplier", flat=True)


class Consent(models.Model):
    """Given by the supplier, for one subject and one customer, until it is ended. It is never given anew in place: the
    rows are the history of who saw what and when."""

    class Subject(models.TextChoices):
        PASSPORT = "passport", _("Passport")
        DOCUMENTS = "documents", _("Documents and certificates")
        STATEMENTS = "statements", _("Financial statements")
        CAPACITY = "capacity", _("Plants and capacity")
        QUALITY_SYSTEM = "quality_system", _("Quality system")

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="consents")
    subject = models.CharField(_("what is shared"), max_length=16, choices=Subject)
    given_at = models.DateTimeField()
    given_by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=120, blank=True)

    objects = ConsentQuerySet.as_manager()

    # Both ends read it; nobody gives it to themselves.
    FENCE = Fence(reads=inside("relationship"), writes=own("relationship__supplier"))

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "subject"],
                condition=Q(ended_at=None),
                name="one_consent_a_subject_at_a_time",
                violation_error_message=_("This is shared with the customer already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.relationship}: {self.get_subject_display()}"


def shared_with(organization: str, subject: str) -> AnyOf:
    """For a `FENCE`: whoever is a customer to whom the organisation in the column `organization` (a supplier) has
    given its consent for the subject."""
    return where(
        "EXISTS (SELECT 1 FROM relationships_consent c JOIN relationships_relationship r ON r.id = c.relationship_id"
        " WHERE r.customer_id = (SELECT tandem_organization()) AND r.merged_into_id IS NULL"
        f" AND r.supplier_id = t.{organization} AND c.subject = '{subject}' AND c.ended_at IS NULL)"
    )
