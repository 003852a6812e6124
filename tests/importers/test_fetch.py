"""The fetcher, against real servers on loopback: what is unsafe or broken is refused or bounded, the rest is read."""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from PIL import Image as PillowImage

from importers.errors import ImportFailure, NotFetched, PageRefused
from importers.fetch import Client, Fetcher, Hosts, Limits, addresses, normal, parse
from importers.fetch.fetcher import PATIENCE
from importers.media.files import suffix
from importers.media.pictures import made_anew

from . import unsafe
from .rawserver import Server, response, serving

TLS = Path(__file__).parent / "tls"
LIMITS = Limits(size=unsafe.LIMIT, seconds=1.2, silence=0.8, redirects=5)


def finding(work: Callable[[], Any]) -> str:
    """The id of the finding it ends with, `unsafe.READ` if it ends well."""
    try:
        work()
    except (NotFetched, PageRefused) as refused:
        assert str(refused)
        return refused.finding_id
    return unsafe.READ


def resolving(**numbers: str | list[str]) -> Callable[..., list[tuple[Any, ...]]]:
    """A resolver of its own; a list is what it says one time after the other.  Other names are asked of the system."""
    said: dict[str, int] = {}

    def resolve(host: str, port: int, **options: Any) -> list[tuple[Any, ...]]:
        name = host.replace(".", "_")
        if name not in numbers:
            return socket.getaddrinfo(host, port, **options)
        said[name] = said.get(name, -1) + 1
        known = numbers[name]
        number = known if isinstance(known, str) else known[min(said[name], len(known) - 1)]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in number.split()]

    return resolve


def client(*hosts: str, **options: Any) -> Client:
    return Client(Hosts(hosts), options.pop("limits", LIMITS), loopback=options.pop("loopback", True), **options)


def test_the_tables_are_long_enough() -> None:
    tables = (unsafe.ADDRESSES, unsafe.HOSTS, unsafe.INSIDE, unsafe.ANSWERS, unsafe.ORIGINALS, unsafe.FILES)
    assert sum(map(len, tables)) > 250


class TestAddresses:
    @pytest.mark.parametrize(("url", "expected"), unsafe.ADDRESSES.items(), ids=repr)
    def test_refused_by_itself(self, url: str, expected: str) -> None:
        try:
            hosts = [parse(url).authority]
        except NotFetched:
            hosts = ["www.example.jp"]
        assert finding(lambda: client(*hosts, loopback=False).get(url)) == expected

    @pytest.mark.parametrize(("url", "expected"), unsafe.HOSTS.items(), ids=repr)
    def test_refused_because_nobody_allowed_its_host(self, url: str, expected: str) -> None:
        assert finding(lambda: client("www.example.jp", "*.wixstatic.com").get(url)) == expected

    @pytest.mark.parametrize(
        ("pattern", "url"),
        [
            ("www.example.jp", "http://WWW.Example.JP./a"),
            ("www.example.jp", "https://www.example.jp:443/a"),
            ("*.wixstatic.com", "https://static.wixstatic.com/a"),
            ("*.wixstatic.com", "https://a.b.wixstatic.com/a"),
            ("www.example.jp:8080", "http://www.example.jp:8080/a"),
            ("日本語.jp", "https://日本語.jp/a"),
            ("日本語.jp", "https://xn--wgv71a119e.jp/a"),
        ],
    )
    def test_allowed(self, pattern: str, url: str) -> None:
        Hosts([pattern]).check(parse(url))

    @pytest.mark.parametrize(
        "pattern", ["", "*", "*.", "http://www.example.jp", "www.example.jp/a", "a b", "u@h", "h?x", "h#x"]
    )
    def test_what_is_no_host_cannot_be_allowed(self, pattern: str) -> None:
        with pytest.raises(ImportFailure):
            Hosts([pattern])

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("HTTP://Example.JP/a", "http://example.jp:80/a"),
            ("https://example.jp/%7ea", "https://example.jp/~a"),
            ("https://example.jp/膝 1.png", "https://example.jp/%e8%86%9d%201.png"),
            ("https://example.jp/a/../b#c", "https://example.jp/b"),
            ("https://example.jp", "https://example.jp/"),
        ],
    )
    def test_one_spelling_for_all(self, one: str, other: str) -> None:
        assert normal(one) == normal(other)

    @pytest.mark.parametrize(
        ("one", "other"), [("http://e.jp/a?x=1", "http://e.jp/a?x=2"), ("http://e.jp/a%2Fb", "http://e.jp/a/b")]
    )
    def test_different_addresses_stay_different(self, one: str, other: str) -> None:
        assert normal(one) != normal(other)


class TestMachines:
    @pytest.mark.parametrize("number", unsafe.INSIDE)
    def test_a_name_that_leads_inside(self, number: str) -> None:
        asking = client("www.example.jp", loopback=False, resolve=resolving(www_example_jp=number))
        assert finding(lambda: asking.get("http://www.example.jp/a.png")) == "fetch.inside"

    @pytest.mark.parametrize("number", unsafe.INSIDE)
    def test_one_of_several_machines_inside_is_enough(self, number: str) -> None:
        if " " in number:
            return
        asking = client("www.example.jp", loopback=False, resolve=resolving(www_example_jp=f"93.184.216.34 {number}"))
        assert finding(lambda: asking.get("http://www.example.jp/a.png")) == "fetch.inside"

    @pytest.mark.parametrize("number", unsafe.OUTSIDE)
    def test_the_public_internet(self, number: str) -> None:
        assert addresses.inside(number) == ""

    def test_loopback_is_lifted_for_this_machine_only(self) -> None:
        for number in unsafe.INSIDE:
            if number not in {"127.0.0.1", "127.8.8.8", "::1", "no number at all"}:
                asking = client("www.example.jp", resolve=resolving(www_example_jp=number))
                assert finding(lambda asking=asking: asking.get("http://www.example.jp/")) == "fetch.inside"  # type: ignore[misc]

    def test_the_machine_that_was_checked_is_asked(self) -> None:
        """A name that leads elsewhere the second time: it is looked up once, and that is what counts."""
        with serving({"/a": response(b"good")}) as good, serving({"/a": response(b"canary")}, "127.0.0.2") as canary:
            names = resolving(rebound_example=["127.0.0.1", "127.0.0.2"])
            asking = client(f"rebound.example:{good.port}", resolve=names)
            assert asking.get(f"http://rebound.example:{good.port}/a") == b"good"
            assert good.asked[0].lower().count(f"host: rebound.example:{good.port}\r\n") == 1
            assert not canary.asked

    def test_every_hop_is_looked_up_and_checked(self) -> None:
        with serving({"/a": unsafe.leading_to("/b"), "/b": response(b"secret")}) as server:
            names = resolving(rebound_example=["127.0.0.1", "10.0.0.1"])
            asking = client(f"rebound.example:{server.port}", resolve=names)
            assert finding(lambda: asking.get(f"http://rebound.example:{server.port}/a")) == "fetch.inside"
            assert server.paths() == ["/a"]

    def test_the_next_machine_is_tried(self) -> None:
        with serving({"/a": response(b"good")}) as server:
            asking = client(f"two.example:{server.port}", resolve=resolving(two_example="127.0.0.3 127.0.0.1"))
            assert asking.get(f"http://two.example:{server.port}/a") == b"good"

    @pytest.mark.parametrize("host", ["www.example.jp", "127.0.0.9:9"])
    def test_what_cannot_be_reached(self, host: str) -> None:
        with pytest.raises(NotFetched) as failure:
            client(host).get(f"http://{host}/a.png")
        assert (failure.value.finding_id, failure.value.host) == ("fetch.unreachable", host)

    def test_no_proxy_of_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with serving({"/a": response(b"good")}) as server, serving({}) as proxy:
            for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
                monkeypatch.setenv(name, f"http://{proxy.authority}")
            assert client(server.authority).get(server.url("/a")) == b"good"
            assert not proxy.asked


class TestTLS:
    @pytest.fixture
    def server(self) -> Iterator[Server]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(TLS / "server.pem")
        self.names: list[str | None] = []
        context.sni_callback = lambda _, name, __: self.names.append(name)
        with serving({"/a": response(b"good"), "/down": unsafe.leading_to("http://{here}/a")}, tls=context) as server:
            server.answers["/down"] = unsafe.leading_to(f"http://{server.authority}/a")
            yield server

    def asking(self, server: Server, name: str, trust: bool = True) -> Client:
        context = ssl.create_default_context(cafile=TLS / "ca.pem") if trust else None
        numbers = {name.replace(".", "_"): "127.0.0.1"}
        return client(f"{name}:{server.port}", server.authority, resolve=resolving(**numbers), trust=context)

    def test_the_certificate_is_checked_for_the_name(self, server: Server) -> None:
        asking = self.asking(server, "pictures.example")
        assert asking.get(f"https://pictures.example:{server.port}/a") == b"good"
        assert self.names == ["pictures.example"]

    @pytest.mark.parametrize(("name", "trust"), [("other.example", True), ("pictures.example", False)])
    def test_another_name_or_issuer_is_refused(self, server: Server, name: str, trust: bool) -> None:
        asking = self.asking(server, name, trust)
        assert finding(lambda: asking.get(f"https://{name}:{server.port}/a")) == "fetch.unreachable"
        assert not server.asked

    def test_no_way_out_of_encryption(self, server: Server) -> None:
        asking = self.asking(server, "pictures.example")
        assert finding(lambda: asking.get(f"https://pictures.example:{server.port}/down")) == "fetch.redirect"


@pytest.fixture(scope="module")
def answering() -> Iterator[Server]:
    with serving({"/good": response(unsafe.GOOD)}) as server:
        for name, (answer, _) in unsafe.ANSWERS.items():
            here = server.authority.encode()
            server.answers[f"/{quote(name)}"] = answer.replace(b"{here}", here) if isinstance(answer, bytes) else answer
        server.answers["/onwards%20for%20ever?again"] = unsafe.leading_to("/onwards%20for%20ever")
        yield server


class TestAnswers:
    @pytest.mark.parametrize("name", unsafe.ANSWERS)
    def test_read_or_refused_in_time(self, answering: Server, name: str) -> None:
        expected = unsafe.ANSWERS[name][1]
        asking = client(
            answering.authority, "10.0.0.1", "inside.example", resolve=resolving(inside_example="192.168.1.1")
        )
        began, came = time.monotonic(), []
        assert finding(lambda: came.append(asking.get(answering.url(f"/{quote(name)}")))) == expected
        assert time.monotonic() - began < LIMITS.seconds + 2
        assert came == ([unsafe.GOOD] if expected == unsafe.READ else [])

    def test_nothing_personal_is_sent(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / ".netrc").write_text("machine 127.0.0.1 login user password secret\n", encoding="utf-8")
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
        first = response(b"", "302 Found", "Location: /b", "Set-Cookie: session=1; Path=/")
        with serving({"/a": first, "/b": response(b"good")}) as server:
            assert client(server.authority).get(server.url("/a")) == b"good"
            for head in server.asked:
                names = {line.partition(":")[0].lower() for line in head.split("\r\n")[1:] if line}
                assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}

    def test_memory_stays_bounded(self) -> None:
        import tracemalloc

        with serving({"/bomb": unsafe.ANSWERS["gzip bomb"][0]}) as server:
            tracemalloc.start()
            try:
                assert finding(lambda: client(server.authority).get(server.url("/bomb"))) == "fetch.too-large"
                assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
            finally:
                tracemalloc.stop()


class TestMany:
    def fetcher(self, *hosts: str, **options: Any) -> Fetcher:
        self.slept: list[float] = []
        return Fetcher(client(*hosts), sleep=self.slept.append, **options)

    def outcome(self, fetcher: Fetcher, *urls: str) -> list[str]:
        return [
            found.finding_id if isinstance(found, NotFetched) else found.decode() for _, found in fetcher.fetch(urls)
        ]

    @pytest.mark.parametrize(
        ("status", "headers", "slept", "asked"),
        [
            ("503 Busy", [], [1.0, 4.0], 3),
            ("500 Oops", [], [1.0, 4.0], 3),
            ("429 Slowly", ["Retry-After: 7"], [7.0, 7.0], 3),
            ("429 Slowly", ["Retry-After: 3600"], [], 1),
            ("429 Slowly", ["Retry-After: 99999999999999999999"], [], 1),
            ("503 Busy", ["Retry-After: Thu, 01 Jan 1970 00:00:00 GMT"], [0.0, 0.0], 3),
            ("503 Busy", ["Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"], [], 1),
            ("503 Busy", ["Retry-After: -5"], [1.0, 4.0], 3),
            ("404 Gone", [], [], 1),
            ("410 Gone", [], [], 1),
            ("403 No", [], [], 1),
        ],
    )
    def test_patience(self, status: str, headers: list[str], slept: list[float], asked: int) -> None:
        with serving({"/a": response(b"", status, *headers)}) as server:
            self.outcome(self.fetcher(server.authority), server.url("/a"))
            assert (self.slept, len(server.asked)) == (slept, asked)

    def test_a_host_that_was_busy_for_a_moment(self) -> None:
        with serving({"/a": response(b"", "503 Busy")}) as server:
            fetcher = self.fetcher(server.authority)
            fetcher._sleep = lambda seconds: server.answers.update({"/a": response(b"good")})
            assert self.outcome(fetcher, server.url("/a")) == ["good"]

    def test_in_order_and_not_too_many_at_once(self) -> None:
        def late(connection: socket.socket) -> None:
            time.sleep(0.05)
            connection.sendall(response(b"late"))

        answers = {f"/{n}": late if n % 3 == 0 else response(str(n).encode()) for n in range(40)}
        with serving(answers) as server:
            found = self.outcome(self.fetcher(server.authority, at_once=3), *(server.url(f"/{n}") for n in range(40)))
            assert found == ["late" if n % 3 == 0 else str(n) for n in range(40)]
            assert 2 <= server.most_open <= 2 * 3  # one that has been answered may not be counted off yet

    def test_a_dead_host_is_given_up_at_once(self) -> None:
        looked_up = []

        def resolve(host: str, *args: Any, **kwargs: Any) -> Any:
            looked_up.append(host)
            raise socket.gaierror(socket.EAI_NONAME, "no such name")

        fetcher = Fetcher(client("dead.example", resolve=resolve), at_once=2, sleep=self.not_called)
        found = self.outcome(fetcher, *(f"http://dead.example/{n}" for n in range(50)))
        assert found == ["fetch.unreachable"] * 50
        assert len(looked_up) <= 2 and list(fetcher.given_up) == ["dead.example"]

    def not_called(self, seconds: float) -> None:
        raise AssertionError

    def test_a_host_that_only_fails_is_given_up_in_the_end(self) -> None:
        with serving({f"/{n}": response(b"", "500 Oops") for n in range(60)}) as server:
            fetcher = self.fetcher(server.authority, at_once=1)
            assert set(self.outcome(fetcher, *(server.url(f"/{n}") for n in range(60)))) == {"fetch.status"}
            assert len(server.asked) == 3 * PATIENCE and server.authority in fetcher.given_up

    def test_a_dead_host_keeps_nobody_from_another(self) -> None:
        with serving({"/a": response(b"good")}) as server:
            found = self.outcome(
                self.fetcher("dead.example", server.authority), "http://dead.example/", server.url("/a")
            )
            assert found == ["fetch.unreachable", "good"]

    def test_not_more_than_enough(self) -> None:
        with serving({"/a": response(b"good")}) as server:
            found = self.outcome(self.fetcher(server.authority, most=2), *[server.url("/a")] * 4)
            assert found == ["good", "good", "fetch.count", "fetch.count"]

    def test_a_run_that_stops_early_asks_no_more(self) -> None:
        with serving({"/a": response(b"good")}) as server:
            for _ in self.fetcher(server.authority, at_once=2).fetch([server.url("/a")] * 100):
                break
            assert len(server.asked) <= 5


class TestOriginals:
    @pytest.mark.parametrize("name", unsafe.ORIGINALS)
    def test_made_anew_or_refused(self, name: str) -> None:
        make, expected, note = unsafe.ORIGINALS[name]
        data, made = make(), []
        assert finding(lambda: made.append(made_anew(data, unsafe.PIXELS))) == expected
        if expected == unsafe.READ:
            (picture,) = made
            with PillowImage.open(io.BytesIO(picture.data)) as image:
                image.load()
                assert image.size == (picture.width, picture.height)
                assert not image.getexif() and not {"exif", "comment", "xmp", "Comment"} & image.info.keys()
            assert b"script" not in picture.data and b"alert" not in picture.data and b"PK\x03\x04" not in picture.data
            assert (note in " ".join(picture.notes)) if note else not picture.notes
            assert made_anew(data, unsafe.PIXELS) == picture  # its name is made of its content

    def picture(self, name: str) -> PillowImage.Image:
        image = PillowImage.open(io.BytesIO(made_anew(unsafe.ORIGINALS[name][0](), unsafe.PIXELS).data))
        image.load()
        return image

    def test_the_orientation_is_applied(self) -> None:
        assert self.picture("jpeg on its side").size == (48, 64)
        assert self.picture("jpeg").size == (64, 48)

    def test_the_colour_profile_is_kept(self) -> None:
        assert len(self.picture("colour profile").info["icc_profile"]) > 300
        assert "icc_profile" not in self.picture("script for a colour profile").info

    def test_a_jpeg_loses_next_to_nothing(self) -> None:
        from PIL import ImageChops

        before = PillowImage.open(io.BytesIO(unsafe.ORIGINALS["jpeg"][0]()))
        difference = ImageChops.difference(before.convert("RGB"), self.picture("jpeg").convert("RGB"))
        assert max(high for _, high in difference.getextrema()) <= 6

    @pytest.mark.parametrize(
        "name", ["png", "png with a palette", "black and white png", "lossless webp", "transparent png"]
    )
    def test_what_lost_nothing_loses_nothing(self, name: str) -> None:
        before = PillowImage.open(io.BytesIO(unsafe.ORIGINALS[name][0]())).convert("RGBA")
        assert before.tobytes() == self.picture(name).convert("RGBA").tobytes()

    def test_printing_colours_look_the_same(self) -> None:
        assert self.picture("printing colours").mode == "RGB"
        red, green, blue = self.picture("printing colours").getpixel((32, 24))  # type: ignore[misc]
        assert max(red, green, blue) < 60  # the middle of the gradient is dark, not inverted

    def test_16_bits_keep_their_greys(self) -> None:
        image = self.picture("16 bits")
        assert image.mode == "L" and [image.getpixel((x, 1)) for x in (0, 100, 255)] == [0, 100, 255]

    @pytest.mark.parametrize("name", ["moving gif", "moving webp"])
    def test_what_moves_goes_on_moving(self, name: str) -> None:
        image = self.picture(name)
        assert image.n_frames == 5 and image.info["loop"] == 0  # type: ignore[attr-defined]
        seen = set()
        for number in range(5):
            image.seek(number)
            seen.add(image.convert("RGB").getpixel((9, 9)))
        assert len(seen) == 5

    @pytest.mark.parametrize("name", unsafe.FILES)
    def test_files_are_known_by_their_content(self, name: str) -> None:
        data, old_name, expected = unsafe.FILES[name]
        try:
            assert suffix(data, old_name) == expected
        except PageRefused as refused:
            assert refused.finding_id == expected


def test_no_test_reaches_beyond_this_machine() -> None:
    with pytest.raises(socket.gaierror):
        socket.create_connection((urlsplit("https://www.example.com/").hostname or "", 443), timeout=5)
    with pytest.raises(ConnectionRefusedError):
        socket.socket().connect(("93.184.216.34", 80))
