"""The short forms the press uses for a zone's official name."""

from __future__ import annotations

from collections.abc import Iterator

# A type as official names end, and how else it is written. Longer endings stand first.
TYPE_FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("经济技术产业开发区", ("经济开发区", "经开区", "开发区")),
    ("经济技术开发区", ("经济开发区", "经开区", "开发区", "经济技术开发区")),
    ("经济开发区", ("经开区", "开发区", "经济技术开发区")),
    ("高新技术产业开发区", ("高新技术开发区", "高新技术产业园区", "高新区", "高新开发区")),
    ("高新技术产业园区", ("高新技术产业园", "高新区", "高新园区", "高新技术产业开发区")),
    ("高技术产业开发区", ("高新技术产业开发区", "高技术开发区", "高新区")),
    ("新技术开发区", ("高新区",)),
    ("新兴技术开发区", ("开发区",)),
    ("农业高新技术产业示范区", ("农高区", "示范区")),
    ("综合保税区", ("综保区", "保税区")),
    ("保税港区", ("保税区",)),
    ("保税物流园区", ("保税物流园",)),
    ("出口加工区", ("加工区",)),
    ("自由贸易试验区", ("自贸试验区", "自贸区", "自由贸易区")),
    ("国家自主创新示范区", ("自主创新示范区", "自创区")),
    ("边境经济合作区", ("边合区", "边境合作区")),
    ("经济工业园区", ("工业园区", "工业园")),
    ("国家旅游度假区", ("旅游度假区", "度假区")),
    ("工业园区", ("工业园",)),
    ("产业园区", ("产业园",)),
    ("科技园区", ("科技园",)),
    ("工业集中区", ("集中区",)),
    ("产业集聚区", ("集聚区",)),
    ("管理区", ()),
    ("经济区", ()),
    ("保税区", ("保税区",)),
    ("开发区", ()),
    ("新区", ()),
)
SHORTEST_PLACE = 2  # characters before the type


def short_forms(name: str, province: str) -> Iterator[str]:
    """Other ways to write the official `name` of a zone of `province` (as 江苏省); may repeat."""
    for stem in _stems(name, province):
        if stem != name:
            yield stem
        ending, variants = _type_of(stem)
        place = stem.removesuffix(ending) if ending else ""
        if len(place) < SHORTEST_PLACE:
            continue
        for variant in variants:
            yield place + variant
            if place[-1] in "市县区" and len(place) > SHORTEST_PLACE:
                yield place[:-1] + variant


def _stems(name: str, province: str) -> Iterator[str]:
    """The name, and the name without the province it begins with."""
    name = name.replace("（", "(").replace("）", ")")
    yield name
    if name.startswith("中国(") and ")" in name:
        yield name.removeprefix("中国(").replace(")", "")
        return
    short = province_short(province)
    rest = name.removeprefix(province) if name.startswith(province) else name.removeprefix(short)
    ending, _ = _type_of(rest)
    if rest != name and len(rest) - len(ending) >= SHORTEST_PLACE:
        yield rest
    # 苏州市高新区 and 沧州经开区 leave the 市 of the official name out or put it in
    for mark in "市县":
        if mark in rest[2:6]:
            yield rest.replace(mark, "", 1)


def province_short(province: str) -> str:
    """江苏 for 江苏省, 内蒙古 for 内蒙古自治区."""
    for ending in ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "特别行政区", "省", "市"):
        if province.endswith(ending):
            return province.removesuffix(ending)
    return province


def _type_of(name: str) -> tuple[str, tuple[str, ...]]:
    for ending, variants in TYPE_FORMS:
        if name.endswith(ending):
            return ending, variants
    return "", ()
