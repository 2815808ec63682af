//! The task list: any table with the task columns → tasks with ids that last.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    detect,
    lexicon::{Lexicon, Resolver},
    model::{
        CellRef, Field, Period, Place, RawBook, Record, Register, Resolution, RowKind, Submission, Table, Task, TaskId,
        TaskList, Words,
    },
    normalise,
    text::numbering,
};

use super::fault::Fault;

/// A task list as read, with what it tells besides its tasks.
pub(super) struct Listed {
    pub tasks: TaskList,
    pub resolver: Resolver,
    /// Header labels without any Chinese.
    pub english: bool,
    /// A period named over the table.
    pub period: Option<Period>,
    /// Rows that were passed over.
    pub warnings: Vec<Fault>,
}

/// Reads the tasks of an opened file. Without a declared register, one is gathered from the unit columns.
pub(super) fn read(
    submission: &Submission,
    declared: Option<Register>,
    lexicon: &Lexicon,
) -> Result<Listed, Vec<Fault>> {
    let blank = Resolver::new(declared.clone().unwrap_or_default(), lexicon);
    let context = detect::Context { lexicon, resolver: &blank, period: None };
    let mut tables = submission.book.as_ref().map_or_else(Vec::new, |book| detect::tables(book, context));
    tables.retain(|table| table.column(&Field::Title).is_some() || table.column(&Field::Content).is_some());
    if tables.is_empty() {
        return Err(vec![no_table(submission)]);
    }
    if let Some(book) = &submission.book {
        numbered_are_tasks(book, &mut tables);
    }
    let mut local = lexicon.clone();
    local.departments.learn_place(tables.iter().flat_map(|table| &table.captions).map(|(_, caption)| caption.as_str()));
    let register = declared.unwrap_or_else(|| {
        let records = normalise::records(0, submission, &tables, lexicon, &blank);
        gathered(&records, &local)
    });
    let resolver = Resolver::new(register, &local);
    let records = normalise::records(0, submission, &tables, lexicon, &resolver);
    let ids = Ids::of(&records);
    let tasks: Vec<Task> = records.iter().zip(ids.made).map(|(record, id)| task(record, id, &tables)).collect();
    let mut faults = unknown_leads(&tasks, &resolver);
    if tasks.is_empty() {
        faults.push(Fault::file(
            &submission.file,
            Words::new("任务清单里没有一项任务。", "there is no task in the list"),
        ));
    }
    match TaskList::new(tasks, measure_names(&tables)) {
        Ok(tasks) if faults.is_empty() => Ok(Listed {
            tasks,
            resolver,
            english: is_english(&tables),
            period: period(&tables),
            warnings: passed_over(submission, &tables),
        }),
        Ok(_) => Err(faults),
        Err(wrong) => {
            faults.extend(wrong.into_iter().map(Fault::from));
            faults.sort_by(|a, b| a.place.cmp(&b.place));
            Err(faults)
        }
    }
}

/// In a list of tasks a row with an id or a number of its own is meant as a task, though it may lack all words; that is
/// then said as a fault. A section heading may stand in the number column too (一 | 城市建设); with a unit beside the
/// number it is no heading.
fn numbered_are_tasks(book: &RawBook, tables: &mut [Table]) {
    for table in tables {
        let columns = |fields: &[Field]| -> Vec<u32> {
            fields.iter().filter_map(|field| table.column(field)).map(|column| column.column).collect()
        };
        let named = columns(&[Field::Id, Field::Number]);
        let units = columns(&[Field::Lead, Field::Support]);
        let Some(sheet) = book.sheets.get(table.sheet) else { continue };
        for row in &mut table.rows {
            let own = |columns: &[u32]| {
                columns
                    .iter()
                    .any(|column| sheet.cell(CellRef::new(row.row, *column)).is_some_and(|cell| !cell.is_blank()))
            };
            let meant = match row.kind {
                RowKind::SetAside(_) => own(&named),
                RowKind::Section { .. } => own(&named) && own(&units),
                _ => false,
            };
            if meant {
                row.kind = RowKind::Record;
            }
        }
    }
}

fn no_table(submission: &Submission) -> Fault {
    Fault::file(
        &submission.file,
        Words::new(
            "没有找到任务清单的表头。表头至少要有“重点任务”或“任务内容”一列，一般还有“类别、序号、牵头单位、配合单位”。",
            "no header of a task list was found: it needs at least a column 重点任务 (title) or 任务内容 (content), and \
             usually section, number, lead and support",
        ),
    )
}

/// The register that the unit columns name.
fn gathered(records: &[Record], lexicon: &Lexicon) -> Register {
    let cells = records
        .iter()
        .flat_map(|record| [record.value(&Field::Lead), record.value(&Field::Support)])
        .flatten()
        .filter(|value| !value.inherited)
        .map(|value| value.raw.as_ref());
    Resolver::gather(cells, lexicon)
}

fn task(record: &Record, id: String, tables: &[Table]) -> Task {
    let table = tables.get(record.table);
    let one_column = table.is_some_and(|table| table.column(&Field::Content).is_none());
    let title = record.raw(&Field::Title).to_owned();
    let content = if one_column { title.clone() } else { record.raw(&Field::Content).to_owned() };
    let section = match record.value(&Field::Section) {
        Some(value) => value.raw.to_string(),
        None => record.section.as_deref().unwrap_or_default().to_owned(),
    };
    let inherited = |field: &Field| record.value(field).map(|value| value.inherited);
    let number_continued = inherited(&Field::Number).unwrap_or(true);
    let title_continued = inherited(&Field::Title).unwrap_or(true);
    let any = record.value(&Field::Number).is_some() || record.value(&Field::Title).is_some();
    Task {
        id: TaskId(id.into()),
        section,
        number: record.raw(&Field::Number).to_owned(),
        title,
        content,
        target: record.raw(&Field::Target).to_owned(),
        lead: record.lead.to_vec(),
        support: record.support.to_vec(),
        measures: record.measures.to_vec(),
        continued: any && number_continued && title_continued,
        place: place(record),
    }
}

/// The cell that says what the task is.
fn place(record: &Record) -> Place {
    let own = |field: &Field| record.value(field).filter(|value| !value.inherited);
    let value = own(&Field::Content).or_else(|| own(&Field::Title));
    let cell = value.map_or_else(|| CellRef::new(record.row, 1), crate::model::FieldValue::cell);
    Place::cell(&record.file, &record.sheet, cell)
}

/// Ids of tasks in the order of the records: those written, and for the others ids made from number or section.
struct Ids {
    made: Vec<String>,
}

impl Ids {
    /// `31-1`, `31-2` count the rows under a number; where numbers start again in every section the section's ordinal
    /// stands before them; rows under no number are counted in their section (`一-1`).
    /// A column of codes (编号: A01, A02), each of them one row's, holds ids whatever it is called.
    fn of(records: &[Record]) -> Self {
        if let Some(made) = codes(records) {
            return Self { made };
        }
        let sections = section_keys(records);
        let restarts = numbers_restart(records);
        let written: BTreeSet<&str> = records.iter().filter_map(own_id).collect();
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        let mut made = Vec::with_capacity(records.len());
        for (record, section) in records.iter().zip(sections) {
            if let Some(id) = own_id(record) {
                made.push(id.to_owned());
                continue;
            }
            let base = match (record.raw(&Field::Id).trim(), &*record.number) {
                ("", "") => section,
                ("", number) if restarts => format!("{section}-{number}"),
                ("", number) => number.to_owned(),
                // An id merged over several rows names the block.
                (id, _) => id.to_owned(),
            };
            let count = counts.entry(base.clone()).or_default();
            let id = loop {
                *count += 1;
                let id = format!("{base}-{count}");
                if !written.contains(id.as_str()) {
                    break id;
                }
            };
            made.push(id);
        }
        Self { made }
    }
}

/// The numbers of the list as they stand, where each is a code with a letter in it and no two are the same.
fn codes(records: &[Record]) -> Option<Vec<String>> {
    let code = |record: &Record| {
        let value = record.value(&Field::Number).filter(|value| !value.inherited)?;
        let code = value.raw.trim();
        let is_code = code.chars().any(|c| c.is_ascii_alphabetic()) && code.chars().any(|c| c.is_ascii_digit());
        is_code.then(|| code.to_owned())
    };
    let no_ids = records.iter().all(|record| record.raw(&Field::Id).trim().is_empty());
    let made: Vec<String> = records.iter().filter(|_| no_ids).map_while(code).collect();
    let different: BTreeSet<String> = made.iter().map(|code| code.to_lowercase()).collect();
    (!records.is_empty() && made.len() == records.len() && different.len() == made.len()).then_some(made)
}

/// The id in the record's own cell.
fn own_id(record: &Record) -> Option<&str> {
    record.value(&Field::Id).filter(|value| !value.inherited).map(|value| value.raw.trim()).filter(|id| !id.is_empty())
}

fn section_of(record: &Record) -> &str {
    record.value(&Field::Section).map_or_else(|| record.section.as_deref().unwrap_or_default(), |value| &value.raw)
}

/// What stands for each record's section in an id: its ordinal as it is written (一), or `S` and its place in the list
/// where it has none or could be taken for a task's number.
fn section_keys(records: &[Record]) -> Vec<String> {
    // A province's list has thousands of sections.
    let (mut known, mut taken): (BTreeMap<&str, String>, BTreeSet<String>) = (BTreeMap::new(), BTreeSet::new());
    let mut keys = Vec::with_capacity(records.len());
    for record in records {
        let section = section_of(record);
        if let Some(key) = known.get(section) {
            keys.push(key.clone());
            continue;
        }
        let ordinal: String = section
            .trim()
            .trim_start_matches(['第', '(', '（'])
            .chars()
            .take_while(|c| "一二三四五六七八九十百".contains(*c))
            .collect();
        let numbered = numbering::leading(section).is_some() && !ordinal.is_empty();
        let fallback = format!("S{}", known.len() + 1);
        let key = if numbered && !taken.contains(&ordinal) { ordinal } else { fallback };
        taken.insert(key.clone());
        known.insert(section, key.clone());
        keys.push(key);
    }
    keys
}

/// Whether one number stands in two sections.
fn numbers_restart(records: &[Record]) -> bool {
    let mut sections: BTreeMap<&str, &str> = BTreeMap::new();
    records.iter().filter(|record| !record.number.is_empty()).any(|record| {
        let section = section_of(record);
        *sections.entry(&record.number).or_insert(section) != section
    })
}

/// Lead units that a declared register does not know.
fn unknown_leads(tasks: &[Task], resolver: &Resolver) -> Vec<Fault> {
    if !resolver.register().declared {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for task in tasks {
        for unit in task.lead.iter().filter(|unit| !resolver.is_collective(&unit.raw)) {
            let name =
                |index: &usize| resolver.register().departments.get(*index).map(|d| d.name.clone()).unwrap_or_default();
            let (zh, en) = match &unit.resolution {
                Resolution::Known(_) => continue,
                Resolution::Ambiguous(several) => {
                    let names: Vec<String> = several.iter().map(name).collect();
                    (format!("可以指{}", names.join("、")), format!(" can mean {}", names.join(" or ")))
                }
                Resolution::Unknown { nearest: Some(near) } => (
                    format!("不在单位名册中，最接近的是“{}”", name(near)),
                    format!(" is not in the register; the nearest is “{}”", name(near)),
                ),
                Resolution::Unknown { nearest: None } => {
                    ("不在单位名册中".to_owned(), " is not in the register".to_owned())
                }
            };
            let words = Words::new(
                format!(
                    "任务“{}”的牵头单位“{}”{zh}。请改正名称，或在单位名册中加上这个单位或别名。",
                    task.id, unit.name
                ),
                format!(
                    "task {}: the lead unit “{}”{en}. Correct it, or add the unit or an alias to the register",
                    task.id, unit.name
                ),
            );
            faults.push(Fault { place: task.place.clone(), excerpt: None, words });
        }
    }
    faults
}

/// Label and unit of each measure column.
fn measure_names(tables: &[Table]) -> Vec<(String, Option<String>)> {
    let mut names: Vec<(String, Option<String>)> = Vec::new();
    for column in tables.iter().flat_map(|table| &table.columns) {
        if let Field::Measure(name) = &column.field
            && names.iter().all(|(known, _)| **known != **name)
        {
            names.push((name.to_string(), column.unit.clone()));
        }
    }
    names
}

/// Whether no label of the header has a Chinese character.
fn is_english(tables: &[Table]) -> bool {
    let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    !tables.iter().flat_map(|table| &table.columns).any(|column| column.label.chars().any(han))
}

/// The one period that the titles over the list name.
fn period(tables: &[Table]) -> Option<Period> {
    let titles = tables.iter().flat_map(|table| &table.captions);
    titles.flat_map(|(_, caption)| Period::mentions(caption, None)).next()
}

/// Rows that are no task, section, total or note: said, so that a task is not lost in silence.
fn passed_over(submission: &Submission, tables: &[Table]) -> Vec<Fault> {
    let mut warnings = Vec::new();
    for table in tables {
        for row in &table.rows {
            let RowKind::SetAside(why) = &row.kind else { continue };
            let words = Words::new(
                format!("任务清单的这一行没有当作任务：{}", why.zh),
                format!("this row of the task list is not taken for a task: {}", why.en),
            );
            let cell = CellRef::new(row.row, 1);
            let place = Place::cell(&submission.file, &Arc::clone(&table.sheet_name), cell);
            warnings.push(Fault { place, excerpt: None, words });
        }
    }
    warnings
}

/// No task list at all: for looking at files by themselves.
pub(super) fn none(resolver: Resolver) -> Listed {
    Listed { tasks: TaskList::default(), resolver, english: false, period: None, warnings: Vec::new() }
}
