"""One published file (OFAC: two) becomes the newest version of its list."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tandem.core.errors import Refused
from tandem.onboarding.actions.screening import screen_everybody
from tandem.onboarding.models import ListedEntry, ListedName, ListVersion
from tandem.onboarding.published_lists import Published, read

AT_A_TIME = 2000
# Any number, the same for everyone who loads: two loads of lists follow one another.
LOCK = 4_207_311
FIELDS = ["name", "country", "grounds", "since", "until", "remarks", "digest", "in_force"]


@transaction.atomic
def load_list(
    kind: str,
    data: bytes,
    *,
    source: str,
    by_name: str,
    now: datetime,
    aliases: bytes | None = None,
    smaller: bool = False,
) -> ListVersion:
    """Entries of the file are those in force from now on; every customer's suppliers are screened again.

    Lists are the installation's, so whoever runs it loads them, and the version itself is the record of it. Raises
    Refused for a file that is not such a list, for one that is in force already, and, unless `smaller` is meant, for
    one with under half of the companies or names before.
    """
    reading = read(kind, data, aliases)
    digest = hashlib.sha256(data + (aliases or b"")).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    newest = ListVersion.objects.filter(kind=kind).order_by("-number").first()
    if newest is not None and newest.sha256 == digest:
        raise Refused(_("This file is version %(number)d, which is in force.") % {"number": newest.number})
    names = sum(len(entry.names) for entry in reading.entries)
    if newest is not None and not smaller:
        _hold_against(newest, len(reading.entries), names)
    added, changed, removed = _replace(kind, reading.entries)
    version = ListVersion.objects.create(
        kind=kind,
        number=newest.number + 1 if newest else 1,
        loaded_at=now,
        loaded_by_name=by_name[:120],
        source=source[:500],
        sha256=digest,
        rows=reading.rows,
        left_out=reading.left_out,
        entries=len(reading.entries),
        names=names,
        added=added,
        changed=changed,
        removed=removed,
    )
    screen_everybody()
    return version


def _hold_against(newest: ListVersion, entries: int, names: int) -> None:
    if entries * 2 < newest.entries:
        raise Refused(
            _(
                "The file lists %(found)d companies, the version in force %(before)d: it seems to be cut off. "
                "Download it again, or load it with --smaller if the list has really shrunk."
            )
            % {"found": entries, "before": newest.entries}
        )
    if names * 2 < newest.names:
        raise Refused(
            _(
                "The file gives %(found)d names, the version in force %(before)d: aliases seem to be missing. Give "
                "OFAC's second file with --aliases, or load it with --smaller if the list has really shrunk."
            )
            % {"found": names, "before": newest.names}
        )


def _replace(kind: str, entries: Iterable[Published]) -> tuple[int, int, int]:
    """How many are new, how many changed, and how many are no longer listed."""
    known = {entry.reference: entry for entry in ListedEntry.objects.filter(kind=kind)}
    new: list[ListedEntry] = []
    changed: list[ListedEntry] = []
    names: list[ListedName] = []
    for published in entries:
        entry, digest = known.pop(published.reference, None), _digest(published)
        if entry is None:
            entry = ListedEntry(kind=kind, reference=published.reference)
            new.append(entry)
        elif entry.digest == digest and entry.in_force:
            continue
        else:
            changed.append(entry)
        entry.name, entry.country = published.names[0][0][:500], published.country[:120]
        entry.grounds, entry.remarks = published.grounds[:500], published.remarks
        entry.since, entry.until = published.since, published.until
        entry.digest, entry.in_force = digest, True
        names += [ListedName(entry=entry, name=name[:500], nature=nature) for name, nature in published.names]
    gone = [entry for entry in known.values() if entry.in_force]
    for entry in gone:
        entry.in_force = False
    ListedEntry.objects.bulk_create(new, batch_size=AT_A_TIME)
    ListedEntry.objects.bulk_update([*changed, *gone], FIELDS, batch_size=500)
    ListedName.objects.filter(entry__in=changed).delete()
    for name in names:
        name.entry_id = name.entry.pk
    ListedName.objects.bulk_create(names, batch_size=AT_A_TIME)
    return len(new), len(changed), len(gone)


def _digest(published: Published) -> str:
    """The entry's fingerprint: decisions about it rest on what it says here."""
    said = [
        sorted(published.names), published.country, published.grounds, str(published.since), str(published.until),
        published.remarks,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
