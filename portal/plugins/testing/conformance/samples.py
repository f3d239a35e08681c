"""What the kit cannot know of a plugin: how its rows are made."""

from collections.abc import Mapping
from typing import Any

from portal.communities.models import Community


class Samples:
    """Derive from it in the plugin's tests, and say how what the plugin keeps is made.

    class ToolSamples(Samples):
        def fill(self, community, names):
            Tool.objects.create(community=community, names=names)
    """

    #: Words in Latin letters that Chinese pages may have, too: names, abbreviations.
    latin_words: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        """Equal where `fill` makes equal rows: it is called once, and what it made is copied for further checks."""
        return f"{type(self).__module__}.{type(self).__qualname__}({vars(self)})"

    def fill(self, community: Community, names: Mapping[str, str]) -> None:
        """Make one row of every model there, and a page of every page type, as far as the plugin does not by itself.

        `names` has a word in each language that is nowhere else: put it wherever somebody may read it. Called more
        than once for a community. Keep nothing on `self`: further checks get copies of the rows.
        """
        raise NotImplementedError

    def view_arguments(self, community: Community) -> Mapping[str, Mapping[str, Any]]:
        """Arguments of the views whose addresses have some, for what `fill` made: `{"tool": {"pk": 3}}`."""
        return {}

    def add_person(self, community: Community, *, name: str, phone: str) -> None:
        """Have the plugin keep something about a person there, as when she signs up. For plugins with personal data."""
        raise NotImplementedError
