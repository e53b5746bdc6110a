"""The calendar file: read back by a second reader, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.app import Crm
from crm.data.calendar_file import as_bytes
from crm.domain.calendar_file import CalendarEntry
from crm.domain.errors import Unusable
from crm.domain.follow_ups import FollowUp
from crm.domain.text import clean_text
from tests.crm import TODAY, SampleOffice, about, add_project


def events(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def unfolded(content: bytes) -> list[str]:
    """The lines of the file by the letter of RFC 5545: CRLF, 75 octets, a space goes on."""
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\r" not in line and b"\n" not in line for line in lines)
    return b"\r\n".join(lines).replace(b"\r\n ", b"").decode().split("\r\n")


def unescaped(line: str) -> str:
    """The text of a line."""
    found, letters = [], iter(line.split(":", 1)[1])
    for letter in letters:
        after = next(letters) if letter == "\\" else letter
        found.append("\n" if letter == "\\" and after in "nN" else after)
    return "".join(found)


def test_plans_become_whole_days_with_an_alarm(crm: Crm, office: SampleOffice, tmp_path: Path) -> None:
    project = add_project(
        crm, "储能电池", enterprise_id=office.firm.id, next_follow_up_on=TODAY, next_step="催函，带图; 两份"
    )
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="第一行\n第二行", next_on=TODAY), [about(project)])
    crm.directory.save_enterprise(
        replace(crm.directory.enterprise(office.firm.key), next_follow_up_on=TODAY + timedelta(days=1))
    )
    add_project(crm, "无计划")
    path = tmp_path / "plans.ics"
    assert crm.calendar.write(path) == 2
    first, second = events(path.read_bytes())
    assert str(first["summary"]).startswith("曜衡储能 储能电池：")
    assert str(first["description"]) == "第一行\n第二行"
    assert first.decoded("dtstart") == TODAY
    assert first.decoded("dtend") == TODAY + timedelta(days=1)
    assert first.walk("VALARM")[0].decoded("trigger") == timedelta(hours=9)
    assert second.decoded("dtstart") == TODAY + timedelta(days=1)
    unfolded(path.read_bytes())


def test_the_same_plan_keeps_its_uid_and_counts_its_changes(
    crm: Crm, office: SampleOffice, tmp_path: Path
) -> None:
    project = add_project(crm, "储能电池", next_follow_up_on=TODAY)
    path = tmp_path / "plans.ics"
    crm.calendar.write(path)
    [before], content = events(path.read_bytes()), path.read_bytes()
    crm.calendar.write(path)
    assert path.read_bytes() == content
    crm.projects.plan([project.key], TODAY + timedelta(days=3))
    crm.calendar.write(path)
    [after] = events(path.read_bytes())
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    crm.projects.plan([project.key], None)
    assert crm.calendar.write(path) == 0


def test_an_officer_subscribes_to_his_own(crm: Crm, office: SampleOffice) -> None:
    add_project(crm, "我的", next_follow_up_on=TODAY)
    add_project(crm, "别人的", next_follow_up_on=TODAY, owner_id=office.colleague.id)
    assert ["我的" in entry.title for entry in crm.calendar.entries(office.me.id)] == [True]
    assert len(crm.calendar.entries()) == 2


def test_a_folder_that_is_gone_is_told(crm: Crm, office: SampleOffice, tmp_path: Path) -> None:
    with pytest.raises(Unusable):
        crm.calendar.write(tmp_path / "gone" / "plans.ics")


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_comes_back_as_it_was(title: str, text: str) -> None:
    entry = CalendarEntry(
        uid="1@investlead", version=1, changed_at=datetime(2026, 5, 18, tzinfo=UTC), on=date(2026, 5, 18),
        title=title, text=text,
    )  # fmt: skip
    content = as_bytes([entry], "x")
    lines = unfolded(content)
    [event] = events(content)
    assert str(event["summary"]) == clean_text(title)
    summary = next(line for line in lines if line.startswith("SUMMARY"))
    assert unescaped(summary) == clean_text(title)
