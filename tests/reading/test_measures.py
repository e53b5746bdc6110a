"""Land, floor space, capacity and jobs in sentences written for the purpose."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.reading.measures import find

TOLD = {
    "规划用地面积约156亩": [("156亩", "land_mu", 156.0, "亩", "约")],
    "用地800余亩": [("800余亩", "land_mu", 800.0, "亩", "余")],
    "占地50公顷": [("50公顷", "land_mu", 750.0, "亩", None)],
    "规划面积2平方公里": [("2平方公里", "land_mu", 3000.0, "亩", None)],
    "占地面积12万平方米": [("12万平方米", "land_mu", 180.0, "亩", None)],
    "两千亩": [("两千亩", "land_mu", 2000.0, "亩", None)],
    "总建筑面积3.8万平方米": [("3.8万平方米", "floor_m2", 38000.0, "平方米", None)],
    "建设25,000㎡厂房": [("25,000㎡", "floor_m2", 25000.0, "平方米", None)],
    "年产电子铜箔4万吨": [("4万吨", "capacity", 40000.0, "吨", None)],
    "形成硅片5亿片的产能": [("5亿片", "capacity", 5e8, "片", None)],
    "年产3000万台液晶电视": [("3000万台液晶电视", "capacity", 3e7, "台", None)],
    "3GW切片+2.5GW电池": [
        ("3GW切片", "capacity", 3.0, "GW", None),
        ("2.5GW电池", "capacity", 2.5, "GW", None),
    ],
    "年产偏光片2000万平方米": [("2000万平方米", "capacity", 2e7, "平方米", None)],
    "新建30条生产线": [("30条", "capacity", 30.0, "条", None)],
    "可提供就业岗位1000个": [("1000个", "jobs", 1000.0, "人", None)],
    "带动就业100多人": [("100多人", "jobs", 100.0, "人", "多")],
    "创造近4万个就业岗位": [("4万个", "jobs", 40000.0, "人", "近")],
    "20人参加，引进30个项目，采购5台设备": [],
    "没有数字": [],
}


@pytest.mark.parametrize(("sentence", "wanted"), TOLD.items())
def test_measures_are_found(sentence: str, wanted: list[tuple[str, str, float, str, str | None]]) -> None:
    assert [(m.text, m.kind, m.value, m.unit, m.qualifier) for m in find(sentence)] == wanted


@settings(deadline=None)
@given(st.text(alphabet="占地年产约0123.,万亿亩吨台个人就业平方米㎡GWh千 /\n", max_size=60))
def test_any_text_yields_only_quotes_in_order(text: str) -> None:
    floor = 0
    for span in find(text):
        assert text[span.start : span.end] == span.text
        assert span.start >= floor
        floor = span.end
