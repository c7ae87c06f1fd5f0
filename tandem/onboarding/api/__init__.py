"""What scripts ask of this room, joined subject by subject."""

from ninja import Router

from tandem.onboarding.api.screening import router as screening

router = Router()
for each in (screening,):
    router.add_router("", each)
