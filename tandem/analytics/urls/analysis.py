"""Analysis, the customer's side: `/analytics/…`. The supplier's stands in the portal."""

from django.urls import path

from tandem.analytics.views import causes, heat_map, packs, trends

app_name = "analysis"
urlpatterns = [
    path("trends/", trends.trends, name="trends"),
    path("heat-map/", heat_map.heat_map, name="heat_map"),
    path("causes/", causes.field_causes, name="field_causes"),
    path("causes/lines/", causes.field_cause_lines, name="field_cause_lines"),
    path("relationships/<slug:slug>/trends/", trends.analysis_tab, name="analysis_tab"),
    path("relationships/<slug:slug>/field/<slug:kpi>/", trends.field, name="field"),
    path("relationships/<slug:slug>/causes/", causes.causes_tab, name="causes_tab"),
    path("relationships/<slug:slug>/causes/lines/", causes.cause_lines, name="cause_lines"),
    path("relationships/<slug:slug>/packs/", packs.packs_tab, name="packs_tab"),
    path("relationships/<slug:slug>/packs/<slug:quarter>.pdf", packs.pack_pdf, name="pack_pdf"),
    path("relationships/<slug:slug>/packs/<slug:quarter>.xlsx", packs.pack_workbook, name="pack_workbook"),
]
