"""This room's routes of the API."""

from ninja import Router

from tandem.assessments.api import statements

router = Router(tags=["assessments"])
router.add_router("", statements.router)
