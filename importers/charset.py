"""Bytes → text as a browser would: byte order mark, then the page's own label, then detection.

Labels follow the Encoding Standard (https://encoding.spec.whatwg.org/): `shift_jis` means Windows-31J, `iso-8859-1`
means windows-1252.  What the bytes then mean is for `decoders`.
"""

from __future__ import annotations

import codecs
import re

from importers import decoders
from importers.lean import ATTRIBUTE, ATTRIBUTES, COMMENT, NAME, RAW

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LOOKED_AT = 1024
_TOKEN = re.compile(rf"{COMMENT}|<(?P<close>/?)(?P<name>{NAME})(?P<attributes>{ATTRIBUTES})>?".encode(), re.DOTALL)
_ATTRIBUTE = re.compile(ATTRIBUTE.encode())
_SPACE = b" \t\n\f\r"
_IN_CONTENT = re.compile(
    rb"charset[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:\"([^\"]*)\"|'([^']*)'|([^\"' \t\n\f\r;][^ \t\n\f\r;]*))", re.IGNORECASE
)
_XML = re.compile(rb"<\?xml[^>]{0,500}?\sencoding\s{0,9}=\s{0,9}([\"'])([^\"'>]{1,40})\1")
_RAW = {name.encode(): re.compile(rf"</{name}(?=[\s/>])".encode(), re.IGNORECASE) for name in RAW.split("|")}
_IN_HEAD = frozenset(b"html head script noscript style link meta object title base".split())

# Without a label: the bytes beyond ASCII with what follows them, and what every text in a language is full of.
_WIDE = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_FOREIGN = re.compile(rb"[\x80-\xff]+[\x30-\x7e]?")
_SAMPLE = 50_000
_JAPANESE = dict.fromkeys(("cp932", "euc-jp"), re.compile("[ぁ-んァ-ヶー]"))
_OTHERS = {
    "gb18030": re.compile(
        "[的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能子那得于着下自之年过后作用道行所种成方多经去法学如都同现当没动起看定天分还进小其主样理心前开但因只从]"
    ),
    "big5hkscs": re.compile(
        "[的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能子那得於著下自之年過後作用道行所種成方多經去法學如都同現當沒動起看定天分還進小其主樣理心前開但因只從]"
    ),
    "cp949": re.compile("[이다는을를의에가고하지은도서로한기사나자리시어아인대해수있니습]"),
    "cp1251": re.compile("[оеаинтсрвл]"),
    "koi8-r": re.compile("[оеаинтсрвл]"),
    "windows-1252": re.compile("[àáâäçèéêëíîïñóôöùûüÀÄÉÖÜßœ’“”–]"),
}
_MUCH, _SOME = 0.2, 0.1

# Python codec (or one of `decoders`) → every label the Encoding Standard gives it.  Any other label is
# ignored: Python has codecs that are no encodings of text (`hex`, `rot13`), and ones that no browser knows (`utf-7`).
_LABELS_OF = {
    "utf-8": (
        "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8 utf-16 utf-16le utf-16be "
        "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff unicodefffe"
    ),
    "cp932": "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis",
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
    if label.startswith("utf-16"):
        return data.decode(label, "replace").encode(), label
    return (data if label == "utf-8" else decoders.decode(data, label).encode()), label


def decode(data: bytes) -> tuple[str, str]:
    """Decode a page.

    Returns:
        the text, with U+FFFD where bytes mean nothing, and the encoding's name as browsers name it.
    """
    text, label = as_utf8(data)
    return text.decode("utf-8", "replace"), label


def declared(data: bytes) -> str:
    """The encoding the page names for itself, in Python's spelling, or `""` for names that browsers do not know.

    Looks as browsers do: at tags, not into comments, scripts or attributes, and no further than the head; but at least
    at the first 1024 bytes.
    """
    at = 0
    in_head = True
    while found := _TOKEN.search(data, at):
        at = found.end()
        name = (found["name"] or b"").lower()
        if name == b"meta" and not found["close"] and (codec := _LABELS.get(_label(found["attributes"]), "")):
            return codec
        if name in _RAW and not found["close"]:
            end = _RAW[name].search(data, at)
            at = end.start() if end else len(data)
        in_head = in_head and (not name or (name in _IN_HEAD and not (found["close"] and name in {b"html", b"head"})))
        if at >= _LOOKED_AT and not in_head:
            break
    xml = _XML.match(data)
    return _LABELS.get(_ascii(xml[2]), "") if xml else ""


def _label(attributes: bytes) -> str:
    """The encoding that the attributes of a `meta` name."""
    values: dict[bytes, bytes] = {}
    for found in _ATTRIBUTE.finditer(attributes):
        name, _, value = found[0].partition(b"=")
        value = value.strip(_SPACE)
        quoted = value[:1] in {b'"', b"'"}
        values.setdefault(name.strip(_SPACE).lower(), value[1:].removesuffix(value[:1]) if quoted else value)
    if (charset := values.get(b"charset")) is not None:
        return _ascii(charset)
    if values.get(b"http-equiv", b"").lower() != b"content-type":
        return ""
    content = _IN_CONTENT.search(values.get(b"content", b""))
    return _ascii(next(filter(None, content.groups()), b"")) if content else ""


def _ascii(label: bytes) -> str:
    return label.strip(_SPACE).lower().decode("ascii", "replace")


def detect(data: bytes) -> str:
    """The likeliest encoding of bytes that name none."""
    if data[:2] in _WIDE:
        return _WIDE[data[:2]]
    if data.isascii() and b"\x1b$" in data:
        return "iso-2022-jp"
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        if _is_damaged_utf8(data):
            return "utf-8"
    foreign = b"".join(_FOREIGN.findall(data))[:_SAMPLE]
    for candidates, enough in ((_JAPANESE, _MUCH), (_OTHERS, _SOME)):
        shares = {codec: _share(decoders.decode(foreign, codec), usual) for codec, usual in candidates.items()}
        best = max(shares, key=lambda codec: shares[codec])
        if shares[best] > enough:
            return best
    return next((codec for codec in _JAPANESE if _is_kanji(decoders.decode(foreign, codec))), "windows-1252")


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether a few bytes only mean nothing in UTF-8: in any other encoding nearly all beyond ASCII would."""
    foreign = [char for char in data.decode("utf-8", "replace") if not char.isascii()]
    return 10 * foreign.count("\ufffd") < len(foreign)


def _share(text: str, usual: re.Pattern[str]) -> float:
    """How much of a text beyond ASCII is what every text in a language is full of."""
    foreign = sum(not char.isascii() for char in text)
    return (len(usual.findall(text)) - 10 * text.count("\ufffd")) / foreign if foreign else 0.0


def _is_kanji(text: str) -> bool:
    """Whether a text without kana may be Japanese all the same: a list of names, opening hours."""
    kanji = sum("\u4e00" <= char <= "\u9fff" for char in text)
    half_width = sum("\uff61" <= char <= "\uff9f" for char in text)  # what EUC-JP looks like in Shift_JIS
    return kanji > half_width + 10 * text.count("\ufffd")
