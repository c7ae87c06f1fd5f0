from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tandem.core.fence import Fence, inside, own, where

if TYPE_CHECKING:
    from tandem.accounts.actor import Actor


US = "(SELECT tandem_organization())"
RELATIONSHIPS = "SELECT 1 FROM relationships_relationship r"
AS_ITS_CUSTOMER = f"EXISTS ({RELATIONSHIPS} WHERE r.supplier_id = t.id AND r.customer_id = {US})"
AS_ITS_SUPPLIER = f"EXISTS ({RELATIONSHIPS} WHERE r.customer_id = t.id AND r.supplier_id = {US})"
AS_MEMBER = (
    "EXISTS (SELECT 1 FROM accounts_membership m"
    " WHERE m.organization_id = t.id AND m.user_id = (SELECT tandem_person()))"
)
# Found by a number that a supplier list of ours gives, or to be merged into ours.
NAMED_BY_US = (
    "EXISTS (SELECT 1 FROM relationships_supplierlistrow l WHERE l.organization_id = t.id)"
    f" OR EXISTS (SELECT 1 FROM relationships_merge m WHERE m.gone_id = t.id AND m.organization_id = {US})"
)
OF_A_SUPPLIER = f"EXISTS ({RELATIONSHIPS} WHERE r.supplier_id = t.organization_id AND r.customer_id = {US})"
OF_A_CUSTOMER = f"EXISTS ({RELATIONSHIPS} WHERE r.customer_id = t.organization_id AND r.supplier_id = {US})"
# What an organisation gives of itself is for those who work with it.
GIVEN = f"(t.kept_by_id = t.organization_id AND ({OF_A_SUPPLIER} OR {OF_A_CUSTOMER}))"


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def visible_to(self, actor: Actor) -> OrganizationQuerySet:
        """One's own organisation, and those it has a relationship with."""
        return self.filter(
            Q(pk=actor.organization_id)
            | Q(as_supplier__customer=actor.organization_id)
            | Q(as_customer__supplier=actor.organization_id)
        ).distinct()


class Organization(models.Model):
    FENCE = Fence(
        reads=own("merged_into") | where(AS_ITS_SUPPLIER) | where(AS_MEMBER) | where(NAMED_BY_US),
        writes=own("pk") | own("recorded_by") | where(AS_ITS_CUSTOMER),
    )

    slug = models.SlugField(
        _("short name"),
        max_length=80,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$")],
    )
    name = models.CharField(_("legal name"), max_length=200)
    name_local = models.CharField(_("legal name in Chinese script"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2)
    currency = models.CharField(_("currency"), max_length=3)
    website = models.URLField(_("website"), blank=True)
    # Set once two records turned out to be one company: this one is kept for its history alone.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    # The customer who wrote this supplier down: it sees it before there is a relationship.
    recorded_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    requires_second_factor = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"),
                name="country_is_iso_3166",
                violation_error_message=_(
                    "Give the country by its two-letter ISO 3166 code, for example CN."
                ),
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
                name="currency_is_iso_4217",
                violation_error_message=_(
                    "Give the currency by its three-letter ISO 4217 code, for example CNY."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name in the reader's script, where the organisation has one."""
        chinese = (get_language() or "").startswith("zh")
        return self.name_local if chinese and self.name_local else self.name

    @property
    def other_name(self) -> str:
        """The name in the other script; empty where there is only one."""
        if not self.name_local:
            return ""
        return self.name if self.display_name == self.name_local else self.name_local


class IdentifierScheme(models.TextChoices):
    USCC = "uscc", _("Unified social credit code")
    VAT = "vat", _("VAT number")
    LEI = "lei", _("Legal entity identifier (LEI)")
    DUNS = "duns", _("D-U-N-S number")
    TAX = "tax", _("National tax number")


class Identifier(models.Model):
    FENCE = Fence(
        reads=where(OF_A_CUSTOMER),
        writes=own("organization") | where(OF_A_SUPPLIER) | where("tandem_recorded(t.organization_id)"),
    )

    Scheme = IdentifierScheme

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("kind"), max_length=10, choices=IdentifierScheme)
    country = models.CharField(_("country"), max_length=2, blank=True)
    value = models.CharField(_("number"), max_length=40)

    class Meta:
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "country", "value"], name="one_holder_of_an_identifier")
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"


class Site(models.Model):
    FENCE = Fence(reads=where(OF_A_SUPPLIER) | where(OF_A_CUSTOMER), writes=own("organization"))

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="sites")
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    name_local = models.CharField(_("name in Chinese script"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2)
    city = models.CharField(_("city"), max_length=80, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="one_site_a_code")]

    def __str__(self) -> str:
        chinese = (get_language() or "").startswith("zh")
        return self.name_local if chinese and self.name_local else self.name


class SiteException(models.Model):
    """A day on which a site works, or does not, against its country's calendar."""

    FENCE = Fence(reads=inside("site"), writes=own("site__organization"))

    site = models.ForeignKey(Site, models.CASCADE, related_name="exceptions")
    day = models.DateField(_("day"))
    works = models.BooleanField(_("the site works on this day"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="one_exception_a_day")]

    def __str__(self) -> str:
        return f"{self.site} {self.day}"


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, actor: Actor) -> ContactQuerySet:
        """Contacts an organisation gives of itself, and those one's own side keeps."""
        own = Q(kept_by=actor.organization_id)
        given = Q(kept_by=models.F("organization")) & Q(
            organization__in=Organization.objects.visible_to(actor).values("pk")
        )
        return self.filter(own | given)


class Contact(models.Model):
    FENCE = Fence(reads=where(GIVEN), writes=own("kept_by"))

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="contacts")
    # Whose note of the person this is: the organisation's own, or a customer's address book.
    kept_by = models.ForeignKey(Organization, models.CASCADE, related_name="kept_contacts")
    name = models.CharField(_("name"), max_length=120)
    position = models.CharField(_("position"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
