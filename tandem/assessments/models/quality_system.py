"""Standards held, measuring instruments, management mechanisms, and measurements of what is made."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tandem.assessments.models.kept import QUALITY_SYSTEM, Kept, fence

SOON = 30


class StandardName(models.TextChoices):
    ISO_9001 = "iso_9001", _("ISO 9001 quality management")
    IATF_16949 = "iatf_16949", _("IATF 16949 automotive quality")
    ISO_13485 = "iso_13485", _("ISO 13485 medical devices")
    AS_9100 = "as_9100", _("AS/EN 9100 aerospace quality")
    ISO_22163 = "iso_22163", _("ISO 22163 railway quality")
    ISO_17025 = "iso_17025", _("ISO/IEC 17025 laboratories")
    ISO_14001 = "iso_14001", _("ISO 14001 environment")
    ISO_45001 = "iso_45001", _("ISO 45001 health and safety")
    ISO_50001 = "iso_50001", _("ISO 50001 energy")
    ISO_27001 = "iso_27001", _("ISO/IEC 27001 information security")
    OTHER = "other", _("another one")


class Standard(Kept):
    SUBJECT = QUALITY_SYSTEM
    FENCE = fence(QUALITY_SYSTEM)

    standard = models.CharField(_("standard"), max_length=20, choices=StandardName)
    other = models.CharField(_("its name, if another one"), max_length=80, blank=True)
    scope = models.CharField(_("scope"), max_length=200, blank=True)
    number = models.CharField(_("certificate number"), max_length=80, blank=True)
    issuer = models.CharField(_("certified by"), max_length=120, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["standard", "other", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(standard=StandardName.OTHER) | ~Q(other=""), name="another_standard_has_a_name",
                violation_error_message=_("Say which standard it is."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.other if self.standard == StandardName.OTHER else str(self.get_standard_display())

    def lapsed(self, today: date) -> bool:
        return self.valid_until is not None and self.valid_until < today


class Instrument(Kept):
    SUBJECT = QUALITY_SYSTEM
    FENCE = fence(QUALITY_SYSTEM)

    number = models.CharField(_("instrument number"), max_length=60)
    what = models.CharField(_("what it is"), max_length=120)
    measures = models.CharField(_("range"), max_length=80, blank=True)
    resolution = models.CharField(_("resolution"), max_length=40, blank=True)
    calibrated_on = models.DateField(_("last calibrated"), null=True, blank=True)
    due_on = models.DateField(_("calibration due"), null=True, blank=True)
    calibrated_by = models.CharField(_("calibrated by"), max_length=120, blank=True)
    certificate = models.CharField(_("calibration certificate"), max_length=80, blank=True)

    class Meta:
        ordering = [F("due_on").asc(nulls_first=True), "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "kept_by", "number"], name="one_instrument_a_number",
                violation_error_message=_("There is an instrument with this number already."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("calibrated_on")) | Q(due_on=None) | Q(calibrated_on=None),
                name="a_calibration_is_due_after_it_was_done",
                violation_error_message=_("The next calibration is due before the last one was done."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.what}"

    def overdue(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today

    def due_soon(self, today: date) -> bool:
        return self.due_on is not None and 0 <= (self.due_on - today).days <= SOON


class Mechanism(Kept):
    """A mechanism of quality management: whether the supplier has it, and what shows it."""

    SUBJECT = QUALITY_SYSTEM
    FENCE = fence(QUALITY_SYSTEM)

    class Which(models.TextChoices):
        CONTROL_PLANS = "control_plans", _("Control plans for each part")
        FMEA = "fmea", _("FMEA of design and process, kept current")
        FIRST_ARTICLE = "first_article", _("First-article inspection and production release (PPAP/PPF)")
        CHANGE_CONTROL = "change_control", _("Control of changes, announced to customers")
        TRACEABILITY = "traceability", _("Traceability of lots from material to shipment")
        MSA = "msa", _("Measurement system analysis (MSA)")
        SPC = "spc", _("Statistical process control (SPC) of key characteristics")
        INCOMING = "incoming", _("Inspection of incoming goods and control of own suppliers")
        NONCONFORMITY = "nonconformity", _("Handling and separation of nonconforming goods")
        CORRECTIVE = "corrective", _("Corrective action by 8D or alike, with effect checked")
        MAINTENANCE = "maintenance", _("Preventive maintenance of machines and tools")
        INTERNAL_AUDITS = "internal_audits", _("Internal audits of system, process and product")
        TRAINING = "training", _("Training and qualification of operators on record")

    class State(models.TextChoices):
        YES = "yes", _("yes")
        PARTLY = "partly", _("partly")
        NO = "no", _("no")

    which = models.CharField(_("mechanism"), max_length=20, choices=Which)
    state = models.CharField(_("in place"), max_length=10, choices=State)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)

    class Meta:
        ordering = ["which"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "kept_by", "which"], name="one_answer_a_mechanism")
        ]

    def __str__(self) -> str:
        return str(self.get_which_display())


class Measurements(Kept):
    """Values of one characteristic of one part as a file gave them; what they say of the process is worked out when
    somebody looks."""

    SUBJECT = QUALITY_SYSTEM
    FENCE = fence(QUALITY_SYSTEM)

    part = models.CharField(_("part"), max_length=80)
    characteristic = models.CharField(_("characteristic"), max_length=120)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    lower = models.FloatField(_("lower limit"), null=True, blank=True)
    upper = models.FloatField(_("upper limit"), null=True, blank=True)
    # [[value, …], …]: subgroups in the order of the file; each value alone where the file names no subgroups.
    subgroups = models.JSONField()
    measured_on = models.DateField(_("measured on"))
    file_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["part", "characteristic", "-measured_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(lower=None) | ~Q(upper=None),
                name="measurements_have_a_limit",
                violation_error_message=_("Give a lower limit, an upper limit, or both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} · {self.characteristic}"

    @property
    def values(self) -> list[float]:
        return [value for group in self.subgroups for value in group]
