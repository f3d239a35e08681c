"""Find the newest supported Python on PATH and go on with it in tools/environment.py.

Written so that any Python can read it: an old one must get as far as saying so in one line.
"""

import os
import subprocess
import sys

SUPPORTED = ((3, 13), (3, 12), (3, 11))
HERE = os.path.dirname(os.path.abspath(__file__))


def version_of(python):
    """(major, minor) of a Python on PATH, or None: a name may be there and still not run."""
    try:
        with open(os.devnull, "w") as nowhere:
            text = subprocess.check_output(
                [python, "-c", "import sys; print('%d %d' % sys.version_info[:2])"], stderr=nowhere
            )
        return tuple(int(part) for part in text.decode().split())
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


def newest_python():
    for wanted in SUPPORTED:
        if sys.version_info[:2] == wanted:
            return sys.executable
        if version_of("python%d.%d" % wanted) == wanted:
            return "python%d.%d" % wanted
    return None


def main():
    python = newest_python()
    if python is None:
        sys.stderr.write(
            "Linli needs Python 3.11, 3.12 or 3.13; found only Python %d.%d (%s). "
            "Install one of them and run this again.\n" % (sys.version_info[0], sys.version_info[1], sys.executable)
        )
        return 1
    os.execvp(python, [python, os.path.join(HERE, "environment.py")] + sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
