"""What an article announces: who, what, how much, when, which stage."""

# ruff: noqa: E501 (a sentence stays on one line)

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.domain.reading import AnnouncedProject, Page
from crm.reading.lexicon import Lexicon
from crm.reading.reader import read


def announced(body: str, title: str | None = None) -> tuple[AnnouncedProject, ...]:
    page = Page(title=title, published=date(2023, 5, 10), source=None, publishing_zone=None, body=body)
    return read(page, Lexicon.shipped()).projects


def only(body: str, title: str | None = None) -> AnnouncedProject:
    (project,) = announced(body, title)
    return project


YI = 10**8
WAN = 10**4

# sentence -> enterprise, action, value
ONE_PROJECT = [
    ("去年4月13日，中桓艾砺签约落户高邮经开区光储充产业园。", "中桓艾砺", "签约", None),
    ("砺澜传动计划总投资50亿元的减速器项目签约。", "砺澜传动", "签约", 50 * YI),
    ("总投资5500万元的定点屠宰场项目开工建设。", None, "开工", 5500 * WAN),
    ("砺澜传动减速器项目总投资10亿元（其中一期5亿元），昨日签约。", "砺澜传动", "签约", 10 * YI),
    ("总投资额不低于200亿元的砺澜集团邮轮项目开工，达纲产值不低于300亿元。", "砺澜集团", "开工", 200 * YI),
    ("乾陇卢桥（北京）投资公司计划投资55亿元，建设一个服装产业中心。", "乾陇卢桥（北京）投资公司", "计划", 55 * YI),
    ("由徐州富砺塑料科技有限公司投资建设的包装项目开工，总投资2亿元。", "徐州富砺塑料科技有限公司", "开工", 2 * YI),
    ("由招商局集团投资建设的高端邮轮制造项目开工。", "招商局集团", "开工", None),
    ("引进海砺星激光科技集团投资20亿元的激光智能装备制造项目。", "海砺星激光科技集团", "落户", 20 * YI),
    ("12月18日，总投资300亿元的三砺集团项目正式开工建设。", "三砺集团", "开工", 300 * YI),
    ("总投资150亿元海澜磷酸铁锂项目已经签约。", "海澜", "签约", 150 * YI),
    ("总投资130亿元的砺澜传动一工厂项目实现当年签约、当年开工。", "砺澜传动", "开工", 130 * YI),
    ("炬原光电扩产项目12月25日竣工投产。", "炬原光电", "投产", None),
    ("砺澜传动减速器项目将于2024年10月建成投产。", "砺澜传动", "计划", None),
    ("远桥能源储能电池项目终止，双方解除协议。", "远桥能源", "终止", None),
    ("投资总额从2998万美元增加到17203万美元的江苏远桥化工有限公司增资扩产项目开工。",
     "江苏远桥化工有限公司", "开工", 17203 * WAN),
    ("砺澜传动项目建设现场，28栋楼已有16栋封顶。", "砺澜传动", "在建", None),
    ("招砺集团年产10万吨钢丝帘线生产项目竣工投产。", "招砺集团", "投产", None),
    ("江苏远桥化工有限公司年产20万吨己二酸项目已进入设备安装阶段，预计10月投产。",
     "江苏远桥化工有限公司", "在建", None),
    ("砺澜传动与如东经济开发区签署战略合作框架协议，拟投资8亿元建设减速器项目。", "砺澜传动", "意向", 8 * YI),
    ("砺澜传动减速器项目试生产，首批产品下线。", "砺澜传动", "投产", None),
    ("砺澜传动减速器项目奠基。", "砺澜传动", "开工", None),
    ("砺澜传动减速器项目今年3月动工。", "砺澜传动", "开工", None),
    ("砺澜传动减速器项目如期竣工。", "砺澜传动", "竣工", None),
    ("砺澜传动减速器项目总工程量已经完成80%。", "砺澜传动", "在建", None),
    ("砺澜科技公告称，公司拟在海门投资建设年产5万吨特种树脂项目，项目总投资为12.6亿元。",
     "砺澜科技", "计划", 12.6 * YI),
    ("如东经济开发区与无锡砺澜传动科技有限公司举行签约仪式。", "无锡砺澜传动科技有限公司", "签约", None),
    ("苏州澜微半导体有限公司研发生产基地项目落户昆山高新区。", "苏州澜微半导体有限公司", "落户", None),
    ("由砺澜集团和江苏远桥能源有限公司共同投资的光储一体化项目签约。",
     "砺澜集团、江苏远桥能源有限公司", "签约", None),
    ("5月20日将举行开工仪式的远桥能源项目总投资6亿元。", "远桥能源", "开工", 6 * YI),
    ("砺澜传动减速器项目投资总额12亿元，已完成投资3亿元，正在加快建设。", "砺澜传动", "在建", 12 * YI),
    ("总投资3.7亿元的福建省川砺重工有限公司（挖掘机）项目落地。", "福建省川砺重工有限公司", "落户", 3.7 * YI),
    ("中铁十九局总部项目奠基，计划总投资30亿元。", "中铁十九局", "开工", 30 * YI),
    ("航天锂电天门“超级工厂”项目总投资260亿元，正式开工建设。", "航天锂电", "开工", 260 * YI),
    ("砺澜传动入驻海门科创园。", "砺澜传动", "落户", None),
    ("砺澜传动举行开业典礼。", "砺澜传动", "投产", None),
    ("砺澜传动减速器项目占地156亩，总投资8亿元，已开工。", "砺澜传动", "开工", 8 * YI),
]  # fmt: skip


@pytest.mark.parametrize(("text", "enterprise", "action", "value"), ONE_PROJECT)
def test_one_sentence_announces_one_project(
    text: str, enterprise: str | None, action: str, value: float | None
) -> None:
    project = only(text)

    assert (project.enterprise, str(project.action), project.value) == (enterprise, action, value)


# Sentences that speak of money, places or plans and announce nothing.
NOTHING = [
    "达产后预计年产值40亿元，年纳税1.6亿元。",
    "投产后年可实现营业收入50亿元，税收4亿元。",
    "可提供就业岗位1000个，带动就业100多人。",
    "当年实现开票销售1.2亿元，今年以来已实现开票销售60亿元。",
    "县党政代表团先后考察了苏南、浙江20多个参观点。",
    "“政区企联动”招商小分队赴北京开展了为期一周的招商引资活动。",
    "密集对接11家企业，累计拜访企业8497家次。",
    "要围绕“3+6”现代产业体系，以“9+N”产业链链长制为抓手。",
    "打造千亿级能源岛和千亿级产业港。",
    "大力发展海工装备、LNG产业设备和智能装备产业。",
    "泛半导体产业入围浙江首批未来产业先导区。",
    "完成年度目标任务589亿元的37.22%，开工率大幅超过序时进度。",
    "招引落户的项目信息40%左右来自上海。",
    "要加快项目建设，力促项目早签约、早开工、早投产。",
    "希望砺澜传动抓住机遇，尽早开工建设、投产达产。",
    "聚焦新能源、新材料、高端装备制造三大产业集群。",
    "东砺（江苏）智慧能源有限公司总经理谭斌说，公司发展很快。",
    "灿砺光电生产背光模组，下游客户是华为。",
    "涉及高端装备、智能制造、集成电路、生命健康等领域。",
    "一个个龙头企业的落户，有力促进了当地产业转型。",
    "管委会副主任何维及相关部门负责人参加座谈。",
    "到位外资4000万美元，合同外资增资1.4亿美元。",
    "10亿元以上项目有55个，占比78.6%。",
    "开发区党工委书记、管委会主任巩志岗率队赴北京。",
    "双方围绕生命健康、数字经济等领域展开深度合作。",
    "投产时间比预计时间提前了5个月。",
    "国内工业数码喷印领域首家上市公司签约落户泰达。",
    "在本月20日召开的总结会上，他强调要加大招商力度。",
]


@pytest.mark.parametrize("text", NOTHING)
def test_a_sentence_without_an_announcement_yields_none(text: str) -> None:
    assert announced(text) == ()


# sentence -> aggregate, action, value
BATCHES = [
    ("23个项目集中开工，总投资57.6亿元。", 23, "开工", 57.6 * YI),
    ("39个项目集中签约，投资金额275亿元。", 39, "签约", 275 * YI),
    ("30个总投资约184亿元的项目现场签约。", 30, "签约", 184 * YI),
    ("今年一季度，如东共签约项目66个，总投资额303亿元。", 66, "签约", 303 * YI),
    ("今年新引进产业项目48个，合计投资总额135亿元。", 48, "落户", 135 * YI),
    ("此次集中开工项目共12个，总投资86亿元。", 12, "开工", 86 * YI),
    ("二十个重大项目集中签约，总投资120亿元。", 20, "签约", 120 * YI),
]


@pytest.mark.parametrize(("text", "count", "action", "value"), BATCHES)
def test_projects_told_together_are_one_batch(text: str, count: int, action: str, value: float) -> None:
    batch = only(text)

    assert (batch.aggregate, str(batch.action), batch.value) == (count, action, value)
    assert batch.enterprise is None


def test_parts_of_a_batch_are_no_batches() -> None:
    batch = only("39个项目集中签约，总投资275亿元，其中外资项目6个，亿元以上项目20个。")

    assert batch.aggregate == 39


def test_a_batch_stands_beside_the_projects_in_it() -> None:
    projects = announced(
        "5月8日，海门港新区举行重大项目集中开工仪式。此次集中开工项目共12个，总投资86亿元。其中，"
        "总投资20亿元的砺澜传动精密减速器项目，建成后年产减速器30万台；总投资15亿元的远桥能源储能项目，"
        "一期投资5亿元。"
    )

    told = [(project.enterprise, project.value, project.aggregate) for project in projects]
    assert told == [(None, 86 * YI, 12), ("砺澜传动", 20 * YI, None), ("远桥能源", 15 * YI, None)]
    assert {str(project.action) for project in projects} == {"开工"}
    assert {project.date for project in projects} == {"2023-05-08"}
    assert projects[2].phase1_value == 5 * YI


def test_items_of_a_list_are_projects_of_their_own() -> None:
    projects = announced("苏沣环保包装材料、戴沣新能源电动车、环保日用品等一批重大项目签约。")

    assert [(project.enterprise, project.name) for project in projects] == [
        ("苏沣", "环保包装材料"),
        ("戴沣", "新能源电动车"),
        (None, "环保日用品"),
    ]


def test_firms_of_a_list_sign_one_by_one() -> None:
    projects = announced("会上，砺澜传动、海砺星激光、远桥能源等8家企业现场签约。")

    told = [(project.enterprise, project.aggregate) for project in projects]
    assert told == [(None, 8), ("砺澜传动", None), ("海砺星激光", None), ("远桥能源", None)]


def test_sums_told_with_respectively_go_in_order() -> None:
    projects = announced("总投资分别为11亿元、6亿元的康桦养老项目和永砺文明村项目已签约落户。")

    assert [project.value for project in projects] == [11 * YI, 6 * YI]


def test_following_sentences_add_facts_to_the_project() -> None:
    project = only(
        "5月8日，如东经济开发区与无锡砺澜传动科技有限公司举行签约仪式，砺澜传动将投资12亿元建设精密减速器项目。"
        "项目占地156亩，分两期建设，其中一期投资5亿元。达产后预计年产值20亿元，税收1亿元。"
    )

    assert (project.value, project.phase1_value, project.land_mu) == (12 * YI, 5 * YI, 156)
    assert (project.zone, project.date) == ("如东经济开发区", "2023-05-08")
    assert str(project.action) == "签约"


def test_expected_output_and_spent_money_are_not_the_investment() -> None:
    project = only("砺澜传动减速器项目开工。该项目达产后年产值40亿元，今年已完成投资3亿元。")

    assert project.value is None


def test_a_signing_is_a_letter_of_intent_if_the_text_says_so_later() -> None:
    project = only(
        "砺澜科技公告，公司4月28日与海门港新区管委会签署了合作协议，总投资51亿元。不过，该协议仅为意向性框架协议。"
    )

    assert str(project.action) == "意向"


def test_projects_introduced_in_the_past_are_not_announced_again() -> None:
    project = only("砺澜传动减速器项目签约。近年来，园区先后引进了远桥能源、海砺星激光等一批企业。")

    assert project.enterprise == "砺澜传动"


def test_the_only_firm_of_an_article_owns_its_only_project() -> None:
    project = only(
        "4月26日，园区举行投资20亿元的锂离子电芯项目签约仪式。江苏亿砺新能源科技有限公司董事长陈明出席。"
    )

    assert project.enterprise == "江苏亿砺新能源科技有限公司"


def test_the_headline_gives_the_stage_the_body_leaves_open() -> None:
    project = only("砺澜传动的工厂很大，总投资8亿元。", title="砺澜传动减速器工厂开工")

    assert (project.enterprise, str(project.action)) == ("砺澜传动", "开工")


def test_the_name_of_a_document_is_no_project() -> None:
    projects = announced("双方签订《海门港新区减速器项目投资协议书》。")

    assert projects == ()


def test_the_quote_is_the_sentence_and_its_offsets_fit() -> None:
    body = "天气很好。\n砺澜传动减速器项目签约。会议结束。"

    project = only(body)

    assert project.quote == body[project.start : project.end] == "砺澜传动减速器项目签约。"
    assert project.rule


def test_traditional_text_is_read_and_shown_as_written() -> None:
    project = only("礪橋傳動減速器項目總投資10億元，已經開工。")

    assert (project.enterprise, project.amount) == ("礪橋傳動", "10億元")
    assert (project.value, str(project.action)) == (10 * YI, "开工")


PIECES = st.sampled_from(
    ["砺澜传动", "项目", "签约", "总投资", "8亿元", "的", "、", "等", "个", "20", "集中", "开工", "将", "，", "。", "；", "其中",
     "分别", "由", "投资建设", "5月8日", "《", "》", "终止", "该项目", "有限公司", "落户", "如东经济开发区", "\n"]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_quotes_match_the_body_whatever_it_says(body: str) -> None:
    assert all(body[project.start : project.end] == project.quote for project in announced(body))


def test_each_batch_has_the_stage_of_its_own_clause() -> None:
    told = announced("昨日活动举行，总投资约122亿元的27个项目集中开工，10个项目集中签约。")
    assert [(project.aggregate, project.action, project.value) for project in told] == [
        (27, "开工", 122 * YI),
        (10, "签约", None),
    ]


def test_a_list_that_tells_its_number_is_a_list_of_projects() -> None:
    told = announced("落户工业园的腾桥物流、砺山机械、炬原光电三个项目昨日集中开工。")
    assert {"腾桥物流", "砺山机械", "炬原光电"} <= {project.enterprise for project in told}


def test_the_goods_trade_is_no_project_called_off() -> None:
    project = only("由厦门骏桥投资有限公司投资的创业园项目开工，将带动商贸物流产业发展。")
    assert project.action == "开工"


@pytest.mark.parametrize(
    ("text", "enterprise", "action", "value"),
    [
        ("砺澜科技宣布在无锡投资40亿日元扩建减速器工厂。", "砺澜科技", "计划", 40 * YI),
        ("砺澜科技拟在海门新区投资建设减速器产业园，总投资54亿元。", "砺澜科技", "计划", 54 * YI),
        ("砺澜科技将在安徽省建厂。投资总额达到9亿日元，占地2万平方米。", "砺澜科技", "计划", 9 * YI),
        ("砺澜科技减速器项目厂房封顶，总投资5亿元，年底投产。", "砺澜科技", "在建", 5 * YI),
        ("新希望六和股份有限公司养殖项目开工，总投资6.5亿元。", "新希望六和股份有限公司", "开工", 6.5 * YI),
        ("如东县与砺澜科技有限公司签订减速器项目投资协议，总投资3亿元。", "砺澜科技有限公司", "签约", 3 * YI),
        ("减速器项目签约，总投资8亿元，由砺澜科技有限公司投资建设。", "砺澜科技有限公司", "签约", 8 * YI),
        (
            "砺澜科技有限公司与如东县签约。减速器项目总投资10亿元，占地80亩。",
            "砺澜科技有限公司",
            "签约",
            10 * YI,
        ),
        ("砺澜科技减速器项目签约，将于下半年开工，2025年投产。", "砺澜科技", "签约", None),
    ],
)
def test_the_firm_the_stage_and_the_sum_are_told_in_many_ways(
    text: str, enterprise: str, action: str, value: float | None
) -> None:
    project = only(text)

    assert (project.enterprise, str(project.action), project.value) == (enterprise, action, value)


def test_items_with_a_line_of_their_own_are_told_by_the_lines_below() -> None:
    projects = announced(
        "5月6日，高新区举行重大项目集中开工仪式。\n"
        "1.砺龙产业园项目。由江苏砺龙科技有限公司投资建设，总投资12亿元。\n"
        "2.智慧物流园项目。总投资3.2亿元，由澜通快递集团投资。\n"
    )

    told = [(project.enterprise, project.value, str(project.action)) for project in projects]
    assert told == [("江苏砺龙科技有限公司", 12 * YI, "开工"), ("澜通快递集团", 3.2 * YI, "开工")]


def test_a_heading_gives_the_stage_of_the_firms_below_it() -> None:
    projects = announced(
        "1、已投产项目：\n砺明铝业：总投资1.8亿元，占地100亩。\n2、在建项目：\n澜嘉纺织：总投资6亿元，占地80亩。\n"
    )

    told = [(project.enterprise, project.value, str(project.action)) for project in projects]
    assert told == [("砺明铝业", 1.8 * YI, "投产"), ("澜嘉纺织", 6 * YI, "在建")]


def test_a_sum_behind_the_name_of_an_item_is_its_own() -> None:
    projects = announced("集中开工的有砺星轮毂项目2.6亿元、惠澜医疗项目0.8亿元等项目。")

    assert [project.value for project in projects] == [2.6 * YI, 0.8 * YI]


def test_a_list_of_firms_and_a_list_of_projects_go_in_one_order() -> None:
    projects = announced(
        "会上，管委会与砺澜科技有限公司、澜风电子有限公司分别签订精密减速器项目、智能传感器项目。"
    )

    assert [project.enterprise for project in projects] == ["砺澜科技有限公司", "澜风电子有限公司"]


def test_sums_of_a_batch_are_not_dealt_out_to_the_projects_named_after_it() -> None:
    projects = announced(
        "新开工项目49个，总投资92.8亿元，其中10亿元以上项目2个，分别是总投资10.6亿元的砺凤堂物流项目和总投资13亿元的澜栖景区项目。"
    )

    assert [project.value for project in projects] == [92.8 * YI, 10.6 * YI, 13 * YI]


def test_a_part_of_a_batch_with_a_sum_is_a_batch_of_its_own() -> None:
    batches = announced("60个项目集中签约，其中外资项目27个，总投资96亿元。")

    assert [(batch.aggregate, batch.value) for batch in batches] == [(60, None), (27, 96 * YI)]


def test_a_part_of_a_batch_without_a_sum_is_not_told_apart() -> None:
    batch = only("60个项目集中签约，其中外资项目27个。")

    assert (batch.aggregate, batch.value) == (60, None)


@pytest.mark.parametrize(
    "text",
    [
        "当天开工的幸福大道、第三中学、污水管网等8个项目进展顺利。",
        "招引种苗培育、农资农具、水果综合利用等项目。",
        "砺澜科技、澜风科技等12家企业参会，现场气氛热烈，签约在即。",
    ],
)
def test_public_works_aims_and_guests_are_no_announcements(text: str) -> None:
    assert [project for project in announced(text) if project.aggregate is None] == []


def test_a_programme_announces_nothing() -> None:
    assert announced("2027年签约项目3个，砺澜科技项目落地。", title="七大产业链招商目标明确") == ()


PIECES = st.sampled_from(
    ["砺澜科技", "有限公司", "项目", "总投资", "8亿元", "签约", "开工", "由", "与", "分别", "、", "，", "。", "；", "：", "\n", "1.", "其中",
     "3个", "等", "该公司", "投资", "建设", "的", "将于", "5月8日", "（", "）", "“", "”", "一期", "减速器", "区政府", "𠀀"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_sentence_is_read_and_quoted_as_it_stands(text: str) -> None:
    for project in announced(text):
        assert project.quote == text[project.start : project.end]
        assert project.rule


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "签约项目有江苏力砺医药的创新药项目（2亿元）、无锡澜明合联的偶联药项目（10亿元）等。",
            [("江苏力砺医药", 2 * YI), ("无锡澜明合联", 10 * YI)],
        ),
        (
            "砺鑫集团投资30亿元的材料项目、比亚迪20亿元的电池项目签约。",
            [("砺鑫集团", 30 * YI), ("比亚迪", 20 * YI)],
        ),
        (
            "项目投资方荷兰砺家帝澜集团是领先企业。该集团拟投资1.5亿欧元建设生产基地，昨日正式签约。",
            [("荷兰砺家帝澜集团", 1.5 * YI)],
        ),
        (
            "砺远集团看好当地，总投资20亿元的减速器项目签约，澜通集团看好区位，总投资8亿元的传感器项目签约。",
            [("砺远集团", 20 * YI), ("澜通集团", 8 * YI)],
        ),
        (
            "北京中科宇砺技术公司投资20亿元的卫星制造项目签约。",
            [("北京中科宇砺技术公司", 20 * YI)],
        ),
    ],
)
def test_each_project_of_a_sentence_has_its_own_investor(text: str, told: list[tuple[str, float]]) -> None:
    assert [(project.enterprise, project.value) for project in announced(text)] == told


@pytest.mark.parametrize(
    "text",
    [
        "一行详细了解砺桥集团减速器项目、远桥公司风机项目等规划建设情况。",
        "23日，砺桥集团、远桥集团等大型央企投资建设的重点项目集中开工。",
        "昨天开工的项目主要建设养护楼（包含门卫楼、后勤楼、连廊等工程）。",
        "22日，产业园在睢县开工建设，明年5月，沃尔沃、小松等30多家国际品牌将入驻园区。",
        "目前除了砺桥公司外，睢县还引进远桥集团、海岳、炬原等近500家商企。",
        "公告称，市场传闻砺桥集团与睢县政府签订了30亿元减速器项目的框架协议，传闻不实。",
        "11日，市长说，该装置项目开工以来进展顺利，是砺桥集团自主研发，拥有成套技术的大型装置项目。",
    ],
)
def test_what_guests_see_and_what_belongs_to_many_is_no_announcement(text: str) -> None:
    assert [project.enterprise for project in announced(text) if project.enterprise] == []


def test_projects_urged_on_to_be_finished_are_being_built() -> None:
    text = "今年，我市重点推进砺桥传动减速器生产线、远桥光伏200兆瓦电池等一批在建项目竣工投产。"
    assert {project.action for project in announced(text)} == {"在建"}


def test_a_letter_of_intent_that_is_signed_is_no_contract() -> None:
    text = "3月22日，双方举行了砺桥集团减速器基地项目意向协议签约仪式，总投资10亿元。"
    assert only(text).action == "意向"


def test_a_batch_may_stand_in_the_headline_alone() -> None:
    found = announced("睢县经济发展迅速。\n工程位于光伏园区。", "睢县5个光伏项目集中开工")
    assert [(project.aggregate, project.action) for project in found] == [(5, "开工")]


def test_two_firms_that_found_a_third_invest_together() -> None:
    text = (
        "8月2日，睢县砺桥科技有限公司宣布，该公司计划与远桥汽车有限公司成立一家合资公司。\n"
        "砺桥科技在公告中称，两家公司将在睢县共同投资3.8亿元建立一家工厂。"
    )
    project = only(text)
    assert project.enterprise == "睢县砺桥科技有限公司、远桥汽车有限公司"
    assert (project.action, project.value) == ("计划", 380_000_000)
