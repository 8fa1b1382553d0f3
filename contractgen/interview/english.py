"""The interview in English; the questions themselves, being content, stay in French."""

from __future__ import annotations

ENGLISH: dict[str, str] = {}
