from django.urls import path

from tandem.facts.views import batches, deliveries, help, matching, rates, uploads

app_name = "facts"
urlpatterns = [
    path("", batches.batches, name="batches"),
    path("upload/", uploads.upload, name="upload"),
    path("batches/<int:number>/", batches.batch, name="batch"),
    path("batches/<int:number>/mapping/", uploads.mapping, name="mapping"),
    path("batches/<int:number>/mapping/text/", uploads.mapping_text, name="mapping_text"),
    path("batches/<int:number>/preview/", uploads.preview, name="preview"),
    path("batches/<int:number>/load/", uploads.load, name="load"),
    path("batches/<int:number>/progress/", batches.progress, name="progress"),
    path("batches/<int:number>/rejects/", batches.rejects, name="rejects"),
    path("batches/<int:number>/discard/", batches.discard, name="discard"),
    path("batches/<int:number>/withdraw/", batches.withdraw, name="withdraw"),
    path("matching/", matching.matching, name="matching"),
    path("matching/suppliers/", matching.supplier_names, name="supplier_names"),
    path("matching/create/", matching.create_all, name="create_all"),
    path("matching/<int:pk>/match/", matching.match, name="match"),
    path("matching/<int:pk>/internal/", matching.internal, name="internal"),
    path("matching/<int:pk>/create/", matching.create, name="create"),
    path("relationships/<slug:slug>/deliveries/", deliveries.deliveries_tab, name="deliveries_tab"),
    path("relationships/<slug:slug>/line/", deliveries.order_line, name="order_line"),
    path("rates/", rates.rates, name="rates"),
    path("columns/", help.columns, name="columns"),
    path("mappings/", help.mappings, name="mappings"),
    path("mappings/<int:pk>/", help.saved_mapping, name="saved_mapping"),
]
