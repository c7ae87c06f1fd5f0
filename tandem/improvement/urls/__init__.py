"""The customer's pages of improvement: `/improvement/…`."""

from django.urls import URLPattern

from tandem.improvement.urls import cases

app_name = "improvement"
urlpatterns: list[URLPattern] = [*cases.customer]
