import pytest

from portal.hours.holiday_names import holiday_names


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("元旦", "New Year's Day"),
        ("清明节", "Qingming Festival"),
        ("国庆节、中秋节", "National Day and Mid-Autumn Festival"),
        ("“五一”国际劳动节", "Labour Day"),
    ],
)
def test_standard_names_have_english(chinese, english):
    assert holiday_names(chinese) == {"zh-hans": chinese, "en": english}


def test_unknown_name_stays_chinese():
    assert holiday_names("国庆节、亚运会") == {"zh-hans": "国庆节、亚运会"}
