"""A file that was loaded."""

from pathlib import Path

from django.utils import timezone

from tandem.facts import actions as facts
from tandem.facts.models import SupplierKey
from tests.cast import Person
from tests.config.records import Arguments
from tests.facts.files import HEADER, ORDERS


def of_the_facts(who: Person, places: Path) -> dict[str, Arguments]:
    path = places / "orders.csv"
    path.write_text(f"{HEADER}\n1,10,100,5,2026-07-01,2.5,EUR,\n1,20,V2,7,2026-07-01,2,EUR,\n")
    batch = facts.open_batch(path, fact="order_lines", source="sap", mapping=ORDERS, by=who.actor)
    facts.load_batch(batch, by=who.actor, clock=timezone.now)
    mapping = facts.save_mapping(ORDERS, by=who.actor)
    key = SupplierKey.objects.filter(customer=who.organization).order_by("pk").first()
    assert key is not None
    return {"batch": [batch.number], "saved_mapping": [mapping.pk], "supplier_key": [key.pk]}
