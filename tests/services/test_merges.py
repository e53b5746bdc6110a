"""Merging records and parting them again."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crm.app import Crm
from crm.data.schema import metadata
from crm.domain.articles import Article, Mention, MentionState, WatchList, WatchListEntry, ZoneIndustry
from crm.domain.conditions import Condition, Group, Operator, Tree
from crm.domain.directory import Alias, Contact, Enterprise, EnterpriseIndustry, Zone
from crm.domain.errors import Conflict, NotFound, Refused, ValidationError
from crm.domain.follow_ups import FollowUp
from crm.domain.merges import MERGEABLE, MergeRequest
from crm.domain.office import Role
from crm.domain.permissions import Actor
from crm.domain.project_names import ProjectLink, Relation
from crm.domain.projects import Claim, Project, StageEntry
from crm.domain.records import Record, Ref, record_kinds, references_to
from crm.domain.rows import ProjectFilter
from crm.domain.stages import Stage
from crm.services.steps.merging import SAME
from tests.crm import TODAY, SampleOffice, add_project, days_ago, yi

CODES = ("91310117MA1J3YHC8T", "91320623MA1X0AAB6G")


def firm_named(crm: Crm, name: str, **values: Any) -> Enterprise:
    return crm.directory.save_enterprise(Enterprise(name=name, **values))


@pytest.fixture
def other(crm: Crm, office: SampleOffice) -> Enterprise:
    """The sample firm once more, under another name and with things of its own."""
    made = firm_named(crm, "上海曜衡储能系统公司", region="上海市", website="yaoheng.example")
    add_project(crm, "储能系统集成", enterprise_id=made.key)
    crm.directory.save_contact(Contact(name="陆工", enterprise_id=made.key))
    return made


def ask(crm: Crm, kept: Record, gone: Record, **values: Any) -> MergeRequest:
    kind = "project" if isinstance(kept, Project) else "zone" if isinstance(kept, Zone) else "enterprise"
    return MergeRequest(kind=kind, ids=(kept.key, gone.key), survivor_id=kept.key, **values)


def ref(firm: Enterprise) -> Ref:
    return Ref(kind="enterprise", id=firm.key)


def content(crm: Crm, *, but: frozenset[str] = frozenset({"version"})) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the log and the search index's own numbers."""
    found = {}
    with crm.store.read() as reader:
        for table in metadata.sorted_tables:
            if table.name in ("operation", "change"):
                continue
            own = {"id"} if table.name == "search_entry" else set()
            columns = [column for column in table.columns if column.name not in but | own]
            rows = reader.connection.execute(sa.select(*columns)).all()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def saved(crm: Crm, *records: Record) -> None:
    with crm.store.write("Add") as writer:
        writer.save_all(records)


def test_everything_that_can_refer_to_a_mergeable_record_is_covered() -> None:
    referring = {reference.record for kind in MERGEABLE for reference in references_to(kind)}
    assert referring == set(SAME)


def test_every_field_that_holds_an_id_says_of_what() -> None:
    unsaid = [
        f"{kind}.{entry.name}"
        for kind, record in record_kinds().items()
        for entry in fields(record)
        if entry.name.endswith("_id") and not {"refers", "points"} & set(entry.metadata)
    ]
    assert unsaid == ["alias.article_id", "merged.old_id"]  # articles are not merged; an id of the past


def test_the_references_are_those_of_the_schema() -> None:
    for kind in MERGEABLE:
        keyed = {
            (table.name, column.name)
            for table in metadata.sorted_tables
            for column in table.columns
            if any(key.column.table.name == kind for key in column.foreign_keys)
        }
        told = {(one.record, one.field) for one in references_to(kind) if not one.kind_field}
        names = {record: name for name, record in record_kinds().items()}
        assert {(names[record], field) for record, field in told} == keyed


def test_what_belonged_to_both_belongs_to_the_one_that_stays(
    crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    plan = crm.merges.run(ask(crm, office.firm, other))

    page = crm.directory.enterprise_page(office.firm.key, TODAY)
    assert [project.name for project in page.projects] == ["储能系统集成"]
    assert {contact.name for contact in page.contacts} == {"周岚", "陆工"}
    counts = {count.kind: (count.before, count.after) for count in plan.counts}
    assert counts == {"project": ((0, 1), 1), "contact": ((1, 1), 2)}


def test_plan_tells_what_run_does_and_changes_nothing(
    crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    request = ask(crm, office.firm, other)
    before = content(crm, but=frozenset())
    planned = crm.merges.plan(request)
    assert content(crm, but=frozenset()) == before

    assert crm.merges.run(request) == planned


def test_old_id_leads_to_the_record_that_stayed(crm: Crm, office: SampleOffice, other: Enterprise) -> None:
    third = firm_named(crm, "曜衡能源集团")
    crm.merges.run(ask(crm, office.firm, other))
    crm.merges.run(ask(crm, third, crm.directory.enterprise(office.firm.key)))

    assert crm.directory.enterprise(other.key).key == third.key
    assert crm.directory.enterprise_page(other.key, TODAY).enterprise.key == third.key


def test_what_is_saved_with_an_old_id_belongs_to_the_record_that_stayed(
    crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    crm.merges.run(ask(crm, office.firm, other))

    person = crm.directory.save_contact(Contact(name="韩工", enterprise_id=other.key))
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="来电"), [ref(other)])

    assert person.enterprise_id == office.firm.key
    logged = crm.follow_ups.items(crm.follow_ups.of_record(ref(office.firm)))
    assert [row.text for row in logged] == ["来电"]


def test_names_that_go_become_other_names_unless_unwanted(
    crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    assert crm.merges.plan(ask(crm, office.firm, other, keeps_names=False)).aliases == ()

    crm.merges.run(ask(crm, office.firm, other))

    assert crm.directory.aliases(ref(office.firm)) == (other.name,)
    assert [hit.id for hit in crm.directory.search("储能系统公司", ["enterprise"])] == [office.firm.key]


def test_empty_fields_are_filled_and_the_choice_decides_the_rest(
    crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    request = ask(crm, office.firm, other, picks={"region": other.key})
    rows = {row.key: row for row in crm.merges.plan(request).rows}
    assert rows["website"].is_filled
    assert rows["website"].texts == ("", "yaoheng.example")

    crm.merges.run(request)

    firm = crm.directory.enterprise(office.firm.key)
    assert (firm.website, firm.region, firm.name) == ("yaoheng.example", "上海市", office.firm.name)


def test_labels_of_both_are_kept_unless_left_out(crm: Crm, office: SampleOffice) -> None:
    one = firm_named(crm, "澄屿海缆有限公司", labels=("专精特新", "高企"))
    two = firm_named(crm, "澄屿海缆股份公司", labels=("高企", "瞪羚"))
    three = firm_named(crm, "澄屿电缆", labels=("独角兽",))

    ids = (one.key, two.key, three.key)
    request = MergeRequest(kind="enterprise", ids=ids, survivor_id=one.key)
    crm.merges.run(replace(request, left_out=frozenset({("labels", three.key)})))

    assert crm.directory.enterprise(one.key).labels == ("专精特新", "高企", "瞪羚")


def test_earliest_first_contact_and_latest_contact_stay(
    crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    crm.follow_ups.log(FollowUp(happened_on=days_ago(3), text="来访"), [ref(office.firm)])
    crm.follow_ups.log(
        FollowUp(happened_on=days_ago(70), text="电话", officer_id=office.colleague.key), [ref(other)]
    )

    crm.merges.run(ask(crm, office.firm, other))

    firm = crm.directory.enterprise(office.firm.key)
    assert (firm.first_contact_on, firm.first_contact_officer_id) == (days_ago(70), office.colleague.key)
    assert firm.last_contact_on == days_ago(3)


def test_links_that_say_the_same_become_one_and_are_counted(
    crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    for firm in (office.firm, other):
        crm.follow_ups.log(FollowUp(happened_on=days_ago(2), text="谈用地"), [ref(firm)])
        crm.directory.set_nodes(firm.key, [office.node.key])
    with crm.store.write("Add") as writer:
        article = writer.save(Article(title="曜衡储能签约"))
        names = writer.save(WatchList(name="链主"))
        for firm, state in ((office.firm, MentionState.REJECTED), (other, MentionState.CONFIRMED)):
            writer.save(
                Mention(
                    article_id=article.key,
                    target_kind="enterprise",
                    target_id=firm.key,
                    start=0,
                    end=4,
                    state=state,
                )
            )
            writer.save(WatchListEntry(watch_list_id=names.key, target_kind="enterprise", target_id=firm.key))
            writer.save(Alias(target_kind="enterprise", target_id=firm.key, text="曜衡"))

    plan = crm.merges.run(ask(crm, office.firm, other))

    same = {count.kind: count.same for count in plan.counts if count.same}
    assert same == {
        "follow_up_subject": 1,
        "enterprise_industry": 1,
        "mention": 1,
        "watch_list_entry": 1,
        "alias": 1,
    }
    with crm.store.read() as reader:
        assert [mention.state for mention in reader.all(Mention)] == [MentionState.CONFIRMED]
        assert (reader.count(FollowUp), reader.count(EnterpriseIndustry)) == (1, 1)


@pytest.mark.parametrize("way", ["codes", "parent", "grandparent"])
def test_what_stands_against_it_is_named_and_nothing_is_done(
    crm: Crm, office: SampleOffice, other: Enterprise, way: str
) -> None:
    if way == "codes":
        crm.directory.save_enterprise(replace(office.firm, credit_code=code("91310117MA1J3YHC8")))
        crm.directory.save_enterprise(replace(other, credit_code=code("91320623MA1X0AAB6")))
    elif way == "parent":
        crm.directory.save_enterprise(replace(other, parent_id=office.firm.key))
    else:
        middle = firm_named(crm, "曜衡控股", parent_id=office.firm.key)
        crm.directory.save_enterprise(replace(other, parent_id=middle.key))
    request = ask(crm, office.firm, other)
    before = content(crm)

    plan = crm.merges.plan(request)

    assert len(plan.blockers) == 1
    assert other.name in plan.blockers[0]
    with pytest.raises(ValidationError, match=plan.blockers[0]):
        crm.merges.run(request)
    assert content(crm) == before


def code(stem: str) -> str:
    """A credit code with its check digit."""
    from crm.domain.checks import is_credit_code

    return next(stem + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(stem + last))


def test_undo_gives_back_what_was_there(crm: Crm, office: SampleOffice, other: Enterprise) -> None:
    for firm in (office.firm, other):
        crm.follow_ups.log(FollowUp(happened_on=days_ago(2), text="谈用地"), [ref(firm)])
    before = content(crm)
    crm.merges.run(ask(crm, office.firm, other))

    crm.history.undo()

    assert content(crm) == before
    assert crm.history.next_undo() is not None


def test_redo_merges_again(crm: Crm, office: SampleOffice, other: Enterprise) -> None:
    crm.merges.run(ask(crm, office.firm, other))
    after = content(crm)
    crm.history.undo()

    crm.history.redo()

    assert content(crm) == after


def test_offer_keeps_the_record_with_most_links_and_then_the_oldest(
    crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    blank, later = firm_named(crm, "岭川电气"), firm_named(crm, "岭川电气公司")

    assert crm.merges.offer("enterprise", [office.firm.key, other.key]).survivor_id == other.key
    assert crm.merges.offer("enterprise", [later.key, blank.key]).survivor_id == blank.key


def test_one_record_or_seven_are_not_merged(crm: Crm, office: SampleOffice) -> None:
    for ids in ((office.firm.key,), (office.firm.key,) * 2, tuple(range(1, 8))):
        with pytest.raises(ValidationError, match="two to 6"):
            crm.merges.plan(MergeRequest(kind="enterprise", ids=ids, survivor_id=ids[0]))


def test_a_record_that_was_merged_meanwhile_is_not_merged_again(
    crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    request = ask(crm, office.firm, other)
    crm.merges.run(request)

    with pytest.raises(ValidationError, match="meanwhile"):
        crm.merges.run(request)


def test_who_may_only_look_merges_nothing(crm: Crm, office: SampleOffice, other: Enterprise) -> None:
    crm.store.actor = Actor(role=Role.VIEWER, name="旁听")
    for act in (crm.merges.plan, crm.merges.run):
        with pytest.raises(Refused):
            act(ask(crm, office.firm, other))


# Projects


def test_adopted_figures_follow_the_choice_and_all_claims_stay(crm: Crm, office: SampleOffice) -> None:
    one = add_project(crm, "储能电芯项目", total_investment=yi("10"))
    two = add_project(crm, "曜衡电芯基地", total_investment=yi("12"))
    for project, figure in ((one, "10"), (two, "12")):
        saved(
            crm,
            Claim(project_id=project.key, field_name="total_investment", amount=yi(figure), is_adopted=True),
        )

    crm.merges.run(ask(crm, one, two, picks={"total_investment": two.key}))

    kept = crm.projects.get(one.key)
    assert kept.total_investment == yi("12")
    assert crm.directory.aliases(Ref(kind="project", id=one.key)) == ("曜衡电芯基地",)
    with crm.store.read() as reader:
        told = {(claim.amount, claim.is_adopted) for claim in reader.all(Claim, project_id=one.key)}
    assert told == {(yi("10"), False), (yi("12"), True)}


def test_a_stage_counts_once_and_the_log_fits_the_stage_that_was_chosen(
    crm: Crm, office: SampleOffice
) -> None:
    one = add_project(crm, "储能电芯项目", stage=Stage.NEGOTIATION)
    two = add_project(crm, "曜衡电芯基地", stage=Stage.SIGNED)
    saved(crm, StageEntry(project_id=two.key, stage=Stage.NEGOTIATION, entered_on=date(2026, 1, 5)))

    plan = crm.merges.run(ask(crm, one, two, picks={"stage": one.key}))

    assert next(row for row in plan.rows if row.key == "stage").fields[1] == "stage_since"
    with crm.store.read() as reader:
        entries = reader.all(StageEntry, project_id=one.key)
    standing = [(entry.stage, entry.entered_on) for entry in entries if not entry.is_undone]
    assert standing == [(Stage.NEGOTIATION, TODAY)]
    assert crm.projects.get(one.key).stage is Stage.NEGOTIATION


def test_projects_that_were_decided_to_be_two_are_not_merged(crm: Crm, office: SampleOffice) -> None:
    one, two = add_project(crm, "储能电芯项目一期"), add_project(crm, "储能电芯项目二期")
    saved(crm, ProjectLink(project_id=two.key, other_id=one.key, relation=Relation.LATER_PHASE))

    with pytest.raises(ValidationError, match="decided to be two"):
        crm.merges.run(ask(crm, one, two))


def test_decisions_about_a_third_project_are_kept_once(crm: Crm, office: SampleOffice) -> None:
    one, two, third = (add_project(crm, name) for name in ("储能电芯", "电芯基地", "隔膜"))
    saved(
        crm,
        ProjectLink(project_id=one.key, other_id=third.key, relation=Relation.DISTINCT),
        ProjectLink(project_id=third.key, other_id=two.key, relation=Relation.DISTINCT),
    )
    before = content(crm)

    crm.merges.run(ask(crm, one, two))

    with crm.store.read() as reader:
        links = [(link.project_id, link.other_id) for link in reader.all(ProjectLink)]
    assert links == [(one.key, third.key)]
    crm.history.undo()
    assert content(crm) == before


def test_the_further_stage_is_offered(crm: Crm, office: SampleOffice) -> None:
    one = add_project(crm, "储能电芯项目", stage=Stage.NEGOTIATION)
    two = add_project(crm, "曜衡电芯基地", stage=Stage.SIGNED)

    crm.merges.run(ask(crm, one, two))

    assert crm.projects.get(one.key).stage is Stage.SIGNED


# Contacts and zones


def test_contacts_of_one_person_become_one(crm: Crm, office: SampleOffice) -> None:
    twin = crm.directory.save_contact(
        Contact(name="周岚", enterprise_id=office.firm.key, mail="zhou@yaoheng.example")
    )
    about = Ref(kind="contact", id=twin.key)
    crm.follow_ups.log(FollowUp(happened_on=TODAY, text="来电"), [about])
    before = content(crm)

    ids = (office.contact.key, twin.key)
    crm.merges.run(MergeRequest(kind="contact", ids=ids, survivor_id=ids[0]))

    kept = crm.directory.contact(twin.key)
    assert (kept.key, kept.phone, kept.mail) == (ids[0], "13800000001", "zhou@yaoheng.example")
    assert kept.last_contact_on == TODAY
    assert len(crm.follow_ups.of_record(Ref(kind="contact", id=kept.key))) == 1
    crm.history.undo()
    assert content(crm) == before


def test_zones_of_one_name_become_one(crm: Crm, office: SampleOffice) -> None:
    twin = crm.directory.save_zone(Zone(name="如东经开区", level="省级"))
    add_project(crm, "储能电芯项目", zone_id=twin.key)
    saved(crm, ZoneIndustry(zone_id=twin.key, name="海洋工程"))
    before = content(crm)

    crm.merges.run(ask(crm, office.zone, twin))

    page = crm.directory.zone_page(twin.key, TODAY)
    assert (page.zone.key, page.zone.level) == (office.zone.key, "省级")
    assert (len(page.projects), len(page.industries), page.aliases) == (1, 1, ("如东经开区",))
    crm.history.undo()
    assert content(crm) == before


# Parting again


def test_split_gives_back_what_came_from_each_even_after_other_edits(
    crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    crm.merges.run(ask(crm, office.firm, other))
    note = crm.merges.of_record(ref(office.firm))[0]
    firm = crm.directory.enterprise(office.firm.key)
    crm.directory.save_enterprise(replace(firm, note="合并后写下"))
    later = crm.directory.save_contact(Contact(name="新人", enterprise_id=firm.key))

    assert note.old_names == (other.name,)
    crm.merges.split(note.operation_id)

    again = crm.directory.enterprise(other.key)
    assert (again.name, again.key) == (other.name, other.key)
    page = crm.directory.enterprise_page(other.key, TODAY)
    assert [project.name for project in page.projects] == ["储能系统集成"]
    assert [contact.name for contact in page.contacts] == ["陆工"]
    kept = crm.directory.enterprise(office.firm.key)
    assert (kept.note, kept.website) == ("合并后写下", "")
    assert crm.directory.contact(later.key).enterprise_id == kept.key
    assert crm.directory.aliases(ref(kept)) == ()
    assert crm.merges.of_record(ref(kept)) == []


def test_split_leaves_what_was_ticked_off_and_what_was_moved_since(
    crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    third = firm_named(crm, "岭川电气")
    crm.merges.run(ask(crm, office.firm, other))
    operation = crm.merges.of_record(ref(office.firm))[0].operation_id
    person = next(
        row for row in crm.directory.contact_rows(crm.directory.find_contacts(), TODAY) if row.name == "陆工"
    )
    moved = crm.directory.contact(person.id)
    crm.directory.save_contact(replace(moved, enterprise_id=third.key))

    rows = {row.kind: row for row in crm.merges.plan_split(operation).rows}
    assert rows["project"].hindrance == ""
    assert rows["project"].goes_to == other.name
    assert "changed since" in rows["contact"].hindrance

    crm.merges.split(operation, [rows["project"].place])

    page = crm.directory.enterprise_page(other.key, TODAY)
    assert (page.projects, page.contacts) == ((), ())
    assert crm.directory.contact(person.id).enterprise_id == third.key


def test_split_is_one_undo_step(crm: Crm, office: SampleOffice, other: Enterprise) -> None:
    crm.merges.run(ask(crm, office.firm, other))
    after = content(crm, but=frozenset({"version", "changed_at", "changed_by"}))
    crm.merges.split(crm.merges.of_record(ref(office.firm))[0].operation_id)

    crm.history.undo()

    assert content(crm, but=frozenset({"version", "changed_at", "changed_by"})) == after


def test_a_merge_is_split_once_and_the_later_one_first(
    crm: Crm, office: SampleOffice, other: Enterprise
) -> None:
    third = firm_named(crm, "曜衡能源集团")
    crm.merges.run(ask(crm, office.firm, other))
    inner = crm.merges.of_record(ref(office.firm))[0].operation_id
    crm.merges.run(ask(crm, third, crm.directory.enterprise(office.firm.key)))
    outer = crm.merges.of_record(ref(third))[0].operation_id

    with pytest.raises(Conflict, match="merged again since"):
        crm.merges.split(inner)
    crm.merges.split(outer)
    crm.merges.split(inner)
    with pytest.raises(Conflict, match="already"):
        crm.merges.split(inner)

    assert crm.directory.enterprise(other.key).name == other.name


def test_deleting_what_stayed_ends_the_old_ids_as_well(crm: Crm, office: SampleOffice) -> None:
    one, two = firm_named(crm, "岭川电气"), firm_named(crm, "岭川电气公司")
    crm.merges.run(ask(crm, one, two))
    crm.directory.delete(ref(one))

    with pytest.raises(NotFound):
        crm.directory.enterprise(two.key)


# The property: whatever there is, merging and undoing leaves it as it was.

TEXTS = st.sampled_from(["", "甲", "乙", "丙"])
FIRMS = st.fixed_dictionaries(
    {
        "short_name": TEXTS,
        "region": TEXTS,
        "note": TEXTS,
        "labels": st.lists(st.sampled_from(["高企", "瞪羚", "小巨人"]), max_size=3, unique=True).map(tuple),
        "first_contact_on": st.none() | st.dates(date(2025, 1, 1), date(2026, 1, 1)),
        "is_existing": st.booleans(),
    }
)
LINKS = st.lists(
    st.tuples(
        st.sampled_from(["alias", "contact", "project", "follow_up", "node", "child"]), TEXTS, st.booleans()
    ),
    max_size=8,
)


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking on a growing database takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(firms=st.lists(FIRMS, min_size=2, max_size=4), links=LINKS, keeps_names=st.booleans())
def test_merging_and_undoing_leaves_everything_as_it_was(
    crm: Crm, office: SampleOffice, firms: list[dict[str, Any]], links: list[Any], keeps_names: bool
) -> None:
    made = [firm_named(crm, f"甲{place}公司", **values) for place, values in enumerate(firms)]
    for place, (kind, text, on_last) in enumerate(links):
        for firm in (made[0], made[-1])[:: -1 if on_last else 1][: 1 + place % 2]:
            _hang(crm, office, firm, kind, text)
    ids = tuple(firm.key for firm in made)
    before = content(crm)

    stays = ids[len(links) % len(ids)]
    crm.merges.run(MergeRequest(kind="enterprise", ids=ids, survivor_id=stays, keeps_names=keeps_names))
    crm.history.undo()

    assert content(crm) == before


def _hang(crm: Crm, office: SampleOffice, firm: Enterprise, kind: str, text: str) -> None:
    if kind == "alias":
        saved(crm, Alias(target_kind="enterprise", target_id=firm.key, text=f"别名{text}"))
    elif kind == "contact":
        saved(crm, Contact(name=f"联系人{text}", enterprise_id=firm.key))
    elif kind == "project":
        saved(crm, Project(name=f"项目{text}", enterprise_id=firm.key))
    elif kind == "follow_up":
        crm.follow_ups.log(FollowUp(happened_on=TODAY, text=f"来电{text}"), [ref(firm)])
    elif kind == "node":
        crm.directory.set_nodes(firm.key, [office.node.key])
    else:
        saved(crm, Enterprise(name=f"子公司{text}", parent_id=firm.key))


def test_filters_and_views_follow_what_was_merged(crm: Crm, office: SampleOffice, other: Enterprise) -> None:
    zone = crm.directory.save_zone(Zone(name="洋口港产业园"))
    made = add_project(crm, "二期", enterprise_id=other.key, zone_id=zone.key)
    asked = Condition(fact="zone_id", operator=Operator.IS, values=(str(zone.key),))
    wanted = (
        ProjectFilter(enterprise_id=other.key, zone_id=zone.key),
        ProjectFilter(tree=Tree(groups=(Group(conditions=(asked,)),))),
    )
    crm.merges.run(ask(crm, office.firm, other))
    crm.merges.run(ask(crm, office.zone, zone))
    assert [crm.projects.find(one) for one in wanted] == [[made.key], [made.key]]
