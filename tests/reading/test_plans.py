"""What firms announce that they will do, and what of it has come by the day of the article."""

from __future__ import annotations

from datetime import date

import pytest

from crm.domain.reading import Action, AnnouncedProject, Page
from crm.reading.lexicon import Lexicon
from crm.reading.reader import read


def announced(body: str) -> tuple[AnnouncedProject, ...]:
    """The announcements of an article of 10 May 2023."""
    page = Page(title=None, published=date(2023, 5, 10), source=None, publishing_zone=None, body=body)
    return read(page, Lexicon.shipped()).projects


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("砺桥重工（Liqiao Heavy）将斥资2亿元在海州设立厂房。", "砺桥重工"),
        (
            "砺桥太阳能有限公司本周宣布，投资2亿元在其位于海州的工厂建立一条新的气体生产线。",
            "砺桥太阳能有限公司",
        ),
        ("砺桥公司昨日宣布，将在海州投资2亿元建立营养品制造厂。", "砺桥公司"),
        ("砺桥集团5月7日宣布，为满足快速增长的需求，该公司将投资2亿元在海州建厂。", "砺桥集团"),
    ],
)
def test_a_firm_that_announces_an_investment_plans_it(text: str, firm: str) -> None:
    (project,) = announced(text)

    assert (project.enterprise, project.action, project.value) == (firm, Action.PLANNED, 2 * 10**8)


@pytest.mark.parametrize(
    "text",
    [
        "砺桥集团计划对海州公司进行搬迁扩建，按年产50万吨设计。",
        "砺桥集团还将在海州新建一条生产线。",
        "砺桥集团准备在海州设立研发中心。",
        "砺桥集团有意在海州布局华东总部。",
        "砺桥集团董事长王军表示，将在海州建设第二工厂。",
    ],
)
def test_a_firm_s_plan_to_build_needs_no_sum(text: str) -> None:
    (project,) = announced(text)
    assert (project.enterprise, project.action, project.value) == ("砺桥集团", Action.PLANNED, None)


@pytest.mark.parametrize(
    "text",
    [
        "砺桥集团将建设一流的企业文化。",
        "砺桥集团计划在海州举办招聘会。",
        "砺桥集团将对全体员工进行培训。",
        "砺桥集团准备在海州设立奖学金。",
    ],
)
def test_not_every_plan_of_a_firm_is_one_to_build(text: str) -> None:
    assert not announced(text)


def test_a_firm_at_work_plans_another_project() -> None:
    text = "6月10日，砺桥电动车有限公司开业，总投资12亿元。\n今后，砺桥电动车有限公司还积极筹划飞行器项目。"
    assert [(project.name, project.action) for project in announced(text)] == [
        (None, Action.PRODUCING),
        ("飞行器项目", Action.PLANNED),
    ]


def test_a_day_that_has_come_makes_a_plan_a_fact() -> None:
    (opened,) = announced("砺桥集团将于5月8日正式开业。")
    (to_open,) = announced("砺桥集团扬州工厂将于6月8日正式投产，总投资5亿元。")

    assert (opened.action, to_open.action) == (Action.PRODUCING, Action.PLANNED)


def test_both_signers_invest_together() -> None:
    (project,) = announced(
        "砺桥集团和河北远桥集团在山西太原正式签署合作协议，共同投资在井陉建设大型煤炭超市项目，总投资20亿元。"
    )

    assert (project.enterprise, project.action) == ("砺桥集团、河北远桥集团", Action.SIGNED)


def test_who_came_before_announces_nothing() -> None:
    text = "管材基地是海州继砺桥传动、远桥管业之后又一重大新型管材项目，于5月8日开工。"

    assert not any(project.enterprise for project in announced(text))


def test_a_building_in_phases_is_still_to_come() -> None:
    (project,) = announced(
        "海州与北京砺安集团就照明产业化示范项目签署协议。该项目总投资8亿元，项目分三期3年一次性建成。"
    )

    assert project.action is Action.SIGNED


@pytest.mark.parametrize(
    "text",
    [
        "据介绍，砺桥传动的工厂设在远桥光电第8代面板项目附近，5月8日开工。",
        "记者从海州首批大型能源项目开工发布会上获悉。",
        "砺桥传动主要生产建筑机械、土方机械等工程类产品。",
    ],
)
def test_a_place_a_source_and_a_product_are_no_projects(text: str) -> None:
    assert not [project for project in announced(text) if project.name]


def test_firms_that_tell_their_share_of_a_shared_event_have_each_started() -> None:
    batch, electronics, medicine = announced(
        "5月8日，海州高新区12个项目集中开工。砺桥电子（海州）有限公司专业从事晶体管封装，为了扩大规模，公司在科技城投资9000万元扩建工厂，"
        "年底竣工。远桥医疗器械有限公司是手术床制造商。为满足市场需要，公司计划一期投资6600万元，建设研发基地。"
    )

    assert batch.aggregate == 12
    assert (electronics.enterprise, electronics.value) == ("砺桥电子（海州）有限公司", 9000 * 10**4)
    assert (medicine.enterprise, medicine.value) == ("远桥医疗器械有限公司", 6600 * 10**4)
    assert electronics.action is medicine.action is Action.STARTED


def test_a_further_step_of_the_same_firm_is_one_more_announcement() -> None:
    plan, opening = announced(
        "砺桥重工将斥资2亿元在海州建设厂房。此外，砺桥重工在睢县的工厂也已于4月12日正式开业。"
    )

    assert (plan.action, plan.value) == (Action.PLANNED, 2 * 10**8)
    assert (opening.action, opening.value) == (Action.PRODUCING, None)


@pytest.mark.parametrize(
    "text",
    [
        "出席奠基仪式的领导及嘉宾有：海州县副县长王立新；砺桥传动有限公司董事长李明；远桥建设有限公司总工程师张伟。",
        "海州机械产业园在睢县开工，明年5月，砺桥传动、远桥重工等30多家企业将入驻园区，这是近期开工的又一重点项目。",
        "记者从海州项目开工发布会上获悉，远桥工程咨询有限公司副总经理杨明将介绍情况。",
        "仪式最后，砺桥传动有限公司的员工合影，共同记录项目启航的时刻。",
    ],
)
def test_guests_and_firms_to_come_announce_nothing(text: str) -> None:
    assert not any(project.enterprise for project in announced(text))


def test_what_a_park_costs_is_not_what_its_firm_invests() -> None:
    (project,) = announced(
        "砺桥传动科技有限公司5月8日在海州千人计划产业园正式落成。海州千人计划产业园是省内首个专业园，总投资11.5亿元。"
    )

    assert (project.action, project.value) == (Action.COMPLETED, None)


def test_a_line_over_a_paragraph_names_its_project() -> None:
    home, station = announced(
        "重点项目进展如下。\n创业家园项目\n该项目由海州和信实业有限公司投资建设，总投资3亿元。2022年12月开工，正在平整场地。\n"
        "鲁桥汽车客运站\n该项目由海丰明威贸易有限公司投资建设，投资额1000万元，用地面积4500平方米。"
    )

    assert (home.name, home.enterprise, home.action) == (
        "创业家园项目",
        "海州和信实业有限公司",
        Action.STARTED,
    )
    assert (station.value, station.action) == (1000 * 10**4, Action.PLANNED)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("海州至睢县高速公路昨日开工，总投资70亿元。", "海州至睢县高速公路", 70 * 10**8),
        ("海州港30万吨级原油码头工程开工建设，总投资12亿元。", "海州港30万吨级原油码头工程", 12 * 10**8),
        ("砺桥煤业的柳湖煤矿昨日正式开工奠基，总投资8亿元。", "柳湖煤矿", 8 * 10**8),
        ("海州至睢县高速公路昨日开工，沿线群众称赞。", None, None),
        ("柳湖煤矿开工以来，已完成投资3亿元。", None, None),
        ("海州的道路改造工程和绿化工程正在推进。", None, None),
    ],
)
def test_works_with_a_price_are_projects_whatever_they_are_called(
    text: str, name: str | None, value: int | None
) -> None:
    assert [(project.name, project.value) for project in announced(text)] == ([(name, value)] if name else [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("海州(国际)工程机械产业园昨日在柳湖开工建设。", [("海州(国际)工程机械产业园", Action.STARTED)]),
        (
            "根据协议，砺桥能源全球总部、数字贸易港华东总部将落户海州区。",
            [
                ("全球总部", Action.PLANNED),
                ("数字贸易港华东总部", Action.PLANNED),
            ],
        ),
        (
            "睢县石门湾煤矿和松林坪煤矿正式开工奠基。",
            [
                ("睢县石门湾煤矿", Action.STARTED),
                ("松林坪煤矿", Action.STARTED),
            ],
        ),
        ("其中投资2600万元的柳湖至石门公路昨日开工。", [("柳湖至石门公路", Action.STARTED)]),
        ("海远电子信息产业园主体结构顺利封顶。", [("信息产业园", Action.BUILDING)]),
        ("位于柳湖的远山国际生物医药创新港正式竣工交付。", [("远山国际生物医药创新港", Action.COMPLETED)]),
        ("远桥减速器项目在海州光伏产业园开工。", [("减速器项目", Action.STARTED)]),
        ("员工们在海州工业园开工后领到了红包。", []),
        ("这些工厂投产后，销售将翻一番。", []),
        ("天然气管道建成后，居民用气更方便。", []),
        ("新建学校和小学公路相继竣工。", []),
    ],
)
def test_works_with_a_name_of_their_own_need_no_price(text: str, told: list[tuple[str, Action]]) -> None:
    assert [(project.name, project.action) for project in announced(text)] == told


def test_what_an_agreement_provides_is_at_its_stage_and_the_signer_s() -> None:
    text = (
        "近日，海州区政府与砺桥集团签署战略合作框架协议。"
        "根据协议，海州算力服务全球总部、数字贸易港华东总部将落户海州区。"
    )
    stages = {(project.enterprise, project.action) for project in announced(text)}
    assert stages == {("砺桥集团", Action.INTENTION)}


def test_what_settles_under_signed_agreements_is_signed() -> None:
    text = "会上，各类市场主体共签订8项合作协议。其中，2个项目落户海州，分别为轴承钢项目和减速器项目。"
    assert {project.action for project in announced(text) if project.name} == {Action.SIGNED}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("南通市重点项目砺桥光电显示模组项目正式投产。", ("砺桥光电", Action.PRODUCING, None)),
        ("总投资12亿元的砺桥绿色包装项目签约仪式在南通举行。", ("砺桥", Action.SIGNED, 12 * 10**8)),
        (
            "砺桥集团携手远恒科技在南通打造智慧物流园，总投资8亿元，已开工建设。",
            ("砺桥集团、远恒科技", Action.STARTED, 8 * 10**8),
        ),
        ("砺桥公司拟定增募资10亿元投建锂电池项目。", ("砺桥公司", Action.PLANNED, None)),
    ],
)
def test_what_stands_around_a_project_does_not_hide_it(text: str, told: tuple[str, Action, int]) -> None:
    (project,) = announced(text)
    assert (project.enterprise, project.action, project.value) == told


def test_a_list_of_projects_speaks_for_the_firms_they_begin_with() -> None:
    text = "签约项目包括：砺光华芯光电产业园、远想汽车研发基地、新磊半导体生产基地等。"
    assert [project.enterprise for project in announced(text)] == ["砺光华芯光电", "远想汽车", "新磊半导体"]
    assert not announced("污水处理、道路改造、河道整治等项目开工。")


def test_the_sum_of_all_is_not_that_of_one_among_them() -> None:
    text = "集中开工项目共有15个，总投资82亿元，其中包括砺桥传动减速器基地项目。"
    assert [project.value for project in announced(text) if not project.aggregate] == [None]


def test_a_line_with_the_name_of_works_stands_over_what_is_told_of_them() -> None:
    text = "海州5个光伏项目集中开工。\n柳湖80兆瓦并网光伏项目\n本工程位于海州，总投资3亿元。\n"
    assert ("柳湖80兆瓦并网光伏项目", 3 * 10**8) in [
        (project.name, project.value) for project in announced(text)
    ]


def test_firms_sign_at_the_ceremony_guests_attend() -> None:
    text = (
        "区长率队考察，并出席了宁波砺桥测控科技公司、绍兴远益种业有限公司分别与我区园区开展合作的签约仪式。"
    )
    firms = [project.enterprise for project in announced(text)]
    assert firms == ["宁波砺桥测控科技公司", "绍兴远益种业有限公司"]


def test_what_has_been_spent_to_build_is_what_it_cost() -> None:
    (project,) = announced("柳湖砺桥科技有限公司目前已投资约3亿元建成4条灌装生产线。")
    assert (project.action, project.value) == (Action.COMPLETED, 3 * 10**8)


def test_a_project_signed_and_told_again_needs_neither_firm_nor_sum() -> None:
    text = "此外，海州柳湖创新材料研究所项目成功签约落地。海州柳湖创新材料研究所将推动成果转化。"
    assert [project.action for project in announced(text)] == [Action.SIGNED]
    assert not announced("此外，海州柳湖创新材料研究所项目成功签约落地。")


def test_sums_behind_a_list_go_to_its_projects_in_order() -> None:
    text = "海州光伏电站项目、睢县风电装备项目、柳湖轴承项目集中开工，总投资分别为10亿元、5亿元和2亿元。"
    assert [project.value for project in announced(text)] == [10 * 10**8, 5 * 10**8, 2 * 10**8]


def test_a_firm_s_plant_is_the_firm_s() -> None:
    (project,) = announced("砺桥公司的海州工厂计划于明年年底前投产，总投资额达1.5亿欧元。")
    assert (project.enterprise, project.action, project.currency) == ("砺桥公司", Action.PLANNED, "EUR")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (  # what a firm makes public is a plan
            "砺桥股份5月9日公告，子公司在海州市投资建设“海州储能电池生产基地项目”，项目总投资约20亿元。",
            [("砺桥股份", Action.PLANNED, 20)],
        ),
        (  # with whom it is to be signed may be told at length
            "砺桥股份拟与海州市国有资产投资开发有限公司（以下简称“海州国投”）签订合作协议，"
            "砺桥股份拟投资12亿元建设光伏项目。",
            [("砺桥股份", Action.PLANNED, 12)],
        ),
        (  # 在|建厂
            "砺桥股份拟投资20亿元建设储能电池项目。在建厂方面，砺桥股份早有经验。",
            [("砺桥股份", Action.PLANNED, 20)],
        ),
        (
            "砺桥股份总投资20亿元的储能电池项目施工正抓紧收尾，预计8月投产运营。",
            [("砺桥股份", Action.BUILDING, 20)],
        ),
        ("总投资2亿元的柳湖养老院改扩建工程正式开工。", [(None, Action.STARTED, 2)]),
    ],
)
def test_stages_of_what_firms_make_public(text: str, told: list[tuple[str | None, Action, int]]) -> None:
    found = [(p.enterprise, p.action, p.value and p.value // 10**8) for p in announced(text)]

    assert found == told


def test_a_plant_of_another_size_is_another_project() -> None:
    projects = announced(
        "5月9日，砺桥股份10GW组件项目在海州开工，总投资60亿元。砺桥股份年产7GW组件项目已投产。"
    )

    assert [(project.name, project.action) for project in projects] == [
        ("10GW组件项目", Action.STARTED),
        ("年产7GW组件项目", Action.PRODUCING),
    ]


def test_a_letter_of_intent_told_later_came_before_the_agreement() -> None:
    (project,) = announced(
        "5月9日，砺桥股份与海州市政府签署投资协议，将投资20亿元建设储能电池项目。"
        "今年1月，砺桥股份与海州市政府签署战略合作框架协议。"
    )

    assert (project.action, project.value) == (Action.SIGNED, 20 * 10**8)


def test_the_parts_of_one_project_are_no_projects() -> None:
    (project,) = announced(
        "5月9日，海州举行集中签约仪式，其中包含砺桥集团总投资113亿元的光伏项目。"
        "据悉，砺桥集团本次项目包含光伏电池、组件生产基地和分布式电站项目。"
    )

    assert (project.enterprise, project.value) == ("砺桥集团", 113 * 10**8)


def test_firms_drawn_to_a_zone_are_there_already() -> None:
    assert announced("1月22日，软件园一行来访。园区吸引入驻了砺桥科技公司、海澜股份有限公司。") == ()


def test_a_name_in_quotes_is_the_project_s() -> None:
    (project,) = announced("5月9日，由砺桥公司投资2亿元建设的“海州柳湖储能电站”项目开工。")

    assert project.name is not None
    assert "海州柳湖储能电站" in project.name
    assert "”" not in project.name


def test_own_money_spent_on_a_project_is_its_sum() -> None:
    (project,) = announced("砺桥公司董事会通过决议，拟以自有资金3亿元投资建设锂电池扩产项目。")
    assert (project.value, project.action) == (3 * 10**8, Action.PLANNED)
