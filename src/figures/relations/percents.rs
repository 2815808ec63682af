//! Percents of one whole: 超标21.7%，其中轻度14.8%，中度4.1%，重度2.8% add up to the one before them; 批捕率53.45% and 不捕率46.55% to 100%.

use super::{Found, arithmetic, reported_in, settled, standing::Standing};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        interval::Interval,
        repair,
        units::Class,
        words::{Cue, WORDS},
    },
    model::{RelationKind, Verdict, Words},
};

/// Percents of one list at most, and figures between two that leave nothing over.
const MOST: usize = 12;
const BETWEEN: usize = 2;
/// Digits that two or three percents must have together, for their sum not to come out by chance.
const DIGITS: usize = 3;
/// Characters of a name that is nothing but the name of one of the two.
const NAME: usize = 8;

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let held = reported_in(document, found.iter().filter(|f| settled(f.verdict)));
    let told = reported_in(document, found.iter());
    let mut more = Vec::new();
    for at in (1..document.figures.len()).filter(|at| is_percent(&document.figures[*at])) {
        if document.figures[at].says(Cue::Among) {
            more.extend(parts(document, at));
        }
        if let Some(other) = complement(document, at).filter(|other| !(held[at] && held[*other])) {
            more.extend(rest(document, (other, at), told[at] || told[other]));
        }
    }
    if more.is_empty() {
        return;
    }
    let standing = Standing::of(document, found);
    let known = |f: &Found| {
        let figures = f.figures();
        figures.first().is_some_and(|at| standing.with(found, *at).any(|known| known.figures() == figures))
    };
    more.retain(|f| !known(f));
    found.extend(more);
}

fn is_percent(figure: &Figure<'_>) -> bool {
    figure.class == Class::Percent && !figure.hedged && !matches!(figure.role, Role::Growth(_))
}

/// 超标天数比例为21.7%，其中轻度14.8%、…: all the percents to the end of the sentence are those of the one before them.
fn parts(document: &Document<'_>, first: usize) -> Option<Found> {
    let figures = &document.figures;
    let whole = first - 1;
    let together = |i: usize| {
        let figure = &figures[i];
        is_percent(figure) && figure.sentence == figures[first].sentence && figure.unit == figures[whole].unit
    };
    let mut members = vec![first];
    while members.len() < MOST
        && figures.get(first + members.len()).is_some_and(|f| f.sentence == figures[first].sentence)
    {
        members.push(first + members.len());
    }
    let digits = figures[whole].digits();
    if !together(whole) || !members.iter().all(|i| together(*i)) || members.len() < 2 || digits < DIGITS {
        return None;
    }
    let (sum, point) = arithmetic::total(document, &members)?;
    let decimals = members.iter().map(|i| figures[*i].decimals).max()?;
    let shown = plain(point, decimals);
    let exact = point.checked_sub(figures[whole].value)?.abs() <= figures[whole].unit_in_last_place();
    let terms: Vec<String> = members.iter().map(|i| figures[*i].shown()).collect();
    (exact && sum.meets(figures[whole].interval()?)).then(|| Found {
        kind: RelationKind::Sum,
        operands: members.iter().copied().chain([whole]).collect(),
        expression: format!("{} = {shown}{}", terms.join(" + "), figures[whole].sign()),
        reported: figures[whole].shown(),
        computed: shown,
        verdict: Verdict::Consistent,
        note: Words::default(),
    })
}

/// The rate before, of what the rate at `at` leaves: 批捕率 beside 不捕率.
fn complement(document: &Document<'_>, at: usize) -> Option<usize> {
    let figures = &document.figures;
    let figure = &figures[at];
    let near = (at.saturating_sub(BETWEEN + 1)..at).rev();
    let other = near.into_iter().find(|i| figures[*i].class == Class::Percent)?;
    let rate = |i: usize| figures[i].role == Role::Rate && is_percent(&figures[i]) && !figures[i].says(Cue::Past);
    let two = document.members_of(at).iter().any(|(set, member)| {
        let known = &WORDS.exclusive[usize::from(*set)];
        let opposite = document.member_of(other, usize::from(*set)).is_some_and(|named| named != *member);
        known.members.len() == 2 && !known.partial && opposite
    });
    let named = |i: usize| {
        let label = figures[i].label.trim_end_matches(['为', '达', '到', '是', ':', ' ']);
        label.ends_with('率') || label.ends_with("比例")
    };
    let alike = figure.unit == figures[other].unit && figure.sentence == figures[other].sentence;
    (alike && two && rate(at) && rate(other) && named(at) && named(other)).then_some(other)
}

/// Two rates that leave nothing over; one that does not hold is a question where nothing else is said of either, and one slip
/// of the pen makes it hold.
fn rest(document: &Document<'_>, (first, second): (usize, usize), told: bool) -> Option<Found> {
    let figures = &document.figures;
    let (sum, point) = arithmetic::total(document, &[first, second])?;
    let (a, b) = (&figures[first], &figures[second]);
    let hundred = a.of_whole();
    let holds = sum.meets(Interval::point(hundred)) && a.digits().max(b.digits()) >= DIGITS;
    let meant = |one: &Figure<'_>, other: &Figure<'_>| {
        // What is neither leaves less than all: 附条件不起诉, 撤回.
        let slipped = |needed| repair::swapped(one, needed) || point > hundred && repair::one_slip(one, needed);
        one.digits() >= DIGITS && hundred.checked_sub(other.value).is_some_and(slipped)
    };
    // 全市批捕率…，未成年人不捕率…: of others.
    let label = b.label.trim_end_matches(['为', '达', '到', '是', ':', ' ']);
    let bare = label.strip_suffix('率').or_else(|| label.strip_suffix("比例")).unwrap_or(label);
    let named = WORDS.exclusive.iter().any(|set| set.members.iter().flatten().any(|word| word == bare));
    let short = a.label.trim().chars().count() <= NAME;
    let slipped = a.decimals == b.decimals && named && short && (meant(a, b) || meant(b, a));
    let verdict = match holds {
        true => Verdict::Consistent,
        false if slipped && !told && !sum.meets(Interval::point(hundred)) => Verdict::Unclear,
        false => return None,
    };
    let shown = plain(point, a.decimals.max(b.decimals));
    Some(Found {
        kind: RelationKind::Share,
        operands: vec![first, second],
        expression: format!("{} + {} = {shown}{}", a.shown(), b.shown(), a.sign()),
        reported: format!("{hundred}{}", a.sign()),
        computed: shown,
        verdict,
        note: Words::default(),
    })
}
