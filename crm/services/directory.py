"""The directory: enterprises, contacts, zones and industries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from crm.data.queries import directory as queries
from crm.data.queries import follow_ups as follow_up_queries
from crm.data.queries import ledger as ledger_queries
from crm.data.queries import projects as project_queries
from crm.data.queries.articles import naming_counts
from crm.data.reader import Reader
from crm.data.store import Store
from crm.domain.alike import NameQuestion, Twin, Unlike
from crm.domain.articles import ZoneIndustry
from crm.domain.checks import (
    check_contact,
    check_enterprise,
    check_industry,
    check_label,
    check_name,
    check_zone,
)
from crm.domain.directory import (
    Alias,
    Contact,
    Enterprise,
    EnterpriseIndustry,
    Grade,
    Industry,
    LabelGround,
    Scheme,
    Zone,
    ZoneRelation,
)
from crm.domain.errors import NotFound, ValidationError, require
from crm.domain.permissions import authorize
from crm.domain.records import Record, Ref
from crm.domain.rows import (
    ContactRow,
    EnterpriseFilter,
    EnterpriseRow,
    IndustryRow,
    ProjectFilter,
    Sort,
    ZoneRow,
)
from crm.domain.searching import Hit
from crm.domain.timeline import EnterprisePage, ZonePage
from crm.i18n import N_, _
from crm.services.steps.contacts import enterprise_named, keyed
from crm.services.steps.firm_pages import enterprise_page
from crm.services.steps.groups import refuse_loop
from crm.services.steps.labels import drop_label, keep_grounds, show_label
from crm.services.steps.links import refuse_lonely_follow_ups, unlink
from crm.services.steps.tasks import drop_tasks
from crm.services.steps.timelines import mentions_of, timeline
from crm.services.steps.twins import keep_apart, near, refuse_alike

FIRST_PROJECTS = 100  # on the page of a zone; the list of projects shows all of them
BY_NAME = Sort(key="name")
OURS_FIRST = Sort(key="relation_order")  # no column: the order that the query has of itself


class Directory:
    """What an officer does with enterprises, contacts, zones and industries."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def search(self, question: str, kinds: Iterable[str] = (), limit: int = 50) -> list[Hit]:
        """Records of all kinds that hold every word of `question`; pinyin initials find names."""
        with self._store.read() as reader:
            return reader.search(question, kinds, limit)

    def names_of(self, refs: Iterable[Ref]) -> dict[Ref, str]:
        """What records are called in lists."""
        with self._store.read() as reader:
            return follow_up_queries.names_of(reader, refs)

    # Enterprises

    def find_enterprises(self, wanted: EnterpriseFilter, sort: Sort = BY_NAME) -> list[int]:
        """Ids of the enterprises that fit, sorted."""
        with self._store.read() as reader:
            return queries.find_enterprises(reader, wanted, sort)

    def enterprise_rows(self, ids: Sequence[int]) -> list[EnterpriseRow]:
        """Rows of those ids, in their order."""
        with self._store.read() as reader:
            return queries.enterprise_rows(reader, ids)

    def enterprise(self, enterprise_id: int) -> Enterprise:
        """One enterprise; NotFound if it is gone."""
        with self._store.read() as reader:
            return reader.get(Enterprise, enterprise_id)

    def enterprise_page(self, enterprise_id: int, on: date, *, with_group: bool = False) -> EnterprisePage:
        """Everything about one enterprise; `with_group` tells of what belongs to it too."""
        with self._store.read() as reader:
            firm = reader.get(Enterprise, enterprise_id)
            return enterprise_page(reader, firm, on, with_group=with_group)

    def find_enterprise(self, name: str) -> Enterprise:
        """The enterprise of that legal, short or other name; NotFound unless there is exactly one."""
        with self._store.read() as reader:
            firm = enterprise_named(reader, name)
        if firm is None:
            raise NotFound(_("No enterprise, or more than one, is called {name}.").format(name=name))
        return firm

    def near(self, asked: NameQuestion) -> list[Twin]:
        """Records that may be the one asked about, the surest first; quick enough for every key typed."""
        with self._store.read() as reader:
            return near(reader, asked)

    def save_enterprise(self, enterprise: Enterprise, unlike: Unlike | None = None) -> Enterprise:
        """The enterprise as stored, remembered to be none of those it is `unlike`.

        Raises Conflict if somebody saved it since it was read; if it is new and `unlike` does not name
        every enterprise that may be the same one, Alike.
        """
        authorize(self._store.actor, "directory.change", enterprise)
        require(check_enterprise(enterprise))
        label = N_("Change enterprise {name}") if enterprise.id else N_("Add enterprise {name}")
        with self._store.write(label, name=enterprise.name) as writer:
            if enterprise.credit_code:
                twins = writer.all(Enterprise, credit_code=enterprise.credit_code)
                if any(twin.id != enterprise.id for twin in twins):
                    message = _("{name} has this credit code already.").format(name=twins[0].name)
                    raise ValidationError.of("credit_code", message)
            refuse_loop(writer, enterprise)
            if enterprise.id is None:
                code = enterprise.credit_code
                refuse_alike(writer, NameQuestion(text=enterprise.name, credit_code=code), unlike)
            saved = writer.save(keyed(enterprise))
            keep_apart(writer, Ref(kind="enterprise", id=saved.key), unlike)
            keep_grounds(writer, saved)
            return saved

    def grade(self, enterprise_id: int, version: int, grade: Grade | None, reason: str) -> Enterprise:
        """An enterprise as judged now; the log keeps who judged it when and why.

        Raises ValidationError without a reason, Conflict if somebody saved the enterprise since.
        """
        authorize(self._store.actor, "directory.change")
        if grade is not None and not reason.strip():
            raise ValidationError.of("reason", _("Say why: the next one who reads it was not there."))
        with self._store.write(N_("Grade an enterprise")) as writer:
            firm = replace(writer.get(Enterprise, enterprise_id), version=version)
            return writer.save(replace(firm, grade=grade, grade_reason=reason.strip()))

    def save_label(self, ground: LabelGround) -> LabelGround:
        """What a label rests on, as stored; the enterprise has the label from now on."""
        authorize(self._store.actor, "directory.change", ground)
        require(check_label(ground))
        with self._store.write(N_("Change label {name}"), name=ground.name) as writer:
            before = writer.get(LabelGround, ground.key).name if ground.id else ""
            saved = writer.save(replace(ground, name=ground.name.strip()))
            show_label(writer, saved, before)
            return saved

    def remove_label(self, ground_id: int) -> None:
        """Takes a label away with what it rests on."""
        authorize(self._store.actor, "directory.change")
        with self._store.write(N_("Remove a label")) as writer:
            drop_label(writer, writer.get(LabelGround, ground_id))

    def depending(self, ref: Ref, texts: Iterable[str]) -> int:
        """How many links of articles rest on these forms of a record's name."""
        with self._store.read() as reader:
            return len(ledger_queries.depending(reader, ref.kind, ref.id, texts))

    def set_aliases(
        self, ref: Ref, texts: Iterable[str], *, known: Iterable[str] | None = None, drop_links: bool = False
    ) -> None:
        """Gives a record these other names; `drop_links` takes back what rests on those that go.

        With `known`, the names it was shown with, those that somebody else has added since stay, and those
        that somebody else has taken away are not brought back.
        """
        authorize(self._store.actor, "directory.change")
        wanted = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
        for text in wanted:
            require(check_name(text, "aliases"))
        with self._store.write(N_("Change other names")) as writer:
            now = {alias.text: alias for alias in writer.all(Alias, target_kind=ref.kind, target_id=ref.id)}
            before = set(now if known is None else known)
            gone = [text for text in now if text not in wanted and text in before]
            for text in gone:
                writer.delete(now[text])
            for mention in ledger_queries.depending(writer, ref.kind, ref.id, gone) if drop_links else ():
                writer.delete(mention)
            for text in wanted:
                if text not in now and (known is None or text not in before):
                    writer.save(Alias(target_kind=ref.kind, target_id=ref.id, text=text, origin="officer"))

    def aliases(self, ref: Ref) -> tuple[str, ...]:
        """The other names of a record."""
        with self._store.read() as reader:
            return _aliases(reader, ref)

    def set_nodes(
        self, enterprise_id: int, industry_ids: Iterable[int], known: Iterable[int] | None = None
    ) -> None:
        """Puts an enterprise into these industries and chain nodes; `known` as for other names."""
        authorize(self._store.actor, "directory.change")
        wanted = set(industry_ids)
        with self._store.write(N_("Change the chain nodes of an enterprise")) as writer:
            links = writer.all(EnterpriseIndustry, enterprise_id=enterprise_id)
            before = {link.industry_id for link in links} if known is None else set(known)
            for link in links:
                if link.industry_id in before - wanted:
                    writer.delete(link)
            for industry_id in sorted(wanted - before - {link.industry_id for link in links}):
                writer.save(EnterpriseIndustry(enterprise_id=enterprise_id, industry_id=industry_id))

    # Contacts

    def find_contacts(self, text: str = "", enterprise_id: int | None = None) -> list[int]:
        """Ids of contacts, the main and the recently met first."""
        with self._store.read() as reader:
            return queries.find_contacts(reader, text, enterprise_id)

    def contact_rows(self, ids: Sequence[int], on: date) -> list[ContactRow]:
        """Rows of those ids, in their order."""
        with self._store.read() as reader:
            return queries.contact_rows(reader, ids, on)

    def contact(self, contact_id: int) -> Contact:
        """One contact; NotFound if it is gone."""
        with self._store.read() as reader:
            return reader.get(Contact, contact_id)

    def save_contact(self, contact: Contact, unlike: Unlike | None = None) -> Contact:
        """The contact as stored, remembered to be none of those it is `unlike`; Alike as for enterprises."""
        authorize(self._store.actor, "directory.change", contact)
        require(check_contact(contact))
        label = N_("Change contact {name}") if contact.id else N_("Add contact {name}")
        with self._store.write(label, name=contact.name) as writer:
            if contact.id is None:
                name, phone, body_id = contact.name, contact.phone, contact.enterprise_id
                asked = NameQuestion(kind="contact", text=name, phone=phone, body_id=body_id)
                refuse_alike(writer, asked, unlike)
            saved = writer.save(contact)
            keep_apart(writer, Ref(kind="contact", id=saved.key), unlike)
            return saved

    # Zones

    def find_zones(
        self, text: str = "", relation: ZoneRelation | None = None, sort: Sort = OURS_FIRST
    ) -> list[int]:
        """Ids of zones, ours first unless sorted otherwise."""
        with self._store.read() as reader:
            return queries.find_zones(reader, text, relation, sort)

    def zone_rows(self, ids: Sequence[int]) -> list[ZoneRow]:
        """Rows of those ids, in their order."""
        with self._store.read() as reader:
            return queries.zone_rows(reader, ids)

    def zone(self, zone_id: int) -> Zone:
        """One zone; NotFound if it is gone."""
        with self._store.read() as reader:
            return reader.get(Zone, zone_id)

    def zone_page(self, zone_id: int, on: date) -> ZonePage:
        """Everything about one zone."""
        with self._store.read() as reader:
            zone = reader.get(Zone, zone_id)
            ref = Ref(kind="zone", id=zone.key)
            inside = project_queries.find(reader, ProjectFilter(zone_id=zone.key))
            profile = reader.all(ZoneIndustry, zone_id=zone.key)
            return ZonePage(
                zone=zone,
                aliases=_aliases(reader, ref),
                industries=tuple(
                    (str(entry.tier), entry.name, entry.quote, entry.told_on) for entry in profile
                ),
                projects=tuple(project_queries.items(reader, inside[:FIRST_PROJECTS], on)),
                project_count=len(inside),
                articles=tuple((row, mention.role) for row, mention in mentions_of(reader, ref)),
                article_count=naming_counts(reader, "zone", [zone.key]).get(zone.key, 0),
                timeline=tuple(timeline(reader, ref)),
            )

    def save_zone(self, zone: Zone, unlike: Unlike | None = None) -> Zone:
        """The zone as stored, remembered to be none of those it is `unlike`; Alike as for enterprises."""
        authorize(self._store.actor, "directory.change", zone)
        require(check_zone(zone))
        label = N_("Change zone {name}") if zone.id else N_("Add zone {name}")
        with self._store.write(label, name=zone.name) as writer:
            if zone.id is None:
                refuse_alike(writer, NameQuestion(kind="zone", text=zone.name), unlike)
            saved = writer.save(zone)
            keep_apart(writer, Ref(kind="zone", id=saved.key), unlike)
            return saved

    # Industries

    def industry_rows(self, scheme: Scheme = Scheme.CHAIN) -> list[IndustryRow]:
        """The tree of a scheme, parents before children."""
        with self._store.read() as reader:
            return queries.industry_rows(reader, str(scheme))

    def industry(self, industry_id: int) -> Industry:
        """One industry or chain node; NotFound if it is gone."""
        with self._store.read() as reader:
            return reader.get(Industry, industry_id)

    def save_industry(self, industry: Industry) -> Industry:
        """The industry or chain node as stored."""
        authorize(self._store.actor, "directory.change", industry)
        require(check_industry(industry))
        label = N_("Change industry {name}") if industry.id else N_("Add industry {name}")
        with self._store.write(label, name=industry.name) as writer:
            return writer.save(industry)

    # Deleting

    def delete(self, ref: Ref) -> None:
        """Deletes an enterprise, contact, zone or industry that nothing refers to; Conflict otherwise."""
        authorize(self._store.actor, "directory.delete")
        kinds: dict[str, type[Record]] = {
            "enterprise": Enterprise,
            "contact": Contact,
            "zone": Zone,
            "industry": Industry,
        }
        with self._store.write(N_("Delete a record")) as writer:
            record = writer.get(kinds[ref.kind], ref.id)
            refuse_lonely_follow_ups(writer, ref)
            drop_tasks(writer, ref)
            unlink(writer, ref)
            if ref.kind == "enterprise":
                for kind in (EnterpriseIndustry, LabelGround):
                    for link in writer.all(kind, enterprise_id=ref.id):
                        writer.delete(link)
            writer.delete(record)


def _aliases(reader: Reader, ref: Ref) -> tuple[str, ...]:
    return tuple(alias.text for alias in reader.all(Alias, target_kind=ref.kind, target_id=ref.id))
