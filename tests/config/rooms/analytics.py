"""Addresses of the customer's home page and of analysis."""

from tests.config.whose import EVERYBODY, C, ours, own

ADDRESSES = {
    "analytics:figures": own(C.READ_SUPPLIERS),
    "analytics:home": own(EVERYBODY),
    "analytics:needs": own(C.READ_SUPPLIERS),
    "analysis:trends": own(C.READ_SUPPLIERS),
    "analysis:heat_map": own(C.READ_SUPPLIERS),
    "analysis:field_causes": own(C.READ_SUPPLIERS),
    "analysis:field_cause_lines": own(C.READ_SUPPLIERS),
    "analysis:analysis_tab": ours("relationship", C.READ_SUPPLIERS),
    "analysis:field": ours("relationship_kpi", C.READ_SUPPLIERS),
    "analysis:causes_tab": ours("relationship", C.READ_SUPPLIERS),
    "analysis:cause_lines": ours("relationship", C.READ_SUPPLIERS),
    "analysis:packs_tab": ours("relationship", C.READ_SUPPLIERS),
    "analysis:pack_pdf": ours("relationship_quarter", C.READ_SUPPLIERS),
    "analysis:pack_workbook": ours("relationship_quarter", C.READ_SUPPLIERS),
}
