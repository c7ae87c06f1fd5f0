"""A file that comes over the web, kept before anybody knows what it is."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile

from tandem.accounts.actor import Actor
from tandem.facts import queries


def received(file: UploadedFile[bytes], actor: Actor) -> Path:
    folder = queries.files_folder(actor.organization_slug)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"upload-{uuid4().hex}{Path(file.name or '').suffix.lower()[:8]}"
    with path.open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return path
