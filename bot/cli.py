"""The `newsdesk` command. Only words are parsed here; `bot.commands` does the work."""

import asyncio
import logging
import os
import sys
from collections.abc import Coroutine
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.errors import BotError
from bot.plain import plain
from retrieval.errors import RetrievalError

app = typer.Typer(
    help="Answers about tech news in which every sentence is, or was checked against, an exact quote.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
evals = typer.Typer(
    help="Measure retrieval and answers on your own questions.", no_args_is_help=True
)
app.add_typer(evals, name="eval")
source = typer.Typer(help="Add, pause, schedule and remove sources.", no_args_is_help=True)
app.add_typer(source, name="source")

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where everything is kept [NEWSDESK_DATA_DIR].")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Watch = Annotated[bool, typer.Option("--watch", help="Show how it goes until it has ended.")]
Why = Annotated[bool, typer.Option("--why", help="Say how the reply came about.")]
Corpus = Annotated[
    Path, typer.Option("--corpus", resolve_path=True, help="JSON Lines of texts, .gz allowed.")
]
Questions = Annotated[
    Path, typer.Option("--questions", resolve_path=True, help="JSON Lines of questions.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Write the report here, too.")]


@app.command()
def serve(
    data_dir: DataDir = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Read the sources on their schedules and answer on a web page."""
    settings = _settings(data_dir=data_dir, host=host, port=port)
    import_module("bot.logs").set_up(settings)
    _run(import_module("bot.serve").serve(settings))


@app.command()
def ask(
    question: list[str], data_dir: DataDir = None, as_json: AsJson = False, why: Why = False
) -> None:
    """Ask a question, in English or Korean."""
    text, settings = " ".join(question), _settings(data_dir=data_dir)
    _print(_run(_commands().ask(settings, text, as_json=as_json, why=why)))


@app.command()
def ingest(locations: list[str], data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Read feeds and files, by address or path."""
    _end(*_run(_commands().ingest(_settings(data_dir=data_dir), locations, as_json=as_json)))


@app.command()
def refresh(
    source: str,
    confirm_deletions: Annotated[
        bool,
        typer.Option(
            "--confirm-deletions", help="Delete what is held back now, and say what that is."
        ),
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Read a known source now, by its id, address or name."""
    settings = _settings(data_dir=data_dir)
    work = _commands().refresh(settings, source, confirm=confirm_deletions, as_json=as_json)
    _end(*_run(work))


@app.command()
def sources(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the sources and how far the indexes are."""
    _print(_run(_commands().sources(_settings(data_dir=data_dir), as_json=as_json)))


@app.command()
def reindex(
    source: Annotated[
        str | None, typer.Option(help="Only this source, by its id, address or name.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Change over to this embedding model; empty: the packaged.")
    ] = None,
    passage_size: Annotated[
        int | None, typer.Option(min=200, max=4000, help="Change over to passages of this weight.")
    ] = None,
    watch: Watch = False,
    data_dir: DataDir = None,
) -> None:
    """Fill the indexes anew beside the old ones, check them, and change over."""
    wish = _admin().reindexing(model, passage_size)
    _start("reindex", wish, data_dir, source=source, watch=watch)


@app.command()
def rollback(watch: Watch = False, data_dir: DataDir = None) -> None:
    """Go back to the indexes before the last change-over."""
    _start("rollback", _wish("ROLLBACK"), data_dir, watch=watch)


@app.command()
def backup(
    file: Path,
    without_vectors: Annotated[
        bool, typer.Option("--without-vectors", help="Smaller; a restore computes them again.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Write everything but the indexes to a file, also while the server runs."""
    wish = _admin().archiving(_kind("BACKUP"), file, vectors=not without_vectors)
    _start("backup", wish, data_dir, watch=True)


@app.command()
def restore(file: Path, data_dir: DataDir = None) -> None:
    """Replace everything by what a backup holds, and fill the indexes from it."""
    _start("restore", _admin().archiving(_kind("RESTORE"), file), data_dir, watch=True)


@app.command()
def runs(
    run: Annotated[str | None, typer.Argument(help="One run, in full.")] = None,
    watch: Watch = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Recent runs: what was read, filled, removed, and what came of it."""
    settings = _settings(data_dir=data_dir)
    _print(_run(_admin().runs(settings, run, watch=watch, as_json=as_json)))


@app.command()
def cancel(run: str, data_dir: DataDir = None) -> None:
    """End a run."""
    _print(_run(_admin().cancel(_settings(data_dir=data_dir), run)))


@app.command()
def indexes(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """The generations of the indexes: the one that answers, the one before, one that is being filled."""
    _print(_run(_admin().generations(_settings(data_dir=data_dir), as_json=as_json)))


@app.command()
def audit(
    limit: Annotated[int, typer.Option(min=1, max=500)] = 50,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Who did what: the audit log, newest first."""
    _print(_run(_admin().acts(_settings(data_dir=data_dir), limit=limit, as_json=as_json)))


@app.command()
def console(data_dir: DataDir = None) -> None:
    """Print the link that opens the console of the running server."""
    _print([import_module("bot.console_key").link(_settings(data_dir=data_dir))])


@source.command("add")
def source_add(location: str, watch: Watch = False, data_dir: DataDir = None) -> None:
    """Add a source and have it read."""
    _end(*_run(_admin().add(_settings(data_dir=data_dir), location, watch=watch)))


@source.command("pause")
def source_pause(name: str, data_dir: DataDir = None) -> None:
    """Read a source no more; what is stored of it is still searched."""
    _print(_run(_admin().change(_settings(data_dir=data_dir), name, "pause")))


@source.command("resume")
def source_resume(name: str, data_dir: DataDir = None) -> None:
    """Read a source on its schedule again."""
    _print(_run(_admin().change(_settings(data_dir=data_dir), name, "resume")))


@source.command("schedule")
def source_schedule(
    name: str,
    minutes: Annotated[float, typer.Argument(help="0: only when asked to.")],
    data_dir: DataDir = None,
) -> None:
    """Set how often a source is read."""
    _print(_run(_admin().change(_settings(data_dir=data_dir), name, "schedule", minutes)))


@source.command("remove")
def source_remove(
    name: str,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    watch: Watch = False,
    data_dir: DataDir = None,
) -> None:
    """Delete a source with all its texts. They are never cited again."""
    if not yes:
        typer.confirm(f"Delete {name} with all its texts?", abort=True)
    _start("source remove", _wish("REMOVE"), data_dir, source=name, watch=watch)


@source.command("backfill")
def source_backfill(name: str, days: float, watch: Watch = False, data_dir: DataDir = None) -> None:
    """Read a source further back."""
    wish = _wish("BACKFILL", days=str(days))
    _start("source backfill", wish, data_dir, source=name, watch=watch)


@source.command("retry")
def source_retry(name: str, watch: Watch = False, data_dir: DataDir = None) -> None:
    """Read again only what has failed."""
    _start("source retry", _wish("RETRY"), data_dir, source=name, watch=watch)


@app.command()
def prepare() -> None:
    """Download and convert the embedding model, once."""
    _print(_run(_commands().prepare(_settings())))


@app.command()
def doctor(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Say what works, what is missing, and how to mend it."""
    _end(*_run(import_module("bot.doctor").examine(_settings(data_dir=data_dir), as_json)))


@evals.command("retrieval")
def eval_retrieval(
    corpus: Corpus, questions: Questions, out: Out = None, data_dir: DataDir = None
) -> None:
    """Recall and reciprocal rank: fused, dense alone, lexical alone."""
    _evaluate("bot.evals.retrieval", out, corpus, questions, data_dir)


@evals.command("cases")
def eval_cases(out: Out = None, data_dir: DataDir = None) -> None:
    """Ask the questions of the regression cases again, and say which replies are not as they must be."""
    say = import_module("bot.progress").Progress().say
    work = import_module("bot.evals.cases").run(_settings(data_dir=data_dir), out, say)
    _end(*_run(work))


@evals.command("answers")
def eval_answers(
    corpus: Corpus,
    questions: Questions,
    out: Out = None,
    data_dir: DataDir = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Answerable and unanswerable questions, so many each.")
    ] = None,
    replies: Annotated[
        Path | None, typer.Option(help="Where every reply is written, as JSON Lines.")
    ] = None,
) -> None:
    """What is answered, what is refused, and whether every quote is to the letter."""
    wish = import_module("bot.evals.answers").Wish(limit=limit, replies=replies)
    _evaluate("bot.evals.answers", out, corpus, questions, data_dir, wish)


@evals.command("grounding")
def eval_grounding(
    pairs: Annotated[Path, typer.Option("--pairs", help="JSON Lines of documents and claims.")],
    out: Out = None,
    data_dir: DataDir = None,
) -> None:
    """How well the statement checker tells supported claims from others."""
    _evaluate("bot.evals.grounding", out, pairs, data_dir)


def main() -> None:
    """Entry point. One line for whatever goes wrong in a way we know."""
    if (
        logging.lastResort is not None
    ):  # `serve` sets up logs; a command tells what went wrong itself
        logging.lastResort.setLevel(logging.ERROR)
    os.putenv("ORT_DISABLE_TELEMETRY", "1")  # else onnxruntime reports to its maker
    try:
        app()
    except (BotError, RetrievalError) as e:
        sys.exit(plain(f"newsdesk: {e}"))


def _commands() -> Any:
    return import_module("bot.commands")


def _admin() -> Any:
    return import_module("bot.admin_commands")


def _kind(name: str) -> Any:
    return import_module("retrieval.types").RunKind[name]


def _wish(kind: str, **options: str) -> Any:
    return import_module("bot.administration").Wish(kind=_kind(kind), options=options)


def _start(
    command: str, wish: Any, data_dir: Path | None, *, source: str | None = None, watch: bool
) -> None:
    settings = _settings(data_dir=data_dir)
    _end(*_run(_admin().start(settings, command, wish, source=source, watch=watch)))


def _end(lines: list[str], good: bool) -> None:
    _print(lines)
    if not good:
        raise typer.Exit(1)


def _settings(**given: Any) -> Any:
    return import_module("bot.app").read_settings(**given)


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def _evaluate(module: str, out: Path | None, *given: Any) -> None:
    say = import_module("bot.progress").Progress().say
    report = _run(import_module(module).evaluate(*given, say))
    _print(import_module("bot.evals.reports").written(report, out))


def _print(lines: list[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{plain(line)}\n")
