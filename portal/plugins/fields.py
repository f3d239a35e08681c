"""Fields and validators of the portal under the address they keep for plugins.

Migrations write down where a field comes from, for good. What plugins use says `portal.plugins.api`, so that the portal
can move its own code.
"""

from portal import encryption, names, phones
from portal.hours import fields as hours


class NamesField(names.NamesField):
    __module__ = "portal.plugins.api"


class EncryptedTextField(encryption.EncryptedTextField):
    __module__ = "portal.plugins.api"


class EncryptedBytesField(encryption.EncryptedBytesField):
    __module__ = "portal.plugins.api"


class HoursField(hours.HoursField):
    __module__ = "portal.plugins.api"


class PhoneField(phones.PhoneField):
    __module__ = "portal.plugins.api"
