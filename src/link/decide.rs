//! Decisions: `link` only above a score and a lead over the runner-up, `possible` with what would have decided it, `none`.

use std::sync::Arc;

use super::{
    Answer, Row, compare::Compared, guards::Guard, index::Index, merges, places::Moved, strangers::Doubt,
    verdict::is_strong, weights::Weights,
};
use crate::model::{By, Candidate, Link, LinkDecision, Pass, RecordId, TaskList, Words};

/// Candidates kept with a link.
const KEPT: usize = 5;

/// How a row stands to the others of its submission that want the same task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Nobody else has it.
    Own,
    /// It is a part of what several rows together report.
    Part,
    /// The row says the same task again.
    Again,
    /// Another row, in this sheet row, has more right to it.
    Lost(u32),
}

/// The link of one row.
pub fn decide(row: &Row<'_>, claim: Claim, index: &Index, tasks: &TaskList) -> Link {
    let id = RecordId(row.position);
    let candidates = candidates(row, index);
    if let Some(answer) = &row.decided {
        let engine = row.compared.first().filter(|best| Some(best.task) == answer.task);
        let also = engine.map_or_else(Vec::new, |_| merged(row, index));
        let by_target = row.subject.said.by_target;
        return Link {
            also,
            split: engine.is_some() && claim == Claim::Part,
            by_target,
            ..reviewed(id, answer, candidates)
        };
    }
    let Some(best) = row.compared.first() else { return Link::none(id) };
    let thresholds = Weights::built_in().thresholds;
    let also = merged(row, index);
    let (sum, lead) = (best.sum, lead(row, &also));
    let sure = is_sure(row, best, lead, index);
    let hinted = best.is_hinted();
    let no_words = row.subject.said.words.is_empty();
    let asked = if no_words { hinted } else { sum - best.weight("guard") >= thresholds.possible };
    let decision = match claim {
        Claim::Lost(_) if asked => LinkDecision::Possible,
        _ if sure => LinkDecision::Link,
        _ if asked => LinkDecision::Possible,
        _ => LinkDecision::None,
    };
    let linked = decision == LinkDecision::Link;
    let found = decision != LinkDecision::None;
    let chosen = candidates.first().cloned();
    Link {
        decision,
        by: if linked && row.by_id == Some(best.task) { By::Id } else { By::Engine },
        pass: found.then(|| pass(row, best)),
        task: found.then_some(best.task),
        score: chosen.as_ref().map_or(0.0, |candidate| candidate.score),
        evidence: chosen.map(|candidate| candidate.evidence).unwrap_or_default(),
        also: if linked { also } else { Vec::new() },
        split: linked && claim == Claim::Part,
        question: (decision == LinkDecision::Possible).then(|| Box::new(question(row, best, claim, lead, tasks))),
        candidates,
        by_target: row.subject.said.by_target,
        ..Link::none(id)
    }
}

/// Whether the row may be linked with its best candidate, whatever other rows want.
fn is_sure(row: &Row<'_>, best: &Compared<'_>, lead: f64, index: &Index) -> bool {
    let thresholds = Weights::built_in().thresholds;
    best.sum >= thresholds.link && lead >= thresholds.lead && may_link(row, best, index)
}

/// The tasks that a row reports beyond doubt, whatever other rows want.
pub fn reported(row: &Row<'_>, index: &Index) -> Vec<usize> {
    if let Some(answer) = &row.decided {
        return answer.task.into_iter().collect();
    }
    let mut also = merged(row, index);
    match row.compared.first() {
        Some(best) if is_sure(row, best, lead(row, &also), index) => {
            also.push(best.task);
            also
        }
        _ => Vec::new(),
    }
}

fn reviewed(id: RecordId, answer: &Answer, candidates: Arc<[Candidate]>) -> Link {
    let own = candidates.iter().find(|candidate| Some(candidate.task) == answer.task).cloned();
    let mut evidence = own.map_or_else(Vec::new, |candidate| candidate.evidence.to_vec());
    evidence.push(Weights::built_in().part("pass", "reviewed").labelled(answer.label.clone()));
    Link {
        decision: if answer.task.is_some() { LinkDecision::Link } else { LinkDecision::None },
        by: By::Reviewer,
        pass: Some(Pass::Known),
        task: answer.task,
        score: 1.0,
        evidence: evidence.into(),
        candidates,
        ..Link::none(id)
    }
}

fn candidates(row: &Row<'_>, index: &Index) -> Arc<[Candidate]> {
    let weights = Weights::built_in();
    let kept = row.compared.iter().take(KEPT).map(|compared| Candidate {
        task: compared.task,
        score: weights.score(compared.sum),
        evidence: compared.evidence(index),
    });
    kept.collect()
}

/// Fields beside the words that can bear out words that are not quite the task's.
const BEARS_OUT: &[(&str, &[&str])] = &[
    ("title", &["own", "identical", "reworded", "contained"]),
    ("number", &["same"]),
    ("section", &["same"]),
    ("lead", &["lead", "support"]),
    ("id", &["own-form"]),
];

/// Whether the words alone are enough, or another field agrees: sentences of high overlap often say something else.
fn is_borne_out(best: &Compared<'_>) -> bool {
    agrees(best)
        || best.is_merged()
        || best.tells_all_figures()
        || if best.verdict.likeness.is_some() { letters_are_enough(best) } else { words_are_enough(best) }
}

/// Whether texts in Latin letters need no other field to agree.
fn letters_are_enough(best: &Compared<'_>) -> bool {
    matches!(best.level(), "identical" | "joined" | "reordered" | "shortened" | "extended")
        || told_by_figures(best)
        || best.has("code", "same")
        || best.verdict.same_words == Some(true)
}

/// Whether words need no other field to agree. With nothing at all to go by but them, a word put in, left out or brought
/// from one clause into another may make it another thing: 任命为临时市长 is not 任命为市长.
fn words_are_enough(best: &Compared<'_>) -> bool {
    let alone = best.reached("lead").is_none() && best.reached("title").is_none();
    let figure = best.reached("figures").is_some_and(|level| level != "none");
    match best.level() {
        "identical" | "joined" | "reordered" => true,
        "shortened" | "extended" => !alone || !best.verdict.changes.brought,
        "typo" | "reworded" if told_by_figures(best) => true,
        _ => !alone && told_by_figures(best) || says_enough(best) && figure && (!alone || best.verdict.keeps_all),
    }
}

/// Whether figures tell it in whatever words: two texts do not meet in several by chance, and who says a thing in words of
/// his own keeps its figures. Words that may be another task's want a further field to agree, or still more figures.
fn told_by_figures(best: &Compared<'_>) -> bool {
    let beside = [("lead", "lead"), ("lead", "support"), ("title", "similar"), ("title", "mentioned")];
    let borne_out = || beside.iter().any(|(field, level)| best.has(field, level)) || agrees(best);
    let vague = is_vague(best);
    // Something else that is done, or other words in place of the task's where all others are its very own, or under the title
    // of another matter.
    let own_words = best.verdict.own.otherwise == 0 || best.has("title", "different");
    let replaced = best.verdict.changes.in_place && own_words;
    let another =
        best.verdict.own.acts_otherwise || best.verdict.own.names_another || replaced && best.anchored().is_none();
    // In other words from end to end, and not with other words in place of the task's.
    let says_otherwise =
        !best.verdict.changes.in_place && best.verdict.own.otherwise >= OTHERWISE || best.verdict.says_little();
    let enough = best.has("figures", "many")
        && (!vague || best.told_in_part() || best.verdict.new_share() <= NEWS && !another && says_otherwise)
        || best.has("figures", "several")
            && (!vague || borne_out() && best.verdict.says_little() && !best.verdict.changes.in_place);
    let in_place = match best.verdict.moved() {
        Moved::No => true,
        // With words alone to go by, the same words in other places may tell who does what to whom.
        Moved::Words => best.level() != "swapped" || borne_out(),
        Moved::Figures => false,
    };
    best.is_merged() || enough && in_place && !(vague && best.verdict.changes.one_word)
}

/// Share of a record's words that may be its own where more than two figures tell which task it is.
const NEWS: f64 = 0.5;

/// Words that are said otherwise than in the task, from which a text with its figures says it in other words.
const OTHERWISE: usize = 3;

/// Whether the words may be another task's: they are much changed, or have a task's title and say more beside it.
fn is_vague(best: &Compared<'_>) -> bool {
    match best.level() {
        "exchanged" | "swapped" | "similar" | "related" | "weak" | "different" => true,
        level => best.verdict.by_title && matches!(level, "padded" | "extended" | "filled"),
    }
}

fn agrees(best: &Compared<'_>) -> bool {
    BEARS_OUT.iter().any(|(field, levels)| levels.iter().any(|level| best.has(field, level)))
}

/// What no sum of evidence makes up for.
fn may_link(row: &Row<'_>, best: &Compared<'_>, index: &Index) -> bool {
    let has_words = !row.subject.said.words.is_empty();
    let uninvolved = best.has("lead", "uninvolved");
    let plain = is_strong(best.level()) && !best.has("length", "few-words") && !best.has("content", "boilerplate");
    // Words that can't be laid side by side are borne out by a title that only this task has, or not at all.
    // A word that stands for another names another task as often as not: 黑臭水体 is not 富营养水体.
    // Nor does the title make up for a content that says much of its own: another object with the same figures.
    let own_title = best.has("title", "own")
        && best.verdict.says_little()
        && !best.verdict.own.beside_figure
        && !best.verdict.own.acts_otherwise;
    let anchored = best.anchored().is_some() || best.told_in_part();
    let vague = is_vague(best) && !own_title && !anchored && !told_by_figures(best) && !says_enough(best);
    let other_words = match best.verdict.likeness {
        Some(_) if is_only_titled(best) || names_another(best) => true,
        Some(_) if tells_of_own_task(best) || best.is_merged() && is_involved(best) => false,
        Some(_) => best.verdict.same_words != Some(true) || best.level() == "swapped" && !best.has("title", "own"),
        None => {
            vague
                || has_put_in(best)
                || is_put_together(best)
                || best.verdict.narrowed.is_some() && !best.told_in_part()
                || best.level() == "different" && !anchored && !best.is_merged() && !says_it_all_otherwise(best)
        }
    } || best.has("code", "other");
    has_words
        && best.verdict.taken_back.is_none()
        && (is_borne_out(best) && !other_words || best.has("unclaimed", "only"))
        && !best.vetoed()
        && !(best.told_in_part() && is_anothers(row, best))
        && (!best.has("content", "covered") || anchored || says_enough(best))
        && (!uninvolved || plain || best.tells_all_figures())
        && row.id_conflict.is_none()
        && row.doubt.is_none()
        && !has_another_target(row, best, index)
}

/// Whether the row puts into the task's words what else is done with its things (对托育机构50家开展质量评估), or what narrows them
/// (海洋生产总值 for 地区生产总值), and has not so many of its figures that it can't be another task.
fn has_put_in(best: &Compared<'_>) -> bool {
    let put_in = matches!(best.level(), "padded" | "filled" | "adjusted") && !best.told_in_part();
    let narrows = || !best.verdict.by_title && !is_filled_out(best);
    put_in && (best.verdict.own.acts_otherwise || best.verdict.own.beside_figure && narrows())
}

/// Weight of what a row that has all figures of its task may put in beside them: a word.
const PUT_IN: f64 = 2.0;

/// Whether the row has all figures of a task that has several, and no more than a word of its own beside them; three figures leave
/// room for more.
fn is_filled_out(best: &Compared<'_>) -> bool {
    best.verdict.tells_all_of_several() && (best.has("figures", "many") || best.verdict.own.beside <= PUT_IN)
}

/// Whether words of one clause of the task stand beside what is left of another: 限额以上社会消费品零售额 of 社会消费品零售总额 and 限额以上商贸企业.
fn is_put_together(best: &Compared<'_>) -> bool {
    let less = matches!(best.level(), "pared" | "trimmed");
    less && best.verdict.changes.brought && best.verdict.moved() == Moved::Words && !best.told_in_part()
}

/// Whether the row has no more than the task's title, or a part of its words, beside a target that the task knows nothing of. A
/// list with targets of its own may say there what the row's target says.
fn has_another_target(row: &Row<'_>, best: &Compared<'_>, index: &Index) -> bool {
    let named_only = best.verdict.by_title || best.level() == "shortened";
    row.subject.said.unexplained && named_only && !index.task(best.task).has_target
}

/// Whether the row's words are another task's from end to end.
fn is_anothers(row: &Row<'_>, best: &Compared<'_>) -> bool {
    let own = |other: &&Compared<'_>| is_strong(other.level()) && !other.verdict.by_title && !other.vetoed();
    row.compared.iter().filter(own).any(|other| other.task != best.task)
}

/// Whether the row says nothing but what the task says, and enough of it: a few words (加快海上风电建设) may be any of two tasks
/// of one matter, unless a figure stands with them.
fn says_enough(best: &Compared<'_>) -> bool {
    let figure = best.reached("figures").is_some_and(|level| level != "none");
    best.verdict.nothing_new() && (figure || !best.has("length", "few-words"))
        || best.verdict.only_turned() && is_involved(best)
}

/// Whether a department that has a part in the task says nothing but it in words that share no letters with the list's, and
/// its figure with them.
fn says_it_all_otherwise(best: &Compared<'_>) -> bool {
    let figured = best.reached("figures").is_some_and(|level| !matches!(level, "none" | "some" | "within"));
    best.verdict.nothing_new() && figured && is_involved(best)
}

/// Between texts in Latin letters: whether the words are a part of the task, all of it and more clauses, or say nothing else,
/// and the sender has a part in it.
fn tells_of_own_task(best: &Compared<'_>) -> bool {
    let told = best.verdict.nothing_new()
        || best.verdict.same_words == Some(true)
        || matches!(best.level(), "shortened" | "extended" | "typo")
        || is_strong(best.level());
    told && is_involved(best)
}

/// Whether the sender has a part in the task.
fn is_involved(best: &Compared<'_>) -> bool {
    best.has("lead", "lead") || best.has("lead", "support")
}

/// Between texts in Latin letters: whether a department's row has its task's title, and says something else below it.
fn is_only_titled(best: &Compared<'_>) -> bool {
    let titled = best.has("title", "own") || best.has("title", "identical");
    titled
        && is_involved(best)
        && matches!(best.level(), "related" | "weak" | "different")
        && !best.verdict.nothing_new()
}

/// Between texts in Latin letters: whether a department's row is its task's but for one word in place of another: routes from
/// Leeds where the task has routes from York.
fn names_another(best: &Compared<'_>) -> bool {
    let alone = best.verdict.changes.one_word && !best.verdict.nothing_new();
    alone && best.reached("lead").is_some() && matches!(best.level(), "exchanged" | "adjusted" | "similar")
}

/// How far the best is before the first that is not part of the same merged row.
pub fn lead(row: &Row<'_>, also: &[usize]) -> f64 {
    let Some(best) = row.compared.first() else { return 0.0 };
    // Between texts in Latin letters one whose words are others' is no rival, however alike its letters are.
    let ruled_out =
        |other: &&Compared<'_>| best.verdict.same_words == Some(true) && other.verdict.same_words == Some(false);
    let rivals = || row.compared.iter().skip(1).filter(|other| !also.contains(&other.task));
    let second = rivals().find(|other| !ruled_out(other));
    second.map_or(f64::INFINITY, |second| best.sum - second.sum)
}

/// Further tasks whose words stand whole in the row, beside those of the best and of one another.
fn merged(row: &Row<'_>, index: &Index) -> Vec<usize> {
    let merged = |best: &&Compared<'_>| best.is_merged() || is_contained(row, best, index);
    let Some(best) = row.compared.first().filter(merged) else { return Vec::new() };
    if best.is_merged() {
        let merged = |other: &&Compared<'_>| other.is_merged();
        let mut also: Vec<usize> = row.compared.iter().skip(1).filter(merged).map(|other| other.task).collect();
        also.sort_unstable();
        return also;
    }
    let mut covered = best.verdict.covered.clone();
    let mut also = Vec::new();
    for other in row.compared.iter().skip(1).filter(|other| is_contained(row, other, index)) {
        // Words put in may make it another thing: 绿地养护50万平方米 is no 新增绿地50万平方米.
        let whole = || merges::say_all(&row.subject.said.words, &[best.task, other.task], index);
        if other.verdict.covered.iter().all(|clause| !covered.contains(clause))
            && (other.level() == "extended" || whole())
        {
            covered.extend(&other.verdict.covered);
            also.push(other.task);
        }
    }
    also.sort_unstable();
    also
}

fn is_contained(row: &Row<'_>, compared: &Compared<'_>, index: &Index) -> bool {
    // A heading in front of the words may be the title of several tasks: it reports none of them.
    matches!(compared.level(), "extended" | "filled" | "padded")
        && !compared.verdict.by_title
        && !compared.vetoed()
        && !compared.verdict.covered.is_empty()
        && compared.verdict.covered.len() < row.subject.said.words.clauses.len()
        && index.task(compared.task).content.weight >= 6.0
        && !compared.has("lead", "uninvolved")
}

fn pass(row: &Row<'_>, best: &Compared<'_>) -> Pass {
    if row.by_id == Some(best.task) {
        Pass::Id
    } else if matches!(best.level(), "identical" | "joined") {
        Pass::Identical
    } else if best.level() == "reworded" {
        Pass::Known
    } else {
        Pass::Scored
    }
}

fn question(row: &Row<'_>, best: &Compared<'_>, claim: Claim, lead: f64, tasks: &TaskList) -> Words {
    let name = |task: usize| tasks.tasks().get(task).map(|task| task.id.to_string()).unwrap_or_default();
    let first = name(best.task);
    if let Some(stated) = row.id_conflict.filter(|stated| *stated != best.task) {
        let stated = name(stated);
        return Words::new(
            format!("编号写的是“{stated}”，文字却更像“{first}”：请核对编号或任务文字，二者一致即可确定"),
            format!("the id says {stated}, the words are nearer to {first}: once they agree, it is settled"),
        );
    }
    if let Some(guard) = best.verdict.guard.map(Guard::words) {
        return Words::new(
            format!("与“{first}”{}：若是同一项任务，请按清单改正文字", guard.zh),
            format!("compared with {first}: {}; if it is the same task, correct the words to the list's", guard.en),
        );
    }
    if let Claim::Lost(other) = claim {
        return Words::new(
            format!("第 {other} 行已对应“{first}”：请说明本行是同一任务的一部分，还是另一项任务"),
            format!("row {other} is {first} already: is this row a part of it, or another task?"),
        );
    }
    if let Some(word) = best.verdict.taken_back {
        return Words::new(
            format!("标题或开头写有“{word}”，后面的文字近于“{first}”：请说明报的是不是本期的这项任务"),
            format!(
                "its title or beginning says “{word}”, and the words behind are near {first}: is it this task, and of this period?"
            ),
        );
    }
    if let Some(doubt) = row.doubt {
        return doubted(doubt, &first);
    }
    if row.subject.said.words.is_empty() {
        return Words::new(
            format!("本行没有任务文字，只能凭序号或进展猜测是“{first}”：写上任务名称或内容即可确定"),
            format!(
                "the row has no words of a task; by number or progress it may be {first}: its title or content would settle it"
            ),
        );
    }
    if best.has("lead", "uninvolved") {
        return Words::new(
            format!("文字近于“{first}”，但清单中该任务与本部门无关：请确认是否由本部门填报"),
            format!(
                "the words are near {first}, in which the list gives this department no part: is it yours to report?"
            ),
        );
    }
    match row.compared.get(1) {
        Some(second) if lead < Weights::built_in().thresholds.lead => between(row, &first, &name(second.task), second),
        _ => Words::new(
            format!("文字与“{first}”不够相近：用清单的文字，或写明序号、所属类别即可确定"),
            format!(
                "the words are not near enough to {first}: the list's wording, or number and section, would settle it"
            ),
        ),
    }
}

/// What would settle a row that has nothing but its words.
fn doubted(doubt: Doubt, first: &str) -> Words {
    match doubt {
        Doubt::Unnamed => Words::new(
            format!("标题近于“{first}”，但清单中另写的名称本行没有：补上名称或写明序号即可确定"),
            format!(
                "the title is near {first}, but the row does not have the names that the list gives beside it: \
                 these, or the number, would settle it"
            ),
        ),
        Doubt::Contested(other) => Words::new(
            format!("第 {other} 行同样近于“{first}”：请说明哪一行是这项任务"),
            format!("row {other} is about as near to {first}: which of the two is it?"),
        ),
    }
}

/// What would tell two equally near tasks apart.
fn between(row: &Row<'_>, first: &str, second: &str, other: &Compared<'_>) -> Words {
    let (zh, en) = if row.subject.record.number.is_empty() && !other.has("number", "same") {
        ("写明清单中的序号", "the number in the list")
    } else if row.subject.said.title.is_empty() {
        ("写明任务标题", "the task's title")
    } else {
        ("写全任务内容", "the whole of the task's words")
    };
    Words::new(
        format!("“{first}”和“{second}”同样相近：{zh}即可确定"),
        format!("{first} and {second} are equally near: {en} would settle it"),
    )
}
