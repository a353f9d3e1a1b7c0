"""A report that an evaluation wrote, to be read: `table.py REPORT.json [NAME]`, with a name on one line."""

import json
import sys
from pathlib import Path

LEFT_OUT = {"versions", "settings", "trade_off", "by_set", "by_language", "reasons", "dropped_for"}
SHORT = ("pairs", "auc", "balanced_accuracy", "accepted_unsupported", "accepted_supported")
SHORT += ("accepted_supported_at_5_percent", "best_balanced_accuracy")


def shown(value: object) -> str:
    """Four digits of a share."""
    return f"{value:.4f}" if isinstance(value, float) else str(value)


report = json.loads(Path(sys.argv[1]).read_text("utf-8"))
if len(sys.argv) > 2:
    told = report | report.get("by_score", {})
    print(sys.argv[2], *(f"{name} {shown(told.get(name))}" for name in SHORT))
else:
    for name, value in report.items():
        if name in LEFT_OUT:
            continue
        if isinstance(value, dict):
            print(name, *(f"{k} {shown(v)}" for k, v in value.items()))
        else:
            print(name, shown(value))
