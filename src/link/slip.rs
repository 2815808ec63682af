//! Slips of the hand: a character in place of one that is typed for it (they sound or look alike, `seeds/link/slips.txt`) and
//! does not tell tasks apart, and a character typed twice. 排水 for 供水 is no slip.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::{
    figures,
    form::Form,
    guards::{Guard, Guards},
    script::simplified,
    wording::Wording,
};
use crate::text::fold::is_han;

/// What differs between two texts is slips alone.
#[derive(Debug)]
pub struct Slip {
    /// What forbids to call it a slip.
    pub forbidden: Option<Guard>,
}

/// Characters of a text for each slip in it: with more, somebody wrote something else.
const APART: usize = 6;

/// Whether two texts are the same but for slips, and what forbids to call one character in place of another a slip: the two
/// tell tasks apart, or the words that they stand in do.
pub fn between(record: &Form, task: &Form) -> Option<Slip> {
    if record.latin || record.words.len().abs_diff(task.words.len()) > MOST * 3 {
        return None;
    }
    let (exchanged, doubled) = edits(&record.words, &task.words)?;
    let slips = exchanged.len() + doubled;
    let apart = slips == 1 || slips * APART <= task.words.chars().count();
    if slips == 0 || !apart || !is_long_enough(record, task) {
        return None;
    }
    let guards = Guards::built_in();
    let figures = figures::conflict(&record.figures, &task.figures).map(|(a, b)| Guard::Figures(a, b));
    let exchange = || exchanged.iter().find_map(|(a, b)| guards.exchange(&[*a], &[*b]));
    let forbidden = figures.or_else(exchange).or_else(|| guards.conflict(&record.marks, &task.marks, false));
    let alike = exchanged.iter().all(|(a, b)| are_alike(*a, *b) && !guards.name_places(*a, *b));
    (forbidden.is_some() && slips == 1 || forbidden.is_none() && alike).then_some(Slip { forbidden })
}

/// Slips in one text at most.
const MOST: usize = 4;

/// Whether one text comes of another by characters in place of others, no two of them in one word, and characters typed twice:
/// the pairs exchanged, and how many were doubled.
fn edits(mine: &str, theirs: &str) -> Option<(Vec<(char, char)>, usize)> {
    let mut theirs = theirs.chars().peekable();
    let (mut exchanged, mut doubled, mut before, mut after_exchange) = (Vec::new(), 0, None, false);
    for a in mine.chars() {
        let exchange = match theirs.peek().copied() {
            Some(b) if a == b => false,
            _ if before == Some(a) && !a.is_ascii() => {
                doubled += 1;
                continue;
            }
            Some(b) if !a.is_ascii() && !b.is_ascii() && !after_exchange => {
                exchanged.push((a, b));
                true
            }
            _ => return None,
        };
        if exchanged.len() + doubled > MOST {
            return None;
        }
        theirs.next();
        (before, after_exchange) = (Some(a), exchange);
    }
    (theirs.next().is_none() && exchanged.len() + doubled <= MOST).then_some((exchanged, doubled))
}

/// What is done about a slip.
#[derive(Clone, Copy)]
enum Mend {
    /// The task's character stands there.
    With(char),
    /// The character was typed twice.
    LeaveOut,
}

/// A record's text without the slips in it that the words of a task around them show: characters typed twice, and common words
/// misspelt, where so many stand beside them that the task has too. `None` where there is none. A character that makes another
/// word is not mended so: as often as not that is meant (老旧校区 for 老旧小区).
pub fn mended(record: &str, task: &str) -> Option<String> {
    let written: Vec<char> = simplified(record).chars().collect();
    let theirs: Vec<char> = task.chars().collect();
    // White space and quotes stand anywhere; what else is no Chinese character ends a run.
    let mine: Vec<usize> = (0..written.len()).filter(|at| !is_passed_over(written[*at])).collect();
    let read: Vec<char> = mine.iter().map(|at| written[*at]).collect();
    let mend = |at: usize| {
        let twice = is_twice(&read, at, &theirs).then_some(Mend::LeaveOut);
        let other = || misspelt(&read, at, &theirs).or_else(|| amid(&read, at, &theirs));
        twice.or_else(|| other().map(Mend::With))
    };
    let slips: Vec<(usize, Mend)> = (0..read.len()).filter_map(|at| Some((mine[at], mend(at)?))).collect();
    if slips.is_empty() || slips.len() > MOST {
        return None;
    }
    let kept = |(at, c): (usize, char)| match slips.iter().find(|(place, _)| *place == at) {
        Some((_, Mend::With(other))) => Some(*other),
        Some((_, Mend::LeaveOut)) => None,
        None => Some(c),
    };
    Some(record.chars().enumerate().filter_map(kept).collect())
}

/// The character that is meant by one of a record's, where it stands in a common word of the task that it makes no other word of.
fn misspelt(read: &[char], at: usize, theirs: &[char]) -> Option<char> {
    let c = read[at];
    if !is_han(c) {
        return None;
    }
    let neighbour = |text: &[char], at: usize| [at.checked_sub(1), Some(at + 1)].map(|at| text.get(at?).copied());
    let mine = neighbour(read, at);
    let is_beside = |place: &usize| {
        let theirs = neighbour(theirs, *place);
        (0..2).any(|side| mine[side].is_some() && mine[side] == theirs[side])
    };
    let stands_for = |place: &usize| {
        let before = run(read[..at].iter().rev(), theirs[..*place].iter().rev());
        let behind = run(read[at + 1..].iter(), theirs[place + 1..].iter());
        before + 1 + behind >= BESIDE - 1 && is_misspelt((read, at), (theirs, *place))
    };
    // Most places are told apart by what stands beside them.
    let places = (0..theirs.len()).filter(|place| theirs[*place] != c && is_beside(place));
    let mut others = places.filter(stands_for).map(|place| theirs[place]);
    let other = others.next()?;
    others.all(|again| again == other).then_some(other)
}

/// Characters beside a slip that are the task's, on both sides together.
const AMID: usize = 7;

/// The task's character in the place of one that is typed for it, or that changed places with its neighbour, amid words that are
/// the task's on both sides.
fn amid(read: &[char], at: usize, theirs: &[char]) -> Option<char> {
    let stands = |from: usize, to: usize, length: usize| {
        let before = same(read[..from].iter().rev(), theirs[..to].iter().rev());
        let behind = same(read[from + length..].iter(), theirs[to + length..].iter());
        before.min(behind) > 0 && before + behind >= AMID
    };
    let typed = |place: &usize| {
        let (c, other) = (read[at], theirs[*place]);
        stands(at, *place, 1)
            && are_typed_alike(c, other)
            && may_be_typed_for((read, at), (theirs, *place))
            && Guards::built_in().exchange(&[c], &[other]).is_none()
    };
    let turned = |place: &usize| {
        (0..2).any(|ahead| {
            let (Some(from), Some(to)) = (at.checked_sub(ahead), place.checked_sub(ahead)) else { return false };
            let pair = |text: &[char], at: usize| text.get(at..)?.first_chunk::<2>().copied();
            let (Some(mine), Some(own)) = (pair(read, from), pair(theirs, to)) else { return false };
            let is_turned = mine == [own[1], own[0]] && mine.iter().all(|c| is_han(*c)) && !is_word(mine);
            is_turned && stands(from, to, 2) && Guards::built_in().exchange(&mine[..1], &own[..1]).is_none()
        })
    };
    if !is_han(read[at]) {
        return None;
    }
    // Where the text goes on as the task does, there is nothing to ask.
    let beside = |place: usize, side: usize| {
        let theirs = (place + side).checked_sub(1).and_then(|at| theirs.get(at));
        theirs.is_some() && theirs == (at + side).checked_sub(1).and_then(|at| read.get(at))
    };
    let turns = |place: usize| theirs.get(place + 1) == Some(&read[at]) || place > 0 && theirs[place - 1] == read[at];
    let places = (0..theirs.len()).filter(|place| theirs[*place] != read[at] && is_han(theirs[*place]));
    let places = places.filter(|place| beside(*place, 0) && beside(*place, 2) || turns(*place));
    let mut others = places.filter(|place| typed(place) || turned(place)).map(|place| theirs[place]);
    let other = others.next()?;
    others.all(|again| again == other).then_some(other)
}

/// How many characters two texts have in common from their starts.
fn same<'a>(mine: impl Iterator<Item = &'a char>, theirs: impl Iterator<Item = &'a char>) -> usize {
    mine.zip(theirs).take_while(|(a, b)| a == b).count()
}

/// Whether a character of a record is typed for a task's in a common word, of which it makes what is no word: 健设 for 建设. In a
/// name anything may be meant (宿州, and not 苏州), and so it may where another word comes of it.
pub fn is_misspelt((mine, at): (&[char], usize), (theirs, place): (&[char], usize)) -> bool {
    let (c, other) = (mine[at], theirs[place]);
    let misspelt = |(own, word): ([char; 2], [char; 2])| is_common(word) && !is_word(own);
    c != other
        && are_typed_alike(c, other)
        && Guards::built_in().exchange(&[c], &[other]).is_none()
        && pairs((mine, at), (theirs, place)).any(misspelt)
}

/// Whether a character that stands in place of a task's may be typed for it: it names no place where the task's does, and makes
/// no other word of a common one.
pub fn may_be_typed_for((mine, at): (&[char], usize), (theirs, place): (&[char], usize)) -> bool {
    let (c, other) = (mine[at], theirs[place]);
    let another = |(own, word): ([char; 2], [char; 2])| is_common(word) && is_word(own);
    let typed = are_typed_alike(c, other)
        && !Guards::built_in().name_places(c, other)
        && !pairs((mine, at), (theirs, place)).any(another);
    figures::count_things(c, other) || typed
}

/// Whether two characters are a word that a common one may be misspelt as.
fn is_word(pair: [char; 2]) -> bool {
    WORDS.others.contains(&pair) || is_common(pair)
}

/// A character of one text and one of another, each with the character before it or behind it where that is the same.
fn pairs<'a>(
    (mine, at): (&'a [char], usize),
    (theirs, place): (&'a [char], usize),
) -> impl Iterator<Item = ([char; 2], [char; 2])> + 'a {
    let pair = |text: &[char], from: Option<usize>| text.get(from?..)?.first_chunk::<2>().copied();
    [0, 1].into_iter().filter_map(move |ahead| {
        let (own, word) = (pair(mine, at.checked_sub(ahead))?, pair(theirs, place.checked_sub(ahead))?);
        (own[1 - ahead] == word[1 - ahead]).then_some((own, word))
    })
}

/// Whether a character of a record is the first of two where the task has one.
fn is_twice(read: &[char], at: usize, theirs: &[char]) -> bool {
    let c = read[at];
    if !is_han(c) || read.get(at + 1) != Some(&c) {
        return false;
    }
    let once = |place: usize| {
        let alone = [place.wrapping_sub(1), place + 1].iter().all(|beside| theirs.get(*beside) != Some(&c));
        let before = run(read[..at].iter().rev(), theirs[..place].iter().rev());
        let behind = run(read[at + 2..].iter(), theirs[place + 1..].iter());
        theirs[place] == c && alone && behind > 0 && before + 1 + behind >= BESIDE
    };
    (0..theirs.len()).any(once)
}

/// Characters around one typed twice that record and task share at least, it among them.
const BESIDE: usize = 5;

/// How many Chinese characters two texts have in common from their starts.
fn run<'a>(mine: impl Iterator<Item = &'a char>, theirs: impl Iterator<Item = &'a char>) -> usize {
    mine.zip(theirs).take_while(|(a, b)| a == b && is_han(**a)).count()
}

fn is_passed_over(c: char) -> bool {
    c.is_whitespace() || matches!(c, '“' | '”' | '"' | '「' | '」' | '《' | '》')
}

/// Whether a text is so long that a wrong character in it is a slip: a figure of the task says as much as some more words.
fn is_long_enough(record: &Form, task: &Form) -> bool {
    let figures =
        || figures::telling(&record.figures) > 0 && figures::only(&record.figures, &task.figures).count() == 0;
    record.words.len() >= LONG_ENOUGH || record.words.len() >= WITH_FIGURE && figures()
}

/// Whether two characters are typed for one another, or count alike: 三家, 三个.
pub fn are_alike(a: char, b: char) -> bool {
    figures::count_things(a, b) || are_typed_alike(a, b)
}

/// Whether two characters are typed for one another.
fn are_typed_alike(a: char, b: char) -> bool {
    let of = |c: char| ALIKE.get(&c).map_or(&[][..], Vec::as_slice);
    of(a).iter().any(|line| of(b).contains(line))
}

/// Words of two characters.
type Pairs = FxHashSet<[char; 2]>;

/// Words that tell whether another one was misspelt.
struct Words {
    /// Words that stand in many lists.
    common: Pairs,
    /// Words that come of a common one by one character in place of another.
    others: Pairs,
}

#[derive(Deserialize)]
struct Table {
    common: String,
    others: String,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../../seeds/link/words.toml")).expect("held valid by a test");
    let pairs = |words: &str| -> Pairs {
        let words = words.split_whitespace().map(|word| word.chars().collect::<Vec<_>>());
        words.filter_map(|word| word.try_into().ok()).collect()
    };
    Words { common: pairs(&table.common), others: pairs(&table.others) }
});

/// Whether two characters are a common word.
fn is_common(word: [char; 2]) -> bool {
    WORDS.common.contains(&word) || Wording::built_in().is_common(word)
}

/// For each character the lines of the table that it stands in.
static ALIKE: LazyLock<FxHashMap<char, Vec<u16>>> = LazyLock::new(|| {
    let mut alike: FxHashMap<char, Vec<u16>> = FxHashMap::default();
    let lines = include_str!("../../seeds/link/slips.txt").lines().filter(|line| !line.starts_with('#'));
    for (number, line) in (0_u16..).zip(lines) {
        line.chars().for_each(|c| alike.entry(c).or_default().push(number));
    }
    alike
});

/// Bytes of a text that is long enough for a wrong character in it to be a slip, with a figure and without.
const WITH_FIGURE: usize = 24;
const LONG_ENOUGH: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_by_the_task_around_them() {
        let task = "政务服务事项全程网办率达到95%新改扩建学校高铁北站站房开工建设改造老旧小区支持苏州校区建设落实禁渔";
        for (record, left) in [
            ("政务服服务事项的全程网办率", Some("政务服务事项的全程网办率")),
            ("新改扩扩建学校12所", Some("新改扩建学校12所")),
            ("高铁北站站房开工建设", None),
            ("改造老旧校区", None),
            ("改早老旧小区", Some("改造老旧小区")),
            ("高铁北站站房开工健设", Some("高铁北站站房开工建设")),
            ("政务服物事项的全程网办率", Some("政务服务事项的全程网办率")),
            ("支持宿州校区建设", None),
            ("落实进渔", None),
            ("学校健设", None),
        ] {
            assert_eq!(mended(record, task).as_deref(), left, "{record}");
        }
    }

    #[test]
    fn a_slip_is_told_from_another_word() {
        for (record, task, found, forbidden) in [
            ("建设乡镇挡案室标准化示范点24个", "建设乡镇档案室标准化示范点24个", true, false),
            ("完成多层建筑消防设施改造120栋", "完成高层建筑消防设施改造120栋", false, false),
            ("完成新建小区消防设施改造120栋", "完成旧建小区消防设施改造120栋", true, true),
            ("未建成的社区医院全部移交并对外开放", "已建成的社区医院全部移交并对外开放", true, true),
            ("建设乡镇档案室标准化示范点25个", "建设乡镇档案室标准化示范点24个", false, false),
            ("更新改造排水老旧管网共40公里", "更新改造供水老旧管网共40公里", false, false),
            ("完成农材黑臭水体整治治8条", "完成农村黑臭水体整治8条", true, false),
            ("新增普惠拖位3000个", "新增普惠托位3000个", true, false),
            ("集采药品品品种打到500个", "集采药品品种达到500个", true, false),
            ("完成农材黑臭水体整治88条", "完成农村黑臭水体整治8条", false, false),
            ("完成农材富营养水体整治8条", "完成农村黑臭水体整治8条", false, false),
            ("新增普惠床位3000个", "新增普惠托位3000个", false, false),
            ("人民政府工作报告", "人民政府公祚报告", false, false),
            ("建设乡镇档案馆标准化试点24个", "建设乡镇档案室标准化示范点24个", false, false),
        ] {
            let met = between(&Form::new(record), &Form::new(task));
            assert_eq!(met.is_some(), found, "{record}");
            assert_eq!(met.is_some_and(|slip| slip.forbidden.is_some()), forbidden, "{record}");
        }
    }
}
