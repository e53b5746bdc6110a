"""From an empty or older database to the schema of this program, wholly or not at all."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlite
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from crm.data.migrate import NEWEST, SCRIPTS, bring_up_to_date, head, revision_of
from crm.data.name_index import like
from crm.data.opening import open_store
from crm.data.schema import metadata
from crm.data.store import Store
from crm.domain.articles import Article
from crm.domain.directory import Zone
from crm.domain.errors import CrmError, Unusable
from tests.schemas import database_at, picture, restored, scripts_with_second


def test_migrations_make_what_the_program_declares(store: Store) -> None:
    def is_ours(item: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        # Made by hand in the migrations: the index over pairs, and FTS5 with its shadow tables.
        return name != "ix_search_entry_pairs" and not (name or "").startswith("search_words")

    with store.read() as reader:
        options = {"include_object": is_ours, "compare_type": True}
        context = MigrationContext.configure(reader.connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_fresh_database_has_the_newest_revision(store: Store) -> None:
    assert revision_of(store.database) == head()


def test_second_opening_changes_nothing(location: str) -> None:
    before = picture(location)

    database = database_at(location)

    assert bring_up_to_date(database) is None

    database.close()
    assert picture(location) == before


def test_newer_database_is_refused_and_left_as_it_is(location: str) -> None:
    database = database_at(location)
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    before = picture(location)
    try:
        with pytest.raises(Unusable, match="newer version of InvestLead"):
            open_store(location)
        assert picture(location) == before
    finally:
        with database.writing() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = :own"), {"own": head()})
            connection.commit()
        database.close()


def test_newer_file_is_not_touched_at_all(location: str, tmp_path: Path) -> None:
    if location.startswith("postgresql"):
        pytest.skip("a server has no file")
    connection = sqlite.connect(location)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = Path(location).read_bytes()

    with pytest.raises(Unusable):
        open_store(location)

    assert Path(location).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["office.db"]


def test_database_of_another_program_is_refused(empty_location: str) -> None:
    database = database_at(empty_location)
    with database.writing() as connection:
        connection.execute(sa.text("CREATE TABLE recipes (name TEXT)"))
        connection.commit()
    database.close()

    with pytest.raises(Unusable, match="something else"):
        open_store(empty_location)


def test_file_of_another_program_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "recipes.db"
    connection = sqlite.connect(str(file))
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    before = file.read_bytes()

    with pytest.raises(Unusable, match="something else"):
        open_store(str(file))

    assert file.read_bytes() == before


def test_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("这不是数据库" * 200)
    before = file.read_bytes()

    with pytest.raises(Unusable, match="not an InvestLead file"):
        open_store(str(file))

    assert file.read_bytes() == before


def test_older_database_is_upgraded_with_its_data(location: str, tmp_path: Path) -> None:
    store = open_store(location)
    with store.write("Save") as writer:
        zone = writer.save(Zone(name="洋口港经济开发区"))
    store.close()
    database = database_at(location)

    with restored(location):
        bring_up_to_date(database, scripts_with_second(tmp_path))

        with database.reading() as connection:
            found = connection.execute(sa.text("SELECT name, nickname FROM zone")).all()
        database.close()
        assert [tuple(row) for row in found] == [(zone.name, "洋口港经济开发区!")]


def test_articles_from_before_reprints_are_kept_with_their_copies(empty_location: str) -> None:
    database = database_at(empty_location)
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        article = sa.Table("article", sa.MetaData(), autoload_with=connection)
        told = {column.name: "" for column in article.columns if isinstance(column.type, sa.Text)}
        told |= {f"{kind}_hits": 0 for kind in ("enterprise", "zone", "industry", "project")}
        told |= {"version": 1, "state": "inbox", "flags": "[]"}
        for key, lead in ((1, None), (2, 1)):
            row = told | {"id": key, "uid": str(key), "title": f"第{key}篇", "reprint_of_id": lead}
            connection.execute(sa.insert(article), row)
        connection.commit()

    bring_up_to_date(database)
    database.close()

    store = open_store(empty_location)
    with store.read() as reader:
        first, copy = reader.all(Article)
        assert (copy.reprint_of_id, copy.is_lead_by_hand, first.title) == (first.id, False, "第1篇")
    store.close()


def test_older_file_is_copied_before_it_is_upgraded(empty_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    file.write_bytes(empty_file.read_bytes())
    before = picture(str(file))
    store = open_store(str(file))
    with store.write("Save") as writer:
        writer.save(Zone(name="还在日志里"))  # not yet in the main file

    copy = bring_up_to_date(store.database, scripts_with_second(tmp_path))
    store.close()

    assert copy is not None
    assert copy.name.startswith(f"office.{head()}.")
    assert picture(str(copy)) != before
    again = open_store(str(copy))
    with again.read() as reader:
        assert [zone.name for zone in reader.all(Zone)] == ["还在日志里"]
    again.close()


def test_two_that_start_at_once_both_get_in(empty_location: str) -> None:
    failures: list[CrmError] = []
    start = threading.Barrier(3)

    def open_at_once() -> None:
        start.wait()
        try:
            open_store(empty_location).close()
        except CrmError as error:
            failures.append(error)

    threads = [threading.Thread(target=open_at_once) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert open_and_count(empty_location) == 0


def open_and_count(location: str) -> int:
    store = open_store(location)
    with store.read() as reader:
        count = reader.count(Zone)
    store.close()
    return count


def test_the_newest_revision_is_written_down_right() -> None:
    assert head() == NEWEST


def test_other_names_of_projects_become_aliases(empty_location: str, tmp_path: Path) -> None:
    older = tmp_path / "older"
    shutil.copytree(SCRIPTS, older, ignore=shutil.ignore_patterns("__pycache__", "000[4-9]*", "00[1-9]*"))
    database = database_at(empty_location)
    bring_up_to_date(database, older)
    with database.writing() as connection:
        columns = sa.inspect(connection).get_columns("project")
        needed = {
            column["name"]: "" for column in columns if not column["nullable"] and column["name"] != "id"
        }
        needed |= {
            "uid": "u",
            "version": 1,
            "is_on_hold": False,
            "stage": "lead",
            "aliases": '["一期", "砺桥"]',
        }
        names, places = ", ".join(needed), ", ".join(f":{name}" for name in needed)
        connection.execute(sa.text(f"INSERT INTO project ({names}) VALUES ({places})"), needed)
        connection.commit()
    bring_up_to_date(database)
    with database.reading() as connection:
        found = connection.execute(
            sa.text("SELECT target_kind, text, origin, kind FROM alias ORDER BY text")
        ).all()
    database.close()
    assert [tuple(row) for row in found] == [
        ("project", "一期", "officer", ""),
        ("project", "砺桥", "officer", ""),
    ]


def test_names_from_before_are_found_by_what_is_like_them(empty_location: str, tmp_path: Path) -> None:
    older = tmp_path / "older"
    shutil.copytree(SCRIPTS, older, ignore=shutil.ignore_patterns("__pycache__", "001[1-9]*"))
    database = database_at(empty_location)
    bring_up_to_date(database, older)
    with database.writing() as connection:
        for kind, values in (
            ("enterprise", {"id": 7, "name": "上海砺桥传动有限公司"}),
            ("alias", {"target_kind": "enterprise", "target_id": 7, "text": "桥动力"}),
        ):
            table = sa.Table(kind, sa.MetaData(), autoload_with=connection)
            row = {column.name: "" for column in table.columns if isinstance(column.type, sa.Text)}
            row |= {column.name: False for column in table.columns if isinstance(column.type, sa.Boolean)}
            connection.execute(sa.insert(table), row | {"version": 1, "uid": kind, "labels": "[]"} | values)
        connection.commit()

    bring_up_to_date(database)

    with database.reading() as connection:
        assert list(like(connection, "enterprise", "砺桥传动")) == [7]
        assert list(like(connection, "enterprise", "桥动力")) == [7]
    database.close()
