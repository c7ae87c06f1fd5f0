"""The home page, at the root."""

from django.urls import path

from tandem.analytics.views import home

app_name = "analytics"
urlpatterns = [
    path("", home.home, name="home"),
    path("analytics/needs/", home.needs_list, name="needs"),
    path("analytics/figures/", home.figures, name="figures"),
]
