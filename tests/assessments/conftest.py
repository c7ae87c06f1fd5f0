"""Nordlicht's questionnaire and audit, asked of Huarui; two assessors besides the quality engineer."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tandem.accounts.models import Organization
from tandem.accounts.roles import Role
from tandem.assessments import actions, content
from tandem.assessments.actions import Wanted
from tandem.assessments.models import Assessment, Template
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person, person

DUE = date(2026, 12, 15)

ASKED = content.read(
    {
        "sections": [
            {
                "code": "quality",
                "title": "Quality",
                "title_local": "质量",
                "questions": [
                    {
                        "code": "certified",
                        "kind": "choice",
                        "text": "Is your quality management certified?",
                        "text_local": "质量体系是否认证？",
                        "weight": "10",
                        "options": [
                            {"code": "yes", "text": "Yes", "text_local": "是", "points": "100"},
                            {
                                "code": "no",
                                "text": "No",
                                "text_local": "否",
                                "points": "0",
                                "knock_out": True,
                            },
                        ],
                    },
                    {
                        "code": "certificate",
                        "kind": "file",
                        "text": "Attach the certificate.",
                        "shown_if": {"question": "certified", "options": ["yes"]},
                    },
                    {
                        "code": "ppm",
                        "kind": "number",
                        "text": "Defects per million",
                        "weight": "10",
                        "unit": "ppm",
                        "scale": [["0", "100"], ["1000", "0"]],
                    },
                ],
            },
            {
                "code": "plant",
                "title": "Plant",
                "questions": [
                    {
                        "code": "order",
                        "kind": "text",
                        "text": "How do you keep the plant in order?",
                        "weight": "20",
                        "required": False,
                    },
                    {
                        "code": "plants",
                        "kind": "table",
                        "text": "Your plants",
                        "required": False,
                        "columns": [{"text": "Place"}, {"text": "People"}],
                    },
                    {"code": "since", "kind": "date", "text": "Since when?", "required": False},
                ],
            },
        ]
    }
)


def a_photo() -> bytes:
    """640 by 480 points."""
    out = BytesIO()
    Image.new("RGB", (640, 480), "grey").save(out, "PNG")
    return bytes(out.getvalue())


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    """Files of this test alone."""
    default = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def template(quality_engineer: Person) -> Template:
    """Written by the quality engineer and in use."""
    fields = {"code": "basics", "title": "Basics", "title_local": "基础问卷"}
    made = actions.write_template(fields, asked=ASKED, by=quality_engineer.actor)
    actions.publish_template(made, by=quality_engineer.actor, now=NOW)
    return made


@pytest.fixture
def asked(template: Template, huarui: Relationship, manager: Person, huarui_sales: Person) -> Assessment:
    """Matthias asks Huarui to answer it."""
    return actions.ask_assessment(huarui, Wanted(template, DUE, "Before we order"), by=manager.actor, now=NOW)


@pytest.fixture
def vera(nordlicht: Organization) -> Person:
    return person(nordlicht, "Vera Holm", Role.EVALUATOR)
