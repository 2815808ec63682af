//! The reviewer's columns of 差异清单 and 任务匹配 → decisions.

use std::{collections::BTreeMap, sync::Arc};

use super::{past, sheet_name};
use crate::{
    model::{About, CellRef, Decision, DecisionOn, DecisionVerdict, Finding, RawBook, RawSheet, Task, TaskList, Words},
    report::SheetName,
    text::{
        fold::{fold, words_only},
        numbering,
    },
};

/// A column by its header in Chinese and English.
type Label = (&'static str, &'static str);

const FINDING_LABELS: [Label; 9] = [
    ("编号", "Id"),
    ("代码", "Code"),
    ("单位", "Department"),
    ("任务", "Task"),
    ("报送内容", "Found"),
    ("应为", "Expected"),
    ("处理", "Decision"),
    ("处理说明", "Note"),
    ("处理人", "By"),
];
const LINK_LABELS: [Label; 9] = [
    ("结论", "Result"),
    ("单位", "Department"),
    ("报送的任务", "Task as sent"),
    ("任务", "Task"),
    ("清单中的任务", "Task in the list"),
    ("处理", "Decision"),
    ("改为任务", "Other task"),
    ("处理说明", "Note"),
    ("处理人", "By"),
];

/// The same as English reports had them before every list said “Decision” for what a person decides.
const EARLIER_LINK_LABELS: [Label; 9] = {
    let mut labels = LINK_LABELS;
    labels[0] = ("结论", "Decision");
    labels[5] = ("处理", "Verdict");
    labels
};

/// What a person answered to a finding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FindingAnswer {
    /// Where the verdict stands.
    pub at: At,
    /// The finding's id.
    pub id: String,
    /// What the finding was.
    pub about: About,
    /// The verdict as written, then note and name.
    pub said: [String; 3],
}

/// What a person answered to a row's link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkAnswer {
    /// Where the verdict stands.
    pub at: At,
    /// The department.
    pub department: String,
    /// The row's words as sent.
    pub text: String,
    /// The task shown, empty for none.
    pub task: String,
    /// That task's words.
    pub task_words: String,
    /// The verdict as written, the other task, then note and name.
    pub said: [String; 4],
}

/// A cell of a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct At {
    /// Name of the sheet.
    pub sheet: Arc<str>,
    /// Row and column, from 1.
    pub row: u32,
    /// See `row`.
    pub column: u32,
}

impl At {
    /// Whether a cell is one of some columns of the row, from this one on.
    fn spans(&self, columns: u32, sheet: &Arc<str>, cell: CellRef) -> bool {
        self.sheet == *sheet && self.row == cell.row && (self.column..self.column + columns).contains(&cell.column)
    }

    /// The cell.
    pub fn cell(&self) -> CellRef {
        CellRef::new(self.row, self.column)
    }
}

/// Every row that can carry an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// Of 差异清单.
    pub findings: Vec<FindingAnswer>,
    /// Of 任务匹配.
    pub links: Vec<LinkAnswer>,
}

/// What was read back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// New decisions, in the order of the sheets; with whether it takes an earlier one back.
    pub decisions: Vec<(Decision, bool)>,
    /// Cells that those came from: the verdict's, and how many columns of the row answer with it.
    pub from: Vec<(At, u32)>,
    /// Answers that can't be taken over.
    pub refused: Vec<Refused>,
}

/// An answer that can't be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Where the verdict stands.
    pub at: At,
    /// How many columns of the row answer, from the verdict's on.
    pub columns: u32,
    /// All that was written there, in one line.
    pub said: String,
    /// Why it was not taken over, and what to do.
    pub why: Words,
}

impl Taken {
    /// Whether a cell of the report was read back as a part of an answer.
    pub fn explains(&self, sheet: &Arc<str>, cell: Option<CellRef>) -> bool {
        let Some(cell) = cell else { return false };
        self.from.iter().any(|(at, columns)| at.spans(*columns, sheet, cell))
    }

    /// The answer that a cell is a part of, if it could not be taken over.
    pub fn refused(&self, sheet: &Arc<str>, cell: Option<CellRef>) -> Option<&Refused> {
        let cell = cell?;
        self.refused.iter().find(|refused| refused.at.spans(refused.columns, sheet, cell))
    }
}

/// What a run knows of decisions before it reads a report back.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The report's file name, for messages.
    pub file: &'a Arc<str>,
    /// The task list.
    pub tasks: &'a TaskList,
    /// Decisions taken over before.
    pub known: &'a [Decision],
    /// Today, ISO 8601.
    pub today: &'a str,
}

/// The answers of a report.
pub fn answers(book: &RawBook) -> Answers {
    let mut answers = Answers::default();
    let abouts = past::abouts(book);
    for sheet in &book.sheets {
        match sheet_name(sheet) {
            Some(SheetName::Findings) => {
                let rows = rows(sheet, &[&FINDING_LABELS], 6);
                answers.findings.extend(rows.into_iter().map(|(at, texts)| finding_answer(at, texts, &abouts)));
            }
            Some(SheetName::Links) => {
                let rows = rows(sheet, &[&LINK_LABELS, &EARLIER_LINK_LABELS], 5);
                answers.links.extend(rows.into_iter().map(|(at, texts)| link_answer(at, texts)));
            }
            _ => {}
        }
    }
    answers
}

fn finding_answer(at: At, texts: [String; 9], abouts: &BTreeMap<String, [String; 3]>) -> FindingAnswer {
    let [id, code, department, task, found, expected, verdict, note, by] = texts;
    let about = abouts.get(&id.to_lowercase()).cloned();
    let unknown = || [Finding::state_of(&found, &expected), String::new(), String::new()];
    let [state, subject, task_words] = about.unwrap_or_else(unknown);
    let about = About { code, department, task, state, subject, task_words };
    FindingAnswer { at, id: id.to_lowercase(), about, said: [verdict, note, by] }
}

fn link_answer(at: At, texts: [String; 9]) -> LinkAnswer {
    let [_, department, text, task, task_words, verdict, other, note, by] = texts;
    // A row that reports several tasks shows all their ids; the first is the one whose words stand beside it.
    let task = task.split(['、', ',']).next().unwrap_or_default().trim().to_owned();
    LinkAnswer { at, department, text, task, task_words, said: [verdict, other, note, by] }
}

/// The rows of a list below its header, each with the texts under some labels; a text that goes on in further rows is
/// put together again. A row is told by its first label. Of several sets of labels the first that a row has counts.
fn rows<const N: usize>(sheet: &RawSheet, labels: &[&[Label; N]], verdict: usize) -> Vec<(At, [String; N])> {
    let Some((header, columns)) = labels.iter().find_map(|labels| header(sheet, labels)) else { return Vec::new() };
    let mut rows: Vec<(At, [String; N])> = Vec::new();
    for row in sheet.rows.iter().filter(|row| row.row > header) {
        let text = |column: u32| {
            let cell = sheet.cell(CellRef::new(row.row, column));
            cell.map_or_else(String::new, |cell| cell.text().trim().to_owned())
        };
        let texts = columns.map(text);
        if !texts[0].is_empty() {
            let at = At { sheet: Arc::clone(&sheet.name), row: row.row, column: columns[verdict] };
            rows.push((at, texts));
        } else if let Some((_, above)) = rows.last_mut() {
            above.iter_mut().zip(texts).for_each(|(above, text)| above.push_str(&text));
        }
    }
    rows
}

/// The row with every label, and their columns.
fn header<const N: usize>(sheet: &RawSheet, labels: &[Label; N]) -> Option<(u32, [u32; N])> {
    sheet.rows.iter().take(super::HEADER_ROWS).find_map(|row| {
        let column = |label: &Label| {
            let mut cells = row.cells.iter();
            cells.find(|cell| [label.0, label.1].contains(&cell.text().trim())).map_or(0, |cell| cell.column)
        };
        let columns = labels.each_ref().map(column);
        columns.iter().all(|column| *column > 0).then_some((row.row, columns))
    })
}

/// The decisions that a person added to a report since it was written, or since the last were taken over.
pub fn decisions(now: &Answers, written: Option<&Answers>, context: Context<'_>) -> Taken {
    let mut taken = Taken::default();
    let before: BTreeMap<&str, &FindingAnswer> =
        written.iter().flat_map(|written| &written.findings).map(|answer| (answer.id.as_str(), answer)).collect();
    for answer in &now.findings {
        let was = before.get(answer.id.as_str()).copied();
        // What the program wrote tells better what was decided on than a sheet that went through other hands.
        let about = was.map_or(&answer.about, |was| &was.about);
        let on_what = DecisionOn::Finding { id: answer.id.clone() };
        let [verdict, note, by] = &answer.said;
        let decided = |_| Ok((on_what.clone(), about.clone()));
        let named = [about.code.as_str(), &about.department, &about.task];
        let said = &answer.said;
        let row = Row { at: &answer.at, named, verdict, note, by, was: was.map(|was| &was.said[..]), said };
        take(&row, decided, written.is_some(), context, &mut taken);
    }
    let before: BTreeMap<(&str, String), &LinkAnswer> =
        written.iter().flat_map(|written| &written.links).map(|answer| (link_key(answer), answer)).collect();
    for answer in &now.links {
        let was = before.get(&link_key(answer)).copied();
        let [verdict, _, note, by] = &answer.said;
        let decided = |verdict| given(answer, verdict, context.tasks);
        let named = [answer.department.as_str(), &answer.text, ""];
        let said = &answer.said;
        let row = Row { at: &answer.at, named, verdict, note, by, was: was.map(|was| &was.said[..]), said };
        take(&row, decided, written.is_some(), context, &mut taken);
    }
    taken
}

fn link_key(answer: &LinkAnswer) -> (&str, String) {
    (&answer.department, words_only(&answer.text))
}

/// One row's answer, as it stands and as it was written.
struct Row<'a> {
    at: &'a At,
    /// What the row is about, for a person who looks for it in a list sorted anew.
    named: [&'a str; 3],
    verdict: &'a str,
    note: &'a str,
    by: &'a str,
    was: Option<&'a [String]>,
    said: &'a [String],
}

/// What a verdict decides, or where else to write what is missing and why.
type Decided = Result<(DecisionOn, About), Words>;

fn take(
    row: &Row<'_>,
    decided: impl Fn(DecisionVerdict) -> Decided,
    is_written_known: bool,
    context: Context<'_>,
    taken: &mut Taken,
) {
    let unchanged = row.was == Some(row.said);
    let empty = row.verdict.is_empty();
    let was_empty = row.was.is_none_or(|was| was.first().is_none_or(String::is_empty));
    let blank = row.said.iter().all(String::is_empty);
    if unchanged || (empty && was_empty && blank) {
        return;
    }
    match understood(row, was_empty).and_then(|verdict| {
        let (on_what, about) = decided(if empty { DecisionVerdict::Dismiss } else { verdict })?;
        Ok((verdict, on_what, about))
    }) {
        Err(why) => taken.refused.push(Refused {
            at: row.at.clone(),
            columns: row.said.len() as u32,
            said: row.said.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" │ "),
            why: of_row(row, why),
        }),
        Ok((verdict, on_what, about)) => {
            let decision = Decision {
                on_what,
                verdict,
                by: row.by.to_owned(),
                on: context.today.to_owned(),
                note: row.note.to_owned(),
                about,
                place: None,
            };
            taken.from.push((row.at.clone(), row.said.len() as u32));
            // Where it is not known what was written, an answer that was ever taken over is no new one.
            let old = if is_written_known {
                is_taken_over(context.known, &decision, empty)
            } else {
                context.known.iter().any(|known| says_the_same(known, &decision))
            };
            let twice = taken.decisions.iter().any(|(known, _)| says_the_same(known, &decision));
            if !old && !twice {
                taken.decisions.push((decision, empty));
            }
        }
    }
}

/// What is wrong with a row's answer, with what the row is about before it.
fn of_row(row: &Row<'_>, why: Words) -> Words {
    let named: Vec<_> = row.named.iter().filter(|part| !part.is_empty()).map(|part| excerpt(part)).collect();
    if named.is_empty() {
        return why;
    }
    let named = named.join(" ");
    Words::new(format!("{named}：{}", why.zh), format!("{named}: {}", why.en))
}

/// The beginning of a text, in one line.
fn excerpt(text: &str) -> String {
    const MOST: usize = 24;
    let text = text.replace(['\n', '\r'], " ");
    if text.chars().count() <= MOST { text } else { text.chars().take(MOST - 1).chain(['…']).collect() }
}

/// The verdict of a row that says something new; one that was taken out again has none, and withdraws the last.
fn understood(row: &Row<'_>, was_empty: bool) -> Result<DecisionVerdict, Words> {
    if row.verdict.is_empty() {
        return if was_empty { Err(no_verdict()) } else { Ok(DecisionVerdict::Accept) };
    }
    DecisionVerdict::parse(row.verdict).ok_or_else(|| {
        Words::new(
            format!("不认识的处理意见“{}”，没有采用。可以选：接受、更正、忽略、退回。", row.verdict),
            format!(
                "“{}” is no decision and was not taken over: choose Accept, Correct, Dismiss or Return",
                row.verdict
            ),
        )
    })
}

fn no_verdict() -> Words {
    Words::new(
        "这一行写了说明或处理人，但没有选“处理”，没有采用。请选：接受、更正、忽略、退回。",
        "the row has a note or a name but no decision, so it was not taken over: choose Accept, Correct, Dismiss or Return",
    )
}

/// Whether an answer is what was decided last, or takes back what is none any more: a run that was killed before it had
/// written its report leaves the answers that it took over where they were.
fn is_taken_over(known: &[Decision], decision: &Decision, is_withdrawn: bool) -> bool {
    let last = known.iter().rev().find(|known| known.same_subject(decision));
    last.map_or(is_withdrawn, |last| !is_withdrawn && says_the_same(last, decision))
}

fn says_the_same(known: &Decision, decision: &Decision) -> bool {
    let task = |decision: &Decision| match &decision.on_what {
        DecisionOn::Link { task, .. } => task.clone(),
        DecisionOn::Finding { .. } => None,
    };
    known.same_subject(decision)
        && known.verdict == decision.verdict
        && task(known) == task(decision)
        && known.note == decision.note
        && known.by == decision.by
}

/// The task that an answer gives to a row.
fn given(answer: &LinkAnswer, verdict: DecisionVerdict, tasks: &TaskList) -> Decided {
    let shown = || ((!answer.task.is_empty()).then(|| answer.task.clone()), answer.task_words.clone());
    let (task, task_words) = match verdict {
        DecisionVerdict::Accept | DecisionVerdict::Return => shown(),
        DecisionVerdict::Dismiss => (None, String::new()),
        DecisionVerdict::Correct => {
            let id = answer.said[1].trim();
            if matches!(fold(id).as_str(), "无" | "不在清单" | "none" | "-") {
                (None, String::new())
            } else {
                let task = task_named(id, tasks).ok_or_else(|| no_task(id))?;
                (Some(task.id.to_string()), task.words().to_owned())
            }
        }
    };
    if answer.department.is_empty() {
        return Err(Words::new(
            "不知道这一行是哪个单位的，处理意见没有采用。请先在文件名或表头写明单位。",
            "it is not known whose row this is, so the decision was not taken over: name the department in the file first",
        ));
    }
    if words_only(&answer.text).is_empty() {
        return Err(Words::new(
            "这一行没有任务名称和内容，处理意见无处可记。请让单位补上任务后重报。",
            "the row has no words of a task to keep the decision under: ask the department to add them",
        ));
    }
    let on_what = DecisionOn::Link { department: answer.department.clone(), text: answer.text.clone(), task };
    Ok((on_what, About { department: answer.department.clone(), task_words, ..About::default() }))
}

/// The task with an id, or the only one with such a number.
fn task_named<'a>(id: &str, tasks: &'a TaskList) -> Option<&'a Task> {
    if let Some(position) = tasks.position(id) {
        return tasks.tasks().get(position);
    }
    let number = numbering::form(id);
    let mut numbered =
        tasks.tasks().iter().filter(|task| !number.is_empty() && numbering::form(&task.number) == number);
    numbered.next().filter(|_| numbered.next().is_none())
}

fn no_task(id: &str) -> Words {
    if id.is_empty() {
        return Words::new(
            "选了“更正”，但没有在“改为任务”中写任务编号，没有采用。请补上编号。",
            "Correct was chosen, but Other task has no id, so it was not taken over: fill it in",
        );
    }
    Words::new(
        format!("任务清单中没有编号“{id}”，没有采用。请改成清单中的编号。"),
        format!("the task list has no task “{id}”, so it was not taken over: give the id of one that it has"),
    )
}
