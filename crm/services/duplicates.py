"""Records that are there twice: finding them, merging the certain ones, remembering what they are not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import islice

from crm.data.reader import Reader
from crm.data.store import Store
from crm.domain.alike import UNLIKE_REASONS, Unlike
from crm.domain.duplicates import CertainMerge, Couple, Decision, Pair, TwinRule
from crm.domain.errors import NotFound, Unexplained, ValidationError
from crm.domain.merges import MergePlan, MergeRequest, NotSame
from crm.domain.office import Officer
from crm.domain.permissions import authorize
from crm.domain.project_names import ProjectLink, Relation
from crm.domain.projects import Project
from crm.domain.records import Ref, record_class
from crm.i18n import N_, _
from crm.services.steps import duplicates as steps
from crm.services.steps.lineage import relate
from crm.services.steps.merging import merge
from crm.services.steps.twins import keep_apart

Progress = Callable[[int, int], None]  # done, total; raises Cancelled
MOST_GROUPS = 100  # looked at in one go; nobody else writes meanwhile


class _Rehearsed(Exception):
    """Ends a rehearsal, so that nothing of it is written."""


class Duplicates:
    """What an officer does about records that are there twice."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def pairs(self, kind: str, rule: TwinRule, but: Collection[Couple] = ()) -> list[Pair]:
        """Pairs that one rule finds; what was decided about is left out, and `but`."""
        with self._store.read() as reader:
            return steps.pairs(reader, kind, rule, but)

    def keep_apart(self, kind: str, ids: Couple, reason: str) -> None:
        """Remembers that two records are not the same. Raises Unexplained without a reason."""
        authorize(self._store.actor, _action(kind))
        if not reason.strip():
            raise Unexplained([_("They are kept apart from now on.")], [_(one) for one in UNLIKE_REASONS])
        with self._store.write(N_("Say that two records are not the same")) as writer:
            if kind == "project":
                one, other = (writer.get(Project, key) for key in ids)
                relate(writer, one, other, Relation.DISTINCT)
            else:
                keep_apart(writer, Ref(kind=kind, id=ids[0]), Unlike(ids=(ids[1],), reason=reason))

    def decisions(self, kind: str) -> list[Decision]:
        """What was decided not to be the same, the newest first."""
        with self._store.read() as reader:
            found = reader.all(NotSame, target_kind=kind)
            links = reader.all(ProjectLink, relation=str(Relation.DISTINCT)) if kind == "project" else []
            told = [_decision(reader, kind, one, (one.target_id, one.other_id), one.reason) for one in found]
            told += [_decision(reader, kind, one, (one.project_id, one.other_id), "") for one in links]
        return sorted(told, key=lambda one: -one.id)

    def take_back(self, decision: Decision) -> None:
        """Forgets a decision; the two may be the same again."""
        authorize(self._store.actor, _action(decision.kind))
        with self._store.write(N_("Forget that two records are not the same")) as writer:
            kind = ProjectLink if decision.kind == "project" else NotSame
            writer.delete(writer.get(kind, decision.id))

    # The certain ones

    def certain(self) -> list[CertainMerge]:
        """Enterprises of one credit code or one official name, with what merging them would do."""
        authorize(self._store.actor, "directory.merge")
        found: list[CertainMerge] = []
        try:
            with self._store.write(N_("Merge records")) as writer:
                for request, skipped in islice(steps.certain_groups(writer), MOST_GROUPS):
                    names = _names(writer, request.kind, request.ids)
                    plan = None if skipped else merge(writer, request)
                    found.append(_certain(request, plan, skipped, names))
                raise _Rehearsed
        except _Rehearsed:
            return found

    def merge_certain(
        self, requests: Sequence[MergeRequest], progress: Progress = lambda _done, _total: None
    ) -> list[CertainMerge]:
        """Merges each group in its own transaction, all of them one undo step; what was left out, too."""
        authorize(self._store.actor, "directory.merge")
        step = self._store.new_step()
        done: list[CertainMerge] = []
        for place, request in enumerate(requests):
            progress(place, len(requests))
            try:
                with self._store.write(N_("Merge records that are certainly one"), step=step) as writer:
                    plan = merge(writer, request)
                done.append(_certain(request, plan, "", plan.names))
            except (NotFound, ValidationError) as error:  # somebody was faster
                done.append(_certain(request, None, str(error), ()))
        return done


def _certain(
    request: MergeRequest, plan: MergePlan | None, skipped: str, names: tuple[str, ...]
) -> CertainMerge:
    told = plan.names if plan is not None else names
    blocked = " ".join(plan.blockers) if plan is not None else ""
    return CertainMerge(request=request, names=told, plan=plan, skipped=skipped or blocked)


def _decision(reader: Reader, kind: str, record: NotSame | ProjectLink, ids: Couple, reason: str) -> Decision:
    officer = reader.find(Officer, record.created_by) if record.created_by else None
    return Decision(
        id=record.key,
        kind=kind,
        names=_names(reader, kind, ids),
        reason=reason,
        who=officer.name if officer else "",
        at=record.created_at,
    )


def _names(reader: Reader, kind: str, ids: Sequence[int]) -> tuple[str, ...]:
    found = reader.by_id(record_class(kind), ids)
    return tuple(getattr(found.get(key), "name", "") for key in ids)


def _action(kind: str) -> str:
    return "projects.merge" if kind == "project" else "directory.merge"
