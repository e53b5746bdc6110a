"""Bytes kept once under their sha256: originals of articles, attachments."""

from __future__ import annotations

import hashlib
import zlib

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from crm.data.schema import blobs
from crm.domain.errors import NotFound, Unreadable
from crm.i18n import _

MOST_BYTES = 50 * 1024 * 1024


def put(connection: sa.Connection, content: bytes) -> str:
    """Stores `content` unless it is there already; its sha256 in hexadecimal."""
    if len(content) > MOST_BYTES:
        sentence = _("The file has {size} MB; {most} MB is the most that is kept.")
        raise Unreadable(sentence.format(size=len(content) // 2**20, most=MOST_BYTES // 2**20))
    name = hashlib.sha256(content).hexdigest()
    packed = zlib.compress(content, 6)
    is_packed = len(packed) < len(content)
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {
        "sha256": name,
        "size": len(content),
        "is_packed": is_packed,
        "content": packed if is_packed else content,
    }
    connection.execute(kind.insert(blobs).values(row).on_conflict_do_nothing(index_elements=["sha256"]))
    return name


def get(connection: sa.Connection, name: str) -> bytes:
    """The content stored under that sha256.

    Raises NotFound if there is none, Unreadable if it is not what was stored.
    """
    row = connection.execute(sa.select(blobs).where(blobs.c.sha256 == name)).first()
    if row is None:
        raise NotFound(_("The file is not in the database any more."))
    try:
        content: bytes | None = zlib.decompress(row.content) if row.is_packed else bytes(row.content)
    except zlib.error:
        content = None
    if content is None or hashlib.sha256(content).hexdigest() != name:
        raise Unreadable(
            _("The stored file is damaged: its checksum {name} does not fit.").format(name=name[:12])
        )
    return content
