//! The runs of a list that add up to its total: where one may begin and end.

use rust_decimal::Decimal;

use super::{List, Tie, announced, is_subset};
use crate::figures::{document::Document, figure::Figure, interval::Interval};

/// The runs of members that add up to the total.
pub(super) fn closures(document: &Document<'_>, total: usize, list: &List) -> Vec<Vec<usize>> {
    let whole = &document.figures[total];
    let kept: Vec<usize> = list.members.iter().copied().filter(|i| !is_subset(document, *i)).collect();
    let mut windows = Vec::new();
    let again = kept.len() < list.members.len();
    for members in [&list.members, &kept].into_iter().take(1 + usize::from(again)) {
        let mut start = 0;
        while start + 1 < members.len() && windows.len() < 6 {
            match starts_here(document, members, start, list.tie)
                .then(|| closes(document, whole, members, start, list.tie))
                .flatten()
            {
                Some(end) => {
                    windows.push(members[start..end].to_vec());
                    start = end;
                }
                None => start += 1,
            }
        }
        if !windows.is_empty() {
            break;
        }
    }
    windows
}

/// A run may start with the list, a clause, or after another run.
fn starts_here(document: &Document<'_>, members: &[usize], at: usize, tie: Tie) -> bool {
    let figures = &document.figures;
    // 县道94公里、乡道138公里、村道251公里，合计389公里: a list that is told in one breath is added as a whole.
    let inside = || {
        let (before, here) = (members[at - 1], members[at]);
        let joined = document.text.before(figures[here].label_start) == '、' && here == before + 1;
        joined && tie == Tie::After && figures[here].clause == figures[before].clause
    };
    at == 0
        || matches!(tie, Tie::After | Tie::Told) && !inside()
        || figures[members[at]].clause != figures[members[at - 1]].clause
        || document.opens_list[members[at]]
        || at > 0 && members[at] > members[at - 1] + 1 && figures[members[at]].value < figures[members[at - 1]].value
}

/// Where the run from `start` adds up to the total, if it does.
fn closes(document: &Document<'_>, whole: &Figure<'_>, members: &[usize], start: usize, tie: Tie) -> Option<usize> {
    let figures = &document.figures;
    let target = whole.interval()?;
    let mut sum = Interval::point(Decimal::ZERO);
    for (offset, &member) in members[start..].iter().enumerate() {
        let figure = &figures[member];
        if figure.hedged || document.each[member] {
            return None;
        }
        sum = sum.plus(figure.interval()?)?;
        let spread = sum.high.checked_sub(sum.low)?;
        let end = start + offset + 1;
        if offset >= 1
            && target.meets(sum)
            && spread.checked_mul(Decimal::from(if tie == Tie::Owned { 5 } else { 10 }))? <= target.high.abs()
            && ends_here(document, whole, members, (start, end), tie)
        {
            return Some(end);
        }
        if sum.low > target.high {
            return None;
        }
    }
    None
}

/// A run ends with its list, its clause, or where another unit begins; a large total says so itself.
fn ends_here(
    document: &Document<'_>,
    whole: &Figure<'_>,
    members: &[usize],
    (start, end): (usize, usize),
    tie: Tie,
) -> bool {
    let figures = &document.figures;
    let run = &members[start..end];
    let Some(&next) = members.get(end) else { return true };
    let last = members[end - 1];
    if matches!(tie, Tie::Bracket | Tie::After | Tie::Told) {
        return false;
    }
    let large = whole.digits() >= 3 || whole.digits() >= 2 && announced::enumerated(document, run);
    large || figures[next].clause != figures[last].clause || next > last + 1 && whole.digits() >= 2
}
