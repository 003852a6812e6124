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

_LABELS = {
    **dict.fromkeys(("utf8", "utf-8", "unicode-1-1-utf-8", "utf-16", "utf-16le", "utf-16be"), "utf-8"),
    **dict.fromkeys(
        ("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j", "ms932", "cp932", "csshiftjis"), "cp932"
    ),
    **dict.fromkeys(("euc-jp", "x-euc-jp", "cseucpkdfmtjapanese"), "euc-jp"),
    **dict.fromkeys(("iso-2022-jp", "csiso2022jp"), "iso-2022-jp"),
    **dict.fromkeys(
        ("iso-8859-1", "latin1", "l1", "ascii", "us-ascii", "windows-1252", "cp1252", "x-user-defined"), "windows-1252"
    ),
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "windows-949", "korean"), "cp949"),
}


def decode(data: bytes) -> tuple[str, str]:
    """Decode a page.

    Returns:
        the text, with U+FFFD where bytes mean nothing, and the encoding's name as browsers name it.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace"), name
    label = declared(data) or detect(data)
    return _decode_as(data, label), label


def declared(data: bytes) -> str:
    """The encoding the page names in a `meta`, in our spelling, or `""`."""
    match = _META.search(data[:_PRESCAN])
    if not match:
        return ""
    label = match[1].decode("ascii").lower()
    if label in _LABELS:
        return _LABELS[label]
    try:
        return codecs.lookup(label).name
    except LookupError:
        return ""


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
