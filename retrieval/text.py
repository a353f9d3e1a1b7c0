"""Plain text: what is stored, searched and quoted. Pure."""

import re
import unicodedata

_MARKUP = (
    "a|abbr|address|article|aside|audio|b|base|big|blink|blockquote|body|br|button|canvas|center|cite|code|dd|del"
    "|details|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hr"
    "|html|i|iframe|img|input|ins|keygen|label|li|link|main|marquee|math|meta|nav|noscript|object|ol|option|p|param"
    "|picture|pre|q|s|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody"
    "|td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|video|wbr"
)
_TAG = re.compile(
    rf"<(/?(?:{_MARKUP})\b[^<>]*|!--[^<>]*|!doctype[^<>]*|\?xml[^<>]*)(>?)", re.IGNORECASE
)
_EXECUTABLE = re.compile(r"\b(javascript|vbscript):(?=\S)", re.IGNORECASE)
_BREAK = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_SPACE = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")  # all white space but single spaces
_PARAGRAPH = re.compile(r"\n{3,}")
_HIDDEN = re.compile(  # joiners stay: they are part of words and of emoji
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]",
)
_REORDERING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_SAMPLE = 2_000  # characters
_SCRIPTS = {  # in the order of what decides: Japanese and Korean texts have Han too
    "ko": (re.compile("[\uac00-\ud7a3\u3131-\u318e]"), 0.1),
    "ja": (re.compile("[\u3041-\u3096\u30a1-\u30fa]"), 0.1),
    "zh": (re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"), 0.3),
}
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-z]+")
_ENGLISH = frozenset(
    "a an and are as at by for from has in is it of on that the this to was will with".split()
)
_ENGLISH_SHARE = 0.1  # of the words


def as_given(text: str) -> str:
    """What is plain text already, to the letter: NFC and white space folded, no control or reordering character.

    Invisible characters and what looks like a tag stay, so that quotes stand in the original too.
    """
    return _folded(_REORDERING.sub("", _BREAK.sub("\n", text)))


def plain(text: str) -> str:
    """NFC, no control, invisible or direction-changing character, no tag; paragraphs parted by one blank line.

    Plain text that shows a tag keeps it in ‹angle quotes›. Repeatable: plain(plain(x)) == plain(x).
    """
    return _folded(_inert(_HIDDEN.sub("", _BREAK.sub("\n", text))))


def _folded(text: str) -> str:
    lines = _SPACE.sub(" ", unicodedata.normalize("NFC", text)).split("\n")
    return _PARAGRAPH.sub("\n\n", "\n".join(line.strip(" ") for line in lines)).strip("\n")


def one_line(text: str) -> str:
    """Plain text without line breaks, for titles and names."""
    return " ".join(plain(text).split())


def _inert(text: str) -> str:
    """Searched for first: nearly all texts have none of it."""
    tagless = _TAG.sub(_quoted, text) if "<" in text else text
    return _EXECUTABLE.sub(r"\1 :", tagless) if "script:" in tagless.lower() else tagless


def _quoted(tag: re.Match[str]) -> str:
    return f"‹{tag[1]}{'›' if tag[2] else ''}"


def language(text: str) -> str | None:
    """ISO 639-1 by script, and by its commonest words for English; None when neither tells."""
    sample = text[:_SAMPLE]
    letters = max(1, len(_LETTER.findall(sample)))
    for name, (script, share) in _SCRIPTS.items():
        if len(script.findall(sample)) >= share * letters:
            return name
    words = _LATIN.findall(sample.lower())
    common = sum(word in _ENGLISH for word in words)
    return "en" if words and common >= _ENGLISH_SHARE * len(words) else None
