"""Pairs of records that share a key."""

from __future__ import annotations

import sqlalchemy as sa

from crm.data.name_keys import SOUNDING, KeyForm
from crm.data.reader import Reader
from crm.data.schema import name_keys, table
from crm.domain.directory import Enterprise
from crm.domain.duplicates import Couple, TwinRule

MOST_PAIRS = 2000  # of one rule; nobody decides about more at once
_FORMS = {
    TwinRule.NAME: KeyForm.WHOLE,
    TwinRule.PHONE: KeyForm.PHONE,
    TwinRule.CORE: KeyForm.CORE,
    TwinRule.SOUND: KeyForm.SOUND,
}


def sharing(reader: Reader, kind: str, rule: TwinRule) -> list[Couple]:
    """Pairs of ids that the rule finds by a key of theirs."""
    if rule is TwinRule.CODE:
        firms = table(Enterprise)
        one, other = firms.alias().c, firms.alias().c
        wanted = sa.select(one.id, other.id).where(
            one.credit_code != "", one.credit_code == other.credit_code
        )
        wanted = wanted.where(one.id < other.id).order_by(one.id, other.id)
    else:
        one, other = name_keys.alias().c, name_keys.alias().c
        same = [one.kind == kind, other.kind == kind, one.form == other.form, one.key == other.key]
        wanted = sa.select(one.record_id, other.record_id).distinct()
        wanted = wanted.where(*same, one.form == str(_FORMS[rule]), one.record_id < other.record_id)
        if rule is TwinRule.SOUND:  # initials are shared by many
            wanted = wanted.where(sa.func.length(one.key) > SOUNDING)
        wanted = wanted.order_by(one.record_id, other.record_id)
    return [(int(row[0]), int(row[1])) for row in reader.connection.execute(wanted.limit(MOST_PAIRS))]


def cores(reader: Reader, kind: str) -> list[tuple[str, int]]:
    """Every name without region and legal form with its record, in the order of names."""
    key = name_keys.c
    wanted = sa.select(key.key, key.record_id).where(key.kind == kind, key.form == str(KeyForm.CORE))
    return [(str(row[0]), int(row[1])) for row in reader.connection.execute(wanted.order_by(key.key))]
