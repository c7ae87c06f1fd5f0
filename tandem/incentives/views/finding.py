"""What the pages of both sides show of a case."""

from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from tandem.accounts.actor import Actor
from tandem.accounts.models import AuditEntry
from tandem.core.keys import is_number
from tandem.improvement.models import Case
from tandem.incentives import history, rules, wording
from tandem.incentives.models import TONES, Consequence, ConsequenceLine
from tandem.scorecards.queries import current_kpis


def shown(actor: Actor, consequence: Consequence, page: str) -> dict[str, Any]:
    """`page` is the address of an order line's page on the reader's side."""
    kpis = current_kpis(consequence.relationship.customer_id)
    lines = list(consequence.lines.all())
    entries = AuditEntry.objects.visible_to(actor).about(consequence).order_by("-at", "-pk")
    return {
        "consequence": consequence,
        "title": wording.title(consequence),
        "tone": TONES[consequence.status],
        "finding": wording.finding(consequence, kpis),
        "lines": [(line, line_address(page, line)) for line in lines],
        "standing": [line for line in lines if line.stands],
        "flagged": sum(line.stands and line.moved_by_customer > 0 for line in lines),
        "kpis": kpis,
        "capped": consequence.uncapped is not None
        and consequence.amount is not None
        and consequence.uncapped > consequence.amount,
        "improved": list(Case.objects.visible_to(actor).filter(pk__in=consequence.finding.get("cases", []))),
        "may_ask": rules.can_ask_to_improve(actor, consequence),
        "history": history.told(entries[:60]),
    }


def line_address(page: str, line: ConsequenceLine) -> str:
    key = {
        "source": line.source,
        "document": line.document,
        "line": line.line,
        "schedule_line": line.schedule_line,
    }
    return f"{page}?{urlencode(key)}"


def marked(sent: QueryDict) -> dict[int, str]:
    """The lines that were ticked, by id, with what was written beside each."""
    return {int(key): sent.get(f"why-{key}", "") for key in sent.getlist("line") if is_number(key)}
