"""What the programs and libraries of a folder ask of the system's loader, as `objdump` of binutils tells it."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_AT_ONCE = 200
_HEAD = re.compile(r"^(?P<file>/.+):\s+file format elf", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Wants:
    """One ELF file: the libraries it names, whether its search path was rewritten, the newest glibc it needs."""

    libraries: frozenset[str]
    search_path: str
    glibc: tuple[int, int]


def elf_files(folder: Path) -> list[Path]:
    """Return programs and libraries below a folder, links left out."""
    return [file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink() and is_elf(file)]


def is_elf(file: Path) -> bool:
    """Tell whether a file is a program or library of Linux."""
    with file.open("rb") as opened:
        return opened.read(4) == b"\x7fELF"


def wants(files: Iterable[Path]) -> dict[Path, Wants]:
    """Return what each ELF file asks for. Raises CalledProcessError for a file that is none."""
    paths, found = [file.absolute() for file in files], dict[Path, Wants]()
    for start in range(0, len(paths), _AT_ONCE):
        command = ["objdump", "-p", *map(str, paths[start : start + _AT_ONCE])]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - no shell
        found.update(_read(text))
    return found


def _read(text: str) -> Iterator[tuple[Path, Wants]]:
    heads = list(_HEAD.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        page = text[head.end() : following.start() if following else len(text)]
        libraries = frozenset(re.findall(r"^\s+NEEDED\s+(\S+)", page, re.MULTILINE))
        search = ":".join(re.findall(r"^\s+R(?:UN)?PATH\s+(\S+)", page, re.MULTILINE))
        glibc = max(((int(a), int(b)) for a, b in re.findall(r"\bGLIBC_(\d+)\.(\d+)", page)), default=(0, 0))
        yield Path(head["file"]), Wants(libraries, search, glibc)


def from_outside(folder: Path) -> tuple[dict[str, list[Path]], tuple[int, int]]:
    """Return the libraries that a folder's files need and the folder has not, each with who asks, and the glibc."""
    carried = {file.name for file in folder.rglob("*")}
    outside, glibc = dict[str, list[Path]](), (0, 0)
    for file, asked in wants(elf_files(folder)).items():
        glibc = max(glibc, asked.glibc)
        for name in asked.libraries - carried:
            outside.setdefault(name, []).append(file)
    return outside, glibc
