"""The supplier's own side: `/portal/…`."""

from django.urls import path

from tandem.portal.views import home

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
]
