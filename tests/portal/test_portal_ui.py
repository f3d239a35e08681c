"""Components: what they make of their inputs."""

import json
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from portal.components import Badge, Contact, LinkItem, Option, OptionGroup, Tab
from portal.display import Display
from portal.icons import ICONS, icon_svg
from portal.meta import Crumb, PageMeta
from portal.site_chrome import Place, SiteChrome
from portal.templatetags.portal_ui import bcp47, tel

Render = Callable[..., str]


class Elements(HTMLParser):
    """All elements of a piece of HTML as (tag, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture
def render(rf: RequestFactory) -> Render:
    def rendered(source: str, path: str = "/", **values: Any) -> str:
        context = Context({"request": rf.get(path), "site": SiteChrome(), **values})
        with override("en"):
            return Template("{% load portal_ui %}" + source).render(context).strip()

    return rendered


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("0571-8888 1234", "tel:057188881234"),
        ("（0571）88881234", "tel:057188881234"),
        ("+86 571 8888 1234", "tel:+8657188881234"),
        ("12345", "tel:12345"),
        ("0571-88881234转802", "tel:057188881234,802"),
        ("0571-88881234 ext. 802", "tel:057188881234,802"),
    ],
)
def test_tel_dials_what_people_write(number: str, address: str) -> None:
    assert tel(number) == address


@pytest.mark.parametrize(("code", "tag"), [("zh-hans", "zh-Hans"), ("en", "en"), ("en-gb", "en-GB")])
def test_language_codes_become_bcp47(code: str, tag: str) -> None:
    assert bcp47(code) == tag


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_is_drawn(name: str) -> None:
    assert icon_svg(name).startswith('<svg width="24" height="24"')


def test_icons_are_silent_unless_labelled(render: Render) -> None:
    silent, labelled = (Elements(render(f"{{% icon 'phone' {label} %}}")).of("svg")[0] for label in ("", "'Call'"))

    assert (silent["aria-hidden"], silent.get("role")) == ("true", None)
    assert (labelled.get("aria-hidden"), labelled["role"], labelled["aria-label"]) == (None, "img", "Call")


def test_unknown_icon_leaves_the_page_whole(render: Render) -> None:
    assert render("{% icon 'no-such-icon' %}") == ""


def test_button_with_address_is_a_link(render: Render) -> None:
    html = Elements(render("{% button 'Go' url='/x/' kind='secondary' %}"))

    assert html.of("a") == [{"class": "button button--secondary", "href": "/x/"}]
    assert html.of("button") == []


def test_button_without_address_submits(render: Render) -> None:
    html = Elements(render("{% button 'Yes' name='answer' value='yes' %}"))

    assert html.of("button") == [{"class": "button button--primary", "name": "answer", "value": "yes"}]


def test_components_escape_what_they_show(render: Render) -> None:
    item = LinkItem(title="<b>", url='"><script>', summary="<i>")

    assert {tag for tag, _ in Elements(render("{% link_list items %}", items=[item])).found} == {
        *("ul", "li", "div", "h3", "a", "p", "svg", "path")
    }


def test_link_list_marks_other_language(render: Render) -> None:
    """The item's words alone: its badges and small print are the reader's."""
    item = LinkItem("居住证", "/", summary="首次申领", note="Today", badges=[Badge("Own")], language="zh-hans")
    html = Elements(render("{% link_list items %}", items=[item]))

    assert [tag for tag, attributes in html.found if "lang" in attributes] == ["h3", "p"]
    assert html.of("h3")[0]["lang"] == html.of("p")[0]["lang"] == "zh-Hans"


def test_contact_card_names_whom_it_calls(render: Render) -> None:
    html = render("{% contact_card contact %}", contact=Contact("Wang", "0571-5555 0100"))

    assert Elements(html).of("a")[0]["href"] == "tel:057155550100"
    assert '<span class="visually-hidden">Call Wang: </span>0571-5555 0100' in html


def test_card_is_named_by_its_title(render: Render) -> None:
    html = Elements(render("{% card title='Today' id='today' wide=True %}<p>x</p>{% endcard %}"))

    assert html.of("section") == [{"class": "card card--wide", "id": "today", "aria-labelledby": "today-title"}]
    assert html.of("h2")[0]["id"] == "today-title"


@pytest.mark.parametrize(("size", "tag"), [("normal", "section"), ("large", "details")])
def test_secondary_content_folds_in_large_type(render: Render, size: str, tag: str) -> None:
    site = SiteChrome(display=Display(size=size))
    html = Elements(render("{% secondary 'Legal basis' %}<p>x</p>{% endsecondary %}", site=site))

    assert html.found[0][0] == tag
    assert len(html.of("h2")) == 1


def test_table_cells_carry_their_headings(render: Render) -> None:
    html = Elements(render("{% data_table 'Bring' headers rows %}", headers=["What", "Note"], rows=[["Card", "x"]]))

    assert [cell["scope"] for cell in html.of("th")] == ["col", "col", "row"]
    assert html.of("td") == [{"data-label": "Note"}]


def test_tabs_mark_the_current_one(render: Render) -> None:
    html = Elements(render("{% tabs tabs 'Parts' %}", tabs=[Tab("A", "/a/", current=True), Tab("B", "/b/")]))

    assert html.of("a") == [{"href": "/a/", "aria-current": "page"}, {"href": "/b/"}]
    assert html.of("nav")[0]["aria-label"] == "Parts"


@pytest.mark.parametrize(("selected", "links"), [(True, ["?kind=guide", "?"]), (False, ["?kind=guide"])])
def test_filters_tell_what_is_chosen(render: Render, selected: bool, links: list[str]) -> None:
    groups = [OptionGroup("Kind", [Option("Guide", "?kind=guide", selected)])]
    html = render("{% filter_list groups 'Narrow down' clear_url='?' %}", groups=groups)

    assert ('<span class="filters__chosen">Guide</span>' in html) is selected
    assert [link["href"] for link in Elements(html).of("a")] == links


def test_pagination_keeps_the_query(render: Render) -> None:
    html = Elements(
        render("{% pagination page %}", "/search/?q=a%26b&page=2", page=Paginator(range(30), 10).get_page(2))
    )

    assert [link["href"] for link in html.of("a")] == [f"?q=a%26b&page={number}" for number in (1, 1, 2, 3, 3)]
    assert [link.get("rel") for link in html.of("a")] == ["prev", None, None, None, "next"]


def test_single_page_has_no_pagination(render: Render) -> None:
    assert render("{% pagination page %}", page=Paginator(range(3), 10).get_page(1)) == ""


def test_search_form_sends_the_community_along(render: Render) -> None:
    site = SiteChrome(search_url="/en/search/", search_community="sunshine")
    html = Elements(render("{% search_form query=query %}", site=site, query='"water"'))

    assert html.of("form")[0]["action"] == "/en/search/"
    assert [(field["name"], field["value"]) for field in html.of("input")] == [
        ("q", '"water"'),
        ("community", "sunshine"),
    ]


class Answer(forms.Form):
    name = forms.CharField(label="Your name", help_text="As on the card")
    when = forms.ChoiceField(label="When", choices=[("am", "Morning")], widget=forms.RadioSelect)


def test_field_ties_label_help_and_error(render: Render) -> None:
    html = Elements(render("{% form_field form.name %}", form=Answer({})))
    field = html.of("input")[0]

    assert html.of("label")[0]["for"] == field["id"] == "id_name"
    assert (field["aria-describedby"], field["aria-invalid"]) == ("id_name_helptext id_name_error", "true")
    assert [note["id"] for note in html.of("p")] == ["id_name_helptext", "id_name_error"]


def test_choices_stand_in_a_named_group(render: Render) -> None:
    html = Elements(render("{% form_field form.when %}", form=Answer({})))

    assert html.of("fieldset")[0]["aria-describedby"] == html.of("p")[0]["id"] == "id_when_error"
    assert len(html.of("legend")) == 1


def test_error_summary_leads_to_the_fields(render: Render) -> None:
    form = Answer({})
    ids = {element.get("id") for _tag, element in Elements(render("{% form_fields form %}", form=form)).found}
    links = [link["href"] for link in Elements(render("{% form_errors form %}", form=form)).of("a")]

    assert links == ["#id_name", "#id_when-group"]
    assert {link[1:] for link in links if link} <= ids


def test_untouched_form_has_no_summary(render: Render) -> None:
    assert render("{% form_errors form %}", form=Answer()) == ""


def test_title_names_each_thing_once(render: Render) -> None:
    site = SiteChrome(city_name="Linli City", community=Place("Sunshine", "/en/sunshine/"))

    assert render("{% page_title %}", site=site, meta=PageMeta(title="Canteen")) == "Canteen - Sunshine - Linli City"
    assert render("{% page_title %}", site=site, meta=PageMeta(title="Sunshine")) == "Sunshine - Linli City"
    assert render("{% page_title %}", site=None) == "Linli"


def test_json_ld_ends_no_script(render: Render) -> None:
    nasty = "</script><script>alert(1)</script>\u2028&"
    html = render("{% json_ld %}", meta=PageMeta(title="x", json_ld=({"@type": "Thing", "name": nasty},)))

    assert len(Elements(html).of("script")) == 1
    assert json.loads(html.split(">", 1)[1].rsplit("<", 1)[0])["name"] == nasty


def test_breadcrumbs_end_with_the_page_in_json_ld(render: Render) -> None:
    meta = PageMeta(title="Canteen", canonical="http://testserver/en/a/b/", breadcrumbs=(Crumb("Home", "/en/"),))
    items = json.loads(render("{% json_ld %}", meta=meta).split(">", 1)[1].rsplit("<", 1)[0])["itemListElement"]

    assert [(item["position"], item["name"], item["item"]) for item in items] == [
        (1, "Home", "http://testserver/en/"),
        (2, "Canteen", "http://testserver/en/a/b/"),
    ]
