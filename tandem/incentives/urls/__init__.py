"""The customer's pages of rewards and penalties: `/incentives/…`."""

from django.urls import path

from tandem.incentives.views import claims, consequences, policies, statements

app_name = "incentives"
urlpatterns = [
    path("", consequences.consequences, name="consequences"),
    path("of/<slug:slug>/", consequences.incentives_tab, name="incentives_tab"),
    path("of/<slug:slug>/propose/", consequences.propose, name="propose"),
    path("propose/", consequences.choose_supplier, name="choose_supplier"),
    path("<int:pk>/", consequences.consequence, name="consequence"),
    path("<int:pk>/approve/", consequences.approve, name="approve"),
    path("<int:pk>/refuse/", consequences.refuse, name="refuse"),
    path("<int:pk>/announce/", consequences.announce, name="announce"),
    path("<int:pk>/appeal/", consequences.decide_appeal, name="decide_appeal"),
    path("<int:pk>/carried-out/", consequences.note_document, name="note_document"),
    path("<int:pk>/reverse/", consequences.reverse_consequence, name="reverse_consequence"),
    path("<int:pk>/lines.xlsx", consequences.export_lines, name="export_lines"),
    path("policies/", policies.policies, name="policies"),
    path("policies/new/", policies.new_policy, name="new_policy"),
    path("policies/<int:pk>/", policies.policy, name="policy"),
    path("policies/<int:pk>/edit/", policies.edit_policy, name="edit_policy"),
    path("policies/<int:pk>/activate/", policies.activate, name="activate_policy"),
    path("policies/<int:pk>/retire/", policies.retire, name="retire_policy"),
    path("policies/<int:pk>/copy/", policies.copy, name="copy_policy"),
    path("policies/<int:pk>/back-test/", policies.back_test, name="back_test_policy"),
    path("claims/", claims.claims, name="claims"),
    path("of/<slug:slug>/claim/", claims.new_claim, name="new_claim"),
    path("claims/<int:pk>/", claims.claim, name="claim"),
    path("claims/<int:pk>/edit/", claims.edit_claim, name="edit_claim"),
    path("claims/<int:pk>/attach/", claims.attach, name="attach_to_claim"),
    path("claims/<int:pk>/hand-in/", claims.hand_in, name="hand_in_claim"),
    path("claims/<int:pk>/send/", claims.send_claim, name="send_claim"),
    path("claims/<int:pk>/send-back/", claims.send_back_claim, name="send_back_claim"),
    path("claims/<int:pk>/agree/", claims.agree_to_claim, name="agree_to_claim"),
    path("claims/<int:pk>/offer/", claims.offer_on_claim, name="offer_on_claim"),
    path("claims/<int:pk>/withdraw/", claims.withdraw_claim, name="withdraw_claim"),
    path("claims/<int:pk>/papers/<int:file>/", claims.claim_paper, name="claim_paper"),
    path("statements/", statements.statements, name="statements"),
    path("of/<slug:slug>/statement/", statements.make_statement, name="make_statement"),
    path("statements/<int:pk>/", statements.statement, name="statement"),
    path("statements/<int:pk>/take-in/", statements.take_in, name="take_in"),
    path("statements/<int:pk>/lines/<int:record>/take-off/", statements.take_off, name="take_off"),
    path("statements/<int:pk>/sign/", statements.sign_statement, name="sign_statement"),
    path("statements/<int:pk>/settle/", statements.settle_statement, name="settle_statement"),
    path("statements/<int:pk>/print.pdf", statements.statement_pdf, name="statement_pdf"),
]
