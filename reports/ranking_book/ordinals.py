"""Chapters are numbered 一、二、三 in Chinese and 1, 2, 3 in English."""

DIGITS = "〇一二三四五六七八九"


def ordinal(number: int, lang: str) -> str:
    """1 to 99 as it stands before a heading."""
    if lang != "zh":
        return str(number)
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else DIGITS[tens]) + "十" if tens else "") + (DIGITS[ones] if ones or not tens else "")
