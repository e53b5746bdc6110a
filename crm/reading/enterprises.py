"""Every firm an article names, known or not, its long, short and brand forms joined to one name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crm.domain.reading import EnterpriseSpan, Span
from crm.reading import firm_scores, firm_signs
from crm.reading.firm_candidates import Candidate, Runs, propose, without_parts
from crm.reading.firm_shapes import AFTER_BRAND, ROAD, FirmForm, Ground
from crm.reading.firm_words import firm_words, is_brand, straddles
from crm.reading.gazetteers import countries, short_names
from crm.reading.known import NameHit
from crm.reading.project_names import ProjectMention, mentions
from crm.reading.stretches import Stretches

ALIAS_GAP = 2  # characters between a name and its bracketed short form
_PARK = re.compile("产业[园链集化带]")
_MARKS = '“‘"《'
_BRANCH = re.compile("(?:[东南西北中华]{1,3}|第?[一二三四五六七八九十0-9]{1,3})?(?:分公司|子公司)")
_LATIN_NAME = re.compile(r"[(（](?P<name>[A-Z][A-Za-z&.\- ]{1,30}[a-z])[)）]")
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
    return decided(ground, candidates(ground, projects, taken), taken, firm_scores.weights())


def _latin_forms(text: str, chosen: Sequence[FirmForm]) -> Iterator[FirmForm]:
    """The names in Latin letters right behind Chinese ones: 砺桥集团（Liqiao）."""
    for form in chosen:
        if found := _LATIN_NAME.match(text, form.end):
            start, end = found.span("name")
            yield FirmForm(start=start, end=end, core_start=start, core_end=end, rule="简称")


def _short_forms(
    text: str, found: Mapping[firm_signs.Stretch, tuple[Candidate, set[str]]], chosen: Sequence[FirmForm]
) -> Iterator[FirmForm]:
    """Candidates that were doubtful by themselves, but bear the own word of a registered name."""
    own_words = {text[form.core_start : form.core_end] for form in chosen if form.is_full}
    taken = Stretches([(form.start, form.end) for form in chosen], len(text))
    forms = [
        candidate.form
        for candidate, _ in found.values()
        if text[candidate.form.core_start : candidate.form.core_end] in own_words
    ]
    for form in sorted(forms, key=lambda form: (form.start, -form.end)):
        if not taken.touches(form.start, form.end):
            taken.add(form.start, form.end)
            yield form


def decided(
    ground: Ground,
    found: Mapping[firm_signs.Stretch, tuple[Candidate, set[str]]],
    taken: Sequence[Span],
    weights: Mapping[str, float],
    threshold: float = firm_scores.THRESHOLD,
) -> tuple[EnterpriseSpan, ...]:
    """The candidates that weigh enough and their further occurrences, each with the name of its firm."""
    forms = firm_scores.choose(found, weights, threshold)
    forms = [*forms, *_latin_forms(ground.text, forms), *_short_forms(ground.text, found, forms)]
    groups = _grouped(ground, forms)
    return tuple(sorted(_spans(ground, groups, taken), key=lambda span: span.start))


def candidates(
    ground: Ground, projects: Sequence[ProjectMention], taken: Sequence[Span]
) -> dict[firm_signs.Stretch, tuple[Candidate, set[str]]]:
    """What might be firms in a text, by its stretch, with the signs that its chance is reckoned from."""
    walls = Stretches([(span.start, span.end) for span in taken], len(ground.text))
    runs = Runs(ground)
    proposed = (
        candidate
        for candidate in propose(ground, runs, (mention.firm for mention in projects if mention.firm))
        if (not walls.touches(candidate.form.start, candidate.form.end) or _holds(candidate.form, taken))
        and (candidate.form.is_full or not ROAD.match(ground.text, candidate.form.end))
    )
    return firm_signs.signs(ground, runs, without_parts(ground.text, proposed))


@dataclass(kw_only=True)
class _Firm:
    """One firm while its forms are gathered."""

    core: str
    forms: list[FirmForm] = field(default_factory=list)
    legal_name: str | None = None
    place: str = ""
    registered: str = ""  # its registered name without the place


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
        introduced = _introduced(firms, form) if form.rule == "简称" else None
        firm = introduced or _same(by_core.get(core, []), form, place) or _known_firm(firms, ground, form)
        if firm is None and form.rule == "简称":
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
        return hit.enterprises[0].name
    return None


def _spans(ground: Ground, firms: Sequence[_Firm], taken: Sequence[Span]) -> Iterator[EnterpriseSpan]:
    text = ground.text
    occupied = _walls(taken, len(text))
    for firm in firms:
        for form in firm.forms:
            occupied[form.start : form.end] = b"\1" * (form.end - form.start)
    named = [
        (word, firm)
        for firm in firms
        for word in sorted(_own_words(text, firm) - short_names(), key=len, reverse=True)
    ]
    for word, firm in sorted(named, key=lambda pair: -len(pair[0])):
        firm.forms += _again(ground, firm, word, occupied)
    for firm in firms:
        written = [text[_behind_marks(text, form.start, form.end) : form.end] for form in firm.forms]
        longest = max(written, key=lambda name: (not name.isascii(), len(name)))
        name = firm.legal_name if firm.legal_name and firm.legal_name.endswith("公司") else longest
        for form in firm.forms:
            start = _behind_marks(text, form.start, form.end)
            told = text[start : form.end]
            if not _BRANCH.fullmatch(told):
                yield EnterpriseSpan(text=told, start=start, end=form.end, name=name, rule=form.rule)


def _behind_marks(text: str, start: int, end: int) -> int:
    """Where a form begins behind a quotation mark, and a brand behind its country (瑞典|VOLVO)."""
    while start < end - 1 and text[start] in _MARKS:
        start += 1
    if not text[end - 1].isascii():
        return start
    for size in (2, 3):
        if (
            text[start : start + size] in countries()
            and text[start + size : end].isascii()
            and start + size < end
        ):
            return start + size
    return start


def _own_words(text: str, firm: _Firm) -> set[str]:
    """What a firm is called by where its whole name does not stand: its own word, and its short forms."""
    words = {firm.core, *(text[form.core_start : form.core_end] for form in firm.forms)}
    words |= {text[form.core_start : form.end] for form in firm.forms if not form.is_full}
    return words | {text[form.start : form.end] for form in firm.forms if form.rule == "简称"}


def _again(ground: Ground, firm: _Firm, core: str, occupied: bytearray) -> list[FirmForm]:
    """Further occurrences of a firm's own word, with the place and trade that stand around it."""
    text, found, at = ground.text, [], -1
    is_own = is_brand(core) and len(core) >= 2
    while (at := text.find(core, at + 1)) >= 0:
        end = _tail(text, at + len(core))
        has_tail = end > at + len(core)
        if any(occupied[at:end]) or not (is_own or has_tail):
            continue
        if (not has_tail and len(core) <= 3 and straddles(text, at, end)) or ground.is_place(at, end):
            continue
        if core.isascii() and _is_inside_latin(text, at, at + len(core)):
            continue
        if not has_tail and ROAD.match(text, end):
            continue  # 砺桥小学
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
        for size in words.strong_sizes.get(text[end : end + 2], ()):
            part = text[end : end + size]
            if (
                len(part) == size
                and part in words.strong
                and not _PARK.match(text, end)
                and text[end : end + size + 1] not in words.strong
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
    return bool(AFTER_BRAND.match(text, at))


def _is_inside_latin(text: str, start: int, end: int) -> bool:
    return (start > 0 and text[start - 1].isascii() and text[start - 1].isalnum()) or (
        end < len(text) and text[end].isascii() and text[end].isalnum()
    )
