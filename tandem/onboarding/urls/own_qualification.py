"""How customers qualify the organisation; part of the supplier's pages."""

from django.urls import path

from tandem.onboarding.views import own_qualifications as views

urlpatterns = [
    path("needs/qualification/", views.qualification_needs, name="qualification_needs"),
    path("qualifications/", views.qualifications, name="qualifications"),
    path("qualifications/<int:pk>/", views.qualification, name="qualification"),
    path("qualifications/<int:pk>/items/<int:item>/", views.qualification_item, name="qualification_item"),
    path(
        "qualifications/<int:pk>/items/<int:item>/files/<int:evidence>/",
        views.evidence_file,
        name="evidence_file",
    ),
]
