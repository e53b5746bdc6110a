"""The state of the files that are kept."""

from __future__ import annotations

import sqlalchemy as sa

from crm.data.reader import Reader
from crm.data.schema import blobs, map_of, table
from crm.domain.files import FileScan
from crm.domain.follow_ups import Attachment
from crm.domain.records import record_kinds

_NAMING = ("sha256", "original")  # fields that name bytes


def scan(reader: Reader) -> FileScan:
    """Which files are missing, which ones nothing names, and how many and how large all are.

    What nothing names may still be wanted: undoing a removal brings it back.
    """
    attachment = table(Attachment).c
    there = sa.select(blobs.c.sha256)
    missing = sa.select(attachment.name).where(attachment.sha256.not_in(there)).order_by(attachment.name)
    orphans = sa.select(blobs.c.sha256).order_by(blobs.c.sha256)
    for record in record_kinds().values():
        columns = map_of(record).table.c
        for field in _NAMING:
            if field in columns:
                named = sa.select(columns[field]).where(columns[field].is_not(None))
                orphans = orphans.where(blobs.c.sha256.not_in(named))
    count, size = reader.connection.execute(sa.select(sa.func.count(), sa.func.sum(blobs.c.size))).one()
    return FileScan(
        missing=tuple(reader.connection.execute(missing).scalars()),
        orphans=tuple(reader.connection.execute(orphans).scalars()),
        count=count,
        size=int(size or 0),
    )
