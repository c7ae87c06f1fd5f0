"""The customer's pages of qualifying its suppliers: `/onboarding/…`."""

from tandem.onboarding.urls import screening

app_name = "onboarding"
urlpatterns = [
    *screening.urlpatterns,
]
