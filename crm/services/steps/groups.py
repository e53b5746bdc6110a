"""Parents and subsidiaries of enterprises."""

from __future__ import annotations

from crm.data.reader import Reader
from crm.domain.directory import IN_GROUP, Enterprise
from crm.domain.errors import ValidationError
from crm.i18n import _


def ancestors(reader: Reader, firm: Enterprise) -> list[Enterprise]:
    """The parent of an enterprise, that one's parent, and so on."""
    found: list[Enterprise] = []
    seen = {firm.id}
    parent_id = firm.parent_id
    while parent_id is not None and parent_id not in seen:
        seen.add(parent_id)
        parent = reader.get(Enterprise, parent_id)
        found.append(parent)
        parent_id = parent.parent_id
    return found


def refuse_loop(reader: Reader, firm: Enterprise) -> None:
    """Raises ValidationError if the enterprise would stand above its own parent."""
    if firm.id is None:
        return
    for above in ancestors(reader, firm):
        if above.parent_id == firm.id:
            sentence = _("{parent} belongs to this enterprise already: the group would be a ring.")
            raise ValidationError.of("parent_id", sentence.format(parent=above.name))


def group_of(reader: Reader, enterprise_id: int) -> list[Enterprise]:
    """What belongs to an enterprise, at any depth, without itself and without mere holdings."""
    found: dict[int, Enterprise] = {}
    waiting = [enterprise_id]
    while waiting:
        for firm in reader.all(Enterprise, parent_id=waiting.pop()):
            if firm.ownership in IN_GROUP and firm.key != enterprise_id and firm.key not in found:
                found[firm.key] = firm
                waiting.append(firm.key)
    return list(found.values())
