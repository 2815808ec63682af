"""Holds the program's workbooks to what their readers rely on, with a reader that is not ours (openpyxl):
`structure.py PROGRAM`. Makes a report in both languages, forms and returns of the sample quarter in a folder of its own,
and a report of a quarter whose cells look like formulas. With LibreOffice at hand, every formula is calculated again."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from urllib.parse import unquote

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

SUM = re.compile(r"^=SUM\(([A-Z]+\d+:[A-Z]+\d+)\)$")
MINUS = re.compile(r"^=([A-Z]+\d+)-([A-Z]+\d+)$")
LISTS = {"差异清单", "数字核对", "合计核对", "报送情况", "任务匹配", "其他行", "上期对比",
         "Findings", "Figures", "Totals", "Submissions", "Links", "Other rows", "Changes"}
DECIDED = {"差异清单": "处理", "任务匹配": "处理", "Findings": "Decision", "Links": "Decision"}
TABLE = {"汇总表", "Consolidated"}
faults = []
# Data bars are an extension that openpyxl does not know.
warnings.filterwarnings("ignore", category=UserWarning)


def hold(good, what):
    if not good:
        faults.append(what)


def number(cell):
    return cell.value if isinstance(cell.value, (int, float)) else 0


def calculated(formula, values):
    """What a formula gives from the stored values; None for one that is none of ours."""
    if match := SUM.match(formula):
        cells = values[match.group(1)]
        return sum(number(cell) for row in cells for cell in row)
    if match := MINUS.match(formula):
        return number(values[match.group(1)]) - number(values[match.group(2)])
    return None


def formulas(path, book, values, again):
    count = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                count += 1
                at = f"{path.name} {sheet.title}!{cell.coordinate} {cell.value}"
                stored = values[sheet.title][cell.coordinate].value
                expected = calculated(cell.value, values[sheet.title])
                hold(expected is not None, f"{at}: no formula of ours")
                hold(expected is None or abs(expected - float(stored)) < 1e-6, f"{at}: stored {stored}, gives {expected}")
                if again is not None:
                    other = again[sheet.title][cell.coordinate].value
                    hold(isinstance(other, (int, float)) and abs(other - float(stored)) < 1e-6,
                         f"{at}: stored {stored}, LibreOffice gives {other}")
    return count


def recalculated(path, folder):
    """The workbook with every formula calculated by LibreOffice; None without LibreOffice. What openpyxl saves has no
    stored values, so that none can be taken over."""
    if not shutil.which("soffice"):
        return None
    bare = folder / "bare" / path.name
    bare.parent.mkdir(exist_ok=True)
    load_workbook(path).save(bare)
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder / 'office'}", "--convert-to", "xlsx",
                    "--outdir", str(folder / "again"), str(bare)], check=True, capture_output=True, timeout=300)
    return load_workbook(folder / "again" / path.name, data_only=True)


def opens(path, folder):
    """Whether LibreOffice loads the workbook as it was written, which is stricter about packages than openpyxl."""
    if shutil.which("soffice"):
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder / 'office'}", "--convert-to", "csv",
                        "--outdir", str(folder / "opened"), str(path)], check=False, capture_output=True, timeout=300)
        hold((folder / "opened" / f"{path.stem}.csv").exists(), f"{path.name}: LibreOffice does not open it")


def links(path, book):
    count = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                link = cell.hyperlink
                if link is None:
                    continue
                count += 1
                at = f"{path.name} {sheet.title}!{cell.coordinate}"
                if link.target:
                    file = unquote(link.target.split("#")[0].removeprefix("file:///"))
                    hold((path.parent / file).exists(), f"{at}: leads to {file}, which is not there")
                else:
                    name, _, target = link.location.rpartition("!")
                    name = name.strip("'").replace("''", "'")
                    hold(name in book.sheetnames, f"{at}: leads to a sheet {name}, which is not there")
                    if name in book.sheetnames:
                        column, line, _, _ = range_boundaries(target)
                        there = book[name]
                        hold(line <= there.max_row and column <= there.max_column, f"{at}: leads beyond {name}")
    return count


def page(path, sheet):
    at = f"{path.name} {sheet.title}"
    hold(sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage,
         f"{at}: not fitted to the page")
    hold(sheet.page_setup.fitToWidth in (None, 1) and sheet.page_setup.fitToHeight == 0, f"{at}: not one page wide")
    hold(sheet.page_setup.paperSize in ("8", "9", 8, 9), f"{at}: neither A3 nor A4")
    hold(bool(sheet.print_area), f"{at}: no print area")
    hold("&P" in (sheet.oddFooter.center.text or ""), f"{at}: no page numbers")
    for line, row in sheet.row_dimensions.items():
        hold((row.height or 0) <= 409, f"{at}: row {line} is {row.height} points high")
    taken = set()
    for merged in sheet.merged_cells.ranges:
        cells = set(merged.cells)
        hold(not cells & taken, f"{at}: {merged} lies over another merged block")
        taken |= cells


def report(path, folder):
    book, values = load_workbook(path, rich_text=True), load_workbook(path, data_only=True)
    shown = [sheet for sheet in book if sheet.sheet_state == "visible"]
    for sheet in shown:
        page(path, sheet)
        hold(not sheet.protection.sheet, f"{path.name} {sheet.title}: a report is protected")
        if sheet.title in LISTS | TABLE:
            hold(bool(sheet.print_title_rows), f"{path.name} {sheet.title}: its header is not repeated")
            hold(sheet.freeze_panes is not None, f"{path.name} {sheet.title}: its header is not frozen")
        if sheet.title in LISTS and sheet.max_row > 2:
            hold(bool(sheet.auto_filter.ref), f"{path.name} {sheet.title}: no filters")
        if sheet.title in TABLE:
            across = [merged for merged in sheet.merged_cells.ranges if merged.size["columns"] == sheet.max_column]
            banners = {merged.min_row for merged in across}
            ends = [pause.id for pause in sheet.row_breaks.brk]
            hold(bool(ends) and not banners & set(ends), f"{path.name} {sheet.title}: pages end with a section: {ends}")
            hold(len(across) > 1, f"{path.name} {sheet.title}: sections do not go across")
            hold(any(merged.size["rows"] > 1 for merged in sheet.merged_cells.ranges),
                 f"{path.name} {sheet.title}: no block is merged over its rows")
        if label := DECIDED.get(sheet.title):
            column = next(cell.column for cell in sheet[1] if cell.value == label)
            rules = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
            last = sheet.max_row
            covered = any(r.min_col == column and r.min_row == 2 and r.max_row == last
                          for rule in rules for r in rule.sqref.ranges)
            hold(covered, f"{path.name} {sheet.title}: the decisions are no drop-down from row 2 to {last}")
            hold(any(rule.formula1.count(",") == 3 for rule in rules), f"{path.name} {sheet.title}: not four decisions")
    opens(path, folder)
    counted = formulas(path, book, values, recalculated(path, folder))
    clicked = links(path, book)
    print(f"{path.name}: {len(shown)} sheets, {counted} formulas, {clicked} links")
    return counted, clicked


def any_formula(book):
    return any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def outgoing(path, folder):
    book = load_workbook(path)
    first = book.worksheets[0]
    hold(first.protection.sheet, f"{path.name}: {first.title} is not protected")
    open_cells = [c for row in first.iter_rows() for c in row if not c.protection.locked]
    hold(bool(open_cells), f"{path.name}: nothing can be filled in")
    rules = [rule for rule in first.data_validations.dataValidation if rule.type == "list"]
    hold(bool(rules), f"{path.name}: no drop-down")
    areas = [area for rule in rules for area in rule.sqref.ranges]
    chosen = {cell for area in areas for cell in area.cells}
    hold(all(not first.cell(*at).protection.locked for at in chosen), f"{path.name}: a drop-down in a locked cell")
    hold(bool(first.print_title_rows), f"{path.name}: its header is not repeated")
    page(path, first)
    values = load_workbook(path, data_only=True)
    # Calculating again takes LibreOffice seconds a file, and every form is made alike: one stands for them.
    again = recalculated(path, folder) if any_formula(book) and not (folder / "again-form").exists() else None
    if again is not None:
        (folder / "again-form").touch()
        opens(path, folder)
    formulas(path, book, values, again)
    links(path, book)
    for sheet in book.worksheets[1:]:
        hold(sheet.sheet_properties.pageSetUpPr.fitToPage, f"{path.name} {sheet.title}: not fitted to the page")
        hold(path.parent.name == "forms" or not sheet.protection.sheet, f"{path.name} {sheet.title}: can't be corrected")
    # A department's own table comes back with what its formulas gave, and none of them.
    for sheet in book.worksheets[1:]:
        if sheet.sheet_state == "visible":
            own = path.parent.name == "forms"
            held = [c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"]
            hold(own or not held, f"{path.name} {sheet.title}: formulas of a submission at {held[:5]}")


def run(program, folder, *arguments):
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True)
    hold(done.returncode < 2, f"taizhang {' '.join(arguments)}: {done.stderr}")


def saved_again(program, folder, path, how):
    """A report that a program only opened and saved is no edited one: no copy of it is kept."""
    run(program, folder, "run", "quarter", "-o", str(path))
    written = path.read_bytes()
    how(path)
    hold(path.read_bytes() != written, f"{path.name}: not saved again")
    run(program, folder, "run", "quarter", "-o", str(path))
    copies = sorted(other.name for other in path.parent.glob(f"{path.stem}?*.xlsx"))
    hold(not copies, f"{path.name}: saved again by {how.__name__} and kept as if it had been edited: {copies}")


def by_openpyxl(path):
    load_workbook(path).save(path)


def by_libreoffice(path):
    with tempfile.TemporaryDirectory() as name:
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{name}/office", "--convert-to", "xlsx",
                        "--outdir", name, str(path)], capture_output=True)
        shutil.copy(Path(name) / path.name, path)


HOSTILE = ['=HYPERLINK("http://example.org","点击")', "=1+1", "+1+1", "-2+3", "@SUM(A1:A9)", "=cmd|' /C calc'!A0"]


def hostile(folder):
    quarter = folder / "hostile"
    (quarter / "submissions").mkdir(parents=True)
    (quarter / "tasks.csv").write_text("序号,重点任务,任务内容,牵头单位\n" + "".join(
        f"{at},任务{at},完成第{at}号道路改造工程,市住建局\n" for at in range(1, len(HOSTILE) + 1)), encoding="utf-8")
    quoted = ['"' + text.replace('"', '""') + '"' for text in HOSTILE]
    (quarter / "submissions" / "市住建局.csv").write_text("序号,重点任务,任务内容,进展情况\n" + "".join(
        f"{at},任务{at},完成第{at}号道路改造工程,{text}\n" for at, text in enumerate(quoted, 1)), encoding="utf-8")
    return quarter


def main():
    program = os.path.abspath(sys.argv[1])
    seeds = Path(__file__).resolve().parent.parent / "seeds"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(seeds / "suzhou-2023h1", folder / "quarter", ignore=shutil.ignore_patterns("out"))
        shutil.copytree(seeds / "suzhou-2023q1", folder / "before", ignore=shutil.ignore_patterns("out"))
        run(program, folder, "run", "before", "-o", "quarter/previous.xlsx")
        run(program, folder, "run", "quarter", "-o", "quarter/out/汇总表.xlsx")
        run(program, folder, "run", "quarter", "--lang", "en", "-o", "quarter/out/report.xlsx")
        run(program, folder, "forms", "quarter", "-o", "forms")
        run(program, folder, "returns", "quarter", "-o", "returns")
        for path in sorted((folder / "quarter" / "out").glob("*.xlsx")):
            counted, clicked = report(path, folder)
            hold(counted > 5 and clicked > 100, f"{path.name}: {counted} formulas, {clicked} links")
        for path in sorted([*(folder / "forms").glob("*.xlsx"), *(folder / "returns").glob("*.xlsx")]):
            outgoing(path, folder)
        saved_again(program, folder, folder / "saved" / "r.xlsx", by_openpyxl)
        if shutil.which("soffice"):
            saved_again(program, folder, folder / "saved" / "s.xlsx", by_libreoffice)
        run(program, folder, "run", str(hostile(folder)), "-o", "hostile/out/r.xlsx")
        book = load_workbook(folder / "hostile" / "out" / "r.xlsx")
        texts = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"}
        hold(all(text in texts for text in HOSTILE), "a text that looks like a formula is not shown as it was sent")
        formulas(Path("hostile"), book, load_workbook(folder / "hostile" / "out" / "r.xlsx", data_only=True), None)
    for fault in faults[:40]:
        print(fault, file=sys.stderr)
    print(f"structure: {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
