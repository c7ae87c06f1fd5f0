"""A refused form stays as it was written, with the sentence beside it."""

import pytest
from django.urls import reverse

from tests.cast import Person
from tests.sourcing.conftest import Story

pytestmark = pytest.mark.django_db
STAYING = {"Tandem-Stay": "yes"}


def test_a_refused_form_is_told_the_sentence_and_an_accepted_one_where_to_go(
    proposed: Story, quality_engineer: Person
) -> None:
    countersign = reverse("sourcing:countersign", args=[proposed.selection.pk])
    given = {"function": "quality", "agrees": "no", "remark": " "}
    refused = quality_engineer.client.post(countersign, given, headers=STAYING)
    assert (refused.status_code, refused["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert refused.content.decode().startswith("Say why you disagree")
    without = quality_engineer.client.post(countersign, given)
    assert (without.status_code, without["Content-Type"]) == (409, "text/html; charset=utf-8")

    page = proposed.selection.get_absolute_url()
    taken = quality_engineer.client.post(
        countersign, {**given, "remark": "Porosity in batch 7."}, headers=STAYING
    )
    assert (taken.status_code, taken.content) == (204, b"")
    assert (taken["Tandem-Next"], "Location" in taken) == (page, False)
    assert "Your word is on record." in quality_engineer.client.get(page).content.decode()
