"""What a reading changes."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from examples import NOW, document

from retrieval import plan as planning
from retrieval.plan import Plan, batches, fingerprint, held_mark, text_mark
from retrieval.ports import Stored
from retrieval.types import Document, Reading

THREAD = "https://forum.example/1"
LATER = NOW + timedelta(hours=1)


def stored(*documents: Document, gone: bool = False) -> dict[str, Stored]:
    return {
        d.id: Stored(
            fingerprint=fingerprint(d),
            gone=gone,
            lacking=bool(d.lacks),
            thread=d.thread_url,
            text_mark=text_mark(d),
            edited=d.edited,
        )
        for d in documents
    }


def plan(
    stored: dict[str, Stored],
    reading: Reading,
    *,
    now: datetime = NOW,
    confirmed: str | None = None,
) -> Plan:
    return planning.plan(stored, reading, now=now, confirmed=confirmed)


def thread(count: int, name: str = "t", url: str = THREAD) -> list[Document]:
    """A discussion's documents."""
    return [
        document(f"{name}{n}", text=f"Comment {name} {n}.", thread_url=url) for n in range(count)
    ]


def reading(*documents: Document, whole: bool = False) -> Reading:
    return Reading(documents=documents, whole=whole)


def test_new_changed_unchanged() -> None:
    """New texts are added, edited ones changed, others left alone."""
    same, edited = document("same"), document("edited")
    planned = plan(
        stored(same, edited), reading(same, document("edited", text="Edited."), document("new"))
    )
    assert [d.id for d in planned.added] == ["new"]
    assert [d.id for d in planned.changed] == ["edited"]
    assert planned.unchanged == 1


def test_absence_means_nothing_in_a_window() -> None:
    """A feed shows its newest entries; the older ones are not gone."""
    assert plan(stored(document("old")), reading(document("new"))).gone == ()


def test_absence_in_a_whole() -> None:
    """What is no longer in a file is gone."""
    known = [document(f"d{n}") for n in range(5)]
    assert plan(stored(*known), reading(*known[1:], whole=True)).gone == ("d0",)


def test_mass_deletion_is_held() -> None:
    """A file that lacks most of its texts deletes nothing until somebody confirms."""
    known = [document(f"d{n}") for n in range(40)]
    held = plan(stored(*known), reading(known[0], whole=True))
    assert (len(held.held), held.gone) == (39, ())
    kept = waiting(stored(*known), held)
    done = plan(kept, reading(known[0], whole=True), confirmed=held_mark(held.held))
    assert (done.held, len(done.gone)) == ((), 39)


def waiting(known: dict[str, Stored], held: Plan) -> dict[str, Stored]:
    """As stored after a reading that held something back."""
    return {id: replace(s, held=id in held.held) for id, s in known.items()}


def test_confirmed_is_what_was_shown() -> None:
    """Of what was shown goes what is still missing; what is missing besides is held anew."""
    known = [*thread(20), *thread(20, "u", "https://forum.example/2"), *thread(60, "v", "x:3")]
    both = frozenset({THREAD, "https://forum.example/2"})
    held = plan(stored(*known), Reading(documents=tuple(known[20:]), threads=both))
    assert {id[0] for id in held.held} == {"t"}
    mark = held_mark(held.held)
    other = Reading(documents=(*known[:20], *known[40:]), threads=both)
    done = plan(waiting(stored(*known), held), other, confirmed=mark)
    assert (done.gone, {id[0] for id in done.held}) == ((), {"u"})
    some = Reading(documents=(*known[:3], *known[40:]), threads=both)
    done = plan(waiting(stored(*known), held), some, confirmed=mark)
    assert set(done.gone) == {d.id for d in known[3:20]}
    assert set(done.held) == {d.id for d in known[20:40]}


@pytest.mark.parametrize("confirmed", [None, "", "0" * 32])
def test_confirmed_for_others(confirmed: str | None) -> None:
    """A yes to what is not what waits is none, also when nothing new was read."""
    known = [document(f"d{n}") for n in range(40)]
    held = plan(stored(*known), reading(known[0], whole=True))
    kept = waiting(stored(*known), held)
    for later in (reading(known[0], whole=True), Reading(unchanged=True), Reading()):
        again = plan(kept, later, confirmed=confirmed)
        assert (again.gone, again.held) == ((), held.held)


def test_a_hold_needs_no_second_look() -> None:
    """A source that says that nothing is new has not brought anything back: a yes is carried out."""
    known = [document(f"d{n}") for n in range(40)]
    held = plan(stored(*known), reading(known[0], whole=True))
    kept, mark = waiting(stored(*known), held), held_mark(held.held)
    for later in (Reading(unchanged=True), Reading(documents=(document("new"),))):
        done = plan(kept, later, confirmed=mark)
        assert (set(done.gone), done.held) == (set(held.held), ())


def test_a_hold_ends() -> None:
    """With what has come back, and what the source itself calls deleted; the rest waits on."""
    known = thread(30)
    held = plan(stored(*known), Reading(documents=(known[0],), threads=frozenset({THREAD})))
    back = Reading(documents=tuple(known[:20]), threads=frozenset({THREAD}), gone=("t25",))
    after = plan(waiting(stored(*known), held), back)
    assert (after.gone, after.held) == (("t25",), tuple(d.id for d in known[20:] if d.id != "t25"))


def test_marks() -> None:
    """One set has one mark, in whatever order; another set has another, and none has none."""
    assert held_mark(["a", "b"]) == held_mark(["b", "a"]) != held_mark(["a"])
    assert held_mark([]) is None


def test_the_rest_is_not_held() -> None:
    """What is new, and what goes from other threads, is carried out."""
    known = [*thread(30), *thread(30, "u", "https://forum.example/2")]
    brought = Reading(
        documents=(*known[:5], *known[31:], document("new")),
        threads=frozenset({THREAD, "https://forum.example/2"}),
    )
    planned = plan(stored(*known), brought)
    assert [d.id for d in planned.added] == ["new"]
    assert planned.gone == ("u0",)
    assert len(planned.held) == 25


def test_an_emptied_file_is_held() -> None:
    """Nothing at all in place of a few texts is more likely a fault than a wish."""
    known = [document(f"d{n}") for n in range(3)]
    planned = plan(stored(*known), reading(whole=True))
    assert (planned.gone, len(planned.held)) == ((), 3)
    assert plan(stored(known[0]), reading(whole=True)).gone == ("d0",)


def test_an_emptied_thread_is_held() -> None:
    """A discussion of which nothing came is kept, unless its source says that it is deleted."""
    known = [*thread(4), *(document(f"d{n}") for n in range(40))]
    nothing = Reading(threads=frozenset({THREAD}))
    assert len(plan(stored(*known), nothing).held) == 4
    told = Reading(threads=frozenset({THREAD}), gone=tuple(d.id for d in known[:4]))
    assert len(plan(stored(*known), told).gone) == 4


def test_absence_from_a_thread() -> None:
    """A comment that is missing from its thread is gone, one of another thread is not."""
    known = [*thread(5), *thread(5, "u", "https://forum.example/2")]
    brought = Reading(documents=tuple(known[1:5]), threads=frozenset({THREAD}))
    assert plan(stored(*known), brought).gone == ("t0",)


def test_told_deletions() -> None:
    """What a source calls deleted is gone, once, also when it gives the text in the same breath."""
    known = [document(f"d{n}") for n in range(5)]
    brought = Reading(documents=(document("d0", text="Edited."),), gone=("d0", "d0", "unknown"))
    planned = plan(stored(*known), brought)
    assert (planned.gone, planned.changed, planned.added) == (("d0",), (), ())


def test_an_edit_is_stamped_once() -> None:
    """With the time when it was noticed; reading the same again keeps the stamp."""
    edited = document("d1", text="Apple announced a tractor.")
    (changed,) = plan(stored(document("d1")), reading(edited), now=LATER).changed
    assert changed.edited == LATER
    again = plan(stored(changed), reading(edited), now=LATER + timedelta(hours=1))
    assert (again.changed, again.unchanged) == ((), 1)


def test_another_title_is_no_edit() -> None:
    """Only the words of the text count: neither its title nor its spacing, nor a whole for a teaser."""
    (renamed,) = plan(stored(document("d1")), reading(document("d1", title="New"))).changed
    spaced = document("d1", text="Apple announced a phone.\n\nIt costs  900 dollars.")
    (moved,) = plan(stored(document("d1")), reading(spaced)).changed
    teaser = document("d1", text="Short.", lacks="the page could not be had")
    (whole,) = plan(stored(teaser), reading(document("d1"))).changed
    assert (renamed.edited, moved.edited, whole.edited) == (None, None, None)


def test_a_stamp_outlives_a_new_title() -> None:
    """What was edited once stays edited, until it is deleted and comes back."""
    was = document("d1", edited=NOW)
    renamed = document("d1", title="New")
    assert plan(stored(was), reading(renamed), now=LATER).changed[0].edited == NOW
    assert plan(stored(was, gone=True), reading(renamed), now=LATER).added[0].edited is None


def test_teaser_does_not_replace_a_whole_text() -> None:
    """A text that was had whole is not given up for a teaser."""
    teaser = document("d1", text="Short.", lacks="the page could not be had")
    assert plan(stored(document("d1")), reading(teaser)).changed == ()
    assert plan(stored(teaser), reading(document("d1"))).changed == (document("d1"),)


def test_back_again() -> None:
    """What was gone and is there again is added."""
    assert plan(stored(document("d1"), gone=True), reading(document("d1"))).added == (
        document("d1"),
    )


def test_empty_texts_are_left_out() -> None:
    """A text without words is nothing to store."""
    assert plan({}, reading(document("d1", text=" \n"))).added == ()


def test_batches() -> None:
    """A plan comes in slices that lose nothing, at least one."""
    planned = plan({}, reading(*(document(f"d{n}") for n in range(7))))
    slices = list(batches(planned, 3))
    assert [d.id for documents, _ in slices for d in documents] == [f"d{n}" for n in range(7)]
    assert len(list(batches(plan({}, reading()), 3))) == 1


def test_a_thread_written_anew_is_no_mass_deletion() -> None:
    """As many new texts as go are a new digest, not an empty one."""
    url = "https://site.example/topic/1"
    old = [document(f"o{n}", thread_url=url) for n in range(30)]
    new = [document(f"n{n}", thread_url=url) for n in range(28)]
    planned = plan(stored(*old), Reading(documents=tuple(new), threads=frozenset({url})))
    assert (len(planned.added), len(planned.gone), planned.held) == (28, 30, ())
