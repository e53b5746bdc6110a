"""What portals, channels and papers state in ways of their own, and articles that scripts hold."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.reading.page import page_from_html, page_from_text
from crm.reading.scripted import scripted_article

TITLE = "海州新区12个项目集中签约"
FIRST = (
    "4月18日，海州新区举行二季度重点项目集中签约仪式，华澜新材料、博远智能装备等12个项目落户，总投资86亿元。"
)
SECOND = "新区党工委书记林志远表示，要以最优服务保障项目早开工、早投产，打造千亿级新材料产业集群。"
STORY = f"<p>{FIRST}</p><p>{SECOND}</p>"
DAY = date(2026, 4, 20)


@pytest.mark.parametrize(
    ("header", "published", "source"),
    [
        ("发布日期:\n2026-04-20\n16:40\n信息来源:\n海州日报\n浏览次数:", DAY, "海州日报"),
        ("发布时间\n:2026年04月20日", DAY, None),
        (
            "索引号 | 5304002026 | 文  号 |  |\n来  源 | 海州市政府网 | 公开日期 | 2026-04-20 |",
            DAY,
            "海州市政府网",
        ),
        ("刊发日期:2026-04-20 阅读次数: 作者:hzxw 语音阅读:", DAY, None),
        ("发布时间：26-04-20 23:16", DAY, None),
        ("发布时间：04-20 23:16", None, None),
        ("原创 海州观察 2026-04-20 22:18:34", DAY, "海州观察"),
        ("海州观察家 2026-04-20 22:18:34", DAY, "海州观察家"),
        ("2026-04-20 来源：海州日报 作者：https://example.cn/a.html", DAY, "海州日报"),
        ("来源：https://example.cn/a.html 时间：2026-04-20", DAY, None),
    ],
)
def test_ways_of_portals_to_state_date_and_source(
    header: str, published: date | None, source: str | None
) -> None:
    page = page_from_text(f"{TITLE}\n{header}\n{FIRST}\n{SECOND}")
    assert (page.title, page.published, page.source) == (TITLE, published, source)
    assert page.body == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    ("ending", "published", "source"),
    [
        ("（原载《海州日报》2026年4月20日）", DAY, "海州日报"),
        ("《海州日报》（2026年04月20日 第02版）", DAY, "海州日报"),
        ("（2026年4月20日）", DAY, None),
        ("（摘自海州日报）", None, "海州日报"),
        ("2026-04-20 来源：海州日报", DAY, "海州日报"),
        ("来源：市统计局办公室\n打印 关闭", None, "市统计局办公室"),
        ("发布日期：2026-04-20 责任编辑：李红", DAY, None),
        ("他读完了《海州日报》。", None, None),
    ],
)
def test_where_an_article_comes_from_may_stand_below_it(
    ending: str, published: date | None, source: str | None
) -> None:
    page = page_from_text(f"{TITLE}\n{FIRST}\n{SECOND}\n{ending}")
    assert (page.published, page.source) == (published, source)


@pytest.mark.parametrize(
    "dateline", ["本报讯（记者 王明）4月19日，", "4月19日上午，", "新华社海州4月19日电 "]
)
def test_day_without_year_is_no_date(dateline: str) -> None:
    assert page_from_text(f"{TITLE}\n{dateline}{FIRST}").published is None


def test_statement_below_the_text_is_no_part_of_it() -> None:
    page = page_from_text(f"{TITLE}\n{FIRST}\n{SECOND}\n2026-04-20 来源：海州日报")
    assert page.body == f"{FIRST}\n{SECOND}"


def test_other_articles_below_a_heading_of_their_own_are_cut() -> None:
    other = "9月3日，云山高新区管委会主任何立新一行到我县调研招标工作，县领导陪同并汇报了近期情况。"
    page = page_from_text(f"{TITLE}\n{FIRST}\n{SECOND}\n新闻推荐\n{other}\n相关新闻\n新闻推荐")
    assert page.body == f"{FIRST}\n{SECOND}"
    assert any(other in piece.text for piece in page.furniture)


def test_traditional_wording_of_furniture_is_known() -> None:
    page = page_from_text(f"{TITLE}\n{FIRST}\n{SECOND}\n責任編輯：韓佳\n編審：馮媛")
    assert page.body == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    "head",
    [
        "<p>海州之声</p><p>企鹅号</p>",
        "<p>海州之声</p><p>海州之声</p><p>微信号 haizhou</p>",
        "<p>海州之声</p><p>功能介绍 海州的事，早知道。</p>",
    ],
)
def test_channel_is_named_above_its_platform_or_twice(head: str) -> None:
    page = page_from_html(f"<title>{TITLE}</title><h1>{TITLE}</h1>{head}<div>{STORY}</div>")
    assert page.source == "海州之声"


def test_source_of_a_recommended_article_is_not_taken() -> None:
    aside = "".join(
        f"<li><a>另一条新闻的标题第{n}条</a><span class='source'>云山发布</span></li>" for n in range(5)
    )
    page = page_from_html(f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{STORY}</div><ul>{aside}</ul>")
    assert page.source is None


def test_cells_of_a_table_of_particulars_are_labels_and_values() -> None:
    table = (
        "<table><tr><td>索引号</td><td>5304002026</td><td>文号</td><td></td></tr>"
        "<tr><td>来 源</td><td>海州市政府网</td><td>公开日期</td><td>2026-04-20</td></tr></table>"
    )
    page = page_from_html(f"<title>{TITLE}</title>{table}<h1>{TITLE}</h1><div>{STORY}</div>")
    assert (page.published, page.source) == (DAY, "海州市政府网")


def test_heading_of_a_cut_list_of_links_goes_with_it() -> None:
    links = "".join(f"<p><a>云山高新区召开第{n}次重点项目调度会</a></p>" for n in range(3))
    page = page_from_html(f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{STORY}<p>证券要闻</p>{links}</div>")
    assert page.body == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    ("pager", "is_first_of_more"),
    [
        ("<a>上一页</a> 1/2 <a>下一页</a>", True),
        ("1 <a>2</a> <a>下一页</a> <a>余下全文</a>", True),
        ("<a>上一页：云山项目开工</a> <a>下一页：没有了</a>", False),
    ],
)
def test_first_page_of_several_is_flagged(pager: str, is_first_of_more: bool) -> None:
    page = page_from_html(f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{STORY}</div><div>{pager}</div>")
    assert ("cut_off" in page.flags) is is_first_of_more


LONG = f"<p>{FIRST}</p><p>{SECOND}</p><p>{FIRST}</p>"


@pytest.mark.parametrize(
    "script",
    [
        f"window.__DATA__ = {json.dumps({'title': TITLE, 'content': LONG})}",
        f"var article = {{ content: '{LONG.replace('<', '&lt;').replace('>', '&gt;')}' }}",
        '{"@type":"NewsArticle","articleBody":' + json.dumps(f"{FIRST}\n{SECOND}\n{FIRST}") + "}",
        f"content_noencode: '{LONG.replace('<', chr(92) + 'x3c').replace('>', chr(92) + 'x3e')}'",
    ],
    ids=["json", "entities", "linked data", "escapes"],
)
def test_article_that_only_a_script_holds_is_read(script: str) -> None:
    page = page_from_html(
        f"<title>{TITLE}</title><body><div id='app'>正在加载</div><script>{script}</script></body>"
    )
    assert page.body == f"{FIRST}\n{SECOND}\n{FIRST}"
    assert page.title == TITLE


def test_article_on_the_page_wins_over_scripts() -> None:
    script = json.dumps({"content": "推荐内容。" * 200})
    page = page_from_html(f"<title>{TITLE}</title><div>{STORY}{STORY}</div><script>{script}</script>")
    assert "推荐内容" not in page.body


PIECES = st.sampled_from(
    ('content:"', "content:'", '"articleBody": "', "\\", "\\u", "\\x4", '"', "'", "\n", FIRST)
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_script_breaks_the_search(source: str) -> None:
    found = scripted_article(source)
    assert found is None or found
