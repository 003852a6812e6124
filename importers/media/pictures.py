"""A picture's bytes, from wherever they come → a picture made anew from its pixels.

What is not pixels stays behind: EXIF and with it the place where a photograph was taken, comments, thumbnails, whatever
stands before or after the picture.  The orientation is applied, the colour profile kept.  A picture that is too large
to decode safely is refused by what its header says, before anything is decoded.  Knows no Django.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps, JpegImagePlugin

from importers.errors import PageRefused

MOST_PIXELS = 30_000_000
LONGEST_SIDE = 16_383  # of a WebP, which visitors are sent; also what keeps a rendition from being refused later
_MOST_PROFILE = 4 * 1024 * 1024  # bytes; the largest printing profiles have 3 MB
_SUFFIXES = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp", "AVIF": ".avif"}
_MOVING = frozenset({"GIF", "WEBP"})
_PUT_GOOD_ONE = "Put a picture that opens in its place and import again."


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made anew."""

    data: bytes
    suffix: str
    width: int
    height: int
    notes: tuple[str, ...] = ()  # what is not as it was


def made_anew(data: bytes, most_pixels: int | None = None) -> Picture:
    """The same picture, of its pixels alone.

    Args:
        data: of a JPEG, PNG, GIF, WebP or AVIF.
        most_pixels: of all its frames together.

    Raises:
        PageRefused: `image.refused`: it is no such picture, is cut off, or too large.
    """
    most_pixels = most_pixels or MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit below is lower
            with Image.open(BytesIO(data), formats=[name for name in _SUFFIXES if name != "MPO"]) as image:
                _check_size(*image.size, most_pixels)
                return _made_anew(image, data, most_pixels)
    except PageRefused:
        raise
    except Image.DecompressionBombError as error:
        raise PageRefused("image.refused", "it has too many pixels to be decoded safely.", _PUT_GOOD_ONE) from error
    except Exception as error:  # decoders raise whatever they meet
        reason = "it is no picture" if isinstance(error, Image.UnidentifiedImageError) else "it cannot be decoded"
        raise PageRefused("image.refused", f"{reason}.", _PUT_GOOD_ONE) from error


def _check_size(width: int, height: int, most_pixels: int) -> None:
    if width * height > most_pixels or max(width, height) > LONGEST_SIDE:
        raise PageRefused("image.refused", f"it has {width} × {height} pixels, too many to be used.", _PUT_GOOD_ONE)


def _made_anew(image: Any, data: bytes, most_pixels: int) -> Picture:
    kind = "JPEG" if image.format == "MPO" else image.format
    notes: list[str] = []
    frames = getattr(image, "n_frames", 1) if image.format != "MPO" else 1
    moving = frames > 1 and kind in _MOVING and frames * image.width * image.height <= most_pixels
    if frames > 1 and not moving:
        notes.append(f"it has {frames} frames, of which only the first is kept")
    elif moving:
        notes.append("it moves: the library keeps it so, pages show its first frame")
    out = BytesIO()
    if moving:
        size = _save_moving(image, out, kind, frames, lossless=b"VP8L" in data)
    else:
        size = _save_still(image, out, kind, notes, lossless=b"VP8L" in data)
    return Picture(out.getvalue(), _SUFFIXES[kind], *size, tuple(notes))


def _save_still(image: Any, out: BytesIO, kind: str, notes: list[str], *, lossless: bool) -> tuple[int, int]:
    tables = getattr(image, "quantization", None) if image.mode in {"L", "RGB"} else None
    sampling = JpegImagePlugin.get_sampling(image) if kind == "JPEG" and tables else -1
    progressive = bool(image.info.get("progressive"))
    upright = ImageOps.exif_transpose(image)
    plain, profile = _in_colours_of_the_web(upright, image.info.get("icc_profile"), kind, notes)
    plain.info = {name: value for name, value in plain.info.items() if name == "transparency"}
    if kind == "JPEG":
        # With the tables it was made with, a JPEG loses next to nothing by being made again.
        quality = {"qtables": tables, "subsampling": sampling} if tables else {"quality": 90}
        plain.save(out, kind, **quality, optimize=True, progressive=progressive, icc_profile=profile)
    elif kind == "WEBP":
        plain.save(out, kind, lossless=lossless, quality=80 if lossless else 90, icc_profile=profile)
    elif kind == "AVIF":
        plain.save(out, kind, quality=85, icc_profile=profile)
    elif kind == "PNG":
        plain.save(out, kind, icc_profile=profile)
    else:
        plain.save(out, kind)
    return plain.size


def _save_moving(image: Any, out: BytesIO, kind: str, frames: int, *, lossless: bool) -> tuple[int, int]:
    stills, durations = [], []
    for number in range(frames):
        image.seek(number)
        still = image.convert("RGBA")
        still.info = {}
        stills.append(still)
        durations.append(image.info.get("duration", 100))
    options: dict[str, Any] = {"lossless": lossless, "quality": 80} if kind == "WEBP" else {"disposal": 2}
    if kind == "WEBP" or "loop" in image.info:
        options["loop"] = image.info.get("loop", 0)
    stills[0].save(out, kind, save_all=True, append_images=stills[1:], duration=durations, **options)
    return image.size


# Colours --------------------------------------------------------------------------------------------------------------


def _in_colours_of_the_web(image: Any, profile: bytes | None, kind: str, notes: list[str]) -> tuple[Any, bytes | None]:
    """Eight bits a channel, grey, RGB or a palette; and the colour profile, if it is one of such a picture."""
    known = _profile(profile)
    if image.mode == "CMYK":
        notes.append("its printing colours were turned into those of screens")
        return _from_printing(image, known), None
    if image.mode.startswith("I"):
        notes.append("its 16 bits a channel were turned into 8")
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode not in {"1", "L", "LA", "P", "RGB", "RGBA"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if kind in {"WEBP", "AVIF"} and image.mode not in {"RGB", "RGBA"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if profile and known is None:
        notes.append("its colour profile cannot be read and was left out")
    fits = known and known.profile.xcolor_space.strip() == ("GRAY" if image.mode in {"1", "L", "LA"} else "RGB")
    return image, known.tobytes() if known and fits else None


def _profile(data: bytes | None) -> ImageCms.ImageCmsProfile | None:
    if not data or len(data) > _MOST_PROFILE:
        return None
    try:
        return ImageCms.ImageCmsProfile(BytesIO(data))
    except (OSError, ValueError, ImageCms.PyCMSError):
        return None


def _from_printing(image: Any, profile: ImageCms.ImageCmsProfile | None) -> Any:
    if profile is not None and profile.profile.xcolor_space.strip() == "CMYK":
        try:
            return ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except ImageCms.PyCMSError:
            return image.convert("RGB")
    return image.convert("RGB")
