"""What one kind of news is."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tandem.accounts.roles import Capability
from tandem.messaging.channels import Mail


class Group(models.TextChoices):
    SCORECARDS = "scorecards", _("Scorecards")
    INCENTIVES = "incentives", _("Rewards and penalties")
    FACTS = "facts", _("Facts")
    RELATIONSHIPS = "relationships", _("Relationships")
    QUALIFICATION = "qualification", _("Qualification")
    REQUESTS = "requests", _("Requests")
    ASSESSMENTS = "assessments", _("Questionnaires and audits")
    IMPROVEMENT = "improvement", _("Improvement")
    SELECTIONS = "selections", _("Selections")
    PEOPLE = "people", _("People and access")
    INTEGRATIONS = "integrations", _("Integrations")


@dataclass(frozen=True)
class Kind:
    """`needs` is what a member must be able to do to be told, and to read it later; None: the person named.

    `mail` is how it comes by mail unless a person chose otherwise.
    """

    name: str
    group: Group
    label: str | Promise
    sentence: str | Promise
    needs: Capability | None
    icon: str
    tone: str = "info"
    mail: Mail = Mail.NEVER
