"""Delivery and references, on both sides."""

from django.urls import path

from tandem.assessments.views import delivery as views

own = [
    path("delivery/", views.delivery, name="delivery"),
    path("references/<int:pk>/letter/", views.reference_letter, name="reference_letter"),
]
customers = own
