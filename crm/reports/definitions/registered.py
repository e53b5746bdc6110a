"""新注册项目一览表: firms registered in the period (DOMAIN 3.3)."""

from __future__ import annotations

from crm.domain.stages import Stage
from crm.reports.definitions.event_list import EventList
from crm.reports.definitions.fields import field

USUAL = (
    field("reporting_unit", "单位", width=12),
    field("seq"),
    field("local_name", width=23),
    field("investor", "外来投资方名称", width=21),
    field("registered_on", width=11),
    field("legal_representative", width=8),
    field("registered_capital", width=10, totalled=True),
    field("business_scope", width=30),
    field("sector", width=9),
    field("chain", width=11),
    field("total_investment", width=10),
    field("phase1_investment", width=11),
    field("signed_on", "合同签约\n时间", width=11),
    field("site", width=16),
    field("land_mu", width=9),
    field("introducer", width=12),
    field("remark", width=12),
)

REPORT = EventList(
    name="registered",
    title="新注册项目一览表",
    stage=Stage.REGISTERED,
    word="新注册",
    units="单位：亿元、万元、亩、个",
    fields=USUAL,
    figure="registered_capital",
    figure_word="注册资本合计",
).report()
