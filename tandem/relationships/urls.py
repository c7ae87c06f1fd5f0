from django.urls import path

from tandem.relationships.views import changes, details, duties, lists, own_codes, page, suppliers

app_name = "relationships"
# A first segment that is no supplier's short name must stand in actions.relationships.RESERVED_SLUGS.
urlpatterns = [
    path("", suppliers.list, name="list"),
    path("export/", suppliers.export, name="export"),
    path("add/", changes.add, name="add"),
    path("categories/", own_codes.categories, name="categories"),
    path("categories/<int:pk>/remove/", own_codes.remove_category, name="remove_category"),
    path("duties/<int:pk>/", duties.duties, name="duties"),
    path("internal-numbers/", own_codes.internal_numbers, name="internal_numbers"),
    path("internal-numbers/<int:pk>/end/", own_codes.end_internal, name="end_internal"),
    path("import/", lists.import_list, name="import_list"),
    path("import/<int:pk>/columns/", lists.import_columns, name="import_columns"),
    path("import/<int:pk>/", lists.import_preview, name="import_preview"),
    path("import/<int:pk>/rows/<int:number>/", lists.decide_row, name="decide_row"),
    path("import/<int:pk>/decide/", lists.decide_all, name="decide_all"),
    path("import/<int:pk>/load/", lists.load_list, name="load_list"),
    path("import/<int:pk>/discard/", lists.discard_list, name="discard_list"),
    path("import/<int:pk>/rejects/", lists.rejects, name="rejects"),
    path("<slug:slug>/", page.detail, name="detail"),
    path("<slug:slug>/overview/", page.overview_tab, name="overview_tab"),
    path("<slug:slug>/history/", page.history_tab, name="history_tab"),
    path("<slug:slug>/edit/", changes.edit, name="edit"),
    path("<slug:slug>/company/", changes.correct, name="correct"),
    path("<slug:slug>/stage/", changes.move_stage, name="move_stage"),
    path("<slug:slug>/notes/", details.write_note, name="write_note"),
    path("<slug:slug>/notes/<int:pk>/remove/", details.remove_note, name="remove_note"),
    path("<slug:slug>/contacts/", details.add_contact, name="add_contact"),
    path("<slug:slug>/contacts/<int:pk>/", details.edit_contact, name="edit_contact"),
    path("<slug:slug>/contacts/<int:pk>/remove/", details.remove_contact, name="remove_contact"),
    path("<slug:slug>/numbers/", details.give_number, name="give_number"),
    path("<slug:slug>/numbers/<int:pk>/end/", details.end_number, name="end_number"),
    path("<slug:slug>/aliases/", details.add_alias, name="add_alias"),
    path("<slug:slug>/aliases/<int:pk>/remove/", details.remove_alias, name="remove_alias"),
    path("<slug:slug>/identifiers/", details.add_identifier, name="add_identifier"),
]
