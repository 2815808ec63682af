//! Which of several files of one department is used: copies, versions of one return, parts of one return.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use sha2::{Digest, Sha256};

use crate::{
    model::{
        Fault, Field, FieldValue as Value, Record, Register, Returned, Stamp, Submission, SubmissionStatus, Words,
        stamp::cells_digest as sheet_digest,
    },
    text::{counted, fold, numbering},
};

use super::{
    grid::Grid,
    marks::{self, Basis, Marks},
};

/// A file that takes part in the comparison.
struct Version {
    index: usize,
    file: Arc<str>,
    marks: Marks,
    modified: Option<String>,
    tasks: Vec<String>,
    /// Characters of narrative, for the fuller of two.
    told: usize,
}

/// Fills status, reason and `instead` of every file.
pub(super) fn settle(returned: &mut [Returned], records: &[Vec<Record>], register: &Register) {
    for file in returned.iter_mut() {
        file.reason = match file.status {
            SubmissionStatus::Ignored => file.submission.ignored.clone(),
            SubmissionStatus::Failed => Some(failure(&file.submission)),
            _ => None,
        };
    }
    answered_returns(returned);
    copies(returned);
    let mut departments: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, file) in returned.iter().enumerate().filter(|(_, file)| file.status == SubmissionStatus::Read) {
        if let Some(department) = file.department {
            departments.entry(department).or_default().push(index);
        }
    }
    for (department, files) in departments.into_iter().filter(|(_, files)| files.len() > 1) {
        let name = register.departments.get(department).map_or("", |department| &department.name);
        same_cells(returned, &files);
        supersede(returned, records, &files, name);
    }
}

/// Why nothing could be read.
fn failure(submission: &Submission) -> Words {
    match submission.faults.iter().find(|fault| fault.is_fatal()) {
        Some(Fault::Unreadable(words)) => words.clone(),
        Some(Fault::Encrypted) => {
            Words::new("文件设有打开密码，无法读取。", "the file needs a password and could not be read")
        }
        Some(Fault::Limit { limit, allowed, found }) => Words::new(
            format!("超出读取上限 {limit}（上限 {allowed}，实际 {found}），未读取。"),
            format!("over the limit {limit} (allowed {allowed}, found {found}); not read"),
        ),
        _ => Words::new("文件无法读取。", "the file could not be read"),
    }
}

/// A return that came back: with its tables changed it takes the place of the files that it was made from; with none
/// changed only its answers count, as long as those files are there.
fn answered_returns(returned: &mut [Returned]) {
    for index in 0..returned.len() {
        let Some(stamp) = return_stamp(&returned[index]) else { continue };
        let from = |file: &Returned| {
            let sha = &file.submission.sha256;
            stamp.sheets.iter().any(|sheet| !sheet.file.is_empty() && sha.starts_with(&sheet.file))
        };
        let standing = |other: &usize| *other != index && returned[*other].status == SubmissionStatus::Read;
        let origins: Vec<usize> = (0..returned.len()).filter(standing).filter(|at| from(&returned[*at])).collect();
        let back = Arc::clone(&returned[index].submission.file);
        let changed = is_changed(&returned[index], &stamp);
        if returned[index].tables.is_empty() || (!changed && !origins.is_empty()) {
            let file = &mut returned[index];
            file.status = SubmissionStatus::Ignored;
            file.tables = Vec::new();
            file.reason = Some(Words::new(
                "已答复的核实单：表格没有改动，仍采用原报送文件；答复已读入。",
                "an answered return: its tables are unchanged, so what was sent before still counts; its answers are read",
            ));
        } else if changed {
            for origin in origins {
                let file = &mut returned[origin];
                file.status = SubmissionStatus::Superseded;
                file.instead = Some(Arc::clone(&back));
                file.reason = Some(Words::new(
                    format!("部门在已答复的核实单“{back}”中作了更正，采用更正后的表。"),
                    format!("the department corrected it in the return “{back}”, which is used instead"),
                ));
            }
        }
    }
}

fn return_stamp(file: &Returned) -> Option<Stamp> {
    file.return_stamp().filter(|_| file.status == SubmissionStatus::Read).cloned()
}

/// Whether any sheet that the return carried has other cells now, or is not there any more.
fn is_changed(file: &Returned, stamp: &Stamp) -> bool {
    let sheets = file.submission.book.as_ref().map_or(&[][..], |book| &book.sheets);
    stamp.sheets.iter().any(|sent| {
        let found = sheets.iter().find(|sheet| *sheet.name == *sent.name);
        found.is_none_or(|sheet| sheet_digest(sheet) != sent.cells)
    })
}

/// The same bytes twice. Where they are known to be two departments' own, both stand.
fn copies(returned: &mut [Returned]) {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, file) in returned.iter().enumerate() {
        if file.status == SubmissionStatus::Read && !file.submission.sha256.is_empty() {
            groups.entry(file.submission.sha256.clone()).or_default().push(index);
        }
    }
    for files in groups.into_values().filter(|files| files.len() > 1) {
        let owners: BTreeSet<usize> = files.iter().filter_map(|&index| returned[index].department).collect();
        if owners.len() < 2 {
            mark_copies(returned, &files);
        } else {
            for owner in owners {
                let own: Vec<usize> =
                    files.iter().copied().filter(|&index| returned[index].department == Some(owner)).collect();
                mark_copies(returned, &own);
            }
        }
    }
}

/// The same cells saved twice: other bytes, nothing else.
fn same_cells(returned: &mut [Returned], files: &[usize]) {
    let mut groups: Vec<([u8; 32], Vec<usize>)> = Vec::new();
    for &index in files {
        let file = &returned[index];
        let digest = file.cells.unwrap_or_else(|| cells_digest(&file.submission));
        match groups.iter_mut().find(|(known, _)| *known == digest) {
            Some((_, files)) => files.push(index),
            None => groups.push((digest, vec![index])),
        }
    }
    for (_, same) in groups {
        mark_copies(returned, &same);
    }
}

/// Digest of all cells of a file, with their places.
pub(super) fn cells_digest(submission: &Submission) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for sheet in submission.book.iter().flat_map(|book| &book.sheets) {
        hasher.update(sheet.name.as_bytes());
        for row in &sheet.rows {
            for cell in row.cells.iter().filter(|cell| !cell.is_blank()) {
                hasher.update(row.row.to_le_bytes());
                hasher.update(cell.column.to_le_bytes());
                hasher.update(cell.text().as_bytes());
                hasher.update([0]);
            }
        }
    }
    hasher.finalize().into()
}

/// Keeps the file with the plainest name; the others are its copies.
fn mark_copies(returned: &mut [Returned], files: &[usize]) {
    let key = |index: &usize| {
        let file = &returned[*index];
        let known = file.department.is_some();
        (Reverse(known), file.submission.file.chars().count(), Arc::clone(&file.submission.file))
    };
    let Some(&kept) = files.iter().min_by_key(|index| key(index)) else { return };
    let original = Arc::clone(&returned[kept].submission.file);
    for &index in files.iter().filter(|index| **index != kept) {
        let file = &mut returned[index];
        file.status = SubmissionStatus::Duplicate;
        file.instead = Some(Arc::clone(&original));
        file.tables = Vec::new();
        file.reason = Some(Words::new(
            format!("与“{original}”内容完全相同，只使用其中一份。"),
            format!("the same content as “{original}”; only one of them is used"),
        ));
    }
}

/// Among the files of one department, every older version of a newer file is superseded; parts of one return stay.
fn supersede(returned: &mut [Returned], records: &[Vec<Record>], files: &[usize], name: &str) {
    let mut versions: Vec<Version> = files
        .iter()
        .filter(|index| returned[**index].status == SubmissionStatus::Read)
        .filter_map(|&index| version(index, &returned[index], records.get(index)?))
        .filter(|version| !version.tasks.is_empty())
        .collect();
    versions.sort_by(|a, b| a.file.cmp(&b.file));
    while versions.len() > 1 {
        let Some(group) = related(&versions) else { break };
        let members: Vec<&Version> = group.iter().map(|&at| &versions[at]).collect();
        let (newest, basis) = newest(&members);
        let (losers, winner) = (members.iter().filter(|member| member.index != newest.index), newest);
        for loser in losers {
            let reason = reason(name, loser, winner, &basis);
            let file = &mut returned[loser.index];
            file.status = SubmissionStatus::Superseded;
            file.instead = Some(Arc::clone(&winner.file));
            file.reason = Some(reason);
        }
        let settled: BTreeSet<usize> = group.into_iter().collect();
        let mut at = 0;
        versions.retain(|_| {
            at += 1;
            !settled.contains(&(at - 1))
        });
    }
}

/// The first group of files that are versions of one return: positions, more than one.
fn related(versions: &[Version]) -> Option<Vec<usize>> {
    for first in 0..versions.len() {
        let mut group = vec![first];
        let mut next = 0;
        while let Some(&member) = group.get(next) {
            for other in 0..versions.len() {
                if !group.contains(&other) && are_versions(&versions[member], &versions[other]) {
                    group.push(other);
                }
            }
            next += 1;
        }
        if group.len() > 1 {
            group.sort_unstable();
            return Some(group);
        }
    }
    None
}

/// Whether two files report the same tasks, or are called the same but for a mark of version.
fn are_versions(a: &Version, b: &Version) -> bool {
    let shared = shared(&a.tasks, &b.tasks);
    let (less, more) = (a.tasks.len().min(b.tasks.len()), a.tasks.len().max(b.tasks.len()));
    let supplement = a.marks.supplement != b.marks.supplement;
    if supplement {
        // 补报 adds to what was sent, unless it has all of it again.
        return shared * 10 >= more * 9;
    }
    let renamed = a.marks.stem == b.marks.stem && a.marks != b.marks;
    // Two files of one name in two folders (first and second round) are versions as soon as they meet in one task.
    let moved = a.marks.stem == b.marks.stem && shared > 0;
    shared * 2 >= more
        || (shared * 10 >= less * 8 && shared * 3 >= more)
        || (renamed && a.marks.is_worded_unlike(&b.marks))
        || moved
}

/// Above this many pairs of tasks only equal words count: nearness is not worth the wait.
const MOST_PAIRS: usize = 10_000;

/// Number of tasks of `a` that `b` has too: in the same words, or nearly so.
fn shared(a: &[String], b: &[String]) -> usize {
    let same: BTreeSet<&String> = b.iter().collect();
    let (found, rest): (Vec<&String>, Vec<&String>) = a.iter().partition(|task| same.contains(task));
    if rest.len().saturating_mul(b.len()) > MOST_PAIRS {
        return found.len();
    }
    let pairs: Vec<BTreeSet<(char, char)>> = b.iter().map(|task| bigrams(task)).collect();
    let near = |task: &&&String| {
        let own = bigrams(task);
        pairs.iter().any(|other| {
            let both = own.intersection(other).count();
            both > 0 && both * 10 >= own.len().max(other.len()) * 7
        })
    };
    found.len() + rest.iter().filter(near).count()
}

fn bigrams(text: &str) -> BTreeSet<(char, char)> {
    text.chars().zip(text.chars().skip(1)).collect()
}

/// The newest of several versions, and what tells it.
fn newest<'v>(members: &[&'v Version]) -> (&'v Version, Basis) {
    let first = members[0];
    let marks: Vec<&Marks> = members.iter().map(|member| &member.marks).collect();
    let by_time = latest(members);
    if let Some((at, basis)) = marks::newest(&marks) {
        let contradicted = by_time.filter(|late| *late != at).map(|late| Arc::clone(&members[late].file));
        let basis = match contradicted {
            Some(other) => Basis {
                zh: format!("{}；注意“{other}”的保存时间更晚", basis.zh),
                en: format!("{}; note that “{other}” was saved later", basis.en),
            },
            None => basis,
        };
        return (members[at], basis);
    }
    if let Some(at) = by_time {
        let time = members[at].modified.clone().unwrap_or_default();
        let basis = Basis {
            zh: format!("文件自身记录的保存时间最晚（{time}）"),
            en: format!("it was saved last ({time}, by its own record)"),
        };
        return (members[at], basis);
    }
    let fullest = members.iter().max_by_key(|member| (member.told, &member.file)).copied().unwrap_or(first);
    let basis = Basis {
        zh: "文件名和保存时间都无法判断哪一份更新，暂用内容较全的一份，请与部门确认".to_owned(),
        en: "neither names nor times tell which is newer; the fuller one is used for now: ask the department"
            .to_owned(),
    };
    (fullest, basis)
}

/// The file that was saved after all others, when all say when they were.
fn latest(members: &[&Version]) -> Option<usize> {
    let times: Vec<&str> = members.iter().map(|member| member.modified.as_deref()).collect::<Option<_>>()?;
    let last = times.iter().max()?;
    let mut at = times.iter().enumerate().filter(|(_, time)| time == &last).map(|(at, _)| at);
    let found = at.next()?;
    at.next().is_none().then_some(found)
}

fn reason(name: &str, loser: &Version, winner: &Version, basis: &Basis) -> Words {
    let missing = loser.tasks.len() - shared(&loser.tasks, &winner.tasks).min(loser.tasks.len());
    let (mut zh, mut en) = (String::new(), String::new());
    if missing > 0 {
        zh = format!("本文件中有 {missing} 项任务在采用的文件里没有，请核对。");
        en = format!(" It has {} that the file used does not: please check.", counted(missing, "task"));
    }
    Words::new(
        format!("{name}报送了多份文件，采用“{}”：{}。本文件未采用。{zh}", winner.file, basis.zh),
        format!("{name} sent several files; “{}” is used: {}. This one is not.{en}", winner.file, basis.en),
    )
}

/// What a file reports, for the comparison; `None` when it has no cells.
fn version(index: usize, returned: &Returned, records: &[Record]) -> Option<Version> {
    let book = returned.submission.book.as_ref()?;
    let (mut tasks, mut told) = (Vec::new(), 0);
    for (position, table) in returned.tables.iter().enumerate() {
        let Some(sheet) = book.sheets.get(table.sheet) else { continue };
        let grid = Grid::new(sheet, table);
        for record in records.iter().filter(|record| record.table == position) {
            // What stands in the row or is merged over it; what it only takes from the block above is no word of its own.
            let text = |field: &Field| {
                let column = table.column(field)?;
                let own = |value: &&Value| !value.inherited || grid.merge(record.row, column.column).is_some();
                record.value(field).filter(own).map(|value| &*value.raw)
            };
            let task = text(&Field::Content).or_else(|| text(&Field::Title));
            let key = task.map(|task| fold::words_only(numbering::without(task))).unwrap_or_default();
            if !key.is_empty() {
                tasks.push(key);
            }
            told += text(&Field::Progress).map_or(0, |text| text.chars().count());
        }
    }
    tasks.sort_unstable();
    tasks.dedup();
    let file = Arc::clone(&returned.submission.file);
    let marks = Marks::of(returned.submission.file_name());
    Some(Version { index, file, marks, modified: returned.submission.modified.clone(), tasks, told })
}
