"""Changes one thing in real sentences and sees whether the statement checker notices.

    .venv/bin/python tests/evals/contrast.py

A pair's document is a sentence with its neighbour. Its claim is that sentence, reworded by rule (three
of four) or as it is, and again with exactly one number, date, unit, name, negation, attribution or
comparison changed. Writes build/contrast.jsonl, which `newsdesk eval grounding` reads, and prints how
many of the changed are refused and how many of the others accepted. Same texts, same pairs.
"""

import gzip
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from types import ModuleType

_ROOT = Path(__file__).parents[2]
sys.path += [str(_ROOT), str(_ROOT / "tests")]  # started as a program, it finds the project

from evals import contrast_english, contrast_korean  # noqa: E402

from bot.support import support  # noqa: E402 - only found by the line above
from retrieval.passages import sentences  # noqa: E402

DATA = _ROOT.parent / "shared" / "data"
OUT = _ROOT / "build" / "contrast.jsonl"
MOST = 60  # pairs of a kind and language
_REWORDED = 3 / 4
_SLIGHT = {"typography", "style", "comma left out"}
_SLIGHTLY = 0.2  # of the sentences that only a slight rewording fits
_SHORTEST, _LONGEST = 40, 260  # characters; a Korean one counts double
_RULES: Mapping[str, ModuleType] = {"en": contrast_english, "ko": contrast_korean}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """A line of the pairs file."""

    id: str
    document: str
    claim: str
    supported: bool
    lang: str
    set: str  # what was changed
    rewording: str  # how else it differs from the document, if it does


def texts(lang: str) -> Iterator[str]:
    """Real articles of a language, as far as the data sets are there."""
    names = {"en": ("realtimeqa_small", "ars"), "ko": ("korquad", "hn_en_to_ko", "nomiracl_ko")}[
        lang
    ]
    for name in names:
        path = DATA / "eval" / name / "corpus.jsonl.gz"
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8") as file:
                yield from (json.loads(line)["text"] or "" for line in file)


def contrasts(articles: Sequence[str], lang: str, most: int, seed: int = 7) -> list[Contrast]:
    """Pairs of each kind, each changed claim next to the claim it was made from."""
    chance = Random(seed)  # noqa: S311 - no secret
    couples = [couple for text in articles for couple in pairwise(_plain(text, lang))]
    chance.shuffle(couples)
    return [
        pair
        for kind in _RULES[lang].CHANGES
        for pair in _of_kind(couples, lang, kind, most, chance)
    ]


def _of_kind(
    couples: Sequence[tuple[str, str]], lang: str, kind: str, most: int, chance: Random
) -> Iterator[Contrast]:
    done = 0
    for sentence, neighbour in couples:
        if done == most:
            return
        how, claim = _reworded(sentence, lang, chance)
        if chance.random() > _REWORDED:
            how, claim = "", sentence
        elif not how:
            continue
        changed = _RULES[lang].CHANGES[kind](claim, neighbour, chance)
        if changed == claim or changed in f"{sentence} {neighbour}":
            continue
        document = f"{sentence}\n{neighbour}"
        for supported, text in ((True, claim), (False, changed)):
            yield Contrast(
                id=f"{lang}-{kind}-{done}-{'same' if supported else 'changed'}",
                document=document,
                claim=text,
                supported=supported,
                lang=lang,
                set=kind,
                rewording=how,
            )
        done += 1


def _reworded(sentence: str, lang: str, chance: Random) -> tuple[str, str]:
    """By one of the rules that fit, a slight one only where no other does; or as it is."""
    rules: Mapping[str, contrast_english.Reword] = _RULES[lang].REWORDINGS
    if _RULES[lang].relative(sentence):
        return "", sentence
    fit = [(how, rule(sentence)) for how, rule in rules.items() if rule(sentence) != sentence]
    real = [found for found in fit if found[0] not in _SLIGHT]
    if fit and not real and chance.random() > _SLIGHTLY:
        return "", sentence
    return chance.choice(real or fit) if fit else ("", sentence)


def _plain(text: str, lang: str) -> list[str]:
    """Its sentences of middling length, the bullets of lists taken off."""
    found = [text[start:end].removeprefix("- ") for start, end in sentences(text, lang)]
    double = 2 if lang == "ko" else 1
    return [
        s
        for s in found
        if _SHORTEST <= double * len(s) <= _LONGEST
        and re.match(r"[A-Z가-힣0-9]", s)
        and s.endswith(".")
    ]


def _table(pairs: Sequence[Contrast], verdicts: Sequence[bool]) -> Iterator[str]:
    yield f"{'lang':5}{'kind':13}{'pairs':>6}{'changed refused':>17}{'same accepted':>15}{'of reworded':>13}"
    for lang in _RULES:
        of = [(p, v) for p, v in zip(pairs, verdicts, strict=True) if p.lang == lang]
        for kind in [*_RULES[lang].CHANGES, "all"]:
            mine = [(p, v) for p, v in of if kind in {p.set, "all"}]
            bad = [not v for p, v in mine if not p.supported]
            good = [v for p, v in mine if p.supported]
            reworded = [v for p, v in mine if p.supported and p.rewording]
            yield f"{lang:5}{kind:13}{len(mine) // 2:6}{_mean(bad):17.3f}{_mean(good):15.3f}{_mean(reworded):13.3f}"


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / max(len(values), 1)


def main(*, shown: bool) -> None:
    pairs = [p for lang in _RULES for p in contrasts(list(texts(lang)), lang, MOST)]
    if not pairs:
        print(f"skipped: {DATA} is not there")
        return
    OUT.parent.mkdir(exist_ok=True)
    lines = [json.dumps(asdict(pair), ensure_ascii=False) for pair in pairs]
    OUT.write_text("\n".join(lines) + "\n", "utf-8")
    found = [support(pair.document, pair.claim) for pair in pairs]
    print("\n".join(_table(pairs, [f.accepted for f in found])))
    for pair, verdict in zip(pairs, found, strict=True):
        if shown and pair.supported != verdict.accepted:
            print(
                f"\n{pair.id} [{pair.rewording}] {verdict.score:.2f} {verdict.reasons}\n  {pair.document}\n  > {pair.claim}"
            )


if __name__ == "__main__":
    main(shown="--show" in sys.argv)
