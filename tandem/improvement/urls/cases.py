"""Cases and their steps, on both sides."""

from django.urls import URLPattern, path

from tandem.improvement.views import cases, steps

both: list[URLPattern] = [
    path("needs/", cases.needs_list, name="needs"),
    path("", cases.cases, name="cases"),
    path("cards/<int:pk>/", cases.card_record, name="card_record"),
    path("cases/new/", cases.new_case, name="new_case"),
    path("cases/<int:pk>/", cases.case, name="case"),
    path("cases/<int:pk>/steps/<slug:code>/", steps.step, name="step"),
    path("cases/<int:pk>/steps/<slug:code>/files/<int:file>/", steps.download, name="step_file"),
]
customer: list[URLPattern] = [
    *both,
    path("relationships/<slug:slug>/", cases.improvement_tab, name="improvement_tab"),
    path("cases/<int:pk>/owner/", cases.hand_over, name="hand_over"),
    path("cases/<int:pk>/withdraw/", cases.withdraw, name="withdraw"),
    path("cases/<int:pk>/close/", cases.close, name="close"),
    path("cases/<int:pk>/reopen/", cases.reopen, name="reopen"),
    path("cases/<int:pk>/steps/<slug:code>/accept/", steps.accept, name="accept"),
    path("cases/<int:pk>/steps/<slug:code>/return/", steps.send_back, name="send_back"),
]
supplier: list[URLPattern] = [
    *both,
    path("cases/<int:pk>/actions/<int:action>/done/", cases.finish_action, name="finish_action"),
    path("cases/<int:pk>/steps/<slug:code>/fill/", steps.fill, name="fill"),
    path("cases/<int:pk>/steps/<slug:code>/attach/", steps.attach, name="attach"),
    path("cases/<int:pk>/steps/<slug:code>/files/<int:file>/remove/", steps.detach, name="detach"),
]
