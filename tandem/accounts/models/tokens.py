from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models.organizations import Organization
from tandem.accounts.models.people import Membership, User
from tandem.accounts.scopes import Scope
from tandem.core.fence import Fence, inside, own, person, where

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


class TokenQuerySet(models.QuerySet["Token"]):
    def visible_to(self, actor: Actor) -> TokenQuerySet:
        """All of the organisation's: whoever manages it sees what acts in its name, and may end it."""
        return self.filter(organization=actor.organization_id)

    def personal(self, actor: Actor) -> TokenQuerySet:
        return self.visible_to(actor).filter(user=actor.user_id, user__isnull=False)

    def service(self) -> TokenQuerySet:
        return self.filter(user=None)


class Token(models.Model):
    """A key to the API: one person's, ending with their membership, or a service of the organisation's own."""

    FENCE = Fence(person("user") | own("organization") | where("t.digest = tandem_presented()"))

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="tokens")
    # Both or neither: a service token is nobody's.
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="tokens")
    membership = models.ForeignKey(Membership, models.CASCADE, null=True, blank=True, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    beginning = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope), verbose_name=_("scopes"))
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=120)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, membership=None) | Q(user__isnull=False, membership__isnull=False),
                name="a_person_with_a_membership_or_nobody",
                violation_error_message=_(
                    "A personal token names the person and the membership; a service token names neither."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def works_at(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class RequestCount(models.Model):
    """How often a token came in the present minute. The table is not logged: after a crash counting begins anew."""

    FENCE = Fence(inside("token"))

    token = models.OneToOneField(Token, models.CASCADE, primary_key=True, related_name="+")
    minute = models.BigIntegerField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.token_id}: {self.count}"


class KeptAnswer(models.Model):
    """What a write that bore an Idempotency-Key was answered, so that the same key is answered the same."""

    FENCE = Fence(inside("token"))
    COUNTS_FOR = timedelta(hours=24)

    token = models.ForeignKey(Token, models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    # Of method, path and body: another request under the same key is refused.
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=100)
    location = models.CharField(max_length=300, blank=True)
    body = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_a_key")]
        indexes = [models.Index(fields=["kept_at"])]

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"
