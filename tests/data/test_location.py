"""Places that can hold a database, and those that cannot."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from crm.data.location import parse_location
from crm.data.opening import open_store
from crm.domain.errors import Unusable


def mounted(monkeypatch: pytest.MonkeyPatch, *mounts: tuple[Path, str]) -> None:
    entries = [SimpleNamespace(mountpoint=str(place), fstype=kind) for place, kind in mounts]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: entries)


def test_path_is_a_file_of_this_machine(tmp_path: Path) -> None:
    url = parse_location(str(tmp_path / "招商 线索.db"))

    assert (url.get_backend_name(), url.database) == ("sqlite", str(tmp_path / "招商 线索.db"))


def test_relative_and_home_paths_are_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    assert parse_location("office.db").database == str(tmp_path / "office.db")
    assert parse_location("~/office.db").database == str(tmp_path / "home" / "office.db")


def test_sqlite_address_is_its_path(tmp_path: Path) -> None:
    assert parse_location(f"sqlite:///{tmp_path}/office.db").database == f"{tmp_path}/office.db"


def test_server_address_keeps_a_difficult_password() -> None:
    url = parse_location("postgresql://officer:p%40%3A%2F%25%27密码@db.example:5433/office")

    assert url.drivername == "postgresql+psycopg"
    assert (url.password, url.host, url.port, url.database) == ("p@:/%'密码", "db.example", 5433, "office")


@pytest.mark.parametrize(
    ("location", "words"),
    [
        (r"\\server\share\office.db", "network share"),
        ("mysql://root@db/office", "Only PostgreSQL"),
        ("postgresql://db:port/office", "no address"),
        ("nonsense://", "Only PostgreSQL|no address"),
        ("/home/gu/OneDrive - 投促局/office.db", "synchronised"),
        ("/home/gu/Dropbox/office.db", "synchronised"),
        ("/home/gu/我的坚果云/office.db", "synchronised"),
        ("/home/gu/Nutstore Files/office.db", "synchronised"),
        ("/home/gu/BaiduSyncdisk/a/office.db", "synchronised"),
        ("/Users/gu/Library/Mobile Documents/com~apple~CloudDocs/office.db", "synchronised"),
    ],
)
def test_place_that_cannot_hold_a_database_is_refused(location: str, words: str) -> None:
    with pytest.raises(Unusable, match=words):
        parse_location(location)


def test_folder_that_only_sounds_alike_is_taken() -> None:
    assert parse_location("/home/gu/onedriven/office.db").database == "/home/gu/onedriven/office.db"


def test_folder_instead_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="is a folder"):
        parse_location(str(tmp_path))


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "CIFS", "fuse.rclone"])
def test_network_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    mounted(monkeypatch, (Path("/"), "ext4"), (tmp_path / "share", kind))

    with pytest.raises(Unusable, match="network share"):
        parse_location(str(tmp_path / "share" / "office.db"))
    assert parse_location(str(tmp_path / "office.db")).database == str(tmp_path / "office.db")


def test_link_into_a_network_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "share")
    mounted(monkeypatch, (Path("/"), "ext4"), (tmp_path / "share", "nfs"))

    with pytest.raises(Unusable, match="network share"):
        parse_location(str(tmp_path / "link" / "office.db"))


def test_the_mount_on_top_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounted(monkeypatch, (Path("/"), "ext4"), (tmp_path, "nfs"), (tmp_path, "ext4"))

    assert parse_location(str(tmp_path / "office.db")).database == str(tmp_path / "office.db")


def test_folder_is_made_where_it_is_missing(tmp_path: Path) -> None:
    open_store(str(tmp_path / "new" / "folder" / "office.db")).close()

    assert (tmp_path / "new" / "folder" / "office.db").is_file()


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Unusable, match="cannot be made"):
        open_store(str(tmp_path / "file" / "folder" / "office.db"))
