"""Fonts of a PDF against those of its Word file: another font has other widths, and so other lines and pages than Word's.

A font of the same widths serves as well: Word and LibreOffice take one for the other.
"""

from __future__ import annotations

from collections.abc import Iterable

from contractgen.model import Finding

_TWINS = (
    ("carlito", "calibri"),
    ("caladea", "cambria"),
    ("liberationsans", "arial", "arimo", "helvetica"),
    ("liberationserif", "timesnewroman", "tinos"),
    ("liberationmono", "couriernew", "cousine"),
)
_PACKAGES = dict(zip((twins[0] for twins in _TWINS), ("fonts-crosextra-carlito", "fonts-crosextra-caladea", *["fonts-liberation"] * 3), strict=True))  # fmt: skip


def font_findings(used: Iterable[str], drawn: Iterable[str]) -> tuple[Finding, ...]:
    """`pdf-font`, when no page draws with a font that the documents have letters in: LibreOffice took another.

    `used`: names as in the Word files; `drawn`: as in the PDF, « Carlito-Bold ».
    """
    seen = {_family(one): one.partition("-")[0] for one in drawn}
    wanted = {_family(one): one for one in used}
    lacking = [wanted[family] for family in sorted(wanted.keys() - seen.keys())]
    if not lacking:
        return ()
    others = sorted(seen[family] for family in seen.keys() - wanted.keys())
    packages = sorted({_PACKAGES[_family(one)] for one in lacking if _family(one) in _PACKAGES})
    how = f" (Debian, Ubuntu : « apt-get install {' '.join(packages)} »)" if packages else ""
    return (
        Finding(
            "pdf-font",
            "warning",
            "pages",
            f"Police absente de cette machine : {', '.join(lacking)}. Les pages sont composées en {', '.join(others)} : "
            "leurs lignes, et les numéros de page des sommaires, ne sont pas ceux que Word montrera.",
            f"Installez {'cette police' if len(lacking) == 1 else 'ces polices'}{how}, puis relancez.",
        ),
    )


def _family(name: str) -> str:
    """The key of a family: the first of those of the same widths; « Carlito », « Calibri » and « Carlito-Bold » have one."""
    key = name.partition("-")[0].replace(" ", "").lower().removesuffix("mt").removesuffix("ps")
    return next((twins[0] for twins in _TWINS if key in twins), key)
