//! Changes told beside both of their values that a slip of the pen, or the word for the other direction, keeps from agreeing: 面积1893.47公顷，增长5.8%
//! （上年2010.62公顷）; 6127.4万人，比上年末减少5.4万人（上年末为6131.9万人）.

use rust_decimal::Decimal;

use super::held;
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
        relations::{
            Found, arithmetic,
            change::{amount_verdict, unsafe_words},
            settled,
        },
        repair::{self, Slip},
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Figures between a change and the earlier value that is told beside it.
const BESIDE: usize = 2;
/// Figures before both among which the later value stands.
const BACK: usize = 6;
/// Digits of a rate that only another direction or one digit can keep from agreeing.
const DIGITS: usize = 2;
const DIGITS_OF_SLIP: usize = 3;

/// 2023年末 is the time of the later value; these are of the earlier one.
const PAST: [&str; 7] = ["上年", "去年", "同期", "上月", "上季", "前年", "上期"];

/// The same, where they stand before the bracket of the earlier value.
const ASIDE: [&str; 5] = ["上年", "去年", "上月", "常年", "同期"];

/// Adds a question for each such change that `found` holds nothing of.
pub(super) fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let changes: Vec<usize> = (1..document.figures.len()).filter(|at| is_change(document, *at)).collect();
    if changes.is_empty() {
        return;
    }
    let held = held(document, found);
    for change in changes.into_iter().filter(|change| !held[*change]) {
        let Some(earlier) = earlier(document, change) else { continue };
        let later = later(document, earlier, change);
        let of = |later: &usize| told(document, *later, earlier, change);
        if later.iter().filter_map(of).any(|found| settled(found.verdict)) {
            continue;
        }
        found.extend(later.first().and_then(|later| asked(document, *later, earlier, change)));
    }
}

fn is_change(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    let rate = matches!(figure.role, Role::Growth(_)) && figure.class == Class::Percent && figure.digits() >= DIGITS;
    let amount = matches!(figure.role, Role::Change(_)) && figure.is_amount();
    let listed = document.groups[at].1 > 1;
    (rate || amount) && !figure.hedged && !listed && !figure.value.is_sign_negative() && !unsafe_words(document, at)
}

/// The earlier value beside a change: in the bracket behind it, or told as what it is a change on.
fn earlier(document: &Document<'_>, change: usize) -> Option<usize> {
    let figures = &document.figures;
    (change + 1..figures.len().min(change + 1 + BESIDE)).chain(change.checked_sub(1)).find(|i| {
        let figure = &figures[*i];
        let behind = *i > change;
        // 净增23家，上年末为124家
        // 增加365公里，增长2.0%，上年末为18097公里: what it grew by in percent may stand between.
        let step = *i - change.min(*i);
        let rates = (change + 1..*i).all(|between| matches!(figures[between].role, Role::Growth(_)));
        let next = behind && rates && figure.item == figures[change].item + step && document.own_noun(*i).is_empty();
        let bare = document.own_noun(*i).is_empty();
        let bracket = behind && bare && (figure.depth == figures[change].depth + 1 || next) && figure.says(Cue::Past);
        let on = behind && *i == change + 1 && ["on the", "on", "from", "from the"].contains(&figure.label.trim());
        // 较上年（1043.5毫米）偏少5.5%
        let aside = !behind && figure.depth == figures[change].depth + 1 && document.stands_behind(*i, &ASIDE);
        let before = figure.role == Role::Before && figure.item == figures[change].item || aside;
        figure.is_amount()
            && !figure.hedged
            && figure.sentence == figures[change].sentence
            && document.groups[*i].1 == 1
            && (bracket && figure.role == Role::Level || on || before)
    })
}

/// The values that may have changed, the nearest first.
fn later(document: &Document<'_>, earlier: usize, change: usize) -> Vec<usize> {
    let figures = &document.figures;
    let was = &figures[earlier];
    let first = earlier.min(change);
    (first.saturating_sub(BACK)..first)
        .rev()
        .filter(|i| {
            let figure = &figures[*i];
            matches!(figure.role, Role::Level | Role::Average)
                && figure.same_unit(was)
                && !figure.hedged
                && !holds_any(figure.label, &PAST)
                && figure.sentence == was.sentence
                && figure.depth <= figures[change].depth
                && figure.like_in_size(was)
        })
        .collect()
}

fn direction(figure: &Figure<'_>) -> Option<bool> {
    match figure.role {
        Role::Growth(up) | Role::Change(up) => Some(up),
        _ => None,
    }
}

/// The change between the two as it is told; none that goes the other way holds.
fn told(document: &Document<'_>, later: usize, earlier: usize, change: usize) -> Option<Found> {
    let figures = &document.figures;
    let found = amount(document, later, earlier, change)?;
    let up = figures[later].base()? >= figures[earlier].base()?;
    let turned = direction(&figures[change]) != Some(up) && figures[later].base() != figures[earlier].base();
    if turned && settled(found.verdict) {
        let note = Words::new("增减方向不一致", "the directions of change differ");
        return Some(Found { verdict: Verdict::Inconsistent, note, ..found });
    }
    Some(found)
}

fn amount(document: &Document<'_>, later: usize, earlier: usize, change: usize) -> Option<Found> {
    match document.figures[change].class {
        Class::Percent => arithmetic::growth(document, earlier, later, change),
        _ if document.figures[change].same_unit(&document.figures[earlier]) => {
            arithmetic::apart(document, later, earlier, change)
        }
        _ => None,
    }
}

/// A change that does not hold, as a question where its direction or one slip explains it.
fn asked(document: &Document<'_>, later: usize, earlier: usize, change: usize) -> Option<Found> {
    let figures = &document.figures;
    let found = told(document, later, earlier, change)?;
    let turned = found.note != Words::default();
    let value = &figures[change];
    let beside = |i: &usize| *i != change && *i != earlier && figures[*i].depth <= value.depth;
    let alone = (later + 1..change.max(earlier)).filter(beside).all(|i| !document.is_level(i));
    if turned {
        return alone.then_some(Found { verdict: Verdict::Unclear, ..found });
    }
    let meant: Decimal = found.computed.parse::<Decimal>().ok()?.abs().round_dp(value.decimals);
    let slip = match repair::kind_of_slip(value, meant) {
        Some(Slip::Order) => value.digits() >= DIGITS,
        Some(Slip::Digit) => value.digits() >= DIGITS_OF_SLIP,
        Some(Slip::Lost) => false,
        None => {
            value.is_amount()
                && (exchanged(document, later, earlier, change, later)
                    || exchanged(document, later, earlier, change, earlier))
        }
    };
    let direct = direction(value) == Some(figures[later].base()? >= figures[earlier].base()?);
    let growth = found.kind == RelationKind::Growth || found.kind == RelationKind::Difference;
    (slip && direct && alone && growth).then_some(Found { verdict: Verdict::Unclear, ..found })
}

/// 总数174家，净增23家，上年末为124家: two digits of one of the two values the other way.
fn exchanged(document: &Document<'_>, later: usize, earlier: usize, change: usize, at: usize) -> bool {
    let figure = &document.figures[at];
    let (other, said) = (&document.figures[if at == later { earlier } else { later }], &document.figures[change]);
    let apart = |value: Decimal| {
        let mended = figure.reading(value, figure.scale);
        let (high, low) = if mended.base()? >= other.base()? { (&mended, other) } else { (other, &mended) };
        let up = (at == later) == std::ptr::eq(low, other);
        let agrees = amount_verdict(said, high.interval()?.minus(low.interval()?)?)? == Verdict::Consistent;
        Some(agrees && direction(said) == Some(up))
    };
    let holds = |value: &Decimal| apart(*value) == Some(true);
    figure.digits() >= DIGITS_OF_SLIP && repair::swaps(figure).iter().any(holds)
}
