from django.urls import path

from tandem.scorecards.views import cards, history, kpis, runs, templates

app_name = "scorecards"
urlpatterns = [
    path("", runs.runs, name="home"),
    path("runs/", runs.runs, name="runs"),
    path("runs/start/", runs.start_run, name="start_run"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:pk>/progress/", runs.run_progress, name="run_progress"),
    path("runs/<int:pk>/export/", runs.export_run, name="export_run"),
    path("runs/<int:pk>/publish/", runs.publish_run, name="publish_run"),
    path("runs/<int:pk>/discard/", runs.discard_run, name="discard_run"),
    path("runs/<int:pk>/again/", runs.compute_again, name="compute_again"),
    path("cards/<int:pk>/", cards.card, name="card"),
    path("cards/<int:pk>/lines/<slug:kpi>/", cards.card_lines, name="card_lines"),
    path("cards/<int:pk>/lines/<slug:kpi>/export/", cards.export_card_lines, name="export_card_lines"),
    path("relationships/<slug:slug>/performance/", cards.performance_tab, name="performance_tab"),
    path("templates/", templates.templates, name="templates"),
    path("templates/new/", templates.new_template, name="new_template"),
    path("templates/curve/", templates.curve, name="curve"),
    path("templates/nothing/", templates.nothing, name="nothing"),
    path("templates/rows/<slug:part>/", templates.template_row, name="template_row"),
    path("templates/<int:pk>/", templates.template, name="template"),
    path("templates/<int:pk>/edit/", templates.edit_template, name="edit_template"),
    path("templates/<int:pk>/activate/", templates.activate_template, name="activate_template"),
    path("templates/<int:pk>/retire/", templates.retire_template, name="retire_template"),
    path("templates/<int:pk>/version/", templates.new_version, name="new_version"),
    path("templates/<int:pk>/back-test/", templates.back_test, name="back_test"),
    path("kpis/", kpis.kpis, name="kpis"),
    path("kpis/new/", kpis.new_kpi, name="new_kpi"),
    path("kpis/preview/", kpis.preview_kpi, name="preview_kpi"),
    path("kpis/<slug:code>/", kpis.kpi, name="kpi"),
    path("kpis/<slug:code>/edit/", kpis.edit_kpi, name="edit_kpi"),
    path("history/", history.history, name="history"),
    path("history/preview/", history.preview_history, name="preview_history"),
    path("history/import/", history.import_history, name="import_history"),
]
