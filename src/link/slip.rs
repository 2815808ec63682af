//! One wrong character in a text: a slip of the hand, where the two characters are typed for one another (they sound or look
//! alike, `seeds/link/slips.txt`) and do not tell tasks apart. 排水 for 供水 is no slip.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{
    figures,
    form::Form,
    guards::{Guard, Guards},
};

/// One character in place of another.
#[derive(Debug)]
pub struct Slip {
    /// What forbids to call it a slip.
    pub forbidden: Option<Guard>,
}

/// Whether two texts are the same but for one character in place of another, and what forbids to call it a slip: the two
/// characters tell tasks apart, or the words that they stand in do.
pub fn one_character(record: &Form, task: &Form) -> Option<Slip> {
    if record.latin || record.words.len() < LONG_ENOUGH || record.words.len().abs_diff(task.words.len()) > 3 {
        return None;
    }
    let (mut mine, mut theirs) = (record.words.chars(), task.words.chars());
    let mut found = None;
    loop {
        match (mine.next(), theirs.next()) {
            (None, None) => break,
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) if found.is_none() && !a.is_ascii() && !b.is_ascii() => found = Some((a, b)),
            _ => return None,
        }
    }
    let (a, b) = found?;
    let guards = Guards::built_in();
    let figures = figures::conflict(&record.figures, &task.figures).map(|(a, b)| Guard::Figures(a, b));
    let exchange = || guards.exchange(&[a], &[b]);
    let forbidden = figures.or_else(exchange).or_else(|| guards.conflict(&record.marks, &task.marks, false));
    (forbidden.is_some() || are_alike(a, b)).then_some(Slip { forbidden })
}

/// Whether two characters are typed for one another, or count alike: 三家, 三个.
pub fn are_alike(a: char, b: char) -> bool {
    let of = |c: char| ALIKE.get(&c).map_or(&[][..], Vec::as_slice);
    figures::count_things(a, b) || of(a).iter().any(|line| of(b).contains(line))
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

/// Bytes of a text that is long enough for one wrong character in it to be a slip.
const LONG_ENOUGH: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_word() {
        for (record, task, found, forbidden) in [
            ("建设乡镇挡案室标准化示范点24个", "建设乡镇档案室标准化示范点24个", true, false),
            ("完成多层建筑消防设施改造120栋", "完成高层建筑消防设施改造120栋", false, false),
            ("完成新建小区消防设施改造120栋", "完成旧建小区消防设施改造120栋", true, true),
            ("未建成的社区医院全部移交并对外开放", "已建成的社区医院全部移交并对外开放", true, true),
            ("建设乡镇档案室标准化示范点25个", "建设乡镇档案室标准化示范点24个", false, false),
            ("更新改造排水老旧管网共40公里", "更新改造供水老旧管网共40公里", false, false),
            ("建设乡镇档案馆标准化试点24个", "建设乡镇档案室标准化示范点24个", false, false),
        ] {
            let met = one_character(&Form::new(record), &Form::new(task));
            assert_eq!(met.is_some(), found, "{record}");
            assert_eq!(met.is_some_and(|slip| slip.forbidden.is_some()), forbidden, "{record}");
        }
    }
}
