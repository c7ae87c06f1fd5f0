"""Small drawings made on the server as SVG: sparklines, bars and intervals. They take no script."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 96, 24, 3
BAR = 200  # drawing units across a bar; the page stretches it to the width at hand


def _spread(low: float, high: float) -> float:
    return (high - low) or 1.0


def spark_points(values: Sequence[float | None]) -> list[tuple[float, float] | None]:
    """Where each value stands in the drawing; None where there is no value."""
    known = [float(value) for value in values if value is not None]
    if not known:
        return []
    low, spread = min(known), _spread(min(known), max(known))
    step = (SPARK_WIDTH - 2 * SPARK_MARGIN) / max(len(values) - 1, 1)
    inner = SPARK_HEIGHT - 2 * SPARK_MARGIN
    return [
        None
        if value is None
        else (
            round(SPARK_MARGIN + i * step, 1),
            round(SPARK_HEIGHT - SPARK_MARGIN - (float(value) - low) / spread * inner, 1),
        )
        for i, value in enumerate(values)
    ]


def sparkline(values: Sequence[float | None], label: str) -> SafeString:
    """A line through the values with a dot on the last; it breaks where a value is missing."""
    points = spark_points(values)
    runs = [list(run) for present, run in groupby(points, key=lambda point: point is not None) if present]
    lines = format_html_join(
        "",
        '<polyline points="{}"></polyline>',
        ((" ".join(f"{point[0]},{point[1]}" for point in run if point),) for run in runs),
    )
    last = next((point for point in reversed(points) if point), None)
    dot = format_html('<circle cx="{}" cy="{}" r="2"></circle>', *last) if last else ""
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        SPARK_WIDTH,
        SPARK_HEIGHT,
        label,
        lines,
        dot,
    )


def _across(value: float, minimum: float, maximum: float) -> float:
    share = (value - minimum) / _spread(minimum, maximum)
    return round(BAR * min(max(share, 0.0), 1.0), 1)


def interval_bar(
    value: float,
    low: float,
    high: float,
    label: str,
    *,
    minimum: float = 0.0,
    maximum: float = 1.0,
    target: float | None = None,
) -> SafeString:
    """A value as a tick on its interval, on the scale from `minimum` to `maximum`; `target` is a dashed line."""
    start, end = _across(low, minimum, maximum), _across(high, minimum, maximum)
    goal = ""
    if target is not None:
        at = _across(target, minimum, maximum)
        goal = format_html('<line class="goal" x1="{}" x2="{}" y1="0" y2="12"></line>', at, at)
    return format_html(
        '<svg class="interval-bar" viewBox="0 0 {} 12" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="track" x="0" y="4" width="{}" height="4" rx="2"></rect>'
        '<rect class="range" x="{}" y="3" width="{}" height="6" rx="2"></rect>{}'
        '<rect class="tick" x="{}" y="0" width="2.5" height="12"></rect></svg>',
        BAR,
        label,
        BAR,
        start,
        round(max(end - start, 1.0), 1),
        goal,
        round(_across(value, minimum, maximum) - 1.25, 2),
    )


def score_bar(score: float, label: str, *, maximum: float = 100.0, grade: str = "") -> SafeString:
    """How much of the maximum a score reaches, in its grade's colour where it has a grade."""
    return format_html(
        '<svg class="score-bar {}" viewBox="0 0 {} 8" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="track" width="{}" height="8" rx="3"></rect>'
        '<rect class="fill" width="{}" height="8" rx="3"></rect></svg>',
        f"grade-line-{grade.lower()[:1]}" if grade else "",
        BAR,
        label,
        BAR,
        _across(score, 0.0, maximum),
    )


def distribution(counts: Sequence[tuple[str, int]], label: str) -> SafeString:
    """Shares of a whole as one bar of pieces; each piece carries the class `piece-<code>`."""
    whole = sum(count for _code, count in counts) or 1
    pieces, x = [], 0.0
    for code, count in counts:
        width = BAR * count / whole
        if count:
            pieces.append((code.lower(), round(x, 2), round(max(width - 0.8, 0.4), 2), code, count))
        x += width
    return format_html(
        '<svg class="distribution" viewBox="0 0 {} 10" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        BAR,
        label,
        format_html_join(
            "",
            '<rect class="piece-{}" x="{}" width="{}" height="10"><title>{}: {}</title></rect>',
            pieces,
        ),
    )
