"""Who reads: the language and the time zone of a request. Only words from the request decide."""

from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo

from starlette.requests import Request

from bot.wording import LANGS, Lang, known


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """The language of the page, the one explicitly chosen if any, and the time zone."""

    lang: Lang
    chosen: Lang | None
    timezone: str  # IANA name
    zone: tzinfo


def visitor(request: Request, default_timezone: str) -> Visitor:
    """Reads `?lang=`, Accept-Language and the cookie `tz`."""
    chosen = chosen_language(request.query_params.get("lang"))
    zone = timezone(request.cookies.get("tz")) or ZoneInfo(default_timezone)
    return Visitor(
        lang=chosen or preferred_language(request.headers.get("accept-language", "")),
        chosen=chosen,
        timezone=zone.key,
        zone=zone,
    )


def chosen_language(lang: str | None) -> Lang | None:
    """A language that was asked for and that there is."""
    return next((known for known in LANGS if known == lang), None)


def preferred_language(accept: str) -> Lang:
    """The best of the languages that a browser accepts; English when it knows none of ours."""
    ranked = sorted((_choice(part) for part in accept.split(",")), key=lambda c: -c[0])
    ours = (tag for weight, tag in ranked if weight > 0 and tag.split("-")[0] in LANGS)
    return known(next(ours, None))


def timezone(name: str | None) -> ZoneInfo | None:
    """The time zone of that name, if there is one."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def _choice(part: str) -> tuple[float, str]:
    """Weight and tag of one part of Accept-Language, such as `ko-KR;q=0.9`."""
    tag, _, weight = part.strip().lower().partition(";q=")
    try:
        return (float(weight) if weight else 1.0), tag
    except ValueError:
        return 0.0, tag
