//! Whose a file is: what it states, whose tasks it reports, what it and its folder are called.

use std::collections::BTreeMap;

use crate::{
    lexicon::Resolver,
    model::{Field, RawSheet, Record, Resolution, Returned, RowKind, SubmissionStatus, Table, UnitName, Words},
    text::fold,
};

/// Name of the document property in which our own forms carry the department that they were made for.
pub const STAMP_DEPARTMENT: &str = "taizhang.department";

/// Labels before the name of the reporting unit, folded; the longest first where one begins another.
const LABELS: [&str; 22] = [
    "填报单位",
    "报送单位",
    "填表单位",
    "上报单位",
    "填写单位",
    "报告单位",
    "汇报单位",
    "编报单位",
    "填报部门",
    "报送部门",
    "上报部门",
    "单位名称",
    "部门名称",
    "单位(盖章)",
    "单位(公章)",
    "单位(签章)",
    "单位:",
    "部门:",
    "reportingunit",
    "submittedby",
    "department:",
    "reportedby",
];

/// What can follow the name in the same cell.
const STOPS: [&str; 17] = [
    "填报人",
    "填表人",
    "报送人",
    "联系人",
    "联系电话",
    "电话",
    "填报日期",
    "填报时间",
    "报送时间",
    "日期",
    "时间",
    "负责人",
    "审核",
    "审签",
    "制表",
    "分管",
    "contact",
];

/// What one kind of evidence says.
#[derive(Clone)]
enum Says {
    /// One or more departments, and how it says so.
    Departments(Vec<usize>, Words),
    /// A body that the register does not know.
    Stranger,
    /// Nothing.
    Nothing,
}

impl Says {
    fn departments(&self) -> Vec<usize> {
        if let Self::Departments(departments, _) = self { departments.clone() } else { Vec::new() }
    }

    /// Only where one department is named.
    fn sole(self) -> Self {
        if self.departments().len() == 1 { self } else { Self::Nothing }
    }

    fn filter(self, keep: impl Fn(&usize) -> bool) -> Self {
        match self {
            Self::Departments(mut departments, how) => {
                departments.retain(keep);
                if departments.is_empty() { Self::Nothing } else { Self::Departments(departments, how) }
            }
            other => other,
        }
    }

    fn without(self, others: &[usize]) -> Self {
        self.filter(|department| !others.contains(department))
    }
}

/// Fills the department fields of a file.
///
/// What the file states of itself outweighs its name, that outweighs a title that a row bears out, that the units of the
/// rows: a supporting unit reports what others lead. What is outweighed and says otherwise is kept as a rival.
pub(super) fn identify(returned: &mut Returned, records: &[Record], resolver: &Resolver) {
    if returned.status == SubmissionStatus::Ignored {
        return;
    }
    let stated = stated(returned, resolver);
    let stamp = stamp(returned, resolver);
    let name = file_name(returned, resolver);
    let addressed = addressees(returned, resolver);
    let mut named: Vec<usize> = addressed.clone();
    for says in [&stated, &stamp, &name] {
        named.extend(says.departments());
    }
    let ranked = if matches!(stated, Says::Stranger) {
        vec![stamp, name.clone().without(&addressed).sole()]
    } else {
        let units = Units::of(records, resolver);
        let titles = titles(returned, resolver);
        let borne_out = titles.clone().sole().filter(|department| units.have(*department));
        let by_name = name.clone().without(&addressed).sole();
        let several = units.among(&name, &addressed);
        let folders = folders(returned, resolver);
        named.extend(units.contradict(&[&stated, &stamp, &name]));
        vec![stated, stamp, by_name, several, borne_out, units.sole(), titles, folders]
    };
    let chosen = ranked.iter().find_map(|says| match says {
        Says::Departments(departments, how) if departments.len() == 1 => Some((departments[0], how.clone())),
        _ => None,
    });
    if let Some((department, how)) = chosen {
        returned.department = Some(department);
        returned.identified_by = Some(how);
        named.retain(|other| *other != department);
    } else {
        // Several at once and nothing to tell between them.
        named.extend(ranked.iter().flat_map(Says::departments));
    }
    named.sort_unstable();
    named.dedup();
    returned.department_rivals = named;
}

/// 填报单位：… above or below a table, or on a sheet of its own.
fn stated(returned: &Returned, resolver: &Resolver) -> Says {
    let Some(book) = &returned.submission.book else { return Says::Nothing };
    let mut stranger = false;
    let mut found: Vec<usize> = Vec::new();
    let mut how = None;
    for (position, sheet) in book.sheets.iter().enumerate() {
        let tables: Vec<&Table> = returned.tables.iter().filter(|table| table.sheet == position).collect();
        for row in outside_rows(sheet, &tables) {
            for (column, text) in texts_of(sheet, row) {
                let next = texts_of(sheet, row).into_iter().find(|(other, _)| *other > column).map(|(_, text)| text);
                match statement(&text, next.as_deref(), resolver) {
                    Says::Departments(departments, _) => {
                        let cell = crate::model::CellRef::new(row, column);
                        how.get_or_insert_with(|| stated_words(&text, &format!("{} › {cell}", sheet.name)));
                        found.extend(departments.into_iter().filter(|new| !found.contains(new)).collect::<Vec<_>>());
                    }
                    Says::Stranger => stranger = true,
                    Says::Nothing => {}
                }
            }
        }
    }
    match how {
        Some(how) => Says::Departments(found, how),
        None if stranger => Says::Stranger,
        None => Says::Nothing,
    }
}

fn stated_words(text: &str, place: &str) -> Words {
    const MOST: usize = 40;
    let mut quote: String = text.trim().chars().take(MOST).collect();
    if text.trim().chars().count() > MOST {
        quote.push('…');
    }
    Words::new(format!("表内写明“{quote}”（{place}）"), format!("stated in the file: “{quote}” ({place})"))
}

/// Rows that are no part of a table's list: above the header, notes, the rows just below; on a sheet without a table
/// its first rows.
fn outside_rows(sheet: &RawSheet, tables: &[&Table]) -> Vec<u32> {
    let mut rows: Vec<u32> = Vec::new();
    if tables.is_empty() {
        return sheet.rows.iter().map(|row| row.row).take(60).collect();
    }
    for table in tables {
        let header = table.header_rows.first().copied().unwrap_or(table.first_row);
        rows.extend(sheet.rows.iter().map(|row| row.row).filter(|row| *row < header && *row + 30 >= header));
        let notes = table.rows.iter().filter(|row| matches!(row.kind, RowKind::Note(_) | RowKind::SetAside(_)));
        rows.extend(notes.map(|row| row.row));
        rows.extend(
            sheet.rows.iter().map(|row| row.row).filter(|row| *row > table.last_row && *row <= table.last_row + 10),
        );
    }
    rows.sort_unstable();
    rows.dedup();
    rows
}

fn texts_of(sheet: &RawSheet, row: u32) -> Vec<(u32, String)> {
    let cells = sheet.row(row).map_or(&[][..], |row| &row.cells);
    cells.iter().filter(|cell| !cell.is_blank()).take(60).map(|cell| (cell.column, cell.text().into_owned())).collect()
}

/// The unit that one cell states, or the cell right of it.
fn statement(text: &str, next: Option<&str>, resolver: &Resolver) -> Says {
    if text.chars().count() > 200 {
        return Says::Nothing;
    }
    let folded = fold::fold(text);
    if let Some(name) = folded.strip_suffix("(盖章)").or_else(|| folded.strip_suffix("(公章)"))
        && let Some(Resolution::Known(department)) = resolver.registered(name)
    {
        return Says::Departments(vec![department], Words::default());
    }
    let Some((at, label)) = LABELS.iter().find_map(|label| folded.find(label).map(|at| (at, *label))) else {
        return Says::Nothing;
    };
    let mut value = &folded[at + label.len()..];
    for seal in ["(盖章)", "(公章)", "(签章)", "名称", ":", "_"] {
        value = value.strip_prefix(seal).unwrap_or(value);
    }
    let end = STOPS.iter().filter_map(|stop| value.find(stop)).min().unwrap_or(value.len());
    let value = value[..end].trim_matches(['_', '(', ')', ',', ';', '-', '。', '/', ':']);
    let value = if value.is_empty() { fold::fold(next.unwrap_or_default()) } else { value.to_owned() };
    named(&value, label, resolver)
}

/// The department that a stated value names. A unit of measure (单位：亿元) names none, and is no stranger.
fn named(value: &str, label: &str, resolver: &Resolver) -> Says {
    if value.is_empty() {
        return Says::Nothing;
    }
    if let Some(Resolution::Known(department)) = resolver.registered(value) {
        return Says::Departments(vec![department], Words::default());
    }
    let found = resolver.find_in(value);
    if !found.is_empty() {
        return Says::Departments(found, Words::default());
    }
    // A body of some place is a stranger; an inner office (综合处) or a hint of the form (××局) says nothing.
    let placed = value.chars().take(5).any(|c| matches!(c, '市' | '区' | '县' | '州' | '省'));
    let blank = value.contains(['x', '×', '某', '_', '*', '○', '零']);
    let sure = !matches!(label, "单位:" | "部门:" | "department:") && resolver.ends_like_a_body(value);
    if sure && placed && !blank { Says::Stranger } else { Says::Nothing }
}

/// Our own form's stamp.
fn stamp(returned: &Returned, resolver: &Resolver) -> Says {
    let properties = returned.submission.book.iter().flat_map(|book| &book.properties);
    let mut named = properties.filter(|(name, _)| name == STAMP_DEPARTMENT).map(|(_, value)| value);
    let property = named.next();
    let cell = returned.stamps.first().map(|found| &found.stamp.department);
    match cell.or(property).and_then(|value| resolver.registered(value)) {
        Some(Resolution::Known(department)) => Says::Departments(
            vec![department],
            Words::new("填报表自带的部门标记", "the stamp of the form that it was filled in on"),
        ),
        _ => Says::Nothing,
    }
}

/// The file's name without its ending.
fn file_name(returned: &Returned, resolver: &Resolver) -> Says {
    let name = returned.submission.file_name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let found = match resolver.registered(stem) {
        Some(Resolution::Known(department)) => vec![department],
        _ => resolver.find_in(stem),
    };
    says(found, || Words::new(format!("文件名“{name}”"), format!("the file's name “{name}”")))
}

/// Titles over the tables, then sheet names.
fn titles(returned: &Returned, resolver: &Resolver) -> Says {
    for table in &returned.tables {
        for (cell, caption) in &table.captions {
            let found = resolver.find_in(caption);
            if found.len() == 1 {
                let place = format!("{} › {cell}", table.sheet_name);
                return says(found, || {
                    Words::new(format!("表头标题（{place}）"), format!("the title over the table ({place})"))
                });
            }
        }
    }
    for table in &returned.tables {
        let found = resolver.find_in(&table.sheet_name);
        if found.len() == 1 {
            let name = &table.sheet_name;
            return says(found, || Words::new(format!("工作表名“{name}”"), format!("the sheet's name “{name}”")));
        }
    }
    Says::Nothing
}

/// The folders above the file, the nearest first.
fn folders(returned: &Returned, resolver: &Resolver) -> Says {
    let mut folders = returned.submission.file.rsplit('/').skip(1);
    let known = folders.find_map(|folder| {
        let found = match resolver.registered(folder) {
            Some(Resolution::Known(department)) => vec![department],
            _ => resolver.find_in(folder),
        };
        (!found.is_empty()).then_some((folder, found))
    });
    match known {
        Some((folder, found)) => {
            says(found, || Words::new(format!("所在文件夹“{folder}”"), format!("the folder “{folder}” it is in")))
        }
        None => Says::Nothing,
    }
}

fn says(found: Vec<usize>, how: impl Fn() -> Words) -> Says {
    if found.is_empty() { Says::Nothing } else { Says::Departments(found, how()) }
}

/// Whom the file's name names as the one it is sent to: 报市政府办公室, 送市发改委.
fn addressees(returned: &Returned, resolver: &Resolver) -> Vec<usize> {
    let name = returned.submission.file_name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let parts = stem.split(|c: char| !c.is_alphanumeric());
    let addressed = |part: &str| {
        let rest = ["报送", "上报", "抄送", "报", "送", "呈", "致"].iter().find_map(|verb| part.strip_prefix(verb))?;
        match resolver.registered(rest) {
            Some(Resolution::Known(department)) => Some(department),
            _ => None,
        }
    };
    parts.filter_map(addressed).collect()
}

/// How often the units of the register lead, and have a part in, the rows that report something.
struct Units<'a> {
    rows: usize,
    leads: BTreeMap<usize, usize>,
    parts: BTreeMap<usize, usize>,
    resolver: &'a Resolver,
}

impl<'a> Units<'a> {
    fn of(records: &[Record], resolver: &'a Resolver) -> Self {
        let told: Vec<&Record> = records.iter().filter(|record| tells(record)).collect();
        let rows: Vec<&Record> = if told.is_empty() { records.iter().collect() } else { told };
        let leads = count(&rows, |record| record.lead.iter().collect());
        let parts = count(&rows, |record| record.lead.iter().chain(&*record.support).collect());
        Self { rows: rows.len(), leads, parts, resolver }
    }

    /// Whether a department has a part in any row.
    fn have(&self, department: usize) -> bool {
        self.parts.contains_key(&department)
    }

    /// Of several departments that the file's name names, the one that has a part in most rows.
    fn among(&self, name: &Says, addressed: &[usize]) -> Says {
        let involved =
            |department: &usize| self.parts.get(department).copied().unwrap_or_default() * 2 >= self.rows.max(1);
        name.clone().without(addressed).filter(involved).sole()
    }

    /// The unit that alone leads nearly all rows, or that alone has a part in all of them; where nobody leads, those
    /// that support are the others.
    fn sole(&self) -> Says {
        let part = || sole(&self.parts, self.rows, 10).filter(|_| self.rows > 1 && !self.leads.is_empty());
        let Some(department) = sole(&self.leads, self.rows, 9).or_else(part) else { return Says::Nothing };
        let title = self.resolver.register().departments.get(department).map_or("", |department| &department.name);
        let how = Words::new(
            format!("各行的责任单位都是“{title}”"),
            format!("“{title}” is the responsible unit of its rows"),
        );
        Says::Departments(vec![department], how)
    }

    /// The unit that leads the rows, where the file claims to be of one with no part in them.
    fn contradict(&self, claims: &[&Says]) -> Option<usize> {
        let claimed = claims.iter().flat_map(|says| says.departments()).next()?;
        sole(&self.leads, self.rows, 9).filter(|_| !self.have(claimed))
    }
}

/// Whether the row says anything of its own.
fn tells(record: &Record) -> bool {
    record.values.iter().any(|value| {
        let said = matches!(*value.field, Field::Progress | Field::ProgressOf(_) | Field::Status | Field::Measure(_));
        said && !value.raw.trim().is_empty()
    })
}

fn count<'a>(rows: &[&'a Record], units: impl Fn(&'a Record) -> Vec<&'a UnitName>) -> BTreeMap<usize, usize> {
    let mut counts = BTreeMap::new();
    for record in rows {
        let mut known: Vec<usize> = units(record).into_iter().filter_map(UnitName::known).collect();
        known.sort_unstable();
        known.dedup();
        for department in known {
            *counts.entry(department).or_default() += 1;
        }
    }
    counts
}

/// The department that stands in at least `tenths` tenths of the rows, when no other stands in as many.
fn sole(counts: &BTreeMap<usize, usize>, rows: usize, tenths: usize) -> Option<usize> {
    let most = counts.values().max().copied().filter(|most| most * 10 >= rows * tenths && *most > 0)?;
    let mut top = counts.iter().filter(|(_, count)| **count == most);
    let (department, _) = top.next()?;
    top.next().is_none().then_some(*department)
}
