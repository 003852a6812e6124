"""Unsafe and broken addresses, hosts, answers and originals, and what has to become of each."""

from __future__ import annotations

import gzip
import io
import socket
import struct
import time
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image, ImageCms

from .rawserver import Answer, response

READ = ""  # no finding: the original is read

# What an address alone gives away.  Its very host is allowed, so that nothing but the address itself is judged.
ADDRESSES: dict[str, str] = {
    # schemes
    "file:///etc/passwd": "fetch.address",
    "ftp://www.example.jp/a.png": "fetch.address",
    "gopher://www.example.jp:70/_GET": "fetch.address",
    "data:image/png;base64,iVBORw0KGgo=": "fetch.address",
    "javascript:alert(1)": "fetch.address",
    "blob:https://www.example.jp/1-2-3": "fetch.address",
    "jar:http://www.example.jp/a.jar!/b": "fetch.address",
    "//www.example.jp/a.png": "fetch.address",
    "/media/a.png": "fetch.address",
    "a.png": "fetch.address",
    "": "fetch.address",
    "http:www.example.jp/a.png": "fetch.address",
    "http:/www.example.jp/a.png": "fetch.address",
    "http:///a.png": "fetch.address",
    "http://": "fetch.address",
    # passwords, and what pretends to be a host in front of one
    "http://user:password@www.example.jp/a.png": "fetch.address",
    "http://user@www.example.jp/a.png": "fetch.address",
    "http://@www.example.jp/a.png": "fetch.address",
    "http://www.example.jp@10.0.0.1/a.png": "fetch.address",
    "http://www.example.jp:80@10.0.0.1/a.png": "fetch.address",
    "http://www.example.jp%40@10.0.0.1/": "fetch.address",
    "http://www.example.jp\\@10.0.0.1/": "fetch.address",
    "http:\\\\10.0.0.1\\a.png": "fetch.address",
    "http://www.example.jp\t/a.png": "fetch.address",
    "http://www.example.jp/a.png\r\nHost: 10.0.0.1": "fetch.address",
    "http://www.exam\x00ple.jp/": "fetch.address",
    # numbers in every notation but the plain one
    "http://2130706433/": "fetch.address",
    "http://0x7f000001/": "fetch.address",
    "http://0x7f.0x0.0x0.0x1/": "fetch.address",
    "http://017700000001/": "fetch.address",
    "http://0177.0.0.1/": "fetch.address",
    "http://127.1/": "fetch.address",
    "http://127.0.1/": "fetch.address",
    "http://0/": "fetch.address",
    "http://256.0.0.1/": "fetch.address",
    "http://1.2.3.4.5/": "fetch.address",
    "http://127.0.0.1.0x1/": "fetch.address",
    "http://[::1%25eth0]/": "fetch.address",
    "http://[::1": "fetch.address",
    "http://[127.0.0.1]/": "fetch.address",
    "http://[v1.fe80]/": "fetch.address",
    "http://１２７.0.0.1/": "fetch.address",
    "http://①②⑦.⓪.⓪.①/": "fetch.address",
    "http://127。0。0。1/": "fetch.address",
    # names that are none
    "http://www..example.jp/": "fetch.address",
    "http://.example.jp/": "fetch.address",
    "http://www.example.jp../": "fetch.address",
    "http://-www.example.jp/": "fetch.address",
    f"http://{'a' * 64}.jp/": "fetch.address",
    f"http://{'a.' * 127}jp/": "fetch.address",
    "http://www.exa mple.jp/": "fetch.address",
    "http://www.example.jp;10.0.0.1/": "fetch.address",
    "http://xn--/": "fetch.address",
    "http://ⓦⓦⓦ.example.jp/": "fetch.address",
    # ports
    "http://www.example.jp:0/": "fetch.address",
    "http://www.example.jp:65536/": "fetch.address",
    "http://www.example.jp:80:80/": "fetch.address",
    "http://www.example.jp:-1/": "fetch.address",
    "http://www.example.jp:８０/": "fetch.address",
    f"http://www.example.jp/{'a' * 2000}": "fetch.address",
    f"http://www.example.jp/{'膝' * 300}": "fetch.address",
    # plain numbers, and what hides one
    "http://127.0.0.1/": "fetch.inside",
    "http://127.255.255.254/": "fetch.inside",
    "http://%31%32%37.0.0.1/": "fetch.inside",
    "http://127.0.0.1./": "fetch.inside",
    "http://0.0.0.0/": "fetch.inside",
    "http://10.0.0.1/": "fetch.inside",
    "http://169.254.169.254/latest/meta-data/": "fetch.inside",
    "http://[::1]/": "fetch.inside",
    "http://[::]/": "fetch.inside",
    "http://[0:0:0:0:0:ffff:7f00:1]/": "fetch.inside",
    "http://[::ffff:10.0.0.1]/": "fetch.inside",
    "http://[64:ff9b::10.0.0.1]/": "fetch.inside",
    "http://localhost/": "fetch.inside",
    "http://LOCALHOST./": "fetch.inside",
}

# Hosts and ports that nobody allowed, where `www.example.jp` and `*.wixstatic.com` are.
HOSTS: dict[str, str] = {
    "http://example.jp/": "fetch.host",
    "http://evil.www.example.jp/": "fetch.host",
    "http://www.example.jp.evil.example/": "fetch.host",
    "http://www-example.jp/": "fetch.host",
    "http://wixstatic.com/": "fetch.host",
    "http://evilwixstatic.com/": "fetch.host",
    "http://www.example.jp:8080/": "fetch.host",
    "http://www.example.jp:22/": "fetch.host",
    "http://www.example.jp:443/": "fetch.host",
    "https://www.example.jp:80/": "fetch.host",
    "http://wwẉ.example.jp/": "fetch.host",
    "http://www.ехample.jp/": "fetch.host",
    "http://93.184.216.34/": "fetch.host",
}

# What an allowed name may resolve to, and never is asked.
INSIDE: tuple[str, ...] = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.8.8.8",
    "169.254.1.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1",
    "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:192.168.1.1", "::ffff:0:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::169.254.169.254", "64:ff9b:1::1", "100::1", "2001::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::",
    "2002:c0a8:101::1", "3fff::1", "4000::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1",
    "ff02::1", "2600:1f00::5efe:10.0.0.1", "2600:1f00::200:5efe:127.0.0.1", "no number at all",
)  # fmt: skip
OUTSIDE: tuple[str, ...] = (
    "1.1.1.1", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "198.20.0.1",
    "223.255.255.255", "2606:4700::1111", "64:ff9b::5db8:d822", "::ffff:93.184.216.34",
)  # fmt: skip

# Answers of an allowed host ---------------------------------------------------------------------------------------------

LIMIT = 200_000  # bytes, in these tests


def png(size: tuple[int, int] = (40, 30), colour: str = "teal") -> bytes:
    return saved(Image.new("RGB", size, colour), "PNG")


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


GOOD = png()


def dripping(start: bytes, drop: bytes, pause: float = 0.05) -> Callable[[socket.socket], None]:
    """Says something in time, again and again, and never comes to an end."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(400):
            connection.sendall(drop)
            time.sleep(pause)

    return answer


def pouring(start: bytes, flood: bytes) -> Callable[[socket.socket], None]:
    """Says more and more as fast as it can."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(start)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            connection.sendall(flood)

    return answer


def silent(start: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.sendall(start)
        time.sleep(20)

    return answer


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    body = b"".join(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n" for chunk in chunks)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body + end


def packed(data: bytes, encoding: str) -> bytes:
    return response(data, "200 OK", f"Content-Encoding: {encoding}")


def leading_to(address: str, status: str = "302 Found") -> bytes:
    return response(b"", status, f"Location: {address}")


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


OK = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(bytes(80_000_000))
EMPTY_BLOCKS = b"\x00\x00\x00\xff\xff"  # a deflate block that holds nothing

ANSWERS: dict[str, tuple[Answer, str]] = {
    # good ones, in every spelling
    "plain": (response(GOOD, "200 OK", "Content-Type: image/png"), READ),
    "no content type": (response(GOOD), READ),
    "wrong content type": (response(GOOD, "200 OK", "Content-Type: text/html"), READ),
    "until the end": (OK + b"\r\n" + GOOD, READ),
    "http 1.0": (b"HTTP/1.0 200 OK\r\n\r\n" + GOOD, READ),
    "chunked": (chunked(GOOD[:50], GOOD[50:]), READ),
    "chunked with extensions": (chunked(end=f"{len(GOOD):x};a=b\r\n".encode() + GOOD + b"\r\n0\r\nX-End: 1\r\n\r\n"), READ),
    "gzip": (packed(gzip.compress(GOOD), "gzip"), READ),
    "gzip of two members": (packed(gzip.compress(GOOD[:50]) + gzip.compress(GOOD[50:]), "gzip"), READ),
    "deflate": (packed(zlib.compress(GOOD), "deflate"), READ),
    "raw deflate": (packed(_deflated(GOOD), "deflate"), READ),
    "continue first": (b"HTTP/1.1 100 Continue\r\n\r\n" + response(GOOD), READ),
    "more than said": (response(GOOD + b"<script>", length=len(GOOD)), READ),
    "cookies": (response(GOOD, "200 OK", *(f"Set-Cookie: c{n}={'x' * 3000}" for n in range(50))), READ),
    # statuses
    "204": (response(b"", "204 No Content"), "fetch.status"),
    "206": (response(GOOD, "206 Partial Content"), "fetch.status"),
    "304": (response(b"", "304 Not Modified"), "fetch.status"),
    "401": (response(b"", "401 Unauthorized", "WWW-Authenticate: Basic realm=x"), "fetch.status"),
    "403": (response(b"no", "403 Forbidden"), "fetch.status"),
    "404": (response(GOOD, "404 Not Found"), "fetch.gone"),
    "410": (response(b"", "410 Gone"), "fetch.gone"),
    "418": (response(b"", "418 I'm a teapot"), "fetch.status"),
    "429": (response(b"", "429 Too Many Requests"), "fetch.status"),
    "500": (response(b"", "500 Internal Server Error"), "fetch.status"),
    "503": (response(b"", "503 Service Unavailable", "Retry-After: soon"), "fetch.status"),
    "999": (response(b"", "999 Request denied"), "fetch.status"),
    "101": (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", "fetch.status"),
    "300": (leading_to("/good", "300 Multiple Choices"), "fetch.status"),
    # no answer at all
    "nothing": (b"", "fetch.broken"),
    "closed in the head": (b"HTTP/1.1 200 OK\r\nContent-Len", "fetch.empty"),
    "not http": (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "fetch.broken"),
    "no status": (b"HTTP/1.1 OK\r\n\r\n" + GOOD, "fetch.broken"),
    "html without a head": (b"<html><body>hello</body></html>\r\n\r\n", "fetch.broken"),
    "a line without end": (OK + b"X: " + b"a" * 70_000 + b"\r\n\r\n", "fetch.broken"),
    "a flood of headers": (response(GOOD, "200 OK", *(f"X-{n}: y" for n in range(200))), "fetch.broken"),
    "empty": (response(b""), "fetch.empty"),
    "empty and packed": (packed(b"", "gzip"), "fetch.empty"),
    "empty and chunked": (chunked(), "fetch.empty"),
    # lengths
    "less than said": (response(GOOD, length=len(GOOD) + 100), "fetch.broken"),
    "two lengths": (OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n" + GOOD, "fetch.broken"),
    "a list of lengths": (response(GOOD, length="5, 7"), "fetch.broken"),
    "a length that is too much": (response(GOOD, length=10**12), "fetch.too-large"),
    "a broken chunk": (chunked(end=b"zz\r\n" + GOOD), "fetch.broken"),
    "a negative chunk": (chunked(end=b"-5\r\n" + GOOD), "fetch.broken"),
    "a chunk cut off": (chunked(end=b"ffff\r\n" + GOOD), "fetch.broken"),
    "chunks without end": (chunked(GOOD, end=b""), "fetch.broken"),
    "a chunk of much": (chunked(end=b"7fffffffffffffff\r\n" + GOOD), "fetch.broken"),
    # too much
    "too large": (response(bytes(LIMIT + 1)), "fetch.too-large"),
    "too large without length": (OK + b"\r\n" + bytes(LIMIT + 1), "fetch.too-large"),
    "a body without end": (pouring(OK + b"\r\n", bytes(65536)), "fetch.too-large"),
    "chunks for ever": (pouring(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"400\r\n" + bytes(1024) + b"\r\n"), "fetch.too-large"),
    "gzip bomb": (packed(BOMB, "gzip"), "fetch.too-large"),
    "gzip bomb named otherwise": (packed(BOMB, "x-gzip"), "fetch.too-large"),
    "deflate bomb": (packed(zlib.compress(bytes(80_000_000)), "deflate"), "fetch.too-large"),
    "chunked gzip bomb": (
        chunked(BOMB).replace(b"200 OK\r\n", b"200 OK\r\nContent-Encoding: gzip\r\n", 1), "fetch.too-large",
    ),
    # packed otherwise
    "gzip twice": (packed(gzip.compress(gzip.compress(GOOD)), "gzip, gzip"), "fetch.broken"),
    "brotli": (packed(GOOD, "br"), "fetch.broken"),
    "zstd": (packed(GOOD, "zstd"), "fetch.broken"),
    "compress": (packed(GOOD, "compress"), "fetch.broken"),
    "not really gzip": (packed(GOOD, "gzip"), "fetch.broken"),
    "not really deflate": (packed(b"\xff" * 99, "deflate"), "fetch.broken"),
    # never done
    "silence": (silent(b""), "fetch.slow"),
    "silence after the head": (silent(response(GOOD)[:-20]), "fetch.slow"),
    "a dripping status line": (dripping(b"", b"H"), "fetch.slow"),
    "dripping headers": (dripping(OK, b"X: y\r\n"), "fetch.slow"),
    "a dripping header": (dripping(OK + b"X: ", b"y"), "fetch.slow"),
    "continue for ever": (dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "fetch.slow"),
    "a flood of continue": (pouring(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000), "fetch.slow"),
    "a dripping body": (dripping(OK + b"Content-Length: 9999\r\n\r\n", b"x"), "fetch.slow"),
    "a dripping body without length": (dripping(OK + b"\r\n", b"x"), "fetch.slow"),
    "a dripping chunk size": (dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0"), "fetch.slow"),
    "dripping chunks": (dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"), "fetch.slow"),
    "gzip of nothing, for ever": (
        pouring(OK + b"Content-Encoding: deflate\r\n\r\n", EMPTY_BLOCKS * 10_000), "fetch.slow",
    ),
    # elsewhere
    "elsewhere": (leading_to("/good"), READ),
    "elsewhere for good": (leading_to("/good", "308 Permanent Redirect"), READ),
    "elsewhere in full": (leading_to("http://{here}/good#part"), READ),
    "elsewhere without scheme": (leading_to("//{here}/good"), READ),
    "nowhere": (response(b"", "302 Found"), "fetch.redirect"),
    "in a circle": (leading_to("/in%20a%20circle"), "fetch.redirect"),
    "onwards for ever": (leading_to("/onwards%20for%20ever?again"), "fetch.redirect"),
    "to a host nobody allowed": (leading_to("http://www.evil.example/"), "fetch.host"),
    "to another port": (leading_to("http://127.0.0.1:1/"), "fetch.host"),
    "into the inside": (leading_to("http://10.0.0.1/"), "fetch.inside"),
    "into the inside by name": (leading_to("http://inside.example/"), "fetch.inside"),
    "to what a provider tells machines": (leading_to("http://169.254.169.254/latest/"), "fetch.host"),
    "to a file": (leading_to("file:///etc/passwd"), "fetch.address"),
    "to data": (leading_to("data:image/png;base64,AA=="), "fetch.address"),
    "to a program": (leading_to("javascript:alert(1)"), "fetch.address"),
    "with a password": (leading_to("http://user:pass@{here}/good"), "fetch.address"),
    "to a number in disguise": (leading_to("http://0x7f.1/"), "fetch.address"),
    "to what is no address": (leading_to("http://[::1"), "fetch.redirect"),
    "with a break in it": (leading_to("http://{here}/good\r\n X-Other: y"), "fetch.gone"),
}  # fmt: skip


# Originals that came, whatever their names say ---------------------------------------------------------------------------


def _photo() -> Image.Image:
    image = Image.radial_gradient("L").resize((64, 48)).convert("RGB")
    image.putpixel((0, 0), (255, 0, 0))
    return image


def _with_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "<script>alert('exif')</script>"
    exif[0x8825] = {1: "N", 2: (35.0, 41.0, 22.0), 3: "E", 4: (139.0, 41.0, 30.0)}
    return exif


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png_of(width: int, height: int, rows: bytes = b"", more: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + more
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _frames(count: int, size: tuple[int, int] = (20, 20)) -> list[Image.Image]:
    return [Image.new("RGB", size, (n * 7 % 256, n * 31 % 256, 90)) for n in range(count)]


def _moving(kind: str, count: int, size: tuple[int, int] = (20, 20)) -> bytes:
    first, *rest = _frames(count, size)
    return saved(first, kind, save_all=True, append_images=rest, duration=80, loop=0)


def _grey_16() -> bytes:
    image = Image.new("I;16", (256, 4))
    for x in range(256):
        for y in range(4):
            image.putpixel((x, y), x * 257)
    return saved(image, "PNG")


def _office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PIXELS = 4_000_000  # the most, in these tests

# What comes of each: READ, or the finding; a note that it is not quite as it was, if there is one.
ORIGINALS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "jpeg": (lambda: saved(_photo(), "JPEG"), READ, ""),
    "png": (lambda: saved(_photo(), "PNG"), READ, ""),
    "gif": (lambda: saved(_photo(), "GIF"), READ, ""),
    "webp": (lambda: saved(_photo(), "WEBP"), READ, ""),
    "lossless webp": (lambda: saved(_photo(), "WEBP", lossless=True), READ, ""),
    "avif": (lambda: saved(_photo(), "AVIF"), READ, ""),
    "grey jpeg": (lambda: saved(_photo().convert("L"), "JPEG"), READ, ""),
    "black and white png": (lambda: saved(_photo().convert("1"), "PNG"), READ, ""),
    "png with a palette": (lambda: saved(_photo().convert("P"), "PNG"), READ, ""),
    "transparent png": (lambda: saved(Image.new("RGBA", (9, 9), (1, 2, 3, 0)), "PNG"), READ, ""),
    "one pixel": (lambda: saved(Image.new("RGB", (1, 1)), "PNG"), READ, ""),
    "jpeg on its side": (lambda: saved(_photo(), "JPEG", exif=_with_exif(6)), READ, ""),
    "script in exif": (lambda: saved(_photo(), "JPEG", exif=_with_exif()), READ, ""),
    "script in a comment": (lambda: saved(_photo(), "JPEG", comment=SCRIPT), READ, ""),
    "script in xmp": (lambda: saved(_photo(), "JPEG", xmp=SCRIPT), READ, ""),
    "script in png text": (lambda: _png_of(3, 3, b"\x00abc" * 3, _chunk(b"tEXt", b"Comment\x00" + SCRIPT)), READ, ""),
    "script in png exif": (lambda: saved(_photo(), "PNG", exif=_with_exif()), READ, ""),
    "script in a gif comment": (lambda: saved(_photo(), "GIF", comment=SCRIPT), READ, ""),
    "script in webp exif": (lambda: saved(_photo(), "WEBP", exif=_with_exif(), xmp=SCRIPT), READ, ""),
    "gif and program in one": (lambda: saved(_photo(), "GIF").replace(b"GIF89a", b"GIF87a") + b"=1;alert(1)//" + SCRIPT, READ, ""),
    "script after a jpeg": (lambda: saved(_photo(), "JPEG") + SCRIPT, READ, ""),
    "archive after a png": (lambda: GOOD + _office("evil.txt"), READ, ""),
    "colour profile": (lambda: saved(_photo(), "JPEG", icc_profile=PROFILE), READ, ""),
    "script for a colour profile": (lambda: saved(_photo(), "JPEG", icc_profile=SCRIPT * 9), READ, "profile"),
    "printing colours": (lambda: saved(_photo().convert("CMYK"), "JPEG"), READ, "printing"),
    "16 bits": (_grey_16, READ, "16 bits"),
    "16 bits of colour": (lambda: (_16_BIT_COLOUR), READ, ""),
    "moving gif": (lambda: _moving("GIF", 5), READ, "moves"),
    "moving webp": (lambda: _moving("WEBP", 5), READ, "moves"),
    "gif that moves for too long": (lambda: _moving("GIF", 30, (500, 500)), READ, "only the first"),
    "moving png": (lambda: _moving("PNG", 3), READ, "only the first"),
    "two photographs in one": (lambda: saved(_photo(), "MPO", save_all=True, append_images=[_photo()]), READ, ""),
    # refused
    "nothing": (lambda: b"", "image.refused", ""),
    "html": (lambda: b"<!doctype html><title>Not found</title>", "image.refused", ""),
    "html that begins like a gif": (lambda: b"GIF89a<html>" + SCRIPT, "image.refused", ""),
    "html that begins like a jpeg": (lambda: b"\xff\xd8\xff\xe0" + SCRIPT * 20, "image.refused", ""),
    "html that begins like a png": (lambda: b"\x89PNG\r\n\x1a\n" + SCRIPT, "image.refused", ""),
    "svg": (lambda: SVG, "image.refused", ""),
    "packed svg": (lambda: gzip.compress(SVG), "image.refused", ""),
    "svg with a mark": (lambda: b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG, "image.refused", ""),
    "pdf": (lambda: PDF, "image.refused", ""),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "image.refused", ""),
    "photoshop": (lambda: b"8BPS\x00\x01" + bytes(40), "image.refused", ""),
    "tiff": (lambda: saved(_photo(), "TIFF"), "image.refused", ""),
    "bmp": (lambda: saved(_photo(), "BMP"), "image.refused", ""),
    "ico": (lambda: saved(_photo(), "ICO"), "image.refused", ""),
    "jpeg cut off": (lambda: saved(_photo(), "JPEG")[:-200], "image.refused", ""),
    "png cut off": (lambda: saved(_photo(), "PNG")[:-60], "image.refused", ""),
    "webp cut off": (lambda: saved(_photo(), "WEBP")[:-60], "image.refused", ""),
    "half a head": (lambda: GOOD[:20], "image.refused", ""),
    "png without rows": (lambda: _png_of(40, 40), "image.refused", ""),
    "png that is a bomb": (lambda: _png_of(50_000, 50_000, bytes(1_000_000)), "image.refused", ""),
    "png above the limit": (lambda: _png_of(2001, 2000), "image.refused", ""),
    "png as long as nothing is": (lambda: _png_of(2**31 - 1, 1), "image.refused", ""),
    "png 20,000 pixels tall": (lambda: _png_of(100, 20_000, bytes(101 * 20_000)), "image.refused", ""),
    "png of no width": (lambda: _png_of(0, 10), "image.refused", ""),
    "png whose text is a bomb": (
        lambda: _png_of(3, 3, b"\x00abc" * 3, _chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(50_000_000)))),
        "image.refused", "",
    ),
    "gif of a size nobody has": (lambda: b"GIF89a\xff\xff\xff\xff\x00\x00\x00;", "image.refused", ""),
    "jpeg of a size nobody has": (
        lambda: b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xd9",
        "image.refused", "",
    ),
}  # fmt: skip

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
_16_BIT_COLOUR = (
    b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 16, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00" + b"\xff\xff\x00\x00\x00\x00" + b"\x00\x00\xff\xff\x00\x00"))
    + _chunk(b"IEND", b"")
)  # fmt: skip

# Files to download: the name on the old site, and the suffix that the content deserves or the finding.
FILES: dict[str, tuple[bytes, str, str]] = {
    "pdf": (PDF, "guide.pdf", ".pdf"),
    "pdf by another name": (PDF, "guide.exe", ".pdf"),
    "word": (_office("[Content_Types].xml", "word/document.xml"), "a.docx", ".docx"),
    "excel": (_office("[Content_Types].xml", "xl/workbook.xml"), "a.doc", ".xlsx"),
    "powerpoint": (_office("[Content_Types].xml", "ppt/presentation.xml"), "a.pptx", ".pptx"),
    "text": ("膝の体操\n一日三回".encode(), "a.txt", ".txt"),
    "a table in an old encoding": ("部位,回数\n膝,三".encode("cp932"), "a.csv", ".csv"),
    "pdf cut off": (PDF[:40], "a.pdf", "file.refused"),
    "html named pdf": (b"<html><script>alert(1)</script></html>", "a.pdf", "file.refused"),
    "html named text": (b"  <html><script>alert(1)</script></html>", "a.txt", "file.refused"),
    "html in front of a pdf": (b"<script>alert(1)</script>" + PDF, "a.pdf", "file.refused"),
    "svg": (SVG, "a.svg", "file.refused"),
    "program": (b"MZ" + bytes(200), "a.pdf", "file.refused"),
    "program named text": (b"MZ" + bytes(200), "a.txt", "file.refused"),
    "archive": (_office("a.exe"), "a.docx", "file.refused"),
    "word with macros": (
        _office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "a.docx", "file.refused",
    ),
    "broken archive": (b"PK\x03\x04" + bytes(50), "a.docx", "file.refused"),
    "nothing": (b"", "a.pdf", "file.refused"),
}  # fmt: skip
