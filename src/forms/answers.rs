//! What comes back answered: the first page of a return → answers, each under its finding's id.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::ReturnTemplate;
use crate::{
    model::{Answer, AnswerKind, CellRef, Finding, Lang, Place, RawSheet, Returned, StampKind, answer::Standing},
    text::fold::fold,
};

/// Every answer of the returns that came back, by file and row.
pub fn answers(returned: &[Returned]) -> Vec<Answer> {
    let templates = [Lang::Zh, Lang::En].map(ReturnTemplate::built_in);
    let mut found = Vec::new();
    for file in returned {
        let Some(book) = &file.submission.book else { continue };
        let stamps = file.stamps.iter().filter(|found| found.stamp.kind == StampKind::Return);
        for sheet in stamps.filter_map(|found| book.sheets.get(found.sheet)) {
            found.extend(of_sheet(&file.submission.file, sheet, &templates));
        }
    }
    found
}

fn of_sheet(file: &Arc<str>, sheet: &RawSheet, templates: &[ReturnTemplate]) -> Vec<Answer> {
    let mut columns: BTreeMap<&str, u32> = BTreeMap::new();
    let mut found = Vec::new();
    for row in &sheet.rows {
        for cell in &row.cells {
            let label = fold(&cell.text());
            let key = ["answer", "note"].into_iter().find(|key| {
                templates.iter().any(|template| template.columns.get(*key).is_some_and(|known| fold(known) == label))
            });
            if let Some(key) = key.filter(|_| columns.len() < 2) {
                columns.entry(key).or_insert(cell.column);
            }
        }
        let (Some(&answer), Some(&note)) = (columns.get("answer"), columns.get("note")) else { continue };
        let id = row.cells.iter().take(4).map(|cell| cell.text().trim().to_lowercase()).find(|text| is_id(text));
        let text = |column: u32| sheet.cell(CellRef::new(row.row, column)).map(|cell| cell.text().into_owned());
        let (said, note) = (text(answer).unwrap_or_default(), text(note).unwrap_or_default());
        let Some(id) = id.filter(|_| !said.trim().is_empty() || !note.trim().is_empty()) else { continue };
        let kind = kind(&said, templates);
        // An answer in words of its own is no choice, and is not lost.
        let note = if kind.is_none() && !said.trim().is_empty() { format!("{} {note}", said.trim()) } else { note };
        found.push(Answer {
            finding: id,
            standing: Answer::standing_of(kind, &note),
            kind,
            note: note.trim().into(),
            asked: row.cells.iter().find_map(|cell| super::returns::asked(&cell.text())).unwrap_or_default(),
            place: Place::cell(file, &sheet.name, CellRef::new(row.row, answer)),
        });
    }
    found
}

/// Eight hexadecimal digits: the id of a finding.
fn is_id(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn kind(said: &str, templates: &[ReturnTemplate]) -> Option<AnswerKind> {
    let said = fold(said);
    let at = templates.iter().find_map(|template| template.answers.iter().position(|known| fold(known) == said))?;
    AnswerKind::ALL.get(at).copied()
}

/// Puts each answer to its finding, the latest file's last; an answer whose finding does not arise any more closed it.
/// What has changed since, or was sent back by a reviewer since, is not explained by it.
pub fn settle(answers: &mut [Answer], findings: &mut [Finding]) {
    let positions: BTreeMap<String, usize> =
        findings.iter().enumerate().map(|(at, finding)| (finding.id.clone(), at)).collect();
    let mut answered = BTreeSet::new();
    for answer in answers {
        let Some(&at) = positions.get(&answer.finding) else {
            answer.standing = Standing::Closed;
            continue;
        };
        let finding = &mut findings[at];
        let fits = answer.asked.is_empty() || finding.was_asked(&answer.asked);
        if !fits {
            answer.standing = Standing::Escalated;
        }
        // Whatever the files are called: what answers the point as it is asked now is the later one.
        if fits || !answered.contains(&at) {
            finding.answer = Some(Box::new(answer.clone()));
        }
        if fits {
            answered.insert(at);
        }
    }
}
