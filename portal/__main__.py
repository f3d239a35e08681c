"""`linli COMMAND`, or `python -m portal COMMAND`: Django's commands with the portal's settings, and `linli demo`."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """DJANGO_SETTINGS_MODULE chooses the settings."""
    if sys.argv[1:] == ["demo"]:
        from portal.demo.__main__ import main as demo  # noqa: PLC0415 - only the demo needs what that imports

        return demo()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
