"""Korean time words. Hangul is expected composed (NFC)."""

import re

from retrieval.timewords.korean import dates, relative
from retrieval.timewords.korean.context import frame

__all__ = ["LATEST", "RULES", "frame"]

LATEST = re.compile(
    r"(?<![가-힣])(?:최근(?!접)|최신|요즘|요새|근래|지금(?!까지|껏)|현재(?!까지|형)|방금)"
)
RULES = (*dates.RULES, *relative.RULES)
