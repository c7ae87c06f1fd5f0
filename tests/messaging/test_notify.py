"""Who is told, in which words, and that telling thousands costs no thousands of statements."""

from datetime import timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from tandem.accounts.models import Membership, Organization, User
from tandem.accounts.roles import Capability, Role
from tandem.messaging import values
from tandem.messaging.actions import Message, members, notify, notify_many, people
from tandem.messaging.models import Event, Letter, Notification, Preference
from tandem.messaging.sentences import sentence
from tandem.relationships.models import Relationship, Stage
from tests.cast import NOW, Person, person


def published(huarui: Relationship, **options: object) -> None:
    notify(
        "scorecard.published",
        to=members(huarui.supplier_id),
        url="/portal/",
        context={
            "customer": values.organisation(huarui.customer),
            "period": values.period("2026-Q3"),
            "grade": values.grade("C"),
        },
        now=NOW,
        **options,
    )


def told() -> list[tuple[str, str]]:
    rows = Notification.objects.order_by("pk").values_list("recipient__name", "kind")
    return list(rows)


def test_the_suppliers_people_who_read_customers_are_told_and_nobody_else(
    huarui: Relationship, huarui_sales: Person, buyer: Person, rival: Person
) -> None:
    quality = person(huarui.supplier, "Qian Jun", Role.SUPPLIER_QUALITY)
    person(huarui.supplier, "Mediating Mo", Role.MEDIATOR)
    gone = person(huarui.supplier, "Gone Gu", Role.SALES)
    User.objects.filter(pk=gone.user.pk).update(is_active=False)
    published(huarui)
    assert told() == [(who.user.name, "scorecard.published") for who in (huarui_sales, quality)]
    assert [Notification.objects.visible_to(who.actor).count() for who in (huarui_sales, buyer, rival)] == [
        1,
        0,
        0,
    ]
    assert Letter.objects.count() == 2
    assert ProcrastinateJob.objects.filter(task_name="tandem.messaging.send_letters").count() == 1


def test_the_sentence_is_made_when_it_is_read_in_the_readers_language(
    huarui: Relationship, huarui_sales: Person
) -> None:
    Organization.objects.filter(pk=huarui.customer_id).update(name_local="北光水泵")
    huarui.customer.refresh_from_db()
    published(huarui)
    event = Event.objects.get()
    assert sentence(event.kind, event.context) == (
        "Nordlicht Pumpen GmbH published your scorecard for Q3 2026: grade C"
    )
    with translation.override("zh-hans"):
        assert sentence(event.kind, event.context) == "北光水泵发布了贵方2026年第三季度的记分卡：等级 C"


def test_named_persons_are_told_as_far_as_they_are_members_who_may_know(
    huarui: Relationship, buyer: Person, manager: Person, rival: Person
) -> None:
    lender = person(huarui.customer, "Lena Lend", Role.LENDER)
    context = {
        "supplier": values.organisation(huarui.supplier),
        "old": values.stage(Stage.APPROVED),
        "new": values.stage(Stage.PROBATION),
        "reason": "late",
    }
    everybody = (buyer.user.pk, manager.user.pk, rival.user.pk, lender.user.pk, None)
    notify(
        "relationship.stage_changed",
        to=people(huarui.customer_id, *everybody),
        about=huarui,
        context=context,
        by=manager.actor,
        now=NOW,
    )
    assert told() == [("Ada Lindqvist", "relationship.stage_changed")]  # not the manager, who did it
    event = Event.objects.get()
    assert (event.url, event.record_id, event.by_name) == (
        huarui.get_absolute_url(),
        huarui.pk,
        "Matthias Roth",
    )
    assert sentence(event.kind, event.context) == (
        "Huarui Castings Co., Ltd. went from “Approved” to “On probation”: late"
    )


def test_another_capability_may_be_asked_for_besides(huarui: Relationship, huarui_sales: Person) -> None:
    person(huarui.supplier, "Qian Jun", Role.SUPPLIER_QUALITY)
    notify(
        "scorecard.published",
        to=members(huarui.supplier_id, Capability.KEEP_CUSTOMERS),
        context={"customer": "N", "period": "Q", "grade": "C"},
        now=NOW,
    )
    assert told() == [("Hua Meiling", "scorecard.published")]


def test_what_a_person_muted_is_not_written_and_a_lost_role_hides_the_rest(
    huarui: Relationship, huarui_sales: Person
) -> None:
    quality = person(huarui.supplier, "Qian Jun", Role.SUPPLIER_QUALITY)
    Preference.objects.create(user=quality.user, kind="scorecard.published", in_inbox=False, mail="never")
    published(huarui)
    assert told() == [("Hua Meiling", "scorecard.published")]
    other = person(huarui.supplier, "Lu Lin", Role.LENDER)
    Notification.objects.update(recipient=other.user)
    assert list(Notification.objects.visible_to(other.actor)) == []


def test_nothing_is_told_of_what_is_undone(huarui: Relationship, huarui_sales: Person) -> None:
    with transaction.atomic():
        published(huarui)
        assert Event.objects.count() == 1
        transaction.set_rollback(True)
    assert (Event.objects.count(), Letter.objects.count(), ProcrastinateJob.objects.count()) == (0, 0, 0)


def test_telling_many_organisations_costs_a_few_statements(nordlicht: Organization) -> None:
    def tell(count: int) -> int:
        organizations = Organization.objects.bulk_create(
            Organization(slug=f"s{count}-{n}", name=f"S{n}", country="CN", currency="CNY")
            for n in range(count)
        )
        users = User.objects.bulk_create(
            User(email=f"u{count}-{n}@s.example", name=f"U{n}") for n in range(count)
        )
        Membership.objects.bulk_create(
            Membership(user=user, organization=organization, roles=[Role.SALES])
            for user, organization in zip(users, organizations, strict=True)
        )
        context = {"customer": values.organisation(nordlicht), "period": "Q", "grade": "C"}
        with CaptureQueriesContext(
            connection,
        ) as queries:
            notify_many(
                "scorecard.published",
                [Message(members(organization.pk), context) for organization in organizations],
                now=NOW + timedelta(days=1),
            )
        return len(queries)

    assert tell(10) == tell(1000)
    assert Notification.objects.count() == 1010
