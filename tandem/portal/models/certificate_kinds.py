from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateKind(models.TextChoices):
    ISO_9001 = "iso_9001", _("ISO 9001 quality management")
    IATF_16949 = "iatf_16949", _("IATF 16949 automotive quality")
    ISO_14001 = "iso_14001", _("ISO 14001 environment")
    ISO_45001 = "iso_45001", _("ISO 45001 health and safety")
    SUBSTANCES = "substances", _("RoHS or REACH declaration")
    LICENCE = "licence", _("Business licence")
    INSURANCE = "insurance", _("Proof of insurance")
    OTHER = "other", _("Another certificate")
