"""What a supplier has to say of its cards; part of the supplier's own side."""

from django.urls import path

from tandem.portal.views import objections

urlpatterns = [
    path("cards/<int:pk>/acknowledge/", objections.acknowledge_card, name="acknowledge_card"),
    path("cards/<int:pk>/appeal/", objections.appeal, name="appeal"),
    path("cards/earlier/<int:pk>/", objections.earlier_card, name="earlier_card"),
    path("objections/", objections.objections, name="objections"),
    path("objections/<int:pk>/", objections.objection, name="objection"),
    path("objections/<int:pk>/lines/<slug:kpi>/", objections.dispute_lines, name="dispute_lines"),
    path("objections/<int:pk>/criteria/<slug:kpi>/", objections.dispute_criterion, name="dispute_criterion"),
    path("objections/<int:pk>/marked/<int:line>/remove/", objections.take_back, name="take_back"),
    path("objections/<int:pk>/submit/", objections.submit_objection, name="submit_objection"),
    path("objections/<int:pk>/confirm/", objections.confirm_objection, name="confirm_objection"),
    path("objections/<int:pk>/withdraw/", objections.withdraw_objection, name="withdraw_objection"),
    path(
        "objections/<int:pk>/evidence/<int:file>/", objections.objection_evidence, name="objection_evidence"
    ),
]
