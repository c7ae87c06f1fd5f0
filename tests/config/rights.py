"""What each address asks for, to be looked at and to be posted to: a capability of the roles' table.

A new address must be put into `LOOKING`, and into `TRYING` where a post asks for something else than a look. Whoever
has the capability is let in; whoever has not is refused, or told that there is nothing.
"""

from tandem.accounts.roles import Capability

C = Capability
# Any member, whatever their roles.
EVERYBODY = "everybody"
# A role is not enough, or what is needed for it is not in this story: one's own note, a password's link, a file.
MORE_THAN_A_ROLE = "more than a role"
# Only to be posted to.
NOT_SO = "not so"
Ask = Capability | str

LOOKING: dict[Ask, set[str]] = {
    EVERYBODY: {
        "account_change_password", "account_reauthenticate", "account_set_password", "accounts:me",
        "accounts:delegations", "accounts:hand_over",
        "accounts:members", "accounts:my_tokens", "accounts:organization", "accounts:organization_history",
        "accounts:roles", "accounts:site", "accounts:sites", "analytics:home", "api_reference",
        "core:elements", "core:elements_tab", "messaging:inbox", "messaging:preferences",
    },
    MORE_THAN_A_ROLE: {
        "assessments:evaluation_pdf", "assessments:evaluation_workbook",
        "accounts:no_directory", "mfa_activate_totp", "mfa_add_webauthn", "mfa_deactivate_totp",
        "mfa_download_recovery_codes", "mfa_edit_webauthn", "mfa_generate_recovery_codes", "mfa_index",
        "mfa_list_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn",
        "mfa_view_recovery_codes", "socialaccount_connections", "socialaccount_login_error", "socialaccount_signup",
        "usersessions_list",
        "account_confirm_email", "account_confirm_login_code", "account_email",
        "account_email_verification_sent", "accounts:not_offered", "facts:rejects", "merging:propose",
        "merging:propose_organization", "messaging:open", "portal_customer:ask_suppliers",
        "portal_customer:export_own_conduct_lines", "portal_customer:own_conduct_lines",
        "sourcing:offer_file", "sourcing:propose", "sourcing:value_file",
        "relationships:correct", "assessments:verify",
        "scorecards:objection_evidence",
    },
    NOT_SO: {
        "improvement:add_form", "improvement:dismiss", "improvement:import_case", "improvement:look_elsewhere",
        "improvement:place_field", "improvement:remove_form", "improvement:take_up",
        "improvement_supplier:import_case",
        "improvement:agree", "improvement:decline", "improvement:stop", "improvement:finish",
        "improvement:plan_step", "improvement:finish_step", "improvement_supplier:agree",
        "improvement_supplier:decline", "improvement_supplier:stop", "improvement_supplier:finish",
        "improvement_supplier:plan_step", "improvement_supplier:finish_step",
        "improvement:add_rule", "improvement:add_rung", "improvement:remove_rule", "improvement:remove_rung",
        "improvement:accept", "improvement:close", "improvement:hand_over", "improvement:reopen",
        "improvement:send_back", "improvement:withdraw", "improvement_supplier:attach", "improvement_supplier:detach",
        "improvement_supplier:fill", "improvement_supplier:finish_action",
        "incentives:approve", "incentives:refuse", "incentives:announce", "incentives:decide_appeal",
        "incentives:note_document", "incentives:reverse_consequence", "incentives:activate_policy",
        "incentives:retire_policy", "incentives:copy_policy", "incentives_supplier:accept",
        "incentives_supplier:appeal",
        "assessments:agree", "assessments:assess", "assessments:assign", "assessments:attach",
        "assessments:detach", "assessments:drop_finding", "assessments:find_here", "assessments:hand_in",
        "assessments:move_question",
        "assessments:move_section", "assessments:new_version", "assessments:publish",
        "assessments:publish_template", "assessments:raise_finding", "assessments:remove_question",
        "assessments:remove_section", "assessments:retire_template", "assessments:return_answers",
        "assessments:settle", "assessments:take_over", "assessments:take_the_mean", "assessments:withdraw",
        "assessments_supplier:answer", "assessments_supplier:attach", "assessments_supplier:detach",
        "assessments_supplier:submit",
        "assessments:import_entries", "assessments:preview_entries", "assessments:remove_entry",
        "assessments_supplier:import_entries", "assessments_supplier:preview_entries",
        "assessments_supplier:remove_entry",
        "onboarding:accept_passport", "onboarding:refuse_passport", "onboarding:log_call_back",
        "onboarding:confirm_bank_change", "onboarding:refuse_bank_change", "onboarding:accept_registration",
        "onboarding:refuse_registration", "onboarding_supplier:share", "onboarding_supplier:propose_bank_account",
        "onboarding_supplier:retire_bank_account", "onboarding_supplier:withdraw_bank_change",
        "assessments:remove_statement", "assessments:take_statements",
        "assessments_supplier:remove_statement", "assessments_supplier:take_statements",
        "assessments:remove_measurements", "assessments_supplier:remove_measurements",
        "onboarding:accept_document", "onboarding:end_approval", "onboarding:meet_condition",
        "onboarding:refuse_document", "onboarding:reinstate_approval", "onboarding:suspend_approval",
        "onboarding:take_up_document", "onboarding_supplier:hand_document",
        "onboarding:take_over_shipped", "onboarding:change_lead", "onboarding:stop_qualification",
        "onboarding:write_remark", "onboarding:agree_to_proposal", "onboarding:send_back_proposal",
        "onboarding:withdraw_proposal", "onboarding:plan_stage", "onboarding:release_stage",
        "onboarding:accept_item", "onboarding:return_item", "onboarding:record_result", "onboarding:take_accepted",
        "onboarding:waive_item", "onboarding:open_item_again", "onboarding:put_in_force",
        "onboarding:take_screening", "onboarding:take_published", "onboarding:ask_for_item",
        "onboarding:retire_requirements", "onboarding:new_requirements_version",
        "portal:remove_record_file",
        "sourcing:add_candidates", "sourcing:bring_back", "sourcing:choose_weighting", "sourcing:countersign",
        "sourcing:decide", "sourcing:dismiss_judge", "sourcing:draw_values", "sourcing:go_on",
        "sourcing:invite_judge", "sourcing:judge", "sourcing:leave_out", "sourcing:remove_candidate",
        "sourcing:remove_criterion", "sourcing:take_back", "sourcing:withdraw", "sourcing:write_minutes",
        "accounts:require_second_factor",
        "accounts:end_delegation",
        "accounts:change_roles", "accounts:remove_contact", "accounts:remove_identifier",
        "accounts:remove_member", "accounts:remove_site_day", "accounts:resend_invitation",
        "accounts:revoke_invitation", "accounts:revoke_token", "accounts:switch_organization",
        "facts:create", "facts:create_all", "facts:discard", "facts:internal", "facts:load", "facts:match",
        "facts:withdraw", "merging:approve", "merging:refuse", "merging:withdraw",
        "onboarding:decide_screening_match",
        "messaging:deliver_again", "messaging:mark_all", "messaging:mark_read", "messaging:ping_endpoint",
        "messaging:remove_endpoint", "messaging:rotate_secret", "messaging:switch_endpoint",
        "portal:add_account_contact", "portal:archive_account", "portal:finish_step",
        "portal:import_records", "portal:judge", "portal:plan_step", "portal:preview_records",
        "portal:remove_account_contact", "portal:remove_account_note", "portal:remove_record",
        "portal:write_account_note", "portal_customer:accept_answer", "portal_customer:close_survey",
        "portal_customer:make_link", "portal_customer:renew_link", "portal_customer:return_answer",
        "portal_customer:revoke_link", "portal_customer:withdraw_ask", "relationships:add_alias",
        "relationships:add_contact", "relationships:add_identifier", "relationships:decide_all",
        "relationships:decide_row", "relationships:discard_list", "relationships:end_internal",
        "relationships:end_number", "relationships:give_number", "relationships:load_list",
        "relationships:remove_alias", "relationships:remove_category", "relationships:remove_contact",
        "relationships:remove_note", "relationships:write_note", "scorecards:activate_template",
        "scorecards:back_test", "scorecards:compute_again", "scorecards:discard_run",
        "scorecards:import_history", "scorecards:new_version", "scorecards:preview_history",
        "scorecards:preview_kpi", "scorecards:publish_run", "scorecards:retire_template",
        "scorecards:use_standard_template", "scorecards:decide_line",
        "scorecards:open_check", "scorecards:close_check", "portal_customer:mail_check_links",
        "scorecards:ask_to_countersign", "scorecards:countersign",
        "portal_customer:link_check", "portal:confirm_objection",
        "portal:acknowledge_card", "portal:appeal", "portal:take_back", "portal:submit_objection",
        "portal:withdraw_objection",
    },
    C.ANSWER_CUSTOMERS: {
        "portal:dispute_criterion", "portal:dispute_lines",
    },
    C.PROPOSE_INCENTIVES: {
        "incentives:propose", "incentives:choose_supplier",
    },
    C.WRITE_POLICIES: {
        "incentives:new_policy", "incentives:edit_policy",
    },
    C.EDIT_ASSESSMENTS: {
        "assessments:add_question", "assessments:add_section", "assessments:edit_question",
        "assessments:edit_section", "assessments:edit_template", "assessments:new_template",
    },
    C.ASSESS_SUPPLIERS: {
        "assessments:ask", "assessments:begin_audit",
        "assessments:add_statement", "assessments:edit_statement", "assessments:upload_statements",
        "assessments:add_entry", "assessments:edit_entry", "assessments:upload_measurements",
    },
    C.KEEP_PASSPORT: {
        "onboarding_supplier:passport_section", "onboarding_supplier:publish_passport",
        "onboarding_supplier:add_bank_account", "onboarding_supplier:new_document",
        "assessments_supplier:add_entry", "assessments_supplier:edit_entry", "assessments_supplier:share_load",
        "assessments_supplier:add_statement", "assessments_supplier:edit_statement",
        "assessments_supplier:upload_statements",
        "assessments_supplier:upload_measurements",
    },
    C.CONFIRM_BANK_ACCOUNTS: {"onboarding:enter_bank_account"},
    C.APPROVE_SUPPLIERS: {
        "onboarding:approve", "onboarding:choose_supplier",
    },
    C.ASK_SUPPLIERS: {
        "portal_customer:invite", "portal_customer:new_ask", "portal_customer:open_survey",
    },
    C.CHANGE_STAGE: {
        "relationships:move_stage",
    },
    C.EDIT_TEMPLATES: {
        "scorecards:back_test_progress", "scorecards:edit_kpi", "scorecards:edit_template",
        "scorecards:new_kpi", "scorecards:new_template",
    },
    C.IMPORT_FACTS: {
        "facts:mapping", "facts:mapping_text", "facts:preview", "facts:upload",
    },
    C.KEEP_CUSTOMERS: {
        "portal:add_account", "portal:add_record", "portal:edit_account", "portal:edit_account_contact",
        "portal:edit_record",
    },
    C.MANAGE_INTEGRATIONS: {
        "accounts:service_tokens", "messaging:add_endpoint", "messaging:delivery",
        "messaging:edit_endpoint", "messaging:endpoint", "messaging:webhooks",
    },
    C.MANAGE_ORGANISATION: {
        "accounts:member", "relationships:duties",
        "accounts:add_contact", "accounts:add_identifier", "accounts:add_member", "accounts:add_site",
        "accounts:edit_contact", "accounts:edit_organization", "accounts:edit_site",
    },
    C.MANAGE_RELATIONSHIPS: {
        "relationships:add", "relationships:edit", "relationships:edit_contact",
        "relationships:import_list",
    },
    C.MANAGE_QUALIFICATION: {
        "onboarding:choose_for_qualification", "onboarding:start_qualification", "onboarding:propose_decision",
        "onboarding:new_requirements", "onboarding:edit_requirements",
        "onboarding:registration_page", "onboarding:document_settings", "onboarding:record_document",
    },
    C.MERGE_ORGANISATIONS: {
        "merging:merge", "merging:merges",
    },
    C.ANSWER_CASES: {"improvement_supplier:new_case", "improvement_supplier:new_project"},
    C.MANAGE_IMPROVEMENT: {"improvement:new_case", "improvement:new_project"},
    C.READ_CUSTOMERS: {
        "improvement_supplier:export_case", "improvement_supplier:needs", "improvement_supplier:cases",
        "improvement_supplier:case",
        "improvement_supplier:step", "improvement_supplier:step_file", "improvement_supplier:projects",
        "improvement_supplier:project",
        "incentives_supplier:consequences", "incentives_supplier:consequence", "incentives_supplier:export_lines",
        "assessments_supplier:needs", "assessments_supplier:owns", "assessments_supplier:own",
        "assessments_supplier:evidence", "assessments_supplier:picture",
        "assessments_supplier:capacity",
        "onboarding_supplier:passport", "onboarding_supplier:passport_version", "onboarding_supplier:sharing",
        "onboarding_supplier:bank_accounts", "onboarding_supplier:bank_account",
        "assessments_supplier:statement_template", "assessments_supplier:statements",
        "assessments_supplier:delivery", "assessments_supplier:measurements",
        "assessments_supplier:quality_system", "assessments_supplier:reference_letter",
        "onboarding_supplier:approvals", "onboarding_supplier:document", "onboarding_supplier:document_file",
        "onboarding_supplier:documents",
        "onboarding_supplier:qualifications", "onboarding_supplier:qualification_needs",
        "onboarding_supplier:qualification", "onboarding_supplier:qualification_item",
        "onboarding_supplier:evidence_file",
        "portal:customer_records", "portal:export_customer_records", "portal:record_file",
        "portal:records",
        "portal:account", "portal:account_matrix", "portal:accounts", "portal:ask",
        "portal:asked_card_lines", "portal:asks", "portal:card", "portal:card_lines", "portal:certificate",
        "portal:conduct_lines", "portal:customer", "portal:customer_conduct", "portal:export_card_lines",
        "portal:order_line", "portal:export_conduct_lines", "portal:figures", "portal:home", "portal:needs",
        "portal:steps", "portal:earlier_card", "portal:objection", "portal:objection_evidence", "portal:objections",
    },
    C.READ_SUPPLIERS: {
        "improvement:needs", "improvement:cases", "improvement:case", "improvement:step", "improvement:step_file",
        "improvement:forms", "improvement:export_case", "improvement:improvement_tab",
        "improvement:projects", "improvement:project", "improvement:settings",
        "incentives:consequences", "incentives:incentives_tab", "incentives:consequence",
        "incentives:export_lines", "incentives:policies", "incentives:policy", "incentives:back_test_policy",
        "assessments:needs", "assessments:assessments", "assessments:assessments_tab", "assessments:assessment",
        "assessments:evidence", "assessments:picture",
        "assessments:templates", "assessments:template", "assessments:preview",
        "assessments:capacity",
        "onboarding:passports", "onboarding:passport_tab", "onboarding:bank_changes", "onboarding:bank_change",
        "onboarding:registrations", "onboarding:registration",
        "assessments:finances", "assessments:statement_template", "assessments:compare", "assessments:evaluation",
        "assessments:evaluation_rows", "assessments:evaluations",
        "assessments:delivery", "assessments:measurements", "assessments:quality_system",
        "assessments:reference_letter",
        "onboarding:qualifications", "onboarding:qualification_needs", "onboarding:qualification_tab",
        "onboarding:qualification", "onboarding:qualification_item", "onboarding:evidence_file",
        "onboarding:requirement_sets", "onboarding:requirement_set",
        "analytics:figures", "analytics:needs", "facts:batch", "facts:batches", "facts:columns",
        "facts:deliveries_tab", "facts:mappings", "facts:matching", "facts:order_line", "facts:progress",
        "facts:rates", "facts:saved_mapping", "facts:supplier_names", "portal_customer:ask",
        "onboarding:screening", "onboarding:screening_lists", "onboarding:screening_match",
        "onboarding:screening_tab",
        "onboarding:approval", "onboarding:approved", "onboarding:document", "onboarding:document_file",
        "onboarding:documents", "onboarding:documents_tab", "onboarding:export_approved",
        "portal_customer:asks", "portal_customer:certificate", "portal_customer:conduct",
        "portal_customer:needs",
        "portal_customer:requests_tab", "portal_customer:survey", "portal_customer:surveys",
        "relationships:categories", "relationships:detail", "relationships:export",
        "relationships:history_tab", "relationships:import_columns", "relationships:import_preview",
        "relationships:internal_numbers", "relationships:list", "relationships:overview_tab",
        "relationships:rejects", "scorecards:card", "scorecards:card_lines", "scorecards:curve",
        "scorecards:export_card_lines", "scorecards:export_run", "scorecards:history", "scorecards:home",
        "scorecards:kpi", "scorecards:kpis", "scorecards:nothing", "scorecards:performance_tab",
        "scorecards:run", "scorecards:run_progress", "scorecards:runs", "scorecards:template",
        "scorecards:earlier_card", "scorecards:objection", "scorecards:objections",
        "scorecards:template_row", "scorecards:templates",
        "sourcing:candidate", "sourcing:candidates", "sourcing:evidence", "sourcing:export_selection",
        "sourcing:report", "sourcing:report_pdf", "sourcing:safety", "sourcing:selection",
        "sourcing:selections", "sourcing:value", "sourcing:weights",
    },
    C.RUN_SCORECARDS: {
        "scorecards:start_run",
    },
    C.RUN_SELECTIONS: {
        "sourcing:edit_candidate", "sourcing:edit_criterion", "sourcing:edit_need", "sourcing:new_criterion",
        "sourcing:new_offer", "sourcing:new_selection",
    },
}  # fmt: skip

TRYING: dict[Ask, set[str]] = {
    C.MANAGE_IMPROVEMENT: {
        "improvement:add_form", "improvement:dismiss", "improvement:import_case", "improvement:look_elsewhere",
        "improvement:place_field", "improvement:remove_form", "improvement:take_up",
        "improvement:agree", "improvement:decline", "improvement:stop", "improvement:finish",
        "improvement:plan_step", "improvement:finish_step", "improvement:add_rule", "improvement:add_rung",
        "improvement:remove_rule", "improvement:remove_rung",
        "improvement:accept", "improvement:close", "improvement:hand_over", "improvement:reopen",
        "improvement:send_back", "improvement:withdraw",
    },
    C.ANSWER_CASES: {
        "improvement_supplier:import_case",
        "improvement_supplier:agree", "improvement_supplier:decline", "improvement_supplier:stop",
        "improvement_supplier:finish", "improvement_supplier:plan_step", "improvement_supplier:finish_step",
        "improvement_supplier:attach", "improvement_supplier:detach", "improvement_supplier:fill",
        "improvement_supplier:finish_action",
    },
    EVERYBODY: {
        "messaging:mark_all",
    },
    MORE_THAN_A_ROLE: {
        "incentives:announce", "incentives:decide_appeal", "incentives:note_document",
        "incentives:reverse_consequence",
        "onboarding:release_stage",
        "assessments:agree", "assessments:assess", "assessments:attach", "assessments:detach",
        "assessments:find_here", "assessments:hand_in", "assessments:settle", "assessments:take_the_mean",
        "assessments:verify",
        "onboarding:accept_registration",
        "sourcing:countersign", "sourcing:decide", "sourcing:judge", "sourcing:take_back",
        "scorecards:decide_line", "scorecards:ask_to_countersign", "scorecards:countersign",
        "accounts:switch_organization", "merging:withdraw", "messaging:mark_read",
        "portal:remove_account_note", "relationships:remove_note", "scorecards:back_test",
    },
    C.ANSWER_INCENTIVES: {
        "incentives_supplier:accept", "incentives_supplier:appeal",
    },
    C.APPROVE_INCENTIVES: {
        "incentives:approve", "incentives:refuse", "incentives:activate_policy",
    },
    C.WRITE_POLICIES: {
        "incentives:retire_policy", "incentives:copy_policy",
    },
    C.EDIT_ASSESSMENTS: {
        "assessments:move_question", "assessments:move_section", "assessments:new_version",
        "assessments:publish_template", "assessments:remove_question", "assessments:remove_section",
        "assessments:retire_template", "assessments:take_over",
    },
    C.ANSWER_CUSTOMERS: {
        "assessments_supplier:answer", "assessments_supplier:attach", "assessments_supplier:detach",
        "assessments_supplier:submit",
        "portal:acknowledge_card", "portal:appeal", "portal:submit_objection", "portal:take_back",
        "portal:withdraw_objection", "portal:confirm_objection",
    },
    C.ASSESS_SUPPLIERS: {
        "onboarding:ask_for_item",
        "assessments:assign", "assessments:drop_finding", "assessments:publish", "assessments:raise_finding",
        "assessments:return_answers", "assessments:withdraw",
        "assessments:import_entries", "assessments:preview_entries", "assessments:remove_entry",
        "assessments:remove_measurements", "assessments:remove_statement", "assessments:take_statements",
    },
    C.KEEP_PASSPORT: {
        "assessments_supplier:import_entries", "assessments_supplier:preview_entries",
        "assessments_supplier:remove_entry", "assessments_supplier:remove_measurements",
        "onboarding_supplier:hand_document",
        "assessments_supplier:remove_statement", "assessments_supplier:take_statements",
    },
    C.APPROVE_SUPPLIERS: {
        "onboarding:end_approval", "onboarding:meet_condition", "onboarding:reinstate_approval",
        "onboarding:suspend_approval",
        "onboarding:agree_to_proposal", "onboarding:send_back_proposal", "onboarding:waive_item",
    },
    C.ASK_SUPPLIERS: {
        "portal_customer:accept_answer", "portal_customer:close_survey", "portal_customer:make_link",
        "portal_customer:renew_link", "portal_customer:return_answer", "portal_customer:revoke_link",
        "portal_customer:withdraw_ask", "portal_customer:link_check", "portal_customer:mail_check_links",
    },
    C.DECIDE_SCREENING: {
        "onboarding:decide_screening_match",
    },
    C.EDIT_TEMPLATES: {
        "scorecards:activate_template", "scorecards:new_version", "scorecards:preview_kpi",
        "scorecards:retire_template", "scorecards:use_standard_template",
    },
    C.IMPORT_FACTS: {
        "facts:discard", "facts:load", "facts:withdraw",
    },
    C.CONFIRM_BANK_ACCOUNTS: {
        "onboarding:log_call_back", "onboarding:confirm_bank_change", "onboarding:refuse_bank_change",
    },
    C.MANAGE_QUALIFICATION: {
        "onboarding:accept_passport", "onboarding:refuse_passport", "onboarding:refuse_registration",
        "onboarding:accept_document", "onboarding:refuse_document", "onboarding:take_up_document",
        "onboarding:take_over_shipped", "onboarding:change_lead", "onboarding:stop_qualification",
        "onboarding:write_remark", "onboarding:withdraw_proposal", "onboarding:plan_stage",
        "onboarding:accept_item", "onboarding:return_item", "onboarding:record_result",
        "onboarding:take_accepted", "onboarding:open_item_again", "onboarding:put_in_force",
        "onboarding:take_screening", "onboarding:take_published",
        "onboarding:retire_requirements", "onboarding:new_requirements_version",
    },
    C.KEEP_CUSTOMERS: {
        "portal:add_account_contact", "portal:archive_account", "portal:finish_step",
        "portal:import_records", "portal:judge", "portal:plan_step", "portal:preview_records",
        "portal:remove_account_contact", "portal:remove_record",
    },
    C.LOAD_OWN_RECORDS: {
        "portal:records",
    },
    C.MANAGE_INTEGRATIONS: {
        "accounts:resend_invitation", "accounts:revoke_invitation", "accounts:revoke_token",
        "messaging:deliver_again", "messaging:ping_endpoint", "messaging:remove_endpoint",
        "messaging:rotate_secret", "messaging:switch_endpoint",
    },
    C.MANAGE_ORGANISATION: {
        "accounts:end_delegation", "accounts:require_second_factor",
        "accounts:change_roles", "accounts:remove_contact", "accounts:remove_identifier",
        "accounts:remove_member", "accounts:remove_site_day",
    },
    C.MANAGE_RELATIONSHIPS: {
        "facts:create", "facts:create_all", "relationships:add_contact", "relationships:add_identifier",
        "relationships:categories", "relationships:decide_all", "relationships:decide_row",
        "relationships:discard_list", "relationships:load_list", "relationships:remove_category",
        "relationships:remove_contact",
    },
    C.MATCH_SUPPLIERS: {
        "facts:internal", "facts:match", "relationships:add_alias", "relationships:end_internal",
        "relationships:end_number", "relationships:give_number", "relationships:internal_numbers",
        "relationships:remove_alias",
    },
    C.MERGE_ORGANISATIONS: {
        "merging:approve", "merging:refuse",
    },
    C.PUBLISH_SCORECARDS: {
        "scorecards:publish_run",
    },
    C.READ_SUPPLIERS: {
        "scorecards:import_history",
    },
    C.RUN_SCORECARDS: {
        "scorecards:open_check", "scorecards:close_check",
        "scorecards:compute_again", "scorecards:discard_run", "scorecards:preview_history",
    },
    C.RUN_SELECTIONS: {
        "sourcing:add_candidates", "sourcing:bring_back", "sourcing:choose_weighting",
        "sourcing:dismiss_judge", "sourcing:draw_values", "sourcing:go_on", "sourcing:invite_judge",
        "sourcing:leave_out", "sourcing:propose", "sourcing:remove_candidate", "sourcing:remove_criterion",
        "sourcing:value", "sourcing:withdraw", "sourcing:write_minutes",
    },
    C.WRITE_NOTES: {
        "portal:write_account_note", "relationships:write_note",
    },
}  # fmt: skip

# What to send where an empty post is told what is missing before it is told who may.
BODIES: dict[str, dict[str, object]] = {
    "accounts:change_roles": {"roles": ["auditor"]},
    "relationships:add_identifier": {"scheme": "duns", "value": "150483782"},
    "relationships:give_number": {"source": "erp", "number": "777"},
    "relationships:categories": {"code": "forgings", "name": "Forgings"},
    "relationships:internal_numbers": {"source": "erp", "number": "778"},
    "onboarding:decide_screening_match": {"status": "rejected", "reason": "Another company."},
    "portal:add_account_contact": {"name": "Karin Wolf"},
    "portal:plan_step": {"text": "Call them", "due": "2026-12-01"},
    "portal:judge": {"factor": "growth", "points": "5", "reason": "They grow."},
}


def asked_by(name: str, method: str) -> Ask:
    """Raises StopIteration for an address that nobody has put into the lists."""
    looked = next(ask for ask, names in LOOKING.items() if name in names)
    return (
        looked if method == "GET" else next((ask for ask, names in TRYING.items() if name in names), looked)
    )
