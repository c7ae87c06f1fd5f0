"""What may be said of the anonymous field, and what not."""

from decimal import Decimal

from tandem.portal import field


def scores(*values: float) -> list[Decimal]:
    return [Decimal(str(value)) for value in values]


def test_fewer_than_five_others_say_nothing() -> None:
    assert field.quartiles([]) is None
    assert field.quartiles(scores(90, 80, 70, 60, 50)) is None
    assert field.quartiles(scores(90, 80, 70, 60, 50, 40)) is not None


def test_quartiles_are_interpolated_as_postgresql_does() -> None:
    found = field.quartiles(scores(40, 50, 60, 70, 80, 90))
    assert found == field.Quartiles(5, Decimal("52.5"), Decimal("65"), Decimal("77.5"))


def test_one_stands_in_a_quarter_from_its_beginning_on() -> None:
    found = field.quartiles(scores(40, 50, 60, 70, 80, 90))
    assert found is not None
    places = {own: found.quarter(Decimal(str(own))) for own in (90, 77.5, 77.4, 65, 64, 52.5, 40)}
    assert places == {90: 1, 77.5: 1, 77.4: 2, 65: 2, 64: 3, 52.5: 3, 40: 4}


def test_where_most_have_the_same_nobody_is_called_first_or_last_for_it() -> None:
    found = field.quartiles(scores(100, 100, 100, 100, 100, 60, 100))
    assert found is not None
    assert found.quarter(Decimal(100)) == field.LEVEL
    assert found.quarter(Decimal(60)) == 4


def test_bounds_are_told_among_many_only_and_rounded() -> None:
    few = field.quartiles(scores(*(50.37 + place for place in range(12))))
    many = field.quartiles(scores(*(50.37 + place for place in range(13))))
    assert few is not None
    assert many is not None
    assert (few.peers, few.bounds) == (11, None)
    assert (many.peers, many.bounds) == (12, (53, 56, 59))


def test_the_number_of_others_is_told_in_classes() -> None:
    one = Decimal(1)
    said = {peers: field.Quartiles(peers, one, one, one).at_least for peers in (5, 9, 10, 99, 100, 40_000)}
    assert said == {5: 5, 9: 5, 10: 10, 99: 50, 100: 100, 40_000: 10_000}


def test_what_is_kept_reads_back_the_same() -> None:
    found = field.quartiles(scores(40.5, 50, 60, 70, 80, 90))
    assert found is not None
    assert field.from_data(field.as_data({"score": found})) == {"score": found}
