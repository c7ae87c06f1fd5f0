"""This room's routes of the API."""

from ninja import Router

from tandem.assessments.api import evidence, statements

router = Router(tags=["assessments"])
router.add_router("", statements.router)
router.add_router("", evidence.router)
