from django.db import transaction
from django.utils.translation import gettext as _

from tandem.accounts import audit
from tandem.accounts.actor import Actor
from tandem.accounts.rules import require
from tandem.core.errors import Refused
from tandem.relationships import rules
from tandem.relationships.models import Note, Relationship


@transaction.atomic
def write_note(relationship: Relationship, text: str, *, by: Actor) -> Note:
    require(rules.can_write_note(by, relationship))
    if not text.strip():
        raise Refused(_("Write something before you save the note."))
    note = Note.objects.create(
        relationship=relationship, organization_id=by.organization_id, author_id=by.user_id, text=text.strip()
    )
    # Without its words: a removed note is gone, the trail keeps that there was one.
    audit.record(relationship, "note_written", by=by)
    return note


@transaction.atomic
def remove_note(note: Note, *, by: Actor) -> None:
    require(rules.can_remove_note(by, note))
    audit.record(note.relationship, "note_removed", by=by)
    note.delete()
