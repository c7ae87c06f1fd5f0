"""The customer's pages of qualifying its suppliers: `/onboarding/…`."""

from tandem.onboarding.urls import approved, documents, passports, qualification, screening

app_name = "onboarding"
urlpatterns = [
    *approved.urlpatterns,
    *documents.urlpatterns,
    *passports.urlpatterns,
    *qualification.urlpatterns,
    *screening.urlpatterns,
]
