"""Rules of tasks: written, put off, ticked, done, taken up again, deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from crm.domain.errors import Conflict, ValidationError
from crm.domain.records import Ref
from crm.domain.tasks import Priority, Task
from tests.machine.model import ANYTHING, changed, gone, made
from tests.machine.officers import DAYS, PAST, SIDES, TODAY, WHICH, Officers

TITLES = st.sampled_from(["送方案", "电话问用地", "寄合同"])  # projects plan the first two
SUBJECTS = ("project", "enterprise", "contact", "zone")
STEPS = st.lists(st.sampled_from(["法务审核", "集体研究", "盖章"]), max_size=3, unique=True)
LINES = {"寄方案": None, "寄方案 >明天": TODAY + timedelta(days=1)}


class TaskRules(Officers):
    """What officers do with tasks."""

    @rule(
        side=SIDES,
        title=TITLES,
        on=st.none() | DAYS,
        steps=STEPS,
        about=st.lists(WHICH, max_size=2),
    )
    def add_task(self, side: int, title: str, on: date | None, steps: list[str], about: list[int]) -> None:
        refs = self._subjects(about)
        told = {"title": title, "due_from": on, "due_on": on, "steps": tuple(steps)}
        task = Task(**told)  # type: ignore[arg-type]
        self.do(
            side,
            lambda crm: crm.tasks.save(task, refs, TODAY),
            made("task", **told),
            *(made("task_subject", task_id=ANYTHING, target_kind=ref.kind, target_id=ref.id) for ref in refs),
        )

    @rule(side=SIDES, which=WHICH, title=TITLES, about=st.lists(WHICH, max_size=2))
    def change_task(self, side: int, which: int, title: str, about: list[int]) -> None:
        key = self.pick("task", which)
        if key is None:
            return
        refs = self._subjects(about)
        told = {"title": title, "priority": Priority.HIGH}
        form: Task = replace(self.open_form(side, "task", key), **told)
        refused = Conflict if self.close_form(side, "task", key) else None
        known = {
            Ref(kind=link["target_kind"], id=link["target_id"]): one
            for one in self.model.ids("task_subject", task_id=key)
            for link in [self.model.get("task_subject", one)]
        }
        self.do(
            side,
            lambda crm: crm.tasks.save(form, refs, TODAY),
            changed("task", key, **told),
            *(gone("task_subject", one) for ref, one in known.items() if ref not in refs),
            *(
                made("task_subject", task_id=key, target_kind=ref.kind, target_id=ref.id)
                for ref in refs
                if ref not in known
            ),
            refused=refused,
        )

    @rule(side=SIDES, line=st.sampled_from(sorted(LINES)), about=WHICH)
    def add_task_line(self, side: int, line: str, about: int) -> None:
        refs = self._subjects([about])
        told = {"title": "寄方案", "due_from": LINES[line], "due_on": LINES[line]}
        told |= {"assignee_id": self.keyboards[side].officer.id}  # type: ignore[dict-item]
        self.do(
            side,
            lambda crm: crm.tasks.add_line(line, TODAY, refs),
            made("task", **told),
            *(made("task_subject", task_id=ANYTHING, target_kind=ref.kind, target_id=ref.id) for ref in refs),
        )

    @rule(side=SIDES, which=WHICH, on=PAST)
    def complete_task(self, side: int, which: int, on: date) -> None:
        """The plan of its project that says the same is over with it."""
        key = self.pick("task", which)
        if key is None:
            return
        task, expected = self.model.get("task", key), []
        if task["done_on"] is None:
            expected.append(changed("task", key, done_on=on, done_by=self.keyboards[side].officer.id))
            for link in self.model.ids("task_subject", task_id=key, target_kind="project"):
                project_id = self.model.get("task_subject", link)["target_id"]
                if self.model.get("project", project_id)["next_step"] == task["title"]:
                    expected.append(changed("project", project_id, next_follow_up_on=None))
        self.do(side, lambda crm: crm.tasks.complete(key, on), *expected)

    @rule(side=SIDES, which=WHICH)
    def reopen_task(self, side: int, which: int) -> None:
        key = self.pick("task", which)
        if key is not None:
            self.do(side, lambda crm: crm.tasks.reopen(key), changed("task", key, done_on=None, done_by=None))

    @rule(side=SIDES, which=WHICH, on=st.none() | DAYS)
    def put_off_task(self, side: int, which: int, on: date | None) -> None:
        key = self.pick("task", which)
        if key is not None:
            told = {"due": "", "due_from": on, "due_on": on}
            self.do(side, lambda crm: crm.tasks.put_off(key, on), changed("task", key, **told))

    @rule(side=SIDES, which=WHICH, step=st.sampled_from(["法务审核", "盖章"]), is_done=st.booleans())
    def tick_step(self, side: int, which: int, step: str, is_done: bool) -> None:
        key = self.pick("task", which)
        if key is None:
            return
        task = self.model.get("task", key)
        done = {*task["done_steps"], step} if is_done else {*task["done_steps"]} - {step}
        self.do(
            side,
            lambda crm: crm.tasks.tick(key, step, is_done),
            changed("task", key, done_steps=tuple(one for one in task["steps"] if one in done)),
            refused=None if step in task["steps"] else ValidationError,
        )

    @rule(side=SIDES, which=WHICH)
    def delete_task(self, side: int, which: int) -> None:
        key = self.pick("task", which)
        if key is not None:
            self.do(
                side,
                lambda crm: crm.tasks.delete(key),
                *(gone("task_subject", link) for link in self.model.ids("task_subject", task_id=key)),
                *(gone("pin", one) for one in self.model.about("task", key, of="pin")),
                gone("task", key),
            )

    def _subjects(self, about: Iterable[int]) -> list[Ref]:
        refs = [ref for which in about if (ref := self.any_of(SUBJECTS, which)) is not None]
        return list(dict.fromkeys(refs))
