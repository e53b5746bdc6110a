"""A large office, always the same: what lists, pages and searches must be quick over.

Rows go straight into the tables and through the functions of the search index, not through the write gate:
this is about looking, and saving has a benchmark of its own.

python -m tests.benchmarks.big_office DATABASE [--many]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa

from crm.data import name_index, search_index, signatures
from crm.data.log import batched
from crm.data.opening import open_store
from crm.data.schema import changes, map_of, operations
from crm.data.store import Store
from crm.data.writer import Writer
from crm.domain.articles import Article, ArticleState, ArticleText, Mention, MentionState, ZoneIndustry
from crm.domain.checks import name_key
from crm.domain.directory import (
    Alias,
    Contact,
    Enterprise,
    EnterpriseIndustry,
    Grade,
    Industry,
    Segment,
    Tier,
    Zone,
    ZoneRelation,
)
from crm.domain.follow_ups import ContactWay, FollowUp, FollowUpSubject
from crm.domain.money import Money
from crm.domain.office import Office, Officer, Role
from crm.domain.projects import Claim, Project, StageEntry
from crm.domain.records import Record, kind_of
from crm.domain.stages import ENDS, WAY, position
from tests.benchmarks.articles import FILLING

TODAY = date(2026, 5, 18)
NOW = datetime(2026, 5, 18, 9, tzinfo=UTC)
YI = Decimal(10**8)
BATCH = 2000
OFFICES, OFFICERS, ZONES, CHAINS, NODES = 12, 40, 300, 15, 12
OURS = 5  # zones of the office itself, where its projects go

_CITIES = ["上海", "苏州", "无锡", "南通", "常州", "南京", "杭州", "宁波", "合肥", "深圳", "成都", "武汉"]
_TRADES = [
    "氢能",
    "光伏",
    "储能",
    "集成电路",
    "生物医药",
    "新材料",
    "电驱桥",
    "海工装备",
    "机器人",
    "传感器",
    "精密机械",
]
_FORMS = ["有限公司", "股份有限公司", "集团有限公司", "科技有限公司"]
_SYLLABLES = "凌川砺桥恒岳启航瑞丰晟远博泰嘉禾云帆天衡弘毅曜宸澜沐峥屿朔煜骁珩"
_SURNAMES, _GIVEN = "沈顾陆章韩贺邵季汤严阮柏", "明川砚秋岚宁远舟亦凡静文博雅思齐"
_POSTS = ["董事长", "总经理", "投资总监", "副总裁", "项目经理", "厂长"]
_LABELS = ["上市公司", "专精特新", "高新技术企业", "世界500强", "独角兽"]
_ACTS = ["签约", "落户", "开工", "竣工", "投产", "考察", "洽谈", "扩产"]
_WORKS = ["总部", "生产基地", "研发中心", "二期"]
_TALKS = (
    "来电询问用地指标和标准厂房，约定下周提供图纸",
    "拜访企业总部，介绍产业政策，对方关注蒸汽和用电价格",
    "企业来访考察两处地块，倾向北侧地块",
    "微信发送投资协议草案，等待法务意见",
    "会议讨论固定资产投资强度和税收承诺",
)


@dataclass(frozen=True, kw_only=True)
class Size:
    """How many of what grows with the years."""

    enterprises: int = 20_000
    open_projects: int = 5_000
    ended_projects: int = 1_500
    follow_ups: int = 200_000
    articles: int = 20_000


MANY = Size(articles=100_000)


def fill(store: Store, size: Size = Size(), told: Callable[[str], None] = lambda _kind: None) -> None:
    """Fills an empty database with the office, the same for the same size."""
    chance = random.Random(11)
    firms = list(_enterprises(chance, size.enterprises))
    projects = list(_projects(chance, size, firms))
    parts: tuple[Callable[[], Iterable[Record]], ...] = (
        _offices,
        lambda: _officers(chance),
        lambda: _zones(chance),
        lambda: _zone_profiles(chance),
        _industries,
        lambda: firms,
        lambda: _aliases(chance, firms),
        lambda: _nodes(chance, firms),
        lambda: _contacts(chance, firms),
        lambda: projects,
        lambda: _stage_entries(projects),
        lambda: _follow_ups(chance, size.follow_ups),
        lambda: _subjects(chance, size, projects),
        lambda: (article for article, _body in _articles(size.articles, firms)),
        lambda: _texts(size.articles, firms),
        lambda: _mentions(chance, size.articles, len(firms)),
        lambda: _claims(chance, projects, size.articles),
    )
    for part in parts:
        told(_insert(store, part()))
    _index(store, told)
    _signatures(store, size)
    told("signatures")
    _log(store, size, projects)
    with store.database.writing() as connection:  # as a server does by itself after a while
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    told("change log")


def fill_names(store: Store, count: int) -> None:
    """Fills an empty database with officers and enterprises alone, and the keys of their names."""
    chance = random.Random(11)
    firms = list(_enterprises(chance, count))
    for part in (_offices(), _officers(chance), firms):
        _insert(store, part)
    for start in range(0, count, BATCH):
        with store.database.writing() as connection:
            for place, firm in enumerate(firms[start : start + BATCH], start + 1):
                name_index.remember(connection, "enterprise", place, [firm.name, firm.short_name])
            connection.commit()
    with store.database.writing() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _insert(store: Store, records: Iterable[Record]) -> str:
    """Puts records of one kind into their table, numbered from 1; the kind."""
    kind, stored = "", 0
    for batch in batched(records, BATCH):
        mapped, kind = map_of(type(batch[0])), kind_of(type(batch[0]))
        rows = []
        for number, record in enumerate(batch, stored + 1):
            stamped = replace(record, uid=f"{kind}{number}", id=number, version=1, created_at=NOW)
            rows.append(mapped.to_row(replace(stamped, created_by=1, changed_at=NOW, changed_by=1)))
        stored += len(batch)
        with store.database.writing() as connection:
            connection.execute(sa.insert(mapped.table), rows)
            _count_on(connection, kind)
            connection.commit()
    return kind


def _count_on(connection: sa.Connection, kind: str) -> None:
    """The server goes on behind the ids that were given here; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        highest = f'(SELECT max(id) FROM "{kind}")'
        connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{kind}', 'id'), {highest})")


def _index(store: Store, told: Callable[[str], None]) -> None:
    for record_class in (Zone, Industry, Enterprise, Contact, Project, FollowUp, Article):
        kind = kind_of(record_class)
        table = map_of(record_class).table
        with store.read() as reader:
            ids = list(reader.connection.execute(sa.select(table.c.id).order_by(table.c.id)).scalars())
        for batch in batched(ids, BATCH):
            with store.database.writing() as connection:
                writer = Writer(connection, store.actor)
                records = writer.by_id(record_class, batch)
                made = {(kind, key): (None, record) for key, record in records.items()}
                search_index.refresh(writer, made)
                name_index.refresh(writer, made)
                connection.commit()
        told(f"index of {kind}")


def _signatures(store: Store, size: Size) -> None:
    """Every text is known to be like no other, so that no window looks for reprints while it is measured."""
    for batch in batched(range(1, size.articles + 1), BATCH):
        with store.database.writing() as connection:
            for text_id in batch:
                signatures.remember(connection, text_id, [text_id])
            connection.commit()


def _log(store: Store, size: Size, projects: Sequence[Project]) -> None:
    """One operation for each follow-up, as if each had been logged by itself."""
    subjects = _project_of(size, projects)
    for batch in batched(range(1, size.follow_ups + 1), BATCH):
        ops, made = [], []
        for number in batch:
            at = NOW - timedelta(minutes=2 * (size.follow_ups - number))
            uid = f"operation{number}"
            ops.append(
                {"id": number, "uid": uid, "step": uid, "session": "big", "label": "Log a follow-up"}
                | {"label_values": "{}", "officer_id": 1 + number % OFFICERS, "at": at, "undoes": None}
            )
            common = {"operation_id": number, "before": "{}"}
            created = common | {"act": "created", "after": "{}"}
            made += [
                created | {"kind": "follow_up", "record_id": number},
                created | {"kind": "follow_up_subject", "record_id": number},
                common
                | {"kind": "project", "record_id": subjects[number % len(subjects)], "act": "changed"}
                | {"after": f'{{"last_contact_on": "{at.date()}"}}'},
            ]
        with store.database.writing() as connection:
            connection.execute(sa.insert(operations), ops)
            connection.execute(sa.insert(changes), made)
            _count_on(connection, "operation")
            connection.commit()


# The records; a reference is the place of the record in its own list, counted from 1


def _offices() -> Iterator[Office]:
    for place in range(OFFICES):
        city = _CITIES[place]
        yield Office(name=f"驻{city}招商组", short_name=f"驻{city}", position=place)


def _officers(chance: random.Random) -> Iterator[Officer]:
    for place in range(OFFICERS):
        yield Officer(name=_person(chance), office_id=1 + place % OFFICES, role=Role.OFFICER)


def _zones(chance: random.Random) -> Iterator[Zone]:
    for place in range(ZONES):
        name = f"{chance.choice(_CITIES)}{_SYLLABLES[place % 30]}{_SYLLABLES[place // 30]}"
        relation = ZoneRelation.OURS if place < OURS else chance.choice(list(ZoneRelation)[1:])
        yield Zone(name=f"{name}经济开发区", short_name=f"{name}开发区", level="省级", relation=relation)


def _zone_profiles(chance: random.Random) -> Iterator[ZoneIndustry]:
    for zone_id in range(1, ZONES + 1):
        for tier in Tier:
            yield ZoneIndustry(zone_id=zone_id, tier=tier, name=chance.choice(_TRADES))


def _industries() -> Iterator[Industry]:
    for place in range(CHAINS):
        yield Industry(name=f"{_TRADES[place % len(_TRADES)]}{place or ''}产业链", position=place)
    for place in range(CHAINS * NODES):
        chain, segment = 1 + place // NODES, list(Segment)[place % 3]
        name = f"{_TRADES[chain % len(_TRADES)]}环节{place}"
        yield Industry(name=name, parent_id=chain, segment=segment, position=place % NODES)


def _enterprises(chance: random.Random, count: int) -> Iterator[Enterprise]:
    for number in range(count):
        core = "".join(chance.sample(_SYLLABLES, 3)) + chance.choice(_TRADES)
        city = chance.choice(_CITIES)
        name = f"{city}{core}{chance.choice(_FORMS)}"
        is_met = chance.random() < 0.4
        met_on = TODAY - timedelta(days=chance.randrange(5, 900))
        yield Enterprise(
            name=name,
            short_name=core,
            name_key=name_key(name),
            credit_code=f"9132{number:014d}",
            region=f"{city}市",
            labels=tuple(chance.sample(_LABELS, chance.randrange(3))),
            grade=chance.choice([None, *Grade]),
            owner_id=1 + chance.randrange(OFFICERS),
            parent_id=1 + chance.randrange(number) if number and chance.random() < 0.05 else None,
            first_contact_office_id=1 + chance.randrange(OFFICES) if is_met else None,
            first_contact_officer_id=1 + chance.randrange(OFFICERS) if is_met else None,
            first_contact_on=met_on if is_met else None,
            last_contact_on=met_on + timedelta(days=4) if is_met else None,
            is_tracked=chance.random() < 0.5,
        )


def _aliases(chance: random.Random, firms: Sequence[Enterprise]) -> Iterator[Alias]:
    for place, firm in enumerate(firms):
        if chance.random() < 0.5:
            text = f"{firm.short_name[:3]}{chance.choice('集控新')}"
            yield Alias(target_kind="enterprise", target_id=place + 1, text=text, origin="officer")


def _nodes(chance: random.Random, firms: Sequence[Enterprise]) -> Iterator[EnterpriseIndustry]:
    for place in range(len(firms)):
        node = 1 + CHAINS + chance.randrange(CHAINS * NODES)
        yield EnterpriseIndustry(enterprise_id=place + 1, industry_id=node)


def _contacts(chance: random.Random, firms: Sequence[Enterprise]) -> Iterator[Contact]:
    for place in range(len(firms)):
        for turn in range(chance.choice((1, 1, 2, 3))):
            yield Contact(
                name=_person(chance),
                title=chance.choice(_POSTS),
                enterprise_id=place + 1,
                phone=f"138{chance.randrange(10**8):08d}",
                is_main=turn == 0,
            )


def _projects(chance: random.Random, size: Size, firms: Sequence[Enterprise]) -> Iterator[Project]:
    for number in range(size.open_projects + size.ended_projects):
        firm_id = 1 + chance.randrange(len(firms))
        is_open = number < size.open_projects
        since = TODAY - timedelta(days=chance.randrange(200))
        total = Money(value=Decimal(chance.randint(2, 900)) * YI / 10)
        following = TODAY + timedelta(days=chance.randrange(-40, 90))
        yield Project(
            code=f"{since:%Y%m%d}{number % 1000:03d}",
            name=f"{firms[firm_id - 1].short_name}{chance.choice(_WORKS)}项目",
            enterprise_id=firm_id,
            stage=chance.choice(WAY) if is_open else chance.choice(ENDS),
            stage_since=since,
            is_on_hold=is_open and chance.random() < 0.05,
            zone_id=1 + chance.randrange(OURS),
            industry_id=1 + CHAINS + chance.randrange(CHAINS * NODES),
            build_content="建设生产线及配套设施",
            total_investment=total if chance.random() < 0.9 else None,
            phase1_investment=replace(total, value=total.value / 2) if chance.random() < 0.5 else None,
            land_mu=Decimal(chance.randint(10, 400)) if chance.random() < 0.5 else None,
            owner_id=1 + chance.randrange(OFFICERS),
            office_id=1 + chance.randrange(OFFICES),
            first_reported_on=since - timedelta(days=100),
            last_contact_on=TODAY - timedelta(days=chance.randrange(90)),
            next_follow_up_on=following if is_open and chance.random() < 0.8 else None,
            next_step="发送用地方案" if is_open else "",
            latest_progress=chance.choice(_TALKS),
        )


def _stage_entries(projects: Sequence[Project]) -> Iterator[StageEntry]:
    for place, project in enumerate(projects):
        way = [*WAY[: 1 + min(position(project.stage), 5)]]
        if project.stage not in way:
            way.append(project.stage)
        for steps_before, stage in enumerate(reversed(way)):
            on = (project.stage_since or TODAY) - timedelta(days=21 * steps_before)
            yield StageEntry(project_id=place + 1, stage=stage, entered_on=on)


def _follow_ups(chance: random.Random, count: int) -> Iterator[FollowUp]:
    for number in range(count):
        on = TODAY - timedelta(days=(count - 1 - number) * 1500 // count)
        text = f"{chance.choice(_TALKS)}（第{number}次）"
        way = chance.choice(list(ContactWay))
        officer = 1 + chance.randrange(OFFICERS)
        yield FollowUp(happened_on=on, way=way, officer_id=officer, with_whom=_person(chance), text=text)


def _project_of(size: Size, projects: Sequence[Project]) -> list[int]:
    """Ids of projects as follow-ups fall on them: some are talked about far more often."""
    chance = random.Random(5)
    return [1 + int(len(projects) * chance.random() ** 2) for _turn in range(min(size.follow_ups, 20_011))]


def _subjects(chance: random.Random, size: Size, projects: Sequence[Project]) -> Iterator[FollowUpSubject]:
    targets = _project_of(size, projects)
    for number in range(1, size.follow_ups + 1):
        project_id = targets[number % len(targets)]
        yield FollowUpSubject(follow_up_id=number, target_kind="project", target_id=project_id)
        if chance.random() < 0.3:
            firm_id = projects[project_id - 1].enterprise_id or 1
            yield FollowUpSubject(follow_up_id=number, target_kind="enterprise", target_id=firm_id)


def _articles(count: int, firms: Sequence[Enterprise]) -> Iterator[tuple[Article, str]]:
    chance = random.Random(3)
    for number in range(count):
        firm, city, act = chance.choice(firms), chance.choice(_CITIES), chance.choice(_ACTS)
        title = f"{firm.short_name}项目在{city}{act}，总投资{chance.randint(1, 99)}亿元"
        waits = chance.random() < 0.1
        article = Article(
            title=title,
            source=f"{city}发布",
            published_on=TODAY - timedelta(days=chance.randrange(1500)),
            text_hash=f"{number:x}",
            reprint_of_id=chance.randrange(1, number) if number > 9 and chance.random() < 0.05 else None,
            state=ArticleState.INBOX if waits else ArticleState.REVIEWED,
            enterprise_hits=2,
        )
        yield article, _body(chance, f"{firm.name}{title}。", firms)


def _body(chance: random.Random, first: str, firms: Sequence[Enterprise]) -> str:
    sentences = [first]
    while sum(map(len, sentences)) < 1500:
        place, trade = chance.choice(_CITIES), chance.choice(_TRADES)
        named = f"{chance.choice(firms).short_name}等企业参加。" if chance.random() < 0.1 else ""
        sentences.append(f"{place}{trade}方面，{chance.choice(FILLING)}。{named}")
    return "\n".join(sentences)


def _texts(count: int, firms: Sequence[Enterprise]) -> Iterator[ArticleText]:
    for place, (_article, body) in enumerate(_articles(count, firms)):
        yield ArticleText(article_id=place + 1, body=body)


def _mentions(chance: random.Random, articles: int, firms: int) -> Iterator[Mention]:
    highest = {"enterprise": firms, "zone": ZONES, "industry": CHAINS * NODES}
    for article_id in range(1, articles + 1):
        for kind, last in highest.items():
            for _turn in range(1 + (kind == "enterprise")):
                state = MentionState.CONFIRMED if chance.random() < 0.8 else MentionState.SUGGESTED
                target = 1 + int(last * chance.random() ** 2)
                yield Mention(article_id=article_id, target_kind=kind, target_id=target, state=state)


def _claims(chance: random.Random, projects: Sequence[Project], articles: int) -> Iterator[Claim]:
    for place, project in enumerate(projects):
        for turn in range(chance.choice((1, 1, 2, 3)) if articles else 0):
            yield Claim(
                project_id=place + 1,
                field_name="total_investment",
                amount=project.total_investment,
                told_on=project.stage_since,
                article_id=1 + chance.randrange(articles),
                quote="总投资如上",
                is_adopted=turn == 0,
            )


def _person(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, 2))


if __name__ == "__main__":
    opened = open_store(sys.argv[1])
    fill(opened, MANY if "--many" in sys.argv else Size(), told=print)
    opened.close()
