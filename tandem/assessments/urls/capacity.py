"""Plants, lines and loads, and the entries of the other records of a supplier's means, on both sides."""

from django.urls import path

from tandem.assessments.views import capacity, kept

own = [
    path("capacity/", capacity.capacity, name="capacity"),
    path("entries/<slug:what>/add/", kept.add_entry, name="add_entry"),
    path("entries/<slug:what>/preview/", kept.preview_entries, name="preview_entries"),
    path("entries/<slug:what>/import/", kept.import_entries, name="import_entries"),
    path("entries/<slug:what>/<int:pk>/", kept.edit_entry, name="edit_entry"),
    path("entries/<slug:what>/<int:pk>/remove/", kept.remove_entry, name="remove_entry"),
    path("capacity/loads/<int:pk>/shares/", kept.share_load, name="share_load"),
]
customers = [each for each in own if each.name != "share_load"]
