"""The values that one field of a record had."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crm.data import log
from crm.data.reader import Reader
from crm.domain.articles import Article
from crm.domain.changes import Act, Operation
from crm.domain.codec import part_from_plain, to_plain
from crm.domain.office import Officer
from crm.domain.projects import Claim
from crm.domain.records import Ref, record_class
from crm.domain.timeline import FieldChange, FieldValue
from crm.services.steps.timelines import named, shown


def field_values(reader: Reader, ref: Ref, field: str) -> list[FieldValue]:
    """Every value that stood in a field, the present one first; what was undone never stood."""
    kind = record_class(ref.kind)
    operations = log.of_record(reader.connection, ref.kind, [ref.id])
    undone = log.undone_steps(reader.connection, {operation.step for operation in operations})
    standing = [entry for entry in operations if entry.step not in undone and entry.undoes is None]
    told = _told(standing, field, to_plain(getattr(reader.get(kind, ref.id), field)))
    changes = [FieldChange(field=field, before="", after=shown(plain)) for plain, _operation in told]
    words = named(reader, ref.kind, changes)
    officers = reader.by_id(Officer, [entry.officer_id for entry in standing])
    articles = _articles(reader, field, [operation.id for _plain, operation in told if operation])
    values = []
    for (plain, operation), change in zip(told, changes, strict=True):
        officer = officers.get(operation.officer_id or 0) if operation else None
        origin = (str(operation.label), articles.get(operation.id, "")) if operation else ()
        values.append(
            FieldValue(
                value=part_from_plain(kind, {field: plain})[field],
                text=words[change].after,
                who=officer.name if officer else "",
                at=operation.at if operation else None,
                source="  ".join(filter(None, origin)),
            )
        )
    return values


def _told(standing: Iterable[Operation], field: str, present: Any) -> list[tuple[Any, Operation | None]]:
    """Plain values with the operations that brought them, the present one first."""
    told: list[tuple[Any, Operation | None]] = []
    first, maker = present, None
    for operation in standing:
        for change in operation.changes:
            if change.act is Act.CREATED:
                maker = operation
            elif change.act is Act.CHANGED and field in change.after:
                told.append((change.after[field], operation))
                first = change.before[field]
    return [*told, (first, maker)]


def _articles(reader: Reader, field: str, operation_ids: Iterable[int]) -> dict[int, str]:
    """The titles of articles whose figures the operations took, by operation."""
    touched = log.touched(reader.connection, "claim", operation_ids)
    claims = reader.by_id(Claim, [key for keys in touched.values() for key in keys])
    taken = {key: claim for key, claim in claims.items() if claim.field_name == field and claim.is_adopted}
    articles = reader.by_id(Article, [claim.article_id for claim in taken.values()])
    return {
        operation: articles[taken[key].article_id or 0].title
        for operation, keys in touched.items()
        for key in keys
        if key in taken and taken[key].article_id in articles
    }
