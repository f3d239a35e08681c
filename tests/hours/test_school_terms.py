import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from portal.hours.models import SchoolTerm
from portal.hours.signals import school_terms_changed

pytestmark = pytest.mark.django_db
HEAD = "key,name_zh,name_en,scope,starts,ends\n"
AUTUMN = "2026-autumn,2026年秋季学期,Autumn term 2026,all,2026-09-01,2027-01-22\n"


def run(path, *options):
    out = StringIO()
    with translation.override("en"):
        call_command("import_school_terms", str(path), *options, stdout=out)
    return out.getvalue()


def write(tmp_path, text, encoding="utf-8-sig"):
    path = tmp_path / "terms.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_terms_are_imported_by_key(tmp_path):
    path = write(tmp_path, HEAD + AUTUMN)
    assert run(path, "--dry-run") == "Would be added: 1, changed: 0.\n"
    assert run(path) == "School terms added: 1, changed: 0.\n"
    assert run(path) == "School terms added: 0, changed: 0.\n"
    assert run(write(tmp_path, HEAD + AUTUMN.replace("01-22", "01-29"))) == "School terms added: 0, changed: 1.\n"
    term = SchoolTerm.objects.get()
    assert (term.key, dict(term.names), term.scope, term.starts, term.ends) == (
        "2026-autumn",
        {"zh-hans": "2026年秋季学期", "en": "Autumn term 2026"},
        "all",
        dt.date(2026, 9, 1),
        dt.date(2027, 1, 29),
    )


def test_import_announces_what_changed_after_commit(tmp_path, django_capture_on_commit_callbacks):
    said = []

    def receive(keys, **_signal):
        said.append(set(keys))

    school_terms_changed.connect(receive)
    path = write(tmp_path, HEAD + AUTUMN)
    try:
        for options in (["--dry-run"], [], []):
            with django_capture_on_commit_callbacks(execute=True):
                run(path, *options)
    finally:
        school_terms_changed.disconnect(receive)
    assert said == [{"2026-autumn"}]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("key,starts\n", "Columns are missing: scope, ends."),
        (HEAD + "a,甲,A,all,2026-09-31,2027-01-22\n", "line 2: “2026-09-31” is no date."),
        (HEAD + AUTUMN + AUTUMN, "line 3: the key “2026-autumn” is used twice."),
        (
            HEAD + "a,甲,A,all,2026-09-01,2026-08-31\n",
            "line 2: __all__: The last day lies before the first.",
        ),
        (HEAD + "a,甲,A,moon,2026-09-01,2027-01-22\n", "line 2: scope: Value 'moon' is not a valid choice."),
        (HEAD + "a,,,all,2026-09-01,2027-01-22\n", "line 2: names: This field cannot be blank."),
    ],
)
def test_bad_rows_change_nothing(tmp_path, text, problem):
    with pytest.raises(CommandError) as caught:
        run(write(tmp_path, text))
    assert str(caught.value) == f"{problem}\nNothing was changed."
    assert not SchoolTerm.objects.exists()


def test_wrong_encoding_is_one_line(tmp_path, settings):
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(CommandError, match=r"terms\.csv: not UTF-8 text\."):
        run(write(tmp_path, HEAD + AUTUMN, encoding="gb18030"))
