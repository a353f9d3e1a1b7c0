"""What a reading changes."""

from examples import NOW, document

from retrieval import plan as planning
from retrieval.plan import Plan, batches, fingerprint
from retrieval.ports import Stored
from retrieval.types import Document, Reading


def stored(*documents: Document, gone: bool = False) -> dict[str, Stored]:
    return {
        d.id: Stored(fingerprint=fingerprint(d), gone=gone, lacking=bool(d.lacks))
        for d in documents
    }


def plan(stored: dict[str, Stored], reading: Reading, **given: bool) -> Plan:
    return planning.plan(stored, reading, now=NOW, **given)


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
    assert held.held
    assert held.gone == ()
    assert len(plan(stored(*known), reading(known[0], whole=True), confirmed=True).gone) == 39


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
