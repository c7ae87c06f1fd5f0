"""What scripts ask of this room, joined subject by subject."""

from ninja import Router

from tandem.onboarding.api.approved import router as approved
from tandem.onboarding.api.passports import router as passports
from tandem.onboarding.api.screening import router as screening

router = Router()
for each in (approved, passports, screening):
    router.add_router("", each)
