"""A .docx for the page: its references as links that show the same numbers, for LibreOffice to lay out.

LibreOffice cuts the result of a field at a no-break space: « l’Article » would end a line and « 43 » begin the next. A link
keeps them together, and leads to the same place in the PDF. The numbers were checked against those that are counted.
"""

from __future__ import annotations

import io
import re
import zipfile

from contractgen.word.blocks import BEGIN, END, SEPARATE
from contractgen.word.package import package, packed

_MAIN = "word/document.xml"
_CODE = r'<w:r><w:instrText xml:space="preserve"> REF (\w+)(?: \\[rnh])+ </w:instrText></w:r>'
_REFERENCE = re.compile(f"{re.escape(BEGIN)}{_CODE}{re.escape(SEPARATE)}((?:(?!<w:fldChar).)*?){re.escape(END)}")


def with_links(content: bytes) -> bytes:
    """The file with each reference as a link to its bookmark; what else it holds is the same."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[_MAIN] = _REFERENCE.sub(r'<w:hyperlink w:anchor="\1">\2</w:hyperlink>', parts[_MAIN].decode()).encode()
    return package([packed(name, part) for name, part in parts.items()])
