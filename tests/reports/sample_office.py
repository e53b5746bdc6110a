"""An invented office with forty projects, long texts and every awkward case a report must print."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from crm.domain.money import Money, Rate
from crm.domain.report_facts import (
    FollowUpFacts,
    Period,
    ProjectFacts,
    ReportFacts,
    ReportRequest,
    StageStep,
    VisitFacts,
)
from crm.domain.stages import Stage
from crm.domain.tables import EvidenceRow

TODAY = date(2026, 11, 22)
WEEK = Period(start=date(2026, 11, 16), end=TODAY)
OFFICES = ("经济开发区", "沿海化工园区", "城中街道", "海河镇", "县商务局")
OFFICERS = ("周明远", "李书瑶", "陈国栋", "孙晓婷", "吴建华")
PLACES = ("上海市", "江苏省苏州市", "广东省深圳市", "浙江省宁波市", "北京市", "德国")
ROUTE = (
    Stage.LEAD,
    Stage.INTENTION,
    Stage.NEGOTIATION,
    Stage.PENDING_SIGNING,
    Stage.SIGNED,
    Stage.REGISTERED,
    Stage.STARTED,
    Stage.COMPLETED,
    Stage.IN_PRODUCTION,
)
THINGS = (
    (
        "海星",
        "海上风电塔筒及导管架制造基地",
        "新能源",
        "风电塔筒、单桩和导管架生产线4条，配套防腐涂装车间和重件码头",
    ),
    (
        "辰光",
        "高纯电子特气及前驱体材料",
        "电子信息",
        "高纯六氟化钨、三氟化氮装置及充装检测中心，产品用于12英寸晶圆刻蚀清洗",
    ),
    (
        "恒川",
        "新能源汽车一体化压铸零部件",
        "汽车零部件",
        "9000吨级压铸岛6套、CNC加工中心120台，形成年产60万套后地板总成能力",
    ),
    (
        "瑞禾",
        "生物基可降解材料PBAT/PLA改性",
        "新材料",
        "年产10万吨改性装置、配套造粒及薄膜吹塑车间，原料丙交酯由母公司供应",
    ),
    (
        "绿能达",
        "大容量储能电池PACK与系统集成",
        "新能源",
        "8GWh电芯模组产线和系统集成测试平台，同步建设区域研发和售后中心",
    ),
    (
        "康舟",
        "创新药原料药CDMO",
        "生物医药",
        "原料药车间3座、高活车间1座、中试平台及质量研究中心，按FDA和EMA标准设计",
    ),
    (
        "启航",
        "智能装备及工业机器人关节",
        "高端装备",
        "谐波减速器、无框力矩电机及关节模组产线，达产后年产关节模组40万台套",
    ),
    ("润泽", "冷链物流与预制菜加工", "食品加工", "十万吨级冷库、中央厨房、检验检测中心和展示交易中心"),
)
TALKS = (
    "企业总经理一行来访，实地踏勘地块，就供地面积、蒸汽价格和用工保障交换意见，企业表示月底前提交可研报告",
    "赴企业总部拜访董事长，对方原则同意将二期放在我区，要求明确能耗指标和污水处理能力",
    "电话沟通，企业投委会排期至下月上旬，需补充同类项目环评批复样本",
    "组织发改、资规、生态环境部门联审，初步意见为可行，需按安全距离调整总平面图",
    "微信发送政策清单，企业财务总监反馈希望设备补助分两年兑现",
)
PROBLEMS = (
    "能耗指标尚未落实，需市级层面协调约2.3万吨标煤；地块内有两条10千伏线路待迁改",
    "土地规划调整未批复",
    "",
    "企业对污水接管标准有顾虑，需园区污水厂出具书面承诺",
    "",
)


def sample_facts() -> ReportFacts:
    """Forty projects in five units, with visits in the week and a rate for dollars."""
    return ReportFacts(
        projects=tuple(_project(number) for number in range(40)),
        visits=tuple(_visit(number) for number in range(7)),
        offices=OFFICES,
        rates=(Rate(currency="USD", yuan=Decimal("7.10"), source="2026年11月20日中间价，示例"),),
    )


def sample_request() -> ReportRequest:
    """The week up to TODAY, asked for by an officer of the county bureau."""
    return ReportRequest(
        period=WEEK,
        unit="滨江县招商局",
        filled_by="周明远",
        phone="0500-8012345",
        made_by="周明远",
        made_at=datetime(2026, 11, 22, 16, 30),
    )


def _project(number: int) -> ProjectFacts:
    short, thing, chain, content = THINGS[number % len(THINGS)]
    reached = (number * 7 + 2) % len(ROUTE)
    begun = TODAY - timedelta(days=3 + (number * 37) % 420)
    total = Decimal(50_000_000 + (number * 137 % 61) * 25_000_000)
    is_foreign = number % 11 == 5
    where = PLACES[number % len(PLACES)]
    name = f"{short}{thing}项目"
    return ProjectFacts(
        name=name if number % 9 else f"{short}（集团）股份有限公司{thing}产业园（一期）项目",
        stage=ROUTE[reached],
        office=OFFICES[number % len(OFFICES)],
        code=f"20260{number % 9 + 1}15{number:03d}",
        build_content=f"计划{'新供地' if number % 2 else '租赁标准厂房'}，建设{content}。"
        + (
            "项目分两期实施，一期达产后可实现年开票销售约15亿元、税收8000万元，带动就业600人。" * (number % 3)
        ),
        investor=f"{where.removesuffix('市')}{short}科技股份有限公司",
        source_region=where,
        capital_nature="外资" if is_foreign else "内资",
        enterprise_labels=("上市公司", "国家级专精特新“小巨人”") if number % 4 == 0 else (),
        sector="第二产业",
        industry="C3985 电子专用材料制造" if chain == "电子信息" else "",
        chain=chain,
        zone="滨江经济开发区" if number % 2 else "滨江临港产业园",
        total_investment=Money(value=total / 7, currency="USD") if is_foreign else _known(number, total),
        phase1_investment=Money(value=total / 2) if number % 3 == 0 else None,
        foreign_capital=Money(value=Decimal(30_000_000), currency="USD") if is_foreign else None,
        site="滨江经济开发区海风路南侧、东海大道西侧" if number % 2 else "临港产业园A区",
        land_mu=Decimal(20 + number * 13 % 300) if number % 5 else None,
        land_situation="新供地" if number % 2 else "租赁厂房",
        agreement_kind="投资协议",
        registered_name=f"{short}（滨江）有限公司" if reached >= 5 else "",
        registered_capital=Money(value=Decimal(50_000_000)) if reached >= 5 else None,
        legal_representative="王某某" if reached >= 5 else "",
        business_scope="新材料研发、生产、销售；货物进出口" if reached >= 5 else "",
        negotiation_state="投资意向明确" if number % 2 else "已来考察",
        first_reported_on=begun,
        steps=_steps(begun, reached),
        follow_ups=_follow_ups(number),
        problem=PROBLEMS[number % len(PROBLEMS)],
        next_step="跟进企业投委会结果，同步准备投资协议文本" if number % 2 else "",
        first_contact=OFFICERS[number % 3],
        owner=OFFICERS[number % len(OFFICERS)],
        owner_office=OFFICES[(number + 1) % len(OFFICES)],
        introducer="县工商联" if number % 6 == 0 else "",
        contact_name="赵某",
        contact_post="投资总监",
        contact_phone="138 0000 0000",
        evidence=_evidence(name) if number % 3 == 0 else (),
    )


def _known(number: int, total: Decimal) -> Money | None:
    return Money(value=total) if number % 13 else None


def _steps(begun: date, reached: int) -> tuple[StageStep, ...]:
    pace = max(1, (TODAY - begun).days // (reached + 1))
    return tuple(
        StageStep(stage=stage, on=begun + timedelta(days=pace * place))
        for place, stage in enumerate(ROUTE[: reached + 1])
    )


def _follow_ups(number: int) -> tuple[FollowUpFacts, ...]:
    first = 1 + (number * 5) % 70
    return tuple(
        FollowUpFacts(
            on=TODAY - timedelta(days=first + 7 * back),
            text=TALKS[(number + back) % len(TALKS)] + "。",
            next_step="邀请企业技术团队下周到现场复勘" if back == 0 and number % 3 else "",
        )
        for back in range(2)
    )


def _visit(number: int) -> VisitFacts:
    short, thing, _chain, content = THINGS[number]
    return VisitFacts(
        on=WEEK.start + timedelta(days=number % 5),
        enterprise=f"{short}科技股份有限公司",
        kind="来访" if number % 3 == 0 else "拜访",
        office=OFFICES[number % len(OFFICES)],
        region=PLACES[number % len(PLACES)],
        met="赵某（董事长）、钱某（投资总监）",
        profile=f"主营{thing}，年销售约20亿元，在华东有三处生产基地。",
        talks=f"{TALKS[number % len(TALKS)]}。拟投资建设{content}。",
        next_step="一周内回访，提供地块红线图和要素价格清单",
        officers="、".join(OFFICERS[:2]),
    )


def _evidence(name: str) -> tuple[EvidenceRow, ...]:
    return (
        EvidenceRow(
            record=name,
            field="total_investment",
            value="5亿元",
            quote="该项目计划总投资约5亿元，分两期建设。",
            source="滨江日报",
            published=date(2026, 10, 9),
            url="https://example.org/news/1009.html",
            sha256="3f" * 32,
        ),
    )
