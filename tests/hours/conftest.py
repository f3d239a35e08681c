import pytest
from hypothesis import settings

from portal.hours.signals import holidays_changed

# The oracles count minutes one by one, and machines that run suites are busy: no deadline for a single example.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture
def sent():
    """What `holidays_changed` said, in order."""
    found = []

    def receive(years, dates, **_kwargs):
        found.append((set(years), set(dates)))

    holidays_changed.connect(receive)
    yield found
    holidays_changed.disconnect(receive)
