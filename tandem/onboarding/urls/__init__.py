"""The customer's pages of qualifying its suppliers: `/onboarding/…`."""

from django.urls import URLPattern

app_name = "onboarding"
urlpatterns: list[URLPattern] = []
