"""Questionnaires and audits: what a customer asks, verifies and writes, and what its suppliers answer."""

from django.urls import URLPattern, path

from tandem.assessments.views import asking, assessments, audits, evidence, own, templates, verifying

customer: list[URLPattern] = [
    path("needs/", assessments.needs_list, name="needs"),
    path("asked/", assessments.assessments, name="assessments"),
    path("asked/new/", asking.ask, name="ask"),
    path("asked/<int:pk>/", assessments.assessment, name="assessment"),
    path("relationships/<slug:slug>/assessments/", assessments.assessments_tab, name="assessments_tab"),
    path("asked/<int:pk>/assessors/", assessments.assign, name="assign"),
    path("asked/<int:pk>/return/", assessments.return_answers, name="return_answers"),
    path("asked/<int:pk>/withdraw/", assessments.withdraw, name="withdraw"),
    path("asked/<int:pk>/publish/", assessments.publish, name="publish"),
    path("asked/<int:pk>/findings/", assessments.raise_finding, name="raise_finding"),
    path("asked/<int:pk>/findings/<int:finding>/drop/", assessments.drop_finding, name="drop_finding"),
    path("asked/<int:pk>/verify/", verifying.verify, name="verify"),
    path("asked/<int:pk>/verify/agree/", verifying.agree, name="agree"),
    path("asked/<int:pk>/verify/hand-in/", verifying.hand_in, name="hand_in"),
    path("relationships/<slug:slug>/audits/new/", audits.begin_audit, name="begin_audit"),
    path("asked/<int:pk>/verify/<str:code>/finding/", audits.find_here, name="find_here"),
    path("asked/<int:pk>/verify/<str:code>/", verifying.assess, name="assess"),
    path("asked/<int:pk>/settle/<str:code>/", verifying.settle, name="settle"),
    path("asked/<int:pk>/mean/<str:code>/", verifying.take_the_mean, name="take_the_mean"),
    path("asked/<int:pk>/files/<str:code>/add/", evidence.attach, name="attach"),
    path("asked/<int:pk>/evidence/<int:file>/", evidence.download, name="evidence"),
    path("asked/<int:pk>/evidence/<int:file>/small/", evidence.picture, name="picture"),
    path("asked/<int:pk>/evidence/<int:file>/remove/", evidence.detach, name="detach"),
    path("templates/", templates.templates, name="templates"),
    path("templates/new/", templates.new_template, name="new_template"),
    path("templates/take-over/<slug:code>/", templates.take_over, name="take_over"),
    path("templates/<int:pk>/", templates.template, name="template"),
    path("templates/<int:pk>/preview/", templates.preview, name="preview"),
    path("templates/<int:pk>/edit/", templates.edit_template, name="edit_template"),
    path("templates/<int:pk>/publish/", templates.publish_template, name="publish_template"),
    path("templates/<int:pk>/retire/", templates.retire_template, name="retire_template"),
    path("templates/<int:pk>/version/", templates.new_version, name="new_version"),
    path("templates/<int:pk>/sections/", templates.edit_section, name="add_section"),
    path("templates/<int:pk>/sections/<str:code>/", templates.edit_section, name="edit_section"),
    path(
        "templates/<int:pk>/sections/<str:code>/move/<slug:way>/", templates.move_section, name="move_section"
    ),
    path("templates/<int:pk>/sections/<str:code>/remove/", templates.remove_section, name="remove_section"),
    path(
        "templates/<int:pk>/sections/<str:section>/questions/", templates.edit_question, name="add_question"
    ),
    path(
        "templates/<int:pk>/sections/<str:section>/questions/<str:code>/",
        templates.edit_question,
        name="edit_question",
    ),
    path(
        "templates/<int:pk>/questions/<str:code>/move/<slug:way>/",
        templates.move_question,
        name="move_question",
    ),
    path(
        "templates/<int:pk>/questions/<str:code>/remove/", templates.remove_question, name="remove_question"
    ),
]

supplier: list[URLPattern] = [
    path("needs/", own.needs_list, name="needs"),
    path("", own.owns, name="owns"),
    path("<int:pk>/", own.own, name="own"),
    path("<int:pk>/submit/", own.submit, name="submit"),
    path("<int:pk>/answers/<str:code>/", own.answer, name="answer"),
    path("<int:pk>/files/<str:code>/add/", evidence.attach_own, name="attach"),
    path("<int:pk>/evidence/<int:file>/", evidence.download_own, name="evidence"),
    path("<int:pk>/evidence/<int:file>/small/", evidence.picture_own, name="picture"),
    path("<int:pk>/evidence/<int:file>/remove/", evidence.detach_own, name="detach"),
]
