//! Two values and what lies between them: 由A增加到B，净增D，增长P; 与A相比，增加D; 较A减少D.

use rust_decimal::Decimal;

use super::{
    Found,
    change::{amount_verdict, grows_in_volume, growth_percent, says_direction, yearly},
    judge, mixed, operand, settled, shown_percent, topic,
};
use crate::{
    figures::{
        document::Document,
        figure::{Role, plain},
        glyphs::is_han,
        interval::power_of_ten,
        repair,
        units::Class,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Figures before a value among which the whole stands that a change may be of.
const REACH: usize = 16;

/// 由A增加到B，净增D，增长P; 与A相比，增加D; 较A减少D.
pub(super) fn find(document: &Document<'_>, at: usize, found: &mut Vec<Found>) {
    let figures = &document.figures;
    let before = &figures[at];
    let Some(next) = figures.get(at + 1).filter(|next| next.sentence == before.sentence && next.same_unit(before))
    else {
        return;
    };
    match next.role {
        Role::Change(up) => {
            let value = (0..at).rev().take(6).find(|i| {
                let other = &figures[*i];
                other.same_unit(before)
                    && other.sentence == before.sentence
                    && matches!(other.role, Role::Level | Role::Average)
                    && other.like_in_size(before)
                    && !other.hedged
            });
            // 比8月的63.72亿元少4.86亿元，为58.86亿元: what it came to stands behind.
            let value = value.or_else(|| {
                let after = figures.get(at + 2).filter(|after| {
                    after.same_unit(before)
                        && after.sentence == before.sentence
                        && after.role == Role::Level
                        && !after.hedged
                })?;
                let to = ["为", "达", "达到", "至", "降至", "增至", "升至", "减至", "到"].contains(&after.label.trim());
                to.then_some(at + 2)
            });
            if let Some(value) = value.filter(|_| !next.hedged && !before.hedged) {
                found.extend(of_value_or_whole(document, value, at, up));
            } else if let Some(value) = topic::of(document, at).filter(|_| !next.hedged && !before.hedged) {
                let told = difference(document, value, at, at + 1, up);
                found.extend(told.filter(|told| told.verdict == Verdict::Consistent));
            }
        }
        _ if (next.item == before.item || next.start - before.end <= 12) && leads_to(document, at) => {
            arrived(document, at, found);
        }
        _ => {}
    }
}

/// 三项经费79.69亿元中，出国21.36亿元、接待14.34亿元，比上年80.95亿元压减1.26亿元: behind a list the change may be of its whole as well as
/// of its last member.
fn of_value_or_whole(document: &Document<'_>, value: usize, before: usize, up: bool) -> Option<Found> {
    let own = difference(document, value, before, before + 1, up)?;
    if settled(own.verdict) {
        return Some(own);
    }
    let figures = &document.figures;
    let wholes = (0..value).rev().take(REACH).filter(|i| {
        figures[*i].same_unit(&figures[before]) && figures[*i].line == figures[before].line && document.is_level(*i)
    });
    let mut others = wholes.filter_map(|whole| difference(document, whole, before, before + 1, up));
    let holds = others.find(|found| found.verdict == Verdict::Consistent);
    // 8.00亿，其中大型5.83亿，中型2.17亿，较月初的7.42亿增蓄0.58亿: behind the last of a list, and too far from that, it is of the whole.
    let nearest = (0..before).rev().take(REACH).find(|i| document.is_level(*i));
    let whole = document.owner[value].filter(|whole| {
        let last = nearest.is_some_and(|last| last != value && document.owner[last] == Some(*whole));
        last && figures[*whole].like_in_size(&figures[before])
    });
    if let Some(whole) = whole.filter(|_| holds.is_none()) {
        let told = difference(document, whole, before, before + 1, up);
        return told.map(|found| Found { verdict: Verdict::Unclear, ..found });
    }
    holds.or_else(|| Some(own).filter(|_| document.owner[value].is_none() && !listed(document, value)))
}

/// Whether a figure ends a list of several: 轻度1031.52、中度163.08、剧烈7.47.
fn listed(document: &Document<'_>, at: usize) -> bool {
    document.text.before(document.figures[at].label_start) == '、'
}

/// 由A压缩到B: only then is the next figure what the first became; 较A多追回B is how far it went beyond.
fn leads_to(document: &Document<'_>, at: usize) -> bool {
    let (before, next) = (&document.figures[at], &document.figures[at + 1]);
    let between = document.between(before.end, next.start);
    let to = holds_any(between, &["到", "至", "为", "成", "达", "to "]);
    to || holds_any(before.label, &["由", "从", "from", "From"])
}

/// The change between two values that are both printed.
fn difference(document: &Document<'_>, later: usize, earlier: usize, change: usize, up: bool) -> Option<Found> {
    let (a, b, d) = (&document.figures[later], &document.figures[earlier], &document.figures[change]);
    let (high, low) = if up { (a, b) } else { (b, a) };
    let computed = high.interval()?.minus(low.interval()?)?;
    let point = high.base()?.checked_sub(low.base()?)?;
    let verdict = amount_verdict(d, computed)?;
    let mixed = mixed([a, b, d]);
    let scaled = point.checked_div(power_of_ten(d.scale))?;
    let shown =
        if mixed { format!("{}{}", scaled.normalize(), d.shown_unit) } else { plain(scaled, scaled.scale().min(12)) };
    let expression = format!("{} − {} = {shown}", operand(high, mixed), operand(low, mixed));
    Some(Found {
        kind: RelationKind::Difference,
        operands: vec![later, earlier, change],
        expression,
        reported: plain(d.value, d.decimals),
        computed: scaled.normalize().to_string(),
        verdict,
        note: Words::default(),
    })
}

/// A to B, then the change between them and its rate.
fn arrived(document: &Document<'_>, at: usize, found: &mut Vec<Found>) {
    let figures = &document.figures;
    let (a, b) = (&figures[at], &figures[at + 1]);
    if a.hedged || b.hedged {
        return;
    }
    found.extend(restated(document, at).or_else(|| restated_wrongly(document, at)));
    for other in [at + 2, at + 3] {
        let Some(figure) = figures.get(other).filter(|figure| figure.sentence == b.sentence) else { return };
        if yearly(figure) {
            return;
        }
        let noun: String = document.own_noun(other).iter().collect();
        let bare = noun.is_empty() || ["幅度", "再次", "比例", "累计", "净"].contains(&noun.as_str());
        match figure.role {
            Role::Change(up) if figure.same_unit(a) && !figure.hedged => {
                found.extend(difference(document, at + 1, at, other, up).filter(|r| bare || settled(r.verdict)));
            }
            Role::Growth(_) if figure.class == Class::Percent && !figure.hedged => {
                found.extend(rate_between(document, at, other).filter(|r| bare || settled(r.verdict)));
                return;
            }
            _ => return,
        }
    }
}

/// The change from A to B stands elsewhere as a count of its own (80项…由339项减为259项).
fn restated(document: &Document<'_>, at: usize) -> Option<Found> {
    let (a, b) = (&document.figures[at], &document.figures[at + 1]);
    let change = a.base()?.checked_sub(b.base()?)?.abs();
    let change_at = (at.saturating_sub(12)..document.figures.len().min(at + 12)).find(|i| {
        let other = &document.figures[*i];
        *i != at
            && *i != at + 1
            && document.is_level(*i)
            && other.same_unit(a)
            && other.digits() >= 2
            && other.base() == Some(change)
            && !other.hedged
    })?;
    difference(document, at + 1, at, change_at, b.base()? > a.base()?).filter(|r| settled(r.verdict))
}

/// 压减户数117户，由年初的683户压减至556户: the change stands right before both, with the verb that leads from one to the other, and a slip of the
/// pen in it would explain why they don't agree.
fn restated_wrongly(document: &Document<'_>, at: usize) -> Option<Found> {
    let change = at.checked_sub(1)?;
    let (said, a, b) = (&document.figures[change], &document.figures[at], &document.figures[at + 1]);
    let between = document.between(a.end, b.start);
    let verb: String = between.chars().filter(|c| is_han(*c)).take(2).collect();
    let label = said.label.trim_start_matches(|c: char| !is_han(c));
    let one = verb.chars().count() == 2 && label.starts_with(&verb) && said.same_unit(a) && said.sentence == a.sentence;
    let sound = one && !said.hedged && document.is_level(change) && said.digits() >= 3;
    let found = difference(document, at + 1, at, change, b.base()? > a.base()?).filter(|_| sound)?;
    let needed = a.base()?.checked_sub(b.base()?)?.abs();
    let slip = said.exact() && repair::one_slip(said, needed);
    (!settled(found.verdict) && slip).then_some(Found { verdict: Verdict::Unclear, ..found })
}

fn rate_between(document: &Document<'_>, at: usize, rate: usize) -> Option<Found> {
    rate_of_two(document, at, rate).filter(|found| settled(found.verdict) || !grows_in_volume(document, at))
}

fn rate_of_two(document: &Document<'_>, at: usize, rate: usize) -> Option<Found> {
    let (a, b, p) = (&document.figures[at], &document.figures[at + 1], &document.figures[rate]);
    let rising = b.base()? >= a.base()?;
    let (high, low) = if rising { (b, a) } else { (a, b) };
    let computed = high.interval()?.minus(low.interval()?)?.over(a.interval()?)?.times(Decimal::ONE_HUNDRED)?;
    let point = high.base()?.checked_sub(low.base()?)?.checked_div(a.base()?)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let mut verdict = judge(p, computed);
    let mut note = Words::default();
    if settled(verdict) && growth_percent(p) == Some(!rising) && says_direction(p) && a.base() != b.base() {
        (verdict, note) = (Verdict::Inconsistent, Words::new("增减方向不一致", "the directions of change differ"));
    }
    let mixed = mixed([a, b]);
    let shown = shown_percent(point, p.decimals);
    let expression = format!("({} − {}) ÷ {} = {shown}%", operand(high, mixed), operand(low, mixed), operand(a, mixed));
    Some(Found {
        kind: RelationKind::Growth,
        operands: vec![at, at + 1, rate],
        expression,
        reported: p.shown(),
        computed: shown,
        verdict,
        note,
    })
}
