"""The peers, each as a function from input to the bytes of a .docx. Those that are not installed are None.

docxtpl, its implementation in Rust, and python-docx. The one in Rust has the same import name as docxtpl: it is read
from a folder of its own, named by DOCXTPL_RUST, under another name (made by `pip install --no-deps --target FOLDER
rust-docxtpl`).
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import io
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

from contractgen.model import Cell, Document, Paragraph, Run, Table
from contractgen.word.house import STYLES

Render = Callable[[bytes, Mapping[str, Any]], bytes]
Build = Callable[[Document], bytes]


def docxtpl() -> Render | None:
    """docxtpl: template read, rendered with escaping, and saved, each time."""
    return _renderer("docxtpl")


def rust_docxtpl() -> Render | None:
    """The implementation in Rust, in the same process."""
    folder = os.environ.get("DOCXTPL_RUST", "")
    start = Path(folder) / "docxtpl" / "__init__.py"
    if not folder or not start.is_file():
        return None
    spec = importlib.util.spec_from_file_location("rust_docxtpl", start, submodule_search_locations=[str(start.parent)])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["rust_docxtpl"] = module
    with mock.patch.dict(os.environ, {"DOCXTPL_ALLOW_MIXED_INSTALL": "1"}):  # each in its own folder: nothing is mixed
        spec.loader.exec_module(module)
    return _renderer("rust_docxtpl")


def _renderer(name: str) -> Render | None:
    try:
        template = importlib.import_module(name).DocxTemplate
    except ImportError:
        return None

    def render(content: bytes, context: Mapping[str, Any]) -> bytes:
        document = template(io.BytesIO(content))
        document.render(context, autoescape=True)
        target = io.BytesIO()
        document.save(target)
        return target.getvalue()

    return render


def python_docx(house: bytes) -> Build | None:
    """python-docx: the same paragraphs, runs and tables with the same styles; no field, bookmark or control."""
    try:
        docx: Any = importlib.import_module("docx")
    except ImportError:
        return None

    def build(document: Document) -> bytes:
        made = docx.Document(io.BytesIO(house))
        for element in list(made.element.body)[:-1]:  # the last one is the section
            made.element.body.remove(element)
        styles = {style.style_id: style for style in made.styles}
        for entry in document.body:
            for block in entry.blocks:
                if isinstance(block, Paragraph):
                    _fill(made.add_paragraph(style=styles[STYLES[block.style]]), block.runs, styles)
                else:
                    _table(made, block, styles)
        target = io.BytesIO()
        made.save(target)
        return target.getvalue()

    return build


def _table(made: Any, block: Table, styles: Mapping[str, Any]) -> None:
    table = made.add_table(1 + len(block.rows), len(block.align), styles[STYLES["table"]])
    body = [styles[STYLES["cell_number" if align == "right" else "cell"]] for align in block.align]
    head = [styles[STYLES["cell_head"]]] * len(body)
    for index, (row, values) in enumerate(zip(table.rows, (block.header, *block.rows), strict=True)):
        _row(row.cells, values, body if index else head, styles)


def _row(cells: Any, values: tuple[Cell, ...], looks: list[Any], styles: Mapping[str, Any]) -> None:
    for cell, value, look in zip(cells, values, looks, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.style = look
        _fill(paragraph, value.runs, styles)


def _fill(paragraph: Any, runs: tuple[Run, ...], styles: Mapping[str, Any]) -> None:
    for run in runs:
        look = STYLES["blank"] if run.kind == "blank" else STYLES["strong"] if run.strong else None
        paragraph.add_run(run.text, styles[look] if look else None)


def versions() -> str:
    """The versions of what is compared."""
    found = []
    for name in ("docxtpl", "python-docx", "Jinja2", "lxml"):
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"{name} absent")
    return ", ".join(found)
