"""Qualifying suppliers; part of the customer's pages."""

from django.urls import path

from tandem.onboarding.views import qualification_items as items
from tandem.onboarding.views import qualifications as views
from tandem.onboarding.views import requirements

ITEM = "qualifications/<int:pk>/items/<int:item>/"
urlpatterns = [
    path("", views.qualifications, name="qualifications"),
    path("start/", views.choose_for_qualification, name="choose_for_qualification"),
    path("start/<slug:slug>/", views.start_qualification, name="start_qualification"),
    path("needs/qualification/", views.qualification_needs, name="qualification_needs"),
    path("relationships/<slug:slug>/qualification/", views.qualification_tab, name="qualification_tab"),
    path("qualifications/<int:pk>/", views.qualification, name="qualification"),
    path("qualifications/<int:pk>/lead/", views.change_lead, name="change_lead"),
    path("qualifications/<int:pk>/stop/", views.stop_qualification, name="stop_qualification"),
    path("qualifications/<int:pk>/note/", views.write_remark, name="write_remark"),
    path("qualifications/<int:pk>/propose/", views.propose_decision, name="propose_decision"),
    path("qualifications/<int:pk>/agree/", views.agree_to_proposal, name="agree_to_proposal"),
    path("qualifications/<int:pk>/send-back/", views.send_back_proposal, name="send_back_proposal"),
    path("qualifications/<int:pk>/withdraw/", views.withdraw_proposal, name="withdraw_proposal"),
    path("qualifications/<int:pk>/stages/<int:stage>/plan/", views.plan_stage, name="plan_stage"),
    path("qualifications/<int:pk>/stages/<int:stage>/release/", views.release_stage, name="release_stage"),
    path(ITEM, items.qualification_item, name="qualification_item"),
    path(f"{ITEM}accept/", items.accept_item, name="accept_item"),
    path(f"{ITEM}return/", items.return_item, name="return_item"),
    path(f"{ITEM}result/", items.record_result, name="record_result"),
    path(f"{ITEM}take/", items.take_accepted, name="take_accepted"),
    path(f"{ITEM}ask/", items.ask_for_item, name="ask_for_item"),
    path(f"{ITEM}published/", items.take_published, name="take_published"),
    path(f"{ITEM}screening/", items.take_screening, name="take_screening"),
    path(f"{ITEM}waive/", items.waive_item, name="waive_item"),
    path(f"{ITEM}again/", items.open_item_again, name="open_item_again"),
    path(f"{ITEM}files/<int:evidence>/", items.evidence_file, name="evidence_file"),
    path("requirements/", requirements.requirement_sets, name="requirement_sets"),
    path("requirements/new/", requirements.new_requirements, name="new_requirements"),
    path("requirements/shipped/", requirements.take_over_shipped, name="take_over_shipped"),
    path("requirements/<int:pk>/", requirements.requirement_set, name="requirement_set"),
    path("requirements/<int:pk>/edit/", requirements.edit_requirements, name="edit_requirements"),
    path("requirements/<int:pk>/in-force/", requirements.put_in_force, name="put_in_force"),
    path("requirements/<int:pk>/retire/", requirements.retire_requirements, name="retire_requirements"),
    path(
        "requirements/<int:pk>/version/",
        requirements.new_requirements_version,
        name="new_requirements_version",
    ),
]
