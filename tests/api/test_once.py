"""Idempotency keys: what is sent twice is done once."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tandem.accounts.models import KeptAnswer, Organization
from tandem.accounts.tasks import forget_kept_answers
from tandem.relationships.models import Relationship
from tests.api.calls import Api, token_of
from tests.cast import Person

NEW = {"name": "Bergquell Guss", "country": "DE", "currency": "EUR"}


@pytest.mark.django_db
def test_a_write_sent_again_is_answered_the_same_and_done_once(ada: Api) -> None:
    first = ada.post("relationships", NEW, idempotency_key="a-1")
    again = ada.post("relationships", NEW, idempotency_key="a-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again["Location"] == first["Location"] == "/api/v1/relationships/bergquell-guss"
    assert (first.get("Idempotency-Replayed"), again["Idempotency-Replayed"]) == (None, "true")
    assert Relationship.objects.count() == 1


@pytest.mark.django_db
def test_a_key_stands_for_one_request_only(ada: Api) -> None:
    ada.post("relationships", NEW, idempotency_key="a-1")
    other = ada.post("relationships", {**NEW, "name": "Palmetto"}, idempotency_key="a-1")
    assert (other.status_code, other.json()["type"]) == (422, "urn:tandem:problem:key-used")
    assert Relationship.objects.count() == 1


@pytest.mark.django_db
def test_keys_of_different_tokens_do_not_meet(ada: Api, ines: Api) -> None:
    assert ada.post("relationships", NEW, idempotency_key="1").status_code == 201
    other = ines.post("relationships", {**NEW, "name": "Palmetto"}, idempotency_key="1")
    assert other.status_code == 201


@pytest.mark.django_db
def test_what_was_refused_may_be_tried_again_under_the_same_key(ada: Api) -> None:
    wrong = ada.post("relationships", {**NEW, "country": "XX"}, idempotency_key="a-1")
    assert wrong.status_code == 409
    assert ada.post("relationships", NEW, idempotency_key="a-1").status_code == 201


@pytest.mark.django_db
def test_a_key_is_forgotten_after_a_day(ada: Api) -> None:
    ada.post("relationships", NEW, idempotency_key="a-1")
    KeptAnswer.objects.update(kept_at=timezone.now() - timedelta(hours=24))
    assert ada.post("relationships", {**NEW, "name": "Palmetto"}, idempotency_key="a-1").status_code == 201


@pytest.mark.django_db
def test_a_key_that_is_none_is_refused(ada: Api) -> None:
    answer = ada.post("relationships", NEW, idempotency_key="two words")
    assert answer.json()["errors"][0]["field"] == "header.Idempotency-Key"
    assert not Relationship.objects.exists()


@pytest.mark.django_db
def test_a_body_that_cannot_be_read_is_a_problem_with_a_key_and_without(ines: Api, settings: Any) -> None:
    """With a key its fingerprint reads the body, before the route does."""
    broken = ines.client.post(
        "/api/v1/imports",
        b"no parts in here",
        content_type="multipart/form-data",
        headers={"idempotency-key": "a-1"},
    )
    keyless = ines.client.post("/api/v1/imports", b"no parts", content_type="multipart/form-data")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20
    large = ines.post("relationships", NEW, idempotency_key="a-2")
    told = [(one.status_code, one["Content-Type"], one.json()["type"]) for one in (broken, keyless, large)]
    assert told == [
        (400, "application/problem+json", "urn:tandem:problem:not-readable"),
        (400, "application/problem+json", "urn:tandem:problem:not-readable"),
        (413, "application/problem+json", "urn:tandem:problem:too-large"),
    ]


@pytest.fixture
def holding(transactional_db: None) -> Iterator[Any]:
    """Another process that is answering a request under the key: it holds the key's lock in its transaction."""
    held, release = threading.Event(), threading.Event()

    def hold(name: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
            held.set()
            release.wait(20)
        connection.close()

    def begin(name: str) -> None:
        threading.Thread(target=hold, args=(name,)).start()
        assert held.wait(20)

    yield begin
    release.set()


@pytest.mark.django_db(transaction=True)
def test_the_same_key_twice_at_once_is_a_conflict(
    holding: Any, buyer: Person, nordlicht: Organization
) -> None:
    from tandem.accounts.models import Token

    api = Api(token_of(buyer))
    holding(f"tandem idempotency {Token.objects.get().pk} a-1")
    answer = api.post("relationships", NEW, idempotency_key="a-1")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tandem:problem:under-way")
    assert not Relationship.objects.exists()
    assert api.post("relationships", NEW, idempotency_key="a-2").status_code == 201


@pytest.mark.django_db
def test_answers_are_thrown_away_once_their_keys_count_no_more(ada: Api) -> None:
    ada.post("relationships", NEW, idempotency_key="old")
    KeptAnswer.objects.update(kept_at=timezone.now() - timedelta(hours=25))
    ada.post("relationships", {**NEW, "name": "Palmetto"}, idempotency_key="new")
    forget_kept_answers(0)
    assert KeptAnswer.objects.get().key == "new"
