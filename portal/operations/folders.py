"""Where an installation keeps what it makes."""

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]


def default_data_dir() -> Path:
    """`var` beside the source; where only the package is installed, in the folder a command is started in."""
    return (SOURCE if (SOURCE / "manage.py").exists() else Path.cwd()) / "var"
