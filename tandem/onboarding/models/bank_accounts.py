"""Where a supplier is paid: its accounts, which of them each customer pays to, and how a change was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, inside, own
from tandem.relationships.models import Relationship

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor

SHOWN = 4


def masked(number: str) -> str:
    """As lists show it: the last four characters, behind dots that do not tell how long it is."""
    return f"•••• {number[-SHOWN:]}" if number else ""


def in_fours(number: str) -> str:
    """As people read it aloud."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


class AccountFields(models.Model):
    """One account. `number` is an IBAN where `iban` says so, else the bank's own number of the account."""

    holder = models.CharField(_("account holder"), max_length=200)
    bank_name = models.CharField(_("bank and branch"), max_length=200)
    country = models.CharField(_("country of the bank"), max_length=2)
    currency = models.CharField(_("currency"), max_length=3)
    iban = models.BooleanField(default=False)
    number = models.CharField(_("account number"), max_length=40)
    bic = models.CharField(_("SWIFT/BIC"), max_length=11, blank=True)
    # The bank's own number in its country: CNAPS in China, a routing number or sort code elsewhere.
    bank_code = models.CharField(_("bank code"), max_length=20, blank=True)

    class Meta:
        abstract = True

    @property
    def masked(self) -> str:
        return masked(self.number)

    @property
    def spelt(self) -> str:
        return in_fours(self.number)

    @property
    def brief(self) -> str:
        """For lists, letters and the trail: never the whole number."""
        return f"{self.bank_name} · {self.currency} {self.masked}"


ACCOUNT_FIELDS = ("holder", "bank_name", "country", "currency", "iban", "number", "bic", "bank_code")


class BankAccountQuerySet(models.QuerySet["BankAccount"]):
    def visible_to(self, actor: Actor) -> BankAccountQuerySet:
        return self.filter(organization=actor.organization_id)

    def in_use(self) -> BankAccountQuerySet:
        return self.filter(retired_at=None)


class BankAccount(AccountFields):
    """The supplier's own. What was written down is not corrected in place: a wrong one is retired and a right one
    added, so that what a customer once confirmed stays what it was."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="bank_accounts")
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=120)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = BankAccountQuerySet.as_manager()

    FENCE = Fence(own("organization"))

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "number", "currency"],
                condition=Q(retired_at=None),
                name="one_bank_account_a_number",
                violation_error_message=_("This account is written down already."),
            )
        ]

    def __str__(self) -> str:
        return self.brief

    def get_absolute_url(self) -> str:
        return reverse("onboarding_supplier:bank_account", args=[self.pk])


class BankChangeQuerySet(models.QuerySet["BankChange"]):
    def visible_to(self, actor: Actor) -> BankChangeQuerySet:
        """The customer's: proposals, and the accounts it pays to."""
        return self.filter(relationship__customer=actor.organization_id, relationship__merged_into=None)

    def made_by(self, actor: Actor) -> BankChangeQuerySet:
        return self.filter(relationship__supplier=actor.organization_id, relationship__merged_into=None)

    def open(self) -> BankChangeQuerySet:
        """Held: payments wait until it is confirmed or refused."""
        return self.filter(status__in=BankChange.OPEN)

    def in_force(self) -> BankChangeQuerySet:
        return self.filter(status=BankChange.Status.CONFIRMED)


class BankChange(AccountFields):
    """An account that a supplier names to one customer, held until two of the customer's people have checked it.

    It holds a copy of the account: what a customer confirmed is the customer's own, and is what it pays to.
    """

    class Status(models.TextChoices):
        HELD = "held", _("Waiting for the call-back")
        CALLED = "called", _("Waiting for the second person")
        CONFIRMED = "confirmed", _("In force")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REPLACED = "replaced", _("No longer used")

    OPEN = (Status.HELD, Status.CALLED)
    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.HELD: {Status.CALLED, Status.REFUSED, Status.WITHDRAWN},
        Status.CALLED: {Status.CONFIRMED, Status.REFUSED, Status.WITHDRAWN},
        Status.CONFIRMED: {Status.REPLACED},
    }

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="bank_changes")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.HELD)
    proposed_at = models.DateTimeField()
    proposed_by_name = models.CharField(max_length=120)
    # Of the customer's, who wrote it down for a supplier that nobody acts for yet.
    entered_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(_("why it changes"), max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = BankChangeQuerySet.as_manager()

    FENCE = Fence(inside("relationship"))

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "currency"],
                condition=Q(status__in=["held", "called"]),
                name="one_bank_change_at_a_time",
                violation_error_message=_(
                    "Another account in this currency is being checked: wait for the answer, or withdraw it."
                ),
            ),
            models.UniqueConstraint(
                fields=["relationship", "currency"],
                condition=Q(status="confirmed"),
                name="one_bank_account_a_currency",
                violation_error_message=_(
                    "Payments in this currency go to another account. Let that one be replaced first."
                ),
            ),
        ]
        indexes = [models.Index(fields=["relationship", "status"])]

    def __str__(self) -> str:
        return self.brief

    def get_absolute_url(self) -> str:
        return reverse("onboarding:bank_change", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN


class KnownNumber(models.Model):
    """A telephone number of the supplier that the customer held when the change was proposed: the call-back goes to one
    of these, since whoever forges a change of account forges the number beside it as well."""

    class Source(models.TextChoices):
        ADDRESS_BOOK = "address_book", _("our address book")
        PASSPORT = "passport", _("the passport that we had accepted")

    change = models.ForeignKey(BankChange, models.CASCADE, related_name="known_numbers")
    name = models.CharField(max_length=120)
    position = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40)
    source = models.CharField(max_length=12, choices=Source)
    # When the passport that gives it was accepted.
    since = models.DateTimeField(null=True, blank=True)

    FENCE = Fence(own("change__relationship__customer"))

    class Meta:
        ordering = ["source", "name", "pk"]

    def __str__(self) -> str:
        return f"{self.name} · {self.phone}"


class CallBack(models.Model):
    """The call that one of the customer's people made: whom they reached, at which known number, what was said."""

    change = models.OneToOneField(BankChange, models.CASCADE, related_name="call_back")
    number = models.ForeignKey(KnownNumber, models.PROTECT, related_name="+")
    reached = models.CharField(_("whom you spoke to"), max_length=120)
    called_at = models.DateTimeField(_("when you called"))
    said = models.TextField(_("what was said"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    logged_at = models.DateTimeField()

    FENCE = Fence(own("change__relationship__customer"))

    def __str__(self) -> str:
        return f"{self.reached} · {self.called_at:%Y-%m-%d %H:%M}"


CHANGE_TONES: dict[str, str] = {
    BankChange.Status.HELD: "warning",
    BankChange.Status.CALLED: "warning",
    BankChange.Status.CONFIRMED: "good",
    BankChange.Status.REFUSED: "bad",
}
