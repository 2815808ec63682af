//! The parts of a total that stand before it: in earlier sentences, or counted in other units.

use super::{LONGEST_LIST, announced};
use crate::figures::{document::Document, nouns::shares_noun, units::Class, words::Cue};

/// What the sentences before a total have told of the same thing (新增学位2700个…三个学段共新增学位9990个); and what the list
/// right before it counts in other units (帐篷1200顶、棉被8500床，合计9700件).
pub(super) fn told_before(document: &Document<'_>, total: usize) -> Vec<usize> {
    let figures = &document.figures;
    let whole = &figures[total];
    let earlier = total.saturating_sub(LONGEST_LIST)..total;
    let named = |i: &usize| {
        let figure = &figures[*i];
        document.is_level(*i)
            && figure.same_unit(whole)
            && figure.line == whole.line
            && figure.depth == whole.depth
            && shares_noun(document, *i, total, 2)
    };
    let members: Vec<usize> = earlier.clone().filter(named).collect();
    let called = whole.says(Cue::TotalAfter) || whole.label.trim() == "共";
    if members.len() >= 2 || !called || whole.class != Class::Count {
        return members;
    }
    let counted = |i: &usize| {
        let figure = &figures[*i];
        document.is_level(*i)
            && figure.class == Class::Count
            && figure.sentence == whole.sentence
            && figure.depth == whole.depth
    };
    let mut members: Vec<usize> = earlier.rev().take_while(counted).collect();
    members.reverse();
    members
}

/// 街道8个、乡镇11个、部门27个，共46家: one list of counts of one unit right before a total that has another word for it.
pub(super) fn counted_otherwise(document: &Document<'_>, total: usize, members: &[usize]) -> bool {
    let figures = &document.figures;
    let Some((&first, &last)) = members.first().zip(members.last()) else { return false };
    let one = members.iter().all(|i| figures[*i].exact() && figures[*i].same_unit(&figures[first]));
    let bare = matches!(figures[total].label.trim(), "共" | "共计" | "合计" | "总计" | "一共" | "总共");
    let any = |unit: &str| matches!(unit, "个" | "家" | "人" | "件" | "项" | "户");
    let alike = any(figures[first].unit) && any(figures[total].unit) && figures[first].unit != figures[total].unit;
    one && bare && alike && last + 1 == total && announced::enumerated(document, members)
}
