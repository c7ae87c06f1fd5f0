"""So many requests a minute for each token, counted across all processes in a table that is not logged."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.http import HttpResponse

from tandem.accounts.models import RequestCount, Token

WINDOW = 60
COUNT = (
    "INSERT INTO {table} AS t (token_id, minute, count) VALUES (%s, %s, 1) "
    "ON CONFLICT (token_id) DO UPDATE SET minute = EXCLUDED.minute, "
    "count = CASE WHEN t.minute = EXCLUDED.minute THEN t.count + 1 ELSE 1 END RETURNING count"
)


@dataclass(frozen=True)
class Standing:
    limit: int
    count: int
    # Seconds until counting begins anew.
    resets_in: int

    @property
    def over(self) -> bool:
        return self.count > self.limit

    def tell(self, response: HttpResponse) -> None:
        """The header fields of the IETF's draft on rate limits, and Retry-After once there are none left."""
        response["RateLimit-Policy"] = f'"minute";q={self.limit};w={WINDOW}'
        response["RateLimit"] = f'"minute";r={max(self.limit - self.count, 0)};t={self.resets_in}'
        if self.over:
            response["Retry-After"] = str(self.resets_in)


def count(token: Token, now: datetime) -> Standing:
    seconds = int(now.timestamp())
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(table=RequestCount._meta.db_table), [token.pk, seconds // WINDOW])
        row = cursor.fetchone()
    return Standing(settings.TANDEM_API_RATE, row[0] if row else 1, WINDOW - seconds % WINDOW)
