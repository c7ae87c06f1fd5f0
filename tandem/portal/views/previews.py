"""Chat programs and mail filters open links before people do: that uses nothing up, nor does it count as opened."""

import re

from django.http import HttpRequest

_PREVIEWS = re.compile(
    r"bot\b|preview|crawl|spider|facebookexternalhit|whatsapp/|skypeuripreview|slackbot|telegrambot|mail\.ru|"
    r"safelinks|barracuda|proofpoint|mimecast|bitlybot|curl/|wget/|python-requests|go-http-client",
    re.IGNORECASE,
)


def is_preview(request: HttpRequest) -> bool:
    """As far as the program says so itself. WeChat's browser (MicroMessenger) is a person's."""
    agent = request.headers.get("User-Agent", "")
    return not agent or request.headers.get("Purpose") == "prefetch" or bool(_PREVIEWS.search(agent))
