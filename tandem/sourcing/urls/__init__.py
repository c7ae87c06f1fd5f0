"""Selections: `/sourcing/…`."""

from django.urls import path

from tandem.sourcing.views import candidates, decision, evidence, reports, selections, weights

app_name = "sourcing"
urlpatterns = [
    path("", selections.selections, name="selections"),
    path("new/", selections.new_selection, name="new_selection"),
    path("<int:pk>/", selections.selection, name="selection"),
    path("<int:pk>/need/", selections.edit_need, name="edit_need"),
    path("<int:pk>/go-on/", selections.go_on, name="go_on"),
    path("<int:pk>/withdraw/", selections.withdraw, name="withdraw"),
    path("<int:pk>/minutes/", selections.write_minutes, name="write_minutes"),
    path("<int:pk>/candidates/", candidates.candidates, name="candidates"),
    path("<int:pk>/candidates/add/", candidates.add_candidates, name="add_candidates"),
    path("<int:pk>/candidates/<int:candidate>/", candidates.candidate, name="candidate"),
    path("<int:pk>/candidates/<int:candidate>/edit/", candidates.edit_candidate, name="edit_candidate"),
    path("<int:pk>/candidates/<int:candidate>/offer/", candidates.new_offer, name="new_offer"),
    path("<int:pk>/candidates/<int:candidate>/leave-out/", candidates.leave_out, name="leave_out"),
    path("<int:pk>/candidates/<int:candidate>/bring-back/", candidates.bring_back, name="bring_back"),
    path("<int:pk>/candidates/<int:candidate>/remove/", candidates.remove_candidate, name="remove_candidate"),
    path("<int:pk>/evidence/", evidence.evidence, name="evidence"),
    path("<int:pk>/evidence/draw/", evidence.draw_values, name="draw_values"),
    path("<int:pk>/evidence/<int:candidate>/<int:criterion>/", evidence.value, name="value"),
    path("<int:pk>/criteria/new/", evidence.new_criterion, name="new_criterion"),
    path("<int:pk>/criteria/<int:criterion>/", evidence.edit_criterion, name="edit_criterion"),
    path("<int:pk>/criteria/<int:criterion>/remove/", evidence.remove_criterion, name="remove_criterion"),
    path("<int:pk>/offers/<int:offer>/file/", evidence.offer_file, name="offer_file"),
    path("<int:pk>/values/<int:value>/file/", evidence.value_file, name="value_file"),
    path("<int:pk>/weights/", weights.weights, name="weights"),
    path("<int:pk>/weights/choose/", weights.choose_weighting, name="choose_weighting"),
    path("<int:pk>/weights/judge/", weights.judge, name="judge"),
    path("<int:pk>/judges/", weights.invite_judge, name="invite_judge"),
    path("<int:pk>/judges/<int:judge>/dismiss/", weights.dismiss_judge, name="dismiss_judge"),
    path("<int:pk>/safety/", decision.safety, name="safety"),
    path("<int:pk>/propose/", decision.propose, name="propose"),
    path("<int:pk>/take-back/", decision.take_back, name="take_back"),
    path("<int:pk>/countersign/", decision.countersign, name="countersign"),
    path("<int:pk>/decide/", decision.decide, name="decide"),
    path("<int:pk>/report/", reports.report, name="report"),
    path("<int:pk>/report.pdf", reports.report_pdf, name="report_pdf"),
    path("<int:pk>/export.xlsx", reports.export_selection, name="export_selection"),
]
