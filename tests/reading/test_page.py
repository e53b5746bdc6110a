"""Pasted text taken apart: header, body and furniture of portals, and plain articles without any."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.domain.errors import CrmError
from crm.domain.reading import FurnitureKind, Page
from crm.reading.page import page_from_html, page_from_text
from tests.bounds import calls, ends

FIRST = (
    "4月18日，海州新区举行二季度重点项目集中签约仪式，华澜新材料、博远智能装备等12个项目落户，总投资86亿元。"
)
SECOND = "新区党工委书记林志远表示，要以最优服务保障项目早开工、早投产，打造千亿级新材料产业集群。"
PORTAL = f"""全国园区投资促进服务平台
您现在的位置:首页 > 园区动态 > 正文
海州新区12个项目集中签约
发布时间:2026-04-20  来源:海州日报  发布开发区:江苏海州经济开发区
【字体:大 中 小】 打印 关闭

\u3000\u3000{FIRST}

\u3000\u3000{SECOND}

上一条:云山高新区召开产业链对接会
下一条:青浦镇推进项目建设
联系我们
  • 联系电话:0518-12345678
  • 邮  箱:office@example.cn
Copyright © 2015-2026 example.cn 版权所有:园区平台"""


def kinds(page: Page) -> dict[str, str]:
    told: dict[str, str] = {}
    for piece in page.furniture:
        told[piece.kind] = "\n".join(filter(None, (told.get(piece.kind), piece.text)))
    return told


class TestPortalText:
    def test_header_is_read(self) -> None:
        page = page_from_text(PORTAL)
        assert page.title == "海州新区12个项目集中签约"
        assert page.published == date(2026, 4, 20)
        assert page.source == "海州日报"
        assert page.publishing_zone == "江苏海州经济开发区"
        assert page.flags == ("short",)

    def test_body_is_the_article_alone_without_indents(self) -> None:
        assert page_from_text(PORTAL).body == f"{FIRST}\n{SECOND}"

    def test_furniture_is_kept_with_its_kinds(self) -> None:
        told = kinds(page_from_text(PORTAL))
        assert "云山高新区" in told[FurnitureKind.NEIGHBOUR]
        assert "青浦镇" in told[FurnitureKind.NEIGHBOUR]
        assert "0518-12345678" in told[FurnitureKind.CONTACT]
        assert "版权所有" in told[FurnitureKind.COPYRIGHT]
        assert "您现在的位置" in told[FurnitureKind.NAV]

    @pytest.mark.parametrize(
        ("header", "published", "source"),
        [
            ("发布日期：2026年4月20日　信息来源：海州日报　浏览次数：35次", date(2026, 4, 20), "海州日报"),
            ("2026-04-20 09:30 来源：海州日报 作者：王明", date(2026, 4, 20), "海州日报"),
            ("来　源：海州日报　　时　间：2026/4/20", date(2026, 4, 20), "海州日报"),
            ("日期：2026.04.20 稿源：海州日报 编辑：李红 [打印] [关闭]", date(2026, 4, 20), "海州日报"),
            ("2026-04-20 海州日报", date(2026, 4, 20), "海州日报"),
            ("海州日报 2026年04月20日08:15", date(2026, 4, 20), "海州日报"),
            ("發布時間：2026-04-20 來源：海州日報", date(2026, 4, 20), "海州日報"),
            ("文章来源：本站 发布时间：2026-02-30", None, "本站"),
            ("来源：未知 点击：12", None, None),
            ("成文日期：2026-04-16 发布日期：2026-04-20", date(2026, 4, 20), None),
            ("更新时间：2026-04-20 阅读：12", date(2026, 4, 20), None),
        ],
    )
    def test_ways_of_stating_date_and_source(
        self, header: str, published: date | None, source: str | None
    ) -> None:
        page = page_from_text(f"海州新区12个项目集中签约\n{header}\n{FIRST}\n{SECOND}")
        assert (page.title, page.published, page.source) == ("海州新区12个项目集中签约", published, source)
        assert page.body == f"{FIRST}\n{SECOND}"

    @pytest.mark.parametrize(
        ("header", "zone"),
        [
            ("发布时间：2026-04-20 发布单位：云山高新区管委会", "云山高新区管委会"),
            ("发布时间：2026-04-20 发布单位：市财政局", None),
            ("发布园区：云山产业园 日期：2026-04-20", "云山产业园"),
        ],
    )
    def test_publishing_zone_is_read_where_one_is_named(self, header: str, zone: str | None) -> None:
        assert page_from_text(f"海州新区12个项目集中签约\n{header}\n{FIRST}").publishing_zone == zone

    def test_date_line_may_stand_above_the_headline(self) -> None:
        page = page_from_text(f"2026-04-20 09:30:00\n海州新区12个项目集中签约\n{FIRST}")
        assert (page.title, page.published, page.body) == (
            "海州新区12个项目集中签约",
            date(2026, 4, 20),
            FIRST,
        )

    def test_subtitle_is_no_headline(self) -> None:
        page = page_from_text(f"海州新区12个项目集中签约\n——总投资86亿元\n发布时间：2026-04-20\n{FIRST}")
        assert page.title == "海州新区12个项目集中签约"

    def test_time_of_an_event_is_no_publishing_date(self) -> None:
        page = page_from_text(f"海州新区推介会预告\n活动时间：2026-05-20\n{FIRST}")
        assert page.published is None


class TestPlainText:
    def test_first_short_line_is_the_headline(self) -> None:
        page = page_from_text(f"海州新区12个项目集中签约\n{FIRST}\n{SECOND}")
        assert (page.title, page.body) == ("海州新区12个项目集中签约", f"{FIRST}\n{SECOND}")
        assert page.published is None
        assert page.source is None
        assert {"no_date", "no_source"} <= set(page.flags)

    def test_headline_may_call_out(self) -> None:
        assert (
            page_from_text(f"喜报！海州新区12个项目集中签约！\n{FIRST}").title
            == "喜报！海州新区12个项目集中签约！"
        )

    @pytest.mark.parametrize(
        "first", [FIRST, "（资料图片）", "近日，海州新区传来喜讯", "一、总体要求", "• 项目名称"]
    )
    def test_text_without_headline_has_none(self, first: str) -> None:
        page = page_from_text(f"{first}\n{SECOND}")
        assert page.title is None
        assert "no_title" in page.flags

    @pytest.mark.parametrize(
        ("start", "source", "author", "published"),
        [
            ("本报讯（记者 周晓岚 通讯员 李明）", None, "周晓岚", None),
            ("海州日报4月19日讯 ", "海州日报", None, None),
            ("新华社南京2026年4月19日电（记者沈青禾）", "新华社", "沈青禾", date(2026, 4, 19)),
            ("【中新网海州4月19日电】", "中新网", None, None),
        ],
    )
    def test_dateline_tells_who_sent_it(
        self, start: str, source: str | None, author: str | None, published: date | None
    ) -> None:
        page = page_from_text(f"海州新区12个项目集中签约\n{start}{FIRST}")
        assert (page.source, page.published) == (source, published)
        assert (page.author or "").split("、")[0] == (author or "")
        assert page.body == start.strip() + ("" if start[-1] != " " else " ") + FIRST

    def test_source_in_brackets_at_the_end_is_read_and_cut(self) -> None:
        page = page_from_text(f"{FIRST}\n{SECOND}\n（来源：海州发布）\n责任编辑：李红")
        assert (page.source, page.body) == ("海州发布", f"{FIRST}\n{SECOND}")

    def test_editor_behind_the_last_sentence_is_cut_off(self) -> None:
        page = page_from_text(f"{FIRST}\n{SECOND}（责任编辑：李红）")
        assert page.body.endswith("产业集群。")
        assert "李红" in kinds(page)[FurnitureKind.OTHER]

    def test_author_in_brackets_at_the_end_is_read(self) -> None:
        assert page_from_text(f"{FIRST}\n{SECOND}(作者:李红)").author == "李红"

    def test_contact_line_between_paragraphs_is_told(self) -> None:
        text = f"{FIRST}\n联系人：李红，电话 0518-12345678\n{SECOND}"
        assert page_from_text(text).body == text

    def test_traditional_characters_stay_as_written(self) -> None:
        text = "海州新區舉行重點項目簽約儀式，總投資約86億元，涉及新材料、集成電路等領域，將帶動就業。"
        assert page_from_text(text).body == text

    def test_spaces_and_stray_characters_are_put_right_once(self) -> None:
        page = page_from_text(
            "\u3000\u3000海州\u200b新区\xa0\xa0举行签约仪式，⼯业项目共12个，总投资达到86亿元。\r\n\r\n\r\n尾段。"
        )
        assert page.body == "海州新区 举行签约仪式，工业项目共12个，总投资达到86亿元。\n尾段。"


class TestFlags:
    @pytest.mark.parametrize(
        ("text", "flag"),
        [
            ("海州新区签约。", "short"),
            (FIRST * 3 + SECOND[:30], "cut_off"),
            (FIRST + "\n" + SECOND[:-1] + "……查看全文", "cut_off"),
            ("您需要登录后才能查看本页内容", "login"),
            ("404 您访问的页面不存在", "missing"),
            (FIRST + "锟斤拷锟斤拷", "damaged"),
        ],
    )
    def test_doubtful_captures_are_flagged(self, text: str, flag: str) -> None:
        assert flag in page_from_text(text).flags

    def test_date_after_today_is_flagged(self) -> None:
        assert "future" in page_from_text(PORTAL, today=date(2026, 4, 19)).flags
        assert "future" not in page_from_text(PORTAL, today=date(2026, 4, 20)).flags

    def test_nothing_gives_an_empty_page(self) -> None:
        page = page_from_text(" \n\u3000")
        assert (page.title, page.body, page.furniture) == (None, "", ())


WORDS = st.sampled_from((
    "发布时间：", "来源：", "2026-04-20", "上一篇：", "版权所有", "<p>", "</div>", "<!--", "<table><tr><td>",
    "&#xD800;", "。", "（记者 ", "）", "http://x.cn", FIRST, "\u202e", "<script>", "]]>", "<a href=x>",
    "&nbsp;", "12345", "\n",
))  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map("".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_gives_a_page_or_our_own_error(text: str) -> None:
    for read in (page_from_text, page_from_html):
        try:
            page = read(text)
        except CrmError:
            continue
        assert all(line and line == line.strip() for line in page.body.split("\n")) or not page.body
        assert all(piece.text for piece in page.furniture)


@pytest.mark.parametrize(
    "piece",
    [
        "海州新区签约项目总投资达到86亿元。",
        "海州\n",
        "1",
        " ",
        "来 源",
        "（记者 ",
        "发布时间：2026-01-01 ",
        "\u3000\u3000段落，\n",
    ],
)
def test_work_grows_with_length_and_not_faster(piece: str) -> None:
    small = piece * (60_000 // len(piece))
    page_from_text(small)  # what is loaded once is loaded now
    with ends():
        work = calls(lambda: page_from_text(small))
        assert calls(lambda: page_from_text(small * 8)) < 10 * work + 1000


@pytest.mark.parametrize(
    "piece", ["大 ", "大小", "1", "分享 ", "来 源 ", "登录 | ", "（记者 王明、", "http://www.", "> "]
)
def test_rows_of_buttons_cannot_be_split_in_countless_ways(piece: str) -> None:
    with ends():
        assert page_from_text(f"{(piece * 200)[:216]}项\n{FIRST}\n{(piece * 300)[:590]}目").body


class TestOtherLayouts:
    TITLE = "海州新区12个项目集中签约"
    BODY = f"{FIRST}\n{SECOND}"

    def read(self, above: str, below: str = "") -> Page:
        return page_from_text(f"{above}\n{self.BODY}\n{below}")

    def test_messenger_post_names_its_channel_twice(self) -> None:
        page = self.read(
            f"{self.TITLE}\n原创 海州发布 海州发布\n2026年04月20日 18:00 江苏",
            "图文：李红\n微信扫一扫\n关注该公众号",
        )
        assert (page.title, page.source, page.published) == (self.TITLE, "海州发布", date(2026, 4, 20))
        assert page.body == self.BODY

    def test_publication_sheet_above_the_headline_is_header(self) -> None:
        sheet = "索引号：014/2026-12\n分类：招商引资\n发布机构：海州经济开发区管委会\n生成日期：2026-04-18"
        page = self.read(f"{sheet}\n{self.TITLE}\n发布时间：2026-04-20 来源：海州日报 字体：[ 大 中 小 ]")
        assert (page.title, page.published, page.source) == (self.TITLE, date(2026, 4, 20), "海州日报")
        assert (page.publishing_zone, page.body) == ("海州经济开发区管委会", self.BODY)

    def test_menus_and_the_clock_above_the_headline_are_cut(self) -> None:
        menu = "首页\n新闻中心\n招商引资\n今天是2026年5月30日 星期六\n首页 > 新闻中心 > 园区动态"
        page = self.read(
            f"{menu}\n{self.TITLE}\n2026-04-20 09:30:00 | 来源：海州日报 | 作者：李红",
            "相关文章\n甲\n2026-04-19\n乙",
        )
        assert (page.title, page.published, page.author) == (self.TITLE, date(2026, 4, 20), "李红")
        assert page.body == self.BODY

    def test_portal_without_labels_and_its_disclaimer(self) -> None:
        page = self.read(
            f"{self.TITLE}\n2026-04-20 18:30\n发布于：江苏省",
            "平台声明：该文观点仅代表作者本人，平台只提供存储服务。\n阅读 (120)",
        )
        assert (page.published, page.body) == (date(2026, 4, 20), self.BODY)

    def test_notice_of_short_lines_keeps_its_end_and_is_dated_by_its_signature(self) -> None:
        text = (
            "各有关单位：\n定于5月20日举办招商推介会，现将有关事项通知如下。\n一、时间：5月20日上午\n"
            "联系人：李红，电话：0518-12345678\n海州新区管委会\n2026年5月6日"
        )
        page = page_from_text(f"关于举办海州新区招商推介会的通知\n{text}")
        assert (page.title, page.body) == ("关于举办海州新区招商推介会的通知", text)
        assert page.published == date(2026, 5, 6)

    def test_list_at_the_end_of_an_article_stays(self) -> None:
        items = "项目名单：\n1.华澜新材料项目\n2.博远智能装备项目"
        assert (
            page_from_text(f"{self.TITLE}\n来源：海州日报 2026-04-20\n{self.BODY}\n{items}").body
            == f"{self.BODY}\n{items}"
        )

    @pytest.mark.parametrize(
        "sentence",
        [
            "博远智能装备将为园区企业提供技术支持，并建设无障碍的服务平台，带动上下游企业加快集聚发展壮大。",
            "市民打开手机客户端即可办理备案，项目落地后有关情况引起广泛关注，微博话题阅读量已经超过一亿次。",
            "企业表示，更多信息将另行公告，转载的数据均由统计部门核定，相关新闻发布会定于下周在新区举行。",
            "园区热线全天开通，关注企业需求，编辑了办事手册，联系企业二百余家，电话回访率达到百分之百以上。",
        ],
    )
    def test_paragraphs_that_use_the_words_of_furniture_are_told(self, sentence: str) -> None:
        assert page_from_text(f"{FIRST}\n{sentence}").body == f"{FIRST}\n{sentence}"
