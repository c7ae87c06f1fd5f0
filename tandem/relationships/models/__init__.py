from tandem.relationships.models.categories import Category
from tandem.relationships.models.consents import Consent, shared_with
from tandem.relationships.models.duties import CategoryDuty
from tandem.relationships.models.lists import Decision, Outcome, SupplierList, SupplierListRow
from tandem.relationships.models.merging import Merge
from tandem.relationships.models.notes import Note
from tandem.relationships.models.numbers import Alias, NumberingVersion, SupplierNumber
from tandem.relationships.models.relationships import Relationship, Segment, Stage, StageChange

__all__ = [
    "Alias",
    "Category",
    "CategoryDuty",
    "Consent",
    "Decision",
    "Merge",
    "Note",
    "NumberingVersion",
    "Outcome",
    "Relationship",
    "Segment",
    "Stage",
    "StageChange",
    "SupplierList",
    "SupplierListRow",
    "SupplierNumber",
    "shared_with",
]
