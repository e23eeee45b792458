"""Draws the made-up faces beside it: `python host/sitthi_sandbox/card/photos/draw.py`.

Run by hand when a face changes; needs Pillow, which nothing needs at run time. Two photos are special:
`child.jpg` carries spaces (0x20) where readers cut the photo into chunks, `longname.jpg` has all the 5118
bytes a card can hold.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

SIZE: Final = (148, 178)
FULL: Final = 5118
SCALE: Final = 4
FACES: Final = {
    # file: (background, skin, hair, clothes, long hair, glasses)
    "officer": ("#cfe3f2", "#e7b98f", "#2b2320", "#3d6fa5", True, False),
    "officer2": ("#cfe3f2", "#d8a577", "#1f1b19", "#f4f4f0", False, True),
    "patient": ("#d9e8dc", "#c98f63", "#211c1a", "#a8523f", False, False),
    "elder": ("#e6e0ee", "#d7a67c", "#c9c9c9", "#7a5a86", True, True),
    "longname": ("#cfe3f2", "#efc7a0", "#3a2a20", "#5d7a45", True, False),
    "foreigner": ("#dde5ea", "#eec9a6", "#46331f", "#33414f", False, False),
    "child": ("#fbeecf", "#e9bd93", "#191512", "#e0b23d", False, False),
    "oldest": ("#d5d5d5", "#b98a63", "#8f8f8f", "#5b5b5b", False, True),
}


def draw(background: str, skin: str, hair: str, clothes: str, long_hair: bool, glasses: bool) -> Image.Image:
    """One flat face, 148 x 178 pixels."""
    image = Image.new("RGB", (SIZE[0] * SCALE, SIZE[1] * SCALE), background)
    pen = ImageDraw.Draw(image)

    def box(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
        return left * SCALE, top * SCALE, right * SCALE, bottom * SCALE

    if long_hair:
        pen.rounded_rectangle(box(32, 26, 116, 146), radius=40 * SCALE, fill=hair)
    pen.ellipse(box(8, 134, 140, 250), fill=clothes)
    pen.rectangle(box(60, 110, 88, 146), fill=skin)
    pen.polygon([(60 * SCALE, 138 * SCALE), (88 * SCALE, 138 * SCALE), (74 * SCALE, 160 * SCALE)], fill=skin)
    for left in (34, 106):
        pen.ellipse(box(left, 68, left + 10, 88), fill=skin)
    pen.ellipse(box(39, 24, 109, 124), fill=skin)
    pen.pieslice(box(36, 18, 112, 96), 180, 360, fill=hair)
    for left in (54, 82):
        pen.ellipse(box(left, 70, left + 12, 78), fill="white")
        pen.ellipse(box(left + 3, 70, left + 10, 78), fill="#2a1d16")
        pen.arc(box(left - 2, 60, left + 14, 74), 200, 340, fill=hair, width=2 * SCALE)
        if glasses:
            pen.ellipse(box(left - 5, 63, left + 17, 85), outline="#333333", width=SCALE * 3 // 2)
    if glasses:
        pen.line(box(71, 73, 77, 73), fill="#333333", width=SCALE * 3 // 2)
    pen.arc(box(68, 78, 80, 94), 30, 150, fill="#8d5f3f", width=SCALE * 3 // 2)
    pen.chord(box(60, 92, 88, 110), 20, 160, fill="#b4493f")
    return image.resize(SIZE, Image.Resampling.LANCZOS).filter(ImageFilter.SHARPEN)


def encode(image: Image.Image, limit: int) -> bytes:
    """The best JPEG of at most `limit` bytes."""
    for quality in range(95, 20, -1):
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= limit:
            return out.getvalue()
    raise ValueError("the face does not fit")


def with_comment(jpeg: bytes, length: int) -> bytes:
    """A COM segment of `length` spaces right behind SOI."""
    return jpeg[:2] + b"\xff\xfe" + (length + 2).to_bytes(2, "big") + b" " * length + jpeg[2:]


def main() -> None:
    folder = Path(__file__).parent
    for name, look in FACES.items():
        image = draw(*look)
        if name == "child":
            jpeg = with_comment(encode(image, 3800), 800)
        elif name == "longname":
            plain = encode(image, FULL - 5)
            jpeg = with_comment(plain, FULL - 4 - len(plain))
        else:
            jpeg = encode(image, 3600)
        (folder / f"{name}.jpg").write_bytes(jpeg)


if __name__ == "__main__":
    main()
