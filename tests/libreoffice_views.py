"""LibreOffice as an oracle: a file with tracked changes, all accepted and all rejected by it, as text.

A Basic macro in a profile of its own does it; UNO from outside is not needed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

_MODULE = """
Sub Resolve(folder As String)
  Dim names(200) As String
  n = 0
  f = Dir(folder & "/*.docx")
  Do While f <> ""
    names(n) = f
    n = n + 1
    f = Dir()
  Loop
  For i = 0 To n - 1
    One folder, names(i), ".uno:AcceptAllTrackedChanges", ".accepted.txt"
    One folder, names(i), ".uno:RejectAllTrackedChanges", ".rejected.txt"
  Next
  StarDesktop.terminate()
End Sub
Sub One(folder, f, command, extension)
  Dim a(0) As New com.sun.star.beans.PropertyValue
  a(0).Name = "Hidden"
  a(0).Value = True
  doc = StarDesktop.loadComponentFromURL(ConvertToURL(folder & "/" & f), "_blank", 0, a())
  d = createUnoService("com.sun.star.frame.DispatchHelper")
  d.executeDispatch(doc.CurrentController.Frame, command, "", 0, Array())
  Dim b(1) As New com.sun.star.beans.PropertyValue
  b(0).Name = "FilterName"
  b(0).Value = "Text (encoded)"
  b(1).Name = "FilterOptions"
  b(1).Value = "UTF8,LF,,,"
  doc.storeToURL(ConvertToURL(folder & "/" & f & extension), b())
  doc.close(True)
End Sub
"""
_SCRIPT = "http://openoffice.org/2000/script"
_LIBRARY = "http://openoffice.org/2000/library"
_LABELS = re.compile(
    r"^\s*(?:\([a-z]\)|\u2022)\s*", re.MULTILINE
)  # counted anew, wrongly, after changes in one session

_NUMBERS = re.compile(
    r"Error: Reference source not found|(?:(?:Article|Annexe)\s)?A?\d+(?:\.\d+)*"
)  # so are references


def texts(folder: Path, profile: Path) -> dict[str, str]:
    """The text of every .docx of a folder, by name, without list labels and spaces."""
    return {name: plain(text) for name, text in shown_texts(folder, profile).items()}


def shown_texts(folder: Path, profile: Path) -> dict[str, str]:
    """The text of every .docx of a folder, by name, with the numbers of its lists."""
    files = sorted(folder.glob("*.docx"))
    _run(profile, "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder), *map(str, files))
    return {file.stem: (folder / f"{file.stem}.txt").read_text(encoding="utf-8-sig") for file in files}


def saved(folder: Path, profile: Path) -> dict[str, bytes]:
    """Every .docx of a folder as LibreOffice saves it, by name."""
    files = sorted(folder.glob("*.docx"))
    out = folder / "saved"
    _run(profile, "--convert-to", "docx", "--outdir", str(out), *map(str, files))
    return {file.stem: (out / file.name).read_bytes() for file in files}


def resolved(folder: Path, profile: Path) -> dict[tuple[str, str], str]:
    """The text of every .docx of a folder with all changes accepted and rejected, by name and view; the profile has
    been used before."""
    library = profile / "user/basic/Standard"
    library.mkdir(parents=True, exist_ok=True)
    (library / "Oracle.xba").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><script:module xmlns:script="{_SCRIPT}" script:name="Oracle"'
        f' script:language="StarBasic">{escape(_MODULE)}</script:module>',
        encoding="utf-8",
    )
    (library / "script.xlb").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><library:library xmlns:library="{_LIBRARY}" library:name="Standard"'
        ' library:readonly="false" library:passwordprotected="false"><library:element library:name="Oracle"/>'
        "</library:library>",
        encoding="utf-8",
    )
    _run(profile, "--norestore", f'macro:///Standard.Oracle.Resolve("{folder}")')
    return {
        (file.stem, view): plain((folder / f"{file.name}.{view}.txt").read_text(encoding="utf-8-sig"))
        for file in sorted(folder.glob("*.docx"))
        for view in ("accepted", "rejected")
    }


def plain(text: str) -> str:
    """A text without list labels and spaces, its numbers alike."""
    return re.sub(r"\s+", "", _NUMBERS.sub("#", _LABELS.sub("", text)))


def _run(profile: Path, *arguments: str) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice est nécessaire : apt-get install libreoffice-writer"
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
