"""The words of the interview: written in French in the code, in English from a catalogue that a test keeps complete."""

from __future__ import annotations

_chosen = "fr"


def use(language: str) -> None:
    """Speaks that language from now on: fr or en."""
    global _chosen  # noqa: PLW0603  # the language of a process, chosen once when it starts
    _chosen = language if language in ("fr", "en") else "fr"


def tr(text: str) -> str:
    """The text in the language chosen."""
    if _chosen == "fr":
        return text
    from contractgen.interview.english import ENGLISH

    return ENGLISH.get(text, text)
