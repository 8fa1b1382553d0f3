"""XML cut into stretches that can be read one by one: so that what was read before is not read again.

Content of an element followed by content is content (XML 1.0, production 43): if each stretch is well formed between
the same head and tail, so is the whole, and it holds what they hold, in order.
"""

from __future__ import annotations


def cut(content: bytes, opening: bytes, closing: bytes, end: bytes) -> tuple[bytes, list[bytes], bytes]:
    """A part as a head up to and including the tag `opening`, stretches that end with `closing` (the last one need
    not), and a tail from the last `end` on. No stretch when it has no such tags."""
    start, stop = content.find(opening), content.rfind(end)
    if start < 0 or stop < start + len(opening):
        return content, [], b""
    start += len(opening)
    pieces = content[start:stop].split(closing)
    last = pieces.pop()
    return content[:start], [piece + closing for piece in pieces] + ([last] if last else []), content[stop:]
