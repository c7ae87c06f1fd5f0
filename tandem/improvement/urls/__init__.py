"""The customer's pages of improvement: `/improvement/…`."""

from django.urls import URLPattern

from tandem.improvement.urls import cases, more, projects, settings

app_name = "improvement"
urlpatterns: list[URLPattern] = [*cases.customer, *projects.both, *settings.customer, *more.customer]
