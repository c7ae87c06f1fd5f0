"""What is shown of a survey's answers gives no answer of fewer than five away."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tandem.portal.disclosure import LEAST, comments_shown, shown

SEGMENTS = ("", "strategic", "leverage", "bottleneck", "routine")
ANSWERS = st.dictionaries(st.sampled_from(SEGMENTS), st.integers(0, 14))


def respondents(answers: dict[str, int]) -> dict[str, frozenset[tuple[str, int]]]:
    return {code: frozenset((code, place) for place in range(count)) for code, count in answers.items()}


@given(ANSWERS)
def test_nothing_small_can_be_made_of_what_is_shown(answers: dict[str, int]) -> None:
    """Adding groups up and taking them from each other, in every way: nothing, or at least five."""
    people = respondents(answers)
    decided = shown(answers)
    groups = [people[code] for code in decided.segments]
    if decided.whole:
        groups.append(frozenset().union(*people.values()))
    reach: set[frozenset[tuple[str, int]]] = set(groups)
    for _ in range(3):
        reach |= {one ^ other for one, other in combinations(reach, 2) if one <= other or other <= one}
        reach |= {one | other for one, other in combinations(reach, 2) if not one & other}
    assert all(len(group) >= LEAST for group in reach if group)


@given(ANSWERS)
def test_no_more_is_held_back_than_must_be(answers: dict[str, int]) -> None:
    decided = shown(answers)
    assert decided.whole == (sum(answers.values()) >= LEAST)
    large = {code for code, count in answers.items() if count >= LEAST}
    assert set(decided.segments) <= large
    held_back = large - set(decided.segments)
    assert len(held_back) <= 1
    rest = sum(count for code, count in answers.items() if code not in large)
    assert (len(held_back) == 1) == (bool(large) and 0 < rest < LEAST)
    if held_back:
        assert answers[held_back.pop()] == min(answers[code] for code in large)


def test_stories() -> None:
    assert shown({}) == shown({"strategic": 4})
    assert not shown({"strategic": 4}).whole
    only_all = shown({"strategic": 6, "routine": 3})
    assert (only_all.whole, only_all.segments) == (True, ())
    both = shown({"strategic": 6, "leverage": 9, "routine": 3})
    assert (both.whole, both.segments) == (True, ("leverage",))
    three = shown({"strategic": 5, "leverage": 5, "routine": 4, "": 1})
    assert (three.whole, three.segments) == (True, ("leverage", "strategic"))
    assert not comments_shown(4)
    assert comments_shown(5)
