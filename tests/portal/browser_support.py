"""What a stylesheet uses of CSS, and what of CSS is newer than the browsers we serve.

`tests/data/css_newer_than_baseline.json` lists all of CSS that came after BASELINE, by MDN's browser-compat-data (CC0).
Take it anew now and then:

    npm pack @mdn/browser-compat-data && tar xf mdn-browser-compat-data-*.tgz
    python -m tests.portal.browser_support package/data.json
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tinycss2

ROOT = Path(__file__).resolve().parents[2]
STYLESHEET = ROOT / "portal/static/portal/portal.css"
NEWER = ROOT / "tests/data/css_newer_than_baseline.json"

#: The oldest browsers that show everything.
BASELINE = {"chrome": 80, "safari_ios": 13.0}

#: Where browser-compat-data keeps what is no property of its own.
FUNCTIONS = {
    "var": "css.types.var",
    "repeat": "css.properties.grid-template-columns.repeat",
    "minmax": "css.properties.grid-template-columns.minmax",
    "rect": "css.properties.clip",
    "radial-gradient": "css.types.gradient.radial-gradient",
    "rotate": "css.types.transform-function.rotate",
    "translateY": "css.types.transform-function.translateY",
}
UNITS = {
    "px": "css.types.length",
    "mm": "css.types.length",
    "s": "css.types.time",
    "deg": "css.types.angle",
    "fr": "css.types.flex",
}


def rules_of(css: str) -> list[Any]:
    return list(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def declarations_of(rule: Any) -> list[Any]:
    found = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    broken = [item for item in found if item.type != "declaration"]
    if broken:
        raise AssertionError(f"line {broken[0].source_line}: no declaration (nesting is not known to older browsers)")
    return found


def tokens_within(tokens: list[Any]) -> Iterator[Any]:
    for token in tokens:
        yield token
        yield from tokens_within(getattr(token, "arguments", None) or getattr(token, "content", None) or [])


def used_features(css: str) -> dict[str, int]:
    """{browser-compat-data key, candidate for one: the first line that uses it}."""
    used: dict[str, int] = {}
    for rule in rules_of(css):
        for key, line in features_of_rule(rule):
            used.setdefault(key, line)
    return used


def features_of_rule(rule: Any) -> Iterator[tuple[str, int]]:
    if rule.type == "error":
        raise AssertionError(f"line {rule.source_line}: {rule.message}")
    if rule.type == "at-rule":
        yield f"css.at-rules.{rule.lower_at_keyword}", rule.source_line
        for block in rule.prelude:
            if block.type == "() block":
                feature = block.content[0].lower_value.removeprefix("min-").removeprefix("max-")
                yield f"css.at-rules.media.{feature}", rule.source_line
        if rule.lower_at_keyword == "page":
            yield from features_of_declarations(rule)
        else:
            for inner in tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True):
                yield from features_of_rule(inner)
        return
    yield from features_of_selector(list(tokens_within(rule.prelude)), rule.source_line)
    yield from features_of_declarations(rule)


def features_of_selector(tokens: list[Any], line: int) -> Iterator[tuple[str, int]]:
    for before, token in zip([None, *tokens], tokens, strict=False):
        after_colon = before is not None and before.type == "literal" and before.value in (":", "::")
        if after_colon and token.type in ("ident", "function"):
            name = token.lower_value if token.type == "ident" else token.lower_name
            yield f"css.selectors.{name}", line
        if token.type == "function" and token.lower_name == "not" and any(t == "," for t in token.arguments):
            yield "css.selectors.not.selector_list", line


def features_of_declarations(rule: Any) -> Iterator[tuple[str, int]]:
    declarations = declarations_of(rule)
    displays = {t.value for d in declarations if d.lower_name == "display" for t in d.value if t.type == "ident"}
    for declaration in declarations:
        name, line = declaration.lower_name, declaration.source_line
        if name.startswith("--"):
            name = "custom-property"
        elif name in ("gap", "row-gap", "column-gap") and not displays & {"grid", "inline-grid"}:
            yield f"css.properties.{name}.flex_context", line
            continue
        yield f"css.properties.{name}", line
        for token in tokens_within(declaration.value):
            if token.type == "ident" and name != "custom-property":
                yield f"css.properties.{name}.{token.lower_value}", line
            elif token.type == "function":
                yield FUNCTIONS.get(token.name, f"css.types.{token.lower_name}"), line
            elif token.type == "dimension":
                yield UNITS.get(token.lower_unit, f"css.types.length.{token.lower_unit}"), line


# --- taking the table from browser-compat-data ---


def features_in(data: dict[str, Any], path: str) -> Iterator[str]:
    for name, inner in data.items():
        if name != "__compat" and isinstance(inner, dict):
            if "__compat" in inner:
                yield f"{path}.{name}"
            yield from features_in(inner, f"{path}.{name}")


def newer_than_baseline(css: dict[str, Any]) -> dict[str, list[float | None]]:
    """{key: first versions in the order of BASELINE}, null for never. What belongs to a newer thing is left out."""
    newer: dict[str, list[float | None]] = {}
    for key in features_in(css, "css"):
        versions = [first_of(compat_of(css, key)["support"][browser]) for browser in BASELINE]
        late = any(first is None or first > ours for first, ours in zip(versions, BASELINE.values(), strict=True))
        if late and key.rpartition(".")[0] not in newer and key.count(".") < 5:
            newer[key] = versions
    return newer


def compat_of(css: dict[str, Any], key: str) -> dict[str, Any]:
    place: Any = css
    for part in key.split(".")[1:]:
        place = place[part]
    return place["__compat"]


def first_of(support: Any) -> float | None:
    statements = support if isinstance(support, list) else [support]
    versions = [
        float(str(statement["version_added"]).lstrip("≤"))
        for statement in statements
        if not statement.get("prefix")
        and not statement.get("flags")
        and not statement.get("alternative_name")
        and statement["version_added"] not in (False, None, "preview")
    ]
    return min(versions, default=None)


def main(path: str) -> None:
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    newer = newer_than_baseline(data["css"])
    table = {"source": f"@mdn/browser-compat-data {data['__meta']['version']}, CC0-1.0", "newer": newer}
    lines = json.dumps(table, separators=(",", ":")).replace("],", "],\n").replace("{", "{\n")
    NEWER.write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
