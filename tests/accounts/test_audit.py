"""The audit trail: added to and read, never altered; moves only along the lines drawn for them."""

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils.translation import override

from tandem.accounts import audit, history
from tandem.accounts.models import AuditEntry, Organization
from tandem.core.errors import Refused
from tandem.relationships.models import Relationship, Stage
from tests.cast import Person

pytestmark = pytest.mark.django_db


def test_the_application_signs_in_as_a_role_that_owns_nothing(nordlicht: Organization) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("tandem_app",)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_an_entry_is_added_and_read(nordlicht: Organization, buyer: Person) -> None:
    audit.record(nordlicht, "changed", by=buyer.actor, changes={"name": ["a", "b"]}, reason="Renamed")
    kept = AuditEntry.objects.about(nordlicht).first()
    assert kept is not None
    assert (kept.verb, kept.actor_name, kept.organization, kept.changes, kept.reason) == (
        "changed", "Ada Lindqvist", nordlicht, {"name": ["a", "b"]}, "Renamed",
    )  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET verb = 'nothing happened'",
        "DELETE FROM accounts_auditentry",
        "TRUNCATE accounts_auditentry",
        "ALTER TABLE accounts_auditentry DISABLE TRIGGER ALL",
        "DROP TABLE accounts_auditentry",
        "MERGE INTO accounts_auditentry USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
        "SELECT * FROM accounts_auditentry FOR UPDATE",
    ],
)
def test_what_is_kept_cannot_be_altered(statement: str, nordlicht: Organization) -> None:
    before = list(AuditEntry.objects.values())
    assert before
    with pytest.raises(ProgrammingError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege)
    assert list(AuditEntry.objects.values()) == before


def test_an_illegal_move_is_refused_with_the_states_by_name(huarui: Relationship, manager: Person) -> None:
    entries = AuditEntry.objects.count()
    with pytest.raises(Refused, match="cannot go from “Approved” to “Registered”"):
        audit.move(huarui, Stage.REGISTERED, by=manager.actor, field="stage")
    huarui.refresh_from_db()
    assert huarui.stage == Stage.APPROVED
    assert AuditEntry.objects.count() == entries


def test_a_legal_move_is_kept_with_its_reason(huarui: Relationship, manager: Person) -> None:
    audit.move(huarui, Stage.PROBATION, by=manager.actor, field="stage", reason="Two line stops")
    huarui.refresh_from_db()
    assert huarui.stage == Stage.PROBATION
    entry = AuditEntry.objects.about(huarui).filter(verb="moved_stage").get()
    assert (entry.changes, entry.reason, entry.organization_id) == (
        {"stage": ["approved", "probation"]}, "Two line stops", manager.organization.pk,
    )  # fmt: skip


def test_the_other_side_sees_only_what_was_shared(
    huarui: Relationship, buyer: Person, huarui_sales: Person, rival: Person
) -> None:
    supplier = huarui.supplier_id
    audit.record(huarui, "noted_in_private", by=buyer.actor, counterpart=supplier)
    audit.record(huarui, "published", by=buyer.actor, counterpart=supplier, shared=True)

    def seen(who: Person) -> set[str]:
        wanted = ["noted_in_private", "published"]
        entries = AuditEntry.objects.visible_to(who.actor).about(huarui).filter(verb__in=wanted)
        return set(entries.values_list("verb", flat=True))

    assert seen(buyer) == {"noted_in_private", "published"}
    assert seen(huarui_sales) == {"published"}
    assert seen(rival) == set()


def test_a_history_is_told_in_the_readers_language(nordlicht: Organization, buyer: Person) -> None:
    changes = {
        "2026-Q2": ["", 19],
        "roles": [["buyer"], ["auditor", "buyer"]],
        "2026-12-24": ["", False],
        "lei": ["", "529900T8BM49AURSDO55"],
    }
    entry = audit.record(nordlicht, "member_roles_changed", by=buyer.actor, changes=changes)
    with override("en"):
        english = history.told(entry)
    with override("zh-hans"):
        chinese = history.told(entry)
    assert english.title == "Roles changed"
    assert english.changes == [
        ("Roles", "Buyer", "Auditor · Buyer"),
        ("Legal entity identifier (LEI)", "", "529900T8BM49AURSDO55"),
        ("24 Dec 2026", "", "does not work"),
        ("Q2 2026", "", "19 suppliers"),
    ]
    assert chinese.title == "变更角色"
    assert chinese.changes == [
        ("角色", "采购员", "审计员 · 采购员"),
        ("法人机构识别编码（LEI）", "", "529900T8BM49AURSDO55"),
        ("2026年12月24日", "", "休息"),
        ("2026年第二季度", "", "19 家供应商"),
    ]
