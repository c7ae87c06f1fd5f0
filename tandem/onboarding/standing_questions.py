"""Questions that every customer asks, answered once: a fixed set, so that answers can be read side by side.

A code is stable: answers and accepted versions hold it. A question whose meaning changes gets a new one.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_APPLICABLE = "not_applicable", _("Does not concern us")


class Topic(models.TextChoices):
    MINERALS = "minerals", _("Conflict minerals")
    LABOUR = "labour", _("Labour and human rights")
    SAFETY = "safety", _("Health and safety")
    ENVIRONMENT = "environment", _("Environment")
    ETHICS = "ethics", _("Business ethics and trade control")
    INSURANCE = "insurance", _("Insurance")
    CONTINUITY = "continuity", _("Business continuity")
    DATA = "data", _("Data protection and information security")


@dataclass(frozen=True)
class Question:
    code: str
    topic: Topic
    text: Text
    details: Text


T = Topic
_SAY = _("Say more where it helps")
QUESTIONS = (
    Question(
        "minerals_in_products",
        T.MINERALS,
        _("Do your products contain tin, tantalum, tungsten, gold, cobalt or mica?"),
        _("Which, and in which products"),
    ),
    Question(
        "minerals_due_diligence",
        T.MINERALS,
        _("Do you trace these minerals to their smelters, by the OECD guidance or an equal one?"),
        _("Since when; whether a CMRT or EMRT can be had"),
    ),
    Question(
        "labour_no_child_or_forced",
        T.LABOUR,
        _("Do you exclude child labour and forced labour, at your own plants and at your suppliers'?"),
        _("How it is checked"),
    ),
    Question(
        "labour_hours_and_wages",
        T.LABOUR,
        _("Do working hours and wages keep to the law of each place where you work?"),
        _SAY,
    ),
    Question(
        "labour_complaints",
        T.LABOUR,
        _("Can employees and others complain without fear, and are complaints followed up?"),
        _("By which way"),
    ),
    Question(
        "safety_management",
        T.SAFETY,
        _("Is there a management system for health and safety (ISO 45001 or an equal one)?"),
        _("Accidents with lost days in the last year"),
    ),
    Question(
        "environment_permits",
        T.ENVIRONMENT,
        _("Do all plants hold the environmental permits that they need?"),
        _("Which permits, and until when"),
    ),
    Question(
        "environment_management",
        T.ENVIRONMENT,
        _("Is there an environmental management system (ISO 14001, EMAS or an equal one)?"),
        _SAY,
    ),
    Question(
        "environment_substances",
        T.ENVIRONMENT,
        _("Do your products keep to REACH and RoHS, or to China RoHS, where these apply?"),
        _("Exemptions that you use"),
    ),
    Question(
        "environment_carbon",
        T.ENVIRONMENT,
        _("Do you measure your greenhouse gas emissions (scopes 1 and 2)?"),
        _("Tonnes of CO₂ equivalent, year, and the standard"),
    ),
    Question(
        "ethics_corruption",
        T.ETHICS,
        _("Is there a policy against bribery and corruption, and are your people trained in it?"),
        _SAY,
    ),
    Question(
        "ethics_trade_control",
        T.ETHICS,
        _("Do you check your business partners against sanctions lists and your goods for export control?"),
        _("By which lists"),
    ),
    Question(
        "insurance_liability",
        T.INSURANCE,
        _("Are you insured against public and product liability?"),
        _("Insurer, sum insured with its currency, until when"),
    ),
    Question(
        "insurance_recall",
        T.INSURANCE,
        _("Does your insurance cover recalls?"),
        _("Sum insured with its currency"),
    ),
    Question(
        "continuity_plan",
        T.CONTINUITY,
        _(
            "Is there a plan for fire, flood, loss of power or of IT, and was it exercised in the last two years?"
        ),
        _("When it was last exercised"),
    ),
    Question(
        "continuity_second_site",
        T.CONTINUITY,
        _("Could another plant take over within three months?"),
        _("Which plant, and for which products"),
    ),
    Question(
        "data_personal",
        T.DATA,
        _("Do you keep to the law on personal data (GDPR, PIPL or your own country's)?"),
        _("Who is responsible"),
    ),
    Question(
        "data_security",
        T.DATA,
        _("Is there a management system for information security (ISO 27001, TISAX or an equal one)?"),
        _SAY,
    ),
)
BY_CODE = {question.code: question for question in QUESTIONS}
