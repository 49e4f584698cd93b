"""Draws the two icons of the Teams app: a signpost, our own drawing. Needs Pillow; only for a new drawing."""

from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent
NAVY, WHITE, GOLD, CLEAR = (31, 58, 95, 255), (255, 255, 255, 255), (242, 193, 78, 255), (0, 0, 0, 0)
SHARP = 8  # drawn this much larger, then made smaller, so that edges are smooth

Colour = tuple[int, int, int, int]


def signpost(size: int, ground: Colour, wood: Colour, board: Colour, margin: float) -> Image.Image:
    """A post with two boards, pointing both ways, on a square of *size* pixels; *margin* is a share of it."""
    full = size * SHARP
    picture = Image.new("RGBA", (full, full), ground)
    draw = ImageDraw.Draw(picture)

    def at(x: float, y: float) -> tuple[float, float]:
        inner = full * (1 - 2 * margin)
        return full * margin + x * inner, full * margin + y * inner

    draw.rounded_rectangle((*at(0.45, 0.0), *at(0.55, 1.0)), radius=full * 0.02, fill=wood)
    draw.polygon([at(0.14, 0.12), at(0.78, 0.12), at(0.96, 0.25), at(0.78, 0.38), at(0.14, 0.38)], fill=board)
    draw.polygon([at(0.86, 0.46), at(0.22, 0.46), at(0.04, 0.59), at(0.22, 0.72), at(0.86, 0.72)], fill=wood)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    """Write both icons beside this script."""
    signpost(192, NAVY, WHITE, GOLD, 0.16).convert("RGB").save(HERE / "color.png", optimize=True)
    outline = signpost(32, CLEAR, WHITE, WHITE, 0.06)
    white = Image.new("RGBA", outline.size, WHITE)
    white.putalpha(outline.getchannel("A"))  # nothing but white, more or less of it
    white.save(HERE / "outline.png", optimize=True)


if __name__ == "__main__":
    main()
