"""What rejecting suggestions leads to: names rejected again and again, rules that were wrong too often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from crm.data.queries import ledger as queries
from crm.data.queries.follow_ups import names_of
from crm.data.reader import Reader
from crm.domain.records import Ref
from crm.domain.review import Group, Suggestion, Summary
from crm.domain.suggestion_rules import LedgerRow, Mode, RepeatedRejection
from crm.services.steps.ledger import Ledger, ledger

REPEATED = 2  # articles in which a name was rejected, before a rule is offered


class Watch:
    """Looks at the ledger before and after a review is written, if something is rejected in it."""

    def __init__(self, reader: Reader, rows: Sequence[Suggestion]) -> None:
        self._reader = reader
        self._rejected = [row for row in rows if row.is_rejected and row.group is not Group.REJECTED]
        self._before = ledger(reader) if self._rejected else None

    def tell(self, summary: Summary) -> Summary:
        """The summary with what the officer should hear of."""
        if self._before is None:
            return summary
        after = ledger(self._reader)
        return replace(
            summary,
            repeated=tuple(self._repeated(after)),
            demoted=tuple(_demoted(self._reader, self._before, after)),
        )

    def _repeated(self, after: Ledger) -> Iterator[RepeatedRejection]:
        for row in self._rejected:
            target_id = row.target.id if row.target is not None else None
            if not row.forms or after.rules.of_form(row.target_kind, target_id, row.text) is not None:
                continue
            count = queries.rejections(self._reader, row.target_kind, target_id, row.text)
            if count >= REPEATED:
                yield RepeatedRejection(
                    text=row.text,
                    target_kind=row.target_kind,
                    target=row.target,
                    name=row.name,
                    article_count=count,
                )


def _demoted(reader: Reader, before: Ledger, after: Ledger) -> Iterator[LedgerRow]:
    for kind, rule in sorted(after.weak_rules() - before.weak_rules()):
        yield LedgerRow(target_kind=kind, rule=rule, tally=after.by_rule[kind, rule], mode=Mode.HINT)
    forms = sorted(after.weak_forms() - before.weak_forms())
    names = names_of(reader, [Ref(kind=kind, id=key) for kind, key, _text in forms])
    for kind, key, text in forms:
        target = Ref(kind=kind, id=key)
        yield LedgerRow(
            target_kind=kind,
            text=text,
            target=target,
            name=names.get(target, text),
            tally=after.by_form[kind, key, text],
            mode=Mode.HINT,
        )
