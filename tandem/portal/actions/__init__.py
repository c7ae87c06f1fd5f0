from tandem.portal.actions.customer_accounts import (
    archive_account,
    change_account,
    finish_step,
    judge,
    keep_private_customer,
    open_accounts,
    plan_step,
    remove_account_contact,
    remove_account_note,
    save_account_contact,
    write_account_note,
)
from tandem.portal.actions.private_records import (
    import_private_records,
    remove_private_record,
    save_private_record,
)

__all__ = [
    "archive_account",
    "change_account",
    "finish_step",
    "import_private_records",
    "judge",
    "keep_private_customer",
    "open_accounts",
    "plan_step",
    "remove_account_contact",
    "remove_account_note",
    "remove_private_record",
    "save_account_contact",
    "save_private_record",
    "write_account_note",
]
