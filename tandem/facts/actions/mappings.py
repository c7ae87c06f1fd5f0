from django.db import transaction

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.facts import rules
from tandem.facts.mapping import parsed
from tandem.facts.models import SavedMapping


@transaction.atomic
def save_mapping(text: str, *, by: Actor) -> SavedMapping:
    """Keep a mapping for its source and fact; a new version only when it says something else. Raises Refused."""
    require(rules.can_import(by))
    mapping = parsed(text)
    rows = SavedMapping.objects.filter(customer=by.organization_id, source=mapping.source, fact=mapping.fact)
    newest = rows.select_for_update().order_by("-version").first()
    if newest is not None and newest.text == text:
        return newest
    saved = SavedMapping.objects.create(
        customer_id=by.organization_id,
        source=mapping.source,
        fact=mapping.fact,
        version=newest.version + 1 if newest else 1,
        text=text,
    )
    audit.record(
        saved, "mapping_saved", by=by, changes={"version": [newest and newest.version, saved.version]}
    )
    return saved
