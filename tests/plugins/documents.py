"""Code in the documentation, as files."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(?P<before>(?:(?!```).)*?)```\w+\n(?P<code>.*?)```", re.DOTALL)
FILE = re.compile(r"`([\w/]+\.(?:py|toml|html))`")


def files_in(page: str) -> dict[str, str]:
    """{path: text} of the code blocks of a page; a block belongs to the file that was named last before it."""
    found = {}
    for block in BLOCK.finditer((ROOT / page).read_text()):
        if names := FILE.findall(block["before"]):
            found[names[-1]] = block["code"]
    return found


def blocks_in(page: str, language: str) -> list[str]:
    """The code blocks of a page in this language, in their order."""
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)


def write_files(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
