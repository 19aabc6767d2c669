"""Papers that people of the demo city hand in: a page as a scanner gives it, plainly no real document, as an image or a PDF."""

import struct
import zlib
from random import Random

WIDTH, HEIGHT = 420, 594  # A4 at 51 dots an inch
WHITE, INK, RED = b"\xff\xff\xff", b"\x50\x50\x58", b"\xc8\x28\x28"
MARGIN, LINE, SEAL = 46, 22, (300, 470, 46)  # the seal's middle and radius


def paper(file_name: str) -> bytes:
    """The file of that name: a PNG or a PDF by its ending, always the same bytes for the same name."""
    pixels = _page(Random(file_name))
    return _png(pixels) if file_name.endswith(".png") else _pdf(pixels)


def _page(rng: Random) -> list[bytes]:
    """Lines of grey strokes where words would be, and a round red seal."""
    rows = [bytearray(WHITE * WIDTH) for _ in range(HEIGHT)]
    for top in range(MARGIN + 40, HEIGHT - 2 * MARGIN, LINE):
        end = WIDTH - MARGIN - (rng.randrange(180) if rng.random() < 0.25 else 0)
        _stroke(rows, top, MARGIN, end)
    _stroke(rows, MARGIN, WIDTH // 4, WIDTH * 3 // 4)
    _seal(rows)
    return [bytes(row) for row in rows]


def _stroke(rows: list[bytearray], top: int, start: int, end: int) -> None:
    for row in rows[top : top + 9]:
        for at in range(start, end, 13):
            row[3 * at : 3 * (at + 10)] = INK * 10


def _seal(rows: list[bytearray]) -> None:
    across, down, radius = SEAL
    for y in range(down - radius, down + radius + 1):
        for x in range(across - radius, across + radius + 1):
            away = (x - across) ** 2 + (y - down) ** 2
            if (radius - 4) ** 2 <= away <= radius**2 or away <= 81:
                rows[y][3 * x : 3 * x + 3] = RED


def _png(rows: list[bytes]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    lines = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def _pdf(rows: list[bytes]) -> bytes:
    image = zlib.compress(b"".join(rows))
    shown = f"q 595 0 0 842 0 0 cm /Im Do Q BT /F 11 Tf 65 20 Td (Demo - {WIDTH} x {HEIGHT} - not a real document) Tj ET".encode()
    page = (
        "/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /XObject << /Im 4 0 R >> /Font << /F 6 0 R >> >>"
    )
    size = f"/Width {WIDTH} /Height {HEIGHT} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< {page} >>".encode(),
        f"<< /Type /XObject /Subtype /Image {size} /Length {len(image)} >>\nstream\n".encode() + image + b"\nendstream",
        f"<< /Length {len(shown)} >>\nstream\n".encode() + shown + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written, places = b"%PDF-1.4\n", []
    for number, said in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n" % number + said + b"\nendobj\n"
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    ending = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(written))
    return written + b"xref\n0 %d\n" % (len(objects) + 1) + table + ending
