"""Commands about records that are there twice: list the pairs, make them one."""

from __future__ import annotations

import argparse
import json

from crm.commands.asking import Commands, opened, takes_json
from crm.commands.showing import show
from crm.domain.codec import to_plain
from crm.domain.duplicates import RULES_OF, Pair
from crm.domain.errors import ValidationError
from crm.domain.merges import MERGEABLE, MergePlan, MergeRequest
from crm.domain.settings import Settings
from crm.i18n import _


def register(commands: Commands) -> None:
    """Adds the commands."""
    merge = commands.add("merge", _merge, _("make several records one; prints what that does"))
    merge.add_argument("kind", choices=MERGEABLE)
    merge.add_argument("keep", type=int, metavar="KEEP", help=_("id of the record that stays"))
    merge.add_argument("others", type=int, nargs="+", metavar="OTHER", help=_("ids of those that go"))
    merge.add_argument("--dry-run", action="store_true", help=_("only print what it would do"))
    merge.add_argument("--no-names", action="store_true", help=_("names that go do not become other names"))
    takes_json(merge)
    twins = commands.add("duplicates", _duplicates, _("list records that may be there twice"))
    twins.add_argument("kind", choices=MERGEABLE)
    takes_json(twins)


def _merge(asked: argparse.Namespace, settings: Settings) -> int:
    ids = (asked.keep, *asked.others)
    with opened(settings) as crm:
        request = MergeRequest(
            kind=asked.kind, ids=ids, survivor_id=asked.keep, keeps_names=not asked.no_names
        )
        plan = crm.merges.plan(request) if asked.dry_run else crm.merges.run(request)
    if plan.blockers:
        raise ValidationError.of("", " ".join(plan.blockers))
    if asked.json:
        print(json.dumps(to_plain(plan), ensure_ascii=False))
        return 0
    _print(plan)
    return 0


def _print(plan: MergePlan) -> None:
    kept, *gone = plan.names
    print(_("{kept} ← {others}").format(kept=kept, others="、".join(gone)))
    for row in plan.rows:
        texts = "  |  ".join(text or "—" for text in row.texts)
        print("  " + _("{field}: {texts}").format(field=row.key, texts=texts))
    for count in plan.counts:
        before = " + ".join(map(str, count.before))
        print(
            "  " + _("{kind}: {before} → {after}").format(kind=count.kind, before=before, after=count.after)
        )
    if plan.aliases:
        print("  " + _("other names: {names}").format(names="、".join(plan.aliases)))


def _duplicates(asked: argparse.Namespace, settings: Settings) -> int:
    rows: list[Pair] = []
    with opened(settings) as crm:
        for rule in RULES_OF[asked.kind]:
            rows += crm.duplicates.pairs(asked.kind, rule, [row.ids for row in rows])
    show(rows, asked.json, ("rule", "ids", "names"))
    return 0
