//! Outcome → Book: one file a sheet. What is said and where it stands; no fonts, no colours, no heights.

mod about;
mod changes;
mod consolidated;
pub mod data;
mod decided;
mod excerpt;
mod figures;
mod findings;
mod links;
mod measures;
mod overview;
mod rows;
mod submissions;
mod template;
mod totals;
mod waiting;
mod words;

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use crate::{
    model::{
        Control, Decision, Lang, LinkDecision, Outcome, Place, Record, Role as Part, Severity, TaskStatus, Words,
        book::{Book, Cell, Purpose, Role, Row, Sheet, Target},
    },
    templates::fill,
};

pub use decided::Unsettled;
pub use template::ReportTemplate;
pub use words::{SheetName, period_name};

/// Makes a sheet, or the several that a list needs.
type Make = for<'a> fn(&Arc<View<'a>>) -> Vec<Sheet<'a>>;

/// What makes the sheets, in their order.
const SHEETS: [Make; 11] = [
    |view| vec![overview::sheet(view)],
    consolidated::sheets,
    |view| parts(findings::sheet(view), view.most),
    |view| parts(figures::sheet(view), view.most),
    |view| parts(totals::sheet(view), view.most),
    |view| vec![submissions::sheet(view)],
    |view| parts(links::sheet(view), view.most),
    |view| rows::sheet(view).into_iter().flat_map(|sheet| parts(sheet, view.most)).collect(),
    |view| changes::sheet(view).into_iter().flat_map(|sheet| parts(sheet, view.most)).collect(),
    |view| vec![about::sheet(view)],
    |view| parts(data::sheet(view), view.most),
];

/// The report of a run. Rows of its lists are made when they are asked for.
pub fn book(outcome: &Outcome, lang: Lang) -> Book<'_> {
    book_like(outcome, lang, ReportTemplate::built_in(lang))
}

/// The same, with wording and layout of a template.
pub fn book_like<'a>(outcome: &'a Outcome, lang: Lang, template: &'a ReportTemplate) -> Book<'a> {
    book_in_parts(outcome, lang, template, MOST_ROWS)
}

/// The same, with so many rows of a list on one sheet at most; what is more goes on in the next.
pub fn book_in_parts<'a>(outcome: &'a Outcome, lang: Lang, template: &'a ReportTemplate, most: usize) -> Book<'a> {
    let view = Arc::new(View::new(outcome, lang, template, most.max(1)));
    let mut sheets: Vec<Sheet<'a>> = SHEETS.par_iter().flat_map_iter(|make| make(&view)).collect();
    for sheet in &mut sheets {
        template.arrange(sheet, lang);
    }
    let author = outcome.settings.report.office.clone();
    Book { lang, title: view.title(), author, sheets, copies: Vec::new(), properties: Vec::new() }
}

/// Everything that several sheets ask of an outcome.
struct View<'a> {
    outcome: &'a Outcome,
    lang: Lang,
    template: &'a ReportTemplate,
    columns: consolidated::Columns,
    /// Rows of a list on one sheet at most.
    most: usize,
    /// The first task of every sheet of the consolidated table but the first.
    breaks: Vec<usize>,
    counts: Counts<'a>,
    /// Tasks that wait for a person.
    waiting: waiting::Waiting,
    /// What reviewers corrected, by task.
    corrections: BTreeMap<usize, Vec<&'a Decision>>,
    /// What reviewers said of rows.
    decided: decided::Decided<'a>,
}

/// What is counted by department.
#[derive(Default)]
struct Counts<'a> {
    /// Findings that wait for somebody, by department and severity; the empty name for none.
    findings: BTreeMap<(&'a str, Severity), usize>,
    /// Tasks that a department leads, and of these the ones reported.
    leads: BTreeMap<&'a str, (usize, usize)>,
    /// Rows of a file by what was decided of them.
    rows: BTreeMap<(usize, LinkDecision), usize>,
}

impl<'a> View<'a> {
    fn new(outcome: &'a Outcome, lang: Lang, template: &'a ReportTemplate, most: usize) -> Self {
        let mut counts = Counts::default();
        for finding in outcome.findings.iter().filter(|finding| finding.is_open()) {
            *counts.findings.entry((finding.department.as_deref().unwrap_or(""), finding.severity)).or_default() += 1;
        }
        for entry in &outcome.ledger.entries {
            let Some(task) = outcome.tasks.tasks().get(entry.task) else { continue };
            for unit in &task.lead {
                let lead = counts.leads.entry(&*unit.name).or_default();
                lead.0 += 1;
                let spoke = entry.claims.iter().any(|claim| {
                    claim.role == Part::Lead && claim.department.as_deref().is_none_or(|name| name == &*unit.name)
                });
                lead.1 += usize::from(spoke && entry.status != TaskStatus::Unreported);
            }
        }
        for link in &outcome.links {
            if let Some(record) = outcome.records.get(link.record.0) {
                *counts.rows.entry((record.submission, link.decision)).or_default() += 1;
            }
        }
        let corrections = consolidated::corrections(outcome);
        let columns = consolidated::Columns::of(outcome, template, !corrections.is_empty());
        let breaks = consolidated::breaks(outcome, most);
        let (waiting, decided) = (waiting::Waiting::of(outcome), decided::Decided::of(outcome));
        Self { outcome, lang, template, columns, most, breaks, counts, waiting, corrections, decided }
    }

    /// The title over the consolidated sheet.
    fn title(&self) -> String {
        let (settings, words) = (&self.outcome.settings.report, &self.template.consolidated);
        if !settings.title.is_empty() {
            return settings.title.clone();
        }
        let period = period_name(self.outcome.period.as_ref(), self.lang);
        if period.is_empty() {
            return words.title_plain.clone();
        }
        fill(&words.title, &[("period", &period), ("office", &settings.office)])
    }

    /// One of two wordings.
    fn say<'w>(&self, zh: &'w str, en: &'w str) -> &'w str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Words in the report's language.
    fn words(&self, words: &Words) -> String {
        words.get(self.lang).to_owned()
    }

    /// Name of a sheet.
    fn name(&self, sheet: words::SheetName) -> String {
        sheet.words().get(self.lang).to_owned()
    }

    /// Id of a task, empty for none.
    fn task_id(&self, task: Option<usize>) -> &'a str {
        task.and_then(|task| self.outcome.tasks.tasks().get(task)).map_or("", |task| &task.id.0)
    }

    /// What a task is called in a list: its title, or its content where it has none.
    fn task_words(&self, task: Option<usize>) -> &'a str {
        let task = task.and_then(|task| self.outcome.tasks.tasks().get(task));
        task.map_or("", |task| if task.title.trim().is_empty() { &task.content } else { &task.title })
    }

    /// A click to a task's row in the consolidated sheet.
    fn to_task(&self, task: Option<usize>) -> Option<Target> {
        let column = self.columns.progress();
        task.map(|task| Target::Cell {
            sheet: numbered(
                &self.name(words::SheetName::Consolidated),
                self.breaks.partition_point(|first| *first <= task),
            ),
            key: Some(consolidated::key(task)),
            column,
        })
    }

    /// The department of a file, by position.
    fn department(&self, submission: usize) -> Option<&'a str> {
        let position = self.outcome.returned.get(submission)?.department?;
        self.outcome.register.departments.get(position).map(|department| department.name.as_str())
    }

    /// The last decision on a row, by its department and its words.
    fn decision_on(&self, record: &Record) -> Option<&'a Decision> {
        self.decided.on(self.department(record.submission), record)
    }

    /// Number of findings of a department at one severity that wait for somebody.
    fn findings_of(&self, department: &str, severity: Severity) -> usize {
        self.counts.findings.get(&(department, severity)).copied().unwrap_or(0)
    }

    /// Number of findings at one severity that wait for somebody.
    fn findings_at(&self, severity: Severity) -> usize {
        self.outcome.findings.iter().filter(|finding| finding.severity == severity && finding.is_open()).count()
    }

    /// Number of rows of a file with one decision.
    fn rows_of(&self, submission: usize, decision: LinkDecision) -> usize {
        self.counts.rows.get(&(submission, decision)).copied().unwrap_or(0)
    }

    /// Who says one thing: a few by name, of many the first and how many they are.
    fn who(&self, names: &[&str]) -> String {
        self.some(names, "个单位")
    }

    /// A few names, or the first and how many `things` they are.
    fn some(&self, names: &[&str], things: &str) -> String {
        const NAMED: usize = 3;
        match (names, self.lang) {
            (names, _) if names.len() <= NAMED => names.join(self.say("、", ", ")),
            ([first, ..], Lang::Zh) => format!("{first}等{}{things}", names.len()),
            ([first, ..], Lang::En) => format!("{first} and {} others", names.len() - 1),
            ([], _) => String::new(),
        }
    }

    /// Names of units in one line.
    fn units(&self, units: &[crate::model::UnitName]) -> String {
        let names: Vec<_> = units.iter().map(|unit| &*unit.name).collect();
        names.join(self.say("、", ", "))
    }
}

/// Where the rows went, in words.
fn sums(control: &Control, text: &str) -> String {
    let counts = [
        ("rows", control.rows_in),
        ("linked", control.rows_linked),
        ("possible", control.rows_possible),
        ("unlinked", control.rows_unlinked),
        ("other", control.rows_other),
    ]
    .map(|(name, count)| (name, count.to_string()));
    fill(text, &counts.each_ref().map(|(name, count)| (*name, count.as_str())))
}

/// File, sheet and cell of a place in three columns from `column` on. The last one leads there: a link is kept short,
/// as not every program wraps one.
fn place_cells(view: &View<'_>, column: u16, place: Option<&Place>) -> [Cell; 3] {
    let file = place.map_or("", |place| &*place.file);
    let sheet = place.and_then(|place| place.sheet.as_deref()).unwrap_or("");
    let cell = place.map_or_else(String::new, |place| {
        place.cell.map_or_else(|| view.say("打开", "open").to_owned(), |cell| cell.to_string())
    });
    [
        Cell::text(column, Role::Text, file),
        Cell::text(column + 1, Role::Short, sheet),
        Cell::text(column + 2, Role::Short, cell).leading_to(place.map(|place| Target::Source(place.clone()))),
    ]
}

/// Rows of a list that one sheet mostly takes: a spreadsheet ends at row 1,048,576, and a long text may need several rows.
pub const MOST_ROWS: usize = 500_000;

/// A list in as many sheets as it needs, each with the header; the further ones are numbered.
fn parts(sheet: Sheet<'_>, most: usize) -> Vec<Sheet<'_>> {
    let starts: Vec<usize> = (0..sheet.entries.count()).step_by(most).skip(1).collect();
    parts_from(sheet, &starts)
}

/// The name of a list's sheet, by its place among those that the list goes on in.
fn numbered(name: &str, at: usize) -> String {
    if at == 0 { name.to_owned() } else { format!("{name} {}", at + 1) }
}

/// A list in several sheets, of which the further ones begin at the entries `starts`. What stands below the list stands
/// below the last.
fn parts_from<'a>(sheet: Sheet<'a>, starts: &[usize]) -> Vec<Sheet<'a>> {
    if starts.is_empty() {
        return vec![sheet];
    }
    let part = |at: usize| {
        let mut part = sheet.clone();
        part.name = numbered(&sheet.name, at);
        let from = at.checked_sub(1).map_or(0, |before| starts[before]);
        let end = starts.get(at).copied();
        part.entries = sheet.entries.part(from, end.unwrap_or(sheet.entries.count()) - from);
        part.led_to = sheet.led_to.saturating_sub(from).min(part.entries.count());
        if end.is_some() {
            part.below.clear();
        }
        let end = last(&part);
        for choice in &mut part.choices {
            choice.last = end;
        }
        part
    };
    (0..=starts.len()).map(part).collect()
}

/// A column of a list: its width in characters and its header in Chinese and English.
type Column = (f32, &'static str, &'static str);

/// A list to work through, with its header and nothing below it.
fn list<'a>(view: &View<'a>, name: words::SheetName, columns: &[Column]) -> Sheet<'a> {
    let widths: Vec<f32> = columns.iter().map(|(width, ..)| *width).collect();
    let mut sheet = Sheet::new(view.name(name), Purpose::Working, &widths);
    let labels: Vec<&str> = columns.iter().map(|(_, zh, en)| view.say(zh, en)).collect();
    sheet.push_head(&labels);
    sheet
}

/// Ends a list: filters where it has rows, a sentence across it where it has none.
fn finish(view: &View<'_>, sheet: &mut Sheet<'_>, frozen_columns: u16, none: (&str, &str)) {
    sheet.frozen_columns = frozen_columns;
    sheet.filter = sheet.rows.len() + sheet.entries.count() > 1;
    if !sheet.filter {
        let columns = sheet.columns();
        sheet.push(Row::of(vec![Cell::text(0, Role::Text, view.say(none.0, none.1)).across(columns)]));
    }
}

/// The last row of a sheet whose entries have one row each.
fn last(sheet: &Sheet<'_>) -> usize {
    (sheet.rows.len() + sheet.entries.count() + sheet.below.len()).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{book::Choice, entries::Entries};

    #[test]
    fn a_list_too_long_for_a_sheet_goes_on_in_the_next() {
        let mut sheet = Sheet::new("任务匹配", Purpose::Working, &[5.0]);
        sheet.push_head(&["结论"]);
        sheet.entries =
            Entries::rows((0..7).collect(), |_, number| Row::of(vec![Cell::count(0, Role::Ordinal, *number)]));
        let (title, hint) = (String::new(), String::new());
        sheet.choices = vec![Choice { column: 0, first: 1, last: 7, options: Vec::new(), title, hint }];
        let parts: Vec<_> = parts(sheet, 3).into_iter().map(Sheet::whole).collect();
        let shape: Vec<_> = parts.iter().map(|part| (&*part.name, part.rows.len(), part.choices[0].last)).collect();
        assert_eq!(shape, [("任务匹配", 4, 3), ("任务匹配 2", 4, 3), ("任务匹配 3", 2, 1)]);
        let numbers: Vec<_> = parts.iter().flat_map(|part| &part.rows[1..]).map(|row| row.cells[0].words()).collect();
        assert_eq!(numbers, ["0", "1", "2", "3", "4", "5", "6"]);
    }
}
