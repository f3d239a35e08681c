"""The components residents' pages are built from. docs/design.md lists them; /styleguide/ shows them."""

import json
import re
from collections.abc import Sequence
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language

from portal.components import Contact, Fact, LinkItem, OptionGroup, Step, Tab
from portal.icons import icon_svg
from portal.meta import PageMeta
from portal.site_chrome import SiteChrome

register = template.Library()

FOLDER = "portal/components"
JSON_ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


# --- small things ---


@register.filter
def bcp47(code: str) -> str:
    """Django's language code as HTML's `lang` wants it: zh-hans -> zh-Hans, en-gb -> en-GB."""
    head, *rest = str(code).split("-")
    return "-".join([head.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


@register.filter
def lang_attr(code: str) -> SafeString:
    """` lang="zh-Hans"` for a tag whose text is not in the reader's language, nothing for an empty code."""
    return format_html(' lang="{}"', bcp47(code)) if code else mark_safe("")


@register.filter
def tel(number: str) -> str:
    """The address that dials a number as people write it: "0571-8888 1234" -> tel:057188881234. An extension
    ("转 802", "ext. 802") follows a comma, a pause."""
    main, *extension = re.split(r"转|分机|ext\.?|x|#|,", str(number), maxsplit=1, flags=re.IGNORECASE)
    digits, more = re.sub(r"[^\d+]", "", main), re.sub(r"\D", "", "".join(extension))
    return f"tel:{digits},{more}" if more else f"tel:{digits}"


@register.simple_tag
def icon(name: str, label: str = "", css_class: str = "") -> SafeString:
    """`{% icon "phone" %}` is decoration; with `label` it is read out."""
    return icon_svg(name, label, css_class)


@register.simple_tag(takes_context=True)
def page_title(context: template.Context) -> str:
    """Content of <title>: page, community, city, each once."""
    meta, site = context.get("meta"), context.get("site")
    community = site.community if site else None
    names = [meta.title if meta else "", community.name if community else "", site.city_name if site else ""]
    return " - ".join(dict.fromkeys(name for name in map(str, names) if name)) or "Linli"


@register.simple_tag(takes_context=True)
def foreign_language(context: template.Context) -> str:
    """Language code of the page's content where it is not the reader's, else empty."""
    meta = context.get("meta")
    return meta.language if meta and meta.language and meta.language != get_language() else ""


@register.simple_tag(takes_context=True)
def json_ld(context: template.Context) -> SafeString:
    """`meta`'s breadcrumbs and schema.org objects as data blocks (which no CSP runs, nor stops)."""
    meta, request = context.get("meta"), context.get("request")
    if not meta:
        return mark_safe("")
    objects = [dict(thing) for thing in meta.json_ld]
    if meta.breadcrumbs and request:
        objects.insert(0, breadcrumb_list(meta, request))
    blocks = (json.dumps(thing, ensure_ascii=False, default=str).translate(JSON_ESCAPES) for thing in objects)
    return mark_safe("".join(f'<script type="application/ld+json">{block}</script>' for block in blocks))


def breadcrumb_list(meta: PageMeta, request: HttpRequest) -> dict[str, Any]:
    """The way to the page, and the page itself last."""
    way = [(crumb.title, request.build_absolute_uri(crumb.url)) for crumb in meta.breadcrumbs]
    way.append((meta.title, meta.canonical or request.build_absolute_uri()))
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": str(title), "item": url}
            for position, (title, url) in enumerate(way, start=1)
        ],
    }


# --- buttons, badges, links ---


@register.inclusion_tag(f"{FOLDER}/button.html")
def button(
    label: str,
    url: str = "",
    kind: str = "primary",
    icon: str = "",
    name: str = "",
    value: str = "",
    wide: bool = False,
) -> dict[str, Any]:
    """A link where there is a `url`, else the submit button of the form around it. `kind`: primary, secondary, quiet,
    danger."""
    return {
        "label": label,
        "url": url,
        "kind": kind,
        "icon": icon,
        "name": name,
        "value": value,
        "wide": wide,
    }


@register.inclusion_tag(f"{FOLDER}/badge.html")
def badge(label: str, kind: str = "neutral", icon: str = "", language: str = "") -> dict[str, Any]:
    """`kind`: neutral, good, info, warn, danger. Colour never says it alone: the label does. `language` is set where it
    is not the reader's."""
    return {"label": label, "kind": kind, "icon": icon, "language": language}


@register.inclusion_tag(f"{FOLDER}/link_list.html")
def link_list(items: Sequence[LinkItem], heading: int = 3, ordered: bool = False) -> dict[str, Any]:
    """Guides, notices, hits: a title that is a link, a summary, badges. `heading` is the level of the titles, 0 for
    titles that are no headings."""
    return {"items": items, "tag": f"h{heading}" if heading else "p", "ordered": ordered}


@register.inclusion_tag(f"{FOLDER}/tiles.html")
def tiles(items: Sequence[LinkItem]) -> dict[str, Any]:
    """A grid of big links: icon, title, and `note` for a count. Categories, life events."""
    return {"items": items}


@register.inclusion_tag(f"{FOLDER}/phone_link.html")
def phone_link(number: str, label: str = "", note: str = "", icon: str = "phone", kind: str = "") -> dict[str, Any]:
    """One tap calls. `kind` emergency makes it red."""
    return {"number": number, "label": label, "note": note, "icon": icon, "kind": kind}


@register.inclusion_tag(f"{FOLDER}/contact_card.html")
def contact_card(contact: Contact) -> dict[str, Any]:
    return {"contact": contact}


# --- saying things ---


@register.inclusion_tag(f"{FOLDER}/page_header.html")
def page_header(
    title: str,
    lead: str = "",
    badges: Sequence[Any] = (),
    kicker: str = "",
    language: str = "",
    kicker_language: str = "",
) -> dict[str, Any]:
    """The page's h1. `kicker` is a short line above it (category, community). `language` (of title and lead) and
    `kicker_language` are set where they are not the reader's."""
    return {
        "title": title,
        "lead": lead,
        "badges": badges,
        "kicker": kicker,
        "language": language,
        "kicker_language": kicker_language,
    }


@register.inclusion_tag(f"{FOLDER}/facts.html")
def facts(facts: Sequence[Fact]) -> dict[str, Any]:
    return {"facts": facts}


@register.inclusion_tag(f"{FOLDER}/steps.html")
def steps(steps: Sequence[Step], heading: int = 3) -> dict[str, Any]:
    return {"steps": steps, "tag": f"h{heading}"}


@register.inclusion_tag(f"{FOLDER}/data_table.html")
def data_table(caption: str, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """The first cell of a row is its heading. On a phone every row becomes a small list of "heading: value"."""
    labelled = [(row[0], list(zip(headers[1:], row[1:], strict=False))) for row in rows if row]
    return {"caption": caption, "headers": headers, "rows": labelled}


@register.inclusion_tag(f"{FOLDER}/progress.html")
def progress(label: str, value: float, maximum: float = 100, text: str = "") -> dict[str, Any]:
    """A bar with its figures beside it; `text` in place of "value / maximum"."""
    return {"label": label, "value": value, "maximum": maximum, "text": text}


# --- finding one's way ---


@register.inclusion_tag(f"{FOLDER}/search_form.html", takes_context=True)
def search_form(context: template.Context, query: str = "", large: bool = False) -> dict[str, Any]:
    """Works without JavaScript; needs `site.search_url`, else shows nothing. At most once `large` a page."""
    site: SiteChrome | None = context.get("site")
    field_id = "search-large" if large else "search"
    return {"site": site, "query": query, "field_id": field_id, "large": large, "language": get_language()}


@register.inclusion_tag(f"{FOLDER}/tabs.html")
def tabs(tabs: Sequence[Tab], label: str) -> dict[str, Any]:
    """Links to the parts of one thing; each is a page of its own. `label` names the group."""
    return {"tabs": tabs, "label": label}


@register.inclusion_tag(f"{FOLDER}/filter_list.html")
def filter_list(groups: Sequence[OptionGroup], label: str, clear_url: str = "") -> dict[str, Any]:
    """Folded, since results come first on a phone; what is chosen stands beside `label`."""
    chosen = [option.label for group in groups for option in group.options if option.selected]
    return {"groups": groups, "label": label, "clear_url": clear_url if chosen else "", "chosen": chosen}


@register.inclusion_tag(f"{FOLDER}/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page, parameter: str = "page") -> dict[str, Any]:
    """Pages of a list; keeps the rest of the query string. Nothing for a single page."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    around = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(number, address(number) if isinstance(number, int) else "") for number in around]
    return {
        "page": page,
        "links": links,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


# --- taking it along ---


@register.inclusion_tag(f"{FOLDER}/picture_save.html")
def picture_save(src: str, alt: str, width: int, height: int, caption: str = "") -> dict[str, Any]:
    """A picture to keep with a long press: the way that works inside WeChat, where downloads do not."""
    return {"src": src, "alt": alt, "width": width, "height": height, "caption": caption}


@register.inclusion_tag(f"{FOLDER}/share_box.html")
def share_box(text: str, url: str, language: str = "") -> dict[str, Any]:
    """Text and address to send to a group. `url` is absolute. `language` is set where the text is not in the
    reader's."""
    key = slugify(url)[-40:] or "page"
    return {
        "text": text,
        "url": url,
        "field_id": f"share-{key}",
        "language": language,
    }


# --- forms ---


@register.inclusion_tag(f"{FOLDER}/form_field.html")
def form_field(field: forms.BoundField) -> dict[str, Any]:
    """Label, help, errors and input, tied together for screen readers."""
    widget = field.field.widget
    single = isinstance(widget, forms.CheckboxInput)
    grouped = bool(getattr(widget, "use_fieldset", False))
    return {"field": field, "grouped": grouped, "single": single, "hidden": field.is_hidden}


@register.inclusion_tag(f"{FOLDER}/form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """What is wrong with the whole form, on top of it, each line a link to its field."""
    wrong = [(field, error) for field in form if field.errors and not field.is_hidden for error in field.errors]
    hidden = [error for field in form if field.is_hidden for error in field.errors]
    return {"general": [*form.non_field_errors(), *hidden], "wrong": wrong}


@register.inclusion_tag(f"{FOLDER}/form_fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """Errors and all fields; the <form>, its token and its button are the page's."""
    return {"form": form}


# --- things around content ---


@register.simple_block_tag
def hero(content: str, title: str, lead: str = "", kicker: str = "") -> str:
    """The h1 of a home page above its street: `{% hero title %}...{% endhero %}` in the block `hero`, and the block
    `body_class` says has-hero."""
    return render_to_string(f"{FOLDER}/hero.html", {"content": content, "title": title, "lead": lead, "kicker": kicker})


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    id: str = "",
    url: str = "",
    icon: str = "",
    heading: int = 2,
    wide: bool = False,
    kind: str = "",
) -> str:
    """`{% card title=... %}...{% endcard %}`. `kind`: plain (no box), urgent."""
    tag = f"h{heading}"
    values = {
        "content": content,
        "title": title,
        "id": id,
        "url": url,
        "icon": icon,
        "tag": tag,
        "wide": wide,
        "kind": kind,
    }
    return render_to_string(f"{FOLDER}/card.html", values)


@register.simple_block_tag
def notice(content: str, title: str = "", kind: str = "info") -> str:
    """`kind`: info, good, warn, danger."""
    icon = {"good": "good", "warn": "warning", "danger": "danger"}.get(kind, "info")
    return render_to_string(f"{FOLDER}/notice.html", {"content": content, "title": title, "kind": kind, "icon": icon})


@register.simple_block_tag
def disclosure(content: str, summary: str, open: bool = False, language: str = "") -> str:
    """Opens with a tap, without JavaScript. `language` is set where it is not the reader's."""
    values = {"content": content, "summary": summary, "open": open, "language": language}
    return render_to_string(f"{FOLDER}/disclosure.html", values)


@register.simple_block_tag(takes_context=True)
def secondary(context: template.Context, content: str, title: str, heading: int = 2) -> str:
    """What most readers do not need: shown in the normal size, one tap away in large type."""
    site = context.get("site")
    values = {
        "content": content,
        "title": title,
        "tag": f"h{heading}",
        "folded": bool(site and site.display.is_large),
    }
    return render_to_string(f"{FOLDER}/secondary.html", values)


@register.simple_block_tag
def empty_state(content: str, title: str, icon: str = "search") -> str:
    """Nothing here, why, and what to do now."""
    return render_to_string(f"{FOLDER}/empty_state.html", {"content": content, "title": title, "icon": icon})
