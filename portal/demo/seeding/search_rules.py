"""The demo city's editors have said what else people call things."""

from django.core.management import call_command

from portal.demo.seeding.reading import DATA


def seed_search_rules() -> None:
    """Only into a city without rules: what was changed or taken away since stays so."""
    call_command("import_search_rules", DATA / "synonyms.yaml", if_empty=True, verbosity=0)
