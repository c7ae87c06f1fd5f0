"""The supplier's pages of what it says of itself to its customers: `/onboarding/own/…`."""

from django.urls import URLPattern

from tandem.onboarding.urls import own_documents, own_passport, own_qualification

app_name = "onboarding_supplier"
urlpatterns: list[URLPattern] = [
    *own_documents.urlpatterns,
    *own_passport.urlpatterns,
    *own_qualification.urlpatterns,
]
