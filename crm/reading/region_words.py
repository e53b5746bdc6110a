"""The words that stand around names of regions, as patterns."""

from __future__ import annotations

import re

LIST = re.compile("[、和与及]|以及")
BEFORE_ITEM, AFTER_ITEM = frozenset("，。、；：\n"), frozenset("、的")

TOWN = re.compile("(?:镇|乡|街道|苏木)$")
OFFICE = "(?:人民)?政府|管委会|管理委员会|(?:监察)?委员会|[省市县区州旗]?委(?![员托])|人大|政协|党委|纪委"
# 烟台市委 is a body, 烟台市委副书记 is somebody from 烟台市
TITLE = re.compile(
    rf"(?:{OFFICE})(?:常委会|办公[室厅]|党组|研究室|、|常务|[原代兼副])*"
    "(?:书记|常委(?!会)|委员(?!会)|秘书长|[省市县区州旗]长|主席|主任|领导|组长|参事|(?<=党组)成员)|"
    "[省市县区]?长(?![江春沙城安])|[省市县区州]?领导|党政|县情"
)
BODY = re.compile(OFFICE)
# A short name that goes on like this is part of another name (上海路, 南京大学, 苏州银行).
GOES_ON = re.compile(
    "路(?!演|径|线|段|桥|网)|街|大道|大桥|大厦|广场|酒店|饭店|银行|证券|大学|学院|医院|日报|晚报|电视台|商会|同乡会|话|菜|"
    "网(?!络|点)|客户端|[\u3400-\u9fff]{0,2}店|在线|新闻|工厂|世博|频道|[\u3400-\u9fff]{0,3}网(?![络点红])|中心(?!城)|时代|港(?!口|资|澳|商|企|人|元|币)|籍|人寿|牌|港务|机场|火车站|高铁站|南站|北站|西站|东站|站|海关|理工|师范|交大|财大|农大|医科|地铁|号|造"
)
# 江阴市长 is the 市长 of 江阴, 江阴市领导 are the 市领导: the suffix belongs to the office
IS_OFFICE = re.compile(
    "[省市县区]长(?![江春沙城安三期])|[省市县区州]领导|县域"
    "|[省市县区州旗盟]委(?=常委|(?:常务)?副?(?:书记|秘书长|主席)|[、组宣统政]|常务)"
)
# 日本海, 美国人, 德国标准: the country is a part of another word
ABROAD_GOES_ON = re.compile("[人籍语文族队式菜货版产制海洋币裔]|公司|企业|集团|标准|大学|学院|专利|股市|梧桐")
# Where a firm sells, where its machines were made and where in the world it has works already is not where
# the news is from: what stands before such a country, and behind it.
_MORE = r"(?:[、和][^。；、，\n]{2,6}){0,9}"
COUNTRY_REACH = 64  # characters before a country
ONLY_TOLD = tuple(
    (re.compile(before), re.compile(after))
    for before, after in (
        (r"(?:远销|畅销|行销|热销)[^。；\n]{0,60}$", ""),
        (
            r"(?:采用|引进|使用|购自)(?:了|来自)?(?:[^。；、，\n]{2,6}、){0,6}$",
            _MORE + r"(?:等[多几十0-9]*国)?(?:最?先进的?|的)?[^。；、，\n]{0,6}(?:设备|技术|工艺|生产线)",
        ),
        (
            r"(?:全球|世界各?地?|海内外)[^。；，\n]{0,48}、$",
            _MORE + r"[0-9一二三四五六七八九十]+[大个处][^。；、，\n]{0,4}(?:基地|工厂|中心)",
        ),
    )
)
# Behind a country abroad: its state and the city in it (美国俄亥俄州坎顿市).
STATE_ABROAD = re.compile(
    "(?P<state>[\u3400-\u9fff]{2,5}州)(?!际)(?P<city>[\u3400-\u9fff]{2,5}市(?!场|长|民))?"
)
LANDSCAPE = re.compile(
    "运河|水库|湾(?![区里])|半岛|盆地|平原|海峡|大桥|山(?![区东西地海])|湖(?![北南州])|江(?![苏西北南边东])|河(?![北南源池])"
)
DATELINE = re.compile("(?:[0-9]{1,2}月)?[0-9]{1,2}日(?:电|讯)|[电讯](?=[ (（\\s])")
STRETCH = re.compile("(?:(?![与和及的在将已了等是、])[\u3400-\u9fff]){0,8}")
BRAND = 4  # characters
NO_BRAND = frozenset(["", *"外内等隔各全两三四五多籍方省市县区州这该本地东南西北中"])
# held in a region, not seated there
EVENTS = ("博览会", "展览会", "交易会", "洽谈会", "推介会", "大会", "峰会", "论坛", "代表团")
EDGE_AFTER = re.compile(
    r"[^\u3400-\u9fff]|[的在于与和及了是将对向从为到由等也举建投签引落人企]|考察|参观|当地|本地"
)
EDGE_BEFORE = re.compile(
    r"(?:[^\u3400-\u9fff]|[的在于与和及了是将把对向从为到由等省市区县赴来给让]|落户|走进|前往|走访|考察)$"
)
ONE_LETTER = {
    "京": "北京市", "津": "天津市", "沪": "上海市", "渝": "重庆市", "冀": "河北省", "晋": "山西省",
    "苏": "江苏省", "浙": "浙江省", "皖": "安徽省", "闽": "福建省", "赣": "江西省", "鲁": "山东省",
    "豫": "河南省", "鄂": "湖北省", "湘": "湖南省", "粤": "广东省", "桂": "广西壮族自治区", "琼": "海南省",
    "川": "四川省", "黔": "贵州省", "滇": "云南省", "陕": "陕西省",
    "蓉": "四川省成都市", "榕": "福建省福州市", "穗": "广东省广州市", "甬": "浙江省宁波市",
    "杭": "浙江省杭州市", "汉": "湖北省武汉市", "郑": "河南省郑州市", "锡": "江苏省无锡市",
    "深": "广东省深圳市", "莞": "广东省东莞市", "厦": "福建省厦门市", "昆": "云南省昆明市",
    "筑": "贵州省贵阳市", "邕": "广西壮族自治区南宁市",
}  # fmt: skip
IN_ONE_LETTER = re.compile(
    rf"[在赴驻抵](?P<one>[{''.join(ONE_LETTER)}])"
    "(?=投资|投产|建设|建立|建厂|建成|设立|设厂|举[行办]|召开|签约|签署|开[工业幕展]|落[户地]|布局|揭牌|成立|启动|招商|"
    "考察|调研|增资|扩[建产]|新增|推介|洽谈)"
)
# These stand right behind the region or not at all; BODY knows them.
GOVERNMENT = frozenset(
    {"管委会", "管理委员会", "委员会", "省委", "市委", "县委", "区委", "党委", "党组", "纪委", "政府",
     "人民政府", "人大", "人大常委会", "政协"}
)  # fmt: skip
LINK = re.compile(
    r"[的在于与及了是将对向从为到等有以由把被让]|和(?!\Z|规划|改革|信息|城乡|旅游|社会|国防|体育|工业|水|农)|设立|成立|注册|签约|投资|建设|引进|落户|招商|考察|走访|[0-9几多][家个]"
)
SURNAME_BEFORE = re.compile(
    "[，。、；：\\s][王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕]$"
)
