"""Storing what is set for the whole office."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from crm.data.writer import Writer
from crm.domain.codec import to_plain
from crm.domain.office import OfficeSetting
from crm.domain.office_rules import Setting


def keep_setting(writer: Writer, setting: Setting[Any], value: object, version: int | None = None) -> int:
    """Stores a value; its new version. Conflict if a `version` is given and is not the stored one's."""
    text = json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True)
    stored = writer.first(OfficeSetting, name=setting.name)
    if stored is None:
        return writer.save(OfficeSetting(name=setting.name, value=text)).version
    known = stored.version if version is None else version
    return writer.save(replace(stored, value=text, version=known)).version
