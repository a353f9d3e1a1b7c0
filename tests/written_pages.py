"""Pages of an invented site, and a desk that reads them."""

from collections.abc import Mapping
from datetime import timedelta
from types import ModuleType

from examples import NOW
from running import new_runs
from world import World

from bot.adding import Adding
from bot.catalogue import Catalogue, Kind, never
from bot.desk import LocalDesk
from retrieval.discover import Discovery
from retrieval.ports import SourceTools

ENGLISH = [
    "The ferry company of the northern bay said on Monday that its new boat runs on hydrogen alone.",
    "It carries forty cars and two hundred people, and it needs eleven minutes to cross the bay.",
    "The harbour master expects that the older boats will be sold before the winter begins.",
    "Tickets will cost as much as before, the company added in its statement to the town council.",
]
KOREAN = [
    "북쪽 만을 오가는 여객선 회사가 새 배는 수소만으로 움직인다고 월요일에 밝혔다.",
    "이 배는 자동차 마흔 대와 승객 이백 명을 태우고 십일 분 만에 만을 건넌다.",
    "항만 책임자는 겨울이 오기 전에 낡은 배들이 모두 팔릴 것으로 내다봤다.",
    "회사는 마을 의회에 낸 자료에서 요금은 예전과 같을 것이라고 덧붙였다.",
]


def page(paragraphs: list[str], head: str = "", title: str = "A hydrogen ferry") -> bytes:
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f"<html><head><title>{title}</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1>{text}</article><footer>Imprint</footer></body></html>"
    ).encode()


def catalogue(kinds: Mapping[str, ModuleType]) -> Catalogue:
    """As the program makes it of the modules of kinds."""
    found = [
        Kind(
            name=name,
            recognises=module.recognises,
            any_address=getattr(module, "ANY_ADDRESS", False),
            single=getattr(module, "single", never),
        )
        for name, module in kinds.items()
    ]
    return Catalogue(kinds=found, refresh_every=timedelta(minutes=30), model="fake")


def desk(world: World, kinds: Mapping[str, ModuleType], tools: SourceTools) -> LocalDesk:
    """A desk over a world's stores that finds out what an address is, and reads it by these kinds."""
    world.ingest._readers = {name: module.make(tools) for name, module in kinds.items()}
    known = catalogue(kinds)
    return LocalDesk(
        library=world.library,
        serving=world.desk._serving,
        runner=world.office.tasks,
        catalogue=known,
        adding=Adding(world.library, known, Discovery(tools)),
        new_run=new_runs(lambda: NOW, "read"),
    )
