"""The supplier's pages of what its customers reward and impose: `/incentives/own/…`."""

from django.urls import path

from tandem.incentives.views import own

app_name = "incentives_supplier"
urlpatterns = [
    path("", own.consequences, name="consequences"),
    path("<int:pk>/", own.consequence, name="consequence"),
    path("<int:pk>/accept/", own.accept, name="accept"),
    path("<int:pk>/appeal/", own.appeal, name="appeal"),
    path("<int:pk>/lines.xlsx", own.export_lines, name="export_lines"),
]
