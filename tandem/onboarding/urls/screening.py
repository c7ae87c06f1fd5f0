from django.urls import path

from tandem.onboarding.views import screening

urlpatterns = [
    path("screening/", screening.screening, name="screening"),
    path("screening/lists/", screening.screening_lists, name="screening_lists"),
    path("screening/<int:pk>/", screening.screening_match, name="screening_match"),
    path("screening/<int:pk>/decide/", screening.decide_screening_match, name="decide_screening_match"),
    path("relationships/<slug:slug>/screening/", screening.screening_tab, name="screening_tab"),
]
