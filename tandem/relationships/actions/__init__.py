from tandem.relationships.actions.consents import end_consent, give_consent
from tandem.relationships.actions.duties import assign_categories
from tandem.relationships.actions.lists import (
    LOAD_TASK,
    check_list,
    decide,
    discard_list,
    keep_list,
    load_list,
    read_list,
    samples,
    start_loading,
)
from tandem.relationships.actions.merging import (
    approve_merge,
    propose_merge,
    propose_organization_merge,
    refuse_merge,
    withdraw_merge,
)
from tandem.relationships.actions.notes import remove_note, write_note
from tandem.relationships.actions.numbers import (
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
    correct_supplier,
    first_categories,
    identify,
    move_stage,
    remove_category,
    save_category,
)
from tandem.relationships.actions.standing import Standing, publish_standings

__all__ = [
    "LOAD_TASK",
    "Standing",
    "add_relationship",
    "add_supplier",
    "approve_merge",
    "assign_categories",
    "change_relationship",
    "check_list",
    "correct_supplier",
    "decide",
    "discard_list",
    "end_consent",
    "first_categories",
    "forget_alias",
    "forget_number",
    "give_consent",
    "identify",
    "keep_list",
    "load_list",
    "mark_internal",
    "move_stage",
    "number_supplier",
    "propose_merge",
    "propose_organization_merge",
    "publish_standings",
    "read_list",
    "refuse_merge",
    "remember_alias",
    "remove_category",
    "remove_note",
    "samples",
    "save_category",
    "start_loading",
    "withdraw_merge",
    "write_note",
]
