//! One wrong character in a text: a slip of the hand, unless that very character tells tasks apart.

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
    Some(Slip { forbidden })
}

/// Bytes of a text that is long enough for one wrong character in it to be a slip.
const LONG_ENOUGH: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_word() {
        for (record, task, found, forbidden) in [
            ("建设乡镇挡案室标准化示范点24个", "建设乡镇档案室标准化示范点24个", true, false),
            ("完成多层建筑消防设施改造120栋", "完成高层建筑消防设施改造120栋", true, true),
            ("未建成的社区医院全部移交并对外开放", "已建成的社区医院全部移交并对外开放", true, true),
            ("建设乡镇档案室标准化示范点25个", "建设乡镇档案室标准化示范点24个", false, false),
            ("建设乡镇档案馆标准化试点24个", "建设乡镇档案室标准化示范点24个", false, false),
        ] {
            let met = one_character(&Form::new(record), &Form::new(task));
            assert_eq!(met.is_some(), found, "{record}");
            assert_eq!(met.is_some_and(|slip| slip.forbidden.is_some()), forbidden, "{record}");
        }
    }
}
