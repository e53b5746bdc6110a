"""The directory: enterprises, contacts, zones and industries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from crm.data.queries import directory as queries
from crm.data.queries import follow_ups as follow_up_queries
from crm.data.queries import ledger as ledger_queries
from crm.data.queries import projects as project_queries
from crm.data.reader import Reader
from crm.data.store import Store
from crm.domain.articles import ZoneIndustry
from crm.domain.checks import check_contact, check_enterprise, check_industry, check_name, check_zone
from crm.domain.directory import (
    Alias,
    Contact,
    Enterprise,
    EnterpriseIndustry,
    Industry,
    Scheme,
    Zone,
    ZoneRelation,
)
from crm.domain.errors import ValidationError, require
from crm.domain.permissions import authorize
from crm.domain.records import Record, Ref
from crm.domain.rows import (
    ContactRow,
    EnterpriseFilter,
    EnterpriseRow,
    IndustryRow,
    ProjectFilter,
    Sort,
    Twin,
    ZoneRow,
)
from crm.domain.searching import Hit
from crm.domain.timeline import EnterprisePage, ZonePage
from crm.i18n import N_, _
from crm.services.steps.attachments import files_of
from crm.services.steps.contacts import keyed
from crm.services.steps.links import unlink
from crm.services.steps.tasks import drop_tasks
from crm.services.steps.timelines import mentions_of, timeline
from crm.services.steps.twins import enterprise_twins

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

    def enterprise_page(self, enterprise_id: int, on: date) -> EnterprisePage:
        """Everything about one enterprise."""
        with self._store.read() as reader:
            return _enterprise_page(reader, reader.get(Enterprise, enterprise_id), on)

    def twins(self, name: str, credit_code: str = "") -> list[Twin]:
        """Enterprises that may be the one of that name or code, the surest first."""
        with self._store.read() as reader:
            return enterprise_twins(reader, name, credit_code)

    def save_enterprise(self, enterprise: Enterprise) -> Enterprise:
        """The enterprise as stored; Conflict if somebody saved it since it was read."""
        authorize(self._store.actor, "directory.change", enterprise)
        require(check_enterprise(enterprise))
        label = N_("Change enterprise {name}") if enterprise.id else N_("Add enterprise {name}")
        with self._store.write(label, name=enterprise.name) as writer:
            if enterprise.credit_code:
                twins = writer.all(Enterprise, credit_code=enterprise.credit_code)
                if any(twin.id != enterprise.id for twin in twins):
                    message = _("{name} has this credit code already.").format(name=twins[0].name)
                    raise ValidationError.of("credit_code", message)
            return writer.save(keyed(enterprise))

    def depending(self, ref: Ref, texts: Iterable[str]) -> int:
        """How many links of articles rest on these forms of a record's name."""
        with self._store.read() as reader:
            return len(ledger_queries.depending(reader, ref.kind, ref.id, texts))

    def set_aliases(self, ref: Ref, texts: Iterable[str], *, drop_links: bool = False) -> None:
        """Gives a record exactly these other names; `drop_links` takes back what rests on those that go."""
        authorize(self._store.actor, "directory.change")
        wanted = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
        for text in wanted:
            require(check_name(text, "aliases"))
        with self._store.write(N_("Change other names")) as writer:
            known = {alias.text: alias for alias in writer.all(Alias, target_kind=ref.kind, target_id=ref.id)}
            gone = [text for text in known if text not in wanted]
            for text in gone:
                writer.delete(known[text])
            for mention in ledger_queries.depending(writer, ref.kind, ref.id, gone) if drop_links else ():
                writer.delete(mention)
            for text in wanted:
                if text not in known:
                    writer.save(Alias(target_kind=ref.kind, target_id=ref.id, text=text, origin="officer"))

    def aliases(self, ref: Ref) -> tuple[str, ...]:
        """The other names of a record."""
        with self._store.read() as reader:
            return _aliases(reader, ref)

    def set_nodes(self, enterprise_id: int, industry_ids: Iterable[int]) -> None:
        """Puts an enterprise into exactly these industries and chain nodes."""
        authorize(self._store.actor, "directory.change")
        wanted = set(industry_ids)
        with self._store.write(N_("Change the chain nodes of an enterprise")) as writer:
            known = {
                link.industry_id: link for link in writer.all(EnterpriseIndustry, enterprise_id=enterprise_id)
            }
            for industry_id, link in known.items():
                if industry_id not in wanted:
                    writer.delete(link)
            for industry_id in sorted(wanted - set(known)):
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

    def save_contact(self, contact: Contact) -> Contact:
        """The contact as stored."""
        authorize(self._store.actor, "directory.change", contact)
        require(check_contact(contact))
        label = N_("Change contact {name}") if contact.id else N_("Add contact {name}")
        with self._store.write(label, name=contact.name) as writer:
            return writer.save(contact)

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
                projects=tuple(project_queries.items(reader, inside, on)),
                articles=tuple((row, mention.role) for row, mention in mentions_of(reader, ref)),
                timeline=tuple(timeline(reader, ref)),
            )

    def save_zone(self, zone: Zone) -> Zone:
        """The zone as stored."""
        authorize(self._store.actor, "directory.change", zone)
        require(check_zone(zone))
        label = N_("Change zone {name}") if zone.id else N_("Add zone {name}")
        with self._store.write(label, name=zone.name) as writer:
            return writer.save(zone)

    # Industries

    def industry_rows(self, scheme: Scheme = Scheme.CHAIN) -> list[IndustryRow]:
        """The tree of a scheme, parents before children."""
        with self._store.read() as reader:
            return queries.industry_rows(reader, str(scheme))

    def industry(self, industry_id: int) -> Industry:
        """One industry or chain node; NotFound if it is gone."""
        with self._store.read() as reader:
            return reader.get(Industry, industry_id)

    def enterprises_of_node(self, industry_id: int) -> list[EnterpriseRow]:
        """Enterprises in a node or below it."""
        with self._store.read() as reader:
            wanted = EnterpriseFilter(industry_id=industry_id)
            return queries.enterprise_rows(reader, queries.find_enterprises(reader, wanted, BY_NAME))

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
            drop_tasks(writer, ref)
            unlink(writer, ref)
            if ref.kind == "enterprise":
                for link in writer.all(EnterpriseIndustry, enterprise_id=ref.id):
                    writer.delete(link)
            writer.delete(record)


def _aliases(reader: Reader, ref: Ref) -> tuple[str, ...]:
    return tuple(alias.text for alias in reader.all(Alias, target_kind=ref.kind, target_id=ref.id))


def _enterprise_page(reader: Reader, enterprise: Enterprise, on: date) -> EnterprisePage:
    key, ref = enterprise.key, Ref(kind="enterprise", id=enterprise.key)
    links = reader.all(EnterpriseIndustry, enterprise_id=key)
    projects = project_queries.find(reader, ProjectFilter(enterprise_id=key))
    contacts = queries.find_contacts(reader, enterprise_id=key)
    also = [
        *(Ref(kind="project", id=project) for project in projects),
        *(Ref(kind="contact", id=contact) for contact in contacts),
    ]
    return EnterprisePage(
        enterprise=enterprise,
        row=queries.enterprise_rows(reader, [key])[0],
        aliases=_aliases(reader, ref),
        parent=reader.find(Enterprise, enterprise.parent_id) if enterprise.parent_id else None,
        subsidiaries=tuple(reader.all(Enterprise, parent_id=key)),
        nodes=tuple(reader.by_id(Industry, [link.industry_id for link in links]).values()),
        contacts=tuple(queries.contact_rows(reader, contacts, on)),
        projects=tuple(project_queries.items(reader, projects, on)),
        articles=tuple((row, mention.role) for row, mention in mentions_of(reader, ref)),
        attachments=tuple(files_of(reader, ref)),
        timeline=tuple(timeline(reader, ref, also)),
    )
