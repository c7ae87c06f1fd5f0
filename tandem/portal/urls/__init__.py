"""The supplier's own side: `/portal/…`."""

from django.urls import path

from tandem.portal.urls import asks, customer_accounts, objections, targets
from tandem.portal.views import analysis, cards, causes, conduct, home, order_lines, own_records, packs

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("figures/", home.figures, name="figures"),
    path("customers/<slug:slug>/", cards.customer, name="customer"),
    path("customers/<slug:slug>/trends/", analysis.customer_trends, name="customer_trends"),
    path("customers/<slug:slug>/causes/", causes.customer_causes, name="customer_causes"),
    path("customers/<slug:slug>/causes/lines/", causes.customer_cause_lines, name="customer_cause_lines"),
    path("customers/<slug:slug>/packs/", packs.customer_packs, name="customer_packs"),
    path("customers/<slug:slug>/packs/<slug:quarter>.pdf", packs.customer_pack_pdf, name="customer_pack_pdf"),
    path(
        "customers/<slug:slug>/packs/<slug:quarter>.xlsx",
        packs.customer_pack_workbook,
        name="customer_pack_workbook",
    ),
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
