"""Addresses of inbox and webhooks."""

from tests.config.whose import EVERYBODY, MORE_THAN_A_ROLE, C, ours, own

ADDRESSES = {
    "messaging:add_endpoint": own(C.MANAGE_INTEGRATIONS),
    "messaging:inbox": own(EVERYBODY),
    "messaging:mark_all": own(post=EVERYBODY),
    "messaging:preferences": own(EVERYBODY),
    "messaging:webhooks": own(C.MANAGE_INTEGRATIONS),
    "messaging:open": ours("notification", MORE_THAN_A_ROLE),
    "messaging:mark_read": ours("notification", post=MORE_THAN_A_ROLE),
    "messaging:endpoint": ours("endpoint", C.MANAGE_INTEGRATIONS),
    "messaging:edit_endpoint": ours("endpoint", C.MANAGE_INTEGRATIONS),
    "messaging:rotate_secret": ours("endpoint", post=C.MANAGE_INTEGRATIONS),
    "messaging:switch_endpoint": ours("endpoint", post=C.MANAGE_INTEGRATIONS),
    "messaging:ping_endpoint": ours("endpoint", post=C.MANAGE_INTEGRATIONS),
    "messaging:remove_endpoint": ours("endpoint", post=C.MANAGE_INTEGRATIONS),
    "messaging:delivery": ours("delivery", C.MANAGE_INTEGRATIONS),
    "messaging:deliver_again": ours("delivery", post=C.MANAGE_INTEGRATIONS),
}
