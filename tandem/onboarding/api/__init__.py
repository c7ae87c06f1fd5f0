"""What scripts ask of this room, joined subject by subject."""

from ninja import Router

from tandem.onboarding.api.approved import router as approved
from tandem.onboarding.api.passports import router as passports
from tandem.onboarding.api.qualification import router as qualification
from tandem.onboarding.api.screening import router as screening

router = Router()
for each in (approved, passports, qualification, screening):
    router.add_router("", each)
