"""Quality, logistics and finance countersign before publication: each its own, nobody for two, never the author."""

import pytest

from tandem.accounts.roles import Role
from tandem.core.errors import Forbidden, Refused
from tandem.relationships.models import Relationship
from tandem.scorecards import actions
from tandem.scorecards.actions.countersigning import missing
from tandem.scorecards.models import Countersignature, Run, Template
from tests.api.calls import Api, token_of
from tests.cast import NOW, Person, person
from tests.scorecards.conftest import PARTS, run_of

pytestmark = pytest.mark.usefixtures("books")


@pytest.fixture
def quality(buyer: Person) -> Person:
    return person(buyer.organization, "Greta Sommer", Role.QUALITY_ENGINEER)


@pytest.fixture
def logistics(buyer: Person) -> Person:
    return person(buyer.organization, "Lars Voss", Role.LOGISTICS)


@pytest.fixture
def both(buyer: Person) -> Person:
    return person(buyer.organization, "Bo Zweig", Role.LOGISTICS, Role.FINANCE)


@pytest.fixture
def signing(quality_engineer: Person, buyer: Person, huarui: Relationship) -> Run:
    fields = {"name": "Castings", "minimum_sample": 3, "countersigned_by": ["quality", "logistics"]}
    template: Template = actions.save_template(None, fields, PARTS, by=quality_engineer.actor)
    actions.activate_template(template, by=quality_engineer.actor, now=NOW)
    run = run_of(template, "2026-Q3", buyer)
    actions.ask_to_countersign(run, by=buyer.actor, now=NOW)
    return run


def test_it_is_published_once_every_function_has_signed(
    signing: Run, quality: Person, logistics: Person, manager: Person
) -> None:
    with pytest.raises(Refused, match="Quality, Logistics is missing"):
        actions.publish_run(signing, by=manager.actor, now=NOW)
    actions.countersign(signing, "quality", agrees=True, by=quality.actor, now=NOW)
    actions.countersign(signing, "logistics", agrees=True, remark="Looks right.", by=logistics.actor, now=NOW)
    assert missing(signing) == []
    actions.publish_run(signing, by=manager.actor, now=NOW)
    signing.refresh_from_db()
    assert signing.status == Run.Status.PUBLISHED
    assert [(each.function, each.signed_by_name) for each in signing.countersignatures.order_by("pk")] == [
        ("quality", "Greta Sommer"),
        ("logistics", "Lars Voss"),
    ]


def test_refusing_gives_a_reason_and_returns_it_to_review(
    signing: Run, quality: Person, logistics: Person, buyer: Person, manager: Person
) -> None:
    actions.countersign(signing, "quality", agrees=True, by=quality.actor, now=NOW)
    with pytest.raises(Refused, match="Say why"):
        actions.countersign(signing, "logistics", agrees=False, by=logistics.actor, now=NOW)
    actions.countersign(
        signing, "logistics", agrees=False, remark="Ulm is missing.", by=logistics.actor, now=NOW
    )
    assert signing.status == Run.Status.REVIEW
    with pytest.raises(Refused, match="Ask for the countersignatures first"):
        actions.publish_run(signing, by=manager.actor, now=NOW)
    actions.ask_to_countersign(signing, by=buyer.actor, now=NOW)
    assert missing(signing) == ["quality", "logistics"]  # both look again
    assert Countersignature.objects.filter(run=signing, agrees=False).get().remark == "Ulm is missing."


def test_not_the_author_nor_another_function_nor_twice_nor_a_rival(
    signing: Run, quality_engineer: Person, buyer: Person, both: Person, rival: Person, manager: Person
) -> None:
    for who, function in (
        (quality_engineer, "quality"),
        (buyer, "logistics"),
        (manager, "quality"),
        (rival, "quality"),
        (both, "quality"),
        (both, "finance"),  # which the template does not ask for
    ):
        with pytest.raises(Forbidden):
            actions.countersign(signing, function, agrees=True, by=who.actor, now=NOW)
    actions.countersign(signing, "logistics", agrees=True, by=both.actor, now=NOW)
    with pytest.raises(Forbidden):
        actions.countersign(signing, "logistics", agrees=True, by=both.actor, now=NOW)


def test_nobody_signs_for_two_functions(
    quality_engineer: Person, buyer: Person, both: Person, administrator: Person
) -> None:
    fields = {"name": "All", "minimum_sample": 3, "countersigned_by": ["logistics", "finance"]}
    template = actions.save_template(None, fields, PARTS, by=quality_engineer.actor)
    actions.activate_template(template, by=quality_engineer.actor, now=NOW)
    run = run_of(template, "2026-Q3", buyer)
    actions.ask_to_countersign(run, by=buyer.actor, now=NOW)
    actions.countersign(run, "finance", agrees=True, by=both.actor, now=NOW)
    with pytest.raises(Forbidden, match="nobody signs for two"):
        actions.countersign(run, "logistics", agrees=True, by=both.actor, now=NOW)
    actions.countersign(run, "logistics", agrees=True, by=administrator.actor, now=NOW)
    assert missing(run) == []


def test_the_page_offers_what_the_reader_may(signing: Run, quality: Person, buyer: Person) -> None:
    address = signing.get_absolute_url()
    assert "Return to review" in quality.client.get(address).content.decode()
    assert "Return to review" not in buyer.client.get(address).content.decode()


def test_scripts_sign_as_people_do_and_no_service_token_signs(
    signing: Run, quality: Person, logistics: Person, buyer: Person, administrator: Person, rival: Person
) -> None:
    at = f"runs/{signing.pk}/countersignatures"
    greta, lars, ada = (Api(token_of(each)) for each in (quality, logistics, buyer))
    assert ada.get(at).json()["waiting"] == ["quality", "logistics"]
    assert ada.post(at, {"function": "quality", "agrees": True}).status_code == 403
    service = Api(token_of(administrator, service=True))
    assert service.post(at, {"function": "quality", "agrees": True}).status_code == 403
    assert Api(token_of(rival)).get(at).status_code == 404
    assert greta.post(at, {"function": "quality", "agrees": True}).json()["waiting"] == ["logistics"]
    silent = lars.post(at, {"function": "logistics", "agrees": False})
    assert silent.json()["detail"] == "Say why you do not countersign, so that it can be mended."
    told = lars.post(
        at, {"function": "logistics", "agrees": False, "remark": "Dates of Kiel are missing."}
    ).json()
    assert (told["status"], told["waiting"]) == ("review", [])
    assert [(each["function"], each["agrees"]) for each in told["given"]] == [
        ("quality", True),
        ("logistics", False),
    ]
    again = ada.post(f"runs/{signing.pk}/countersigning").json()
    assert (again["status"], again["round"], again["waiting"]) == ("signing", 2, ["quality", "logistics"])
