"""What it keeps of a supplier."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tandem.accounts import actions as accounts
from tandem.accounts.models import Contact
from tandem.relationships import actions as relationships
from tandem.relationships.models import Relationship
from tests.cast import NOW, Person, supplier_of
from tests.config.records import Arguments


def of_the_relationship(who: Person, huarui: Relationship) -> dict[str, Arguments]:
    by, slug = who.actor, huarui.slug
    note = relationships.write_note(huarui, "Ask for the new furnace.", by=by)
    number = relationships.number_supplier(huarui, source="erp", key="100", by=by)
    alias = relationships.remember_alias(huarui, "Huarui", "huarui", by=by)
    assert alias is not None
    contact = Contact(organization=huarui.supplier, kept_by=who.organization, name="Hua Meiling")
    accounts.save_contact(contact, by=by)
    category = relationships.save_category("castings", by=by)
    internal = relationships.mark_internal(source="erp", key="900", by=by)
    file = SimpleUploadedFile("suppliers.csv", b"Number,Name,Country\nV-1,Bergquell,DE\n")
    supplier_list = relationships.keep_list(file, by=by)
    other = supplier_of(who, "Hua Rui")
    merge = relationships.propose_merge(huarui, other, reason="One licence.", by=by, now=NOW)
    return {
        "merge": [merge.pk],
        "relationship": [slug],
        "relationship_kpi": [slug, "on_time_lines"],
        "relationship_quarter": [slug, "2026-Q2"],
        "note": [slug, note.pk],
        "number": [slug, number.pk],
        "alias": [slug, alias.pk],
        "supplier_contact": [slug, contact.pk],
        "category": [category.pk],
        "internal_number": [internal.pk],
        "supplier_list": [supplier_list.pk],
        "supplier_list_row": [supplier_list.pk, 1],
    }
