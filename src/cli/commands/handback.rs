//! What a person did to the last report, taken over before the next one is written: answers go into the decisions,
//! every other edit is kept in a copy and listed.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    cli::{Failure, terminal::Terminal},
    model::{Edit, Lang, Place, RawBook, Words},
    reread::{self, Context, Difference, Refused, Taken},
    text::counted,
    workspace::{self, Loaded},
};

/// What follows a report's name in the name of an edited copy, in Chinese and English.
const COPY: [&str; 2] = ["（人工修改", " (edited "];
/// Edits that the terminal shows; the others are in the report.
const SHOWN: usize = 10;

/// Takes over what a person did to the report that stands where the new one goes. New decisions are appended to the
/// decisions file and stand in `loaded` afterwards. Returns the edits that are no answers.
///
/// # Errors
/// The copy or the decisions can't be written: nothing has been overwritten then.
pub fn take_over(loaded: &mut Loaded, today: &str, terminal: &Terminal) -> Result<Vec<Edit>, Failure> {
    let output = loaded.output.clone();
    if is_open(&output) {
        terminal.say_words(&Words::new(
            format!("{} 似乎正被其他程序打开：还没有保存的处理意见读不到。请保存并关闭，再运行一次", output.display()),
            format!(
                "{} seems to be open in another program: what was not saved there could not be read. Save it, close it and \
                 run again",
                output.display()
            ),
        ));
    }
    let earlier = earlier(&output);
    let Some(state) = State::of(&output) else { return Ok(earlier) };
    let file: Arc<str> = output.file_name().unwrap_or_default().to_string_lossy().as_ref().into();
    let taken = taken(&state, &file, loaded, today);
    let differences = state.differences();
    if state.is_saved_again(&taken, &differences) {
        return Ok(earlier);
    }
    let bytes = fs::read(&output).map_err(|error| super::run::cannot_write(&output, &error))?;
    let kept = copy(&output, &bytes, loaded.lang);
    let edits = edits(differences, &taken, &kept, &loaded.root);
    if state.is_read_back(&edits) {
        super::run::save(&answered(&output), &bytes)?;
        tell_decisions(terminal, &taken);
    } else {
        if !kept.exists() {
            super::run::save(&kept, &bytes)?;
        }
        tell(terminal, &taken, &edits, &kept, state.written.is_some());
    }
    if !taken.decisions.is_empty() {
        workspace::append(&loaded.decisions_path, &taken.decisions, loaded.lang)
            .and_then(|()| loaded.reread_decisions())
            .map_err(|faults| Failure::workspace(&faults))?;
    }
    let at = |edit: &Edit| (edit.place.sheet.clone(), edit.place.cell);
    let same = |edit: &Edit, other: &Edit| at(edit) == at(other) && edit.is == other.is;
    let mut all: Vec<Edit> = earlier.into_iter().filter(|edit| !edits.iter().any(|other| same(edit, other))).collect();
    all.extend(edits);
    Ok(all)
}

/// Whether a spreadsheet program has the report open, as the file says that such a program lays beside it.
fn is_open(output: &Path) -> bool {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    let beside = [format!("~${name}"), format!(".~lock.{name}#"), format!(".~{name}")];
    beside.iter().any(|beside| output.with_file_name(beside).is_file())
}

/// Edits of earlier reports whose copies still lie there: they are listed until somebody has dealt with them and put the
/// copy away.
fn earlier(output: &Path) -> Vec<Edit> {
    let stem = output.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let is_copy =
        |name: &str| name.strip_prefix(&stem).is_some_and(|rest| COPY.iter().any(|word| rest.starts_with(word)));
    // Reading a large report takes its time, so first whether there is any copy at all.
    let folder = output.parent().unwrap_or(Path::new(""));
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut entries = fs::read_dir(folder).into_iter().flatten().flatten();
    if !entries.any(|entry| is_copy(&entry.file_name().to_string_lossy())) {
        return Vec::new();
    }
    let past = reread::open(output).as_ref().and_then(reread::past).unwrap_or_default();
    past.edits.into_iter().filter(|edit| output.with_file_name(&edit.kept).is_file()).collect()
}

/// A report that a person has changed since it was written.
struct State {
    now: RawBook,
    /// As it was written, where that is known.
    written: Option<RawBook>,
    /// Whether somebody has remarked on a cell.
    is_remarked: bool,
}

impl State {
    /// `None` where there is no report, or it is as it was written.
    fn of(output: &Path) -> Option<Self> {
        let bytes = fs::read(output).ok()?;
        // Two where a run was killed just before or after it had put the report in its place.
        let written: Vec<Vec<u8>> =
            [as_written(output), about_to_be(output)].iter().filter_map(|path| fs::read(path).ok()).collect();
        if written.contains(&bytes) {
            return None;
        }
        // What can't be read as a workbook is kept as a copy all the same.
        let name = output.file_name()?.to_string_lossy().into_owned();
        let now = reread::book(&name, &bytes).unwrap_or_default();
        let books = written.iter().filter_map(|bytes| Some((bytes, reread::book(&name, bytes)?)));
        let nearest = books.min_by_key(|(_, book)| reread::differences(book, &now).len());
        let is_remarked = nearest.as_ref().is_some_and(|(was, _)| reread::is_remarked(was, &bytes));
        Some(Self { now, written: nearest.map(|(_, book)| book), is_remarked })
    }

    /// Every cell that shows something else than was written.
    fn differences(&self) -> Vec<Difference> {
        self.written.iter().flat_map(|written| reread::differences(written, &self.now)).collect()
    }

    /// Whether a program only saved again what was written: then there is nothing to keep.
    fn is_saved_again(&self, taken: &Taken, differences: &[Difference]) -> bool {
        let is_answered = !taken.decisions.is_empty() || !taken.refused.is_empty();
        self.written.is_some() && differences.is_empty() && !is_answered && !self.is_remarked
    }

    /// Whether everything that a person did to it is read back: answers, and nothing else.
    fn is_read_back(&self, edits: &[Edit]) -> bool {
        self.written.is_some() && edits.is_empty() && !self.is_remarked
    }
}

fn taken(state: &State, file: &Arc<str>, loaded: &Loaded, today: &str) -> Taken {
    let answers = reread::answers(&state.now);
    let written = state.written.as_ref().map(reread::answers);
    let context = Context { file, tasks: &loaded.tasks, known: &loaded.decisions, today };
    reread::decisions(&answers, written.as_ref(), context)
}

/// Answers that could not be taken over, one edit each, and edits that no answer explains. Their place is the edited copy,
/// for there they can be seen: the report itself is written anew.
fn edits(differences: Vec<Difference>, taken: &Taken, kept: &Path, root: &Path) -> Vec<Edit> {
    let way = super::run::way(&root.join("_"), kept.parent().unwrap_or(Path::new("")));
    let kept = kept.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let file: Arc<str> = format!("{way}{kept}").into();
    let edit = |sheet: Arc<str>, cell, was, is, why| Edit {
        place: Place { file: Arc::clone(&file), sheet: Some(sheet), cell },
        was,
        is,
        kept: kept.clone(),
        why,
    };
    let refused = taken.refused.iter().map(|Refused { at, said, why, .. }| {
        edit(Arc::clone(&at.sheet), Some(at.cell()), String::new(), said.clone(), Some(why.clone()))
    });
    let by_hand = differences
        .into_iter()
        .filter(|at| !taken.explains(&at.sheet, at.cell) && taken.refused(&at.sheet, at.cell).is_none())
        .map(|Difference { sheet, cell, was, is }| edit(sheet, cell, was, is, None));
    refused.chain(by_hand).collect()
}

fn tell(terminal: &Terminal, taken: &Taken, edits: &[Edit], kept: &Path, is_known: bool) {
    for Edit { place, why, .. } in edits {
        if let Some(why) = why {
            terminal.say_words(&Words::new(format!("{place}：{}", why.zh), format!("{place}: {}", why.en)));
        }
    }
    tell_decisions(terminal, taken);
    let copy = kept.display();
    terminal.say_words(&if is_known && edits.is_empty() {
        Words::new(
            format!("原来的报告里有人加了批注，已另存为 {copy}；批注不会带到新的报告里"),
            format!("somebody remarked on cells of the report that was there; it is kept as {copy}, and the new one has no such remarks"),
        )
    } else if is_known && edits.iter().all(|edit| edit.why.is_some()) {
        Words::new(
            format!("有没能读回的处理意见，填了它的报告已另存为 {copy}"),
            format!("not every decision could be read back; the report in which they stand is kept as {copy}"),
        )
    } else if is_known {
        Words::new(
            format!("原来的报告被人改过，已另存为 {copy}"),
            format!("the report that was there has been edited; it is kept as {copy}"),
        )
    } else {
        Words::new(
            format!("原来的报告没有存底（.taizhang 文件夹），不知道有没有人改过，已另存为 {copy}；要查改了哪里，请运行 taizhang verify"),
            format!(
                "the report that was there has no record of how it was written (folder .taizhang), so whether it was edited is \
                 not known; it is kept as {copy}, and taizhang verify tells what differs"
            ),
        )
    });
    let edits: Vec<&Edit> = edits.iter().filter(|edit| edit.why.is_none()).collect();
    for edit in edits.iter().take(SHOWN) {
        let (was, is) = (short(&edit.was), short(&edit.is));
        let Place { sheet, cell, .. } = &edit.place;
        let at = [sheet.as_deref().map(ToOwned::to_owned), cell.map(|cell| cell.to_string())];
        let at = at.into_iter().flatten().collect::<Vec<_>>().join(" › ");
        terminal.say_words(&Words::new(
            format!("  {at}：原为{}，改为{}", was.zh, is.zh),
            format!("  {at}: was {}, is {}", was.en, is.en),
        ));
    }
    if edits.len() > SHOWN {
        let rest = edits.len() - SHOWN;
        terminal.say_words(&Words::new(
            format!("  …… 另有 {rest} 处改动"),
            format!("  … and {}", counted(rest, "more change")),
        ));
    }
}

/// How many answers were read back.
fn tell_decisions(terminal: &Terminal, taken: &Taken) {
    if !taken.decisions.is_empty() {
        let count = taken.decisions.len();
        terminal.say_words(&Words::new(
            format!("从原来的报告读回 {count} 条处理意见，已追加到处理记录"),
            format!("read back from the report and added to the decisions file: {}", counted(count, "decision")),
        ));
    }
}

/// What stood in a cell in one line, between quotation marks; a word for a cell in which nothing stood.
fn short(text: &str) -> Words {
    let mut one_line = text.replace(['\n', '\r'], " ");
    if one_line.trim().is_empty() {
        return Words::new("空白", "blank");
    }
    if one_line.chars().count() > 40 {
        one_line = one_line.chars().take(39).chain(['…']).collect();
    }
    Words::same(format!("“{one_line}”"))
}

/// Where a copy of the report is kept beside it; one that is there already, from a run that did not come to its end, will do.
fn copy(output: &Path, bytes: &[u8], lang: Lang) -> PathBuf {
    let stem = output.file_stem().unwrap_or_default().to_string_lossy();
    let word = Words::new(COPY[0], COPY[1]);
    let close = Words::new("）", ")");
    let name = |number: u32| output.with_file_name(format!("{stem}{}{number}{}.xlsx", word.get(lang), close.get(lang)));
    (1..=u32::MAX)
        .map(name)
        .find(|path| !path.exists() || fs::read(path).is_ok_and(|there| there == bytes))
        .unwrap_or_else(|| name(0))
}

/// Where the last report is kept of which every answer was read back: nobody needs it but who doubts that.
fn answered(output: &Path) -> PathBuf {
    as_written(output).with_extension("answered")
}

/// Where a report is kept that is just being put in its place.
pub fn about_to_be(output: &Path) -> PathBuf {
    as_written(output).with_extension("next")
}

/// Where a report is kept as it was written, so that a later edit can be told: out of the way, and no workbook by name.
pub fn as_written(output: &Path) -> PathBuf {
    let mut name = output.file_name().unwrap_or_default().to_owned();
    name.push(".written");
    output.with_file_name(".taizhang").join(name)
}
