"""Certificates and other documents of suppliers, and what each customer says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tandem.accounts.models import Organization, User
from tandem.core.fence import Fence, inside, own, where
from tandem.relationships.fences import supplied_by_us
from tandem.relationships.models import Consent, Relationship
from tandem.relationships.models.consents import shared_with

if TYPE_CHECKING:
    from datetime import date

    from tandem.accounts.actor import Actor


class DocumentKind(models.TextChoices):
    ISO_9001 = "iso_9001", _("ISO 9001 quality management")
    IATF_16949 = "iatf_16949", _("IATF 16949 automotive quality")
    AS_9100 = "as_9100", _("AS 9100 aerospace quality")
    ISO_14001 = "iso_14001", _("ISO 14001 environment")
    ISO_45001 = "iso_45001", _("ISO 45001 health and safety")
    ISO_50001 = "iso_50001", _("ISO 50001 energy management")
    ISO_27001 = "iso_27001", _("ISO 27001 information security")
    SUBSTANCES = "substances", _("RoHS or REACH declaration")
    LICENCE = "licence", _("Business licence")
    TAX = "tax", _("Tax registration")
    INSURANCE = "insurance", _("Proof of insurance")
    CODE_OF_CONDUCT = "code_of_conduct", _("Signed code of conduct")
    AGREEMENT = "agreement", _("Quality or framework agreement")
    TEST_REPORT = "test_report", _("Test report")
    OTHER = "other", _("Another document")


class DocumentLanguage(models.TextChoices):
    ENGLISH = "en", _("English")
    CHINESE = "zh", _("Chinese")
    GERMAN = "de", _("German")
    FRENCH = "fr", _("French")
    ITALIAN = "it", _("Italian")
    SPANISH = "es", _("Spanish")
    JAPANESE = "ja", _("Japanese")
    KOREAN = "ko", _("Korean")
    SEVERAL = "mul", _("Several languages")
    OTHER = "und", _("Another language")


# Handed to a customer of ours by the supplier, or written down by ourselves.
HANDED_TO_US = (
    "EXISTS (SELECT 1 FROM onboarding_documentreview d JOIN relationships_relationship r ON r.id = d.relationship_id"
    " WHERE d.document_id = t.id AND r.customer_id = (SELECT tandem_organization()))"
)
# What another customer wrote down about the supplier is not the supplier's to share by a general consent.
SHARED = f"(t.recorded_by_id IS NULL AND {shared_with('organization_id', Consent.Subject.DOCUMENTS).parts[0].text})"


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, actor: Actor) -> DocumentQuerySet:
        """The supplier's own; a customer's: those handed to it, and those of suppliers that share their documents."""
        us = actor.organization_id
        handed = DocumentReview.objects.filter(relationship__customer=us).values("document")
        sharing = Consent.objects.in_force().suppliers_sharing(actor, Consent.Subject.DOCUMENTS)
        return self.filter(
            Q(organization=us) | Q(pk__in=handed) | Q(organization__in=sharing, recorded_by__isnull=True)
        )

    def lapsed(self, on: date) -> DocumentQuerySet:
        return self.filter(valid_until__lt=on)


class Document(models.Model):
    """One document with its file, which lies outside the web's reach. It is never changed: a renewal replaces it."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=16, choices=DocumentKind)
    number = models.CharField(_("number"), max_length=80)
    issuer = models.CharField(_("issued by"), max_length=160)
    valid_from = models.DateField(_("valid from"))
    # The last day of its validity; None: for good.
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    # Blank: where it was handed in, nobody was asked.
    language = models.CharField(_("language"), max_length=3, choices=DocumentLanguage, blank=True)
    path = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    handed_in_at = models.DateTimeField()
    handed_in_by_name = models.CharField(max_length=120)
    # The customer who uploaded it on the supplier's behalf; None: the supplier itself.
    recorded_by = models.ForeignKey(Organization, models.SET_NULL, null=True, blank=True, related_name="+")
    # What it renews.
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="renewals")

    objects = DocumentQuerySet.as_manager()

    FENCE = Fence(
        reads=where(HANDED_TO_US) | where(SHARED),
        writes=own("organization") | own("recorded_by"),
    )

    class Meta:
        ordering = ["kind", F("valid_until").desc(nulls_first=True), "-pk"]
        indexes = [models.Index(fields=["organization", "kind"]), models.Index(fields=["valid_until"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="a_document_ends_after_it_begins",
                violation_error_message=_("A document ends after it begins: look at its two dates."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    def get_absolute_url(self) -> str:
        """The supplier's page of it; a customer's is its review's."""
        return reverse("onboarding_supplier:document", args=[self.pk])

    def has_lapsed(self, on: date) -> bool:
        return self.valid_until is not None and self.valid_until < on

    def days_left(self, on: date) -> int | None:
        """Until its last day, which counts as the zeroth; None: it does not lapse."""
        return None if self.valid_until is None else (self.valid_until - on).days


class DocumentReviewQuerySet(models.QuerySet["DocumentReview"]):
    def visible_to(self, actor: Actor) -> DocumentReviewQuerySet:
        """A customer's own."""
        return self.filter(
            relationship__customer=actor.organization_id, relationship__merged_into__isnull=True
        )

    def served_by(self, actor: Actor) -> DocumentReviewQuerySet:
        return self.filter(
            relationship__supplier=actor.organization_id, relationship__merged_into__isnull=True
        )


class DocumentReview(models.Model):
    """A document as handed to one customer, and the customer's word on it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waits for review")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        Status.WAITING: {Status.ACCEPTED, Status.REFUSED},
        Status.ACCEPTED: {Status.REFUSED},
    }

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="document_reviews")
    document = models.ForeignKey(Document, models.CASCADE, related_name="reviews")
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    handed_in_at = models.DateTimeField()
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    decided_by_name = models.CharField(max_length=120, blank=True)

    objects = DocumentReviewQuerySet.as_manager()

    FENCE = Fence(inside("relationship"))

    class Meta:
        ordering = ["-handed_in_at", "-pk"]
        indexes = [models.Index(fields=["relationship", "status"])]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "document"], name="one_review_a_document_and_customer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} · {self.relationship}"

    def get_absolute_url(self) -> str:
        """The customer's page of it."""
        return reverse("onboarding:document", args=[self.pk])


REVIEW_TONES: dict[str, str] = {
    DocumentReview.Status.WAITING: "info",
    DocumentReview.Status.ACCEPTED: "good",
    DocumentReview.Status.REFUSED: "bad",
}


class RenewalAsk(models.Model):
    """A renewal has been asked for, so many days ahead; zero: both ends were told that the document lapsed."""

    STEPS = (60, 30, 7)
    LAPSED = 0

    document = models.ForeignKey(Document, models.CASCADE, related_name="renewal_asks")
    step = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()

    FENCE = Fence(inside("document"))

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "step"], name="a_renewal_is_asked_once_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.step}"


class DocumentSetting(models.Model):
    """What one customer settled about its suppliers' documents."""

    GRACE = 14

    customer = models.OneToOneField(Organization, models.CASCADE, related_name="document_setting")
    grace_days = models.PositiveSmallIntegerField(_("days of grace"), default=GRACE)

    FENCE = Fence(reads=supplied_by_us("customer"), writes=own("customer"))

    def __str__(self) -> str:
        return f"{self.customer}: {self.grace_days}"
