"""The one front door of reading: a page in, everything found in it out.

A text is looked at by some hundreds of patterns. It stays quick because

- known names, event words, titles and trade words come from automata, one pass over the text each, sorted
  by kind and asked for by offset;
- a pattern of many branches is tried only where it can begin (text.anchored), what stands before a word is
  read backwards from it (text.stretch_before), and a sentence without the words that a pattern needs is
  passed over;
- what a short string is (a number, an everyday word, a firm's own word) is kept for the next time, in
  caches of stated size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, TypeVar

from crm.domain.codec import from_plain, to_plain
from crm.domain.reading import (
    AmountSpan,
    AnnouncedProject,
    Cluster,
    EnterpriseSpan,
    Page,
    Reading,
    RegionSpan,
    Span,
    ZoneProfile,
    ZoneSpan,
)
from crm.reading import (
    amounts,
    announcements,
    clusters,
    dates,
    enterprises,
    headline_names,
    industries,
    measures,
    people,
    places,
    project_names,
    roles,
    tables,
)
from crm.reading.firm_shapes import Ground
from crm.reading.gazetteers import countries
from crm.reading.known import KnownName, simplify
from crm.reading.lexicon import Lexicon
from crm.reading.page import page_from_html, page_from_text
from crm.reading.scenes import Findings
from crm.reading.stretches import Stretches

AnySpan = TypeVar("AnySpan", bound=Span)
_start = attrgetter("start")

_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_WESTERN_MARK = re.compile(r"[,;:?!](?:(?<![\dA-Za-z].)|(?![\dA-Za-z/ ]))")


def read(page: Page, lexicon: Lexicon) -> Reading:
    """Everything one pass over `page` finds.

    Traditional characters are read as simplified and shown as written.
    """
    plain, title = plain_text(page.body), plain_text(page.title or "") or None
    findings = _findings(page, plain, title, lexicon)
    is_visit = roles.is_visit(plain, title)
    projects = announcements.find(plain, findings, is_visit=is_visit)
    kind = roles.kind(plain, title, projects, is_visit=is_visit)
    profiles = clusters.profiles(plain, findings.zones, page.publishing_zone)
    above = _findings(replace(page, body=title), title, title, lexicon) if title else Findings()
    reading = Reading(
        page=page,
        kind=kind,
        zones=roles.of_zones(plain, findings, projects, kind, page.publishing_zone),
        regions=tuple(findings.regions),
        industries=tuple(findings.industries),
        enterprises=roles.of_enterprises(plain, findings, projects, kind),
        people=tuple(findings.people),
        amounts=tuple(findings.amounts),
        dates=tuple(findings.dates),
        measures=tuple(findings.measures),
        projects=projects,
        clusters=clusters.find(plain, findings.enterprises),
        zone_profiles=profiles,
        headline=headline_names.only_there(page.title or "", above, findings),
    )
    return reading if plain == page.body else _as_written(reading, plain)


def read_text_plain(text: str, names: Sequence[Any] = ()) -> Any:
    """`read` of pasted text for a child process: text and an office's names in, plain JSON out."""
    return to_plain(read(page_from_text(text), _lexicon(names)))


def read_html_plain(html: str, url: str | None = None, names: Sequence[Any] = ()) -> Any:
    """`read` of a web page for a child process, plain JSON in and out."""
    return to_plain(read(page_from_html(html, url), _lexicon(names)))


def read_page_plain(page: Any, names: Sequence[Any] = ()) -> Any:
    """`read` of a page captured before, plain JSON in and out."""
    return to_plain(read(from_plain(Page, page), _lexicon(names)))


def plain_text(text: str) -> str:
    """`text` in simplified characters with the marks of Chinese prose, character for character."""
    return _WESTERN_MARK.sub(lambda mark: _MARKS[mark.group()], simplify(text))


def _lexicon(names: Sequence[Any]) -> Lexicon:
    shipped = Lexicon.shipped()
    return shipped.extended(from_plain(KnownName, name) for name in names) if names else shipped


def _findings(page: Page, plain: str, title: str | None, lexicon: Lexicon) -> Findings:
    hits = lexicon.hits(plain)
    hints = places.PageHints(publishing_zone=page.publishing_zone, source=page.source, title=title)
    zones, regions = places.find(plain, hits, hints)
    named = people.find(plain)
    ground = Ground(plain, hits)
    mentions = project_names.mentions(ground)
    rows = tables.find(plain)
    told = enterprises.find_on(ground, mentions, [*zones, *named])
    firms = tuple(sorted([*told, *tables.firms_of(rows, told)], key=_start)) if rows else told
    walls = Stretches([(firm.start, firm.end) for firm in firms], len(plain))
    # a park that bears a firm's name is a place to land in; a zone inside a firm's name is not
    zones = [zone for zone in zones if not walls.touches(zone.start, zone.end) or _bears_a_name(zone, firms)]
    blocked = [(span.start, span.end) for span in (*firms, *zones)]
    return Findings(
        enterprises=firms,
        zones=zones,
        regions=[
            region
            for region in regions
            if (not walls.touches(region.start, region.end) or _stands_before(region, firms))
            and not (region.path in countries() and walls.touches(region.end, region.end + 1))
        ],
        industries=industries.find(plain, hits, blocked, title),
        people=named,
        amounts=_with_sums(amounts.find(plain), rows),
        dates=dates.find(plain, page.published),
        measures=measures.find(plain),
        mentions=mentions,
        rows=rows,
        title=title,
        published=page.published,
    )


def _with_sums(found: list[AmountSpan], rows: Sequence[tables.Row]) -> list[AmountSpan]:
    """The amounts in order, those of prose and those of cells that hold a figure alone."""
    sums = [span for row in rows for span in row.sums]
    taken = {span.start for span in sums}
    return (
        sorted([*(span for span in found if span.start not in taken), *sums], key=_start) if sums else found
    )


def _bears_a_name(zone: ZoneSpan, firms: Sequence[EnterpriseSpan]) -> bool:
    """Whether every firm that meets a zone's name lies at its beginning (砺桥传动产业园)."""
    return all(
        firm.start == zone.start and firm.end < zone.end
        for firm in firms
        if firm.start < zone.end and zone.start < firm.end
    )


def _stands_before(region: RegionSpan, firms: Sequence[EnterpriseSpan]) -> bool:
    """Whether a county in full is told before the short name of a firm (海州县|砺桥传动)."""
    return region.text.endswith(("县", "市")) and any(
        firm.start == region.start and not firm.text.endswith(("公司", "集团", "厂", "银行", "社"))
        for firm in firms
    )


def _as_written(reading: Reading, plain: str) -> Reading:
    """The reading of a text in traditional characters with every piece as the text has it."""
    body = reading.page.body

    def written(text: str | None) -> str | None:
        at = plain.find(text) if text else -1
        return body[at : at + len(text)] if text and at >= 0 else text

    def spans(found: tuple[AnySpan, ...]) -> tuple[AnySpan, ...]:
        return tuple(replace(span, text=body[span.start : span.end]) for span in found)

    return replace(
        reading,
        zones=spans(reading.zones),
        regions=spans(reading.regions),
        industries=spans(reading.industries),
        enterprises=tuple(_named(span, written) for span in spans(reading.enterprises)),
        people=tuple(
            replace(span, name=written(span.name) or span.name, title=written(span.title))
            for span in spans(reading.people)
        ),
        amounts=spans(reading.amounts),
        dates=spans(reading.dates),
        measures=spans(reading.measures),
        projects=tuple(_project(project, written, body) for project in reading.projects),
        clusters=tuple(_cluster(cluster, written) for cluster in reading.clusters),
        zone_profiles=tuple(_profile(profile, written) for profile in reading.zone_profiles),
    )


_Written = Callable[[str | None], str | None]


def _named(span: EnterpriseSpan, written: _Written) -> EnterpriseSpan:
    return replace(span, name=written(span.name) or span.name)


def _project(project: AnnouncedProject, written: _Written, body: str) -> AnnouncedProject:
    firms = project.enterprise.split("、") if project.enterprise else []
    return replace(
        project,
        enterprise="、".join(written(firm) or firm for firm in firms) or None,
        name=written(project.name),
        amount=written(project.amount),
        zone=written(project.zone),
        region=written(project.region),
        industry=written(project.industry),
        quote=body[project.start : project.end],
    )


def _cluster(cluster: Cluster, written: _Written) -> Cluster:
    return replace(
        cluster,
        place=written(cluster.place) or cluster.place,
        leader=written(cluster.leader),
        industry=written(cluster.industry) or cluster.industry,
        quote=written(cluster.quote) or cluster.quote,
    )


def _profile(profile: ZoneProfile, written: _Written) -> ZoneProfile:
    return replace(
        profile,
        zone=written(profile.zone) or profile.zone,
        industries=tuple(written(industry) or industry for industry in profile.industries),
        quote=written(profile.quote) or profile.quote,
    )
