"""Everything people and webhooks are told of: one module a subject, one entry a kind.

A kind's name is stable: it stands in stored rows and in what webhooks send. Its sentence is made from the stored
values when somebody reads it, in the language of the reader; `values.py` says what may stand in one.
"""

from collections.abc import Collection

from tandem.accounts.roles import Capability
from tandem.messaging.kinds import (
    assessments,
    bank_accounts,
    documents,
    facts,
    improvement,
    incentives,
    judgements,
    objections,
    passports,
    people,
    qualification,
    relationships,
    requests,
    scorecards,
    screening,
    selections,
    targets,
)
from tandem.messaging.kinds.kind import Group, Kind

__all__ = ["KINDS", "PING", "Group", "Kind", "open_to"]

# In the order in which the pages list them.
_SUBJECTS = (
    scorecards,
    incentives,
    judgements,
    objections,
    targets,
    facts,
    relationships,
    passports,
    bank_accounts,
    documents,
    qualification,
    screening,
    assessments,
    improvement,
    requests,
    selections,
    people,
)
KINDS: dict[str, Kind] = {kind.name: kind for subject in _SUBJECTS for kind in subject.KINDS}
# What the button on an endpoint's page sends, to the endpoint alone.
PING = "webhook.ping"


def open_to(capabilities: Collection[Capability]) -> list[str]:
    """The kinds a member with these capabilities may read."""
    return [kind.name for kind in KINDS.values() if kind.needs is None or kind.needs in capabilities]
