"""The `newsdesk` command. Only words are parsed here; `bot.commands` does the work."""

import asyncio
import os
import sys
from collections.abc import Coroutine
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.errors import BotError
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

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where everything is kept [NEWSDESK_DATA_DIR].")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
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
    lines, good = _run(_commands().ingest(_settings(data_dir=data_dir), locations, as_json=as_json))
    _print(lines)
    if not good:
        raise typer.Exit(1)


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
    lines, good = _run(work)
    _print(lines)
    if not good:
        raise typer.Exit(1)


@app.command()
def sources(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the sources and how far the indexes are."""
    _print(_run(_commands().sources(_settings(data_dir=data_dir), as_json=as_json)))


@app.command()
def reindex(data_dir: DataDir = None) -> None:
    """Rebuild both indexes from the database."""
    _print(_run(_commands().reindex(_settings(data_dir=data_dir))))


@app.command()
def prepare() -> None:
    """Download and convert the embedding model, once."""
    _print(_run(_commands().prepare(_settings())))


@app.command()
def doctor(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Say what works, what is missing, and how to mend it."""
    lines, good = _run(import_module("bot.doctor").examine(_settings(data_dir=data_dir), as_json))
    _print(lines)
    if not good:
        raise typer.Exit(1)


@evals.command("retrieval")
def eval_retrieval(
    corpus: Corpus, questions: Questions, out: Out = None, data_dir: DataDir = None
) -> None:
    """Recall and reciprocal rank: fused, dense alone, lexical alone."""
    _evaluate("bot.evals.retrieval", out, corpus, questions, data_dir)


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
    os.putenv("ORT_DISABLE_TELEMETRY", "1")  # else onnxruntime reports to its maker
    try:
        app()
    except (BotError, RetrievalError) as e:
        sys.exit(f"newsdesk: {e}")


def _commands() -> Any:
    return import_module("bot.commands")


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
        sys.stdout.write(f"{line}\n")
