"""Administrative regions in running text, ambiguous names settled by what else the text speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from crm.domain.reading import RegionSpan
from crm.i18n import N_
from crm.reading.gazetteers import divisions, organisation_suffixes
from crm.reading.known import KnownName, NameHit, NameKind, normalised
from crm.reading.stretches import Stretches

SHORTEST = 2  # characters of a name
OWN, CITY, PROVINCE = 8, 3, 1  # how much naming a division in full, its city or its province tells

_TOWN = re.compile("(?:镇|乡|街道|苏木)$")
_TITLE = re.compile(
    "(?:人民)?政府|[省市县区]?(?:委书记|委副书记|委常委|长(?![江春沙城安])|委(?!员)|人大|政协|领导)|党政|县情"
)
# A short name that goes on like this is part of another name (上海路, 南京大学, 苏州银行).
_GOES_ON = re.compile(
    "路(?!演|径|线|段|桥|网)|街|大道|大桥|大厦|广场|酒店|饭店|银行|证券|大学|学院|医院|日报|晚报|电视台|商会|同乡会|话|菜|"
    "网(?!络|点)|在线|新闻|中心|时代|港(?!口|资|澳|商|企|人|元|币)|籍|人寿|牌|港务|机场|火车站|高铁站|南站|北站|西站|东站|站|海关|理工|师范|交大|财大|农大|医科|地铁|号|造"
)
# 江阴市长 is the 市长 of 江阴: the suffix belongs to the office
_IS_OFFICE = re.compile("[省市县区](?:委(?![员托])|长(?![江春沙城安三期]))")
_EDGE_AFTER = re.compile(
    r"[^\u3400-\u9fff]|[的在于与和及了是将对向从为到由等也举建投签引落人企]|考察|参观|当地|本地"
)
_EDGE_BEFORE = re.compile(
    r"(?:[^\u3400-\u9fff]|[的在于与和及了是将把对向从为到由等省市区县赴来给让]|落户|走进|前往|走访|考察)$"
)
_ONE_LETTER = {
    "京": "北京市", "津": "天津市", "沪": "上海市", "渝": "重庆市", "冀": "河北省", "晋": "山西省",
    "苏": "江苏省", "浙": "浙江省", "皖": "安徽省", "闽": "福建省", "赣": "江西省", "鲁": "山东省",
    "豫": "河南省", "鄂": "湖北省", "湘": "湖南省", "粤": "广东省", "桂": "广西壮族自治区", "琼": "海南省",
    "川": "四川省", "黔": "贵州省", "滇": "云南省", "陕": "陕西省",
}  # fmt: skip
_IN_ONE_LETTER = re.compile(
    rf"[在赴](?P<one>[{''.join(_ONE_LETTER)}])"
    "(?=投资|投产|建设|建立|建厂|设立|设厂|举行|召开|签约|签署|开工|落户|布局|揭牌|成立|启动|招商|考察|调研)"
)
# A region speaks through these, they are not bodies in it.
_GOVERNMENT = frozenset(
    {"管委会", "管理委员会", "委员会", "省委", "市委", "县委", "区委", "党委", "纪委", "政府", "人民政府",
     "人大", "人大常委会", "政协"}
)  # fmt: skip
_LINK = re.compile(
    "[的在于与和及了是将对向从为到等有以由把被让]|设立|成立|注册|签约|投资|建设|引进|落户|招商|考察|走访|[0-9几多][家个]"
)
_SURNAME_BEFORE = re.compile(
    "[，。、；：\\s][王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕]$"
)


def find_regions(
    text: str,
    hits: Sequence[NameHit],
    blocked: Iterable[tuple[int, int]] = (),
    evidence: Iterable[str] = (),
) -> list[RegionSpan]:
    """Regions in `text`, in order; 辽宁锦州市 is one, 阳新县富池镇 are two, 江阴市长 is 江阴.

    `blocked` are stretches that belong to other names; `evidence` are paths of regions known otherwise.
    """
    plain = normalised(text)
    candidates = [hit for hit in hits if _may_be_region(plain, hit)]
    walls = Stretches([*blocked, *bodies(plain, candidates)], len(text))
    candidates = [hit for hit in candidates if not walls.touches(hit.start, hit.end)]
    weights = _weights(candidates, evidence)
    spans: list[RegionSpan] = []
    for hit in candidates:
        before = spans[-1] if spans and spans[-1].end == hit.start else None
        chosen = _choose(plain, hit, weights, before)
        if chosen is None:
            continue
        name, path = chosen
        end = hit.end - 1 if _IS_OFFICE.match(plain, hit.end - 1) and len(hit.text) > SHORTEST else hit.end
        span = RegionSpan(text=text[hit.start : end], start=hit.start, end=end, path=path, rule=name.rule)
        if before and _is_city_of(path, before.path):
            spans[-1] = _joined(before, span)
        else:
            spans.append(span)
    walls = Stretches([(span.start, span.end) for span in spans], len(text))
    spans += [span for span in _abbreviated(plain, text) if not walls.touches(span.start, span.end)]
    return sorted(spans, key=lambda span: span.start)


def _is_city_of(path: str, province: str) -> bool:
    division = divisions().get(path)
    return division is not None and division.level == "city" and division.parents == (province,)


def _abbreviated(plain: str, text: str) -> list[RegionSpan]:
    """Provinces by their one letter, where a phrase like 在渝投资 leaves no doubt."""
    return [
        RegionSpan(
            text=text[match.start("one") : match.end()],
            start=match.start("one"),
            end=match.end(),
            path=_ONE_LETTER[match.group("one")],
            rule=N_("abbreviation"),
        )
        for match in _IN_ONE_LETTER.finditer(plain)
    ]


def region_evidence(hits: Iterable[NameHit]) -> list[str]:
    """Paths of regions that a short text (a source, the name of a zone) speaks of without doubt."""
    return [name.detail for hit in hits if (name := _certain(hit)) and name.detail]


# ---------------------------------------------------------------- what may be a region at all
def _may_be_region(plain: str, hit: NameHit) -> bool:
    names = hit.of(NameKind.REGION)
    if not names or hit.of(NameKind.ZONE):
        return False
    if _is_full(names):
        return True
    if _TITLE.match(plain, hit.end):
        return True
    if _GOES_ON.match(plain, hit.end):
        return False
    return not _SURNAME_BEFORE.search(plain[max(0, hit.start - 2) : hit.start])


def _is_full(names: Sequence[KnownName]) -> bool:
    return any(name.text == name.name for name in names)


def bodies(plain: str, hits: Iterable[NameHit]) -> list[tuple[int, int]]:
    """Names of bureaus, universities, media and firms that begin with one of the regions."""
    spans = []
    end = 0
    for hit in hits:
        if hit.start < end:
            continue
        match = _organisations().match(plain, hit.end)
        if match and not _LINK.search(match.group("name")):
            spans.append((hit.start, match.end()))
            end = match.end()
    return spans


@cache
def _organisations() -> re.Pattern[str]:
    """What follows a region in the name of a body: 南通|市发改委, 江苏|省产业技术研究院."""
    words = sorted(organisation_suffixes() - _GOVERNMENT, key=len, reverse=True)
    words += [
        "有限公司",
        "有限责任公司",
        "集团",
        "公司",
        "股份",
        "体育中心",
        "会展中心",
        "博览中心",
        "大酒店",
        "酒店",
        "宾馆",
        "饭店",
    ]
    long = "|".join(word for word in words if len(word) > 1)
    return re.compile(
        rf"(?P<name>[\u3400-\u9fffA-Za-z0-9()]{{0,10}}?)"
        rf"(?:{long}|(?<=[\u3400-\u9fff]{{2}})(?:(?<![全布格结大时开破当])局(?![部面势限])|厅))"
    )


# ---------------------------------------------------------------- which one
def _certain(hit: NameHit) -> KnownName | None:
    names = hit.of(NameKind.REGION)
    return names[0] if len(names) == 1 and not names[0].common else None


def _weights(hits: Iterable[NameHit], evidence: Iterable[str]) -> Counter[str]:
    """How often each division is spoken of, itself or by what lies in it."""
    weights: Counter[str] = Counter()
    paths = [*evidence, *(path for hit in hits if (name := _certain(hit)) and (path := name.detail))]
    for path in paths:
        weights[path] += 1
        for parent in _parents(path):
            weights[parent] += 1
    for hit in hits:
        names = hit.of(NameKind.REGION)
        if len(names) > 1 and _is_full(names):
            weights.update({f"full {name.detail}": 1 for name in names})
        elif names[0].common and _is_full(names):
            weights[f"full {names[0].detail}"] += 1
    return weights


@cache
def _parents(path: str) -> tuple[str, ...]:
    division = divisions().get(path)
    if division:
        return division.parents
    county = max((known for known in _county_prefixes(path)), key=len, default=None)
    return (*divisions()[county].parents, county) if county else ()


def _county_prefixes(path: str) -> list[str]:
    return [path[:length] for length in range(3, len(path)) if path[:length] in divisions()]


def _choose(
    plain: str, hit: NameHit, weights: Counter[str], before: RegionSpan | None
) -> tuple[KnownName, str] | None:
    names = _highest(hit.of(NameKind.REGION))
    ranked = sorted(((_score(name, weights, before), name) for name in names), key=lambda pair: -pair[0])
    best, name = ranked[0]
    path = name.detail or name.name
    if _is_full(names):
        clear = len(ranked) == 1 or best > ranked[1][0]
        if name.common and not any(weights[parent] for parent in _parents(path)):
            return None
        if clear:
            return name, path
        return None if _TOWN.search(hit.text) else (name, hit.text)
    if name.common:
        is_city = path in divisions() and divisions()[path].level == "city"
        told: object = weights[f"full {path}"] or (
            is_city and any(weights[parent] for parent in _parents(path))
        )
        told = told or (before and path.startswith(before.path)) or _TITLE.match(plain, hit.end)
        return (name, path) if told and best else None
    if len(ranked) > 1 and best == ranked[1][0]:
        return None
    division = divisions().get(path)
    is_county = division is not None and division.level == "county"
    if is_county and not _is_told(weights, path) and not _is_a_phrase(plain, hit):
        return None
    return name, path


def _highest(names: Sequence[KnownName]) -> list[KnownName]:
    """The alternatives without those that lie in another one: 湘潭 is the city, not the county in it."""
    paths = {name.detail for name in names}
    return [name for name in names if paths.isdisjoint(_parents(name.detail or ""))]


def _is_told(weights: Counter[str], path: str) -> bool:
    """Whether the text speaks of the division more than once, or of the city or province it lies in."""
    own = weights[path]
    return own > 1 or any(weights[parent] > own for parent in _parents(path))


def _is_a_phrase(plain: str, hit: NameHit) -> bool:
    before, after = plain[max(0, hit.start - 2) : hit.start], plain[hit.end : hit.end + 2]
    return (not before or bool(_EDGE_BEFORE.search(before))) and (not after or bool(_EDGE_AFTER.match(after)))


def _score(name: KnownName, weights: Counter[str], before: RegionSpan | None) -> int:
    path = name.detail or ""
    division = divisions().get(path)
    parents = _parents(path)
    score = OWN * bool(weights[path]) + OWN * bool(weights[f"full {path}"])
    score += PROVINCE * bool(parents and weights[parents[0]])
    score += CITY * sum(bool(weights[parent]) for parent in parents[1:])
    if before and path.startswith(before.path):
        score += 2 * OWN
    if division and division.level != "county":
        score += PROVINCE + (division.level == "province")
    return score


def _joined(before: RegionSpan, span: RegionSpan) -> RegionSpan:
    return RegionSpan(
        text=before.text + span.text,
        start=before.start,
        end=span.end,
        path=span.path,
        rule=N_("full path"),
    )
