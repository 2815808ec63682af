//! Sheets and what detection makes of them, as text.

use std::fmt::Write as _;

use taizhang::{
    detect::{self, Context},
    lexicon::{Lexicon, Resolver},
    model::{
        Area, Cell, CellRef, CellValue, Department, Period, RawBook, RawSheet, Register, RowKind, Table, Visibility,
        submission::RawRow,
        table::{NoteKind, TotalOver},
    },
};

/// The book that a text stands for, and the period that it names.
pub fn book(text: &str) -> (RawBook, Option<Period>) {
    let mut sheets = vec![RawSheet { name: "Sheet1".into(), ..RawSheet::default() }];
    let (mut row, mut period) = (0, None);
    for line in text.lines() {
        if let Some(directive) = line.strip_prefix('@') {
            let (word, rest) = directive.split_once(' ').unwrap_or((directive, ""));
            if word == "sheet" {
                if row > 0 {
                    sheets.push(RawSheet::default());
                }
                sheets.last_mut().unwrap().name = rest.into();
                row = 0;
            } else if word == "period" {
                period = Some(period_of(rest));
            } else {
                hide(sheets.last_mut().unwrap(), word, rest);
            }
            continue;
        }
        row += 1;
        add_row(sheets.last_mut().unwrap(), row, line);
    }
    (RawBook { sheets, properties: Vec::new() }, period)
}

fn hide(sheet: &mut RawSheet, word: &str, rest: &str) {
    assert!(word == "hide" || word == "hidden", "{word}");
    if word == "hidden" {
        sheet.visibility = Visibility::Hidden;
    } else if let Ok(row) = rest.parse() {
        sheet.hidden_rows.push(row);
    } else {
        sheet.hidden_columns.push(format!("{rest}1").parse::<CellRef>().unwrap().column);
    }
}

fn period_of(text: &str) -> Period {
    let (start, end) = text.split_once(' ').unwrap();
    Period {
        label: text.into(),
        start: format!("{start}-01").parse().unwrap(),
        end: format!("{end}-28").parse().unwrap(),
    }
}

fn add_row(sheet: &mut RawSheet, row: u32, line: &str) {
    let mut cells = Vec::new();
    for (index, text) in line.split('|').enumerate() {
        let column = index as u32 + 1;
        let at = CellRef::new(row, column);
        match text.trim() {
            "" => {}
            "<" => extend(sheet, CellRef::new(row, column - 1), at),
            "^" => extend(sheet, CellRef::new(row - 1, column), at),
            text => cells.push(Cell::new(column, value(text))),
        }
    }
    if !cells.is_empty() {
        sheet.rows.push(RawRow { row, cells });
    }
}

fn value(text: &str) -> CellValue {
    match text.parse::<f64>() {
        Ok(number) => CellValue::Number(number),
        Err(_) => CellValue::Text(text.trim_start_matches('\'').replace("\\n", "\n").into()),
    }
}

fn extend(sheet: &mut RawSheet, from: CellRef, to: CellRef) {
    match sheet.merges.iter_mut().find(|area| area.contains(from)) {
        Some(area) => {
            area.end.row = area.end.row.max(to.row);
            area.end.column = area.end.column.max(to.column);
        }
        None => sheet.merges.push(Area { start: from, end: to }),
    }
}

/// What detection makes of a text.
pub fn understood(text: &str) -> String {
    let (book, period) = book(text);
    let tables = tables(&book, period.as_ref());
    let mut out = String::new();
    for table in &tables {
        describe(&mut out, table, book.sheets.len() > 1);
    }
    if tables.is_empty() {
        out.push_str("no table\n");
    }
    out
}

/// Detection with the departments of the cases.
pub fn tables(book: &RawBook, period: Option<&Period>) -> Vec<Table> {
    let lexicon = Lexicon::built_in();
    let names = ["市生态环境局", "市水务局", "市发改委", "市住建局", "轨道交通", "工业园区"];
    let departments = names.iter().map(|name| Department { name: (*name).into(), ..Department::default() }).collect();
    let resolver = Resolver::new(Register { departments, declared: true }, &lexicon);
    detect::tables(book, Context { lexicon: &lexicon, resolver: &resolver, period })
}

fn describe(out: &mut String, table: &Table, sheet: bool) {
    if sheet {
        writeln!(out, "sheet {}", table.sheet_name).unwrap();
    }
    let rows: Vec<_> = table.header_rows.iter().map(u32::to_string).collect();
    write!(out, "header {}:", rows.join(",")).unwrap();
    for column in &table.columns {
        write!(out, " {}={}", CellRef::column_letters(column.column), column.field).unwrap();
        if let Some(unit) = &column.unit {
            write!(out, "[{unit}]").unwrap();
        }
        if column.hidden {
            out.push_str("(hidden)");
        }
        for rival in &column.rivals {
            write!(out, "(or {rival})").unwrap();
        }
    }
    out.push('\n');
    if !table.missing.is_empty() {
        let missing: Vec<_> = table.missing.iter().map(ToString::to_string).collect();
        writeln!(out, "missing {}", missing.join(" ")).unwrap();
    }
    for row in &table.rows {
        write!(out, "{} {}", row.row, kind(table, &row.kind)).unwrap();
        if let (Some(section), RowKind::Record) = (row.section, &row.kind) {
            write!(out, " in {}", table.rows[section].row).unwrap();
        }
        if row.shift > 0 {
            write!(out, " shifted {}", row.shift).unwrap();
        }
        out.push_str(if row.hidden { " hidden\n" } else { "\n" });
    }
}

fn kind(table: &Table, kind: &RowKind) -> String {
    match kind {
        RowKind::Record => "record".into(),
        RowKind::Section { title, declared } => {
            format!("section {title}{}", declared.map_or(String::new(), |count| format!(" declares {count}")))
        }
        RowKind::Total(total) => format!("total {} over {}", total.label, over(table, &total.over)),
        RowKind::Note(kind) => format!("note {}", note(*kind)),
        RowKind::SetAside(words) => format!("aside {}", words.zh),
    }
}

fn over(table: &Table, over: &TotalOver) -> String {
    match over {
        TotalOver::Table => "table".into(),
        TotalOver::Unknown => "?".into(),
        TotalOver::Rows(rows) => {
            rows.iter().map(|index| table.rows[*index].row.to_string()).collect::<Vec<_>>().join(",")
        }
    }
}

const fn note(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Remark => "remark",
        NoteKind::Signature => "signature",
        NoteKind::RepeatedHeader => "header again",
        NoteKind::Banner => "banner",
        NoteKind::Guide => "guide",
    }
}

/// Both texts with the lines that differ marked.
pub fn difference(expected: &str, found: &str) -> String {
    let diff = similar::TextDiff::from_lines(expected, found);
    diff.iter_all_changes()
        .map(|change| format!("  {}{}", change.tag(), change.to_string().trim_end_matches('\n')) + "\n")
        .collect()
}
