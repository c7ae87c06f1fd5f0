"""Published lists: public data, the same for every organisation on the installation. They lead to none, so no fence."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class PublicList(models.TextChoices):
    OFAC = "ofac", _("OFAC, specially designated nationals")
    WORLD_BANK = "world_bank", _("World Bank, debarred firms")
    UN = "un", _("UN Security Council, consolidated list")


class ListVersion(models.Model):
    """One file of a list, loaded: what it held, and what changed against the one before."""

    kind = models.CharField(_("list"), max_length=20, choices=PublicList)
    number = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()
    loaded_by_name = models.CharField(max_length=120)
    source = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    entries = models.PositiveIntegerField()
    names = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()

    class Meta:
        ordering = ["-loaded_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="one_list_version_a_number")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("onboarding:screening_lists")


class ListedEntry(models.Model):
    """A company on a list, as the newest version that names it writes it; one that left it stays, not in force."""

    kind = models.CharField(_("list"), max_length=20, choices=PublicList)
    reference = models.CharField(max_length=250)
    name = models.CharField(max_length=500)
    country = models.CharField(max_length=120, blank=True)
    grounds = models.CharField(max_length=500, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    remarks = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    in_force = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "reference"], name="one_entry_a_reference")]

    def __str__(self) -> str:
        return self.name


class Nature(models.TextChoices):
    PRIMARY = "primary", _("name")
    ALIAS = "alias", _("also known as")
    FORMER = "former", _("formerly known as")
    WEAK = "weak", _("weak alias")


class ListedName(models.Model):
    entry = models.ForeignKey(ListedEntry, models.CASCADE, related_name="listed_names")
    name = models.CharField(max_length=500)
    nature = models.CharField(max_length=10, choices=Nature)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
