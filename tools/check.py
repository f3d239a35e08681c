"""What `make check` does after the linters: migrations, settings, deployment files, and the house rules as tests."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# Enough for production's settings to load; nothing is connected to.
PRODUCTION = {
    "SECRET_KEY": "checked-only-" + "0123456789abcdef" * 4,
    "PORTAL_DATA_KEYS": "checked-only-" + "fedcba9876543210" * 4,
    "ALLOWED_HOSTS": "linli.example.org",
    "PORTAL_BASE_URL": "https://linli.example.org",
    "DATABASE_URL": "postgres://linli:secret@127.0.0.1:5432/linli",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "SEARCH_URL": "https://127.0.0.1:9200",
}
MANAGE = (sys.executable, "-W", "error", "manage.py")
SCHEMA = (BIN / "check-jsonschema", "--builtin-schema")
STEPS = {
    "migrations": (*MANAGE, "makemigrations", "--check", "--dry-run", "--settings", "portal.settings.test"),
    "system checks": (*MANAGE, "check", "--settings", "portal.settings.test"),
    "production": (*MANAGE, "check", "--deploy", "--fail-level=WARNING", "--settings=portal.settings.production"),
    "compose.yaml": (*SCHEMA, "vendor.compose-spec", "compose.yaml"),
    "public workflow": (*SCHEMA, "vendor.github-workflows", ".github/workflows/ci.yml"),
    "templates, catalogues, documentation": (sys.executable, "-m", "pytest", "-q", "tests/architecture"),
}


def main() -> int:
    failed = []
    for name, command in STEPS.items():
        sys.stdout.write(f"== {name}\n")
        sys.stdout.flush()
        environment = os.environ | PRODUCTION if name == "production" else None
        if subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL).returncode:
            failed.append(name)
    sys.stdout.write(f"Failed: {', '.join(failed)}\n" if failed else "All checks passed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
