"""What an article announces: one project per announcement, and batches told together.

How such articles are built, and where each part is read:

1. An EVENT: a ceremony (12个项目集中签约), one act (砺桥传动项目开工), a plan. It has an act, a day and a
   scope, the sentences it governs until another event is told (acts, events).
2. The PROJECTS named under it: a sentence, an item of a list, a counted item (一是…) or a headed
   line with a name, a firm, a sum, land and content (project_names, project_firms, scene_facts). Each has the
   event's act and day unless its own verb says otherwise: the table in stages.
3. COREFERENCE: 该项目, 公司, a name told again, a firm told first and its project in the next sentence
   are one announcement (drafts, `_merged`, `_add_facts`); phases at stages of their own are several (phases).
4. OWNERS by grammar: 由X投资建设, X的Y项目, X与政府签约, 引进X, lists in one order (investors); then
   by what the article as a whole tells (owners).
5. TABLES: a row is a project under the event told above (tables, row_drafts).
6. BATCHES: a number of projects with what is told of all of them (batches).
7. What is NO announcement: civic works, programmes, figures since ever, firms that are a zone's pride,
   guests, a firm's history, and a lone uncertain word (vouching).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from crm.domain.reading import AmountSpan, AnnouncedProject
from crm.reading import batches, owners, phases
from crm.reading.acts import Act, intents, strongest
from crm.reading.drafts import (
    Draft,
    announcement,
    bare,
    by_phase,
    is_one_more,
    is_same,
    is_weaker_paper,
    join,
    take_acts,
)
from crm.reading.events import EventInForce, among, is_heading
from crm.reading.investors import landing_firms, lists_guests, roster
from crm.reading.project_names import ProjectMention
from crm.reading.row_drafts import draft_of_row
from crm.reading.scene_facts import (
    SCENE_MENTIONS,
    acts_of,
    add_builder,
    amounts_after,
    amounts_of,
    date_of,
    first_phase,
    follows_paper,
    groups_of,
    intending,
    is_denied,
    is_in_title,
    land_of,
    lists_parts,
    name_of,
    owner_of,
    pair,
    partners_of,
    place_of,
    share_of,
    signer_of,
    subject_of,
    tells_of_it,
    title_acts,
)
from crm.reading.scenes import Findings, Scene, scenes
from crm.reading.stages import under_event
from crm.reading.tables import Row, row_at
from crm.reading.visits import is_looked_at, is_signed_on_a_visit
from crm.reading.vouching import Vouching
from crm.reading.worth import is_enough

LEAD = 3  # characters of a province before the park that a sentence begins with
MOST = 400  # announcements of one article; more are an attack on the reader
_REFERS_BACK = re.compile(
    r"项目|由[^，。；]{2,40}(?:投资|建设)|投资主体|建设单位|其中|一期|二期|达产|投产|建成|协议|拟投资|总投资|占地|规划|公司|合资"
)
_STEP = re.compile(r"月(?:\d{1,2}日)?(?:正式)?(?:开工|动工|奠基|竣工)")
_AIMS = re.compile(
    r"目标|行动方案|行动计划|实施方案|工作方案|若干(?:政策|措施|意见)|实施意见|暂行办法|管理办法|招商指南"
)
_OF_THE_FIRM = re.compile(
    r"(?:为了?|根据|按照|因)[^，。；]{2,24}，(?:公司|企业|集团)(?=计划|拟|将|在)|(?<![一-鿿])(?:该|本|此)?(?:公司|企业|集团)(?:此次|本次|计划|将|拟|已|决定|还|在[^，。；]{2,20})*(?:总?投资|出资|斥资|投入|建设|新建|实施|签约)|(?:该公司|该企业|该集团)"
)
_CUMULATIVE = re.compile(r"截至|截止|累计|历年|近年来|近几年|多年来|先后引进|去年以来")
_BOTH_INVEST = re.compile(
    r"(?:两家(?:公司|企业)|双方)[^，。；]{0,4}(?:将|拟|计划)[^，。；]{0,16}(?:共同|联合)?(?:总?投资|出资)"
)
_THIS = re.compile(r"(?:该|此|本|上述)?项目|总投资|协议")
_IS_OTHER = re.compile(
    r"(?:本次|此次|今年|截至|全年|累计|集中)[^，。；]{0,12}项目|项目(?:共|共有)?\d+[个家]|个(?<=\d个)[^，。；]{0,8}项目"
)


def find(text: str, findings: Findings, *, is_visit: bool = False) -> tuple[AnnouncedProject, ...]:
    """The announcements of an article in the order of its text; a visit announces only what is signed."""
    all_told = scenes(text, findings)
    reader = _Reader(text, findings, title_acts(findings.title or "", all_told), is_visit=is_visit)
    if findings.title and _AIMS.search(findings.title):
        return ()  # a programme says what is to come
    for row, told in groupby(all_told, lambda scene: row_at(findings.rows, scene.start)):
        if row is not None:
            reader.read_row(row)
            continue
        for scene in told:
            reader.read(scene)
    reader.read_title()
    return tuple(reader.announced())


class _Reader:
    """Goes through the scenes and keeps what the text speaks of at the moment."""

    def __init__(self, text: str, findings: Findings, headline: list[Act], *, is_visit: bool) -> None:
        self._text = text
        self._findings = findings
        self._is_visit = is_visit
        self._drafts: list[Draft] = []
        self._current: Draft | None = None
        self._events = EventInForce()
        self._subject: str | None = None
        self._partners: list[str] = []  # who found a firm together
        self._signer: str | None = None  # the firm that signed last, alone
        self._told_on: str | None = None
        self._paragraph = 0
        self._paragraph_number = 0
        self._sum_of_all: AmountSpan | None = None
        self._zone: str | None = None
        self._region: str | None = None
        self._title_acts = headline
        act = strongest(self._title_acts)
        self._told_of_many = batches.count_in_title(findings.title or "") if act and act.is_done else None
        if act and self._told_of_many and not is_visit:
            self._events.headline(act)

    def read(self, scene: Scene) -> None:
        """Take in one scene."""
        self._begin(scene)
        lead = among(scene)
        if lead is not None:
            self._events.tell(scene, lead, date_of(scene, lead), is_heading=True)
        counted = batches.find(scene)
        drafts = [*self._of_mentions(scene)] or [*self._of_firms(scene)]
        if drafts and (is_denied(scene) or lists_guests(scene)):
            drafts = []
        if self._is_visit:
            drafts = [draft for draft in drafts if is_signed_on_a_visit(draft)]
        if len(self._drafts) > MOST:
            return
        for batch in counted:
            self._add_batch(scene, batch)
        if not counted:
            self._add_sum_of_all(scene)
        for draft in drafts:
            self._complete(draft)
        self._subject = subject_of(scene) or self._subject
        self._partners = partners_of(scene) or self._partners
        self._signer = signer_of(scene) or self._signer
        kept = [self._merged(draft) for draft in drafts if not self._repeats(draft, counted)]
        if not kept and not counted:
            self._current = self._named_in(scene) or self._current
        if len(kept) == 1 and not (counted and kept[0].is_item):
            self._current = kept[0]
        elif kept or counted:
            self._current = None
        elif self._current is not None:
            self._add_facts(self._current, scene)
        spoken_of = kept[0] if len(kept) == 1 else self._current
        if spoken_of is not None and spoken_of.aggregate is None and not counted:
            spoken_of.phases += phases.find(scene)
        act = strongest(scene.acts)
        if act and scene.own_acts and lead is None:
            self._events.tell(scene, act, date_of(scene, act), is_heading=is_heading(scene))

    def read_row(self, row: Row) -> None:
        """Take in a row of a table, under the event told above it or by the headline."""
        event, headline = self._events.current, strongest(self._title_acts)
        act = event.act if event and event.is_shared else headline if headline and headline.is_done else None
        draft = draft_of_row(row, self._text, self._findings, act, event.date if event else None)
        if draft and not self._is_visit and len(self._drafts) <= MOST:
            draft.zone, draft.region = draft.zone or self._zone, draft.region or self._region
            self._merged(draft)
        self._current = None

    def _begin(self, scene: Scene) -> None:
        """Note where a scene is set, and forget the date told before when a new paragraph begins."""
        if scene.zones:
            self._zone = scene.zones[-1].text
        if scene.regions:
            self._region = scene.regions[-1].text
        if "\n" in self._text[self._paragraph : scene.start]:
            self._told_on = None
            self._paragraph_number += 1
        self._paragraph = scene.start
        self._events.enter(scene, self._paragraph_number)

    def read_title(self) -> None:
        """Let the headline add what the body leaves open: the stage of the project it names."""
        owners.complete(self._drafts, self._text, self._findings)
        title, act = self._findings.title, strongest(self._title_acts)
        for draft in self._drafts:
            if title and draft.aggregate and draft.amount is None:
                draft.amount = batches.sum_in_title(title, draft.aggregate)
        if not title or act is None:
            return
        if self._told_of_many and not any(draft.aggregate for draft in self._drafts):
            self._announce_many(*self._told_of_many, act)
        for draft in self._drafts:
            named = any(is_in_title(firm, title, self._findings.enterprises) for firm in draft.firms)
            if named and draft.done is None and act.is_done and draft.planned is None:
                draft.done = act
        if not any(draft.firms or draft.name for draft in self._drafts if draft.aggregate is None):
            self._announce_title(title, act)

    def announced(self) -> Iterator[AnnouncedProject]:
        """The announcements, unfinished ones left out."""
        vouching = Vouching(self._drafts, self._text, self._findings)
        for draft in (part for whole in self._drafts for part in by_phase(whole)):
            action = draft.action
            if action is None or not (draft.firms or draft.name or draft.aggregate):
                continue
            if not vouching.speaks_for(draft):
                continue
            yield announcement(draft, action)

    def _of_mentions(self, scene: Scene) -> Iterator[Draft]:
        mentions = scene.mentions[:SCENE_MENTIONS]
        if self._current and lists_parts(scene, mentions):
            return
        for group in groups_of(scene):
            found = acts_of(scene, group, mentions)
            for place, mention in enumerate(group):
                draft = self._of_mention(scene, mention, group, found)
                if draft:
                    pair(draft, scene, group, place)
                    yield draft

    def _of_mention(
        self, scene: Scene, mention: ProjectMention, group: Sequence[ProjectMention], found: list[Act]
    ) -> Draft | None:
        firms, rule = self._owner(scene, mention)
        if is_looked_at(scene, mention):
            return None
        is_stock = _CUMULATIVE.search(scene.text, scene.start, mention.start) and among(scene) is None
        if mention.is_item and is_stock:
            return None
        name = name_of(scene, mention)
        draft = Draft(
            scene=scene,
            firms=firms,
            name=name,
            rule=rule,
            is_item=mention.is_item or (mention.is_built and len(group) > 1),
            is_headed=mention.is_headed,
        )
        draft.amount, draft.phase1 = amounts_of(scene, mention, group)
        take_acts(draft, found)
        self._put_under_event(draft, mention)
        if draft.action is None:
            take_acts(draft, intents(scene.text, scene.start, scene.end))
        is_worth = is_enough(draft, mention, group, found, (self._text, self._findings.title or ""))
        is_told_of = draft.action or draft.is_headed or self._known(draft)
        return draft if is_worth and is_told_of else None

    def _owner(self, scene: Scene, mention: ProjectMention) -> tuple[list[str], str]:
        """Who invests in a named project: told beside it, or who signed or was spoken of before."""
        firms, rule = owner_of(scene, mention)
        if not firms and self._signer and follows_paper(scene):
            return [self._signer], "该公司"
        if not firms and self._subject and _OF_THE_FIRM.search(scene.text, scene.start, mention.start):
            return [self._subject], "该公司"
        return firms, rule

    def _put_under_event(self, draft: Draft, mention: ProjectMention) -> None:
        """Weigh what is told of a project against the event that governs it."""
        event = self._events.current
        if event is None or (
            draft.done and event.sentence == draft.scene.sentence_start and not event.is_lead
        ):
            return
        is_part = draft.scene.sentence_start == event.sentence and draft.scene.start > event.sentence
        is_priced = draft.amount is not None and draft.amount.end <= mention.start
        is_told = draft.amount is not None and (draft.firms or is_priced)
        if (
            is_part
            or mention.is_built
            or mention.is_item
            or mention.is_headed
            or is_told
            or (draft.firms and event.is_shared)
        ):
            is_agreed = follows_paper(draft.scene)
            draft.done = under_event(
                draft.done, draft.planned, event.act, is_shared=event.is_shared or is_agreed
            )

    def _of_subject(self, scene: Scene) -> Iterator[Draft]:
        """What the firm of the sentence before signs or plans (该集团拟投资…)."""
        if self._subject and _OF_THE_FIRM.match(scene.text, scene.start, scene.end):
            yield from self._invested(scene, [self._subject])

    def _invested(self, scene: Scene, firms: list[str]) -> Iterator[Draft]:
        """What firms sign or plan for a sum that the scene tells."""
        amount, phase1 = amounts_after(scene, scene.start, scene.end)
        amount = amount or first_phase(scene)
        if amount:
            draft = Draft(scene=scene, firms=[*firms], amount=amount, phase1=phase1, rule="该公司")
            take_acts(draft, list(scene.acts) or intents(scene.text, scene.start, scene.end))
            event = self._events.current
            if event and event.is_shared:
                draft.done = under_event(draft.done, draft.planned, event.act, is_shared=True)
            if draft.action is not None and not _CUMULATIVE.search(scene.text, scene.start, scene.end):
                yield draft

    def _of_firms(self, scene: Scene) -> Iterator[Draft]:
        """Firms that sign or land without a project's name."""
        if not scene.enterprises:
            yield from self._of_subject(scene)
        if self._partners and _BOTH_INVEST.search(scene.text, scene.start, scene.end):
            yield from self._invested(scene, self._partners)
            return
        if (
            (scene.acts and not scene.own_acts)
            or not scene.enterprises
            or _CUMULATIVE.search(scene.text, scene.start, scene.end)
        ):
            return
        told = [act for act in scene.acts if not act.is_talk]
        groups = next((found for act in told if (found := landing_firms(scene, act))), [])
        if not groups:
            yield from intending(scene, event.act if (event := self._events.current) else None)
            yield from self._of_roster(scene)
        for group in groups:
            draft = Draft(scene=scene, firms=[firm.name for firm in group], rule="签约落户句式")
            take_acts(draft, scene.acts)
            if len(groups) == 1:
                draft.amount, draft.phase1 = amounts_after(scene, scene.start, scene.end)
            draft.is_item = len(groups) > 1
            draft.amount = draft.amount or share_of(scene, groups, group)
            yield draft

    def _of_roster(self, scene: Scene) -> Iterator[Draft]:
        """The firms of a list under an event that all of them share."""
        event = self._events.current
        if event and event.is_shared and not scene.acts:
            for firm in roster(scene):
                yield Draft(scene=scene, firms=[firm.name], done=event.act, is_item=True, rule="企业名单")

    def _named_in(self, scene: Scene) -> Draft | None:
        """The project whose name a scene repeats without the word 项目."""
        for draft in self._drafts:
            name = bare(draft.name or "")
            if len(name) >= 6 and scene.text.find(name, scene.start, scene.end) >= 0:
                return draft
        return None

    def _known(self, draft: Draft) -> bool:
        return any(set(draft.firms) & set(other.firms) for other in self._drafts)

    def _complete(self, draft: Draft) -> None:
        scene, act = draft.scene, draft.done or draft.planned
        draft.date = draft.date or (date_of(scene, act) if act else None)
        event = self._events.told
        if draft.date is None and event and act and event.act.action is act.action:
            draft.date = event.date
        draft.date = draft.date or (self._told_on if draft.done else None)
        self._told_on = draft.date if draft.done else self._told_on
        draft.zone = place_of(scene.zones, act) or self._zone
        draft.region = place_of(scene.regions, act) or self._region
        industries = [span for span in scene.industries if not draft.name or span.text in draft.name]
        draft.industry = industries[0].text if industries else None
        draft.land_mu = land_of(scene) if not draft.is_item else None

    def _merged(self, draft: Draft) -> Draft:
        """The draft this one speaks of again, with its facts added, or the new draft."""
        for known in self._drafts:
            if known.aggregate is None and is_same(known, draft) and not is_one_more(known, draft):
                join(known, draft)
                return known
        known_half = self._other_half(draft)
        if known_half is not None:
            known_half.firms = known_half.firms or draft.firms
            join(known_half, draft)
            return known_half
        self._drafts.append(draft)
        return draft

    def _other_half(self, draft: Draft) -> Draft | None:
        """The draft that tells who invests where this one tells in what, or the other way round."""
        single = [known for known in self._drafts if known.aggregate is None and not known.is_item]
        told = self._current
        if told and told.firms and told.name is None and not (draft.firms or draft.is_item):
            known = told  # who signed was told just before
        elif draft.is_item or len(single) != 1 or bool(single[0].firms) == bool(draft.firms):
            return None
        else:
            known = single[0]
        if known.scene is draft.scene:
            return None
        is_open = known.amount is None or draft.amount is None or known.amount.value == draft.amount.value
        return known if is_open and not (known.name and draft.name and draft.firms) else None

    def _repeats(self, draft: Draft, counted: Sequence[batches.Batch]) -> bool:
        """Whether a nameless draft only carries the sum of a batch or of another project."""
        if draft.firms or draft.amount is None:
            return False
        sums = [batch.amount for batch in counted] + [known.amount for known in self._drafts]
        return not draft.is_item and any(amount is draft.amount for amount in sums)

    def _add_facts(self, draft: Draft, scene: Scene) -> None:
        """What a sentence without a project of its own says of the one before."""
        is_back = _REFERS_BACK.search(scene.text, scene.start, scene.end) or (
            draft.is_headed and _STEP.search(scene.text, scene.start, scene.end)
        )
        if (
            not is_back
            or _IS_OTHER.search(scene.text, scene.start, scene.end)
            or self._is_of_other(draft, scene)
        ):
            return
        add_builder(draft, scene)
        others = {firm.name for firm in scene.enterprises} - {*draft.firms}
        if others and draft.firms and not _THIS.search(scene.text, scene.start, scene.end):
            return
        amount, phase1 = amounts_after(scene, scene.start, scene.end)
        if draft.amount is None and amount is not None:
            draft.amount = amount
        draft.phase1 = draft.phase1 or phase1
        draft.land_mu = draft.land_mu or land_of(scene)
        if scene.own_acts and (draft.is_headed or not draft.is_item):
            before = draft.done
            told = [act for act in scene.acts if tells_of_it(scene, act)]
            take_acts(draft, [act for act in told if not is_weaker_paper(draft, act, scene)])
            if draft.done is not before and draft.done is not None:
                draft.date = date_of(scene, draft.done) or draft.date

    def _is_of_other(self, draft: Draft, scene: Scene) -> bool:
        """Whether a sentence goes on about another firm, or about the park and not what is built there."""
        park = next((zone for zone in scene.zones if zone.start - scene.start <= LEAD), None)
        if park and not scene.acts and park.text not in (draft.name or ""):
            return True
        is_firm_s = draft.firms and self._subject and self._subject not in draft.firms
        return bool(is_firm_s and _OF_THE_FIRM.match(scene.text, scene.start, scene.end))

    def _add_batch(self, scene: Scene, batch: batches.Batch) -> None:
        event = self._events.told
        act = batch.act or (event.act if event else None)
        if act is None:
            return
        known = next((known for known in self._drafts if known.aggregate == batch.count), None)
        if known is not None:
            known.amount = known.amount or batch.amount
            return
        if batch.amount is None and self._sum_of_all is not None:
            batch, self._sum_of_all = replace(batch, amount=self._sum_of_all), None
        draft = Draft(
            scene=scene, name=batch.name, aggregate=batch.count, amount=batch.amount, rule="批量项目"
        )
        take_acts(draft, [act])
        self._complete(draft)
        draft.land_mu = None
        self._drafts.append(draft)

    def _add_sum_of_all(self, scene: Scene) -> None:
        """A sum of the event's projects goes to the batch before it, or waits for the one behind it."""
        amount = batches.sum_of_all(scene)
        if amount is None:
            return
        last = next((known for known in reversed(self._drafts) if known.aggregate), None)
        if last is None:
            self._sum_of_all = amount
        elif last.amount is None:
            last.amount = amount

    def _announce_many(self, count: int, name: str, act: Act) -> None:
        """The batch that only the headline counts."""
        scene = next(iter(scenes(self._text, self._findings)), None)
        if scene:
            draft = Draft(scene=scene, name=name, aggregate=count, done=act, rule="批量项目")
            self._complete(draft)
            draft.amount = batches.sum_in_title(self._findings.title or "", count)
            self._drafts.append(draft)

    def _announce_title(self, title: str, act: Act) -> None:
        """The one announcement an article makes in its headline alone."""
        if self._is_visit or not act.is_done or any(draft.aggregate for draft in self._drafts):
            return
        firm = next((span for span in self._findings.enterprises if span.text in title), None)
        scene = firm and next((s for s in scenes(self._text, self._findings) if s.end > firm.start), None)
        if firm and scene:
            draft = Draft(scene=scene, firms=[firm.name], done=act, rule="标题")
            draft.amount, draft.phase1 = amounts_after(scene, scene.start, scene.end)
            self._complete(draft)
            self._drafts.append(draft)
