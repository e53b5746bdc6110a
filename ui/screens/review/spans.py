"""From a reading to the spans that are painted, and between spans and the rows of the tray."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from crm.domain.reading import Reading, Span
from crm.domain.review import Group, Suggestion
from ui.screens.review.decisions import group_of
from ui.shared.text_spans import SpanKind, TextSpan


@dataclass(frozen=True, kw_only=True)
class Marks:
    """The spans of an article; `rows` tells which row of the tray a span belongs to."""

    spans: tuple[TextSpan, ...] = ()
    rows: Mapping[int, str] | None = None

    def row_of(self, span_key: int | None) -> str | None:
        """The key of the row that a span belongs to."""
        return (self.rows or {}).get(span_key) if span_key is not None else None

    def span_of(self, row: Suggestion) -> int | None:
        """The span that stands for a row: the one at its place, else the first of its own."""
        own = [span for span in self.spans if self.row_of(span.key) == row.key]
        here = next((span for span in own if span.start == row.start), own[0] if own else None)
        return here.key if here is not None else None

    def counts(self) -> dict[SpanKind, int]:
        """How many spans there are of each kind."""
        return {kind: sum(span.kind is kind for span in self.spans) for kind in SpanKind}


_KINDS = {"zone": SpanKind.ZONE, "industry": SpanKind.INDUSTRY}


def marks_of(reading: Reading, rows: Iterable[Suggestion]) -> Marks:
    """What is painted over the text of an article."""
    known = list(rows)
    by_name = {(row.target_kind, row.found): row for row in known if row.found}
    by_place = {(fig.start, fig.end): row for row in known for fig in row.figures}
    spans: list[TextSpan] = []
    owners: dict[int, str] = {}
    for kind, entry, name in _entries(reading):
        key = len(spans)
        row = by_name.get(name) or by_place.get((entry.start, entry.end))
        if row is not None:
            owners[key] = row.key
        decided = row is None or group_of(row) is not Group.OPEN
        tip = row.name if row is not None else ""
        spans.append(
            TextSpan(key=key, kind=kind, start=entry.start, end=entry.end, is_decided=decided, tip=tip)
        )
    for row in known:  # names that only hint: the reading has passed them over
        if row.hint and row.key not in owners.values() and row.start is not None and row.end is not None:
            key = len(spans)
            owners[key] = row.key
            kind = _KINDS.get(row.target_kind, SpanKind.ENTERPRISE)
            spans.append(
                TextSpan(key=key, kind=kind, start=row.start, end=row.end, is_decided=False, tip=row.name)
            )
    return Marks(spans=tuple(spans), rows=owners)


def _entries(reading: Reading) -> Iterator[tuple[SpanKind, Span, tuple[str, str]]]:
    for firm in reading.enterprises:
        yield SpanKind.ENTERPRISE, firm, ("enterprise", firm.name)
    for zone in reading.zones:
        yield SpanKind.ZONE, zone, ("zone", zone.name or zone.text)
    for region in reading.regions:
        yield SpanKind.ZONE, region, ("", "")
    for industry in reading.industries:
        yield SpanKind.INDUSTRY, industry, ("industry", industry.text)
    for person in reading.people:
        yield SpanKind.PERSON, person, ("contact", person.name)
    for amount in (*reading.amounts, *reading.measures):
        yield SpanKind.AMOUNT, amount, ("", "")
    for day in reading.dates:
        yield SpanKind.DATE, day, ("", "")
