"""An expansion is told in so many words or not at all: thirty traps, and the sentences that do tell one."""

from __future__ import annotations

from datetime import date

import pytest

from crm.domain.reading import EnterpriseRole, Page, Reading
from crm.reading.lexicon import Lexicon
from crm.reading.reader import read

TRAPS = (
    "无锡砺桥传动科技有限公司招聘装配工200名，月薪7000元。",
    "无锡砺桥传动科技有限公司发布秋季校园招聘公告，招收工程师80人。",
    "砺桥科技急招数控操作工，提供食宿。",
    "砺桥科技完成2亿元B轮融资，资金用于研发。",
    "砺桥科技获得3亿元战略融资，估值超过50亿元。",
    "砺桥科技在科创板上市，募集资金7.5亿元。",
    "砺桥科技拟发行可转债，募资不超过10亿元。",
    "砺桥科技注册资本由1亿元变更为2亿元。",
    "砺桥科技获得银行授信5亿元。",
    "砺桥科技去年实现营业收入20亿元，同比增长30%。",
    "砺桥科技今年订单充足，车间满负荷生产。",
    "砺桥科技生产线24小时运转，赶制海外订单。",
    "砺桥科技入选国家级专精特新小巨人企业。",
    "砺桥科技获评省级绿色工厂。",
    "砺桥科技董事长王立新当选商会会长。",
    "砺桥科技申请发明专利30项。",
    "砺桥科技发布新一代精密减速器。",
    "砺桥科技参加汉诺威工业博览会。",
    "砺桥科技与江南大学共建联合实验室。",
    "砺桥科技收到政府补助2000万元。",
    "砺桥科技向灾区捐款500万元。",
    "砺桥科技股东减持1.2亿元股份。",
    "砺桥科技收购远桥能源30%股权，作价4亿元。",
    "砺桥科技的产品占国内市场份额四成，市场需求旺盛。",
    "砺桥科技负责人表示，公司发展离不开良好的营商环境。",
    "希望砺桥科技抓住机遇，尽快增资扩产、扩大产能。",
    "鼓励砺桥科技等企业实施技改扩能，对设备投资给予10%补贴。",
    "如果市场好转，砺桥科技可以考虑扩建厂房。",
    "砺桥科技尚未决定是否扩产。",
    "砺桥科技租用写字楼一层，员工增加到300人。",
)  # fmt: skip

TOLD = (
    ("砺桥科技减速器扩产项目开工，总投资5亿元。", EnterpriseRole.EXPANDING),
    ("砺桥科技年产30万台减速器扩建项目竣工投产。", EnterpriseRole.EXPANDING),
    ("砺桥科技增资扩产项目签约，总投资3亿元。", EnterpriseRole.EXPANDING),
)


def reading(body: str) -> Reading:
    page = Page(title=None, published=date(2024, 5, 10), source=None, publishing_zone=None, body=body)
    return read(page, Lexicon.shipped())


def test_there_are_thirty_traps() -> None:
    assert len(set(TRAPS)) == 30


@pytest.mark.parametrize("text", TRAPS)
def test_a_trap_tells_no_expansion_and_no_project(text: str) -> None:
    found = reading(text)

    assert found.projects == ()
    assert EnterpriseRole.EXPANDING not in {firm.role for firm in found.enterprises}


@pytest.mark.parametrize(("text", "role"), TOLD)
def test_an_expansion_told_in_words_is_one_and_quoted(text: str, role: EnterpriseRole) -> None:
    found = reading(text)

    assert {firm.role for firm in found.enterprises} == {role}
    assert [project.quote for project in found.projects] == [text]
