"""The customer's pages of evaluating its suppliers: `/assessments/…`."""

from django.urls import URLPattern

app_name = "assessments"
urlpatterns: list[URLPattern] = []
