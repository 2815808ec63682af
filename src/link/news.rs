//! What a record says that a task does not: a paraphrase, a part and a heading say in other words, or in fewer, what the task
//! says; a near miss puts in at least one word of its own, and that word is mostly the one that matters.

use std::sync::OnceLock;

use super::{
    anchor::{Own, Tally},
    figures::{is_measure, spelt_number, spoken_share},
    form::Form,
    guards::Guards,
    places::{MOVED, Moved, Order, is_elliptic, names_what_is_counted},
    wording::{IDLE, Kin, Wording},
};

/// Characters that say nothing by themselves.
const PARTICLES: &str = "赴往等的了完在与和及对为以将从由至到达并其各该均约是有也把让给";
/// Characters that say nothing behind a number.
pub const COUNTERS: &str =
    "个张片例颗卷册篇剂家户项条处所座名人次场件批部台辆套间元亩米吨天年月笔种类栋幢艘株只头份支万亿千百余多";
/// Characters of the task that may lie between two characters of its abbreviation (矛盾纠纷调处, 矛调).
const REACH: usize = 8;
/// Weight of a character of an abbreviation.
const ABBREVIATED: f64 = 0.2;
/// Weight of new words that may be a way of speaking.
pub const NEW: f64 = 0.9;

/// A text as it is laid beside another for what it says: its characters with a line break between clauses, and the kinds of
/// words in it.
#[derive(Debug, Clone, Default)]
pub struct Plain {
    chars: Box<[char]>,
    /// Found when they are first asked for: most texts are compared with none in other words.
    kin: OnceLock<Box<[Kin]>>,
    /// The characters that no reading can do without: found when they are first asked for, too.
    needed: OnceLock<Box<[char]>>,
    /// The words for what is done about a thing: found when they are first asked for, too.
    acts: OnceLock<Box<[&'static str]>>,
    /// Of each clause the one that names its thing: found when it is first asked for, too.
    things: OnceLock<Box<[usize]>>,
}

impl Plain {
    /// Of folded clauses.
    pub fn new(clauses: &[Vec<char>]) -> Self {
        Self { chars: clauses.join(&'\n').into(), ..Self::default() }
    }

    fn kin(&self) -> &[Kin] {
        self.kin.get_or_init(|| {
            let (chars, wording) = (&self.chars, Wording::built_in());
            let (mut kin, mut end) = (Vec::new(), 0);
            for at in 0..chars.len() {
                // A character within a longer word is no word: 增 in 新增.
                let words = wording.kin_at(&chars[at..]).filter(|(length, _)| *length > 1 || at >= end);
                kin.extend(words.map(|(_, kin)| kin));
                end = wording.kin_at(&chars[at..]).map(|(length, _)| at + length).fold(end, usize::max);
            }
            kin.sort_unstable();
            kin.dedup();
            kin.into()
        })
    }

    /// Characters that say something, stand in no word of a kind, and so are new wherever a task has them not.
    fn needed(&self) -> &[char] {
        self.needed.get_or_init(|| {
            let (chars, wording) = (&self.chars, Wording::built_in());
            let mut end = 0;
            let mut free = |(at, c): (usize, &char)| {
                let longest = wording.kin_at(&chars[at..]).map(|(length, _)| at + length).max().unwrap_or(0);
                end = end.max(longest);
                let tells = !c.is_ascii() && c.is_alphanumeric() && !PARTICLES.contains(*c) && !COUNTERS.contains(*c);
                (tells && at >= end).then_some(*c)
            };
            let mut needed: Vec<char> = chars.iter().enumerate().filter_map(&mut free).collect();
            needed.sort_unstable();
            needed.dedup();
            needed.into()
        })
    }

    fn acts(&self) -> &[&'static str] {
        self.acts.get_or_init(|| {
            let text: String = self.chars.iter().collect();
            Guards::built_in().acts().filter(|act| text.contains(act)).collect()
        })
    }

    /// Of a clause the one that names its thing: itself, or for 其中9月底前完成1800辆 the one before.
    pub fn thing_of(&self, clause: usize) -> Option<usize> {
        let things = self.things.get_or_init(|| {
            let mut thing = 0;
            let of = |(at, part): (usize, &[char])| {
                thing = if is_elliptic(part) { thing } else { at };
                thing
            };
            self.parts().enumerate().map(of).collect()
        });
        things.get(clause).copied()
    }

    /// Its clauses, each as a text.
    pub fn clauses(&self) -> impl Iterator<Item = String> {
        self.chars.split(|c| *c == '\n').map(|clause| clause.iter().collect())
    }

    /// Its clauses, each as characters.
    pub fn parts(&self) -> impl Iterator<Item = &[char]> {
        self.chars.split(|c| *c == '\n')
    }

    /// Its characters, with a line break between clauses.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// How long it is, in characters.
    pub fn length(&self) -> f64 {
        self.chars.len() as f64
    }

    fn has(&self, kin: Kin) -> bool {
        kin == IDLE || self.kin().binary_search(&kin).is_ok()
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
    /// Numbers of which the longer run beside them stands elsewhere in the task.
    pub parted: usize,
    /// Numbers of which no run beside them stands where the task has the number, and words that the task says of other numbers.
    pub astray: usize,
    /// Where the words that no text of the task has stand.
    pub own: Own,
}

/// What came of asking what a record says beside a task.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Says {
    /// Their words settle it, or have nothing to do with each other.
    NotAsked,
    /// Nothing but what the task says.
    NothingNew,
    /// Words of its own: this share of its characters, and of this weight; and whether figures or words of the task stand
    /// where the task has them not.
    Own { share: f64, weight: f64, moved: Moved },
}

impl News {
    /// How the task's words and figures stand.
    pub fn how_moved(&self) -> Moved {
        if self.astray > 0 {
            Moved::Figures
        } else if self.moved > MOVED || self.parted > 0 {
            Moved::Words
        } else {
            Moved::No
        }
    }

    /// Whether there is none to speak of.
    pub fn is_none(&self) -> bool {
        self.weight <= NEW
    }
}

/// Whether a record says more than a task beyond doubt, however it is read: told without reading it.
pub fn surely(record: &Form, task: &Form) -> bool {
    record.plain.needed().iter().any(|c| !task.plain.chars.contains(c))
}

/// The words in a record for what is done about a thing, of which no text of the task speaks: 监测 where the task has 修复.
pub fn other_acts<'r>(record: &'r Form, task: [&'r Form; 2]) -> impl Iterator<Item = &'static str> + 'r {
    let speaks = move |act: &str| {
        let word: Vec<char> = act.chars().collect();
        let mut kin = Wording::built_in().kin_of(&word).filter(|kin| *kin != IDLE);
        task.iter().any(|form| form.words.contains(act))
            || kin.any(|kin| task.iter().any(|form| form.plain.has(kin) && says_for(kin, record, form)))
    };
    record.plain.acts().iter().copied().filter(move |act| !speaks(act))
}

/// What a record leaves out of the clauses of a task that it tells, given by their places, one bit each: the weight, and how
/// many words.
pub fn left_out(record: &Form, task: &Form, told: u64) -> (f64, usize) {
    let (chars, least) = (&*task.plain.chars, read(task, record));
    let (mut at, mut clause, mut left_out, mut words, mut goes_on) = (0, 0, 0.0, 0, false);
    while let Some(c) = chars.get(at) {
        let piece = least[at].1;
        if told >> clause & 1 == 1 {
            let new = piece.new > ABBREVIATED * piece.length as f64 + WHOLE;
            left_out += piece.new;
            words += usize::from(new && !goes_on);
            goes_on = new;
        }
        clause = (clause + usize::from(*c == '\n')).min(63);
        at += piece.length.max(1);
    }
    (left_out, words)
}

/// A record read beside a task in the way that leaves least over: the least that is new from each place on, and the piece
/// that begins there.
fn read(record: &Form, task: &Form) -> Vec<(f64, Piece)> {
    let chars = &*record.plain.chars;
    let figures_known = figures_are_known(record, task);
    let mut least = vec![(0.0, Piece::default()); chars.len() + 1];
    for at in (0..chars.len()).rev() {
        let mut best: Option<(f64, Piece)> = None;
        let counted =
            at.checked_sub(1).is_some_and(|before| chars[before].is_ascii_digit() || COUNTERS.contains(chars[before]));
        let is_thing = counted && names_what_is_counted((chars, at), task);
        each_piece((&chars[at..], counted), [record, task], figures_known, |piece| {
            // What a number counts may stand behind it: 示范70个村 for 示范村70个.
            let piece = if is_thing && piece.length == 1 { Piece { new: 0.0, ..piece } } else { piece };
            let weight = piece.new + least[at + piece.length].0;
            if best
                .is_none_or(|best| weight + WHOLE < best.0 || weight < best.0 + WHOLE && piece.length > best.1.length)
            {
                best = Some((weight, piece));
            }
        });
        least[at] = best.unwrap_or((least[at + 1].0, Piece { length: 1, ..Piece::default() }));
    }
    least
}

/// What a record says that a task does not.
pub fn of(record: &Form, task: &Form) -> News {
    let (chars, least) = (&*record.plain.chars, read(record, task));
    let (mut at, mut begun, mut order, mut tally) = (0, 0, Order::default(), Tally::default());
    while let Some(c) = chars.get(at) {
        let piece = least[at].1;
        if *c == '\n' {
            order.end(record, task);
            tally.end(&chars[begun..at], [record, task]);
            begun = at + 1;
        } else if piece.run {
            tally.kept(&chars[at..at + piece.length]);
            order.run(&chars[..at + piece.length], piece.length, task);
        } else if piece.new > ABBREVIATED * piece.length as f64 + WHOLE {
            tally.own_word((chars, at), piece.new, [record, task]);
        } else if !c.is_ascii_digit() {
            tally.kept(&chars[at..at + piece.length]);
            tally.otherwise(piece.length);
        } else if piece.new == 0.0 && chars[at + piece.length - 1].is_ascii() {
            tally.number();
            order.number(&chars[at..at + piece.length]);
        }
        tally.piece(usize::from(*c != '\n') * piece.length);
        at += piece.length.max(1);
    }
    order.end(record, task);
    tally.end(chars.get(begun..).unwrap_or_default(), [record, task]);
    // A figure with another's words, where the longer of them beside it is the other's.
    let astray = order.astray + order.crossed.min(order.parted);
    let weight = least[0].0 + HEAVY * astray as f64;
    News {
        weight,
        share: weight / chars.len().max(1) as f64,
        moved: order.moved,
        parted: order.parted,
        astray,
        told: order.told,
        own: tally.own(order.moved > MOVED, order.astray + order.misplaced > 0, [record, task]),
    }
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
fn each_piece(
    (text, counted): (&[char], bool),
    [record, task]: [&Form; 2],
    figures_known: bool,
    mut with: impl FnMut(Piece),
) {
    let first = text[0];
    let has = |kin| task.plain.has(kin);
    // Its own words first: they have a place in the task.
    if !first.is_ascii_alphanumeric() {
        let whole_words = |length: &usize| !splits(text, *length);
        let runs = (2..=longest_run(text, task)).filter(whole_words);
        runs.for_each(|length| with(Piece { length, new: 0.0, run: true }));
    }
    let is_act = || Guards::built_in().starts_with_act(text);
    let says_for = |kin| kin == IDLE || !is_act() || says_for(kin, record, task);
    for (length, kin) in Wording::built_in().kin_at(text).filter(|(length, kin)| has(*kin) && is_whole(text, *length)) {
        if says_for(kin) {
            with(Piece { length, new: 0.0, run: false });
        }
    }
    if first.is_ascii_alphanumeric() {
        let (length, is_number) = word_or_number(text);
        let measured = is_number || is_measure(&text[..length]);
        let known = measured && figures_known || has_word(task, &text[..length]);
        return with(Piece { length, new: if known { 0.0 } else { HEAVY }, run: false });
    }
    let spelt = || spoken_share(text).map(|(length, _)| length).or_else(|| spelt_number(text));
    if let Some(length) = spelt().filter(|_| figures_known) {
        with(Piece { length, new: 0.0, run: false });
    }
    let whole = abbreviated(text, task).unwrap_or(0);
    (2..=whole).for_each(|length| with(Piece { length, new: ABBREVIATED * length as f64, run: false }));
    let new = match first {
        c if !c.is_alphanumeric() || PARTICLES.contains(c) || counted && COUNTERS.contains(c) => 0.0,
        '新' if begins_with_verb(&text[1..]) => ABBREVIATED,
        '新' if text.get(1) == Some(&'增') && begins_with_verb(&text[2..]) => {
            with(Piece { length: 2, new: 2.0 * ABBREVIATED, run: false });
            1.0
        }
        c if Guards::built_in().exchanges(c) => HEAVY,
        _ => 1.0,
    };
    with(Piece { length: 1, new, run: false });
}

/// Whether a task has a word of a kind that a record does not say itself, so that another word of the kind may stand for it: 抽查 says
/// nothing for 检查 in 检查结果抽查.
fn says_for(kin: Kin, record: &Form, task: &Form) -> bool {
    let (mine, theirs) = (&*record.plain.chars, &*task.plain.chars);
    let count = |text: &[char], word: &[char]| text.windows(word.len()).filter(|own| *own == word).count();
    let unsaid = |word: &[char]| count(mine, word) < count(theirs, word);
    let of_kind = |at: usize| {
        let words = Wording::built_in().kin_at(&theirs[at..]).filter(|(_, other)| *other == kin);
        words.map(move |(length, _)| &theirs[at..at + length])
    };
    (0..theirs.len()).flat_map(of_kind).any(unsaid)
}

/// Whether a text begins with what is done: to do it is to do it anew (新筹措).
fn begins_with_verb(text: &[char]) -> bool {
    text.len() >= 2 && Wording::built_in().is_verb(&text[..2])
}

/// What makes another word of the one before it: 使用率 is no 使用.
const ENDINGS: &str = "率额量数费员";

/// Whether a word that ends here is a whole one.
fn is_whole(text: &[char], length: usize) -> bool {
    let more = length > 1 && text.get(length).is_some_and(|c| ENDINGS.contains(*c));
    let goes_on = more && !text[length - 1].is_ascii() || splits(text, length);
    !goes_on
}

/// Whether a word that ends here would be cut out of a longer one in other letters.
fn splits(text: &[char], length: usize) -> bool {
    let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    latin(text.get(length - 1)) && latin(text.get(length))
}

fn longest_run(text: &[char], task: &Form) -> usize {
    let chars = &*task.plain.chars;
    let starts = (0..chars.len()).filter(|start| chars[*start] == text[0]);
    starts.map(|start| common(text, &chars[start..])).max().unwrap_or(0)
}

/// How many characters two texts share from their starts, within a clause, and no part of a word in other letters: 优Ⅱ is
/// no part of 优Ⅲ.
fn common(a: &[char], b: &[char]) -> usize {
    let mut length = a.iter().zip(b).take_while(|(a, b)| a == b && **a != '\n').count();
    while length > 0 && (splits(a, length) || splits(b, length)) {
        length -= 1;
    }
    length
}

fn figures_are_known(record: &Form, task: &Form) -> bool {
    let known = |value| task.figures.iter().any(|figure| figure.value == value);
    record.figures.iter().all(|figure| known(figure.value))
}

/// The length of a word in other letters or of a number, and whether it is a number: 5A and 100G are words.
fn word_or_number(text: &[char]) -> (usize, bool) {
    let number = text.iter().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%')).count();
    let word = text.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '.').count();
    if word > number || number == 0 { (word, false) } else { (number, true) }
}

fn has_word(task: &Form, word: &[char]) -> bool {
    let whole = |chars: &[char], start: usize| {
        let other = |at: Option<&char>| at.is_none_or(|c| !c.is_ascii_alphanumeric());
        chars[start..].starts_with(word)
            && other(start.checked_sub(1).and_then(|before| chars.get(before)))
            && other(chars.get(start + word.len()))
    };
    let chars = &*task.plain.chars;
    (0..chars.len()).any(|start| whole(chars, start))
}

/// How many characters from the start, two or more, stand in the task in their order and near one another.
fn abbreviated(text: &[char], task: &Form) -> Option<usize> {
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
    let longest = longest(&task.plain.chars);
    (is_han(&text[0]) && longest >= 2).then_some(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_stands_before_or_behind_its_object_and_a_unit_goes_with_its_number() {
        for (record, task, moved) in [
            ("青龙山120万吨历史遗留磷石膏规范处置", "规范处置青龙山历史遗留磷石膏120万吨", Moved::No),
            ("从乡镇向县城选派教师120名", "从县城向乡镇选派教师120名", Moved::Words),
        ] {
            assert_eq!(of(&Form::new(record), &Form::new(task)).how_moved(), moved, "{record}");
        }
    }

    #[test]
    fn a_paraphrase_says_nothing_new_and_a_near_miss_does() {
        for (record, task, says_more) in [
            ("老旧电梯更新120部", "更新老旧住宅电梯120部", false),
            ("建成一站式矛调中心", "在全区建设一站式矛盾纠纷调处中心", false),
            ("国考断面优Ⅲ比例100%", "国考断面水质优Ⅲ类比例达到100%", false),
            ("规上工业增加值增速达7.5%", "规模以上工业增加值增长7.5%", false),
            ("腾退岸线3.8km，长江码头14个整治", "整治长江码头14个，腾退岸线3.8公里", false),
            ("新筹集保租房两套", "筹集保障性租赁住房2套", false),
            ("应急演练30场", "开展消防演练30场", true),
            ("户厕改造60座", "改造公共厕所60座", true),
            ("规模以上工业总产值增长7.5%", "规模以上工业增加值增长7.5%", true),
            ("基本养老保险参保率稳定在98%以上", "基本医疗保险参保率稳定在98%以上", true),
            ("争取超长期特别国债资金20亿元以上", "争取地方政府专项债券资金20亿元以上", true),
            ("省考断面水质优Ⅱ类比例提高到95%", "省考断面水质优Ⅲ类比例达到95%", true),
            ("药品抽检合格率不低于98%", "食品抽检合格率不低于98%，药品抽检合格率不低于99%", true),
            ("普惠小微企业贷款户数增长15%", "普惠小微企业贷款余额增长15%", true),
            ("创建国家5A级旅游景区1家", "创建国家4A级旅游景区1家", true),
            ("抓好省生态环境保护督察反馈问题整改", "抓好中央生态环境保护督察反馈问题整改", true),
        ] {
            let more = of(&Form::new(record), &Form::new(task));
            assert_eq!(!more.is_none(), says_more, "{record} / {task}: {more:?}");
        }
    }
}
