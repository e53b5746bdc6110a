"""Web pages of governments, papers and portals taken apart, and hostile markup bounded."""

from __future__ import annotations

from datetime import date

import pytest

from crm.domain.reading import FurnitureKind
from crm.reading.markup import is_tangled, parse
from crm.reading.page import page_from_html
from tests.bounds import ends

TITLE = "云山高新区三个新材料项目同日开工"
PARAGRAPHS = (
    "5月12日上午，云山高新区三个新材料项目同日开工，计划总投资42亿元，分别由澄江化学、博远智能装备和远泰电子建设。",
    "据介绍，澄江化学项目占地210亩，主要生产特种工程塑料，达产后年产值可达35亿元，带动就业1200人。",
    "“我们看中的是这里完整的产业链。”澄江化学副总经理沈青禾说，企业从签约到开工只用了五个月。",
)
LINKS = "".join(
    f'<li><a href="/n/{n}.html">云山高新区召开第{n}次重点项目调度推进会议</a></li>' for n in range(15)
)


def story(container: str = "<div class='content'>{}</div>") -> str:
    return container.format("".join(f"<p>\u3000\u3000{text}</p>" for text in PARAGRAPHS))


def government(head: str = "", info: str = "", body: str = "") -> str:
    return f"""<html><head><title>{TITLE}_园区动态_云山高新技术产业开发区管委会</title>{head}</head><body>
      <div class="top"><a href="/">首页</a><a>简体</a>|<a>繁体</a> 今天是2026年5月30日 星期六</div>
      <ul class="nav"><li><a>政务公开</a></li><li><a>招商引资</a></li><li><a>园区动态</a></li></ul>
      <div class="position">当前位置：<a>首页</a> &gt; <a>园区动态</a></div>
      <div class="main"><h1>{TITLE}</h1>
        <div class="info">{info}</div>
        {body or story()}
        <div class="bottom">【打印本页】 【关闭窗口】</div>
        <p>上一篇：<a>云山高新区举办银企对接会</a></p><p>下一篇：<a>没有了</a></p>
      </div>
      <div class="related"><h3>相关新闻</h3><ul>{LINKS}</ul></div>
      <div class="footer">主办单位：云山高新区管委会 地址：云山市创业路1号 苏ICP备12345678号
        Copyright 2012-2026</div>
    </body></html>"""


INFO = (
    "<span>发布日期：2026-05-13</span><span>信息来源：云山日报</span><span>浏览次数：</span>"
    "<span>字号：大 中 小</span>"
)


class TestGovernmentPage:
    def test_header_is_read_below_the_headline(self) -> None:
        page = page_from_html(government(info=INFO))
        assert (page.title, page.published, page.source) == (TITLE, date(2026, 5, 13), "云山日报")
        assert page.flags == ()

    def test_body_is_whole_and_clean(self) -> None:
        assert page_from_html(government(info=INFO)).body == "\n".join(PARAGRAPHS)

    def test_what_was_cut_is_kept(self) -> None:
        pieces = page_from_html(government(info=INFO)).furniture
        told = {kind: "".join(piece.text for piece in pieces if piece.kind is kind) for kind in FurnitureKind}
        assert "银企对接会" in told[FurnitureKind.NEIGHBOUR]
        assert "第14次重点项目" in told[FurnitureKind.NEIGHBOUR]
        assert "ICP备" in told[FurnitureKind.COPYRIGHT]
        assert "当前位置" in told[FurnitureKind.NAV]

    def test_head_of_the_page_fills_what_the_text_leaves_out(self) -> None:
        head = (
            f'<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2026-05-13 09:00">'
            '<meta name="ContentSource" content="云山日报"><meta name="author" content="王明">'
        )
        page = page_from_html(government(head=head))
        assert (page.title, page.published, page.source, page.author) == (
            TITLE,
            date(2026, 5, 13),
            "云山日报",
            "王明",
        )

    def test_clock_of_the_site_and_years_of_its_footer_are_no_date(self) -> None:
        page = page_from_html(government())
        assert page.published is None
        assert page.source is None

    @pytest.mark.parametrize(
        ("url", "published"),
        [
            ("http://www.example.cn/art/2026/5/13/art_1_2.html", None),
            ("http://www.example.cn/art/2026/05/13/art_1_2.html", date(2026, 5, 13)),
            ("http://www.example.cn/dt/202605/t20260513_1234.html", date(2026, 5, 13)),
            ("http://www.example.cn/show?id=20261399", None),
        ],
    )
    def test_address_tells_the_date_where_nothing_else_does(self, url: str, published: date | None) -> None:
        assert page_from_html(government(), url).published == published

    @pytest.mark.parametrize(
        "marked",
        [
            '<script type="application/ld+json">{"datePublished": "2026-05-13T09:00:00+08:00"}</script>',
            '<meta property="article:published_time" content="2026-05-13T09:00:00+08:00">',
            '<meta property="og:url" content="http://www.example.cn/20260513/1.html">',
        ],
    )
    def test_date_declared_for_machines_is_taken(self, marked: str) -> None:
        assert page_from_html(government(head=marked)).published == date(2026, 5, 13)

    def test_marked_elements_tell_date_and_source(self) -> None:
        info = '<time datetime="2026-05-13T09:00">一天前</time><span class="source">云山日报</span>'
        page = page_from_html(government(info=info))
        assert (page.published, page.source) == (date(2026, 5, 13), "云山日报")

    def test_publishing_zone_and_medium_without_label(self) -> None:
        page = page_from_html(
            government(info="<p>2026-05-13 10:20 云山日报</p><p>发布开发区：云山高新区</p>")
        )
        assert (page.source, page.publishing_zone) == ("云山日报", "云山高新区")

    def test_site_named_beside_the_date_is_the_source(self) -> None:
        page = page_from_html(government(info="2026-05-13 10:20 园区动态"))
        assert page.source == "园区动态"

    def test_medium_alone_below_the_headline_is_the_source(self) -> None:
        assert (
            page_from_html(government(info="<p>李红/云山日报</p><p>2026-05-13 10:20</p>")).source
            == "云山日报"
        )


class TestBodies:
    @pytest.mark.parametrize(
        "container",
        [
            "<div id='zoom'>{}</div>",
            "<td class='text'>{}</td>",
            "<div class='hot-article'><div class='share'>{}</div></div>",
            "<article>{}</article>",
            "<font>{}</font>",
        ],
    )
    def test_whatever_the_container_is_called(self, container: str) -> None:
        body = (
            f"<table><tr>{story(container)}</tr></table>" if container.startswith("<td") else story(container)
        )
        assert page_from_html(government(info=INFO, body=body)).body == "\n".join(PARAGRAPHS)

    def test_lines_broken_by_hand_are_paragraphs(self) -> None:
        body = "<div>" + "<br/><br/>".join("&nbsp;&nbsp;" + text for text in PARAGRAPHS) + "</div>"
        assert page_from_html(government(info=INFO, body=body)).body == "\n".join(PARAGRAPHS)

    def test_inline_marks_do_not_break_words(self) -> None:
        marked = story().replace("澄江化学", "<b>澄江</b><span class='k'>化学</span>")
        assert page_from_html(government(info=INFO, body=marked)).body == "\n".join(PARAGRAPHS)

    def test_tables_are_read_row_by_row(self) -> None:
        head = "<tr><th>项目</th><th>总投资</th></tr>"
        table = f"<table>{head}<tr><td><p>特种塑料</p></td><td>18亿元</td></tr></table>"
        page = page_from_html(government(info=INFO, body=story("<div>{}" + table + "</div>")))
        assert page.body.split("\n")[3:] == ["项目\t总投资", "特种塑料\t18亿元"]

    def test_hidden_and_unseen_text_is_not_told(self) -> None:
        hidden = (
            "<p style='display: none'>总投资900亿元，由隐形公司建设，这句话不应出现。</p>"
            "<script>var x='另一句';</script>"
        )
        page = page_from_html(government(info=INFO, body=story("<div>{}" + hidden + "</div>")))
        assert page.body == "\n".join(PARAGRAPHS)

    def test_short_subheadings_and_captions_stay(self) -> None:
        parts = (f"<p>{PARAGRAPHS[0]}</p>", "<p><strong>产业集聚</strong></p>", f"<p>{PARAGRAPHS[1]}</p>")
        page = page_from_html(government(info=INFO, body=f"<div>{''.join(parts)}</div>"))
        assert page.body.split("\n") == [PARAGRAPHS[0], "产业集聚", PARAGRAPHS[1]]

    def test_disclaimer_and_advertising_below_are_cut(self) -> None:
        below = (
            "<p>责任编辑：李红</p><p>声明：本网转载文章仅供参考，版权归原作者所有，如有侵权请联系删除。</p>"
            "<p>欢迎关注云山高新区微信公众号</p>"
        )
        page = page_from_html(government(info=INFO, body=story("<div>{}" + below + "</div>")))
        assert page.body == "\n".join(PARAGRAPHS)
        assert FurnitureKind.AD in {piece.kind for piece in page.furniture}


class TestHeadlines:
    def page(self, window: str, heading: str, head: str = "") -> str | None:
        return page_from_html(
            f"<html><head><title>{window}</title>{head}</head><body>{heading}<p>发布时间：2026-05-13</p>{story()}</body></html>"
        ).title

    @pytest.mark.parametrize(
        "window",
        [
            f"{TITLE}_云山新闻网",
            f"{TITLE}-云山市人民政府",
            f"{TITLE} - 要闻 - 云山日报",
            f"{TITLE}|园区动态|云山网",
            TITLE,
        ],
    )
    def test_site_is_cut_from_the_window_title(self, window: str) -> None:
        assert self.page(window, "") == TITLE

    def test_dash_inside_a_headline_stays(self) -> None:
        assert (
            self.page("1-4月云山高新区工业投资增长12%-云山市统计局", "") == "1-4月云山高新区工业投资增长12%"
        )

    def test_heading_counts_where_the_window_names_the_site(self) -> None:
        assert self.page("云山高新区官网", f"<h2>{TITLE}</h2>") == TITLE

    def test_heading_completes_a_shortened_title(self) -> None:
        assert self.page(f"{TITLE[:10]}...", f"<div class='title'>{TITLE}</div>") == TITLE

    def test_headline_broken_over_two_lines_is_joined(self) -> None:
        assert self.page(f"{TITLE}_云山网", f"<p>{TITLE[:9]}<br>{TITLE[9:]}</p>") == TITLE

    def test_page_without_any_title_has_none(self) -> None:
        page = page_from_html(story())
        assert page.title is None
        assert page.body == "\n".join(PARAGRAPHS)


class TestDoubts:
    def test_list_of_headlines_is_flagged(self) -> None:
        assert "list_page" in page_from_html(f"<html><body><ul>{LINKS}</ul></body></html>").flags

    def test_login_page_is_flagged(self) -> None:
        assert (
            "login"
            in page_from_html("<html><body><form>用户名 密码</form><p>请先登录后查看</p></body></html>").flags
        )

    def test_empty_page_says_so(self) -> None:
        page = page_from_html("<html><body><div id='app'></div><script>load()</script></body></html>")
        assert page.body == ""
        assert "short" in page.flags


HOSTILE = {
    "deep": "<div>" * 100_000,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">",
    "bare attributes": "<p " + " ".join(f"a{n}" for n in range(200_000)) + ">",
    "unclosed links": "<a" * 500_000,
    "comments": "<!--" * 300_000,
    "ampersands": "&" * 1_000_000,
    "links": "<a href=x>x</a>" * 100_000,
    "rows": "<table>" + "<tr><td>1" * 100_000,
    "scripts": "<script>" * 200_000,
    "unclosed quotes": "<p title='" * 100_000,
    "entities": "&#0;&#xD800;&#x110000;" * 20_000,
    "spans": "<span class=a>" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_is_read_within_bounds_and_the_article_with_it(name: str) -> None:
    with ends():
        page = page_from_html(HOSTILE[name] + "\n" + government(info=INFO))
    assert page.body or name in ("comments", "scripts", "unclosed quotes", "unclosed links", "attributes")


def test_plain_pages_are_not_called_tangled() -> None:
    assert not is_tangled(government())
    assert is_tangled("<div>" * 500)


def test_unclosed_comments_and_scripts_do_not_swallow_the_page() -> None:
    assert PARAGRAPHS[0] in "".join(line.text for line in parse("<!-- <p>" + story()).lines)
    assert PARAGRAPHS[0] in "".join(
        line.text for line in parse("<p>x</p>" + story() + "</html>" + story()).lines
    )


def test_entities_of_no_character_are_dropped() -> None:
    page = page_from_html(f"<p>&#0;&#xD800;&#x110000;{PARAGRAPHS[0]}&#8238;</p>")
    assert PARAGRAPHS[0] in page.body
    assert "\u202e" not in page.body
    page.body.encode()
