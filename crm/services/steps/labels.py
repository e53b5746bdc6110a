"""Labels of enterprises and what they rest on."""

from __future__ import annotations

from dataclasses import replace

from crm.data.writer import Writer
from crm.domain.directory import Enterprise, LabelGround


def keep_grounds(writer: Writer, enterprise: Enterprise) -> None:
    """Takes away what rests under labels that the enterprise has no more."""
    for ground in writer.all(LabelGround, enterprise_id=enterprise.key):
        if ground.name not in enterprise.labels:
            writer.delete(ground)


def show_label(writer: Writer, ground: LabelGround, before: str = "") -> None:
    """Gives the enterprise the label that is grounded, in place of `before` if it was renamed."""
    firm = writer.get(Enterprise, ground.enterprise_id)
    kept = [ground.name if label == before else label for label in firm.labels]
    labels = tuple(dict.fromkeys([*kept, ground.name]))
    if labels != firm.labels:
        writer.save(replace(firm, labels=labels))


def drop_label(writer: Writer, ground: LabelGround) -> None:
    """Takes a label away with what it rests on."""
    writer.delete(ground)
    firm = writer.get(Enterprise, ground.enterprise_id)
    others = {other.name for other in writer.all(LabelGround, enterprise_id=ground.enterprise_id)}
    if ground.name in firm.labels and ground.name not in others:
        writer.save(replace(firm, labels=tuple(label for label in firm.labels if label != ground.name)))
