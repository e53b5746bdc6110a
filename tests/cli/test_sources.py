"""`investlead sources`: list, add, poll, remove."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crm.cli import main
from tests.websites import article

NAME = "曜衡储能电芯项目签约"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The options that every command takes here, on an office of its own."""
    monkeypatch.setenv("INVESTLEAD_HOME", str(tmp_path / "home"))
    return ["--language", "en", "--db", str(tmp_path / "office.db")]


def test_a_folder_is_added_polled_and_removed(
    office: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "扫描件"
    folder.mkdir()
    (folder / "a.html").write_text(article(NAME), "utf-8")
    assert main([*office, "sources", "add", "folder", str(folder), "--every", "5", "--json"]) == 0
    added = json.loads(capsys.readouterr().out)
    assert (added["name"], added["place"], added["interval_min"]) == ("扫描件", str(folder), 5)
    taken = []
    for _look in range(2):  # a file that has not changed between two looks
        assert main([*office, "sources", "poll", str(added["id"]), "--json"]) == 0
        taken.append(len(json.loads(capsys.readouterr().out)["intakes"]))
    assert taken == [0, 1]
    assert main([*office, "sources", "poll"]) == 0  # nothing is due
    assert NAME not in capsys.readouterr().out
    assert main([*office, "sources", "list"]) == 0
    assert "扫描件" in capsys.readouterr().out
    assert main([*office, "sources", "remove", str(added["id"])]) == 0
    assert main([*office, "sources", "list", "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_a_source_that_fails_makes_the_round_fail(
    office: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*office, "sources", "add", "folder", str(tmp_path / "none"), "--json"]) == 0
    assert main([*office, "sources", "poll"]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_a_list_page_wants_a_headline(office: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*office, "sources", "add", "list", "https://127.0.0.1/news"]) == 1
    assert "--headline" in capsys.readouterr().err


def test_addresses_of_the_own_network_are_refused(
    office: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*office, "sources", "add", "feed", "http://127.0.0.1/rss.xml"]) == 1
    assert "own network" in capsys.readouterr().err
