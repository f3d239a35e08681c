"""The one stylesheet: known to the oldest browsers we serve, readable, dark alike by device and by switch."""

import json
import re

import pytest
import tinycss2
import tinycss2.color3

from tests.portal.browser_support import NEWER, STYLESHEET, declarations_of, rules_of, used_features

#: What older browsers lack or drop, and why a page without it still serves.
ENHANCEMENTS = {
    "css.at-rules.page": "paper margins; the browser's own otherwise",
    "css.properties.-webkit-touch-callout": "iOS only: says again what is its default",
    "css.properties.accent-color": "coloured checkboxes; the browser's blue otherwise",
    "css.properties.break-after.avoid": "headings that stay with their text on paper",
    "css.properties.color-scheme": "dark scroll bars and inputs; their colours are set besides",
    "css.properties.cursor": "phones have no pointer",
    "css.properties.text-autospace": "space between Chinese and Latin",
    "css.properties.text-decoration-thickness": "a line of the font's own weight",
    "css.properties.text-size-adjust": "stands beside its -webkit- form",
    "css.properties.text-spacing-trim": "full-width punctuation at the start of a line",
    "css.properties.text-underline-offset": "a line a little lower",
    "css.properties.text-wrap": "headings in lines of equal length",
    "css.selectors.-moz-progress-bar": "Firefox only, a rule of its own",
    "css.selectors.focus-visible": "takes the ring from clicks; where unknown the rule is dropped and the ring stays",
}

#: (text, ground, least contrast) in both themes. WCAG 2.2: 1.4.6 wants 7 for text, 1.4.11 wants 3 for controls.
CONTRASTS = [
    *[(text, ground, 7) for text in ("ink", "ink-soft", "link", "brand") for ground in ("paper", "surface")],
    ("link-visited", "paper", 7),
    ("link-visited", "surface", 7),
    ("ink-soft", "sunken", 7),
    ("brand-strong", "brand-tint", 7),
    ("brand", "brand-tint", 6.5),
    ("on-brand", "brand", 7),
    ("on-plate", "plate", 7),
    ("on-ground", "ground", 7),
    ("on-danger", "danger", 7),
    *[(kind, f"{kind}-tint", 7) for kind in ("good", "info", "warn", "danger")],
    *[("ink", f"{kind}-tint", 7) for kind in ("good", "info", "warn", "danger")],
    *[(kind, "paper", 7) for kind in ("good", "warn", "danger")],
    *[("line-strong", ground, 3) for ground in ("paper", "surface")],
    *[("focus", ground, 3) for ground in ("paper", "surface", "brand-tint")],
]

CSS = STYLESHEET.read_text(encoding="utf-8")


def tokens_of(selector: str, media: str = "") -> dict[str, str]:
    """{token: value} of the rule for `selector`, outside of media queries or in the one whose condition is given."""
    rules = rules_of(CSS)
    if media:
        at_rules = [rule for rule in rules if rule.type == "at-rule" and media in tinycss2.serialize(rule.prelude)]
        rules = [rule for at_rule in at_rules for rule in tinycss2.parse_rule_list(at_rule.content)]
    for rule in rules:
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == selector:
            found = declarations_of(rule)
            return {d.name[2:]: tinycss2.serialize(d.value).strip() for d in found if d.name.startswith("--")}
    raise LookupError(selector)


LIGHT = tokens_of(":root")
DARK = tokens_of(":root.theme-dark")


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = tinycss2.color3.parse_color(colour)[:3]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def newer_features(css: str) -> list[str]:
    newer = json.loads(NEWER.read_text(encoding="utf-8"))["newer"]
    return sorted(feature for feature in used_features(css) if feature in newer)


def test_stylesheet_keeps_to_the_baseline() -> None:
    assert newer_features(CSS) == sorted(ENHANCEMENTS)


@pytest.mark.parametrize(
    ("css", "feature"),
    [
        ("@layer base { a { color: red } }", "css.at-rules.layer"),
        ("a:has(b) { color: red }", "css.selectors.has"),
        (".x { display: flex; gap: 1rem }", "css.properties.gap.flex_context"),
        (".x { width: clamp(1rem, 2em, 3rem) }", "css.types.clamp"),
        (".x { aspect-ratio: 1 }", "css.properties.aspect-ratio"),
        (".x { inset: 0 }", "css.properties.inset"),
        ("@media (prefers-contrast: more) { a { color: red } }", "css.at-rules.media.prefers-contrast"),
    ],
)
def test_newer_features_are_noticed(css: str, feature: str) -> None:
    assert newer_features(css) == [feature]


def test_nested_rules_are_refused() -> None:
    with pytest.raises(AssertionError, match="nesting"):
        used_features(".x { color: red; .y { color: blue } }")


def test_dark_by_device_equals_dark_by_switch() -> None:
    assert tokens_of(":root:not(.theme-light)", "prefers-color-scheme: dark") == DARK


def test_dark_changes_every_colour_token() -> None:
    colours = {name for name, value in LIGHT.items() if value.startswith("#")}

    assert colours - set(DARK) == set()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), CONTRASTS)
def test_text_stands_out_from_its_ground(theme: str, text: str, ground: str, least: float) -> None:
    tokens = LIGHT if theme == "light" else DARK

    assert contrast(tokens[text], tokens[ground]) >= least


def test_rules_use_colours_by_token_only() -> None:
    screen = CSS[CSS.index("/* ---- Ground ---- */") : CSS.index("/* ---- Paper ---- */")]

    assert set(re.findall(r"#[0-9a-f]{3,8}\b", screen)) == {"#ffffff"}
