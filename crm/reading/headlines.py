"""List pages: their links, and the recipe that finds the headlines once one of them was pointed at.

A headline is told by where it stands, a path of tags with ids and classes, and by what its address looks
like. What the clicked one shares with its neighbours goes into the recipe, what tells it from them (first,
odd, figures of articles) does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

from lxml import html

from crm.domain.errors import Unreadable
from crm.domain.sources import Learned, PageLink, Recipe
from crm.i18n import _
from crm.reading.markup import parse, squeeze

MOST_LINKS = 3000
MOST_HEADLINES = 500
LEAST_HEADLINE = 4  # characters; shorter links are pagers and menus
LONGEST_TEXT = 300
_BESIDE_LENGTH = 400  # characters of text around a link in which its date is looked for
_MOST_KINS = 4  # kinds of link in one item: its headline, its column, its zone …
_PAGER = re.compile(
    r"[\d\s<>«»‹›.…]*(?:首页|上一页|下一页|尾页|末页|更多|more|next|prev(?:ious)?)?[\d\s<>«»‹›.…+]*", re.I
)
_FULL_DAY = re.compile(r"((?:19|20)\d{2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_SPLIT_DAY = re.compile(r"(?<!\d)(\d{1,2})\s+((?:19|20)\d{2})\s?[-/.年]\s?(\d{1,2})(?![-/.\d])")  # 12 2026-05
_DAY_SPLIT = re.compile(r"((?:19|20)\d{2})\s?[-/.年]\s?(\d{1,2})月?\s+(\d{1,2})(?!\d)")  # 2026-05 12
_SHORT_DAY = re.compile(r"(?<![\d.-])(\d{1,2})\s?[-/月]\s?(\d{1,2})(?![\d.-])")
_PASSING = re.compile(r"\d|^(?:first|last|odd|even|on|cur(?:rent)?|active|selected|hover|new|hot|top)$", re.I)
_ITEMS = frozenset(("li", "tr", "dd", "dt", "article", "td", "div", "p", "section", "span", "h2", "h3", "h4"))


@dataclass(frozen=True)
class _Link:
    """A link in its tree, with the elements around it from the outside inwards, itself last."""

    element: html.HtmlElement
    chain: tuple[html.HtmlElement, ...]
    text: str
    address: str
    kin: Hashable  # the same for addresses that could lead to articles of one list

    @property
    def tags(self) -> tuple[str, ...]:
        """What it stands in, ids and classes left aside."""
        return tuple(str(element.tag) for element in self.chain)


def links_of(source: str, url: str, today: date) -> list[PageLink]:
    """The links of a page that lay at `url`, in their order.

    `group` is the same for those that stand together. Raises Unreadable if the page is too tangled.
    """
    return _shown(_links(source, url), today)


def title_of(source: str) -> str:
    """The title of a page."""
    return parse(source).title or ""


def learn(source: str, url: str, place: int, today: date) -> Learned:
    """The recipe that the link at `place` of `links_of` stands for, and what it takes from this page."""
    links = _links(source, url)
    if not 0 <= place < len(links):
        raise Unreadable(_("This link is not on the page any more."))
    recipe = _recipe(links[place], links)
    return Learned(recipe=recipe, headlines=tuple(_taken(recipe, links, today)))


def headlines(source: str, url: str, recipe: Recipe, today: date) -> list[PageLink]:
    """What a recipe takes from a page as it is now."""
    return _taken(recipe, _links(source, url), today)


# Links


def _links(source: str, url: str) -> list[_Link]:
    tree = parse(source).tree
    if tree is None:
        raise Unreadable(_("This page is too tangled to be taken apart."))
    base = urljoin(url, next((str(found.get("href") or "") for found in tree.iter("base")), ""))
    found: list[_Link] = []
    for element in tree.iter("a"):
        address = _address(element, base)
        text = _text(element)
        if address and text and len(found) < MOST_LINKS:
            around = [step for step in element.iterancestors() if step.tag not in ("html", "body")]
            chain = (*reversed(around), element)
            found.append(_Link(element, chain, text, address, _kin(address)))
    return found


def _address(element: html.HtmlElement, base: str) -> str:
    try:
        address = urldefrag(urljoin(base, str(element.get("href") or "").strip())).url
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname else ""


def _text(element: html.HtmlElement) -> str:
    """What the link says; the whole of it where the page cut it off."""
    shown = " ".join(squeeze(str(element.text_content())).split())[:LONGEST_TEXT]
    whole = " ".join(squeeze(str(element.get("title") or "")).split())[:LONGEST_TEXT]
    cut = shown.rstrip(".… ")
    return whole if len(whole) > len(shown) and (not cut or cut in whole) else shown


def _shown(links: Sequence[_Link], today: date) -> list[PageLink]:
    inside = _addresses_inside(links)
    return [
        PageLink(
            place=place,
            text=link.text,
            address=link.address,
            group=" › ".join(step for step in map(_step, link.chain[:-1]) if "." in step or "#" in step)
            or str(link.chain[0].tag),
            day=_day_beside(link, inside, today),
        )
        for place, link in enumerate(links)
    ]


def is_headline(text: str) -> bool:
    """Whether a link could be a headline, by its length alone and by not being a pager."""
    return len(text) >= LEAST_HEADLINE and not _PAGER.fullmatch(text)


# Learning


def _recipe(clicked: _Link, links: Sequence[_Link]) -> Recipe:
    alike = _neighbours(clicked, links)
    steps = []
    for depth, element in enumerate(clicked.chain):
        steps.append(_shared_step(element, [link.chain[depth] for link in alike]))
    return Recipe(steps=tuple(steps), address=_shared_address(clicked, alike))


def _neighbours(clicked: _Link, links: Sequence[_Link]) -> list[_Link]:
    """The clicked link and those in the same list: the innermost repetition that holds another headline."""
    same = [
        link
        for link in links
        if link.tags == clicked.tags and is_headline(link.text) and link.kin == clicked.kin
    ]
    for depth in range(len(clicked.chain) - 1, -1, -1):
        around = clicked.chain[depth - 1] if depth else None
        beside = [link for link in same if depth == 0 or link.chain[depth - 1] is around]
        if len({id(link.chain[depth]) for link in beside}) > 1:
            return beside if clicked in beside else [clicked, *beside]
    return [clicked]


def _kin(address: str) -> Hashable:
    """Same host, as deep, same ending, same names asked for."""
    parts = urlsplit(address)
    pieces = parts.path.split("/")
    ending = pieces[-1].rpartition(".")[2] if "." in pieces[-1] else ""
    return parts.hostname, len(pieces), ending, _asked(parts)


def _asked(parts: SplitResult) -> tuple[str, ...]:
    return tuple(sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair))


def _step(element: html.HtmlElement) -> str:
    """A tag, with its id and lasting classes."""
    name = str(element.get("id") or "").strip()
    mark = f"#{name}" if name and not _PASSING.search(name) and not re.search(r"[\s.#]", name) else ""
    return f"{element.tag}{mark}" + "".join(f".{word}" for word in _classes(element))


def _classes(element: html.HtmlElement) -> list[str]:
    words = str(element.get("class") or "").split()
    return sorted({word for word in words if not _PASSING.search(word) and not re.search(r"[.#]", word)})


def _shared_step(element: html.HtmlElement, others: Iterable[html.HtmlElement]) -> str:
    """What `element` has in common with all the others at its depth."""
    mine, steps = _step(element), [_step(other) for other in others]
    shared = set(_classes(element)).intersection(*(_classes(other) for other in others)) if steps else set()
    if all(step == mine for step in steps):
        return mine
    return str(element.tag) + "".join(f".{word}" for word in sorted(shared))


def _shared_address(clicked: _Link, alike: Sequence[_Link]) -> str:
    """The shape of the addresses: # for figures, * for a piece that differs otherwise."""
    shapes = [_shape(link.address) for link in alike] or [_shape(clicked.address)]
    pieces = zip(*(shape.split("/") for shape in shapes), strict=True)
    return "/".join(same[0] if len(set(same)) == 1 else "*" for same in map(list, pieces))


def _shape(address: str) -> str:
    """`news.example:8080/xw/#/t#_#.html?id`: scheme and values left out."""
    parts = urlsplit(address)
    path = re.sub(r"\d+", "#", parts.path)
    asked = "&".join(_asked(parts))
    return f"{parts.netloc.lower()}{path or '/'}" + (f"?{asked}" if asked else "")


# Applying


def _taken(recipe: Recipe, links: Sequence[_Link], today: date) -> list[PageLink]:
    fits = [_step_test(step) for step in recipe.steps]
    inside, taken = _addresses_inside(links), dict[str, PageLink]()
    for place, link in enumerate(links):
        if not is_headline(link.text) or not _address_fits(recipe.address, link.address):
            continue
        if len(link.chain) != len(fits):
            continue
        if not all(fit(element) for fit, element in zip(fits, link.chain, strict=True)):
            continue
        known = taken.get(link.address)
        if known is None or len(known.text) < len(link.text):
            day = _day_beside(link, inside, today)
            taken[link.address] = PageLink(
                place=place, text=link.text, address=link.address, group="", day=day
            )
        if len(taken) >= MOST_HEADLINES:
            break
    return list(taken.values())


def _step_test(step: str) -> Callable[[html.HtmlElement], bool]:
    tag, *classes = step.split(".")
    tag, _mark, name = tag.partition("#")
    wanted = set(classes)

    def fits(element: html.HtmlElement) -> bool:
        if element.tag != tag or (name and element.get("id") != name):
            return False
        return wanted <= set(str(element.get("class") or "").split())

    return fits


def _address_fits(wanted: str, address: str) -> bool:
    given, asked = _shape(address).split("/"), wanted.split("/")
    return len(given) == len(asked) and all(
        piece in ("*", shape) for piece, shape in zip(asked, given, strict=True)
    )


# Dates


_Inside = dict[html.HtmlElement, dict[Hashable, set[str]]]


def _addresses_inside(links: Sequence[_Link]) -> _Inside:
    """The addresses of headlines in every element, by kin; two of a kin are as good as many."""
    inside: _Inside = {}
    for link in links:
        if is_headline(link.text):
            for element in link.chain:
                known = inside.setdefault(element, {}).setdefault(link.kin, set())
                if len(known) < 2:
                    known.add(link.address)
    return inside


def _day_beside(link: _Link, inside: _Inside, today: date) -> date | None:
    """The date nearest to the link in what holds no other headline of its kin."""
    for element in _around(link, inside):
        text = " ".join(str(element.text_content()).split())
        if len(text) > _BESIDE_LENGTH + len(link.text):
            return None
        found = _day_in(text.replace(link.text, " "), today)
        if found is not None:
            return found
    return None


def _around(link: _Link, inside: _Inside) -> Iterator[html.HtmlElement]:
    for element in reversed(link.chain):
        there = inside.get(element, {})
        alone = len(there.get(link.kin, ())) <= 1 and len(there) <= _MOST_KINS
        if not alone or (element is not link.element and element.tag not in _ITEMS):
            return
        yield element


def _day_in(text: str, today: date) -> date | None:
    for pattern, order in ((_FULL_DAY, (1, 2, 3)), (_SPLIT_DAY, (2, 3, 1)), (_DAY_SPLIT, (1, 2, 3))):
        for found in pattern.finditer(text):
            day = _made(*(int(found.group(place)) for place in order))
            if day is not None:
                return day
    for found in _SHORT_DAY.finditer(text):
        month, day_of_month = int(found.group(1)), int(found.group(2))
        for year in (today.year, today.year - 1):  # never ahead of today
            day = _made(year, month, day_of_month)
            if day is not None and day <= today:
                return day
    return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
