"""The second fence: PostgreSQL itself shows Rita of Kestrel nothing of Nordlicht's, whatever the pages forget."""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models, transaction
from django.db.utils import ProgrammingError

from tandem.accounts.models import AuditEntry, Membership, Organization, User
from tandem.config import policies, postgres
from tandem.core.fence import NOBODY, Acting, acting_as, beyond_the_fence
from tandem.facts import actions as facts
from tandem.facts import tasks as fact_tasks
from tandem.relationships import actions as relationships
from tandem.relationships import tasks as relationship_tasks
from tandem.relationships.models import Note, Relationship
from tandem.scorecards import actions as scorecards
from tandem.scorecards import tasks as scorecard_tasks
from tests.cast import NOW, Person, supplier_of
from tests.config.records import Arguments
from tests.facts.files import HEADER, ORDERS
from tests.scorecards.conftest import PARTS

# Tables that lead to an organisation or a relationship and are open all the same, with the reason.
OPEN: dict[str, str] = {}


@contextmanager
def told(who: Person) -> Iterator[None]:
    with acting_as(Acting(person=who.user.pk, organization=who.organization.pk)):
        yield


def counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in policies.fences()}


def leads_to_an_organisation(model: type[models.Model], seen: frozenset[type] = frozenset()) -> bool:
    if model in (Organization, Relationship):
        return True
    parents = {
        field.remote_field.model
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.model not in seen
    }
    return any(leads_to_an_organisation(parent, seen | {model}) for parent in parents)


def test_every_table_that_belongs_to_an_organisation_is_fenced() -> None:
    """A new model without a `FENCE`, or a new many-to-many field without `LINK_FENCES`, fails here."""
    belonging = {
        model for model in apps.get_models(include_auto_created=True) if leads_to_an_organisation(model)
    }
    unfenced = {model._meta.label for model in belonging} - {m._meta.label for m in policies.fences()}
    assert unfenced == set(OPEN)


@pytest.mark.django_db
def test_the_policies_are_in_force_for_a_role_that_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, EXISTS (SELECT 1 FROM pg_class"
            " WHERE relowner = pg_roles.oid) FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (postgres.APP_ROLE, False, False, False)
        cursor.execute(
            "SELECT relname, count(*) FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid"
            " WHERE relrowsecurity GROUP BY relname"
        )
        assert dict(cursor.fetchall()) == {model._meta.db_table: 4 for model in policies.fences()}


def test_whoever_nobody_vouches_for_finds_every_table_empty(nordlichts: dict[str, Arguments]) -> None:
    with acting_as(NOBODY):
        found = {label for label, count in counts().items() if count}
    # Signing in begins by looking for the person; what comes with Tandem is everybody's.
    assert found == {"accounts.User", "scorecards.Kpi"}


def test_a_rival_finds_nothing_of_nordlichts_in_any_table(
    nordlichts: dict[str, Arguments], rival: Person, administrator: Person
) -> None:
    with told(rival):
        found = counts()
        people = set(User.objects.values_list("pk", flat=True))
        organisations = set(Organization.objects.values_list("slug", flat=True))
        told_of = set(AuditEntry.objects.values_list("organization__slug", "record_name"))
    assert people == {rival.user.pk}
    assert organisations == {"kestrel"}
    assert told_of == {("kestrel", "Kestrel Motors Inc.")}
    # Herself, her organisation, and what comes with Tandem.
    assert {label for label, count in found.items() if count} == {
        "accounts.AuditEntry", "accounts.Membership", "accounts.Organization", "accounts.User", "scorecards.Kpi",
    }  # fmt: skip
    with told(administrator):
        own = counts()
    with beyond_the_fence():
        everything = counts()
    for label in ("relationships.Relationship", "facts.Batch", "scorecards.Card", "accounts.Site"):
        assert own[label] == everything[label] > 0, label


def test_the_application_without_its_gate_still_shows_a_rival_nothing(
    nordlichts: dict[str, Arguments], rival: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every `visible_to` forgets whom it is asked for: the addresses of Nordlicht's records stay 404 to Rita."""
    from django.urls import reverse

    from tests.config.addresses import RECORDS, every_address

    for model in policies.fences():
        gate = type(model._default_manager.all())
        for name in ("visible_to", "served_by"):
            if hasattr(gate, name):
                monkeypatch.setattr(gate, name, lambda rows, actor: rows.all())
    seen: dict[str, Any] = {}
    for address in every_address():
        if address.name in RECORDS:
            url = reverse(address.name, args=nordlichts[RECORDS[address.name]])
            own = administrator.client.get(url).status_code
            seen[address.name] = (own, rival.client.get(url).status_code)
    shown = {name for name, (_own, answer) in seen.items() if answer not in (404, 405)}
    assert shown == set()
    # The gates are really open: Nordlicht's own people are answered as ever.
    assert sum(own == 200 for own, _answer in seen.values()) > 20


def test_nobody_writes_into_anothers_tables(huarui: Relationship, rival: Person, buyer: Person) -> None:
    with told(rival):
        assert Relationship.objects.filter(pk=huarui.pk).update(stage="blacklisted") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Note.objects.create(relationship=huarui, organization=buyer.organization, text="slander")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Membership.objects.create(
                user=rival.user, organization=buyer.organization, roles=["administrator"]
            )
        assert User.objects.filter(pk=buyer.user.pk).update(password="mine now") == 0
    huarui.refresh_from_db()
    assert huarui.stage == "approved"


def test_a_supplier_finds_its_relationship_and_not_what_the_customer_keeps_of_it(
    nordlichts: dict[str, Arguments], huarui: Relationship, huarui_sales: Person, buyer: Person
) -> None:
    supplier_of(buyer, "Bergquell GmbH")
    with told(huarui_sales):
        found = {label for label, count in counts().items() if count}
        assert list(Relationship.objects.all()) == [huarui]
        names = set(Organization.objects.values_list("slug", flat=True))
    assert names == {"nordlicht", huarui.supplier.slug}
    assert not found & {
        "relationships.Note", "relationships.Alias", "relationships.SupplierNumber", "relationships.StageChange",
        "relationships.Category", "relationships.SupplierList", "facts.Batch", "facts.LakeVersion",
        "scorecards.HistoricGrade",
    }  # fmt: skip


def test_who_left_is_still_known_by_name_and_others_are_not(
    huarui: Relationship, buyer: Person, manager: Person, rival: Person
) -> None:
    Membership.objects.filter(user=buyer.user).delete()
    with told(manager):
        assert buyer.user in User.objects.all()
        assert rival.user not in User.objects.all()
        assert AuditEntry.objects.filter(user=buyer.user).first() is not None


def test_who_acts_is_set_for_one_transaction_and_goes_back_with_a_savepoint(
    huarui: Relationship, buyer: Person, rival: Person
) -> None:
    with told(rival):
        assert Relationship.objects.count() == 0
        with told(buyer):
            assert Relationship.objects.count() == 1
            with contextlib.suppress(ZeroDivisionError), transaction.atomic(), told(rival):
                assert Relationship.objects.count() == 0
                raise ZeroDivisionError
            assert Relationship.objects.count() == 1
        assert Relationship.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_each_statement_knows_who_acts(huarui: Relationship, rival: Person) -> None:
    buying = Acting(organization=huarui.customer_id)
    with acting_as(NOBODY):
        assert Relationship.objects.count() == 0
        with acting_as(buying):
            assert Relationship.objects.count() == 1
            assert [one.pk for one in Relationship.objects.iterator(chunk_size=1)] == [huarui.pk]
        assert Relationship.objects.count() == 0
        # What waits for a commit is done by whoever asked for it.
        heard: list[int] = []
        with transaction.atomic(), acting_as(buying):
            transaction.on_commit(lambda: heard.append(Relationship.objects.count()))
        assert heard == [1]


@pytest.mark.django_db
def test_making_the_policies_again_changes_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        try:
            policies.fence(connection)
            cursor.execute("SELECT max(xmin::text::bigint) FROM pg_policy")
            before = cursor.fetchone()
            policies.fence(connection)
            cursor.execute("SELECT max(xmin::text::bigint) FROM pg_policy")
            assert cursor.fetchone() == before
        finally:
            cursor.execute(f"SET ROLE {postgres.APP_ROLE}")


def test_a_worker_begins_as_nobody_and_acts_for_the_organisation_of_the_record(
    places: Path, huarui: Relationship, administrator: Person
) -> None:
    by = administrator.actor
    file = places / "orders.csv"
    file.write_text(f"{HEADER}\n1,10,100,5,2026-07-01,2.5,EUR,\n")
    batch = facts.open_batch(file, fact="order_lines", source="sap", mapping=ORDERS, by=by)
    facts.start_loading(batch, by=by)
    template = scorecards.save_template(None, {"name": "Castings", "minimum_sample": 3}, PARTS, by=by)
    scorecards.activate_template(template, by=by, now=NOW)
    run = scorecards.start_run(template, "2026-Q3", by=by, now=NOW)
    upload = SimpleUploadedFile("suppliers.csv", b"Name,Country\nBergquell GmbH,DE\n")
    kept = relationships.keep_list(upload, by=by)
    columns = {"name": "Name", "country": "Country"}
    relationships.check_list(kept, columns=columns, source="", country="", stage="registered", by=by)
    relationships.start_loading(kept, by=by)
    with acting_as(NOBODY):
        fact_tasks.load_batch(batch_id=batch.pk)
        scorecard_tasks.compute_run(run_id=run.pk)
        relationship_tasks.load_list(list_id=kept.pk, user_id=administrator.user.pk)
    for record, status in ((batch, "loaded"), (run, "review"), (kept, "loaded")):
        record.refresh_from_db()
        assert record.status == status, record
    assert Relationship.objects.filter(customer=administrator.organization).count() == 2
