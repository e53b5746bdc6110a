"""Where a person's name ends: surname, usual given-name characters, and the word that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from crm.reading.firm_words import is_ordinary
from crm.reading.text import anchored
from crm.reading.words import any_of, rows

SURE = 3  # score from which a name may stand without a title in front of it
PLAUSIBLE = 1  # score that is enough directly after a title
_NEARBY = 800  # characters around a doubtful name in which the same name again settles it
_LOOKS = 5
SHORTEST, LONGEST = 2, 4  # characters of a name without a surname

_BOUNDARY = frozenset("、，。；：！？（）()“”‘’\"'《》【】[]<>「」/|｜,.;:!?…—-─●■◆ \t\n\r\u3000\xa0")
_DOTTED = r"[\u4e00-\u9fff]{1,7}(?:[·•・‧][\u4e00-\u9fff]{1,8}?){1,3}"
_SPACED = re.compile(r"[ \u3000]{1,2}([\u4e00-\u9fff])(?![\u4e00-\u9fff])")  # 吴　迪, as in tables
_LATIN = re.compile(r"[A-Z][a-z]{1,15}(?: [A-Z][A-Za-z.'-]{0,15}){1,3}")


@cache
def _chosen(kind: str) -> frozenset[str]:
    return frozenset(word for word, its_kind in rows("name_words") if its_kind == kind)


@cache
def surnames() -> frozenset[str]:
    """Surnames of one character and of two or more."""
    return frozenset(surname for surname, _ in rows("surnames"))


@cache
def _followers() -> re.Pattern[str]:
    return re.compile(any_of(_chosen("follower")))


@cache
def _bodies() -> re.Pattern[str]:
    return re.compile(any_of(_chosen("body")))


@cache
def _dotted() -> re.Pattern[str]:
    edge = "".join(re.escape(mark) for mark in sorted(_BOUNDARY))
    return re.compile(rf"{_DOTTED}(?=[{edge}]|\Z|{any_of(_chosen('follower'))})")


@cache
def _clause_start() -> re.Pattern[str]:
    """The first character of a surname where a clause begins."""
    first = "".join(sorted({name[0] for name in surnames()}))
    return re.compile(rf"[{first}](?:(?<![\u4e00-\u9fffA-Za-z0-9].)|(?<=据.))")


def spoken(text: str) -> Iterator[re.Match[str]]:
    """Possible names that begin a clause and are followed by a verb of speech; group 1 is the name."""
    return anchored(_spoken(), _clause_start(), text)


@cache
def _spoken() -> re.Pattern[str]:
    single = "".join(sorted(name for name in surnames() if len(name) == 1))
    double = any_of(name for name in surnames() if len(name) > 1)
    verbs = any_of(_chosen("speech"))
    return re.compile(rf"((?:{double}|[{single}])[\u4e00-\u9fff]{{1,2}}?)(?={verbs})")


def name_at(body: str, start: int, least: int = PLAUSIBLE) -> int | None:
    """Where the name that begins at `start` ends; None if no name begins there.

    `least` is the score asked for: PLAUSIBLE behind a title, SURE elsewhere.
    """
    for pattern in (_dotted(), _LATIN):
        if found := pattern.match(body, start):
            return found.end()
    ends = _possible_ends(body, start)
    if not ends:
        return None
    scores = {end: score(body, start, end) for end in ends}
    if max(scores.values()) < SURE:
        near = body[max(0, start - _NEARBY) : start + _NEARBY]
        scores = {end: value + _again(near, body[start:end]) for end, value in scores.items()}
    best = max(scores, key=lambda end: (scores[end], end))
    return best if scores[best] >= least else None


def is_name(body: str, start: int, end: int) -> bool:
    """Whether `body[start:end]` is a surname with one or two usual given-name characters."""
    if end not in _possible_ends(body, start):
        return False
    surname = 2 if body[start : start + 2] in surnames() else 1
    return all(_points(character) > 0 for character in body[start + surname : end].strip())


def is_common_word(text: str) -> bool:
    """Whether `text` begins like an everyday word or holds a character no given name has."""
    return text[:2] in _chosen("no_name") or any(character in _chosen("never_given") for character in text)


def score(body: str, start: int, end: int) -> int:
    """How much `body[start:end]` looks like a whole name; below 1 it does not."""
    surname = 2 if body[start : start + 2] in surnames() else 1
    given = body[start + surname : end].strip()
    points = sum(_points(character) for character in given)
    if end >= len(body) or body[end] in _BOUNDARY:
        return points + 4
    if _bodies().match(body, end):
        return points - 4
    follower = _followers().match(body, end)
    if follower is None:
        return points
    return points + (4 if len(follower.group()) > 1 else 2)


def _points(character: str) -> int:
    if character in _chosen("never_given"):
        return -9
    return 1 if character in _chosen("given") else -1


def foreign_name_at(body: str, start: int) -> int | None:
    """Where a name without a surname ends that stands between a title and what its bearer does (诺敏介绍)."""
    for end in range(start + SHORTEST, start + LONGEST + 1):
        word = body[start:end]
        if not _is_han(word) or _chosen("never_given") & {*word} or is_common_word(word):
            return None
        follower = _followers().match(body, end)
        if follower and len(follower.group()) > 1:
            return None if is_ordinary(word) or _bodies().match(body, end) else end
    return None


def _is_closed(body: str, start: int) -> bool:
    """Whether a surname, two characters of given names and a mark stand at `start` (江平鹏，)."""
    given = body[start + 1 : start + 3]
    is_given = len(given) == len(_chosen("given") & {*given}) and body[start] in surnames()
    return is_given and body[start + 3 : start + 4] in _BOUNDARY


def _possible_ends(body: str, start: int) -> list[int]:
    if body[start : start + 2] in _chosen("no_name") and not _is_closed(body, start):
        return []
    surname = 2 if body[start : start + 2] in surnames() else 1
    if body[start : start + surname] not in surnames():
        return []
    if spaced := _SPACED.match(body, start + surname):
        return [spaced.end()] if spaced[1] in _chosen("given") else []
    ends = (start + surname + 1, start + surname + 2)
    return [end for end in ends if end <= len(body) and _is_han(body[start + surname : end])]


def _is_han(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)


def _again(near: str, name: str) -> int:
    """Two points for a name told again nearby with another character behind it."""
    behind: set[str] = set()
    at = near.find(name)
    for _ in range(_LOOKS):
        if at < 0:
            break
        behind.add(near[at + len(name) : at + len(name) + 1])
        at = near.find(name, at + 1)
    return 2 if len(behind) > 1 else 0
