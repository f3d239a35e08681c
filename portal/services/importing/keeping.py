"""What editors added to a guide and no file can say: it stays when a row changes."""

from collections.abc import Mapping
from typing import Any

from portal.services.models import GuidePage


def with_forms_of(page: GuidePage, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with the forms to download of those materials that have the same name on the page as it is."""
    forms = {
        _name(block): block["value"]["form"]
        for block in reversed(page.materials.get_prep_value())
        if block["value"].get("form")
    }
    if not forms or "materials" not in values:
        return dict(values)
    kept = [block | {"value": block["value"] | {"form": forms.get(_name(block))}} for block in values["materials"]]
    return {**values, "materials": kept}


def _name(block: Mapping[str, Any]) -> str:
    return " ".join(block["value"]["name"].split()).casefold()
