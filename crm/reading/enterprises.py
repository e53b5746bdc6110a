"""Every firm an article names, known or not, its long, short and brand forms joined to one name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crm.domain.reading import EnterpriseSpan, Span
from crm.reading.firm_contexts import contextual
from crm.reading.firm_shapes import FirmForm, Ground, apart, brands, registered_names, strip_trades
from crm.reading.firm_words import firm_words, is_brand, straddles
from crm.reading.known import NameHit, NameKind
from crm.reading.project_names import ProjectMention, mentions

ALIAS_GAP = 2  # characters between a name and its bracketed short form
_LEGAL_TAIL = re.compile(r"(?:集团|股份|公司|控股|有限公司|有限责任公司)+$")
_COUNTRY = re.compile("中国|国家|国际|上海|北京|南方|东方")
_BODIES = (*"省市县区州旗盟", "委、", "局、", "办、")  # before an office, not before a firm
_PARK = re.compile("产业[园链集化带]")
LEGAL_TAILS = ("集团", "公司", "股份", "控股")


def find(text: str, hits: Sequence[NameHit] = (), taken: Sequence[Span] = ()) -> tuple[EnterpriseSpan, ...]:
    """The firms in `text`, one span per occurrence.

    `hits` are the known names in it, `taken` stretches that are something else (people, zones).
    """
    ground = Ground(text, hits)
    return find_on(ground, mentions(ground), taken)


def find_on(
    ground: Ground, projects: Sequence[ProjectMention], taken: Sequence[Span] = ()
) -> tuple[EnterpriseSpan, ...]:
    """`find` for a text whose projects were looked for already."""
    walls = _walls(taken, len(ground.text))
    forms = [
        form
        for form in _forms(ground, projects)
        if not walls[form.start : form.end].strip(b"\0") or _holds(form, taken)
    ]
    groups = _grouped(ground, apart(forms))
    return tuple(sorted(_spans(ground, groups, taken), key=lambda span: span.start))


@dataclass(kw_only=True)
class _Firm:
    """One firm while its forms are gathered."""

    core: str
    forms: list[FirmForm] = field(default_factory=list)
    legal_name: str | None = None
    place: str = ""
    registered: str = ""  # its registered name without the place


def _forms(ground: Ground, projects: Sequence[ProjectMention]) -> Iterator[FirmForm]:
    yield from registered_names(ground)
    yield from _known(ground)
    yield from brands(ground)
    yield from contextual(ground)
    yield from (mention.firm for mention in projects if mention.firm)


def _known(ground: Ground) -> Iterator[FirmForm]:
    text = ground.text
    for hit in ground.hits:
        known = hit.of(NameKind.ENTERPRISE)
        if not known or any(name.common for name in known):
            continue
        if hit.text.endswith("局") and text[max(0, hit.start - 2) : hit.start].endswith(_BODIES):
            continue  # 市招商局 is an office, 招商局 a firm
        is_short = known[0].is_hint
        if is_short and (hit.text in firm_words().ordinary or straddles(text, hit.start, hit.end)):
            continue
        rule = known[0].rule or "已知名称"
        yield FirmForm(
            start=hit.start,
            end=hit.end,
            core_start=hit.start,
            core_end=_own_end(ground, hit),
            rule=rule,
            is_full=hit.end - hit.start > 2,
        )


def _own_end(ground: Ground, hit: NameHit) -> int:
    """The end of a known firm's own word (海尔 in 海尔集团), or of the whole name where that is a place."""
    own = strip_trades(_LEGAL_TAIL.sub("", hit.text))
    if is_brand(own) and ground.after_places(hit.start) == hit.start and not _COUNTRY.match(own):
        return hit.start + len(own)
    return hit.end


def _walls(taken: Sequence[Span], size: int) -> bytearray:
    walls = bytearray(size)
    for span in taken:
        walls[span.start : span.end] = b"\1" * (span.end - span.start)
    return walls


def _holds(form: FirmForm, taken: Sequence[Span]) -> bool:
    """A zone or person may lie inside a registered name, but no short form touches one."""
    if (
        any(span.start == form.start and span.end > form.end + 1 for span in taken)
        and form.rule == "知名企业"
    ):
        return True  # a park that bears a firm's name
    return form.is_full and not any(
        span.start < form.end
        and form.start < span.end
        and not (form.start <= span.start and span.end <= form.end)
        for span in taken
    )


def _grouped(ground: Ground, forms: Sequence[FirmForm]) -> list[_Firm]:
    text = ground.text
    firms: list[_Firm] = []
    by_core: dict[str, list[_Firm]] = {}
    for form in sorted(forms, key=lambda form: (form.rule == "简称", not form.is_full, form.start)):
        core = text[form.core_start : form.core_end]
        place = text[form.start : form.core_start]
        firm = _same(by_core.get(core, []), form, place) or _known_firm(firms, ground, form)
        if firm is None and form.rule == "简称":
            firm = _introduced(firms, form)
            if firm is None:
                continue
        if firm is None:
            firm = _Firm(core=core, place=place, legal_name=_legal_name(ground, form))
            firm.registered = text[form.core_start : form.end] if form.is_full else ""
            firms.append(firm)
        by_core.setdefault(core, []).append(firm)
        firm.forms.append(form)
    return firms


def _same(candidates: Sequence[_Firm], form: FirmForm, place: str) -> _Firm | None:
    """The firm with this core: two registered names of different places are two firms."""
    for firm in candidates:
        is_other = form.is_full and any(known.is_full for known in firm.forms) and firm.place != place
        if not (is_other and firm.place and place):
            return firm
    return None


def _known_firm(firms: Sequence[_Firm], ground: Ground, form: FirmForm) -> _Firm | None:
    """The firm already met whose known name this form is, or begins or ends with (长电科技股份有限公司)."""
    name = _legal_name(ground, form)
    own = ground.text[form.core_start : form.end]
    for firm in firms:
        if name is not None and firm.legal_name == name:
            return firm
        is_longer = (
            form.is_full and firm.legal_name is not None and len(firm.core) > 2 and own.startswith(firm.core)
        )
        if is_longer or (name is not None and len(own) > 2 and firm.registered.startswith(own)):
            return firm
    return None


def _introduced(firms: Sequence[_Firm], form: FirmForm) -> _Firm | None:
    """The firm whose name stands just before a bracketed short form."""
    for firm in firms:
        for known in firm.forms:
            if 0 <= form.start - known.end <= 8:
                return firm
    return None


def _legal_name(ground: Ground, form: FirmForm) -> str | None:
    hit = ground.known_at(form.start)
    if hit and (hit.end == form.end or hit.end == form.core_end):
        return hit.of(NameKind.ENTERPRISE)[0].name
    return None


def _spans(ground: Ground, firms: Sequence[_Firm], taken: Sequence[Span]) -> Iterator[EnterpriseSpan]:
    text = ground.text
    occupied = _walls(taken, len(text))
    for firm in firms:
        for form in firm.forms:
            occupied[form.start : form.end] = b"\1" * (form.end - form.start)
    for firm in sorted(firms, key=lambda firm: -len(firm.core)):
        cores = {firm.core, *(text[form.core_start : form.core_end] for form in firm.forms)}
        cores |= {text[form.core_start : form.end] for form in firm.forms if not form.is_full}
        for core in sorted(cores, key=len, reverse=True):
            firm.forms += _again(ground, firm, core, occupied)
        longest = max((text[form.start : form.end] for form in firm.forms), key=len)
        name = firm.legal_name if firm.legal_name and firm.legal_name.endswith("公司") else longest
        for form in firm.forms:
            yield EnterpriseSpan(
                text=text[form.start : form.end], start=form.start, end=form.end, name=name, rule=form.rule
            )


def _again(ground: Ground, firm: _Firm, core: str, occupied: bytearray) -> list[FirmForm]:
    """Further occurrences of a firm's own word, with the place and trade that stand around it."""
    text, found, at = ground.text, [], -1
    is_own = is_brand(core) and len(core) >= 2
    while (at := text.find(core, at + 1)) >= 0:
        end = _tail(text, at + len(core))
        has_tail = end > at + len(core)
        if any(occupied[at:end]) or not (is_own or has_tail):
            continue
        if not has_tail and len(core) <= 3 and straddles(text, at, end):
            continue
        if core.isascii() and _is_inside_latin(text, at, at + len(core)):
            continue
        start = _with_place(ground, firm.place, at)
        if any(occupied[start:at]):
            start = at
        occupied[start:end] = b"\1" * (end - start)
        found.append(FirmForm(start=start, end=end, core_start=at, core_end=at + len(core), rule="文中简称"))
    return found


def _with_place(ground: Ground, place: str, at: int) -> int:
    """Where a short form begins that carries the place of the registered name, or the last part of it."""
    start = ground.before_place(at)
    if place and start < at and place.endswith(ground.text[start:at]):
        at = start
    return at - len(place) if place and ground.text.endswith(place, max(0, at - len(place)), at) else at


def _tail(text: str, end: int) -> int:
    """The end of the trade words and of 集团 or 公司 behind a firm's own word."""
    words = firm_words()
    for _ in range(2):
        for size in (4, 3, 2):
            part = text[end : end + size]
            if (
                len(part) == size
                and part in words.strong
                and not _PARK.match(text, end)
                and (part in words.naming or _ends(text, end + size))
            ):
                end += size
                break
    for tail in LEGAL_TAILS:
        if text.startswith(tail, end):
            return end + len(tail)
    return end


def _ends(text: str, at: int) -> bool:
    """Whether no product goes on at `at`."""
    from crm.reading.firm_shapes import AFTER_BRAND

    return bool(AFTER_BRAND.match(text, at))


def _is_inside_latin(text: str, start: int, end: int) -> bool:
    return (start > 0 and text[start - 1].isascii() and text[start - 1].isalnum()) or (
        end < len(text) and text[end].isascii() and text[end].isalnum()
    )
