"""Text from Word and WeChat, as those really write it, becomes plain rich text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notices.pasting import clean_line, clean_rich_text

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><title>停水通知</title><style><!--
p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif;} @page WordSection1 {size:595.3pt 841.9pt;} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]--></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<h1 style='mso-line-height-rule:exactly'><span style='font-family:黑体'>关于停水的通知<o:p></o:p></span></h1>
<p class=MsoNormal style='text-indent:24.0pt'><span style='font-size:12.0pt;font-family:宋体'>　　各位居民：</span>
<span lang=EN-US style='font-size:12.0pt'><o:p></o:p></span></p>
<p class=MsoNormal><b><span style='color:red'>12</span></b><b><span style='color:red'>月</span></b>3日&nbsp;
9:00<span lang=EN-US>–</span>17:00<a name="_GoBack"></a>停水。</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='margin-left:21.0pt;text-indent:-21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>
<span lang=EN-US style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times"'>&nbsp;&nbsp;
</span></span><![endif]>请提前储水</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>
关好水龙头</p>
<p class=MsoNormal>咨询：<a href="https://water.example.org/"
style='mso-link'>供水公司</a>，<a href="file:///C:/Users/li/Desktop/plan.docx">附件</a></p>
<!--EndFragment--></body></html>"""

WECHAT = """<section data-tools="135编辑器" data-id="94" style="box-sizing:border-box;"><section style="display:flex;">
<section style="width:100%;" data-width="100%"><section style="padding:10px;letter-spacing:1.5px;line-height:1.75em;">
<p style="text-indent:2em;vertical-align:inherit;"><span style="font-size:15px;color:rgb(63,63,63);">
<strong style="max-width:100%;">重阳节活动</strong>圆满结束\u200b</span></p><p><br  /></p>
<p style="text-align:center;"><img class="rich_pages wxw-img" data-src="https://mmbiz.qpic.cn/mmbiz_jpg/x/640?wx_fmt=jpeg"
data-type="jpeg" style="width:677px"></p>
<p><span style="font-weight:bold;">时间：</span>周六上午&nbsp;&nbsp;9点</p>
<ul class="list-paddingleft-1"><li><p><span>合唱</span></p></li><li><p>书法</p></li></ul>
<p>详情点击<a href="https://mp.weixin.qq.com/s/abc" data-linktype="2" target="_blank" onclick="go()">原文</a></p>
<mp-common-profile data-pluginname="mpprofile" data-nickname="阳光社区"></mp-common-profile>
<svg viewBox="0 0 1 1"><text>水印</text></svg><script>report()</script></section></section></section></section>"""


def test_text_from_word_is_plain() -> None:
    assert clean_rich_text(WORD) == (
        "<h3>关于停水的通知</h3>"
        "<p>各位居民：</p>"
        "<p><b>12</b><b>月</b>3日 9:00–17:00停水。</p>"
        "<ul><li>请提前储水</li><li>关好水龙头</li></ul>"
        '<p>咨询：<a href="https://water.example.org/">供水公司</a>，附件</p>'
    )


def test_text_from_wechat_is_plain() -> None:
    assert clean_rich_text(WECHAT) == (
        "<p><b>重阳节活动</b>圆满结束</p>"
        "<p><b>时间：</b>周六上午 9点</p>"
        "<ul><li>合唱</li><li>书法</li></ul>"
        '<p>详情点击<a href="https://mp.weixin.qq.com/s/abc">原文</a></p>'
    )


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("", ""),
        ("One line", "<p>One line</p>"),
        ("<p></p><p>\u3000\u3000</p><p>a</p>", "<p>a</p>"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("a<br>b", "<p>a</p><p>b</p>"),
        ("<p>● one</p><p>●two</p><p>three</p>", "<ul><li>one</li><li>two</li></ul><p>three</p>"),
        ("<p>1 &lt; 2</p>", "<p>1 &lt; 2</p>"),
        ("<li>stray</li>", "<ul><li>stray</li></ul>"),
        ('<a linktype="document" id="3">file</a>', '<p><a id="3" linktype="document">file</a></p>'),
        ('<a linktype="page" id="x">page</a>', "<p>page</p>"),
    ],
)
def test_odd_text_is_plain(html: str, clean: str) -> None:
    assert clean_rich_text(html) == clean


@pytest.mark.parametrize(
    "html",
    [
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" java\u200bscript:alert(1)">x</a>',
        '<a href="//elsewhere.example/">x</a>',
        '<img src=x onerror="alert(1)">x',
        "<script>alert(1)</script>x",
        "<svg onload=alert(1)></svg>x",
        '<p onclick="alert(1)" style="position:fixed">x</p>',
        "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->x",
        "<iframe src='https://elsewhere.example/'></iframe>x",
    ],
)
def test_harm_does_not_get_through(html: str) -> None:
    assert clean_rich_text(html) == "<p>x</p>"


@given(st.text(alphabet="<>/abpliuo &;·●\u3000\u200b=\"'h3", max_size=60))
def test_cleaning_twice_changes_nothing(html: str) -> None:
    once = clean_rich_text(html)
    assert clean_rich_text(once) == once


@pytest.mark.parametrize("sample", [WORD, WECHAT])
def test_cleaning_a_clean_text_changes_nothing(sample: str) -> None:
    once = clean_rich_text(sample)
    assert clean_rich_text(once) == once


def test_title_is_one_line() -> None:
    assert clean_line("\u3000\u3000关于\u200b停水\n的&通知 \u00a0") == "关于停水 的&通知"
