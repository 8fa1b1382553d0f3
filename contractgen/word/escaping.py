"""Text inside XML, as text. The standard library's own function would import its whole network stack at start."""

from __future__ import annotations


def escape(text: str) -> str:
    """The text with & < > escaped, as canonical XML has them."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def quoted(text: str) -> str:
    """The text of an attribute between double quotes, as canonical XML has it."""
    if text.isidentifier():
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return text.replace("\t", "&#x9;").replace("\n", "&#xA;")
