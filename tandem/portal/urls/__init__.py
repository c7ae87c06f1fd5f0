"""The supplier's own side: `/portal/…`."""

from django.urls import path

from tandem.portal.urls import asks, customer_accounts
from tandem.portal.views import cards, home

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("figures/", home.figures, name="figures"),
    path("customers/<slug:slug>/", cards.customer, name="customer"),
    path("cards/<int:pk>/", cards.card, name="card"),
    path("cards/<int:pk>/lines/<slug:kpi>/", cards.card_lines, name="card_lines"),
    path("cards/<int:pk>/lines/<slug:kpi>/export/", cards.export_card_lines, name="export_card_lines"),
    *asks.urlpatterns,
    *customer_accounts.urlpatterns,
]
