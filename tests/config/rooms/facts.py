"""Addresses of imports, mappings, matching."""

from tests.config.whose import MORE_THAN_A_ROLE, C, ours, own

ADDRESSES = {
    "facts:batches": own(C.READ_SUPPLIERS),
    "facts:columns": own(C.READ_SUPPLIERS),
    "facts:create_all": own(post=C.MANAGE_RELATIONSHIPS),
    "facts:mappings": own(C.READ_SUPPLIERS),
    "facts:matching": own(C.READ_SUPPLIERS),
    "facts:rates": own(C.READ_SUPPLIERS),
    "facts:supplier_names": own(C.READ_SUPPLIERS),
    "facts:upload": own(C.IMPORT_FACTS),
    "facts:batch": ours("batch", C.READ_SUPPLIERS),
    "facts:mapping": ours("batch", C.IMPORT_FACTS),
    "facts:mapping_text": ours("batch", C.IMPORT_FACTS),
    "facts:preview": ours("batch", C.IMPORT_FACTS),
    "facts:discard": ours("batch", post=C.IMPORT_FACTS),
    "facts:load": ours("batch", post=C.IMPORT_FACTS),
    "facts:progress": ours("batch", C.READ_SUPPLIERS),
    "facts:rejects": ours("batch", MORE_THAN_A_ROLE),
    "facts:withdraw": ours("batch", post=C.IMPORT_FACTS),
    "facts:match": ours("supplier_key", post=C.MATCH_SUPPLIERS),
    "facts:internal": ours("supplier_key", post=C.MATCH_SUPPLIERS),
    "facts:create": ours("supplier_key", post=C.MANAGE_RELATIONSHIPS),
    "facts:saved_mapping": ours("saved_mapping", C.READ_SUPPLIERS),
    "facts:deliveries_tab": ours("relationship", C.READ_SUPPLIERS),
    "facts:order_line": ours("relationship", C.READ_SUPPLIERS),
}
