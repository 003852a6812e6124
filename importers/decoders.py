"""Bytes → text as the Encoding Standard has it (https://encoding.spec.whatwg.org/), on top of Python's codecs.

Python's codecs know the characters, but not all of the rows, and make something else of broken bytes: by the Standard a
lead byte takes along what follows it, unless that is ASCII, which might be markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

_BAD = "\ufffd"


def decode(data: bytes, codec: str) -> str:
    """The text of bytes in an encoding by Python's name for it; U+FFFD where they mean nothing."""
    own = _OWN.get(codec)
    return own(data) if own else data.decode("latin-1").translate(_single(codec))


@cache
def _single(codec: str) -> dict[int, str]:
    """What the upper half means where each byte is a character; bytes left open are controls, or mean nothing."""
    known = {byte: bytes([byte]).decode(codec, "ignore") for byte in range(0x80, 0x100)}
    left_open = {byte: chr(byte) if byte < 0xA0 else _BAD for byte, text in known.items() if not text}
    return {**known, **left_open, **_LATER.get(codec, {})}


_LATER = {"koi8-u": {0xAE: "ў", 0xBE: "Ў"}, "cp1255": {0xCA: "\u05ba"}}

# Characters of several bytes ------------------------------------------------------------------------------------------


class _Units:
    """Reads an encoding unit by unit: ASCII, a character, or broken bytes up to where the next unit begins.

    Args:
        pattern: a unit of more than one byte, broken ones included.
        character: what a unit means, "" if nothing.
    """

    def __init__(self, pattern: bytes, character: Callable[[bytes], str]) -> None:
        self._units = re.compile(rb"[\x00-\x7f]+|" + pattern + rb"|[\x80-\xff]")
        self._character = character

    def __call__(self, data: bytes) -> str:
        return "".join(self._texts(data))

    def _texts(self, data: bytes) -> Iterator[str]:
        known: dict[bytes, str] = {}
        for found in self._units.finditer(data):
            unit = found[0]
            if unit.isascii():
                yield unit.decode("ascii")
                continue
            if unit not in known:
                given_back = chr(unit[-1]) if len(unit) == 2 and 0x40 <= unit[-1] < 0x80 else ""
                known[unit] = self._character(unit) or _BAD + given_back
            yield known[unit]


def _by(codec: str, otherwise: dict[bytes, str]) -> Callable[[bytes], str]:
    """What a unit means to Python's codec, but for those that it reads otherwise."""

    def character(unit: bytes) -> str:
        return otherwise[unit] if unit in otherwise else _strict(unit, codec)

    return character


def _strict(unit: bytes, codec: str) -> str:
    try:
        return unit.decode(codec)
    except UnicodeDecodeError:
        return ""


def _listed(pairs: str) -> dict[bytes, str]:
    """`a145‧ a14e﹑` as bytes and what they mean."""
    return {bytes.fromhex(pair[:4]): pair[4:] for pair in pairs.split()}


_SHIFT_JIS = _Units(
    rb"[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xff]", _by("cp932", dict.fromkeys((b"\xa0", b"\xfd", b"\xfe", b"\xff"), ""))
)
_PRIVATE = re.compile("[\uf8f0-\uf8f3]")  # what the codec makes of these four


def _shift_jis(data: bytes) -> str:
    text = _strict(data, "cp932")
    return text if text and not _PRIVATE.search(text) else _SHIFT_JIS(data)


def _euc_jp_character(unit: bytes) -> str:
    lead = unit[0]
    if lead == 0x8E:
        return chr(0xFEC0 + unit[1]) if len(unit) == 2 and 0xA1 <= unit[1] <= 0xDF else ""
    if lead == 0x8F:  # JIS X 0212
        return "～" if unit == b"\x8f\xa2\xb7" else _strict(unit, "euc_jp") if len(unit) == 3 else ""
    row, cell = lead - 0xA0, unit[-1] - 0xA0
    if len(unit) == 1 or not (1 <= row <= 94 and 1 <= cell <= 94):
        return ""
    # The same rows, in Windows' order.
    trail = cell + 0x9E if row % 2 == 0 else cell + (0x3F if cell <= 63 else 0x40)
    return _strict(bytes(((row - 1) // 2 + (0x81 if row <= 62 else 0xC1), trail)), "cp932")


_EUC_JP = _Units(rb"\x8f[\xa1-\xfe][\x80-\xff]|[\x8e\x8f\xa1-\xfe][\x80-\xff]", _euc_jp_character)

_GB18030 = _Units(
    rb"(?:[\x81-\xfe][0-9]){2}|[\x81-\xfe][0-9][\x81-\xfe]?\Z|[\x81-\xfe][\x40-\x7e\x80-\xff]",
    _by(
        "gb18030",
        {
            b"\x80": "€",
            b"\xa3\xa0": "\u3000",
            **_listed(
                "a6d9︐ a6da︒ a6db︑ a6dc︓ a6dd︔ a6de︕ a6df︖ a6ec︗ a6ed︘ a6f3︙ a8bcḿ "
                "fe59龴 fe61龵 fe66龶 fe67龷 fe6d龸 fe7e龹 fe90龺 fea0龻"
            ),
        },
    ),
)
_BIG5 = _Units(
    rb"[\x81-\xfe][\x40-\x7e\x80-\xff]",
    _by("big5hkscs", _listed("a145‧ a14e﹑ a1c2¯ a1e3～ a1f2⊕ a1f3⊙ a241∕ a242﹨ a244￥ a246￠ a247￡")),
)
_EUC_KR = _Units(rb"[\x81-\xfe][\x40-\x7e\x80-\xff]", _by("cp949", {}))

# ISO-2022-JP ----------------------------------------------------------------------------------------------------------

_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\([BJI])?")
_PAIR = re.compile(rb"[\x21-\x7e][\x21-\x7e]|[\x21-\x7e]?[^\x21-\x7e]|[\x21-\x7e]", re.DOTALL)
_LATIN = dict.fromkeys((0x0E, 0x0F, *range(0x80, 0x100)), _BAD)
_ROMAN = {**_LATIN, 0x5C: "¥", 0x7E: "‾"}
_KATAKANA = {byte: chr(0xFF40 + byte) if 0x21 <= byte <= 0x5F else _BAD for byte in range(0x100)}


def _iso_2022_jp(data: bytes) -> str:
    """What stands between two escapes, each in its own set; one that nothing follows means nothing."""
    out: list[str] = []
    escape, at, fresh = b"\x1b(B", 0, False
    for found in _ESCAPE.finditer(data):
        between = data[at : found.start()]
        out.append(_in_set(between, escape))
        fresh = fresh and not between
        if len(found[0]) == 1 or fresh:
            out.append(_BAD)
        fresh = len(found[0]) > 1
        escape = found[0] if fresh else escape
        at = found.end()
    out.append(_in_set(data[at:], escape))
    return "".join(out)


def _in_set(data: bytes, escape: bytes) -> str:
    if escape[1:2] == b"$":
        return "".join(map(_kanji, _PAIR.findall(data)))
    return data.decode("latin-1").translate({b"B": _LATIN, b"J": _ROMAN, b"I": _KATAKANA}[escape[2:]])


@lru_cache(maxsize=10_000)
def _kanji(pair: bytes) -> str:
    is_pair = len(pair) == 2 and all(0x21 <= byte <= 0x7E for byte in pair)
    return (_euc_jp_character(bytes(byte | 0x80 for byte in pair)) if is_pair else "") or _BAD


_OWN: dict[str, Callable[[bytes], str]] = {
    "cp932": _shift_jis,
    "euc-jp": _EUC_JP,
    "iso-2022-jp": _iso_2022_jp,
    "gb18030": _GB18030,
    "big5hkscs": _BIG5,
    "cp949": _EUC_KR,
}
