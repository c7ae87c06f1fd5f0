from django.utils import timezone
from procrastinate.contrib.django import app

from tandem.accounts.models import KeptAnswer
from tandem.core.fence import beyond_the_fence


@app.periodic(cron="37 3 * * *")
@app.task(name="tandem.accounts.forget_kept_answers", queue="upkeep")
def forget_kept_answers(timestamp: int) -> None:
    """Answers to writes whose idempotency keys count no more."""
    with beyond_the_fence():
        KeptAnswer.objects.filter(kept_at__lte=timezone.now() - KeptAnswer.COUNTS_FOR).delete()
