"""What customers ask; part of the supplier's own side."""

from django.urls import path

from tandem.portal.views import asked, certificates

urlpatterns = [
    path("needs/", asked.needs_list, name="needs"),
    path("asks/", asked.asks, name="asks"),
    path("asks/<int:pk>/", asked.ask, name="ask"),
    path("asks/<int:pk>/lines/<slug:kpi>/", asked.asked_card_lines, name="asked_card_lines"),
    path("asks/<int:pk>/certificates/<int:certificate>/", certificates.certificate, name="certificate"),
]
