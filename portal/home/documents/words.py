"""Words of a PDF or DOCX file, in a process of its own, for files may be made to kill who reads them:
`python -I words.py pdf < file`.

Imports nothing of the portal. Ends with 0 and the words, without any for a scan; with 3 where it cannot be read.
"""

import io
import sys
import zipfile

MAX_PAGES = 200
MAX_CHARACTERS = 50_000
MAX_UNPACKED = 50 * 2**20
MAX_MEMORY = 1024 * 2**20
MAX_CPU_SECONDS = 20
UNREADABLE = 3


class NeedsPassword(Exception):
    """Nobody reads it without one."""


class TooMuch(Exception):
    """More is packed in it than may be unpacked."""


def words_of(kind: str, data: bytes) -> str:
    found = {"pdf": words_of_pdf, "docx": words_of_docx}[kind](data)
    # Half a pair of surrogates, as careless programs write them, is no text.
    return found[:MAX_CHARACTERS].encode("utf-8", "ignore").decode().replace("\0", "")


def words_of_pdf(data: bytes) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 - within the limits

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):  # many may be read by everybody, and only not changed
        raise NeedsPassword
    pages: list[str] = []
    for page in reader.pages[:MAX_PAGES]:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > MAX_CHARACTERS:
            break
    return "\n".join(pages)


def words_of_docx(data: bytes) -> str:
    from mammoth import extract_raw_text  # noqa: PLC0415 - likewise

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
            raise TooMuch
    return str(extract_raw_text(io.BytesIO(data)).value)


def limit() -> None:
    """Where the system can: what goes beyond ends this process alone."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    if sys.platform == "linux":  # macOS takes the number and then none of its own programs starts
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


if __name__ == "__main__":
    limit()
    try:
        found = words_of(sys.argv[1], sys.stdin.buffer.read())
    except Exception as error:  # whatever a file does to those who read it
        sys.stderr.write(f"\n{type(error).__name__}")  # a line of its own, after what its reader complained of
        sys.exit(UNREADABLE)
    sys.stdout.buffer.write(found.encode())
