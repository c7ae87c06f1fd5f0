"""What stands behind a link, for whoever holds it: `/portal/link/…`."""

from django.urls import URLPattern

app_name = "links"
urlpatterns: list[URLPattern] = []
