//! Rows that report several tasks together. Two ways tell of it: the row's figures are all figures of several tasks, whatever
//! its words; or each of its clauses says nothing but what one of several tasks says.

use super::{
    Row,
    compare::Compared,
    difference::{self, SLIGHT},
    figures::{self, Figure},
    form::{Form, Token},
    guards::Guard,
    index::Index,
    latin, news,
    verdict::is_strong,
};
use crate::text::fold::words_only;

/// Telling figures of a row that reports several tasks in words of its own.
const FIGURES: usize = 3;
/// Candidates that are asked for their clauses.
const ASKED: usize = 6;
/// Weight of a task's own clauses in a row that reports it beside another.
const OWN: f64 = 5.0;

/// Notes the rows that report several tasks, and which.
pub fn note(rows: &mut [Row<'_>], index: &Index) {
    let several = |row: &&mut Row<'_>| {
        let words = &row.subject.said.words;
        words.latin && !words.is_empty() || words.clauses.len() >= 2
    };
    for row in rows.iter_mut().filter(several) {
        let (together, level) = match by_figures(row, index) {
            tasks if tasks.is_empty() && lists_titles(row) && !by_titles(row, index).is_empty() => {
                (by_titles(row, index), "titles")
            }
            tasks if tasks.is_empty() && row.subject.said.words.latin => (by_halves(row, index), "clauses"),
            tasks if tasks.is_empty() => (by_clauses(row, index), "clauses"),
            tasks => (tasks, "figures"),
        };
        if !together.is_empty() {
            for compared in row.compared.iter_mut().filter(|compared| together.contains(&compared.task)) {
                compared.merge(level);
            }
            row.sort();
        }
    }
}

/// The tasks whose figures are the row's: every figure is one task's, no figure is two tasks', and each task's are all there.
fn by_figures(row: &Row<'_>, index: &Index) -> Vec<usize> {
    let own = &row.subject.said.words.figures;
    if figures::telling(own) < FIGURES {
        return Vec::new();
    }
    let held = row.compared.iter().filter(|compared| {
        let related = !compared.has("lead", "uninvolved") && !matches!(compared.level(), "different" | "weak");
        compared.verdict.holds && !compared.vetoed() && related
    });
    let together: Vec<usize> = held.map(|compared| compared.task).collect();
    let named = |figure: &Figure| {
        let has = |task: &&usize| index.task(**task).content.figures.iter().any(|other| other.value == figure.value);
        together.iter().filter(has).count()
    };
    let each_is_ones = || figures::all_telling(own).all(|figure| named(&figure) == 1);
    let fits = together.len() > 1 && each_is_ones() && say_all(&row.subject.said.words, &together, index);
    if fits { together } else { Vec::new() }
}

/// Whether the row's title has several parts.
fn lists_titles(row: &Row<'_>) -> bool {
    row.subject.said.title.clauses.len() > 1
}

/// The tasks whose titles the row's title lists one after the other (检查检验互认、血液透析), where its figures are all theirs, each
/// has one of them, and next to nothing is said that neither of them says.
fn by_titles(row: &Row<'_>, index: &Index) -> Vec<usize> {
    let said = &row.subject.said;
    let titled = |title: &str| -> Option<&Compared<'_>> {
        let mut of_title = row.compared.iter().filter(|other| *index.task(other.task).title.words == *title);
        of_title.next().filter(|_| of_title.next().is_none())
    };
    let listed: Option<Vec<&Compared<'_>>> =
        said.title.plain.clauses().map(|title| titled(&words_only(&title))).collect();
    let Some(listed) = listed.filter(|listed| listed.len() > 1 && !said.words.latin && row.decided.is_none()) else {
        return Vec::new();
    };
    let is_apart = |at: usize| listed[at + 1..].iter().all(|other| other.task != listed[at].task);
    let involved = |compared: &&Compared<'_>| compared.has("lead", "lead") || compared.has("lead", "support");
    let figures_alone = |compared: &&Compared<'_>| matches!(compared.verdict.guard, None | Some(Guard::Figures(..)));
    let tasks: Vec<usize> = listed.iter().map(|told| told.task).collect();
    // 餐饮油烟、秸秆禁烧 with 秸秆离田率 beside a figure of the one: a long clause of one task carries no other thing.
    let fits = (0..listed.len()).all(is_apart)
        && say_all(&said.words, &tasks, index)
        && listed.iter().any(involved)
        && listed.iter().all(figures_alone)
        && tell_together(&said.words, &listed.iter().map(|told| &index.task(told.task).content).collect::<Vec<_>>());
    if fits { tasks } else { Vec::new() }
}

/// Share of a row's characters that may be its own where its title lists the titles of several tasks.
const OWN_SHARE: f64 = 0.25;

/// Whether the figures of a row are all of some tasks, each has one of them, and it says next to nothing that none of them says.
fn tell_together(words: &Form, tasks: &[&Form]) -> bool {
    let has = |task: &Form, figure: Figure| task.figures.iter().any(|other| other.value == figure.value);
    let known = |figure: Figure| tasks.iter().any(|task| has(task, figure));
    let is_told = |task: &&&Form| {
        figures::telling(&task.figures) == 0 || figures::all_telling(&words.figures).any(|figure| has(task, figure))
    };
    let texts: Vec<String> = tasks.iter().flat_map(|task| task.plain.clauses()).collect();
    let whole = Form::new(&texts.join("，"));
    let news = news::of(words, &whole);
    figures::all_telling(&words.figures).all(known)
        && tasks.iter().all(|task| is_told(&task))
        && news.share <= OWN_SHARE
        && !news.own.turned
        && news::other_acts(words, [&whole, &whole]).next().is_none()
        && difference::across(words, &whole).is_none()
}

/// Whether each clause of a row says nothing but what one of several tasks says: figures alone do not tell 更换电梯 from 加装电梯.
pub fn say_all(words: &Form, tasks: &[usize], index: &Index) -> bool {
    let of_one = |clause: &Form| tasks.iter().any(|task| tells(clause, &index.task(*task).content));
    words.latin || words.plain.clauses().all(|clause| of_one(&index.form(&clause)))
}

/// The two tasks of which each clause of the row says nothing but what one of them says, each having clauses of its own; none
/// where more than one pair would do.
fn by_clauses(row: &Row<'_>, index: &Index) -> Vec<usize> {
    let words = &row.subject.said.words;
    // A row that has all of one task and more clauses may report another in these.
    let is_told = |level: &str| is_strong(level) || matches!(level, "shortened" | "different");
    let settled =
        row.compared.first().is_none_or(|best| is_told(best.level()) && !best.vetoed() || best.verdict.nothing_new());
    if settled || words.latin || row.decided.is_some() {
        return Vec::new();
    }
    // With nothing but words to go by, clauses of two may have changed who does what.
    let involved = |compared: &&Compared<'_>| compared.reached("lead").is_some_and(|level| level != "uninvolved");
    let asked = row.compared.iter().filter(involved).filter(|compared| compared.level() != "different");
    let tasks: Vec<usize> = asked.take(ASKED).map(|compared| compared.task).collect();
    if tasks.len() < 2 {
        return Vec::new();
    }
    let clauses: Vec<Form> = words.plain.clauses().map(|clause| index.form(&clause)).collect();
    let told: Vec<Vec<bool>> = tasks
        .iter()
        .map(|task| clauses.iter().map(|clause| tells(clause, &index.task(*task).content)).collect())
        .collect();
    let words: Vec<Vec<Token>> = tasks.iter().map(|task| tokens(&index.task(*task).content)).collect();
    let own = |a: usize, b: usize| -> f64 {
        let is_own = |(at, clause): &(usize, &Form)| told[a][*at] && !told[b][*at] && !has_words(&words[b], clause);
        let own = clauses.iter().enumerate().filter(is_own);
        own.map(|(_, clause)| clause.weight).sum()
    };
    let pairs = (0..tasks.len()).flat_map(|a| (a + 1..tasks.len()).map(move |b| (a, b)));
    let fits = |(a, b): &(usize, usize)| {
        (0..clauses.len()).all(|at| told[*a][at] || told[*b][at]) && own(*a, *b) >= OWN && own(*b, *a) >= OWN
    };
    let mut fitting = pairs.filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some((a, b)), None) => vec![tasks[a], tasks[b]],
        _ => Vec::new(),
    }
}

/// The two tasks in Latin letters of which the row says one after the other (420 homes for rent and 160 for sale); none where
/// more than one pair would do.
fn by_halves(row: &Row<'_>, index: &Index) -> Vec<usize> {
    let words = &row.subject.said.words;
    let settled = row.compared.first().is_none_or(|best| is_strong(best.level()) || best.level() == "shortened");
    if settled || row.decided.is_some() || figures::telling(&words.figures) < 2 {
        return Vec::new();
    }
    let involved = |compared: &&Compared<'_>| compared.has("lead", "lead") || compared.has("lead", "support");
    let tasks: Vec<usize> = row.compared.iter().filter(involved).take(ASKED).map(|compared| compared.task).collect();
    let pairs = tasks.iter().flat_map(|a| tasks.iter().filter(move |b| *b != a).map(move |b| [*a, *b]));
    let mut fitting =
        pairs.filter(|[a, b]| latin::told_in_halves(words, [&index.task(*a).content, &index.task(*b).content]));
    match (fitting.next(), fitting.next()) {
        (Some(pair), None) => pair.to_vec(),
        _ => Vec::new(),
    }
}

/// All words of a text, ascending.
fn tokens(text: &Form) -> Vec<Token> {
    let mut tokens: Vec<Token> = text.clauses.iter().flat_map(|clause| clause.tokens.iter().copied()).collect();
    tokens.sort_unstable();
    tokens
}

/// Whether a task has all words of a clause in whatever order: the clause is then no sign of another task.
fn has_words(task: &[Token], clause: &Form) -> bool {
    let weighed = clause.clauses.iter().flat_map(|part| part.tokens.iter().zip(&part.weights));
    let missing = weighed.filter(|(token, _)| task.binary_search(token).is_err());
    missing.map(|(_, weight)| f64::from(*weight)).sum::<f64>() <= SLIGHT
}

/// Whether a clause says nothing but what a task says, with none of its guard words changed.
fn tells(clause: &Form, task: &Form) -> bool {
    if news::surely(clause, task) {
        return false;
    }
    news::of(clause, task).is_none() && difference::between(clause, task).guard.is_none()
}
