"""The customer's pages of evaluating its suppliers: `/assessments/…`."""

from django.urls import URLPattern, URLResolver, include, path

from tandem.assessments.urls import (
    capacity,
    delivery,
    evaluation,
    quality_system,
    questionnaires,
    statements,
)

app_name = "assessments"
urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "suppliers/<slug:slug>/",
        include([*capacity.customers, *quality_system.customers, *delivery.customers]),
    ),
    *evaluation.customer,
    *statements.customer,
    *questionnaires.customer,
]
