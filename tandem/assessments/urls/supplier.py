"""The supplier's pages of what customers evaluate: `/assessments/own/…`."""

from django.urls import URLPattern, URLResolver

from tandem.assessments.urls import capacity

app_name = "assessments_supplier"
urlpatterns: list[URLPattern | URLResolver] = [*capacity.own]
