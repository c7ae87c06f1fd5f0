"""Addresses of suppliers, their numbers, and joining two records of one."""

from tests.config.whose import MORE_THAN_A_ROLE, C, ours, own

ADDRESSES = {
    "merging:merges": own(C.MERGE_ORGANISATIONS),
    "merging:propose": own(MORE_THAN_A_ROLE),
    "merging:propose_organization": own(MORE_THAN_A_ROLE),
    "merging:merge": ours("merge", C.MERGE_ORGANISATIONS),
    "merging:approve": ours("merge", post=C.MERGE_ORGANISATIONS),
    "merging:refuse": ours("merge", post=C.MERGE_ORGANISATIONS),
    "merging:withdraw": ours("merge", post=MORE_THAN_A_ROLE),
    "relationships:add": own(C.MANAGE_RELATIONSHIPS),
    "relationships:categories": own(
        C.READ_SUPPLIERS, post=C.MANAGE_RELATIONSHIPS, body={"code": "forgings", "name": "Forgings"}
    ),
    "relationships:export": own(C.READ_SUPPLIERS),
    "relationships:import_list": own(C.MANAGE_RELATIONSHIPS),
    "relationships:internal_numbers": own(
        C.READ_SUPPLIERS, post=C.MATCH_SUPPLIERS, body={"source": "erp", "number": "778"}
    ),
    "relationships:list": own(C.READ_SUPPLIERS),
    "relationships:duties": ours("membership", C.MANAGE_ORGANISATION),
    "relationships:remove_category": ours("category", post=C.MANAGE_RELATIONSHIPS),
    "relationships:end_internal": ours("internal_number", post=C.MATCH_SUPPLIERS),
    "relationships:import_columns": ours("supplier_list", C.READ_SUPPLIERS),
    "relationships:import_preview": ours("supplier_list", C.READ_SUPPLIERS),
    "relationships:decide_row": ours("supplier_list_row", post=C.MANAGE_RELATIONSHIPS),
    "relationships:decide_all": ours("supplier_list", post=C.MANAGE_RELATIONSHIPS),
    "relationships:load_list": ours("supplier_list", post=C.MANAGE_RELATIONSHIPS),
    "relationships:discard_list": ours("supplier_list", post=C.MANAGE_RELATIONSHIPS),
    "relationships:rejects": ours("supplier_list", C.READ_SUPPLIERS),
    "relationships:detail": ours("relationship", C.READ_SUPPLIERS),
    "relationships:overview_tab": ours("relationship", C.READ_SUPPLIERS),
    "relationships:history_tab": ours("relationship", C.READ_SUPPLIERS),
    "relationships:edit": ours("relationship", C.MANAGE_RELATIONSHIPS),
    "relationships:move_stage": ours("relationship", C.CHANGE_STAGE),
    "relationships:write_note": ours("relationship", post=C.WRITE_NOTES),
    "relationships:remove_note": ours("note", post=MORE_THAN_A_ROLE),
    "relationships:add_contact": ours("relationship", post=C.MANAGE_RELATIONSHIPS),
    "relationships:edit_contact": ours("supplier_contact", C.MANAGE_RELATIONSHIPS),
    "relationships:remove_contact": ours("supplier_contact", post=C.MANAGE_RELATIONSHIPS),
    "relationships:give_number": ours(
        "relationship", post=C.MATCH_SUPPLIERS, body={"source": "erp", "number": "777"}
    ),
    "relationships:end_number": ours("number", post=C.MATCH_SUPPLIERS),
    "relationships:add_alias": ours("relationship", post=C.MATCH_SUPPLIERS),
    "relationships:remove_alias": ours("alias", post=C.MATCH_SUPPLIERS),
    "relationships:add_identifier": ours(
        "relationship", post=C.MANAGE_RELATIONSHIPS, body={"scheme": "duns", "value": "150483782"}
    ),
    "relationships:correct": ours("relationship", MORE_THAN_A_ROLE),
}
