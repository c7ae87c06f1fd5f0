from tandem.relationships.actions.notes import remove_note, write_note
from tandem.relationships.actions.numbers import (
    create_supplier_for_number,
    forget_alias,
    forget_number,
    mark_internal,
    number_supplier,
    remember_alias,
)
from tandem.relationships.actions.relationships import (
    add_relationship,
    add_supplier,
    change_relationship,
    move_stage,
    save_category,
)
from tandem.relationships.actions.standing import Standing, publish_standings

__all__ = [
    "Standing",
    "add_relationship",
    "add_supplier",
    "change_relationship",
    "create_supplier_for_number",
    "forget_alias",
    "forget_number",
    "mark_internal",
    "move_stage",
    "number_supplier",
    "publish_standings",
    "remember_alias",
    "remove_note",
    "save_category",
    "write_note",
]
