from tandem.onboarding.models import ScreeningMatch
from tandem.relationships.models import Relationship

Moved = list[tuple[str, list[str]]]


def follow_relationship(kept: Relationship, gone: Relationship) -> Moved:
    """Decisions go with the supplier. What was open is found again when the one that stays is screened."""
    rows = ScreeningMatch.objects.filter(relationship=gone)
    rows.filter(status=ScreeningMatch.Status.OPEN).update(status=ScreeningMatch.Status.LAPSED)
    names = [str(match)[:120] for match in rows]
    rows.update(relationship=kept)
    return [("screening_matches", names)]
