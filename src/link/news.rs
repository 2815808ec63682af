//! What a record says that a task does not: a paraphrase, a part and a heading say in other words, or in fewer, what the task
//! says; a near miss puts in at least one word of its own, and that word is mostly the one that matters.

use std::cmp::Reverse;

use super::{
    form::Form,
    guards::Guards,
    wording::{IDLE, Kin, Wording},
};

/// Characters that say nothing by themselves: counters and particles.
const PARTICLES: &str =
    "个家户项条处所座名人次场件批部台辆套间元亩米吨天年月笔等的了在与和及对为以将从由至到达并其各该均约是有也把让给";
/// Characters of the task that may lie between two characters of its abbreviation (矛盾纠纷调处, 矛调).
const REACH: usize = 8;
/// Weight of a character of an abbreviation.
const ABBREVIATED: f64 = 0.2;
/// Weight of new words that may be a way of speaking, and what else one character may be in a long text.
const NEW: f64 = 0.9;
const SLIP: (f64, f64) = (1.0, 0.05);

/// A text as it is laid beside another for what it says: its characters with a line break between clauses, and the kinds of
/// words in it.
#[derive(Debug, Clone, Default)]
pub struct Plain {
    chars: Box<[char]>,
    kin: Box<[Kin]>,
}

impl Plain {
    /// Of folded clauses.
    pub fn new(clauses: &[Vec<char>]) -> Self {
        let chars: Box<[char]> = clauses.join(&'\n').into();
        let wording = Wording::built_in();
        let mut kin: Vec<Kin> =
            (0..chars.len()).flat_map(|at| wording.kin_at(&chars[at..])).map(|(_, kin)| kin).collect();
        kin.sort_unstable();
        kin.dedup();
        Self { chars, kin: kin.into() }
    }

    /// How long it is, in characters.
    pub fn length(&self) -> f64 {
        self.chars.len() as f64
    }

    fn has(&self, kin: Kin) -> bool {
        kin == IDLE || self.kin.binary_search(&kin).is_ok()
    }
}

/// What a record says beside a task.
#[derive(Debug, Clone, Copy, Default)]
pub struct News {
    /// Clauses of the task that the record's are mostly made of.
    pub told: u64,
    /// Weight of the words that no text of the task has: in its own words, in words of one kind, or in full where the
    /// record abbreviates.
    pub weight: f64,
    /// The same as a share of the record's characters.
    pub share: f64,
    /// Characters of runs that stand in another order, or in another clause's midst, than in the task.
    pub moved: usize,
}

impl News {
    /// Whether there is none to speak of.
    pub fn is_none(&self) -> bool {
        self.weight <= NEW || self.weight <= SLIP.0 && self.share <= SLIP.1
    }
}

/// What a record says that a task, whose text is the first and its title the second, does not.
pub fn of(record: &Form, task: [&Form; 2]) -> News {
    let chars = &*record.plain.chars;
    let figures_known = figures_are_known(record, task);
    // From the end: the least that is new from each place on, and the piece that begins there.
    let mut least = vec![(0.0, Piece::default()); chars.len() + 1];
    for at in (0..chars.len()).rev() {
        let mut best: Option<(f64, Piece)> = None;
        each_piece(&chars[at..], task, figures_known, |piece| {
            let weight = piece.new + least[at + piece.length].0;
            if best
                .is_none_or(|best| weight + WHOLE < best.0 || weight < best.0 + WHOLE && piece.length > best.1.length)
            {
                best = Some((weight, piece));
            }
        });
        least[at] = best.unwrap_or((least[at + 1].0, Piece { length: 1, ..Piece::default() }));
    }
    let (mut at, mut order) = (0, Order::default());
    while let Some(c) = chars.get(at) {
        let piece = least[at].1;
        if *c == '\n' {
            order.end();
        } else if piece.run {
            order.meet(&chars[at..at + piece.length], task[0]);
        }
        at += piece.length.max(1);
    }
    order.end();
    News { weight: least[0].0, share: least[0].0 / chars.len().max(1) as f64, moved: order.moved, told: order.told }
}

/// Weights nearer than this are the same.
const WHOLE: f64 = 0.01;
/// Weight of a number, a word in other letters, or a character that tells tasks apart, that the task has not.
const HEAVY: f64 = 2.0;

/// A piece of the record as it is read beside the task.
#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    length: usize,
    new: f64,
    /// It stands in the task as it is.
    run: bool,
}

/// Every way to read the start of a text: as a number or word in other letters, a word of a kind with the task's, a run that
/// the task has, an abbreviation of its words, or a character of its own.
fn each_piece(text: &[char], task: [&Form; 2], figures_known: bool, mut with: impl FnMut(Piece)) {
    let first = text[0];
    let has = |kin| task.iter().any(|form| form.plain.has(kin));
    for (length, _) in Wording::built_in().kin_at(text).filter(|(length, kin)| has(*kin) && !splits(text, *length)) {
        with(Piece { length, new: 0.0, run: false });
    }
    if first.is_ascii_alphanumeric() {
        let is_number = first.is_ascii_digit();
        let inside = |c: &&char| match is_number {
            true => c.is_ascii_digit() || matches!(c, '.' | ',' | '%'),
            false => c.is_ascii_alphanumeric(),
        };
        let length = text.iter().take_while(inside).count();
        let known = is_number && figures_known || has_run(task, &text[..length]);
        return with(Piece { length, new: if known { 0.0 } else { HEAVY }, run: false });
    }
    let run = longest_run(text, task);
    (2..=run).for_each(|length| with(Piece { length, new: 0.0, run: true }));
    let whole = abbreviated(text, task).unwrap_or(0);
    (2..=whole).for_each(|length| with(Piece { length, new: ABBREVIATED * length as f64, run: false }));
    let new = match first {
        c if !c.is_alphanumeric() || PARTICLES.contains(c) => 0.0,
        c if Guards::built_in().exchanges(c) => HEAVY,
        _ => 1.0,
    };
    with(Piece { length: 1, new, run: false });
}

/// Whether a word that ends here would be cut out of a longer one in other letters.
fn splits(text: &[char], length: usize) -> bool {
    let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    latin(text.get(length - 1)) && latin(text.get(length))
}

fn longest_run(text: &[char], task: [&Form; 2]) -> usize {
    let in_form = |form: &Form| {
        let chars = &*form.plain.chars;
        let starts = (0..chars.len()).filter(|start| chars[*start] == text[0]);
        starts.map(|start| common(text, &chars[start..])).max().unwrap_or(0)
    };
    task.into_iter().map(in_form).max().unwrap_or(0)
}

/// How many characters two texts share from their starts, within a clause.
fn common(a: &[char], b: &[char]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b && **a != '\n').count()
}

/// Follows the places of a clause's runs in the task.
#[derive(Debug, Default)]
struct Order {
    /// End of the last run.
    place: usize,
    /// Runs of the clause: number of the task's clause, length.
    runs: Vec<(usize, usize)>,
    moved: usize,
    told: u64,
}

impl Order {
    /// A run is met in the first place behind the last one, or else in the first of all.
    fn meet(&mut self, run: &[char], task: &Form) {
        let chars = &*task.plain.chars;
        let places = || (0..chars.len()).filter(|place| chars[*place..].starts_with(run));
        let Some(place) = places().find(|place| *place >= self.place).or_else(|| places().next()) else { return };
        if place < self.place && !self.runs.is_empty() {
            self.moved += run.len();
        }
        self.place = place + run.len();
        self.runs.push((chars[..place].iter().filter(|c| **c == '\n').count(), run.len()));
    }

    /// The runs of a clause stand mostly in one clause of the task; the others were brought there.
    fn end(&mut self) {
        let whole: usize = self.runs.iter().map(|run| run.1).sum();
        let of = |clause: usize| self.runs.iter().filter(|run| run.0 == clause).map(|run| run.1).sum::<usize>();
        if let Some((weight, Reverse(clause))) = self.runs.iter().map(|run| (of(run.0), Reverse(run.0))).max() {
            self.moved += whole - weight;
            self.told |= 1 << clause.min(63);
        }
        self.runs.clear();
    }
}

fn figures_are_known(record: &Form, task: [&Form; 2]) -> bool {
    let known = |value| task.iter().any(|form| form.figures.iter().any(|figure| figure.value == value));
    record.figures.iter().all(|figure| known(figure.value))
}

fn has_run(task: [&Form; 2], run: &[char]) -> bool {
    task.iter().any(|form| form.plain.chars.windows(run.len()).any(|other| other == run))
}

/// How many characters from the start, two or more, stand in the task in their order and near one another.
fn abbreviated(text: &[char], task: [&Form; 2]) -> Option<usize> {
    let is_han = |c: &char| !c.is_ascii() && c.is_alphanumeric();
    let longest = |chars: &[char]| {
        let from = |start: usize| {
            let (mut place, mut length) = (start, 1);
            while let Some(next) = text.get(length).filter(|c| is_han(c)) {
                let Some(step) = chars[place + 1..].iter().take(REACH).position(|c| c == next) else { break };
                (place, length) = (place + 1 + step, length + 1);
            }
            length
        };
        (0..chars.len()).filter(|start| chars[*start] == text[0]).map(from).max().unwrap_or(0)
    };
    let longest = task.iter().map(|form| longest(&form.plain.chars)).max().unwrap_or(0);
    (is_han(&text[0]) && longest >= 2).then_some(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paraphrase_says_nothing_new_and_a_near_miss_does() {
        for (record, task, says_more) in [
            ("老旧电梯更新120部", "更新老旧住宅电梯120部", false),
            ("建成一站式矛调中心", "在全区建设一站式矛盾纠纷调处中心", false),
            ("国考断面优Ⅲ比例100%", "国考断面水质优Ⅲ类比例达到100%", false),
            ("规上工业增加值增速达7.5%", "规模以上工业增加值增长7.5%", false),
            ("规模以上工业总产值增长7.5%", "规模以上工业增加值增长7.5%", true),
            ("基本养老保险参保率稳定在98%以上", "基本医疗保险参保率稳定在98%以上", true),
            ("争取超长期特别国债资金20亿元以上", "争取地方政府专项债券资金20亿元以上", true),
            ("抓好省生态环境保护督察反馈问题整改", "抓好中央生态环境保护督察反馈问题整改", true),
        ] {
            let more = of(&Form::new(record), [&Form::new(task), &Form::default()]);
            assert_eq!(!more.is_none(), says_more, "{record} / {task}: {more:?}");
        }
    }
}
