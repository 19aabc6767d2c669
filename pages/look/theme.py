"""The look of the app's own HTML. Colours and fonts of Streamlit's widgets stand in `.streamlit/config.toml`."""

from pathlib import Path

from pages.look.draw import draw

FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"  # what ordinary office machines have
INK, SOFT, LINE, BRAND = "#1C2733", "#566373", "#DFE4EA", "#1D4F7C"


def dress() -> None:
    """Put the style sheet on the page. Once a page."""
    draw(Path(__file__).with_name("theme.css"))
