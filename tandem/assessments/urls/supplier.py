"""The supplier's pages of what customers evaluate: `/assessments/own/…`."""

from django.urls import URLPattern, URLResolver

from tandem.assessments.urls import capacity, delivery, quality_system, questionnaires, statements

app_name = "assessments_supplier"
urlpatterns: list[URLPattern | URLResolver] = [
    *questionnaires.supplier,
    *statements.supplier,
    *capacity.own,
    *quality_system.own,
    *delivery.own,
]
