"""Taking stock: every entry the provider has gets its rows, one in each language."""

from collections import Counter

from search.conf import languages
from search.contract import get_provider
from search.marks import mark
from search.models import SearchDocument


def take_stock() -> int:
    """Mark every entry the provider has and the rows do not; how many. The provider is right where they differ."""
    wanted = languages()
    known = Counter(SearchDocument.objects.filter(language__in=wanted).values_list("entry_id", flat=True))
    new = {ref.id for ref in get_provider().all_refs() if known[ref.id] < len(wanted)}
    mark(sorted(new))
    return len(new)
