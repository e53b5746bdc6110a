"""The command line: every command on a real database; 0 done, 1 refused, 2 wrong usage."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crm import i18n
from crm.cli import main
from crm.commands.asking import opened
from crm.domain.office import Office, Officer, Role
from crm.domain.records import Ref
from crm.domain.settings import Settings

ARTICLE = (
    "澄屿海缆项目签约落户海晟经济开发区\n来源：海晟日报 2026-05-12\n"
    "5月12日，澄屿海缆科技有限公司动态海缆项目在海晟经济开发区签约，总投资6.5亿元，用地110亩。"
)


class Line:
    """One terminal: commands on the database of one folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.errors = ""

    def __call__(self, *words: object, code: int = 0) -> str:
        where = ["--db", str(self.folder / "office.db"), "--language", "en"]
        try:
            answer = main([*where, *map(str, words)])
        except SystemExit as left:
            answer = left.code
        told = self._capsys.readouterr()
        self.errors = told.err
        assert answer == code, told.err
        return told.out

    def rows(self, *words: object) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self(*words, "--json").splitlines()]


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setenv("INVESTLEAD_HOME", str(tmp_path / "home"))
    yield Line(tmp_path, capsys)
    i18n.use_language("en")


def add_project(line: Line, *values: str) -> dict[str, Any]:
    words = ("projects", "add", "name=动态海缆", "total_investment=6.5亿", "--enterprise", "澄屿海缆有限公司")
    return line.rows(*words, *values)[0]


def test_a_project_is_added_listed_shown_and_changed(line: Line) -> None:
    added = add_project(line)
    assert added["total_investment"] == {"value": "650000000.00", "currency": "CNY"}
    assert [row["name"] for row in line.rows("projects", "list", "--text", "海缆")] == ["动态海缆"]
    assert line.rows("projects", "list", "--text", "氢能") == []
    assert line.rows("projects", "list", "--stage", "signed") == []
    changed = line.rows("projects", "set", added["id"], "land_mu=110", "is_on_hold=是")[0]
    assert (changed["land_mu"], changed["is_on_hold"]) == ("110.00", True)
    line("projects", "names", added["id"], "--filed", "海缆扩建", "--reported", "电缆")
    assert [row["name"] for row in line.rows("projects", "list", "--text", "海缆扩建")] == ["动态海缆"]
    assert line.rows("projects", "set", added["id"], "land_mu=")[0]["land_mu"] is None
    assert "name: 动态海缆" in line("projects", "show", added["id"])
    assert "动态海缆" in line("projects", "list")


def test_a_second_project_of_a_firm_is_asked_about(line: Line) -> None:
    add_project(line)
    line("projects", "add", "name=静态海缆", "--enterprise", "澄屿海缆有限公司", code=1)
    assert "enterprise_id" in line.errors
    add_project(line, "--another")


def test_a_project_moves_when_it_has_what_the_stage_asks(line: Line) -> None:
    project = add_project(line)["id"]
    line("projects", "move", project, "--to", "negotiation", code=1)
    assert "build_content" in line.errors
    line("projects", "move", project, "--to", "moon", code=2)
    line("projects", "move", project, "--to", "lead", "--on", "someday", code=2)


def test_several_projects_move_together_or_none_does(line: Line) -> None:
    ready, other = add_project(line)["id"], line.rows("projects", "add", "name=岸电")[0]["id"]
    ends = ("--to", "lost", "--reason", "资金不到位", "--on", "today")
    line("projects", "move", other, *ends)
    assert "岸电" in line("projects", "move", ready, other, *ends, code=1)
    assert f"{other}: stage: The project is in this stage already." in line.errors
    assert "None was moved." in line.errors
    assert line.rows("projects", "show", ready)[0]["stage"] == "lead"
    line("projects", "move", ready, other, *ends, "--those-that-can", code=1)
    assert line.rows("projects", "show", ready)[0]["stage"] == "lost"


@pytest.mark.parametrize(
    ("word", "values"),
    [
        ("enterprises", ("name=澄屿海缆有限公司", "region=江苏省")),
        ("zones", ("name=海晟经济开发区", "level=省级")),
        ("industries", ("name=风电装备",)),
    ],
)
def test_other_records_are_added_listed_shown_and_changed(
    line: Line, word: str, values: tuple[str, ...]
) -> None:
    added = line.rows(word, "add", *values)[0]
    name = values[0].partition("=")[2]
    assert [row["name"] for row in line.rows(word, "list", "--text", name[:2])] == [name]
    assert line.rows(word, "set", added["id"], f"name={name}二")[0]["name"] == f"{name}二"
    assert line.rows(word, "show", added["id"])[0]["version"] == 2
    line(word, "show", 4711, code=1)
    assert line.errors


def test_an_enterprise_is_shown_by_any_of_its_names_with_what_belongs_to_it(line: Line) -> None:
    project = add_project(line)
    line("enterprises", "set", project["enterprise_id"], "short_name=澄屿海缆", "staff=1380", "labels=高企")
    line("follow-up", f"#{project['name']} 电话 问了用地")
    told = line("enterprises", "show", "澄屿海缆")
    assert "staff: 1380" in told
    assert f"project: {project['id']} " in told
    assert "问了用地" in told
    (shown,) = line.rows("enterprises", "show", project["enterprise_id"])
    assert [one["name"] for one in shown["projects"]] == ["动态海缆"]
    assert [one["text"] for one in shown["follow_ups"]] == ["问了用地"]
    line("enterprises", "show", "没有这一家", code=1)
    assert "没有这一家" in line.errors


@pytest.mark.parametrize(
    "value",
    [
        "colour=red",
        "name",
        "land_mu=much",
        "stage=moon",
        "total_investment=viel",
        "is_on_hold=ture",
        "created_by=7",
    ],
)
def test_values_that_do_not_fit_are_refused_by_field(line: Line, value: str) -> None:
    project = add_project(line)["id"]
    line("projects", "set", project, value, code=1)
    assert line.errors.startswith(value.partition("=")[0]) or "amount" in line.errors


def test_articles_are_read_without_storing_them(line: Line) -> None:
    path = line.folder / "稿.txt"
    path.write_text(ARTICLE, "utf-8")
    reading = json.loads(line("read", path, "--json"))
    assert any("澄屿海缆" in firm["name"] for firm in reading["enterprises"])
    assert "稿.txt" in line("read", path)
    line("read", path, line.folder / "none.txt", code=1)
    assert "none.txt" in line.errors


def test_an_article_is_stored_shown_and_reviewed(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    path = line.folder / "稿.txt"
    path.write_text(ARTICLE, "utf-8")
    stored = line.rows("articles", "add", path)[0]
    number = stored["article_id"]
    assert line.rows("articles", "list", "--state", "inbox")[0]["id"] == number
    sheet = line.rows("articles", "show", number)[0]
    assert "动态海缆" in sheet["body"]
    assert "动态海缆" in line("articles", "show", number)
    line("articles", "review", number, "--tick", "no such row", code=1)
    summary = line.rows("articles", "review", number, "--untick", sheet["suggestions"][0]["key"])[0]
    assert summary["linked"] + len(summary["created"]) > 0
    assert line.rows("articles", "list", "--state", "inbox") == []
    monkeypatch.setattr(sys, "stdin", io.StringIO("另一篇：澄屿海缆二期项目开工，总投资3亿元。"))
    other = line.rows("articles", "add", "-")[0]["article_id"]
    line("articles", "review", other, "--irrelevant", "旧闻")
    assert line.rows("articles", "list", "--state", "irrelevant")[0]["id"] == other


def test_an_article_that_cannot_be_read_costs_only_itself(line: Line) -> None:
    (line.folder / "空.txt").write_text("", "utf-8")
    line("articles", "add", line.folder / "空.txt", code=1)
    line("articles", "add", "http://127.0.0.1/", code=1)


def test_a_quick_line_is_logged(line: Line) -> None:
    add_project(line)
    logged = line.rows("follow-up", "#动态海缆 电话 对方月底来", "--on", "2026-05-18")[0]
    assert (logged["happened_on"], logged["way"]) == ("2026-05-18", "phone")
    line("follow-up", "@nobody 电话 聊", code=1)


def test_everything_is_searched(line: Line) -> None:
    add_project(line)
    assert [hit["kind"] for hit in line.rows("search", "海缆")] == ["project", "enterprise"]
    assert len(line.rows("search", "海缆", "--kind", "enterprise", "--limit", "5")) == 1
    assert "动态海缆" in line("search", "海缆")


def test_reports_are_listed_and_written(line: Line) -> None:
    add_project(line)
    assert "weekly" in [info["name"] for info in line.rows("report", "list")]
    out = line.folder / "台账.xlsx"
    told = line(
        "report", "run", "ledger", "--unit", "投促中心", "--column", "land_mu", "--contacts", "--out", out
    )
    assert told.strip() == str(out)
    cells = [cell.value for row in openpyxl.load_workbook(out).worksheets[0].iter_rows() for cell in row]
    assert "动态海缆" in cells
    line("report", "run", "weekly", "--from", "2026-05-11", "--to", "2026-05-17", "--out", line.folder)
    line("report", "run", "ledger", "--as-known-on", "2020-01-01", "--out", line.folder / "then.xlsx")
    line("report", "run", "ledger", "--from", "2026-05-18", "--to", "2026-05-17", "--out", out, code=1)
    line("report", "run", "poem", "--out", out, code=1)
    line("report", "run", "ledger", code=2)


def test_the_database_is_upgraded_and_checked(line: Line) -> None:
    assert "office.db" in line("db", "upgrade")
    assert line("check").strip() == "No damage found."


def test_a_damaged_file_is_refused(line: Line) -> None:
    (line.folder / "office.db").write_bytes(b"no database" * 100)
    line("check", code=1)
    assert line.errors


def test_the_example_office_needs_an_empty_database(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.services.examples.Examples.articles", lambda self, today: [])
    line("demo", "--on", "2026-05-18")
    assert len(line.rows("projects", "list")) > 10
    line("demo", code=1)


def test_officers_work_under_their_names(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.services.examples.Examples.articles", lambda self, today: [])
    line("demo", "--on", "2026-05-18")
    add = ("enterprises", "add", "name=澄屿海缆有限公司")
    made = line.rows(*add, "--as", "许静宜")[0]
    assert made["created_by"] is not None


@pytest.mark.parametrize(
    "words",
    [
        ("fly",),
        ("projects",),
        ("projects", "show"),
        ("projects", "show", "x"),
        ("read",),
        ("--language", "tlh"),
    ],
)
def test_wrong_usage_is_2(line: Line, words: tuple[str, ...]) -> None:
    line(*words, code=2)
    assert "usage" in line.errors


def test_help_is_there_without_a_database(line: Line) -> None:
    assert "projects" in line("--help")
    assert not (line.folder / "office.db").exists()


def test_a_figure_that_can_hardly_be_meant_wants_a_yes(line: Line) -> None:
    added = add_project(line)
    line("projects", "set", added["id"], "total_investment=6.5万", code=1)
    assert "--yes" in line.errors
    line("projects", "set", added["id"], "total_investment=6.5万", "--yes")
    assert "65,000" in line("projects", "show", added["id"])
    line("projects", "add", "name=大项目", "total_investment=300亿", code=1)
    line("projects", "add", "name=大项目", "total_investment=300亿", "--yes")


def test_a_move_brings_its_paper(line: Line) -> None:
    added = add_project(line)
    paper = line.folder / "执照.txt"
    paper.write_text("x")
    words = ("projects", "move", added["id"], "--to", "lost", "--reason", "资金不到位", "--paper")
    line(*words, f"nonsense={paper}", code=2)
    line(*words, f"business_licence={line.folder / 'nothing'}", code=1)
    assert line.rows(*words, f"business_licence={paper}")[0]["stage"] == "lost"
    with opened(Settings(location=str(line.folder / "office.db"), language="en")) as crm:
        [kept] = crm.attachments.of_record(Ref(kind="project", id=added["id"]))
    assert (kept.name, kept.kind) == ("执照.txt", "business_licence")


def test_rest_days_are_set_from_the_announcement(line: Line) -> None:
    notice = line.folder / "notice.txt"
    notice.write_text("元旦：1月1日（周五）至3日放假。1月9日（周六）上班。", "utf-8")
    assert "only weekends rest" in line("settings", "rest-days", 2027)
    assert "1-1" in line("settings", "rest-days", 2027, "--notice", notice)
    assert "1-9" in line("settings", "rest-days", 2027)
    line("settings", "rest-days", 2027, "--rest", "1-99", code=1)
    assert "1-99" in line.errors
    assert "only weekends rest" in line("settings", "rest-days", 2027, "--forget")


def test_the_stages_are_listed_with_what_they_ask_for(line: Line) -> None:
    assert "build_content" in line("settings", "stages")
    assert line.rows("settings", "stages")[0]["clock"] == "later"


def test_a_list_of_names_is_looked_for_in_all_articles(line: Line, tmp_path: Path) -> None:
    news, names, out = tmp_path / "news.txt", tmp_path / "names.txt", tmp_path / "found.xlsx"
    news.write_text(ARTICLE, encoding="utf-8")
    line("articles", "add", news)
    names.write_bytes("澄屿海缆\n云岫智能\n缆\n".encode("gb18030"))
    told = line("articles", "names", names, "--out", out)
    assert "澄屿海缆  1" in told
    assert "2026-05-12" in told
    assert "缆" in line.errors
    assert openpyxl.load_workbook(out)["名单"].max_row > 3
    rows = line.rows("articles", "names", names)
    assert [(row["asked"]["text"], row["article_count"]) for row in rows] == [
        ("澄屿海缆", 1),
        ("云岫智能", 0),
    ]


def test_names_come_from_standard_input_and_an_empty_list_is_refused(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("澄屿海缆\n".encode())))
    assert "澄屿海缆" in line("articles", "names", "-")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n")))
    line("articles", "names", "-", code=1)
    assert "at least one name" in line.errors


def test_plans_are_written_as_a_calendar(line: Line) -> None:
    add_project(line)
    line("follow-up", "#动态海缆 电话 对方月底来 >+3d", "--on", "2026-05-18")
    told = line("calendar", line.folder / "plans.ics", "--all")
    assert told.strip().endswith("1 entry")
    assert "对方月底来" in (line.folder / "plans.ics").read_text("utf-8")


def test_tasks_are_listed_added_and_done(line: Line) -> None:
    add_project(line)
    [logged, task] = line.rows("follow-up", "#动态海缆 电话 谈供货 >+3d !!寄报价")
    assert logged["text"] == "谈供货"
    assert (task["title"], task["priority"]) == ("寄报价", "high")
    assert "寄报价" in line("follow-up", "#动态海缆 电话 再谈 !寄报价")
    added = line.rows("tasks", "add", "整理照片 #动态海缆 >周五", "--on", "2026-05-18")[0]
    assert (added["title"], added["due_on"]) == ("整理照片", "2026-05-22")
    assert len(line.rows("tasks", "list")) == 3
    line("tasks", "done", task["id"], added["id"])
    assert [row["title"] for row in line.rows("tasks", "list")] == ["寄报价"]
    assert len(line.rows("tasks", "list", "--done", "--all")) == 3
    assert "动态海缆" in line("tasks", "list")
    line("tasks", "add", "@无此人 寄报价", code=1)


def add_firm(line: Line, name: str, *words: str) -> int:
    return int(line.rows("enterprises", "add", f"name={name}", *words)[0]["id"])


def test_a_name_that_is_there_already_wants_a_reason(line: Line) -> None:
    add_firm(line, "砺桥传动有限公司")
    words = ("enterprises", "add", "name=上海砺桥传动有限公司")
    line(*words, code=1)
    assert "砺桥传动有限公司 is there already" in line.errors
    assert "--anyway" in line.errors
    line(*words, "--anyway", "子公司")
    line("projects", "add", "name=一期", "--enterprise", "无锡砺桥传动", code=1)
    line("projects", "add", "name=一期", "--enterprise", "无锡砺桥传动", "--anyway", "子公司")


def test_records_are_merged_after_a_look_at_what_that_does(line: Line) -> None:
    kept, gone = add_firm(line, "砺桥传动有限公司", "region=无锡市"), add_firm(line, "沐岚海缆", "grade=A")
    told = line("merge", "enterprise", kept, gone, "--dry-run")
    assert told.splitlines()[0] == "砺桥传动有限公司 ← 沐岚海缆"
    assert "other names: 沐岚海缆" in told
    assert line.rows("enterprises", "show", gone)[0]["name"] == "沐岚海缆"
    line("merge", "enterprise", kept, gone)
    assert line.rows("enterprises", "show", gone)[0]["id"] == kept
    line("merge", "enterprise", kept, gone, code=1)


def test_possible_duplicates_are_listed(line: Line) -> None:
    ids = [add_firm(line, "砺桥传动有限公司"), add_firm(line, "砺桥传动股份有限公司", "--anyway", "看看")]
    assert line.rows("duplicates", "enterprise") == []
    other = add_firm(line, "沐岚海缆")
    assert other not in ids


def test_a_contact_where_another_officer_has_been_wants_a_reason(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = add_firm(line, "砺桥传动有限公司")
    with opened(Settings(location=str(line.folder / "office.db"), language="en")) as crm:
        unit = crm.office.save_office(Office(name="招商一组"))
        for name in ("沈砚秋", "顾明川"):
            crm.office.save_officer(Officer(name=name, office_id=unit.id, role=Role.LEADER))
    line("--as", "顾明川", "follow-up", "@砺桥传动有限公司 电话 问用地", "--on", "2026-05-11")
    words = ("--as", "沈砚秋", "follow-up", "@砺桥传动有限公司 电话 约看地", "--on", "2026-05-18")
    line(*words, code=1)
    assert "顾明川 (招商一组) talked to 砺桥传动有限公司 on 5/11." in line.errors
    line(*words, "--anyway", "联合走访")
    assert firm
