"""How a text is cut for the search index, and how a name is typed.

SQLite: a contentless FTS5 table over space-separated characters, asked for phrases. (Its trigram
tokenizer finds no two-character word and silently drops one inside AND.) PostgreSQL: characters and
pairs in an array under a GIN index, checked again by LIKE. Both find the same: substrings of letters
and digits, whatever punctuation stands between them; a word asked for with punctuation must besides
stand there as it was typed, but for width and case. A question of punctuation alone looks at names.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import combinations, islice, pairwise, product

_MOST_INITIALS = 20  # characters; nobody types more initials than that
_MOST_SPELLINGS = 16  # of one name, where several characters are read in several ways
EDGE = "§"  # a token between fields that no question holds, so that no phrase reaches across


def fold(text: str) -> str:
    """Letters and digits of `text`: width and case evened out, everything else dropped."""
    return "".join(letter for letter in even(text) if letter.isalnum())


def even(text: str) -> str:
    """The text with width and case evened out."""
    return unicodedata.normalize("NFKC", text).casefold()


def spellings(name: str) -> str:
    """What a name is typed as in Latin letters: initials and whole pinyin, in every reading.

    长电 -> "cd zd changdian zhangdian": 长 is read both ways, and nobody should have to know which.
    """
    start = name[:_MOST_INITIALS]
    from pypinyin import Style, lazy_pinyin, pinyin  # its dictionary costs a start 0.3 s

    usual = [fold(part) for part in lazy_pinyin(start)]
    readings = pinyin(start, style=Style.NORMAL, heteronym=True)
    options = [[part for part in map(fold, dict.fromkeys(parts)) if part] for parts in readings]
    if len(options) != len(usual):  # signs that are no characters may be grouped in two ways
        usual = [parts[0] if parts else "" for parts in options]
    whole = list(dict.fromkeys(islice(ways_to_read(usual, options), _MOST_SPELLINGS)))
    latin = fold(start)  # TCL科技 is typed tclkj
    short = dict.fromkeys("".join(part if part in latin else part[:1] for part in parts) for parts in whole)
    return " ".join([*short, *("".join(parts) for parts in whole)])


def ways_to_read(usual: list[str], options: list[list[str]]) -> Iterator[tuple[str, ...]]:
    """Every reading of a name, those with the fewest unusual ones first."""
    rare = {
        place: [part for part in parts if part != usual[place]]
        for place, parts in enumerate(options)
        if set(parts) - {usual[place]}
    }
    for count in range(len(rare) + 1):
        for places in combinations(rare, count):
            for parts in product(*(rare[place] for place in places)):
                read = list(usual)
                for place, part in zip(places, parts, strict=True):
                    read[place] = part
                yield tuple(read)


def kind_token(kind: str) -> str:
    """The word that stands for a kind in the index of SQLite."""
    return kind.replace("_", "")


def pairs_of(letters: str) -> list[str]:
    """Every character and every pair of neighbours, each once."""
    return sorted(
        {*letters, *map("".join, pairwise(letters))}
        - {"\n"}
        - {pair for letter in set(letters) for pair in (f"{letter}\n", f"\n{letter}")}
    )


def initial_pairs(initials: str) -> list[str]:
    """Pairs of what is typed in Latin letters, marked so that they are no pairs of the text."""
    return [f"~{pair}" for pair in pairs_of(initials.replace(" ", "\n")) if len(pair) == 2]


def kind_pair(*kinds: str) -> list[str]:
    """What the index holds of the kind, so that it finds those of one kind alone; nothing for several."""
    return [f"={kind}" for kind in kinds] if len(kinds) == 1 else []
