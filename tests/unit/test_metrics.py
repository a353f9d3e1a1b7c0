"""The arithmetic of evaluation."""

import pytest

from bot.evals.metrics import auc, balanced_accuracy, quantile, ranks_report, share, trade_off


def test_ranks():
    """Recall counts ranks before k; the reciprocal rank stops at ten."""
    report = ranks_report([0, 4, 9, 10, None])
    assert report == {
        "recall@1": 0.2,
        "recall@5": 0.4,
        "recall@10": 0.6,
        "mrr@10": pytest.approx((1 + 1 / 5 + 1 / 10) / 5),
    }


def test_no_ranks():
    """Nothing asked is nothing found."""
    assert ranks_report([]) == {"recall@1": 0, "recall@5": 0, "recall@10": 0, "mrr@10": 0}


@pytest.mark.parametrize(("part", "value"), [(0.0, 1), (0.5, 3), (0.95, 4), (1.0, 4)])
def test_quantile(part: float, value: float):
    """The nearest rank of unordered values."""
    assert quantile([4, 1, 3, 2], part) == value


def test_no_quantile():
    """0 of no values."""
    assert quantile([], 0.5) == 0


def test_share():
    """A ratio, and None of nothing."""
    assert (share(1, 4), share(0, 0)) == (0.25, None)


@pytest.mark.parametrize(
    ("positive", "negative", "area"),
    [
        ([2, 3], [0, 1], 1),
        ([0, 1], [2, 3], 0),
        ([1], [1, 1], 0.5),
        ([0.2, 0.8], [0.5], 0.5),
        ([1, 1, 0], [0, 0, 1], 6 / 9),
    ],
)
def test_auc(positive: list[float], negative: list[float], area: float):
    """How often a positive is above a negative, ties counted half."""
    assert auc(positive, negative) == pytest.approx(area)


def test_no_auc():
    """None where one side is empty."""
    assert auc([], [1]) is auc([1], []) is None


def test_balanced_accuracy():
    """The mean of both shares, however many there are of each."""
    assert balanced_accuracy(1, 2, 9, 10) == pytest.approx(0.7)


def test_no_balanced_accuracy():
    """None where one side is empty."""
    assert balanced_accuracy(0, 0, 1, 1) is None


def test_trade_off():
    """A score at the threshold is not refused."""
    at_half = trade_off([0.5, 0.4], [0.2])[20]
    assert at_half == {
        "threshold": 0.5,
        "refused_when_answerable": 0.5,
        "refused_when_unanswerable": 1,
    }
