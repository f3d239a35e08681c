"""Text as it comes out of Word or a WeChat article, made plain: paragraphs, lists, headings, bold, links.

The editor's own paste handling drops most of the rest in the browser. This does it again where it counts, for whatever
reaches the server, and mends what a browser cannot know: bullets that are typed signs, indents of full-width spaces,
empty lines.
"""

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

#: What stays, {tag as pasted: tag as kept}; of other tags the words stay, of DROPPED ones nothing.
KEPT = {
    **{tag: tag for tag in ("p", "ol", "ul", "li", "a", "b", "br", "h3", "h4")},
    **dict.fromkeys(("strong",), "b"),
    **dict.fromkeys(("h1", "h2"), "h3"),
    **dict.fromkeys(("h5", "h6"), "h4"),
    **dict.fromkeys(("div", "section", "article", "blockquote", "pre", "tr", "dd", "dt", "figcaption"), "p"),
}
DROPPED = ("script", "style", "head", "title", "meta", "link", "xml", "iframe", "object", "svg", "noscript", "template")
BLOCKS = frozenset({"p", "ol", "ul", "li", "h3", "h4"})
LINK_ATTRIBUTES = {"href", "linktype", "id"}
SAFE_LINK = re.compile(r"(https?://|mailto:|tel:|/(?!/)|#)", re.IGNORECASE)

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
SPACES = re.compile("[ \t\r\n\f\u00a0\u2000-\u200a\u202f\u205f]+")
BLANKS = " \u3000"
#: Word writes a list as paragraphs that begin with the bullet and some spaces.
BULLET = re.compile("^\\s*[·•●○◆◇■□▪▫➢✓\uf0b7\uf0d8\uf0a7§oü][ \u00a0\u3000\t]+|^\\s*[·•●◆■▪➢\uf0b7\uf0d8\uf0a7]\\s*")


def clean_rich_text(html: str) -> str:
    """The same words as rich text of the portal; harmless whatever was sent. Cleaning twice changes nothing."""
    soup = BeautifulSoup(html or "", "html.parser")
    for found in soup.find_all(string=lambda text: isinstance(text, Comment) or type(text) is not NavigableString):
        found.extract()
    for tag in soup.find_all(list(DROPPED)):
        tag.decompose()
    for tag in soup.find_all(True):
        _keep(tag)
    _flatten_blocks(soup)
    _wrap_loose_words(soup)
    _tidy_words(soup)
    _bullets_to_lists(soup)
    _drop_empty(soup)
    return "".join(str(child) for child in soup.contents).strip()


def clean_line(text: str) -> str:
    """A title: one line, without what cannot be seen."""
    return SPACES.sub(" ", INVISIBLE.sub("", text or "")).strip(BLANKS)


def _keep(tag: Tag) -> None:
    """Its plain counterpart without attributes, or its words alone."""
    name = KEPT.get(tag.name)
    is_bold = tag.name == "span" and re.search(r"font-weight:\s*(bold|[6-9]00)", str(tag.get("style", "")))
    if is_bold:
        name = "b"
    if name is None:
        tag.unwrap()
        return
    attributes = {key: str(value) for key, value in tag.attrs.items() if name == "a" and key in LINK_ATTRIBUTES}
    if name == "a" and not _leads_somewhere(attributes):
        tag.unwrap()
        return
    if "linktype" not in attributes:
        attributes.pop("id", None)
    if "Mso" in str(tag.get("class", "")) and tag.find(style=re.compile("mso-list")) is not None:
        attributes["data-item"] = ""
    tag.name, tag.attrs = name, {**attributes}


def _leads_somewhere(attributes: dict[str, str]) -> bool:
    if "linktype" in attributes:
        return attributes["linktype"] in ("page", "document") and attributes.get("id", "").isdecimal()
    return bool(SAFE_LINK.match(INVISIBLE.sub("", attributes.get("href", "")).strip()))


def _flatten_blocks(soup: BeautifulSoup) -> None:
    """No paragraph holds another block: WeChat nests sections a dozen deep."""
    for tag in soup.find_all(["p", "h3", "h4"]):
        if tag.find(list(BLOCKS)) is not None:
            tag.unwrap()
    for item in soup.find_all("li"):
        for paragraph in item.find_all("p"):
            paragraph.unwrap()
        if item.parent is None or item.parent.name not in ("ol", "ul"):
            item.name = "p"
            item["data-item"] = ""


def _wrap_loose_words(soup: BeautifulSoup) -> None:
    paragraph: Tag | None = None
    for child in list(soup.contents):
        if isinstance(child, Tag) and child.name in BLOCKS:
            paragraph = None
        elif isinstance(child, Tag) and child.name == "br":
            child.extract()
            paragraph = None
        elif paragraph is not None:
            paragraph.append(child.extract())
        elif isinstance(child, Tag) or str(child).strip():
            paragraph = soup.new_tag("p")
            child.wrap(paragraph)
        else:
            child.extract()


def _tidy_words(soup: BeautifulSoup) -> None:
    for text in soup.find_all(string=True):
        text.replace_with(NavigableString(SPACES.sub(" ", INVISIBLE.sub("", text))))
    for block in soup.find_all(list(BLOCKS - {"ol", "ul"})):
        block.smooth()
        _strip(block, 0, str.lstrip)
        _strip(block, -1, str.rstrip)


def _strip(block: Tag, edge: int, strip: Callable[[str, str], str]) -> None:
    """Without spaces, indents and line breaks at one of its ends."""
    while pieces := [piece for piece in block.descendants if not isinstance(piece, Tag) or piece.name == "br"]:
        piece = pieces[edge]
        words = strip(piece, BLANKS) if isinstance(piece, NavigableString) else ""
        if words:
            piece.replace_with(NavigableString(words))
            return
        piece.extract()


def _bullets_to_lists(soup: BeautifulSoup) -> None:
    current: Tag | None = None
    for child in list(soup.find_all(True, recursive=False)):
        first = next((text for text in child.find_all(string=True) if text.strip()), NavigableString(""))
        bullet = BULLET.match(first)
        if child.name != "p" or not (bullet or child.has_attr("data-item")):
            current = None
            continue
        if bullet:
            first.replace_with(NavigableString(first[bullet.end() :]))
        child.name, child.attrs = "li", {}
        if current is None:
            current = child.wrap(soup.new_tag("ul"))
        else:
            current.append(child.extract())


def _drop_empty(soup: BeautifulSoup) -> None:
    for name in ("b", "a", "li", "p", "h3", "h4", "ol", "ul"):
        for tag in soup.find_all(name):
            tag.attrs.pop("data-item", None)
            if not tag.get_text(strip=True).strip(BLANKS):
                tag.decompose()
