"""Every address of Tandem, and whose business it is. A new URL must be put into one of these lists."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# Anybody may open these: signing in, a new password, the language, and the sentence that sign-up is closed.
PUBLIC = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "accounts:choose_language",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_login_cancelled",
    "api:openapi",
}

# What stands behind a link: for whoever holds its token, signed in or not. Without a right one there is nothing.
# So does a customer's registration page, which is not there until it is switched on.
LINKS = {
    "accounts:invitation", "links:open", "links:lines", "links:thanks", "links:again", "links:join",
    "registering:confirm", "registering:register", "registering:sent",
}  # fmt: skip

# Signed in, one finds one's own there, or nothing: the address names no record.
OWN = {
    "account_change_password", "account_confirm_email", "account_confirm_login_code", "account_email",
    "account_email_verification_sent", "accounts:not_offered", "account_reauthenticate", "account_set_password",
    "accounts:no_directory", "accounts:require_second_factor",
    "mfa_activate_totp", "mfa_add_webauthn", "mfa_deactivate_totp", "mfa_download_recovery_codes",
    "mfa_edit_webauthn", "mfa_generate_recovery_codes", "mfa_index", "mfa_list_webauthn", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes",
    "socialaccount_connections", "socialaccount_login_error", "socialaccount_signup", "usersessions_list",
    "accounts:add_contact", "accounts:add_identifier", "accounts:add_member", "accounts:add_site",
    "accounts:edit_organization", "accounts:me", "accounts:members", "accounts:my_tokens", "accounts:organization",
    "accounts:organization_history", "accounts:roles", "accounts:service_tokens", "accounts:sites",
    "accounts:switch_organization", "accounts:delegations", "accounts:hand_over",
    "analytics:figures", "analytics:home",
    "assessments_supplier:add_entry", "assessments_supplier:capacity", "assessments_supplier:import_entries",
    "assessments_supplier:preview_entries",
    "api_reference",
    "core:elements", "core:elements_tab",
    "facts:batches", "facts:columns", "facts:create_all", "facts:mappings", "facts:matching", "facts:rates",
    "facts:supplier_names", "facts:upload",
    "analytics:needs", "portal:needs", "portal_customer:needs",
    "messaging:add_endpoint", "messaging:inbox", "messaging:mark_all", "messaging:preferences", "messaging:webhooks",
    "merging:merges", "merging:propose", "merging:propose_organization",
    "portal:figures", "portal:home", "portal:records",
    "portal:accounts", "portal:account_matrix", "portal:add_account", "portal:steps",
    "portal:asks", "portal_customer:ask_suppliers", "portal_customer:asks", "portal_customer:open_survey",
    "portal_customer:surveys",
    "portal_customer:conduct", "portal_customer:own_conduct_lines", "portal_customer:export_own_conduct_lines",
    "onboarding:screening", "onboarding:screening_lists",
    "onboarding:passports", "onboarding:bank_changes", "onboarding:registrations", "onboarding:registration_page",
    "onboarding_supplier:passport", "onboarding_supplier:passport_section", "onboarding_supplier:publish_passport",
    "onboarding_supplier:sharing", "onboarding_supplier:bank_accounts", "onboarding_supplier:add_bank_account",
    "relationships:add", "relationships:categories", "relationships:export", "relationships:import_list",
    "relationships:internal_numbers", "relationships:list",
    "scorecards:curve", "scorecards:history", "scorecards:home", "scorecards:import_history", "scorecards:kpis",
    "scorecards:new_kpi", "scorecards:new_template", "scorecards:nothing", "scorecards:preview_history",
    "scorecards:preview_kpi", "scorecards:runs", "scorecards:start_run", "scorecards:template_row",
    "scorecards:templates", "scorecards:use_standard_template",
}  # fmt: skip

# Which of Nordlicht's records an address names; the keys are those of the `nordlichts` fixture.
RECORDS = {
    "accounts:remove_identifier": "identifier",
    "accounts:edit_contact": "contact",
    "accounts:end_delegation": "delegation",
    "accounts:remove_contact": "contact",
    "accounts:site": "site",
    "accounts:edit_site": "site",
    "accounts:remove_site_day": "site_day",
    "accounts:change_roles": "membership",
    "accounts:member": "membership",
    "relationships:duties": "membership",
    "accounts:resend_invitation": "invitation",
    "accounts:revoke_invitation": "invitation",
    "accounts:remove_member": "membership",
    "accounts:revoke_token": "token",
    "messaging:open": "notification",
    "messaging:mark_read": "notification",
    "messaging:endpoint": "endpoint",
    "messaging:edit_endpoint": "endpoint",
    "messaging:rotate_secret": "endpoint",
    "messaging:switch_endpoint": "endpoint",
    "messaging:ping_endpoint": "endpoint",
    "messaging:remove_endpoint": "endpoint",
    "messaging:delivery": "delivery",
    "messaging:deliver_again": "delivery",
    "relationships:remove_category": "category",
    "relationships:end_internal": "internal_number",
    "relationships:import_columns": "supplier_list",
    "relationships:import_preview": "supplier_list",
    "relationships:decide_row": "supplier_list_row",
    "relationships:decide_all": "supplier_list",
    "relationships:load_list": "supplier_list",
    "relationships:discard_list": "supplier_list",
    "relationships:rejects": "supplier_list",
    "merging:merge": "merge",
    "merging:approve": "merge",
    "merging:refuse": "merge",
    "merging:withdraw": "merge",
    "portal:account": "account",
    "portal:edit_account": "account",
    "portal:archive_account": "account",
    "portal:add_account_contact": "account",
    "portal:edit_account_contact": "account_contact",
    "portal:remove_account_contact": "account_contact",
    "portal:write_account_note": "account",
    "portal:remove_account_note": "account_note",
    "portal:plan_step": "account",
    "portal:finish_step": "account_step",
    "portal:judge": "account",
    "portal:preview_records": "account",
    "portal:import_records": "account",
    "portal:add_record": "account_kind",
    "portal:edit_record": "account_record",
    "portal:remove_record": "account_record",
    "relationships:detail": "relationship",
    "relationships:overview_tab": "relationship",
    "relationships:history_tab": "relationship",
    "relationships:edit": "relationship",
    "relationships:move_stage": "relationship",
    "relationships:write_note": "relationship",
    "relationships:remove_note": "note",
    "relationships:add_contact": "relationship",
    "relationships:edit_contact": "supplier_contact",
    "relationships:remove_contact": "supplier_contact",
    "relationships:give_number": "relationship",
    "relationships:end_number": "number",
    "relationships:add_alias": "relationship",
    "relationships:remove_alias": "alias",
    "relationships:add_identifier": "relationship",
    "facts:batch": "batch",
    "facts:mapping": "batch",
    "facts:mapping_text": "batch",
    "facts:preview": "batch",
    "facts:discard": "batch",
    "facts:load": "batch",
    "facts:progress": "batch",
    "facts:rejects": "batch",
    "facts:withdraw": "batch",
    "facts:match": "supplier_key",
    "facts:internal": "supplier_key",
    "facts:create": "supplier_key",
    "facts:saved_mapping": "saved_mapping",
    "facts:deliveries_tab": "relationship",
    "relationships:correct": "relationship",
    "facts:order_line": "relationship",
    "onboarding:screening_match": "screening_match",
    "onboarding:decide_screening_match": "screening_match",
    "onboarding:screening_tab": "relationship",
    "scorecards:run": "run",
    "scorecards:run_progress": "run",
    "scorecards:export_run": "run",
    "scorecards:publish_run": "run",
    "scorecards:discard_run": "run",
    "scorecards:compute_again": "run",
    "scorecards:card": "card",
    "scorecards:card_lines": "card_kpi",
    "scorecards:export_card_lines": "card_kpi",
    "scorecards:performance_tab": "relationship",
    "scorecards:template": "template",
    "scorecards:edit_template": "template",
    "scorecards:activate_template": "template",
    "scorecards:retire_template": "template",
    "scorecards:new_version": "template",
    "scorecards:back_test": "template",
    "scorecards:back_test_progress": "template",
    "scorecards:kpi": "kpi",
    "scorecards:edit_kpi": "kpi",
    "portal_customer:ask": "ask",
    "portal_customer:accept_answer": "ask",
    "portal_customer:return_answer": "ask",
    "portal_customer:withdraw_ask": "ask",
    "portal_customer:certificate": "certificate",
    "portal_customer:make_link": "ask",
    "portal_customer:renew_link": "link",
    "portal_customer:revoke_link": "link",
    "portal_customer:survey": "survey",
    "portal_customer:close_survey": "survey",
    "portal_customer:requests_tab": "relationship",
    "portal_customer:new_ask": "new_ask",
    "portal_customer:invite": "relationship",
    "assessments:capacity": "relationship",
    "assessments:add_entry": "evaluated_kind",
    "assessments:preview_entries": "evaluated_kind",
    "assessments:import_entries": "evaluated_kind",
    "assessments:edit_entry": "evaluated_entry",
    "assessments:remove_entry": "evaluated_entry",
    "assessments_supplier:edit_entry": "own_entry",
    "assessments_supplier:remove_entry": "own_entry",
    "assessments_supplier:share_load": "own_load",
    "onboarding:passport_tab": "relationship",
    "onboarding:accept_passport": "passport_proposal",
    "onboarding:refuse_passport": "passport_proposal",
    "onboarding:bank_change": "bank_change",
    "onboarding:log_call_back": "bank_change",
    "onboarding:confirm_bank_change": "bank_change",
    "onboarding:refuse_bank_change": "bank_change",
    "onboarding:registration": "registration",
    "onboarding:accept_registration": "registration",
    "onboarding:refuse_registration": "registration",
}

# Records that a customer shares with one supplier: Huarui finds them on its own side, a rival and Kestrel do not.
SUPPLIERS = {
    "portal:customer": "customer",
    "portal:card": "card",
    "portal:card_lines": "card_kpi",
    "portal:export_card_lines": "card_kpi",
    "portal:ask": "ask",
    "portal:asked_card_lines": "asked_card_kpi",
    "portal:certificate": "certificate",
    "portal:customer_conduct": "customer",
    "portal:order_line": "customer",
    "portal:customer_records": "customer",
    "portal:export_customer_records": "customer",
    "portal:record_file": "record_file",
    "portal:remove_record_file": "record_file",
    "portal:conduct_lines": "customer_kpi",
    "portal:export_conduct_lines": "customer_kpi",
    "onboarding_supplier:passport_version": "passport_version",
    "onboarding_supplier:share": "customer",
    "onboarding_supplier:bank_account": "bank_account",
    "onboarding_supplier:propose_bank_account": "bank_account",
    "onboarding_supplier:retire_bank_account": "bank_account",
    "onboarding_supplier:withdraw_bank_change": "bank_change",
}


@dataclass(frozen=True)
class Address:
    name: str
    arguments: tuple[str, ...]


def every_address() -> list[Address]:
    """All but the API's, which take a token and no session: `api_routes.py` classifies those."""
    found = _walk(get_resolver(), (), ())
    pages = (address for address in found if not address.name.startswith("api:") or address.name in PUBLIC)
    return sorted(pages, key=lambda address: address.name)


def _walk(resolver: URLResolver, namespaces: tuple[str, ...], taken: tuple[str, ...]) -> Iterator[Address]:
    """`taken` are the arguments of the addresses that this one stands under."""
    for pattern in resolver.url_patterns:
        own = (*pattern.pattern.converters, *getattr(pattern.pattern.regex, "groupindex", {}))
        names = tuple(dict.fromkeys((*taken, *own)))
        if isinstance(pattern, URLPattern):
            yield Address(":".join((*namespaces, pattern.name or "?")), names)
        elif isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, inner, names)
