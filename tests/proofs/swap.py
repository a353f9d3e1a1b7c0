"""A change of embedding models and back, under load: `make prove-swap`. No question may fail.

`swap.py FOLDER QUESTIONS`: a copy of the data folder is worked on. Questions are asked without a pause, several
at once, while the indexes are filled with another model, changed over to, changed back, and forth again.
"""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from platforms.processes import free_port
from proofs.asking import FAULTS, Asked, Asker, expect, questions, told
from proofs.server import Server
from proofs.turned import NAME, make

from bot.app import model_folder, read_settings

_AT_ONCE = 3
_BEFORE = 60


async def main(folder: Path, file: Path) -> None:
    """All of it."""
    with tempfile.TemporaryDirectory() as scratch:
        data, other = Path(scratch) / "data", Path(scratch) / "model"
        shutil.copytree(folder, data)
        make(model_folder(read_settings()), other)
        settings = {"feeds": "", "samples": False, "port": free_port()}
        server = Server(data, settings)
        await server.start()
        try:
            await _under_load(server, other, questions(file))
        finally:
            await server.stop()


async def _under_load(server: Server, other: Path, texts: list[str]) -> None:
    askers = [Asker(server, texts[n::_AT_ONCE]) for n in range(_AT_ONCE)]
    before, during = Asked(), Asked()
    for n in range(_BEFORE):
        await askers[n % _AT_ONCE].ask(before)
    stop = asyncio.Event()
    asking = [asyncio.create_task(asker.until(stop, during)) for asker in askers]
    try:
        for kind, options in (
            ("reindex", {"model": str(other)}),
            ("rollback", {}),
            ("rollback", {}),
        ):
            run = await server.post("/api/runs", {"kind": kind, "options": options})
            done = await server.until(lambda r, id=run["id"]: r.get("id") == id and r["finished"])
            active = next(g for g in (await server.now())["generations"] if g["state"] == "active")
            good = done["state"] == "done"
            expect(good, f"{kind}: {done['state']} {done['message'] or ''}, now {active['model']}")
        expect(active["model"] == NAME, "the other model answers in the end")
    finally:
        stop.set()
        await asyncio.gather(*asking)
    expect(not during.failed, f"failed questions: {len(during.failed)} {during.failed[:3]}")
    answered = (
        sum(before.answered),
        len(before.answered),
        sum(during.answered),
        len(during.answered),
    )
    print("        answered (not refused): before {} of {}, during {} of {}".format(*answered))
    told("before", before)
    told("during", during)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
    sys.exit(1 if FAULTS else 0)
