"""One line of a report that an evaluation wrote: `table.py REPORT.json`."""

import json
import sys
from pathlib import Path

LEFT_OUT = {"versions", "settings", "trade_off"}

report = json.loads(Path(sys.argv[1]).read_text("utf-8"))
for name, value in report.items():
    if isinstance(value, dict) and name not in LEFT_OUT:
        print(name, " ".join(f"{k} {v:.4f}" for k, v in value.items()))
    elif name not in LEFT_OUT:
        print(name, f"{value:.4f}" if isinstance(value, float) else value)
