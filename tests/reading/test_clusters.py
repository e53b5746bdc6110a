"""Statements about places and their industries."""

# ruff: noqa: E501 (a sentence stays on one line)

from __future__ import annotations

from crm.domain.reading import ZoneSpan
from crm.reading import clusters, enterprises
from crm.reading.lexicon import Lexicon


def zone(text: str, name: str) -> ZoneSpan:
    start = text.index(name)
    return ZoneSpan(text=name, start=start, end=start + len(name), name=None)


def led(text: str) -> list[tuple[str, str | None, str]]:
    firms = enterprises.find(text, Lexicon.shipped().hits(text))
    return [(found.place, found.leader, found.industry) for found in clusters.find(text, firms)]


def test_a_cluster_has_place_leader_and_industry() -> None:
    text = "形势喜人。海门市以砺氢装备股份有限公司为龙头的氢能产业，启东市以澜微电子为链主的半导体产业集群，发展强劲。"

    assert led(text) == [
        ("海门市", "砺氢装备股份有限公司", "氢能"),
        ("启东市", "澜微电子", "半导体"),
    ]


def test_a_sentence_without_a_leader_is_no_cluster() -> None:
    assert led("以创新为引领，推动产业发展。") == []


def test_tiers_of_a_zone_are_told_apart() -> None:
    text = "东洲经济开发区拥有高端装备、电子信息、新材料三大主导产业，风电装备、安全防护两大特色产业，生命健康、半导体两大新兴产业。"

    found = clusters.profiles(text, [zone(text, "东洲经济开发区")], None)

    assert [(profile.tier, profile.industries) for profile in found] == [
        ("leading", ("高端装备", "电子信息", "新材料")),
        ("special", ("风电装备", "安全防护")),
        ("emerging", ("生命健康", "半导体")),
    ]
    assert {profile.zone for profile in found} == {"东洲经济开发区"}
    assert all(profile.quote in text for profile in found)


def test_a_list_behind_the_word_is_read_too() -> None:
    text = "东洲高新区的主导产业为生物医药、节能环保。"

    (found,) = clusters.profiles(text, [zone(text, "东洲高新区")], None)

    assert (found.tier, found.industries) == ("leading", ("生物医药", "节能环保"))


def test_our_zone_is_the_one_named_before() -> None:
    text = "东洲高新区发展很快。我区形成了新能源、新材料两大主导产业。"

    (found,) = clusters.profiles(text, [zone(text, "东洲高新区")], None)

    assert (found.zone, found.industries) == ("东洲高新区", ("新能源", "新材料"))


def test_the_publishing_zone_stands_in_and_without_any_nothing_is_said() -> None:
    text = "形成了新能源、新材料两大主导产业。"

    assert [found.zone for found in clusters.profiles(text, [], "东洲高新区")] == ["东洲高新区"]
    assert clusters.profiles(text, [], None) == ()
    assert clusters.profiles("没有相关内容。", [], "东洲高新区") == ()
