"""This room's routes of the API."""

from ninja import Router

from tandem.assessments.api import assessments, evaluation, evidence, own_assessments, statements, templates

router = Router(tags=["assessments"])
for each in (templates, assessments, own_assessments, statements, evidence, evaluation):
    router.add_router("", each.router)
