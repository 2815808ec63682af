//! What a record says that a task does not: a paraphrase, a part and a heading say in other words, or in fewer, what the task
//! says; a near miss puts in at least one word of its own, and that word is mostly the one that matters.

use super::{
    form::Form,
    wording::{IDLE, Kin, Wording},
};

/// Characters that say nothing by themselves: counters and particles.
const PARTICLES: &str =
    "个家户项条处所座名人次场件批部台辆套间等的了在与和及对为以将从由至到达并其各该均约是有也把让给";
/// Characters of the task that may lie between two characters of its abbreviation (矛盾纠纷调处, 矛调).
const REACH: usize = 8;
/// Weight of a character of an abbreviation.
const ABBREVIATED: f64 = 0.2;
/// Weight of new words from which a record tells of something else.
pub const NEW: f64 = 0.9;

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
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct News {
    /// Weight of the words that no text of the task has: in its own words, in words of one kind, or in full where the
    /// record abbreviates.
    pub weight: f64,
    /// The same as a share of the record's characters.
    pub share: f64,
    /// Characters of runs that stand in another order, or in another clause's midst, than in the task.
    pub moved: usize,
}

/// What a record says that a task, whose text is the first and its title the second, does not.
pub fn of(record: &Form, task: [&Form; 2]) -> News {
    let chars = &*record.plain.chars;
    let (mut at, mut new) = (0, 0.0);
    let mut order = Order::default();
    while let Some(c) = chars.get(at).copied() {
        if c == '\n' {
            order.end();
            at += 1;
        } else if c.is_ascii_digit() {
            let end =
                at + chars[at..].iter().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%')).count();
            if !has_run(task, &chars[at..end]) && !figures_are_known(record, task) {
                new += 2.0;
            }
            at = end;
        } else if let Some(known) = known(&chars[at..], task, order.place) {
            order.meet(known, task[0]);
            at += known.length;
        } else if let Some(length) = abbreviated(&chars[at..], task) {
            new += ABBREVIATED * length as f64;
            at += length;
        } else {
            new += if c.is_alphanumeric() && !PARTICLES.contains(c) { 1.0 } else { 0.0 };
            at += 1;
        }
    }
    order.end();
    News { weight: new, share: new / chars.len().max(1) as f64, moved: order.moved }
}

/// Characters of the record that the task has too, and where, if they stand in its text as they are.
#[derive(Debug, Clone, Copy)]
struct Known {
    length: usize,
    place: Option<usize>,
}

/// Follows the places of a clause's runs in the task.
#[derive(Debug, Default)]
struct Order {
    /// End of the last run.
    place: usize,
    /// Runs of the clause: number of the task's clause, length.
    runs: Vec<(usize, usize)>,
    moved: usize,
}

impl Order {
    fn meet(&mut self, known: Known, task: &Form) {
        let Some(place) = known.place else { return };
        if place < self.place && !self.runs.is_empty() {
            self.moved += known.length;
        }
        self.place = place + known.length;
        self.runs.push((task.plain.chars[..place].iter().filter(|c| **c == '\n').count(), known.length));
    }

    /// The runs of a clause stand mostly in one clause of the task; the others were brought there.
    fn end(&mut self) {
        let whole: usize = self.runs.iter().map(|run| run.1).sum();
        let of = |clause: usize| self.runs.iter().filter(|run| run.0 == clause).map(|run| run.1).sum::<usize>();
        self.moved += whole - self.runs.iter().map(|run| of(run.0)).max().unwrap_or(whole);
        self.runs.clear();
    }
}

fn figures_are_known(record: &Form, task: [&Form; 2]) -> bool {
    let known = |value| task.iter().any(|form| form.figures.iter().any(|figure| figure.value == value));
    record.figures.iter().all(|figure| known(figure.value))
}

/// The characters from the start that are the task's own, or of a kind with its words. Of places that hold as many of them
/// the first behind a given one counts.
fn known(text: &[char], task: [&Form; 2], after: usize) -> Option<Known> {
    let has = |kin| task.iter().any(|form| form.plain.has(kin));
    let of_a_kind = Wording::built_in().kin_at(text).find(|(_, kin)| has(*kin)).map_or(0, |word| word.0);
    let mut best = Known { length: of_a_kind, place: None };
    for (number, form) in task.into_iter().enumerate() {
        let chars = &*form.plain.chars;
        for start in (0..chars.len()).filter(|start| chars[*start] == text[0]) {
            let length = text.iter().zip(&chars[start..]).take_while(|(a, b)| a == b && **a != '\n').count();
            let nearer = number == 0 && start >= after && best.place.is_some_and(|place| place < after);
            // One character alone is met by chance.
            if length >= 2 && (length > best.length || length == best.length && (best.place.is_none() || nearer)) {
                best = Known { length, place: (number == 0).then_some(start) };
            }
        }
    }
    (best.length > 0).then_some(best)
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
            let more = of(&Form::new(record), [&Form::new(task), &Form::default()]).weight;
            assert_eq!(more > NEW, says_more, "{record} / {task}: {more}");
        }
    }
}
