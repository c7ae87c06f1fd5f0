"""Icons, badges and other marks."""

from functools import cache
from zlib import crc32

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

TONES = ("neutral", "good", "warning", "bad", "info", "accent")
STAGE_TONES = {
    "potential": "neutral",
    "registered": "neutral",
    "qualified": "info",
    "approved": "good",
    "probation": "warning",
    "suspended": "bad",
    "phased_out": "neutral",
    "blacklisted": "black",
}
SEGMENT_ICONS = {"strategic": "target", "leverage": "scale", "bottleneck": "hourglass", "routine": "package"}
AVATAR_COLOURS = 6


@cache
def sprite() -> str:
    return static("vendor/icons.svg")


def icon(name: str, label: str = "") -> SafeString:
    """One icon of the sprite; with a label it speaks to screen readers, without one it is decoration."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            label,
            sprite(),
            name,
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite(), name)


def badge(label: object, tone: str = "neutral", icon_name: str = "") -> SafeString:
    mark = icon(icon_name) if icon_name else ""
    return format_html('<span class="badge-tone tone-{}">{}{}</span>', tone, mark, label)


def grade(letter: str | None, note: str = "") -> SafeString:
    """The grade as a coloured tile; a dash where there is none. The letter itself carries the meaning."""
    if not letter:
        return format_html('<span class="grade grade-none" title="{}">–</span>', note or _("not graded"))
    return format_html(
        '<span class="grade grade-{}" title="{}">{}</span>', letter.lower()[:1], note or _("grade"), letter
    )


def stage(code: str, label: object) -> SafeString:
    return format_html(
        '<span class="stage tone-{}"><span class="stage-dot"></span>{}</span>',
        STAGE_TONES.get(code, "neutral"),
        label,
    )


def segment(code: str, label: object) -> SafeString:
    mark = icon(SEGMENT_ICONS[code]) if code in SEGMENT_ICONS else ""
    return format_html('<span class="segment">{}{}</span>', mark, label) if code else SafeString("")


def initials(name: str) -> str:
    """Two letters of a Latin name, the first two characters of a Chinese one."""
    words = name.split()
    if words and ord(words[0][0]) > 0x2E80:
        return words[0][:2]
    return "".join(word[0] for word in words[:2]).upper()


def avatar(name: str, size: str = "sm") -> SafeString:
    """The first letters of a name on a colour that is always the same for that name."""
    colour = crc32(name.encode()) % AVATAR_COLOURS
    return format_html(
        '<span class="monogram monogram-{} monogram-colour-{}" aria-hidden="true">{}</span>',
        size,
        colour,
        initials(name),
    )


def no_data(reason: str = "") -> SafeString:
    """Says that a measured value is missing, and why, in the reader's language."""
    known = {
        "": _("no data"),
        "no data": _("no data"),
        "no data, rate missing": _("no data, exchange rate missing"),
        "not enough data": _("not enough data"),
    }
    return format_html('<span class="no-data">{}</span>', known.get(reason, reason))


def trend(text: str, change: float, *, higher_is_better: bool) -> SafeString:
    """An arrow with the change beside it, coloured by whether the change is welcome."""
    if change == 0:
        return format_html(
            '<span class="trend tone-neutral">{}{}</span>', icon("minus", _("unchanged")), text
        )
    welcome = (change > 0) == higher_is_better
    arrow = icon("trending-up" if change > 0 else "trending-down", _("better") if welcome else _("worse"))
    return format_html('<span class="trend tone-{}">{}{}</span>', "good" if welcome else "bad", arrow, text)
