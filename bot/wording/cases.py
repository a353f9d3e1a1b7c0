"""Why a case failed, in the reader's language. Pure."""

import re

_TABLE = """
an answer is wanted, it abstained: (.+) = 답해야 하는데 답하지 않음: {0}
no answer is wanted, it answered = 답하지 말아야 하는데 답함
it cites none of the documents that are wanted = 인용해야 할 글을 하나도 인용하지 않음
it shows what must never be shown: (.+) = 보여서는 안 되는 인용을 보임: {0}
it failed: (.+) = 실패함: {0}
"""
_KOREAN = [
    (re.compile(english), korean)
    for english, korean in (line.split(" = ") for line in _TABLE.strip().split("\n"))
]


def case_reason_line(reason: str, lang: str) -> str:
    """A reason of `bot.cases.judge` or `bot.regression.failing`."""
    if lang != "ko":
        return reason
    found = ((korean, form.fullmatch(reason)) for form, korean in _KOREAN)
    told = next((korean.format(*match.groups()) for korean, match in found if match), None)
    return told or f"기대와 다름: {reason}"
