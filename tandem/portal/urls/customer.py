"""The customer's pages of what it does together with its suppliers: `/portal/customer/…`."""

from django.urls import URLPattern

app_name = "portal_customer"
urlpatterns: list[URLPattern] = []
