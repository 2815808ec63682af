//! Returns: for each department what is to be confirmed, in plain words, with its own tables behind, marked; and the
//! list of who has not sent.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Value;

use super::template::{parsed, too_long};
use crate::{
    model::{
        AnswerKind, CellRef, DecisionVerdict, Finding, Lang, Outcome, Returned, Severity, Stamp, StampKind,
        SubmissionStatus, Table, Task, Words,
        answer::Standing,
        book::{Book, Cell, Choice, Copied, Entry, Mark, Purpose, Role, Row, Sheet, Target},
        stamp::{SentSheet, cells_digest},
    },
    templates::{self, Problem, fill},
    text::brief,
};

/// The last row of a sheet that goes into a return; a longer one is answered in the original.
const MOST_ROWS: u32 = 20_000;
/// Hexadecimal digits of a file's checksum that a stamp keeps.
const SHORT_SHA: usize = 16;

/// The wording of returns and reminders: the keys of `templates/<lang>/return.toml`, explained there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // the keys of templates/<lang>/return.toml, explained there
pub struct ReturnTemplate {
    pub file: String,
    pub sheet: String,
    pub title: String,
    pub greeting: String,
    pub how: String,
    pub how_without_table: String,
    pub whole: String,
    pub office: String,
    pub answers: [String; 4],
    pub hint: String,
    pub note_hint: String,
    pub no_place: String,
    pub office_note: String,
    pub earlier_answer: String,
    pub to_department: Vec<[String; 2]>,
    pub columns: BTreeMap<String, String>,
    pub reminder: Reminder,
}

/// The wording of a reminder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // the keys of templates/<lang>/return.toml, explained there
pub struct Reminder {
    pub file: String,
    pub head: String,
    pub line: String,
    pub line_unreadable: String,
    pub tail: String,
    pub none: String,
}

impl ReturnTemplate {
    /// The built-in one.
    pub fn built_in(lang: Lang) -> Self {
        parsed(text(lang))
    }

    /// The same, with what a workspace's own says in place of what is built in.
    ///
    /// # Errors
    /// What is wrong with the workspace's template.
    pub fn with(lang: Lang, own: &str) -> Result<Self, Vec<Problem>> {
        templates::overlaid(&parsed(text(lang)), Some(own), &judge)
    }
}

const fn text(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => include_str!("../../templates/zh/return.toml"),
        Lang::En => include_str!("../../templates/en/return.toml"),
    }
}

/// What is wrong with a value of a return's template.
fn judge(path: &[&str], value: &Value) -> Option<Words> {
    match path {
        // Answers are found by these words when they come back, maybe by a run with another template.
        ["answers"] | ["columns", "answer" | "note"] => Some(Words::new(
            "这几个词不能改：答复是按它们读回来的。其他文字都可以改。",
            "these words can't be changed, for answers are read back by them; all others can",
        )),
        ["to_department"] => {
            let pairs = value.as_array().into_iter().flatten();
            let is_pair = |pair: &Value| {
                let texts = pair.as_array().map_or(&[][..], Vec::as_slice);
                texts.len() == 2 && texts.iter().all(Value::is_str) && texts[0].as_str() != Some("")
            };
            (!pairs.clone().all(is_pair)).then(|| {
                Words::new(
                    "每一项写成 [\"原来的话\", \"换成的话\"]。",
                    "every entry is a pair: [\"what is said\", \"what to say instead\"]",
                )
            })
        }
        ["hint" | "note_hint"] => too_long(value.as_str().unwrap_or_default()),
        _ => templates::holes(value, &["period", "department", "office", "count", "tasks"]),
    }
}

/// A return with the name of its file.
#[derive(Debug, Clone)]
pub struct Return {
    /// Name of the file.
    pub file: String,
    /// The workbook.
    pub book: Book<'static>,
    /// Number of points to confirm.
    pub points: usize,
}

/// One return for each department with findings to answer, in the register's order. A department of which no file
/// came has nothing to confirm: it is reminded.
pub fn returns(outcome: &Outcome, lang: Lang, template: &ReturnTemplate) -> Vec<Return> {
    let departments = outcome.register.departments.iter().enumerate();
    departments
        .filter_map(|(position, department)| {
            let files = files_of(outcome, position);
            let asked =
                |finding: &&Finding| finding.department.as_deref() == Some(&department.name) && is_asked(finding);
            let findings: Vec<&Finding> = outcome.findings.iter().filter(asked).collect();
            let to_do = !files.is_empty() && !findings.is_empty();
            to_do.then(|| Maker { outcome, lang, template, position, files, findings }.make())
        })
        .collect()
}

/// Errors and warnings that nobody has decided on, and everything that a reviewer sends back. What only the office can
/// settle is no question for a department, and what the department has explained as it stands waits for the office's word.
fn is_asked(finding: &Finding) -> bool {
    if finding.answer.as_ref().is_some_and(|answer| answer.standing == Standing::Explained) {
        return false;
    }
    match &finding.decision {
        Some(decision) => decision.verdict == DecisionVerdict::Return,
        None => {
            finding.severity <= Severity::Warning && !matches!(finding.code, "F005" | "F006" | "F007" | "R001" | "R002")
        }
    }
}

/// What stands before the fingerprints of what a row asks, in a hidden cell.
const ASKED: &str = "asked:";

/// What a row asked, from the text of the cell that says it.
pub(super) fn asked(text: &str) -> Option<String> {
    Some(text.trim().strip_prefix(ASKED)?.trim().to_owned())
}

fn files_of(outcome: &Outcome, department: usize) -> Vec<&Returned> {
    let used = |file: &&Returned| {
        file.department == Some(department) && matches!(file.status, SubmissionStatus::Read | SubmissionStatus::Failed)
    };
    outcome.returned.iter().filter(used).collect()
}

struct Maker<'a> {
    outcome: &'a Outcome,
    lang: Lang,
    template: &'a ReturnTemplate,
    position: usize,
    files: Vec<&'a Returned>,
    findings: Vec<&'a Finding>,
}

/// File and sheet of the original → name of its copy.
type Names = BTreeMap<(String, String), String>;

impl Maker<'_> {
    fn name(&self) -> &str {
        self.outcome.register.departments.get(self.position).map_or("", |department| &department.name)
    }

    fn say(&self, text: &str) -> String {
        let office = &self.outcome.settings.report.office;
        let office = if office.is_empty() { &self.template.office } else { office };
        let count = self.findings.len().to_string();
        let period = period(self.outcome, self.lang, self.template);
        fill(text, &[("period", &period), ("department", self.name()), ("office", office), ("count", &count)])
    }

    fn make(self) -> Return {
        let (copies, names) = self.copies();
        let stamp = Stamp {
            kind: StampKind::Return,
            version: Stamp::VERSION,
            department: self.name().to_owned(),
            period: Stamp::period_of(self.outcome.period.as_ref()),
            tasks: self.outcome.tasks.digest(),
            own: self.outcome.tasks.digest_of(self.position),
            sheets: self.sent(&copies, &names),
        };
        let letter = self.letter(&stamp, &names);
        let book = Book {
            lang: self.lang,
            title: self.say(&self.template.title),
            author: self.outcome.settings.report.office.clone(),
            sheets: vec![letter],
            copies,
            properties: stamp.properties(),
        };
        Return { file: super::file_name(&self.say(&self.template.file)), book, points: self.findings.len() }
    }

    /// Their sheets with tables, each under a name of its own, with the cells that are asked about marked.
    fn copies(&self) -> (Vec<Copied>, Names) {
        let (mut copies, mut names) = (Vec::new(), Names::new());
        let mut taken = BTreeSet::from([self.template.sheet.to_lowercase()]);
        for file in &self.files {
            let Some(book) = &file.submission.book else { continue };
            // A corrected copy takes the place of its file: it has every table of it, or there is none.
            let last = |table: &Table| book.sheets.get(table.sheet)?.rows.last().map(|row| row.row);
            if file.tables.iter().filter_map(last).any(|row| row > MOST_ROWS) {
                continue;
            }
            for (position, sheet) in book.sheets.iter().enumerate() {
                let tables: Vec<_> = file.tables.iter().filter(|table| table.sheet == position).collect();
                if tables.is_empty() {
                    continue;
                }
                let key = (file.submission.file.to_string(), sheet.name.to_string());
                let name = sheet_name(&sheet.name, &mut taken);
                let marks = self.marks(&key);
                let header_rows = tables.first().map(|table| table.header_rows.clone()).unwrap_or_default();
                copies.push(Copied { name: name.clone(), sheet: sheet.clone(), header_rows, marks });
                names.insert(key, name);
            }
        }
        (copies, names)
    }

    fn marks(&self, (file, sheet): &(String, String)) -> BTreeMap<CellRef, Mark> {
        let mut marks: BTreeMap<CellRef, Mark> = BTreeMap::new();
        for (number, finding) in (1..).zip(&self.findings) {
            let Some(place) = &finding.place else { continue };
            let here = *place.file == **file && place.sheet.as_deref() == Some(sheet);
            let Some(cell) = place.cell.filter(|_| here) else { continue };
            let note = format!("{number}. {}", self.plain(finding));
            let mark = marks.entry(cell).or_insert(Mark { severity: finding.severity, note: String::new() });
            if !mark.note.is_empty() {
                mark.note.push('\n');
            }
            mark.note.push_str(&note);
            mark.severity = mark.severity.min(finding.severity);
        }
        marks
    }

    fn sent(&self, copies: &[Copied], names: &Names) -> Vec<SentSheet> {
        let sha = |file: &str| {
            let found = self.files.iter().find(|known| *known.submission.file == *file);
            found.map_or_else(String::new, |file| file.submission.sha256.chars().take(SHORT_SHA).collect())
        };
        let of = |copy: &Copied| names.iter().find(|(_, name)| **name == copy.name).map(|((file, _), _)| sha(file));
        let sheet = |copy: &Copied| SentSheet {
            name: copy.name.clone(),
            file: of(copy).unwrap_or_default(),
            cells: cells_digest(&copy.sheet),
        };
        copies.iter().map(sheet).collect()
    }

    /// The message without its place, which has a column of its own.
    fn plain(&self, finding: &Finding) -> String {
        let message = finding.message.get(self.lang);
        let place = finding.place.as_ref().map(ToString::to_string).unwrap_or_default();
        let rest = message.strip_prefix(&place).filter(|_| !place.is_empty()).unwrap_or(message);
        let mut chars = rest.trim_start_matches(['：', ':', ' ']).chars();
        let plain: String = chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect();
        // The list speaks to the office; the letter speaks to the department.
        let told = self.template.to_department.iter().fold(plain, |text, [ours, theirs]| text.replace(ours, theirs));
        self.by_name(told)
    }

    /// A text with files called by their names: in which folder the office keeps them is no matter of the department's.
    fn by_name(&self, text: String) -> String {
        let files = self.outcome.returned.iter().map(|file| &file.submission);
        let kept = files.filter(|file| file.file.contains('/'));
        kept.fold(
            text,
            |text, file| {
                if text.contains(&*file.file) { text.replace(&*file.file, file.file_name()) } else { text }
            },
        )
    }

    fn letter(&self, stamp: &Stamp, names: &Names) -> Sheet<'static> {
        let template = self.template;
        let widths = [6.0, 3.4, 30.0, 10.0, 6.0, 22.0, 6.6, 20.0, 6.0];
        let mut sheet = Sheet::new(&template.sheet, Purpose::Form, &widths);
        let stamp = Cell::text(0, Role::Code, stamp.text());
        sheet.push(Row::of(vec![stamp, Cell::text(1, Role::Title, self.say(&template.title)).across(7)]));
        let how = if names.is_empty() { &template.how_without_table } else { &template.how };
        for text in [&template.greeting, how] {
            sheet.push(Row::of(vec![Cell::text(1, Role::Caption, self.say(text)).across(7)]));
        }
        let label = |key: &str| template.columns.get(key).cloned().unwrap_or_default();
        let mut header = vec![Cell::text(0, Role::Header, "id")];
        for (column, key) in (1..).zip(["number", "what", "where", "task", "detail"]) {
            header.push(Cell::text(column, Role::Header, label(key)));
        }
        header.push(Cell::text(6, Role::InputHeader, label("answer")));
        header.push(Cell::text(7, Role::InputHeader, label("note")));
        header.push(Cell::text(8, Role::Header, ASKED.trim_end_matches(':')));
        let head = sheet.push(Row::of(header));
        sheet.head = Some((head, head));
        for (number, finding) in (1..).zip(&self.findings) {
            sheet.push(Row::named(finding.id.clone(), self.point(number, finding, names)));
        }
        let (first, last) = (head + 1, sheet.rows.len() - 1);
        let choice = |column: u16, key: &str, options: Vec<String>, hint: &str| Choice {
            column,
            first,
            last,
            options,
            title: label(key),
            hint: hint.to_owned(),
        };
        sheet.choices = vec![
            choice(6, "answer", template.answers.to_vec(), &template.hint),
            choice(7, "note", Vec::new(), &template.note_hint),
        ];
        sheet.entry = Some(Entry { hidden_columns: vec![0, 8] });
        sheet
    }

    fn point(&self, number: usize, finding: &Finding, names: &Names) -> Vec<Cell> {
        let text = |column: u16, role: Role, text: &str| Cell::text(column, role, text);
        let task = finding.task.and_then(|task| self.outcome.tasks.tasks().get(task));
        let mut what = self.plain(finding);
        if let Some(decision) = finding.decision.as_ref().filter(|decision| !decision.note.is_empty()) {
            what.push_str(&format!("\n{}{}", self.template.office_note, decision.note));
        }
        // What is asked although it was answered: they need not look up what they said.
        if let Some(answer) = &finding.answer {
            let kind = answer.kind.map(AnswerKind::words).unwrap_or_default();
            let said = [kind.get(self.lang), answer.note.trim()];
            let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
            what.push_str(&format!("\n{}{}", self.template.earlier_answer, said.join(" │ ")));
        }
        let (place, target) = self.place(finding, names);
        vec![
            text(0, Role::Code, &finding.id),
            Cell::count(1, Role::Ordinal, number),
            text(2, Role::Text, &what),
            text(3, Role::Short, &place).leading_to(target),
            text(4, Role::Short, task.map_or("", |task| &task.id.0)),
            text(5, Role::Text, &self.by_name(finding.detail.get(self.lang).to_owned())),
            text(6, Role::InputShort, ""),
            text(7, Role::Input, ""),
            text(8, Role::Code, &format!("{ASKED}{}", finding.asked())),
        ]
    }

    /// Where it is: in the copy behind, as a link, or in the file that was sent.
    fn place(&self, finding: &Finding, names: &Names) -> (String, Option<Target>) {
        let Some(place) = &finding.place else { return (self.template.no_place.clone(), None) };
        // Where the office keeps a file is no matter of the department's: it knows it by its name.
        let bare = || place.to_string().replacen(&*place.file, place.file.rsplit('/').next().unwrap_or_default(), 1);
        let Some((sheet, cell)) = place.sheet.as_ref().zip(place.cell) else { return (bare(), None) };
        match names.get(&(place.file.to_string(), sheet.to_string())) {
            Some(name) => (format!("{name} {cell}"), Some(Target::Copied { sheet: name.clone(), cell })),
            None => (bare(), None),
        }
    }
}

fn period(outcome: &Outcome, lang: Lang, template: &ReturnTemplate) -> String {
    outcome.period.as_ref().map_or_else(|| template.whole.clone(), |period| period.words().get(lang).to_owned())
}

/// A sheet's name that no other sheet of the workbook has and a workbook can have.
fn sheet_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let awkward = |c: char| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') || c.is_control();
    let plain: String = name.chars().map(|c| if awkward(c) { '_' } else { c }).collect();
    let plain = plain.trim_matches(['\'', ' ']);
    let plain = if plain.is_empty() { "Sheet" } else { plain };
    let cut = |most: usize| -> String {
        let mut units = 0;
        plain
            .chars()
            .take_while(|c| {
                units += c.len_utf16();
                units <= most
            })
            .collect()
    };
    let names = std::iter::once(cut(31)).chain((2..).map(|number| format!("{} {number}", cut(25))));
    let mut free = names.filter(|name| taken.insert(name.to_lowercase()));
    free.next().unwrap_or_default()
}

/// The reminder: its file's name, its text ready to be pasted into a message, and how many it is for.
pub fn reminder(outcome: &Outcome, lang: Lang, template: &ReturnTemplate) -> (String, String, usize) {
    let period = period(outcome, lang, template);
    // Who has not sent is what F007 found: its rules are told once.
    let missing: Vec<&Finding> = outcome.findings.iter().filter(|finding| finding.code == "F007").collect();
    let text = |wording: &str, department: &str, count: usize, tasks: &str| {
        let count = count.to_string();
        fill(wording, &[("period", &period), ("department", department), ("count", &count), ("tasks", tasks)])
    };
    let words = &template.reminder;
    if missing.is_empty() {
        return (words.file.clone(), format!("{}\n", text(&words.none, "", 0, "")), 0);
    }
    let mut lines = vec![text(&words.head, "", missing.len(), "")];
    for finding in &missing {
        let department = finding.department.as_deref().unwrap_or_default();
        let leads = |task: &&Task| task.lead.iter().any(|unit| *unit.name == *department);
        let led: Vec<&Task> = outcome.tasks.tasks().iter().filter(leads).collect();
        let tasks = named(&led, lang);
        // Nobody is told that nothing came from them when something did.
        let sent = outcome.returned.iter().any(|file| {
            let owner = file.department.and_then(|position| outcome.register.departments.get(position));
            file.status == SubmissionStatus::Failed && owner.is_some_and(|owner| owner.name == department)
        });
        lines.push(text(if sent { &words.line_unreadable } else { &words.line }, department, led.len(), &tasks));
    }
    lines.push(text(&words.tail, "", missing.len(), ""));
    (words.file.clone(), format!("{}\n", lines.join("\n")), missing.len())
}

/// Tasks by their ids and what they are called: an id alone says nothing to who has the list not at hand. Where several
/// have one title, each is called by its content.
fn named(tasks: &[&Task], lang: Lang) -> String {
    const LONGEST: usize = 30;
    let called = |task: &Task| {
        let shared = tasks.iter().filter(|other| other.title == task.title).count() > 1;
        let words = if task.title.trim().is_empty() || (shared && !task.content.trim().is_empty()) {
            &task.content
        } else {
            &task.title
        };
        format!("{} {}", task.id, brief::short(words, LONGEST))
    };
    let told: Vec<String> = tasks.iter().map(|task| called(task)).collect();
    told.join(if lang == Lang::Zh { "；" } else { "; " })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_ones_that_a_workbook_can_have() {
        let mut taken = BTreeSet::from(["核实事项".to_owned()]);
        let names = ["Sheet1", "sheet1", "核实事项", "a/b[c]", "", &"长".repeat(40)];
        let found: Vec<String> = names.iter().map(|name| sheet_name(name, &mut taken)).collect();
        assert_eq!(found, ["Sheet1", "sheet1 2", "核实事项 2", "a_b_c_", "Sheet", &"长".repeat(31)]);
    }

    #[test]
    fn both_languages_have_their_wording() {
        for lang in [Lang::Zh, Lang::En] {
            let template = ReturnTemplate::built_in(lang);
            assert!(template.hint.chars().count() <= 255);
            assert_eq!(template.columns.len(), 7);
        }
    }
}
