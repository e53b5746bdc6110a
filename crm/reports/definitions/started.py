"""新开工项目一览表: projects whose construction began in the period (DOMAIN 3.3)."""

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
    field("registered_capital", width=10),
    field("total_investment", width=10),
    field("phase1_investment", width=11),
    field("build_content", "项目建设内容", width=44),
    field("sector", width=9),
    field("started_on", width=11),
    field("site", width=18),
    field("introducer", width=13),
    field("remark", width=14),
)

REPORT = EventList(
    name="started",
    title="新开工项目一览表",
    stage=Stage.STARTED,
    word="新开工",
    units="单位：亿元、万元、个",
    fields=USUAL,
    figure="total_investment",
    figure_word="总投资",
).report()
