"""The customer's pages of rewards and penalties: `/incentives/…`."""

from django.urls import path

from tandem.incentives.views import consequences, policies

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
]
