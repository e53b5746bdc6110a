"""Firms' names that are hard to cut: registered ones with known words, foreign forms, items of lists."""

from __future__ import annotations

import pytest

from crm.reading import enterprises
from crm.reading.lexicon import Lexicon


def found(text: str) -> set[str]:
    """The forms found in `text`."""
    return {span.text for span in enterprises.find(text, Lexicon.shipped().hits(text))}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("该公司计划与格力电器（芜湖）有限公司成立一家合资公司。", "格力电器（芜湖）有限公司"),
        ("正泰电气绿洲（嘉兴）有限公司由正泰集团投资15亿元设立。", "正泰电气绿洲（嘉兴）有限公司"),
        ("昨日，海信汽车股份公司副总经理李建国说。", "海信汽车股份公司"),
    ],
)
def test_a_known_name_does_not_stand_for_the_registered_one_it_begins(text: str, name: str) -> None:
    assert name in found(text)


def test_a_registered_name_of_place_and_trade_is_one() -> None:
    assert "马鞍山钢铁股份有限公司" in found("日前，马鞍山钢铁股份有限公司今天宣布增资。")


def test_a_japanese_legal_form_ends_a_name() -> None:
    assert "砺井制作株式会社" in found("砺井制作株式会社计划投资3亿元建厂。")


def test_the_own_word_of_a_registered_name_is_told_again_without_its_products() -> None:
    text = "日前，砺士达液晶显示器有限公司投产。目前，砺士达有员工2000人。"

    assert {"砺士达液晶显示器有限公司", "砺士达"} <= found(text)


def test_a_firm_of_many_articles_needs_no_introduction() -> None:
    assert {"伊莱克斯", "先导智能", "霍尼韦尔"} <= found("为伊莱克斯、先导智能和霍尼韦尔等企业配套。")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("砺澜项目分别由华电集团和华能集团投资。", {"华电集团", "华能集团"}),
        ("国电集团和中石化集团公司参加。", {"国电集团", "中石化集团公司"}),
        ("江州钢铁(集团)公司投产。", {"江州钢铁(集团)公司"}),
        ("昨日，海州银行与临海证券签约。", {"临海证券"}),
        ("目前，西门子中国还表示，新厂竣工后将扩大产能。", {"西门子中国"}),
        ("砺嘉钢铁集团(Lijia Steel)扬州工厂开业。", {"砺嘉钢铁集团", "Lijia Steel"}),
    ],
)
def test_names_are_cut_from_joints_places_and_brackets(text: str, names: set[str]) -> None:
    assert names <= found(text)


def test_a_province_s_utility_is_no_firm_s_name() -> None:
    assert not found("省电力公司党组书记张世才出席。")


def test_a_western_firm_keeps_the_country_out_of_its_plant() -> None:
    assert "西门子中国" not in found("西门子中国工厂开业。")


def test_firms_told_before_a_new_one_keep_their_names() -> None:
    assert "砺桥管业" in found("是海州继砺桥管业之后又一重大管材项目。")


def test_places_told_in_a_list_are_no_firms() -> None:
    assert not found("走访了昆山、常熟、余姚等地企业。")


@pytest.mark.parametrize(
    "text",
    [
        "昆士兰州的铝土矿由当地矿工开采。",
        "学校组织学生参观奥林匹克公园。",
        "北京东方花园酒店举行了颁奖典礼。",
        "盛大的开幕式吸引了许多市民。",
        "两地通力合作，共同治理河道。",
        "改革浪潮席卷全国，沿街绿地也多了起来。",
        "他是时代的探路者，也是一名新菜鸟。",
    ],
)
def test_a_famous_name_inside_other_words_is_no_firm(text: str) -> None:
    assert not found(text)


def test_what_leads_up_to_a_list_is_not_part_of_its_first_firm() -> None:
    assert "伊莱克斯" in found("为伊莱克斯、先导智能和霍尼韦尔等企业配套。")


def test_a_brand_abroad_is_told_without_its_country() -> None:
    assert found("瑞典VOLVO、砺桥重工、远桥机械等30多家企业入驻") & {"瑞典VOLVO", "VOLVO"} <= {"VOLVO"}


def test_a_branch_without_a_name_is_no_firm() -> None:
    text = "上海砺桥电子工程设计有限公司西北分公司副总经理刘田出席。"
    assert "西北分公司" not in found(text)


def test_the_city_a_firm_is_called_by_is_not_the_firm() -> None:
    text = "抚顺石化与园区签约。今年抚顺壁挂炉市场、抚顺能源结构都有变化。"
    assert not found(text) & {"抚顺", "抚顺能源"}


@pytest.mark.parametrize("name", ["山西粮油进出口集团", "合肥水务集团", "山东文旅集团", "江苏交通控股集团"])
def test_a_place_and_its_trade_before_a_group_are_its_name(name: str) -> None:
    assert name in found(f"近日，{name}与海州区签约。")


@pytest.mark.parametrize("text", ["南通产业集团化发展。", "苏州大型企业集团落户园区。", "全省十大集团齐聚。"])
def test_groups_of_any_kind_are_no_firm(text: str) -> None:
    assert not found(text)


def test_no_short_form_is_made_of_a_trade_alone() -> None:
    assert found("山西粮油进出口集团与海州区签约，做大粮油贸易。") == {"山西粮油进出口集团"}


def test_those_who_invest_in_a_firm_are_firms() -> None:
    told = found("砺桥微电子投资方包括华砺投资、远砺安防、聚砺资本。")
    assert {"华砺投资", "聚砺资本"} <= told
