//! One indicator stated twice in one narrative.

use super::{Found, operand, settled};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, plain},
        glyphs::is_han,
        indicator::Indicator,
        repair,
    },
    model::{RelationKind, Verdict, Words},
};

/// Characters of a noun by which a figure is known again: so many at least, and how many more are tried.
const NOUN: usize = 3;
const MORE: usize = 6;

/// Digits of an amount that is told again.
const LONG: usize = 4;

/// Figures back that are looked at for the first statement.
const BACK: usize = 24;

/// Finds them. Only what names the same indicator in the same words is compared; the narrative may mean two things all
/// the same, so a difference is a question, and only where one slip of the pen would explain it.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let held: Vec<bool> = confirmed(document, found);
    for at in 1..document.figures.len() {
        let figure = &document.figures[at];
        found.extend(pointed_back(document, at).or_else(|| told_again(document, at)));
        if figure.digits() < 2 {
            continue;
        }
        let earlier = (at.saturating_sub(BACK)..at).rev().find(|i| alike(&document.figures[*i], figure));
        if let Some(earlier) = earlier {
            // 信访件289件，已办结284件，阶段性办结5件…；信访件259件，已办结258件，阶段性办结1件: each is borne out by figures of its own.
            let apart = held[earlier] && held[at];
            let stated = compare(document, earlier, at);
            found.extend(stated.filter(|stated| !apart || stated.verdict == Verdict::Consistent));
        }
    }
}

/// The figures that sums and rates which hold are made of.
fn confirmed(document: &Document<'_>, found: &[Found]) -> Vec<bool> {
    let mut held = vec![false; document.figures.len()];
    let proofs = found.iter().filter(|f| settled(f.verdict));
    let proofs = proofs.filter(|f| matches!(f.kind, RelationKind::Sum | RelationKind::Rate | RelationKind::Growth));
    proofs.flat_map(|f| &f.operands).for_each(|at| held[*at] = true);
    held
}

/// 查处案件417起…上述417起案件中: the words point back at a figure that was told. One that was not, and that a slip of the pen
/// in the only one of its kind would explain, is a question.
fn pointed_back(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let figure = &figures[at];
    if let Some(again) = pointed_at_amount(document, at) {
        return Some(again);
    }
    if !figure.exact() || figure.digits() < 2 {
        return None;
    }
    let back = ["上述", "前述", "这些", "这批", "以上这", "对这", "该"]
        .iter()
        .any(|word| figure.label.trim_end().ends_with(word));
    let noun = taken_up(document, at);
    if !(back || noun.is_some()) {
        return None;
    }
    let told: Vec<usize> = (at.saturating_sub(BACK)..at)
        .rev()
        .filter(|i| figures[*i].same_unit(figure) && figures[*i].line == figure.line && !figures[*i].hedged)
        .filter(|i| noun.is_none_or(|noun| figures[*i].label.contains(noun)))
        .collect();
    if let Some(&first) = told.iter().find(|i| figures[**i].base() == figure.base()) {
        return Some(stated(&figures[first], figure, vec![first, at], Verdict::Consistent));
    }
    // 收治317例，其中辖区内263例、外市转入54例；上述371例: of several the one that a slip explains.
    let slips: Vec<usize> = told.iter().copied().filter(|i| repair::one_slip(figure, figures[*i].value)).collect();
    let [first] = slips[..] else { return None };
    let slip = figure.digits() >= 3 && (told.len() == 1 || back && repair::swapped(figure, figures[first].value));
    slip.then(|| stated(&figures[first], figure, vec![first, at], Verdict::Unclear))
}

/// 共发放两项补贴3174.6万元。…上述两项补贴3147.6万元: an amount of so many digits is pointed back at by its noun.
fn pointed_at_amount(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let figure = &figures[at];
    let noun = ["上述", "前述"].iter().find_map(|word| figure.label.split_once(word)).map(|(_, noun)| noun.trim())?;
    let start = noun.char_indices().rev().nth(1).map(|(start, _)| start)?;
    let noun = &noun[start..];
    let told = |i: &usize| {
        let other = &figures[*i];
        let named = other.label.trim_end().ends_with(noun) && other.line == figure.line && document.owner[*i].is_none();
        named && other.same_unit(figure) && other.scale == figure.scale && !other.hedged
    };
    let mut earlier = (at.saturating_sub(BACK)..at).rev().filter(told);
    let first = earlier.next().filter(|_| earlier.next().is_none())?;
    let long = noun.chars().all(is_han) && figure.digits() >= LONG && document.is_level(at) && !figure.hedged;
    let slipped = repair::one_slip(figure, figures[first].value);
    let verdict = if figure.base() == figures[first].base() { Verdict::Consistent } else { Verdict::Unclear };
    (long && (slipped || verdict == Verdict::Consistent))
        .then(|| stated(&figures[first], figure, vec![first, at], verdict))
}

/// 不予备案5件。…对不予备案的5件: the figure that was told of by the same word, again.
fn told_again(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let figure = &figures[at];
    let label = figure.label.trim_end();
    let name = label.strip_suffix('的').filter(|_| figure.exact() && document.is_level(at))?;
    let name: String = name.chars().skip(name.chars().count().saturating_sub(2)).collect();
    let same = |i: &usize| {
        let other = &figures[*i];
        other.same_unit(figure)
            && other.base() == figure.base()
            && other.line == figure.line
            && other.label.trim_end().trim_end_matches('的').ends_with(&name)
    };
    let first = (at.saturating_sub(BACK)..at)
        .rev()
        .find(|i| name.chars().all(is_han) && name.chars().count() == 2 && same(i))?;
    Some(stated(&figures[first], figure, vec![first, at], Verdict::Consistent))
}

/// 信访举报4926件。…4962件举报中，: the noun of a sentence that begins with so many of what was told by it before.
fn taken_up<'t>(document: &Document<'t>, at: usize) -> Option<&'t str> {
    let figures = &document.figures;
    let figure = &figures[at];
    let opens = figure.label.trim().is_empty() && matches!(document.text.before(figure.label_start), '。' | ';' | '\n');
    let taken = figure.tail.trim().strip_suffix(['中', '里']).filter(|noun| opens && noun.chars().count() >= 2);
    let Some(noun) = taken else { return taken_up_later(document, at) };
    let named = |i: &usize| figures[*i].label.contains(noun) && figures[*i].same_unit(figure);
    (at.saturating_sub(BACK)..at).any(|i| named(&i)).then_some(noun)
}

/// 群众举报318件。…对督察交办的381件群众举报逐件开展: the noun behind a figure that the words tell of as known, by which one was told before.
fn taken_up_later<'t>(document: &Document<'t>, at: usize) -> Option<&'t str> {
    let figures = &document.figures;
    let figure = &figures[at];
    let known = figure.label.contains('对') && figure.label.ends_with('的');
    let ends: Vec<usize> =
        figure.tail.char_indices().map(|(at, c)| at + c.len_utf8()).skip(NOUN - 1).take(MORE).collect();
    let called = |noun: &str| {
        let told = |i: usize| figures[i].label.trim_end().ends_with(noun) && figures[i].same_unit(figure);
        (at.saturating_sub(BACK)..at).any(told)
    };
    ends.into_iter().rev().map(|end| &figure.tail[..end]).find(|noun| known && called(noun))
}

/// Cheap signs that two figures may be one indicator: the same unit, and labels that end alike.
fn alike(a: &Figure<'_>, b: &Figure<'_>) -> bool {
    let same_unit = a.unit_number == b.unit_number && (a.is_amount() || a.unit == b.unit);
    let end =
        |figure: &Figure<'_>| figure.label.trim_end_matches(['为', '达', '到', '了', '共', ' ']).chars().next_back();
    a.sentence != b.sentence && a.class == b.class && same_unit && end(a).is_some() && end(a) == end(b)
}

fn compare(document: &Document<'_>, first: usize, second: usize) -> Option<Found> {
    let (a, b) = (&document.figures[first], &document.figures[second]);
    // The cheap question first: names are only worked out of figures that could be said to differ or agree.
    let verdict = if a.interval()?.meets(b.interval()?) {
        Verdict::Consistent
    } else if a.scale == b.scale && a.digits() >= 3 && repair::one_slip(b, a.value) {
        Verdict::Unclear
    } else {
        return None;
    };
    let (one, other) = (Indicator::of(document, first)?, Indicator::of(document, second)?);
    one.same(&other).then(|| stated(a, b, vec![first, second], verdict))
}

/// The relation of two statements.
pub fn stated(a: &Figure<'_>, b: &Figure<'_>, operands: Vec<usize>, verdict: Verdict) -> Found {
    let mixed = a.scale != b.scale;
    let sign = if verdict == Verdict::Consistent { "=" } else { "≠" };
    Found {
        kind: RelationKind::Repeat,
        operands,
        expression: format!("{} {sign} {}", operand(a, mixed), operand(b, mixed)),
        reported: plain(b.value, b.decimals),
        computed: plain(a.value, a.decimals),
        verdict,
        note: match verdict {
            Verdict::Consistent => Words::default(),
            _ => Words::new("同一指标前后两个数", "one indicator with two values"),
        },
    }
}
