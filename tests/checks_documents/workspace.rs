//! An example's tiny workspace, written to disk and run through the whole program.

use std::{collections::BTreeMap, fs, io::Write, path::Path, sync::Arc};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet};
use taizhang::{
    intake::{Found, Limits},
    lexicon::{Lexicon, Resolver},
    model::{
        About, CellRef, Decision, DecisionOn, DecisionVerdict, Department, Edit, Measure, MeasureKind, Measured,
        Outcome, Past, Period, Place, Register, Settings, Task, TaskId, TaskList, UnitName, Words,
    },
    pipeline::{self, Inputs},
};

use super::document::{Example, File};

/// Runs an example as `taizhang run` would: with the decisions of its block `decisions` and the edits of its block
/// `edits`. A decision on `@T002` is one on the first finding of that code.
pub fn run(example: &Example) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let first = pipeline::run(inputs(example, folder.path()), &|_| {});
    let block = |name: &str| example.lines.get(name).map(|lines| lines.join("\n")).unwrap_or_default();
    let (decisions, edits) = (block("decisions"), block("edits"));
    if decisions.is_empty() && edits.is_empty() {
        return first;
    }
    let mut inputs = inputs(example, folder.path());
    inputs.decisions = rows(&decisions).iter().map(|row| decision(row, &first)).collect();
    inputs.edits = edits.lines().map(edit).collect();
    pipeline::run(inputs, &|_| {})
}

fn inputs(example: &Example, folder: &Path) -> Inputs {
    let option = |key: &str| example.options.get(key).map(String::as_str);
    inputs_of(example, folder, "submissions/", option("period").unwrap_or("2023H1"))
}

/// Last period's report: a run over the files in `previous/`.
fn previous(example: &Example, folder: &Path) -> Option<Past> {
    if example.files.iter().all(|file| !file.path.starts_with("previous/")) {
        return None;
    }
    let period = example.options.get("previous").map_or("2023Q1", String::as_str);
    let then = pipeline::run(inputs_of(example, folder, "previous/", period), &|_| {});
    Some(Past::of(&then))
}

fn inputs_of(example: &Example, folder: &Path, under: &str, period: &str) -> Inputs {
    let mut files: Vec<Found> = example
        .files
        .iter()
        .filter(|file| file.path.starts_with("previous/") == (under == "previous/"))
        .map(|file| {
            let path = folder.join(&file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, bytes(file)).unwrap();
            Found { file: Arc::from(file.path.as_str()), path }
        })
        .collect();
    files.sort();
    let lexicon = Lexicon::built_in();
    let rows = rows(&example.tasks);
    let resolver = Resolver::new(register(example, &rows, &lexicon), &lexicon);
    let tasks = tasks(&rows, &resolver, &lexicon);
    let option = |key: &str| example.options.get(key).map(String::as_str);
    let mut limits = Limits::default();
    if let Some(bytes) = option("file_bytes") {
        limits.file_bytes = bytes.parse().unwrap();
    }
    if let Some(rows) = option("records") {
        limits.records = rows.parse().unwrap();
    }
    Inputs {
        period: Period::parse(period),
        settings: Settings::default(),
        lexicon,
        resolver,
        tasks,
        files,
        limits,
        decisions: Vec::new(),
        previous: if under == "previous/" { None } else { previous(example, folder) },
        edits: Vec::new(),
        inputs: Vec::new(),
        all_cells: false,
        jobs: 1,
    }
}

fn decision(row: &Row, first: &Outcome) -> Decision {
    let get = |key: &str| row.get(key).cloned().unwrap_or_default();
    let named = get("finding");
    let finding = named.strip_prefix('@').map(|code| {
        first.findings.iter().find(|finding| finding.code == code).unwrap_or_else(|| panic!("no {code} to decide on"))
    });
    let on_what = if named.is_empty() {
        let task = Some(get("task")).filter(|task| !task.is_empty());
        DecisionOn::Link { department: get("department"), text: get("text"), task }
    } else {
        DecisionOn::Finding { id: finding.map_or(named.clone(), |finding| finding.id.clone()) }
    };
    let state = if get("state") == "=" { finding.unwrap().state() } else { get("state") };
    Decision {
        on_what,
        verdict: DecisionVerdict::parse(&get("verdict")).unwrap(),
        by: get("by"),
        on: get("on"),
        note: get("note"),
        about: About {
            code: get("code"),
            department: get("department"),
            task: get("task"),
            state,
            subject: get("text"),
            task_words: String::new(),
        },
        place: None,
    }
}

/// `汇总表!F7 | was | is`, and behind it, for an answer that was not taken over, why.
fn edit(line: &str) -> Edit {
    let parts: Vec<&str> = line.split(" | ").collect();
    let (sheet, cell) = parts[0].split_once('!').unwrap();
    let place = Place::cell(&Arc::from("汇总表.xlsx"), &Arc::from(sheet), cell.parse().unwrap());
    Edit {
        place,
        was: parts[1].to_owned(),
        is: parts[2].to_owned(),
        kept: "汇总表（人工修改1）.xlsx".to_owned(),
        why: parts.get(3).map(|why| Words::same(*why)),
    }
}

type Row = BTreeMap<String, String>;

/// The rows of a CSV by their labels. Commas of our own are ASCII; those of the texts are full width.
fn rows(csv: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let labels: Vec<String> = reader.headers().unwrap().iter().map(ToOwned::to_owned).collect();
    reader
        .records()
        .map(|record| labels.iter().cloned().zip(record.unwrap().iter().map(ToOwned::to_owned)).collect())
        .collect()
}

fn register(example: &Example, tasks: &[Row], lexicon: &Lexicon) -> Register {
    if let Some(csv) = &example.departments {
        let named = |row: Row| Department { name: row["单位名称"].clone(), ..Department::default() };
        return Register { departments: rows(csv).into_iter().map(named).collect(), declared: true };
    }
    let cells = tasks.iter().flat_map(|row| [row["牵头单位"].as_str(), row["配合单位"].as_str()]);
    Resolver::gather(cells, lexicon)
}

fn tasks(rows: &[Row], resolver: &Resolver, lexicon: &Lexicon) -> TaskList {
    let file: Arc<str> = Arc::from("tasks.csv");
    let units = |cell: &str| -> Vec<UnitName> { resolver.units(cell) };
    let tasks = rows
        .iter()
        .enumerate()
        .map(|(index, row)| Task {
            id: TaskId(Arc::from(row["任务编号"].as_str())),
            section: row["类别"].clone(),
            number: row["序号"].clone(),
            title: if row["重点任务"].is_empty() {
                row["任务内容"].clone()
            } else {
                row["重点任务"].clone()
            },
            content: row["任务内容"].clone(),
            target: String::new(),
            lead: units(&row["牵头单位"]),
            support: units(&row["配合单位"]),
            measures: measures(row, index, lexicon),
            continued: false,
            place: Place::cell(&file, &Arc::from("tasks"), CellRef::new(index as u32 + 2, 1)),
        })
        .collect();
    TaskList::new(tasks, Vec::new()).unwrap()
}

/// Columns with a unit in brackets are measures: 年度计划投资（万元）.
fn measures(row: &Row, index: usize, lexicon: &Lexicon) -> Vec<Measure> {
    row.iter()
        .filter_map(|(label, value)| {
            let (name, unit) = label.strip_suffix('）')?.split_once('（')?;
            let kind = match lexicon.measure_kind(name, Some(unit)) {
                MeasureKind::Amount => MeasureKind::Plan,
                kind => kind,
            };
            Some(Measure {
                of: Measured { name: name.into(), unit: Some(unit.into()), kind }.into(),
                raw: value.as_str().into(),
                value: value.parse().ok(),
                decimals: 0,
                hedged: false,
                from_text: false,
                cell: CellRef::new(index as u32 + 2, 8),
            })
        })
        .collect()
}

fn bytes(file: &File) -> Vec<u8> {
    match file.kind.as_str() {
        "csv" => file.text.clone().into_bytes(),
        "bytes" => file.text.split_whitespace().map(|hex| u8::from_str_radix(hex, 16).unwrap()).collect(),
        "encrypted" => encrypted(),
        "xlsx" => xlsx(file),
        other => panic!("{other}: no such file"),
    }
}

/// What Excel writes when a workbook has a password: a compound file with an encrypted package and its key data.
fn encrypted() -> Vec<u8> {
    let mut compound = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    for (name, length) in [("EncryptionInfo", 224), ("EncryptedPackage", 4096)] {
        let mut stream = compound.create_stream(name).unwrap();
        stream.write_all(&vec![4; length]).unwrap();
    }
    compound.flush().unwrap();
    compound.into_inner().into_inner()
}

/// Rows of cells between bars; `--- name` begins another sheet. Numbers are numbers unless `'` stands before them;
/// `=SUM(A1:A2) → 3` is a formula with its stored value, `→ ?` one that was never calculated. The same text makes the
/// same bytes, by which findings of files are told apart: the clock has no part in it.
fn xlsx(file: &File) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let saved = ExcelDateTime::from_ymd(2023, 7, 3).unwrap();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&saved));
    let mut sheet = Worksheet::new();
    sheet.set_name("Sheet1").unwrap();
    let mut row = 0;
    for line in file.text.lines() {
        if let Some(name) = line.strip_prefix("--- ") {
            workbook.push_worksheet(std::mem::take(&mut sheet));
            sheet = Worksheet::new();
            sheet.set_name(name).unwrap();
            row = 0;
            continue;
        }
        for (column, cell) in line.split('|').map(str::trim).enumerate() {
            write(&mut sheet, row, column as u16, cell);
        }
        row += 1;
    }
    for hidden in list(file, "hidden-rows") {
        sheet.set_row_hidden(hidden.parse::<u32>().unwrap() - 1).unwrap();
    }
    for hidden in list(file, "hidden-columns") {
        let cell: CellRef = format!("{hidden}1").parse().unwrap();
        sheet.set_column_hidden(cell.column as u16 - 1).unwrap();
    }
    workbook.push_worksheet(sheet);
    let bytes = workbook.save_to_buffer().unwrap();
    if file.text.contains("→ ?") { without_marked_values(&bytes) } else { bytes }
}

const NOT_CALCULATED: &str = "NOT CALCULATED";

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) {
    if let Some(formula) = cell.strip_prefix('=') {
        let (formula, result) = formula.split_once(" → ").unwrap();
        let result = if result == "?" { NOT_CALCULATED } else { result };
        sheet.write_formula(row, column, Formula::new(formula).set_result(result)).unwrap();
    } else if let Some(text) = cell.strip_prefix('\'') {
        sheet.write_string(row, column, text).unwrap();
    } else if let Ok(number) = cell.parse::<f64>() {
        sheet.write_number_with_format(row, column, number, &Format::new()).unwrap();
    } else if !cell.is_empty() {
        sheet.write_string(row, column, cell).unwrap();
    }
}

fn list<'a>(file: &'a File, key: &str) -> Vec<&'a str> {
    file.options.get(key).map_or_else(Vec::new, |list| list.split(',').collect())
}

/// The workbook with the stored values taken out of formulas that were never calculated.
fn without_marked_values(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut text).unwrap();
        if Path::new(&name).starts_with("xl/worksheets") {
            let sheet = String::from_utf8(text).unwrap();
            text = sheet.replace(&format!("<v>{NOT_CALCULATED}</v>"), "").replace(" t=\"str\"", "").into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&text).unwrap();
    }
    out.finish().unwrap().into_inner()
}
