"""The supplier's pages of what customers evaluate: `/assessments/own/…`."""

from django.urls import URLPattern

app_name = "assessments_supplier"
urlpatterns: list[URLPattern] = []
