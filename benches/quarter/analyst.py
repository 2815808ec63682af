"""The analyst's way, as a yardstick for the time of a run: pandas reads the submissions with calamine, rapidfuzz links
their rows to the task list, and one plain sheet is written. No check, no figure, no layout.

    pip install pandas python-calamine rapidfuzz openpyxl
    cargo run --release --example quarters -- city DIR
    python3 benches/quarter/analyst.py DIR          # prints the seconds from start to end, imports included
    time target/release/taizhang run DIR --jobs 2 --quiet
"""

import sys
import time

START = time.perf_counter()

from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz, process

HEADERS = {"重点任务": "title", "任务内容": "content", "牵头单位": "lead", "进展情况": "progress", "进展状态": "status"}


def submission(path):
    """The rows of one file, with the columns whose names are known."""
    sheet = pd.read_excel(path, engine="calamine", header=None)
    head = next(row for row in range(min(20, len(sheet))) if sheet.iloc[row].isin(HEADERS).sum() >= 3)
    names = [HEADERS.get(str(name).strip()) for name in sheet.iloc[head]]
    rows = sheet.iloc[head + 1 :, [at for at, name in enumerate(names) if name]]
    rows.columns = [name for name in names if name]
    return rows.dropna(subset=["content"]).assign(file=path.name)


def main(folder):
    """Reads, links, and writes one sheet."""
    tasks = pd.read_csv(folder / "tasks.csv", dtype=str)
    files = sorted((folder / "submissions").iterdir())
    rows = pd.concat(map(submission, files), ignore_index=True)
    contents = tasks["任务内容"].tolist()
    found = [process.extractOne(str(text), contents, scorer=fuzz.ratio, score_cutoff=80) for text in rows["content"]]
    rows["task"] = [tasks["任务编号"][best[2]] if best else None for best in found]
    rows.sort_values("task").to_excel(folder / "plain.xlsx", index=False)
    print(f"{len(files)} files, {len(rows)} rows, {rows['task'].notna().sum()} linked: {time.perf_counter() - START:.2f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
