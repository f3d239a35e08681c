"""What people hand in, and what it is handed in with."""

from portal.participation.models.consent import Consent as Consent
from portal.participation.models.consent import ConsentNotice as ConsentNotice
from portal.participation.models.entry import Entry as Entry
from portal.participation.models.households import HouseholdCode as HouseholdCode
from portal.participation.models.households import HouseholdMatter as HouseholdMatter
from portal.participation.models.places import Places as Places
from portal.participation.models.places import Taking as Taking
from portal.participation.models.sign_in import PhoneSignIn as PhoneSignIn
