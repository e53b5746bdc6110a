"""Sources polled: what comes in, what never comes twice, what is refused; on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest
import sqlalchemy as sa

from crm.app import Crm
from crm.domain.articles import Article, ArticleState
from crm.domain.codec import to_plain
from crm.domain.errors import Busy, Cancelled, CrmError, Refused, Unreadable, ValidationError
from crm.domain.sources import CaptureRule, PollResult, RuleAct, RuleField, Source, SourceKind, SourceRow
from crm.services.rules import Applied, Rules
from crm.services.sources import Sources
from crm.services.steps.intake_desk import IntakeDesk
from crm.services.steps.reading_child import ReadingChild
from tests.crm import TODAY
from tests.websites import HOST, Page, Site, article, list_page, rss, website

NAMES = ("曜衡储能电芯项目签约", "澄屿海缆二期项目开工", "凌川氢能制氢站项目投产")


@dataclass
class Clock:
    """A time that moves when it is told to."""

    at: datetime = datetime(2026, 5, 18, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_time(self, **amount: float) -> None:
        self.at += timedelta(**amount)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rules(crm: Crm, clock: Clock) -> Rules:
    return Rules(crm.store, crm.intakes, now=clock)


@pytest.fixture
def site() -> Iterator[Site]:
    with website() as made:
        for number, name in enumerate(NAMES, start=1):
            made.put(f"/xw/202605/t{number}.html", article(name))
        yield made


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def sources(crm: Crm, clock: Clock, pauses: list[float]) -> Sources:
    return Sources(crm.store, crm.intakes, allowed_hosts=frozenset({HOST}), sleep=pauses.append, now=clock)


def paths(*numbers: int) -> list[tuple[str, str]]:
    return [(f"/xw/202605/t{number}.html", NAMES[number - 1]) for number in numbers]


def feed_of(sources: Sources, site: Site, *numbers: int, path: str = "/rss.xml") -> Source:
    site.put(path, rss(*((site.url(place), name) for place, name in paths(*numbers))))
    return sources.save(Source(kind=SourceKind.FEED, name="海晟要闻", place=site.url(path)))


def list_of(sources: Sources, site: Site, *numbers: int) -> Source:
    site.put("/xw/", list_page(*paths(*numbers)))
    page = sources.page(site.url("/xw/"), TODAY)
    chosen = next(link for link in page.links if link.text == NAMES[numbers[0] - 1])
    recipe = json.dumps(to_plain(sources.learn(page, chosen.place, TODAY).recipe))
    return sources.save(Source(kind=SourceKind.LIST_PAGE, name="开发区要闻", place=page.url, recipe=recipe))


def poll(sources: Sources, source: Source, **how: bool) -> PollResult:
    return sources.poll(source.key, TODAY, **how)


def inbox(crm: Crm) -> list[Article]:
    with crm.store.read() as reader:
        return reader.all(Article)


def row_of(sources: Sources, source: Source) -> SourceRow:
    return next(row for row in sources.items() if row.source.key == source.key)


# What comes in


def test_a_feed_brings_its_pages_into_the_inbox_and_names_itself(
    crm: Crm, sources: Sources, site: Site
) -> None:
    result = poll(sources, feed_of(sources, site, 1, 2))
    assert (result.found, result.taken, result.error) == (2, 2, "")
    made = inbox(crm)
    assert {entry.title for entry in made} == set(NAMES[:2])
    assert {(entry.via, entry.state, entry.source) for entry in made} == {
        ("海晟要闻", ArticleState.INBOX, "海晟日报")
    }


def test_a_list_page_brings_what_the_recipe_finds(crm: Crm, sources: Sources, site: Site) -> None:
    source = list_of(sources, site, 1, 2)
    assert poll(sources, source).taken == 2
    site.put("/xw/", list_page(*paths(3, 1, 2)))
    assert [intake.title for intake in poll(sources, source).intakes] == [NAMES[2]]


def test_nothing_comes_twice(crm: Crm, sources: Sources, site: Site) -> None:
    feed, page = feed_of(sources, site, 1, 2), list_of(sources, site, 1, 2)
    poll(sources, feed)
    assert poll(sources, feed).found == 0
    assert [intake.outcome for intake in poll(sources, page).intakes] == ["duplicate", "duplicate"]
    assert len(inbox(crm)) == 2


def test_an_entry_whose_title_was_changed_is_no_other_one(crm: Crm, sources: Sources, site: Site) -> None:
    source = feed_of(sources, site, 1)
    poll(sources, source)
    site.put("/rss.xml", rss((site.url("/xw/202605/t1.html"), "更正：" + NAMES[0])))
    assert poll(sources, source).found == 0


def test_an_entry_brings_its_own_text_where_its_page_is_refused(
    crm: Crm, sources: Sources, site: Site
) -> None:
    own = article(NAMES[0]).partition("<div>")[2].partition("</div>")[0]
    told = f"<title>{NAMES[0]}</title><link>{site.url('/gone')}</link>"
    entry = f"<item>{told}<description><![CDATA[{own}]]></description></item>"
    site.put("/rss.xml", f"<rss version='2.0'><channel><title>x</title>{entry}</channel></rss>")
    source = sources.save(Source(kind=SourceKind.FEED, name="海晟要闻", place=site.url("/rss.xml")))
    assert poll(sources, source).taken == 1
    assert [(made.title, made.source) for made in inbox(crm)] == [(NAMES[0], "海晟要闻")]


def test_a_poll_is_undone_as_one_and_its_articles_stay_away(crm: Crm, sources: Sources, site: Site) -> None:
    source = feed_of(sources, site, 1, 2)
    poll(sources, source)
    assert len(inbox(crm)) == 2
    crm.history.undo()
    assert inbox(crm) == []
    assert poll(sources, source).found == 0


def test_a_poll_in_the_background_does_not_stand_before_the_officers_own_step(
    crm: Crm, sources: Sources, site: Site
) -> None:
    source = feed_of(sources, site, 1)
    crm.articles.add_text(f"{NAMES[2]}。" * 20, TODAY)
    poll(sources, source, in_background=True)
    crm.history.undo()
    assert [made.title for made in inbox(crm)] == [NAMES[0]]
    crm.history.take_back(next(entry.step for entry in crm.history.newest() if NAMES[0] in entry.label))
    assert inbox(crm) == []


def test_a_stopped_poll_goes_on_where_it_was_stopped(crm: Crm, sources: Sources, site: Site) -> None:
    source = feed_of(sources, site, 1, 2, 3)

    def stop_after_one(done: int, _total: int) -> None:
        if done == 1:
            raise Cancelled("stopped")

    assert sources.poll(source.key, TODAY, stop_after_one).taken == 1
    assert row_of(sources, source).health.error == ""
    assert poll(sources, source).taken == 2


# Politeness


def test_a_page_is_asked_whether_it_has_changed(sources: Sources, site: Site) -> None:
    source = feed_of(sources, site, 1)
    site.pages["/rss.xml"].etag = '"7"'
    poll(sources, source)
    assert poll(sources, source).error == ""
    assert site.asked[-1][1]["If-None-Match"] == '"7"'
    assert site.asked[-1][1]["User-Agent"].startswith("InvestLead/")


def test_requests_to_one_host_have_pauses_between_them(
    sources: Sources, site: Site, pauses: list[float]
) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7\n")
    poll(sources, feed_of(sources, site, 1, 2))
    assert len(site.asked) == 4
    assert pauses == [7.0, 7.0, 7.0]


def test_robots_txt_keeps_us_out(crm: Crm, sources: Sources, site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /xw/\n")
    source = feed_of(sources, site, 1)
    result = poll(sources, source)
    assert "robots.txt" in result.intakes[0].reason
    assert site.paths() == ["/rss.xml"]
    assert inbox(crm) == []
    assert "robots.txt" in row_of(sources, source).health.error


def test_robots_txt_that_is_out_of_order_keeps_us_out_for_now(sources: Sources, site: Site) -> None:
    source = feed_of(sources, site, 1)
    site.pages["/robots.txt"] = Page(status=503)
    assert "503" in poll(sources, source).error
    assert site.paths() == []


def test_a_source_that_fails_is_asked_less_and_less_often(sources: Sources, site: Site, clock: Clock) -> None:
    source = feed_of(sources, site, 1)
    del site.pages["/rss.xml"]
    waits = []
    for _round in range(3):
        assert "404" in poll(sources, source).error
        due_at = row_of(sources, source).health.due_at
        assert due_at is not None
        waits.append((due_at - clock.at) / timedelta(minutes=60))
        assert sources.due() == []
    assert [1.8 <= waits[0] <= 2.2, 3.6 <= waits[1] <= 4.4, 7.2 <= waits[2] <= 8.8] == [True] * 3
    clock.pass_time(hours=9)
    assert sources.due() == [source.key]


def test_health_tells_what_a_source_brought_this_week(sources: Sources, site: Site, clock: Clock) -> None:
    source = feed_of(sources, site, 1, 2)
    site.pages["/xw/202605/t2.html"].status = 500
    poll(sources, source)
    health = row_of(sources, source).health
    assert (health.found_week, health.taken_week, health.succeeded_at) == (2, 1, clock.at)
    clock.pass_time(days=8)
    assert row_of(sources, source).health.found_week == 0


def test_a_recipe_that_finds_nothing_twice_is_told(sources: Sources, site: Site) -> None:
    source = list_of(sources, site, 1, 2)
    site.put("/xw/", list_page(*paths(1, 2), name="quite-another"))
    assert poll(sources, source).error == ""
    assert "layout" in poll(sources, source).error
    assert "layout" in row_of(sources, source).health.error


def test_another_recipe_starts_afresh(sources: Sources, site: Site) -> None:
    source = list_of(sources, site, 1, 2)
    site.put("/xw/", list_page(*paths(1, 2), name="other"))
    poll(sources, source)
    poll(sources, source)
    page = sources.page(source.place, TODAY)
    learned = sources.learn(page, 1, TODAY)
    sources.save(replace(source, recipe=json.dumps(to_plain(learned.recipe))))
    health = row_of(sources, source).health
    assert (health.error, health.due_at) == ("", None)
    assert poll(sources, source).taken == 2


# Who may, when and where


def test_nothing_is_fetched_while_the_network_is_switched_off(sources: Sources, site: Site) -> None:
    source = feed_of(sources, site, 1)
    sources.may_fetch = False
    assert sources.due() == []
    for ask in (lambda: poll(sources, source), lambda: sources.feed(source.place)):
        with pytest.raises(Refused):
            ask()
    assert site.asked == []


def test_a_paused_source_is_not_due(sources: Sources, site: Site) -> None:
    source = feed_of(sources, site, 1)
    assert sources.due() == [source.key]
    sources.pause(source.key)
    assert sources.due() == []
    sources.pause(source.key, False)
    assert sources.due() == [source.key]


def test_only_one_program_polls_a_source_at_a_time(
    crm: Crm, sources: Sources, site: Site, clock: Clock
) -> None:
    source = feed_of(sources, site, 1, 2)
    other = Sources(crm.store, crm.intakes, allowed_hosts=frozenset({HOST}), sleep=lambda _s: None, now=clock)
    refused: list[CrmError] = []

    def meanwhile(_done: int, _total: int) -> None:
        with pytest.raises(Busy) as caught:
            other.poll(source.key, TODAY)
        refused.append(caught.value)
        assert other.due() == []

    sources.poll(source.key, TODAY, meanwhile)
    assert len(refused) == 3
    assert other.poll(source.key, TODAY).error == ""


def test_a_claim_of_a_program_that_died_runs_out(
    crm: Crm, sources: Sources, site: Site, clock: Clock
) -> None:
    source = feed_of(sources, site, 1)

    def die(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sources.poll(source.key, TODAY, die)
    clock.pass_time(minutes=11)
    assert poll(sources, source).taken == 1


def test_a_source_without_place_or_recipe_or_asked_too_often_is_refused(sources: Sources) -> None:
    with pytest.raises(ValidationError) as caught:
        sources.save(Source(kind=SourceKind.LIST_PAGE, name="", place="ftp://x", interval_min=5))
    assert {fault.field for fault in caught.value.faults} == {"name", "place", "recipe", "interval_min"}


def test_a_removed_source_comes_back_with_undo(crm: Crm, sources: Sources, site: Site) -> None:
    source = feed_of(sources, site, 1)
    poll(sources, source)
    sources.remove(source.key)
    assert sources.items() == []
    assert len(inbox(crm)) == 1
    crm.history.undo()
    assert poll(sources, source).found == 0


# What is refused


def test_redirects_into_the_own_network_are_refused(crm: Crm, sources: Sources, site: Site) -> None:
    for number, target in enumerate(
        (f"http://localhost:{site.port}/xw/202605/t2.html", "http://10.0.0.8/"), 1
    ):
        site.pages[f"/xw/202605/t{number}.html"] = Page(status=302, headers={"Location": target})
    result = poll(sources, feed_of(sources, site, 1, 2))
    assert [intake.outcome for intake in result.intakes] == ["failed", "failed"]
    assert site.paths() == ["/rss.xml", "/xw/202605/t2.html", "/xw/202605/t1.html"]  # once each, from here
    assert inbox(crm) == []


def test_addresses_of_the_own_network_are_refused_without_leave(crm: Crm, site: Site) -> None:
    source = crm.sources.save(Source(kind=SourceKind.FEED, name="内网", place=site.url("/rss.xml")))
    assert crm.sources.poll(source.key, TODAY).error
    assert site.asked == []


@pytest.mark.parametrize("link", ["file:///etc/hostname", "javascript:alert(1)", "/etc/hostname", "data:,x"])
def test_entries_that_lead_to_files_bring_nothing(crm: Crm, sources: Sources, site: Site, link: str) -> None:
    site.put("/rss.xml", rss((link, NAMES[0])))
    source = sources.save(Source(kind=SourceKind.FEED, name="海晟要闻", place=site.url("/rss.xml")))
    poll(sources, source)
    assert inbox(crm) == []


def test_a_feed_cannot_read_files_of_this_machine(sources: Sources, site: Site, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("保密数字四七一一")
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    site.put("/rss.xml", rss((site.url("/a"), "标题&x;"), before=doctype))
    assert "四七一一" not in str(sources.feed(site.url("/rss.xml")))
    secret_feed = tmp_path / "own.xml"
    secret_feed.write_text(rss((site.url("/a"), NAMES[0])))
    site.put("/path.xml", str(secret_feed))
    with pytest.raises(Unreadable):
        sources.feed(site.url("/path.xml"))


def test_a_feed_that_swells_is_bounded(sources: Sources, site: Site) -> None:
    names = "abcdef"
    entities = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    doctype = f'<!DOCTYPE rss [<!ENTITY a "{"海" * 9000}">{entities}]>'
    site.put("/bomb.xml", rss((site.url("/a"), "&f;"), before=doctype))
    assert len(str(_feed_or_none(sources, site.url("/bomb.xml")))) < 100_000


def test_a_feed_without_end_gives_its_first_entries(sources: Sources, site: Site) -> None:
    site.put("/long.xml", rss(*((site.url(f"/{n}"), f"第{n}条要闻") for n in range(5000))))
    assert len(sources.feed(site.url("/long.xml")).entries) == 300


def _feed_or_none(sources: Sources, address: str) -> object:
    try:
        return sources.feed(address)
    except Unreadable:
        return None


def test_a_page_that_is_no_feed_is_told(sources: Sources, site: Site) -> None:
    site.put("/page", article(NAMES[0]))
    with pytest.raises(Unreadable, match="no feed"):
        sources.feed(site.url("/page"))


# Folders


def watched(sources: Sources, folder: Path, **values: object) -> Source:
    folder.mkdir(exist_ok=True)
    return sources.save(
        Source(kind=SourceKind.FOLDER, name="扫描件", place=str(folder), interval_min=5, **values)  # type: ignore[arg-type]
    )


def test_a_file_is_taken_when_it_has_not_changed_between_two_looks(
    crm: Crm, sources: Sources, tmp_path: Path, clock: Clock
) -> None:
    source = watched(sources, tmp_path / "in")
    file = tmp_path / "in" / "储能.html"
    file.write_text(article(NAMES[0])[:200])
    assert poll(sources, source).found == 0
    file.write_text(article(NAMES[0]))
    assert poll(sources, source).found == 0
    due_at = row_of(sources, source).health.due_at
    assert due_at is not None
    assert due_at <= clock.at + timedelta(minutes=1)
    assert poll(sources, source).taken == 1
    assert poll(sources, source).found == 0
    assert file.read_text() == article(NAMES[0])
    assert [made.via for made in inbox(crm)] == ["扫描件"]


def test_folders_inside_are_looked_into_only_on_request(sources: Sources, tmp_path: Path) -> None:
    source = watched(sources, tmp_path / "in")
    (tmp_path / "in" / "五月").mkdir()
    (tmp_path / "in" / "五月" / "a.html").write_text(article(NAMES[0]))
    (tmp_path / "in" / "表.xlsx").write_bytes(b"PK")
    (tmp_path / "in" / "~$a.docx").write_bytes(b"lock")
    for _look in range(2):
        result = poll(sources, source)
    assert result.found == 0
    deep = sources.save(replace(source, with_subfolders=True))
    for _look in range(2):
        result = poll(sources, deep)
    assert result.taken == 1


def test_a_folder_that_is_gone_is_told(sources: Sources, tmp_path: Path) -> None:
    source = watched(sources, tmp_path / "in")
    (tmp_path / "in").rmdir()
    assert str(tmp_path) in poll(sources, source).error


def test_a_folder_of_another_computer_is_left_to_it(sources: Sources, tmp_path: Path) -> None:
    source = watched(sources, tmp_path / "in", machine="另一台电脑")
    assert sources.due() == []
    with pytest.raises(Refused, match="另一台电脑"):
        poll(sources, source)


# Rules


def test_a_blocked_article_lies_in_the_bin_and_can_be_taken_back(
    crm: Crm, sources: Sources, rules: Rules, site: Site
) -> None:
    crm.rules.save(CaptureRule(act=RuleAct.LABEL, pattern="项目*签约", label="签约"))
    crm.rules.save(CaptureRule(act=RuleAct.KEEP, pattern="氢能"))
    crm.rules.save(CaptureRule(act=RuleAct.BLOCK, pattern="开工|投产"))
    source = feed_of(sources, site, 1, 2, 3)
    outcomes = {intake.title: intake.outcome for intake in poll(sources, source).intakes}
    assert outcomes == {NAMES[0]: "added", NAMES[1]: "dropped", NAMES[2]: "added"}
    assert {made.title: made.labels for made in inbox(crm)} == {NAMES[0]: ("签约",), NAMES[2]: ()}
    (item,) = rules.dropped()
    assert (item.title, item.source, item.rule) == (NAMES[1], "海晟要闻", "开工|投产")
    rules.empty_bin()
    assert [intake.outcome for intake in rules.take_back([item.id], TODAY)] == ["added"]
    assert rules.dropped() == []
    assert poll(sources, source).found == 0


def test_the_bin_lets_go_after_thirty_days_but_remembers(
    crm: Crm, sources: Sources, rules: Rules, site: Site, clock: Clock
) -> None:
    rules.save(CaptureRule(pattern="签约"))
    source = feed_of(sources, site, 1)
    poll(sources, source)
    (item,) = rules.dropped()
    clock.pass_time(days=31)
    rules.empty_bin()
    with crm.store.read() as reader:
        assert reader.connection.execute(sa.text("SELECT count(*) FROM blob")).scalar() == 0
    assert rules.take_back([item.id], TODAY) == []
    assert poll(sources, source).found == 0


def test_a_preview_tells_what_rules_would_do(crm: Crm, sources: Sources, site: Site) -> None:
    poll(sources, feed_of(sources, site, 1, 2, 3))
    preview = crm.rules.preview(CaptureRule(pattern="项目*开工"))
    assert (preview.kept, preview.dropped, preview.examples) == (2, 1, (NAMES[1],))
    by_day = CaptureRule(field=RuleField.DATE, pattern="<2026-05-13")
    assert crm.rules.preview(by_day).dropped == 3


def test_a_preview_counts_what_each_rule_fits(crm: Crm, sources: Sources, site: Site) -> None:
    poll(sources, feed_of(sources, site, 1, 2, 3))
    both = [crm.rules.save(CaptureRule(pattern=pattern)) for pattern in ("开工", "项目")]
    assert [crm.rules.preview().hits[rule.key] for rule in both] == [1, 3]


def test_rules_are_applied_to_what_waits_in_the_inbox_as_one_step(
    crm: Crm, sources: Sources, site: Site
) -> None:
    poll(sources, feed_of(sources, site, 1, 2, 3))
    before = {made.title: made for made in inbox(crm)}
    crm.articles.set_state([before[NAMES[2]].key], ArticleState.LATER)
    crm.rules.save(CaptureRule(act=RuleAct.LABEL, pattern="项目*签约", label="签约"))
    crm.rules.save(CaptureRule(pattern="开工|投产"))
    assert crm.rules.apply() == Applied(looked_at=2, dropped=1, labelled=1)
    after = {made.title: made for made in inbox(crm)}
    assert after[NAMES[0]].labels == ("签约",)
    assert after[NAMES[1]].state is ArticleState.IRRELEVANT
    assert "开工|投产" in after[NAMES[1]].reason
    assert after[NAMES[2]].state is ArticleState.LATER  # somebody has looked at it
    assert crm.rules.apply() == Applied(looked_at=1)
    crm.history.undo()
    assert {made.title: (made.state, made.labels) for made in inbox(crm)} == {
        NAMES[0]: (ArticleState.INBOX, ()),
        NAMES[1]: (ArticleState.INBOX, ()),
        NAMES[2]: (ArticleState.LATER, ()),
    }


def test_what_is_decided_while_rules_are_asked_stays_decided(crm: Crm, sources: Sources, site: Site) -> None:
    poll(sources, feed_of(sources, site, 1, 2))
    (decided, _waiting) = inbox(crm)
    crm.rules.save(CaptureRule(pattern=".*(签约|开工)", is_regex=True))  # asked in the child

    class Desk:
        """The office's desk, beside which somebody decides before the child answers."""

        @property
        def child(self) -> ReadingChild:
            crm.articles.set_state([decided.key], ArticleState.REVIEWED)
            return crm.intakes.child

    assert Rules(crm.store, cast(IntakeDesk, Desk())).apply() == Applied(looked_at=2, dropped=1)
    assert [made.state for made in inbox(crm)] == [ArticleState.REVIEWED, ArticleState.IRRELEVANT]


@pytest.mark.parametrize("pattern", ["(", "*|", "", "[z-a]", "a{99999999999}"])
def test_a_pattern_that_cannot_be_read_is_refused_at_its_field(crm: Crm, pattern: str) -> None:
    with pytest.raises(ValidationError) as caught:
        crm.rules.save(CaptureRule(pattern=pattern, is_regex=True))
    assert caught.value.faults[0].field == "pattern"


def test_an_expression_without_end_drops_nothing_and_hangs_nothing(
    crm: Crm, sources: Sources, site: Site
) -> None:
    crm.rules.save(CaptureRule(field=RuleField.BODY, pattern=r"(.*,)*(.*,)*(.*,)*!\Z", is_regex=True))
    site.put("/xw/202605/t1.html", article(NAMES[0], f"{NAMES[0]}。" + "a," * 3000))
    assert poll(sources, feed_of(sources, site, 1)).taken == 1
