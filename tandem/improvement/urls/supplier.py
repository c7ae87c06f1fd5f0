"""The supplier's pages of improvement: `/improvement/own/…`."""

from django.urls import URLPattern

from tandem.improvement.urls import cases, more, projects

app_name = "improvement_supplier"
urlpatterns: list[URLPattern] = [*cases.supplier, *projects.both, *more.both]
