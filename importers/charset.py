"""Bytes → text as a browser would: byte order mark, then the page's own label, then detection.

Labels follow the Encoding Standard (https://encoding.spec.whatwg.org/): `shift_jis` means Windows-31J, `euc-jp` and
`iso-2022-jp` reach the same extended rows, `iso-8859-1` means windows-1252.  Python's codecs of those names know
less, so the two Japanese ones are decoded here through `cp932`, which has the rows.
"""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_PRESCAN = 4096  # browsers read 1024 bytes; saved pages carry a comment of the saving tool before it

# Python codec (or our own, see `_decode_as`) → every label the Encoding Standard gives it.  Any other label is
# ignored: Python has codecs that are no encodings of text (`hex`, `rot13`), and ones that no browser knows (`utf-7`).
_LABELS_OF = {
    "utf-8": (
        "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8 utf-16 utf-16le utf-16be "
        "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff unicodefffe"
    ),
    "cp932": "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis cp932",
    "euc-jp": "cseucpkdfmtjapanese euc-jp x-euc-jp",
    "iso-2022-jp": "csiso2022jp iso-2022-jp",
    "windows-1252": (
        "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
        "iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 x-user-defined"
    ),
    "gb18030": "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "cp949": (
        "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949"
    ),
    "cp866": "866 cp866 csibm866 ibm866",
    "iso8859-2": "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
    "iso8859-3": "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
    "iso8859-4": "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
    "iso8859-5": "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988",
    "iso8859-6": (
        "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i "
        "iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987"
    ),
    "iso8859-7": (
        "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
        "iso_8859-7:1987 sun_eu_greek"
    ),
    "iso8859-8": (
        "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 "
        "iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical"
    ),
    "iso8859-10": "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    "iso8859-13": "iso-8859-13 iso8859-13 iso885913",
    "iso8859-14": "iso-8859-14 iso8859-14 iso885914",
    "iso8859-15": "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "cskoi8r koi koi8 koi8-r koi8_r",
    "koi8-u": "koi8-ru koi8-u",
    "mac-roman": "csmacintosh mac macintosh x-mac-roman",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "cp874": "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874",
    "cp1250": "cp1250 windows-1250 x-cp1250",
    "cp1251": "cp1251 windows-1251 x-cp1251",
    "cp1253": "cp1253 windows-1253 x-cp1253",
    "cp1254": (
        "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 "
        "windows-1254 x-cp1254"
    ),
    "cp1255": "cp1255 windows-1255 x-cp1255",
    "cp1256": "cp1256 windows-1256 x-cp1256",
    "cp1257": "cp1257 windows-1257 x-cp1257",
    "cp1258": "cp1258 windows-1258 x-cp1258",
}
_LABELS = {label: codec for codec, labels in _LABELS_OF.items() for label in labels.split()}


def as_utf8(data: bytes) -> tuple[bytes, str]:
    """A page's bytes in UTF-8, without a byte order mark, and the encoding they were in, as browsers name it.

    Bytes that are UTF-8 already come back as they are, broken ones included: decode the result with "replace".
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            rest = data[len(bom) :]
            return (rest if name == "utf-8" else rest.decode(name, "replace").encode()), name
    label = declared(data) or detect(data)
    return (data if label == "utf-8" else _decode_as(data, label).encode()), label


def decode(data: bytes) -> tuple[str, str]:
    """Decode a page.

    Returns:
        the text, with U+FFFD where bytes mean nothing, and the encoding's name as browsers name it.
    """
    text, label = as_utf8(data)
    return text.decode("utf-8", "replace"), label


def declared(data: bytes) -> str:
    """The encoding the page names in a `meta`, in Python's spelling, or `""` for a name that browsers do not know."""
    match = _META.search(data[:_PRESCAN])
    if not match:
        return ""
    return _LABELS.get(match[1].decode("ascii").lower(), "")


def detect(data: bytes) -> str:
    """The likeliest encoding of bytes that name none."""
    if data.isascii() and b"\x1b$" in data:
        return "iso-2022-jp"
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    scores = {name: _japanese_score(_decode_as(data, name)) for name in ("cp932", "euc-jp")}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0 else "windows-1252"


def _japanese_score(text: str) -> int:
    japanese = sum("\u3040" <= char <= "\u30ff" or "\u4e00" <= char <= "\u9fff" for char in text)
    half_width = sum("\uff61" <= char <= "\uff9f" for char in text)  # what EUC-JP looks like when read as cp932
    return japanese - half_width - 10 * text.count("\ufffd")


def _decode_as(data: bytes, name: str) -> str:
    if name == "euc-jp":
        return _decode_euc(data)
    if name == "iso-2022-jp":
        return _decode_euc(_iso2022_to_euc(data))
    if name == "windows-1252":
        return data.decode("latin-1").translate(_CP1252)
    return data.decode(name, "replace")


# The five bytes that cp1252 leaves open keep their C1 code points, as in browsers.
_CP1252 = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}

_EUC = re.compile(rb"[\x00-\x7f]+|\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}|(?:[\xa1-\xfe]{2})+|[\x80-\xff]")


def _decode_euc(data: bytes) -> str:
    return "".join(_euc_piece(match[0]) for match in _EUC.finditer(data))


def _euc_piece(piece: bytes) -> str:
    lead = piece[0]
    if lead < 0x80:
        return piece.decode("ascii")
    if lead == 0x8F and len(piece) == 3:
        return piece.decode("euc_jp", "replace")  # JIS X 0212
    if lead == 0x8E and len(piece) == 2:
        return chr(0xFF61 + piece[1] - 0xA1)
    if len(piece) == 1:
        return "\ufffd"
    pairs = (_to_cp932(piece[i] - 0xA0, piece[i + 1] - 0xA0) for i in range(0, len(piece), 2))
    return b"".join(pairs).decode("cp932", "replace")


def _to_cp932(row: int, cell: int) -> bytes:
    lead = (row - 1) // 2 + (0x81 if row <= 62 else 0xC1)
    trail = cell + 0x9E if row % 2 == 0 else cell + (0x3F if cell <= 63 else 0x40)
    return bytes((lead, trail))


_ESCAPE = re.compile(rb"\x1b(\$[@B]|\([BJI])")


def _iso2022_to_euc(data: bytes) -> bytes:
    parts = _ESCAPE.split(data)
    out = [parts[0]]
    for escape, chunk in zip(parts[1::2], parts[2::2], strict=True):
        if escape.startswith(b"$"):
            out.append(bytes(byte | 0x80 if 0x21 <= byte <= 0x7E else byte for byte in chunk))
        elif escape == b"(I":
            out.append(b"".join(bytes((0x8E, b | 0x80)) if 0x21 <= b <= 0x5F else bytes((b,)) for b in chunk))
        else:
            out.append(chunk)
    return b"".join(out)
