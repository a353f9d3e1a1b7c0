"""Charts over days as lines and boxes to be drawn: places in units of the drawing. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

NARROW, WIDE = (300, 210, 3), (720, 260, 7)  # width, height, dates named below at most
_TOP, _BOTTOM, _RIGHT = 12, 26, 24
_TICKS = 5
_BAR = 40.0  # the widest bar
_DOTTED = 31  # days up to which each has its dot
_MARKS = ("one", "two", "three")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Values of one kind, one for each day; None where there is none."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What is to be drawn. `stacked`: bars on top of each other, in place of lines."""

    days: tuple[date, ...]
    series: tuple[Series, ...]
    stacked: bool
    whole: bool  # whether there are no halves of what is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A value with its place on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A bar, or a part of one. `mark`: key for the style."""

    x: float
    y: float
    width: float
    height: float
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A line of straight pieces as an SVG path, with the dots on it."""

    path: str
    dots: tuple[tuple[float, float], ...]
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A figure at one size."""

    width: int
    height: int
    left: float
    right: float
    floor: float
    across: tuple[Tick, ...]  # dates
    up: tuple[Tick, ...]  # values
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]


def marks(series: Sequence[Series]) -> tuple[str, ...]:
    """The key for the style of each."""
    return _MARKS[: len(series)]


def draw(
    figure: Figure,
    size: tuple[int, int, int],
    named: Callable[[date], str],
    valued: Callable[[float], str],
) -> Drawing:
    """A figure at a size; `named` and `valued` write dates and values at the axes."""
    width, height, most = size
    steps = ticks(_highest(figure), whole=figure.whole)
    left = 10 + 7 * max(len(valued(step)) for step in steps)
    place = _Place(
        left=left,
        right=width - _RIGHT,
        floor=height - _BOTTOM,
        top=_TOP,
        days=max(1, len(figure.days)),
        most=steps[-1],
    )
    return Drawing(
        width=width,
        height=height,
        left=left,
        right=place.right,
        floor=place.floor,
        across=tuple(_across(figure.days, most, place, named)),
        up=tuple(Tick(at=place.y(step), label=valued(step)) for step in steps),
        boxes=tuple(_boxes(figure, place)) if figure.stacked else (),
        curves=() if figure.stacked else tuple(_curves(figure, place)),
    )


def ticks(highest: float, *, whole: bool) -> tuple[float, ...]:
    """Round values from 0 up to the highest or just above it; at least two."""
    least = 1.0 if whole else 0.1
    raw = max(highest / _TICKS, least)
    unit = 10.0 ** floor(log10(raw))
    step = next(m * unit for m in (1, 2, 5, 10) if m * unit >= raw * (1 - 1e-9))
    count = max(1, ceil(highest / step - 1e-9))
    return tuple(round(n * step, 6) for n in range(count + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """From days and values to places."""

    left: float
    right: float
    floor: float
    top: float
    days: int
    most: float

    @property
    def slot(self) -> float:
        """The width of a day."""
        return (self.right - self.left) / self.days

    def x(self, day: int) -> float:
        return round(self.left + (day + 0.5) * self.slot, 1)

    def y(self, value: float) -> float:
        return round(self.floor - (self.floor - self.top) * value / self.most, 1)


def _highest(figure: Figure) -> float:
    columns = zip(*(s.values for s in figure.series), strict=True)
    sums = (([v for v in column if v is not None]) for column in columns)
    each = [(sum(c) if figure.stacked else max(c, default=0.0)) for c in sums]
    return max(each, default=0.0)


def _across(
    days: Sequence[date], most: int, place: _Place, named: Callable[[date], str]
) -> Iterator[Tick]:
    """Some dates, evenly apart, the last always among them."""
    every = max(1, ceil(len(days) / most))
    last = len(days) - 1
    for n in range(len(days)):
        if (last - n) % every == 0:
            yield Tick(at=place.x(n), label=named(days[n]))


def _boxes(figure: Figure, place: _Place) -> Iterator[Box]:
    width = round(min(_BAR, place.slot * 0.8), 1)
    for day in range(len(figure.days)):
        below = 0.0
        for mark, series in zip(_MARKS, figure.series, strict=False):
            value = series.values[day] or 0.0
            top, foot = place.y(below + value), place.y(below)
            below += value
            x = round(place.x(day) - width / 2, 1)
            if value:
                yield Box(x=x, y=top, width=width, height=round(foot - top, 1), mark=mark)


def _curves(figure: Figure, place: _Place) -> Iterator[Curve]:
    for mark, series in zip(_MARKS, figure.series, strict=False):
        points = [
            None if v is None else (place.x(n), place.y(v)) for n, v in enumerate(series.values)
        ]
        pieces, lone = _pieces(points)
        path = " ".join("M" + " L".join(f"{x} {y}" for x, y in piece) for piece in pieces)
        dots = [p for p in points if p] if len(points) <= _DOTTED else lone
        yield Curve(path=path, dots=tuple(dots), mark=mark)


def _pieces(
    points: Sequence[tuple[float, float] | None],
) -> tuple[list[list[tuple[float, float]]], list[tuple[float, float]]]:
    """Runs of neighbours to be joined, and points that have none."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [r for r in runs if len(r) > 1], [r[0] for r in runs if len(r) == 1]
