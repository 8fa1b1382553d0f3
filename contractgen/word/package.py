"""A Word package as bytes: parts in, a zip out that is the same for the same parts, whatever the day or machine.

Members are written with content types first, then sorted, dated 1980-01-01, deflated by libdeflate (the same bytes
on every processor). A part that never changes is packed once and joined as it is.
"""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

import deflate

_LEVEL = 1  # a seventh larger than level 6, in a third of the time
_DATE, _TIME = (1 << 5) | 1, 0  # 1980-01-01 00:00, the first that zip can say (APPNOTE 4.4.6)
_FLAGS = 0x0800  # names in UTF-8
_VERSION = 20
_FIRST = "[Content_Types].xml"


class Member(NamedTuple):
    """A part, deflated: its name, the sum and size of its content, and the deflated bytes."""

    name: str
    crc: int
    size: int
    packed: bytes


def packed(name: str, content: bytes) -> Member:
    """A member of the zip."""
    return Member(name, zlib.crc32(content), len(content), bytes(deflate.deflate_compress(content, _LEVEL)))


def package(members: list[Member]) -> bytes:
    """The zip of the members, in its canonical order."""
    local: list[bytes] = []
    central: list[bytes] = []
    offset = 0
    for member in sorted(members, key=lambda m: (m.name != _FIRST, m.name)):
        name = member.name.encode()
        common = struct.pack(
            "<HHHHHIIIHH", _VERSION, _FLAGS, 8, _TIME, _DATE, member.crc, len(member.packed), member.size, len(name), 0
        )
        head = b"PK\x03\x04" + common + name
        central.append(
            b"PK\x01\x02" + struct.pack("<H", _VERSION) + common + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name
        )
        local += [head, member.packed]
        offset += len(head) + len(member.packed)
    directory = b"".join(central)
    count = len(members)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), offset, 0)
    return b"".join([*local, directory, end])
