"""The supplier's own side: `/portal/…`."""

from django.urls import path

from tandem.portal.urls import asks, customer_accounts, objections, targets
from tandem.portal.views import cards, conduct, home, order_lines, own_records

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("figures/", home.figures, name="figures"),
    path("customers/<slug:slug>/", cards.customer, name="customer"),
    path("customers/<slug:slug>/line/", order_lines.order_line, name="order_line"),
    path("customers/<slug:slug>/conduct/", conduct.customer_conduct, name="customer_conduct"),
    path("customers/<slug:slug>/conduct/<slug:kpi>/", conduct.conduct_lines, name="conduct_lines"),
    path(
        "customers/<slug:slug>/conduct/<slug:kpi>/export/",
        conduct.export_conduct_lines,
        name="export_conduct_lines",
    ),
    path("customers/<slug:slug>/records/", own_records.customer_records, name="customer_records"),
    path(
        "customers/<slug:slug>/records/export/",
        own_records.export_customer_records,
        name="export_customer_records",
    ),
    path("records/", own_records.records, name="records"),
    path("records/<int:pk>/", own_records.record_file, name="record_file"),
    path("records/<int:pk>/remove/", own_records.remove_record_file, name="remove_record_file"),
    path("cards/<int:pk>/", cards.card, name="card"),
    path("cards/<int:pk>/lines/<slug:kpi>/", cards.card_lines, name="card_lines"),
    path("cards/<int:pk>/lines/<slug:kpi>/export/", cards.export_card_lines, name="export_card_lines"),
    *asks.urlpatterns,
    *customer_accounts.urlpatterns,
    *objections.urlpatterns,
    *targets.urlpatterns,
]
