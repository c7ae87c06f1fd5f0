"""The customer's pages of qualifying its suppliers: `/onboarding/…`."""

from tandem.onboarding.urls import passports, screening

app_name = "onboarding"
urlpatterns = [
    *passports.urlpatterns,
    *screening.urlpatterns,
]
