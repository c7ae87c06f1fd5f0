"""The approved supplier list."""

from django.urls import path

from tandem.onboarding.views import approved

urlpatterns = [
    path("approved/", approved.approved, name="approved"),
    path("approved/export/", approved.export_approved, name="export_approved"),
    path("approved/new/", approved.choose_supplier, name="choose_supplier"),
    path("approved/<int:pk>/", approved.approval, name="approval"),
    path("approved/<int:pk>/suspend/", approved.suspend_approval, name="suspend_approval"),
    path("approved/<int:pk>/reinstate/", approved.reinstate_approval, name="reinstate_approval"),
    path("approved/<int:pk>/end/", approved.end_approval, name="end_approval"),
    path("approved/<int:pk>/conditions/<int:condition>/met/", approved.meet_condition, name="meet_condition"),
    path("relationships/<slug:slug>/approve/", approved.approve, name="approve"),
]
