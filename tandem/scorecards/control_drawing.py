"""A control chart as a small SVG for printed pages: points within their limits, levels, and what breaks a rule."""

from collections.abc import Sequence
from html import escape

from tandem.scorecards.change_points import Stretch
from tandem.scorecards.control import Control, Point

WIDTH, HEIGHT, EDGE = 360.0, 110.0, 8.0
INK, QUIET, GOOD, BAD, OTHER = "#0c6566", "#93a1a8", "#2b8a3e", "#c92a2a", "#b7700d"
TONES = {"good": GOOD, "bad": BAD, "warning": OTHER}


def svg(found: Control, levels: Sequence[Stretch], tones: Sequence[str], label: str) -> str:
    """`tones` says for each point how it is coloured where it breaks a rule."""
    heights = [
        each for point in found.points for each in (point.value, point.low, point.high) if each is not None
    ]
    if not heights:
        return ""
    least, most = min(heights), max(heights)
    reach = (most - least) or 1.0
    step = (WIDTH - 2 * EDGE) / max(1, len(found.points) - 1)

    def x(place: float) -> float:
        return round(EDGE + place * step, 2)

    def y(value: float) -> float:
        return round(HEIGHT - EDGE - (value - least) / reach * (HEIGHT - 2 * EDGE), 2)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
        f"<title>{escape(label)}</title>"
    ]
    for bound in ("low", "high"):
        ends = [
            f"{x(place - 0.5)},{y(value)} {x(place + 0.5)},{y(value)}"
            for place, point in enumerate(found.points)
            if (value := getattr(point, bound)) is not None
        ]
        if ends:
            parts.append(
                f'<polyline points="{" ".join(ends)}" fill="none" stroke="{QUIET}" stroke-width="0.7"'
                ' stroke-dasharray="3 2"/>'
            )
    parts += [
        f'<line x1="{x(each.start)}" y1="{y(each.mean)}" x2="{x(each.end - 1)}" y2="{y(each.mean)}"'
        f' stroke="{QUIET}" stroke-width="1"/>'
        for each in levels
    ]
    for run in _runs(found.points):
        course = " ".join(f"{x(place)},{y(value)}" for place, value in run)
        parts.append(f'<polyline points="{course}" fill="none" stroke="{INK}" stroke-width="1.3"/>')
    for place, point in enumerate(found.points):
        if point.value is not None and point.signals:
            parts.append(
                f'<circle cx="{x(place)}" cy="{y(point.value)}" r="3.2" fill="{TONES[tones[place]]}"/>'
            )
    return "".join([*parts, "</svg>"])


def _runs(points: Sequence[Point]) -> list[list[tuple[int, float]]]:
    """Months in a row that have a value."""
    found: list[list[tuple[int, float]]] = [[]]
    for place, point in enumerate(points):
        if point.value is None:
            found.append([])
        else:
            found[-1].append((place, point.value))
    return [run for run in found if run]
