"""The office's own names, for the lexicon and for finding the record that a name means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crm.data.reader import Reader
from crm.domain.checks import name_key
from crm.domain.directory import Alias, Enterprise, Industry, Scheme, Zone
from crm.domain.records import Ref, new_uid
from crm.domain.review import Candidate
from crm.i18n import N_
from crm.reading.lexicon import KnownName, NameKind

NEEDS_NAMES = "needs names"  # what the child answers that was not told the names it is asked with
_KINDS = {"enterprise": NameKind.ENTERPRISE, "zone": NameKind.ZONE, "industry": NameKind.INDUSTRY}


@dataclass(frozen=True, kw_only=True)
class OfficeName:
    """One form of the name of one record."""

    ref: Ref
    text: str
    name: str  # official
    rule: str  # N_() text: which form it is
    detail: str = ""  # tells records of one name apart
    is_hint: bool = False

    def known(self) -> KnownName:
        """The form as the lexicon knows it."""
        kind = _KINDS[self.ref.kind]
        return KnownName(text=self.text, kind=kind, name=self.name, rule=self.rule, common=self.is_hint)


def office_names(reader: Reader) -> list[OfficeName]:
    """Every form of every tracked enterprise, zone and chain node."""
    names: dict[tuple[str, int], tuple[str, str]] = {}
    found: list[OfficeName] = []

    def add(ref: Ref, text: str, name: str, rule: str, detail: str = "", is_hint: bool = False) -> None:
        if len(text.strip()) >= 2:
            found.append(
                OfficeName(ref=ref, text=text.strip(), name=name, rule=rule, detail=detail, is_hint=is_hint)
            )

    for firm in reader.all(Enterprise):
        ref = Ref(kind="enterprise", id=firm.key)
        names["enterprise", firm.key] = firm.name, firm.region
        add(ref, firm.name, firm.name, N_("full name"), firm.region)
        if firm.short_name != firm.name:
            add(ref, firm.short_name, firm.name, N_("short name"), firm.region)
    for zone in reader.all(Zone):
        ref = Ref(kind="zone", id=zone.key)
        names["zone", zone.key] = zone.name, zone.region
        add(ref, zone.name, zone.name, N_("full name"), zone.region)
        if zone.short_name != zone.name:
            add(ref, zone.short_name, zone.name, N_("short name"), zone.region)
    for node in reader.all(Industry, scheme=str(Scheme.CHAIN)):
        names["industry", node.key] = node.name, ""
        add(Ref(kind="industry", id=node.key), node.name, node.name, N_("chain node"))
    for alias in reader.all(Alias):
        known = names.get((alias.target_kind, alias.target_id))
        if known is not None:
            ref = Ref(kind=alias.target_kind, id=alias.target_id)
            add(ref, alias.text, known[0], N_("other name"), known[1], alias.is_hint)
    return found


class NameBook:
    """From a name in a text to the records it may mean."""

    def __init__(self, names: Iterable[OfficeName]) -> None:
        self.names = tuple(names)
        self.key = new_uid()  # tells this state of the names from earlier ones
        self._by_text: dict[tuple[str, str], dict[Ref, OfficeName]] = {}
        for entry in self.names:
            for form in {entry.text, name_key(entry.text) if entry.ref.kind == "enterprise" else entry.text}:
                self._by_text.setdefault((entry.ref.kind, form), {}).setdefault(entry.ref, entry)

    def meant(self, kind: str, *texts: str | None) -> tuple[OfficeName, ...]:
        """Records of `kind` that the first of `texts` with any answer may mean."""
        for text in texts:
            if not text:
                continue
            forms = (text, name_key(text)) if kind == "enterprise" else (text,)
            for form in forms:
                if found := self._by_text.get((kind, form)):
                    return tuple(found.values())
        return ()

    def candidates(self, kind: str, *texts: str | None) -> tuple[Candidate, ...]:
        """The same, as rows to choose from."""
        return tuple(
            Candidate(ref=entry.ref, name=entry.name, detail=entry.detail)
            for entry in self.meant(kind, *texts)
        )
