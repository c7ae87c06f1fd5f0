"""Standards, instruments, mechanisms and measurements, on both sides."""

from django.urls import path

from tandem.assessments.views import quality_system as views

own = [
    path("quality-system/", views.quality_system, name="quality_system"),
    path("measurements/add/", views.upload_measurements, name="upload_measurements"),
    path("measurements/<int:pk>/", views.measurements, name="measurements"),
    path("measurements/<int:pk>/remove/", views.remove_measurements, name="remove_measurements"),
]
customers = own
