"""The signature of the Standard Webhooks scheme, against the vector its own libraries are tested with."""

from uuid import UUID

from tandem.messaging import signing

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
BODY = b'{"test": 2432232314}'
ID, TIMESTAMP = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_published_vector() -> None:
    assert signing.signature(SECRET, ID, TIMESTAMP, BODY) == SIGNATURE


def test_two_secrets_in_use_make_two_signatures() -> None:
    headers = signing.headers([OTHER, SECRET], ID, TIMESTAMP, BODY)
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == (ID, str(TIMESTAMP))
    first, second = headers["webhook-signature"].split(" ")
    assert (first[:3], second) == ("v1,", SIGNATURE)
    assert first != second


def test_a_secret_is_derived_and_differs_by_endpoint_generation_and_installation(settings: object) -> None:
    one, two = UUID(int=1), UUID(int=2)
    secrets = {signing.secret(one, 1), signing.secret(one, 2), signing.secret(two, 1)}
    assert len(secrets) == 3
    assert signing.secret(one, 1) in secrets
    settings.SECRET_KEY = "another installation's"  # type: ignore[attr-defined]
    assert signing.secret(one, 1) not in secrets
