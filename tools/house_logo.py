"""The logo of an example: a plain mark drawn point by point, as a PNG (W3C Recommendation, second edition)."""

from __future__ import annotations

import struct
import zlib

import deflate

_SIDE, _FINE = 180, 3  # pixels; each is the mean of _FINE × _FINE points
_WHITE, _INK, _GOLD = 0, 1, 2


def logo(ink: str, gold: str) -> bytes:
    """A temple front, square; colours RRGGBB on white."""
    colours = [(255, 255, 255), _colour(ink), _colour(gold)]
    rows = (b"\0" + b"".join(_pixel(x, y, colours) for x in range(_SIDE)) for y in range(_SIDE))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)),
        (b"IDAT", bytes(deflate.zlib_compress(b"".join(rows), 9))),  # the same bytes on every processor
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _colour(rrggbb: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(rrggbb))


def _pixel(x: int, y: int, colours: list[tuple[int, ...]]) -> bytes:
    points = [colours[_at(x + (i + 0.5) / _FINE, y + (j + 0.5) / _FINE)] for i in range(_FINE) for j in range(_FINE)]
    return bytes(sum(point[channel] for point in points) // len(points) for channel in range(3))


def _at(x: float, y: float) -> int:
    """The colour at a point: a pediment, four columns, a golden step."""
    if 14 <= y <= 58 and abs(x - 90) <= (y - 14) * 1.95:
        return _INK
    if 68 <= y <= 142 and any(abs(x - centre) <= 10 for centre in (27, 69, 111, 153)):
        return _INK
    return _GOLD if 152 <= y <= 166 and 4 <= x <= 176 else _WHITE
