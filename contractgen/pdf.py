"""Word files to PDF through LibreOffice: bytes in, bytes out. The only module that starts it.

All files are converted in one run, in a private temporary folder with a profile and names of its own: nothing of a
user's settings, and no name from outside, comes in. The run has a limit of time, after which its whole process group
is ended, and on Linux a limit of memory. Asked for: PDF/A-2b (ISO 19005-2), PDF/UA-1 (ISO 14289-1), tagged, outlined.
What an error says begins a sentence; whoever asked for the conversion ends it with what becomes of the files.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from contractgen.errors import ConversionError, reason

if sys.platform == "linux":
    import resource

_FILTER = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"PDFUACompliance":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"}}'
)
_SECONDS, _SECONDS_A_FILE = 60, 30
_FONTS_OF_MACHINE = Path("/etc/fonts/fonts.conf")
FALLBACKS = {
    "Carlito": ("Calibri", "Liberation Sans", "Arial", "Noto Sans"),
    "Caladea": ("Cambria", "Liberation Serif", "Times New Roman", "Noto Serif"),
    "Liberation Sans": ("Arimo", "Arial", "Helvetica"),
    "Liberation Serif": ("Tinos", "Times New Roman"),
}  # what a machine without a font takes, the nearest first; unasked, LibreOffice takes a font a quarter wider
_MEMORY = 4 * 1024**3  # bytes of address space of each process; a contract needs less than one sixth of it


def find_office() -> str:
    """The path of LibreOffice. Raises ConversionError, which says what to install, when there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        raise ConversionError(
            "LibreOffice est introuvable : installez-le (Debian, Ubuntu : « apt-get install libreoffice-writer "
            "fonts-crosextra-carlito »)"
        )
    return found


def convert(office: str, files: Sequence[bytes], seconds: float | None = None) -> tuple[bytes, ...]:
    """The PDF of each .docx, in order. Its bytes hold the date of the conversion, also inside its colour profile.

    `seconds`: the limit of the whole run. Raises ConversionError when it is over or a PDF is not there.
    """
    limit = seconds or _SECONDS + _SECONDS_A_FILE * len(files)
    try:
        with tempfile.TemporaryDirectory(prefix="contractgen-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            names = [f"{rank:04d}" for rank in range(1, len(files) + 1)]
            for one, content in zip(names, files, strict=True):
                (folder / f"{one}.docx").write_bytes(content)
            _run(office, folder, [f"{one}.docx" for one in names], limit)
            return tuple(_made(folder / f"{one}.pdf") for one in names)
    except OSError as error:
        raise ConversionError(f"la conversion par LibreOffice n'a pas pu être faite : {reason(error)}") from error


def _run(office: str, folder: Path, names: list[str], limit: float) -> None:
    """One run of LibreOffice over the files, in the folder; nothing of it is left when this returns."""
    command = [
        office, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", _FILTER, "--outdir", str(folder), *names,
    ]  # fmt: skip
    environment = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    environment |= {"HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    if _FONTS_OF_MACHINE.is_file():
        (folder / "fonts.conf").write_text(_font_rules(), encoding="utf-8")
        environment["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    process = subprocess.Popen(  # noqa: S603  # no shell, and no argument from outside
        command, cwd=folder, env=environment, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _limit_memory(process.pid)
        process.wait(limit)
    except subprocess.TimeoutExpired as error:
        raise ConversionError(
            f"LibreOffice n'a pas fini sa mise en page en {limit:g} secondes et a été arrêté"
        ) from error
    finally:
        _end(process)


def _font_rules() -> str:
    """The machine's own rules for fonts (fontconfig), and the fonts to take in place of those that it may lack."""
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><accept>'
        f"{''.join(f'<family>{other}</family>' for other in others)}</accept></alias>"
        for name, others in FALLBACKS.items()
    )
    return f"<fontconfig><include>{_FONTS_OF_MACHINE}</include>{aliases}</fontconfig>"


def _limit_memory(process: int) -> None:
    """Limits a process that has just started, and all it will start (prlimit(2)); only Linux can without running code
    between fork and exec, which is not safe among threads."""
    if sys.platform == "linux":
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(process, resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process that is still running, with its whole group where there are groups."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()


def _made(path: Path) -> bytes:
    if not path.is_file():
        raise ConversionError("LibreOffice n'a pas converti un des fichiers : mettez-le à jour")
    return path.read_bytes()
