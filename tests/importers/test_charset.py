"""Bytes as a browser reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import charset
from importers.charset import decode


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"\xef\xbb\xbf<p>\xe8\x86\x9d", "<p>膝", "utf-8"),
        (b"\xff\xfe<\x00p\x00>\x00", "<p>", "utf-16-le"),
        ("<meta charset=shift_jis>①㈱髙".encode("cp932"), "<meta charset=shift_jis>①㈱髙", "cp932"),
        # NEC row 13 in EUC-JP, which Python's own codec refuses.
        (b"<meta charset=euc-jp>\xad\xa1\xad\xea", "<meta charset=euc-jp>①㈱", "euc-jp"),
        (b"<meta charset=euc-jp>\x8e\xb1\x8f\xb0\xa1", "<meta charset=euc-jp>ｱ丂", "euc-jp"),
        (b"<meta charset=iso-2022-jp>\x1b$B-!\x1b(B<b>", "<meta charset=iso-2022-jp>①<b>", "iso-2022-jp"),
        (b"<meta charset=iso-8859-1>\x93x\x94 \x81", "<meta charset=iso-8859-1>“x” \x81", "windows-1252"),
        (b"<meta charset=utf-16>abc", "<meta charset=utf-16>abc", "utf-8"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=x-sjis">\x82\xa0', None, "cp932"),
        (b"<meta charset=no-such-thing>\xe8\x86\x9d", "<meta charset=no-such-thing>膝", "utf-8"),
        (b"<meta charset=windows-1251>\xea\xee\xeb", "<meta charset=windows-1251>кол", "cp1251"),
        (b"<meta charset=ISO_8859-7:1987>\xe3", "<meta charset=ISO_8859-7:1987>γ", "iso8859-7"),
        (b"<meta charset=latin5>\xfe", "<meta charset=latin5>ş", "cp1254"),
        (b"caf\xe9 na\xefve", "café naïve", "windows-1252"),
    ],
)
def test_label_and_bytes(data: bytes, text: str | None, encoding: str) -> None:
    decoded, name = decode(data)
    assert name == encoding
    assert text is None or decoded == text


JAPANESE = st.text(alphabet=st.sampled_from("膝のいたみ痛原因と治療アイウカキ、。（）０１２ABC"), min_size=12)


@given(JAPANESE, st.sampled_from(["cp932", "euc_jp", "iso2022_jp", "utf-8"]))
def test_japanese_without_a_label_is_recognised(text: str, codec: str) -> None:
    if sum("ぁ" <= char <= "ん" for char in text) >= 6:  # prose has kana
        assert decode(text.encode(codec))[0] == text


@pytest.mark.parametrize("damage", [b"\x81\xff", b"\xe8\x86", b"\xff" * 3])
def test_utf8_with_a_few_broken_bytes_is_utf8_all_the_same(damage: bytes) -> None:
    data = "膝の痛みと治療".encode() * 9
    decoded, name = decode(data + damage + data)
    assert name == "utf-8"
    assert decoded.count("膝の痛みと治療") == 18


@given(st.binary(max_size=400))
def test_no_bytes_crash(data: bytes) -> None:
    decode(data)
    decode(b"<meta charset=euc-jp>" + data)
    decode(b"<meta charset=iso-2022-jp>" + data)


@pytest.mark.parametrize(
    "label",
    [
        "hex",
        "base64",
        "rot13",
        "rot_13",
        "undefined",
        "idna",
        "punycode",
        "utf-7",
        "utf_7",
        "unicode_escape",
        "zlib",
        "bz2",
        "raw_unicode_escape",
        "mbcs",
        "utf-32",
        "cp037",
        "utf_8_sig",
        "quopri",
        "uu",
        "hz-gb-2312",
    ],
)
def test_a_name_that_browsers_do_not_know_never_reaches_pythons_codecs(label: str) -> None:
    html = f"<meta charset={label}>膝の痛み +ZeU-"
    assert decode(html.encode()) == (html, "utf-8")


def test_every_label_of_the_table_decodes_any_bytes() -> None:
    for label in charset._LABELS:
        text, _ = decode(f"<meta charset='{label}'>".encode() + bytes(range(128, 256)))
        assert text.startswith("<meta charset=")
