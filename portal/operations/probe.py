"""`python -m portal.operations.probe [PATH]`: ask the web server beside us how it is, as a container's health check.

Exit code 0 when the answer is 200. It calls itself by the first of ALLOWED_HOSTS, as Django wants.
"""

import os
import sys
import urllib.request

ADDRESS = "http://127.0.0.1:8000"


def main() -> int:
    path = sys.argv[1] if len(sys.argv) > 1 else "/healthz"
    host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip().lstrip(".") or "127.0.0.1"
    request = urllib.request.Request(ADDRESS + path, headers={"Host": host})  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own address
            sys.stdout.write(answer.read().decode())
            return 0
    except OSError as error:
        sys.stderr.write(f"{ADDRESS}{path}: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
