"""Zones and regions in running text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.reading.known import KnownName, NameKind
from crm.reading.lexicon import Lexicon
from crm.reading.places import PageHints, find
from crm.reading.zone_forms import short_forms
from tests.bounds import calls, ends


def zones(text, **hints):
    return {span.text: span.name for span in find(text, Lexicon.shipped().hits(text), PageHints(**hints))[0]}


def regions(text, blocked=(), **hints):
    hits = Lexicon.shipped().hits(text)
    return {span.text: span.path for span in find(text, hits, PageHints(**hints), blocked)[1]}


# ---------------------------------------------------------------- zones
@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("苏州高新区", "苏州高新技术产业开发区"),
        ("蘇州高新區", "苏州高新技术产业开发区"),
        ("如东经开区", "江苏如东经济开发区"),
        ("江苏如东经济开发区", "江苏如东经济开发区"),
        ("临沂经济开发区", "临沂经济技术开发区"),
        ("临沂开发区", "临沂经济技术开发区"),
        ("无锡市高新区", "无锡高新技术产业开发区"),
        ("洋口港经济开发区", "江苏如东洋口港经济开发区"),
        ("浦东新区", "上海浦东新区"),
        ("上海自贸区", "中国（上海）自由贸易试验区"),
        ("如东经济开发区（高新区）", "江苏如东经济开发区"),
    ],
)
def test_short_forms_lead_to_the_official_name(form, name):
    text = f"昨天，某项目落户{form}，总投资12亿元。"
    assert zones(text) == {form: name}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("项目落户高邮经开区光储充产业园。", ["高邮经开区光储充产业园"]),
        ("位于启东生命健康科技城，占地120亩", ["启东生命健康科技城"]),
        ("走进嘉兴秀湖国际科技城", ["嘉兴秀湖国际科技城"]),
        ("工厂建在我市武清区汊沽港工业区。", ["汊沽港工业区"]),
        ("拟在深圳市光明新区扩建厂房", ["深圳市光明新区"]),
        ("西安经开区、沣东新城多个项目集中开工", ["西安经开区", "沣东新城"]),
        ("山东东营月亮湾新区的光伏产业园内", ["山东东营月亮湾新区", "光伏产业园"]),
        ("新郑市薛店镇产业集聚区内，厂房林立", ["薛店镇产业集聚区"]),
        ("苏锡通科技产业园区、南通家纺产业园区参会", ["苏锡通科技产业园区", "南通家纺产业园区"]),
        ("重点推介临港产业园和空港物流园。", ["临港产业园", "空港物流园"]),
        ("海岳（天津）智能产业园区临近海河", ["海岳（天津）智能产业园区"]),
        ("甲地工业园北片工业区开园", ["甲地工业园北片工业区"]),
        ("企业落户临水区工业园区，设备进场", ["临水区工业园区"]),
        ("拟在芜湖市鸠江区工业园建厂", ["芜湖市鸠江区工业园"]),
        ("湖南娄底经开区考察团来访", ["湖南娄底经开区"]),
        ("位于海宁经济开发区北部园区的厂房", ["海宁经济开发区北部园区"]),
        ("其中，海洋生物科技园已签约企业16家", ["海洋生物科技园"]),
        ("走进海州生命健康产业园。生命健康产业园占地百亩", ["海州生命健康产业园", "生命健康产业园"]),
        ("依托双创产业园、食品产业园等载体", ["双创产业园", "食品产业园"]),
        ("位于甲乙经济开发区一体化区域柳湖工业集中区", ["甲乙经济开发区", "柳湖工业集中区"]),
        ("必将为中原科技城带来活力", ["中原科技城"]),
        ("在京津中关村科技城召开", ["京津中关村科技城"]),
        ("项目在哈经开区建成投产", ["哈经开区"]),
        ("坐落在哈经开区工业产业园区的工厂", ["哈经开区工业产业园区"]),
        ("仪式标志着睢县柳湖工业园区开门招商", ["睢县柳湖工业园区"]),
        ("浙江柳市低压电器产业园内灯火通明", ["浙江柳市低压电器产业园"]),
        ("睢县柳湖经济技术开发区签约", ["睢县柳湖经济技术开发区"]),
        ("来到商丘市睢县产业集聚区", ["睢县产业集聚区"]),
        ("县委书记到该县彩虹湾工业园调研", ["彩虹湾工业园"]),
        ("一年来见证海门湾示范区的变化，描绘新时代高新区新画卷", ["海门湾示范区"]),
        ("选址海宁经济开发区新型工业园", ["海宁经济开发区新型工业园"]),
        ("公司在睢县柳湖工业园建厂，2019嘉定新城项目开工", ["睢县柳湖工业园", "嘉定新城"]),
        ("开工3平方公里的精品石材工业园，分两步走", ["精品石材工业园"]),
        ("加快建设特色果蔬深加工产业园，目前已形成规模", ["特色果蔬深加工产业园"]),
        ("入驻海岸精密产业园区的企业，海岸精密产业园大门", ["海岸精密产业园区", "海岸精密产业园"]),
        ("砺桥落户火炬（翔安）产业区。", ["火炬（翔安）产业区"]),
        ("海州汽车产业园已成为全省最大的园区", ["海州汽车产业园"]),
        ("项目所在地扬州大健康产业园", ["扬州大健康产业园"]),
        ("记者从临空产业园获悉，项目已签约", ["临空产业园"]),
        ("家电项目落户滁州家电产业基地。", ["滁州家电产业基地"]),
        ("砺桥光电落户宜兴环科园。", ["宜兴环科园"]),
        ("项目位于平潭综合实验区", ["平潭综合实验区"]),
        ("砺桥家具落户新都工业集中发展区。", ["新都工业集中发展区"]),
        ("落户海州高新区东部片区。", ["海州高新区东部片区"]),
        ("减速器项目在海州高新区柳湖产业园开工。", ["海州高新区柳湖产业园"]),
        ("中国（江苏）自由贸易试验区揭牌。", ["中国（江苏）自由贸易试验区"]),
        ("落户海州千人计划产业园。", ["海州千人计划产业园"]),
        ("公司在科技城投资9000万元。", ["科技城"]),
        ("港区管委会与砺桥重工签约。", ["港区"]),
        ("砺桥集团计划在西安建设光伏产业基地。", []),
        ("砺桥集团在海州建成西南产业基地。", []),
        ("位于常州的砺桥家电产业基地投产。", []),
        ("公司在西安产业基地项目上加大投入。", []),
        ("在杭州植物园、苏州拙政园举行活动。", []),
        ("旧城改造片区启动建设，科技城的明天更美好。", []),
        ("产品出口到德国工业园。", []),
        ("睢县仙鹤风情小镇、北塘冷链物流园等30个项目签约", []),
        ("睢县冷链产业园将于明年竣工", []),
        ("项目定名为“睢县砺桥工业园”，占地百亩", []),
        ("江苏银行苏州高新区支行放贷", []),
        ("与商丘市梁园区签约", []),
        ("海岳产业园二期项目开工", []),
        ("公司计划在海州建设海岳电机产业园，明年投产", []),
        ("海州区产业园联合会会长致辞", []),
        ("赴山东、辽宁省工业园区学习", []),
        ("加快建设国家生态工业示范园区", []),
        ("我县大力发展特色产业园区，争创国家级高新区", []),
        ("该开发区引进项目多个，各开发区竞相发展", []),
        ("多个工业园和物流园", []),
        ("减速器项目在海州生态光伏产业园开工", ["海州生态光伏产业园"]),
        ("落户淮安国家级经济技术开发区", ["淮安国家级经济技术开发区"]),
        ("中国淮安(国际)机械产业园入驻企业30家", ["中国淮安(国际)机械产业园"]),
        ("参观了砺桥减速器项目园区及车间", []),
        ("贵州遵义软件园管委会来访", ["贵州遵义软件园"]),
        ("记者来到淮安船舶(重工)产业园", ["淮安船舶(重工)产业园"]),
        ("到海州县工业园区调研，出席两市合作共建工业园区签约仪式", ["海州县工业园区"]),
    ],
)
def test_unknown_zones_are_told_by_how_they_are_named(text, expected):
    assert list(zones(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("客商一行来到海州软件谷，听取介绍。", ["海州软件谷"]),
        ("客商就中国（扬州）软件谷建设发展提出建议。", ["中国（扬州）软件谷"]),
        ("客商莅临大数据产业园。", ["大数据产业园"]),
        ("拟入驻临泉县大数据产业园，租用厂房。", ["临泉县大数据产业园"]),
        ("企业与我区服务外包园区签约。", ["服务外包园区"]),
        ("走访和布克赛尔新区，了解项目进展。", ["和布克赛尔新区"]),
        ("来自泰达合作区的30家企业参会。", ["泰达合作区"]),
        ("泗洪示范区党工委书记到会致辞。", ["泗洪示范区"]),
        ("京津冀绿色发展示范区今天揭牌。", ["京津冀绿色发展示范区"]),
        ("租赁南通综合保税区B区厂房两万平方米。", ["南通综合保税区B区"]),
        ("仪式在苏州工业园区人工智能产业园举行。", ["苏州工业园区人工智能产业园"]),
        ("项目选址海州国际生物岛，占地120亩。", ["海州国际生物岛"]),
        ("项目落户海州产业转移工业园。", ["海州产业转移工业园"]),
        ("承接产业转移工业园区。", []),
        ("加快产业转移，工业园建设提速。", []),
        ("规划了八区：电子产业区、服装产业区、食品产业区。", []),
        ("改造老工业区，让旧厂房重新热闹起来。", []),
        ("打造湖滨企业总部集聚区。", []),
        ("打造全国高质量发展示范区。", []),
        ("该片区分为产业功能区和生活功能区。", []),
    ],
)
def test_what_kinds_of_words_make_a_zone(text, expected):
    assert list(zones(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("杭州柳湾东产业集聚区迎来签约。项目落户柳湾东，年底动工。", ["杭州柳湾东产业集聚区", "柳湾东"]),
        ("杭州柳湾东产业集聚区迎来签约。柳湾东路车流不息。", ["杭州柳湾东产业集聚区"]),
        ("河北雄安新区公布规划，雄安新区面貌一新，记者走进新区。", ["河北雄安新区", "雄安新区", "新区"]),
    ],
)
def test_a_zone_is_told_again_by_a_part_of_its_name(text, expected):
    assert list(zones(text)) == expected


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("到泰达、光谷等地考察", True),
        ("泰达股份昨日公告", False),
        ("在张江举行", True),
        ("中关村壹号封顶", False),
    ],
)
def test_an_alias_without_a_type_stands_alone(text, is_found):
    assert bool(zones(text)) is is_found


def test_a_bare_type_counts_where_it_is_the_own_zone_of_the_article():
    assert zones("昨天，高新区管委会举行签约仪式。") == {"高新区": None}
    own = "江苏如东经济开发区"
    assert zones("今年，开发区签约项目35个。", publishing_zone=own) == {"开发区": own}
    assert zones("今年，开发区签约项目35个。") == {"开发区": None}
    assert zones("全市开发区、高新区等园区竞相发展") == {}
    assert zones("县委书记赴县经济开发区调研。") == {"经济开发区": None}
    assert zones("今年，高新区签约项目35个。", publishing_zone=own) == {}
    assert zones("保税区扩大开放", publishing_zone="天津港保税区") == {"保税区": "天津港保税区"}
    assert zones("如东经开区传来消息，落户开发区的企业增加")["开发区"] == own
    assert zones("佛山高新区再添新军，高新区为它备好了厂房")["高新区"] == "佛山高新技术产业开发区"


def test_the_short_form_of_a_zone_told_before_is_that_zone():
    text = "海门湾示范区签约5个项目。三年来，示范区引来企业30家。"
    assert list(zones(text)) == ["海门湾示范区", "示范区"]
    assert "示范区" not in zones("该市创建示范区，示范区建设提速。")
    assert "工业园区" in zones("柳湖工业园区签约，工业园区主要负责人介绍")
    assert "新区" in zones("市招商局及新区、高新区等部门赴深圳，推介延安新区")


def test_zones_that_share_a_form_are_told_apart_by_region_then_by_level():
    assert zones("甘肃省临夏州东乡经济开发区")["临夏州东乡经济开发区"] == "甘肃东乡经济开发区"
    assert zones("项目落户贵溪经开区")["贵溪经开区"] == "贵溪经济技术开发区"


def test_a_region_before_a_zone_rules_out_zones_elsewhere():
    assert zones("绍兴滨海新区与天津滨海新区") == {"绍兴滨海新区": None, "天津滨海新区": "天津滨海新区"}
    assert zones("常州武进国家高新区") == {"常州武进国家高新区": None}


def test_a_region_in_full_before_a_zone_rules_out_zones_elsewhere():
    assert zones("安徽省芜湖市江北新区") == {"芜湖市江北新区": None}


def test_a_zone_of_the_office_is_found_by_its_alias():
    lexicon = Lexicon.shipped().extended(
        [KnownName(text="北岸工场园区", kind=NameKind.ZONE, name="北岸科技产业园", rule="alias")]
    )
    text = "企业落户北岸工场园区。"
    ((zone,), _) = find(text, lexicon.hits(text))
    assert (zone.name, zone.rule) == ("北岸科技产业园", "alias")


def test_a_bare_form_of_the_office_s_zone_is_not_found_inside_another_zone_s_name():
    lexicon = Lexicon.shipped().extended(
        [KnownName(text="开发区", kind=NameKind.ZONE, name="江苏如东经济开发区", rule="alias")]
    )
    text = "项目落户云岫经济开发区。该企业还在开发区设有仓库。"
    spans, _ = find(text, lexicon.hits(text))
    assert [(span.text, span.name) for span in spans] == [
        ("云岫经济开发区", None),
        ("开发区", "江苏如东经济开发区"),
    ]


def test_short_forms_keep_at_least_two_characters_of_the_place():
    forms = set(short_forms("天津港保税区", "天津市"))
    assert "港保税区" not in forms


# ---------------------------------------------------------------- regions
QIANDONGNAN = "贵州省黔东南苗族侗族自治州天柱县"


def test_regions_are_found_with_their_path():
    assert regions("江苏省南通市如东县掘港街道") == {
        "江苏省南通市如东县": "江苏省南通市如东县",
        "掘港街道": "江苏省南通市如东县掘港街道",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("来自安徽滁州市的客商", {"安徽滁州市": "安徽省滁州市"}),
        ("新疆昌吉州木垒县的项目", {"新疆昌吉州木垒县": "新疆维吾尔自治区昌吉回族自治州木垒哈萨克自治县"}),
        ("四川宜宾，浙江的客商", {"四川宜宾": "四川省宜宾市", "浙江": "浙江省"}),
    ],
)
def test_the_steps_of_a_path_are_one(text, expected):
    assert regions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("江阴市长率队来访", {"江阴": "江苏省无锡市江阴市"}),
        ("江阴市领导出席仪式", {"江阴": "江苏省无锡市江阴市"}),
        ("如东县委书记出席", {"如东": "江苏省南通市如东县"}),
        ("在渝建厂，赴粤考察", {"渝": "重庆市", "粤": "广东省"}),
        ("南通市发改委主任和江苏省商务厅负责人", {}),
        ("（如东县发改局）报道，江苏证监局发函", {}),
        ("南通完善产业布局", {"南通": "江苏省南通市"}),
        ("位于南京路的上海银行大厦", {}),
        ("张家港市以海岳科技股份有限公司为龙头", {"张家港市": "江苏省苏州市张家港市"}),
        ("泉州市委书记率团，据义乌在线", {"泉州": "福建省泉州市"}),
        ("泉州市政协副主席、海口市政府副秘书长", {"泉州市": "福建省泉州市", "海口市": "海南省海口市"}),
        ("与安徽全椒县人民政府签约，芜湖市鸠江区政府支持", {}),
        ("泉州市委第一季度会议，海口市委员会主办", {}),
        ("宜宾市自然资源和规划局公示", {}),
        ("铜山县旧志，如皋县", {"铜山县": "江苏省徐州市铜山区", "如皋县": "江苏省南通市如皋市"}),
        ("台企在蓉增资扩产", {"蓉": "四川省成都市"}),
        ("天柱县投资热，到天柱开展考察", dict.fromkeys(["天柱县", "天柱"], QIANDONGNAN)),
        (
            "滁州市滁州，来安、天长的机械",
            {
                "滁州市": "安徽省滁州市",
                "滁州": "安徽省滁州市",
                "来安": "安徽省滁州市来安县",
                "天长": "安徽省滁州市天长市",
            },
        ),
        ("毕业于南京大学，任职苏州日报", {}),
        ("本报海门讯 记者获悉，新华社长沙5日电", {}),
        ("投资兴业正当时，秋天大丰收", {}),
        ("浙江砺涞科技与江苏的客商", {"江苏": "江苏省"}),
        ("登上黄山山顶，泛舟江汉运河", {}),
        ("苏州推介会上，江苏投资洽谈会", {"苏州": "江苏省苏州市", "江苏": "江苏省"}),
        ("长沙中心城区", {"长沙": "湖南省长沙市"}),
        ("为木垒县域经济添动力", {"木垒": "新疆维吾尔自治区昌吉回族自治州木垒哈萨克自治县"}),
        ("常德市政府党组成员出席", {"常德市": "湖南省常德市"}),
        ("北京时间上午九点，平安建设推进会", {}),
        ("东海南部有大风", {}),
        ("发布于苏州创新平台", {"苏州": "江苏省苏州市"}),
        ("打造创新平台", {}),
        ("双方友好合作，比如资源共享", {}),
        ("项目落户苏州工业园区", {}),
        ("全县上下，我县各镇", {}),
        ("记者 李平安 报道", {}),
    ],
)
def test_what_counts_as_a_region(text, expected):
    assert regions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产品销往越南和意大利，目前只有美国、日本等国能够生产。", {"越南", "意大利", "美国", "日本"}),
        ("韩国商务代表团到访。", {"韩国"}),
        ("将在美国田纳西州建厂，田纳西州的工厂年底投产。", {"美国", "田纳西州"}),
        ("美国人喜欢的德国标准，船过日本海。", set()),
        ("减速器远销德国、希腊、土耳其等国家。来自法国、丹麦等国的买家到会。", {"法国", "丹麦"}),
        ("车间采用瑞士、奥地利等国先进的设备。", set()),
        ("砺桥集团在全球有南京、墨西哥、埃及三大生产基地，此次在波兰建厂。", {"南京", "波兰"}),
        ("砺桥集团中国扬州工厂开业，海砺湾畔的胶州湾大风。", set()),
    ],
)
def test_countries_abroad_are_regions_where_they_mean_the_country(text, expected):
    assert set(regions(text)) == expected


def test_a_manager_between_two_mentions_of_a_zone_belongs_to_neither():
    assert set(zones("砺港新城管委会主任王立率砺港新城有关部门前往考察。")) == {"砺港新城"}


def test_a_park_right_behind_a_zone_is_told_with_it():
    assert "光明新区高新技术产业园区" in zones("计划在光明新区高新技术产业园区新建一条生产线。")


def test_a_party_committee_keeps_the_suffix_of_its_city():
    assert set(regions("海门区委书记王立、南通市委常委李明和如东县县长出席。")) >= {"海门", "南通"}


def test_banners_are_known_by_their_press_names():
    assert regions("科右前旗开工。")["科右前旗"] == "内蒙古自治区兴安盟科尔沁右翼前旗"


def test_a_liveable_city_is_no_eco_city():
    assert not zones("建设资源节约型生态城市。")


def test_a_district_of_clusters_is_a_zone():
    assert "蒙北光电产业集群区" in zones("项目落户蒙北光电产业集群区。")


def test_names_of_firms_hold_no_regions():
    text = "无锡砺桥传动科技有限公司落户"
    assert regions(text, blocked=[(0, 12)]) == {}
    assert regions(text) == {}


def test_ambiguous_names_are_settled_by_what_else_is_told():
    assert regions("海门区、通州区分别签约") == {
        "海门区": "江苏省南通市海门区",
        "通州区": "江苏省南通市通州区",
    }
    assert regions("北京市朝阳区、丰台区")["北京市朝阳区"] == "北京市朝阳区"
    assert regions("长春市朝阳区")["长春市朝阳区"] == "吉林省长春市朝阳区"
    assert regions("湘潭的汽车产业")["湘潭"] == "湖南省湘潭市"
    assert regions("鼓楼的项目") == {}
    assert regions("落户西湖区")["西湖区"] == "西湖区"
    assert regions("落户鼓楼区", source="徐州日报")["鼓楼区"] == "江苏省徐州市鼓楼区"
    assert regions("在新港园区投资，落户城关镇") == {}


def test_everyday_words_need_their_full_name_nearby():
    assert regions("沈阳市和平区签约，和平招商局")["沈阳市和平区"] == "辽宁省沈阳市和平区"
    assert regions("西区占地三百亩") == {}
    assert "和平" in regions("沈阳和平举行活动") or "沈阳和平" in regions("沈阳和平举行活动")


def test_the_publishing_zone_tells_where_an_article_is_from():
    told = regions("通州、海安等地", publishing_zone="江苏如东经济开发区")
    assert told == {"通州": "江苏省南通市通州区", "海安": "江苏省南通市海安市"}


# ---------------------------------------------------------------- any text
NAMES = [
    "苏州",
    "如东县",
    "江苏省",
    "高新区",
    "开发区",
    "产业园",
    "工业园",
    "张江",
    "光伏",
    "城关镇",
    "发改委",
]
PIECES = st.sampled_from([*NAMES, *"（)的，海南东市渝在投资A1\n蘇", "落户", "管委会"])


@settings(deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join)))
def test_spans_match_the_text_and_never_overlap(text):
    for spans in find(text, Lexicon.shipped().hits(text)):
        for span in spans:
            assert text[span.start : span.end] == span.text != ""
        for left, right in pairwise(spans):
            assert left.end <= right.start


def test_work_grows_with_the_length_only():
    text = "江苏省南通市如东县高新区与某某产业园签约，落户我市武清区汊沽港工业区，总投资3亿元。" * 300

    def work(body):
        return calls(lambda: find(body, Lexicon.shipped().hits(body)))

    work(text)  # what is loaded once is loaded now
    with ends():
        assert work(text * 8) < 10 * work(text)
