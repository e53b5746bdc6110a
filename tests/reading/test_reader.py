"""The front door: a page in, a reading out, here and from a child process."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crm.domain.codec import from_plain, to_plain
from crm.domain.reading import Page, Reading, reading_as_json
from crm.reading import reader
from crm.reading.headline_names import only_there
from crm.reading.known import KnownName, NameKind
from crm.reading.lexicon import Lexicon
from crm.reading.scenes import Findings

BODY = (
    "5月8日，如东经济开发区与无锡砺桥传动科技有限公司举行签约仪式，砺桥传动将投资12亿元建设精密减速器项目。"
    "项目占地156亩，其中一期投资5亿元。砺桥传动董事长王立新出席。"
)


def page(body: str, title: str | None = None) -> Page:
    return Page(title=title, published=date(2023, 5, 10), source=None, publishing_zone=None, body=body)


def lists(found: Reading) -> Any:
    """The reading as its JSON tells it."""
    return json.loads(json.dumps(reading_as_json(found, "a.txt")))


def test_a_reading_fills_every_list_it_can() -> None:
    found = reader.read(page(BODY), Lexicon.shipped())

    assert str(found.kind) == "announcement"
    assert {span.name for span in found.enterprises} == {"无锡砺桥传动科技有限公司"}
    assert [span.text for span in found.zones] == ["如东经济开发区"]
    assert [span.value for span in found.amounts] == [12 * 10**8, 5 * 10**8]
    assert [span.name for span in found.people] == ["王立新"]
    assert found.projects[0].land_mu == 156


def test_spans_keep_traditional_and_western_marks_as_written() -> None:
    body = "5月8日,礪瀾傳動減速器項目簽約,總投資10億元."

    found = reader.read(page(body), Lexicon.shipped())

    for spans in (found.enterprises, found.amounts, found.dates, found.industries):
        assert all(body[span.start : span.end] == span.text for span in spans)
    assert {span.text for span in found.enterprises} == {"礪瀾傳動"}
    assert found.projects[0].quote == body


def test_clusters_and_profiles_of_a_traditional_text_are_shown_as_written() -> None:
    body = "海門市以礪橋傳動為龍頭的傳動產業。昆山高新區擁有新能源、新材料兩大主導產業。"

    found = reader.read(page(body), Lexicon.shipped())

    assert [(c.place, c.leader, c.industry) for c in found.clusters] == [("海門市", "礪橋傳動", "傳動")]
    assert [(z.zone, z.industries) for z in found.zone_profiles] == [("昆山高新區", ("新能源", "新材料"))]


def test_names_that_only_the_headline_tells_stand_behind_those_of_the_body() -> None:
    told = reader.read(
        page("格力电器今天说，项目下月开工。", "格力电器落户天津开发区，如东新厂投产"), Lexicon.shipped()
    )
    plain = lists(told)

    assert [(zone["text"], zone["start"]) for zone in plain["zones"]] == [("天津开发区", None)]
    assert [(region["text"], region["start"]) for region in plain["regions"]] == [("如东", None)]
    assert [firm["start"] for firm in plain["enterprises"]] == [0]


def test_a_park_of_the_headline_that_no_list_knows_is_not_told() -> None:
    told = reader.read(page("该项目下月开工。", "海州智能电网示范园区获批"), Lexicon.shipped())
    assert told.headline.zones == ()


def test_a_known_firm_of_the_headline_goes_on_with_the_form_of_the_body_that_it_runs_into() -> None:
    told = reader.read(
        page("力鲁光电科技有限公司（简称“力鲁光电”）的新厂已投产。", "格力力鲁光电投产"), Lexicon.shipped()
    )
    known = told.enterprises[-1]
    above = replace(known, text="格力力", start=0, end=3, rule="知名企业", name="格力力")
    joined = only_there(
        "格力力鲁光电投产",
        Findings(enterprises=[above], title="格力力鲁光电投产"),
        Findings(enterprises=[known]),
    )
    assert [(firm.text, firm.name) for firm in joined.enterprises] == [("格力力鲁光电", known.name)]


def test_a_headline_in_traditional_characters_is_told_as_written() -> None:
    told = reader.read(page("該項目下月開工。", "天津開發區再添新項目"), Lexicon.shipped())
    assert [zone.text for zone in told.headline.zones] == ["天津開發區"]


def test_the_json_of_a_reading_has_every_key_of_the_contract() -> None:
    plain = reading_as_json(reader.read(page(BODY), Lexicon.shipped()), "a.txt")

    assert {"zones", "regions", "industries", "enterprises", "people", "amounts", "projects"} <= set(plain)
    assert json.loads(json.dumps(plain))["kind"] == "announcement"


def test_a_first_phase_with_a_sum_of_its_own_follows_its_project_in_the_json() -> None:
    plain = lists(reader.read(page(BODY), Lexicon.shipped()))

    whole, phase = plain["projects"]
    assert (whole["value"], whole["phase1_value"]) == (12 * 10**8, 5 * 10**8)
    assert (phase["name"], phase["amount"], phase["value"], phase["phase1_value"]) == (
        "精密减速器项目一期",
        "5亿元",
        5 * 10**8,
        None,
    )
    assert (phase["enterprise"], phase["action"]) == (whole["enterprise"], whole["action"])


def test_a_child_process_gets_and_gives_plain_values() -> None:
    plain = reader.read_page_plain(to_plain(page(BODY)))

    assert from_plain(Reading, json.loads(json.dumps(plain))) == reader.read(page(BODY), Lexicon.shipped())


def test_names_of_the_office_travel_to_the_child_process() -> None:
    own = KnownName(text="澜微半导", kind=NameKind.ENTERPRISE, name="苏州澜微半导体有限公司", rule="别名")

    plain = reader.read_text_plain("标题\n\n澜微半导来访。", [to_plain(own)])

    assert {span["name"] for span in plain["enterprises"]} == {"苏州澜微半导体有限公司"}


def test_a_web_page_is_read_from_its_html() -> None:
    paragraphs = "".join(f"<p>{BODY}</p>" for _ in range(3))
    html = f"<html><head><title>签约</title></head><body><h1>签约</h1>{paragraphs}</body></html>"

    plain = reader.read_html_plain(html)

    assert plain["projects"][0]["enterprise"] == "无锡砺桥传动科技有限公司"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    found = reader.read(page(text, title=text[:20]), Lexicon.shipped())

    assert all(text[span.start : span.end] == span.text for span in found.enterprises)
