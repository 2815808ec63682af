//! Rates that stand right behind their part, of a whole told before it, and that one slip of the pen keeps from agreeing: 应出庭526件，实际出庭511件，
//! 出庭应诉率91.7% (97.1%). That part and whole give a rate so near the one that is told hardly comes by chance; how many wholes
//! are tried is bounded by how many readings a slip leaves.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{REACH, held, is_of_several};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        glyphs::is_han,
        interval::power_of_ten,
        relations::{
            Found, arithmetic, judge,
            rate::{self, denies},
            settled,
            standing::Standing,
        },
        repair::{self, Slip},
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict},
    text::words::holds_any,
};

/// Digits of a rate below which a slip proves nothing.
const DIGITS: usize = 3;
/// Digits of a part in which a slip is looked for.
const DIGITS_OF_PART: usize = 4;
/// Wholes tried where two digits are exchanged, and where one is another.
const WHOLES: [usize; 2] = [5, 2];

/// Words of a rate's name that make it one of fewer than its part counts.
const NARROWER: [&str; 16] = [
    "合格", "通过", "满意", "优良", "达标", "按期", "按时", "及时", "一次", "首次", "一审", "当场", "提前", "如期",
    "法定", "重复",
];

/// Adds a question for each such rate that `found` holds nothing of.
pub(super) fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let rates: Vec<usize> = (1..document.figures.len()).filter(|at| is_rate(&document.figures[*at])).collect();
    if rates.is_empty() {
        return;
    }
    let held = held(document, found);
    let (standing, shares) = (Standing::of(document, found), Shares::of(document, found));
    for rate in rates.into_iter().filter(|rate| !held[*rate] && !is_of_several(document, *rate)) {
        let parts = parts(document, rate);
        if parts.iter().any(|part| holds(document, *part, rate)) {
            continue;
        }
        let proven = parts.first().and_then(|part| of_proven_sum(document, (&standing, found), *part, rate));
        let known = (&standing, &found[..]);
        let told = document.figures[rate].digits() >= DIGITS && document.figures[rate].decimals > 0;
        let mut parts = parts.into_iter().filter(|_| told);
        let question = proven.or_else(|| {
            parts.find_map(|part| asked(document, known, part, rate).or_else(|| above(document, part, rate)))
        });
        found.extend(question.filter(|question| !shares.tell_of_another(document, question)));
    }
}

fn is_rate(figure: &Figure<'_>) -> bool {
    let named = matches!(figure.role, Role::Rate | Role::Share) && !figure.says(Cue::Past) && !figure.says(Cue::Among);
    figure.class == Class::Percent && named && !figure.hedged && figure.digits() >= 2
}

/// 受理21.5万件，网上办理91.8万件，占92.1%: more than the whole right before it, at a share below 100%, and one digit of it or two exchanged make
/// it agree.
fn above(document: &Document<'_>, part: usize, rate: usize) -> Option<Found> {
    let figures = &document.figures;
    let whole = part.checked_sub(1).filter(|whole| part + 1 == rate && document.is_level(*whole))?;
    let (all, some, said) = (&figures[whole], &figures[part], &figures[rate]);
    let told = all.sentence == said.sentence && counts_alike(all, some) && !all.hedged && some.digits() >= 2;
    let more = some.base() > all.base() && said.value < Decimal::ONE_HUNDRED;
    let given = arithmetic::rate(document, part, whole, rate).filter(|_| told && more)?;
    let same_length = |value: &Decimal| some.reading(*value, some.scale).digits() == some.digits();
    let mends = |value: &Decimal| same_length(value) && gives(document, part, *value, whole, rate);
    repair::slips(some).iter().any(mends).then_some(Found { verdict: Verdict::Unclear, ..given })
}

/// What a rate may be the rate of: the amount before it, and the other members of that one's list whose words it shares.
fn parts(document: &Document<'_>, rate: usize) -> Vec<usize> {
    let figures = &document.figures;
    let usable = |i: &usize| document.is_level(*i) && !figures[*i].hedged && figures[*i].clause == figures[rate].clause;
    let changes = |i: usize| matches!(figures[i].role, Role::Growth(_) | Role::Change(_) | Role::Before);
    let Some(nearest) = (0..rate).rev().take(3).find(|i| !changes(*i)).filter(usable) else { return Vec::new() };
    let owner = document.owner[nearest];
    let sibling = |i: &usize| usable(i) && owner.is_some() && document.owner[*i] == owner;
    let mut parts = vec![nearest];
    // 合格91个，不合格5个，合格率91.8%: of the one that the nearest denies.
    let denied = |i: &usize| usable(i) && denies(figures[nearest].label, figures[*i].label);
    parts.extend(nearest.checked_sub(1).filter(denied));
    parts.extend((nearest.saturating_sub(REACH)..nearest).rev().filter(sibling));
    parts.retain(|part| shares_words(&figures[*part], &figures[rate]));
    parts
}

/// 检验合格率 of what was 检验, 按期履约率 of what was 履约: a rate whose name says of which of them it is.
pub(super) fn is_of_fewer(part: &Figure<'_>, rate: &Figure<'_>) -> bool {
    let name = rate.label.split('率').next().unwrap_or_default();
    rate.role == Role::Rate && NARROWER.iter().any(|word| name.contains(word) && !part.label.contains(word))
}

/// 直办率 of 坐席直接答复; a share says no name of its own, or that of its part.
fn shares_words(part: &Figure<'_>, rate: &Figure<'_>) -> bool {
    if rate.role == Role::Share {
        let own = rate.label.split('占').next().unwrap_or_default();
        return rate.label.is_ascii() || own.trim().is_empty() || part.label.contains(own.trim());
    }
    let name = rate.label.split('率').next().unwrap_or_default();
    !is_of_fewer(part, rate) && name.chars().any(|c| is_han(c) && part.label.contains(c))
}

/// What a part may be a part of, the nearest first.
fn wholes(document: &Document<'_>, part: usize, rate: usize) -> Vec<usize> {
    let figures = &document.figures;
    let fits = |i: &usize| {
        let figure = &figures[*i];
        *i != part
            && document.is_level(*i)
            && counts_alike(figure, &figures[part])
            && !figure.hedged
            && (figure.base() > figures[part].base() || figures[rate].digits() >= DIGITS_OF_PART)
            && figures[rate].sentence - figure.sentence.min(figures[rate].sentence) <= 1
            && figure.line == figures[rate].line
    };
    // 规范管理17936人，管理率74.41%（在册24105人）
    let called = |i: &usize| holds_any(figures[*i].label, &["在册", "应", "总", "共", "目标", "任务", "计划"]);
    let aside = |i: &usize| {
        figures[*i].depth == figures[rate].depth + 1 && figures[*i].sentence == figures[rate].sentence && called(i)
    };
    let behind = (rate + 1..figures.len().min(rate + 2)).filter(|i| fits(i) && aside(i));
    let before = (part.saturating_sub(2 * REACH)..part).rev().filter(fits);
    behind.chain(before).collect()
}

/// The sentences that tell shares which hold, and the figures of these.
struct Shares {
    sentences: BTreeSet<usize>,
    figures: BTreeSet<(usize, usize)>,
}

impl Shares {
    fn of(document: &Document<'_>, found: &[Found]) -> Self {
        let mut shares = Self { sentences: BTreeSet::new(), figures: BTreeSet::new() };
        for f in found.iter().filter(|f| f.kind == RelationKind::Rate && settled(f.verdict)) {
            let share = f.operands.last().map(|at| &document.figures[*at]).filter(|rate| rate.role == Role::Share);
            let Some(sentence) = share.map(|share| share.sentence) else { continue };
            shares.sentences.insert(sentence);
            shares.figures.extend(f.operands.iter().map(|at| (sentence, *at)));
        }
        shares
    }

    /// 内资1834.8万个。其中国有7.2万个，占全部的0.4%，民营1561.4万个，占84.1%: the share beside it is of another whole.
    fn tell_of_another(&self, document: &Document<'_>, question: &Found) -> bool {
        let [_, whole, rate] = question.operands[..] else { return false };
        let rate = &document.figures[rate];
        rate.role == Role::Share
            && self.sentences.contains(&rate.sentence)
            && !self.figures.contains(&(rate.sentence, whole))
    }
}

/// 1,088 freedom of information requests and 963 requests: English names what it counts in many words.
fn counts_alike(a: &Figure<'_>, b: &Figure<'_>) -> bool {
    let english = |figure: &Figure<'_>| figure.label.is_ascii() && figure.tail.is_ascii() && figure.exact();
    a.same_unit(b) || english(a) && english(b)
}

/// Whether some whole gives the rate as it stands.
fn holds(document: &Document<'_>, part: usize, rate: usize) -> bool {
    let given = |whole: usize| arithmetic::rate(document, part, whole, rate);
    wholes(document, part, rate).into_iter().filter_map(given).any(|found| settled(found.verdict))
}

/// 386420人次，其中总馆214905人次，占51.56%，分馆171515人次: a share right behind a member of a list that adds up is of its whole.
fn of_proven_sum(
    document: &Document<'_>,
    (standing, found): (&Standing, &[Found]),
    part: usize,
    rate: usize,
) -> Option<Found> {
    let figures = &document.figures;
    let bare = ["占", "占比", "占总数的", "占总量的", "占比为", "占全部的"].contains(&figures[rate].label.trim());
    let sums = standing.with(found, part).filter(|f| f.kind == RelationKind::Sum && f.verdict == Verdict::Consistent);
    let mut sums = sums.filter(|f| {
        let Some((whole, members)) = f.operands.split_last() else { return false };
        members.contains(&part) && figures[*whole].digits() >= 3 && figures[*whole].sentence == figures[rate].sentence
    });
    let whole = *sums.next().filter(|_| sums.next().is_none())?.operands.last()?;
    // 抽检946批次，合格921批次，不合格25批次，不合格率2.6%: or one that is named after a member.
    let named = figures[rate].role == Role::Rate && rate::is_named_after(&figures[rate], &figures[part]);
    // 收入186.42亿元，其中税收134.25亿元，占预算收入的72.0%；非税52.17亿元: or of what the total is called.
    let phrase = figures[rate].label.trim().strip_prefix('占').and_then(|phrase| phrase.strip_suffix('的'));
    let called = phrase.is_some_and(|phrase| phrase.chars().count() >= 2 && figures[whole].label.contains(phrase));
    if !(bare || named || called) || part + 1 != rate || whole > part {
        return None;
    }
    let given = arithmetic::rate(document, part, whole, rate)?;
    let computed: Decimal = given.computed.parse().ok()?;
    let near = computed < figures[rate].value * Decimal::TWO && figures[rate].value < computed * Decimal::TWO;
    let near = near || repair::one_slip(&figures[rate], computed.round_dp(figures[rate].decimals));
    (near && !settled(given.verdict)).then_some(Found { verdict: Verdict::Unclear, ..given })
}

/// The rate of a part as a question, where a slip in one of the two explains it.
fn asked(document: &Document<'_>, (standing, found): (&Standing, &[Found]), part: usize, rate: usize) -> Option<Found> {
    let is_total = |whole: usize| {
        let sums = || standing.with(found, whole).filter(|f| f.kind == RelationKind::Sum && settled(f.verdict));
        sums().any(|sum| sum.operands.last() == Some(&whole))
            && rate::bears_end(&document.figures[part], &document.figures[rate])
    };
    let wholes = wholes(document, part, rate);
    let of = |(at, whole): (usize, &usize)| -> Option<Found> {
        let given = arithmetic::rate(document, part, *whole, rate)?;
        let most = |slip: Slip| WHOLES[usize::from(slip == Slip::Digit)];
        let (slip, said, meant) =
            in_rate(document, part, *whole, rate).or_else(|| in_part(document, part, *whole, rate))?;
        // Of another sentence it may be the rate at another time.
        let near = slip != Slip::Digit
            || document.figures[*whole].sentence == document.figures[rate].sentence
            || is_total(*whole);
        (slip != Slip::Lost && at < most(slip) && near).then(|| Found {
            verdict: Verdict::Unclear,
            note: repair::possibility(&said, &meant),
            kind: RelationKind::Rate,
            ..given
        })
    };
    wholes.iter().take(WHOLES[0]).enumerate().find_map(|(at, whole)| of((at, whole)))
}

/// The slip in the rate.
fn in_rate(document: &Document<'_>, part: usize, whole: usize, rate: usize) -> Option<(Slip, String, String)> {
    let said = &document.figures[rate];
    let computed = percent(document, part, whole, rate)?.round_dp(said.decimals);
    let slip = repair::kind_of_slip(said, computed)?;
    Some((slip, said.shown(), format!("{}{}", plain(computed, said.decimals), said.sign())))
}

/// Two digits exchanged in the part, or its point shifted.
fn in_part(document: &Document<'_>, part: usize, whole: usize, rate: usize) -> Option<(Slip, String, String)> {
    let figure = &document.figures[part];
    let needed = document.figures[rate].value.checked_mul(document.figures[whole].base()?)?;
    let needed = needed.checked_div(document.figures[rate].of_whole())?.checked_div(power_of_ten(figure.scale))?;
    // 已整改75个，整改率83.82%: a rate of four digits tells two of its part.
    let long =
        figure.digits() >= DIGITS_OF_PART || figure.digits() >= 2 && document.figures[rate].digits() >= DIGITS_OF_PART;
    let exchanged =
        || repair::swaps(figure).into_iter().filter(|_| long).find(|value| gives(document, part, *value, whole, rate));
    let shifted = || {
        let ratio = needed.checked_div(figure.value)?;
        let power = [Decimal::TEN, Decimal::ONE_HUNDRED]
            .into_iter()
            .find(|power| (ratio / power - Decimal::ONE).abs() < Decimal::new(5, 3))?;
        let value = figure.value.checked_mul(power)?;
        (figure.decimals > 0 && gives(document, part, value, whole, rate)).then_some(value)
    };
    let value = exchanged().or_else(shifted)?.normalize();
    let unit = figure.shown_unit;
    Some((Slip::Order, format!("{}{unit}", plain(figure.value, figure.decimals)), format!("{value}{unit}")))
}

/// Whether the rate holds with another number in the place of its part.
fn gives(document: &Document<'_>, part: usize, value: Decimal, whole: usize, rate: usize) -> bool {
    let figures = &document.figures;
    let part = figures[part].reading(value, figures[part].scale);
    let given = || part.interval()?.over(figures[whole].interval()?)?.times(figures[rate].of_whole());
    given().is_some_and(|given| judge(&figures[rate], given) == Verdict::Consistent)
}

fn percent(document: &Document<'_>, part: usize, whole: usize, rate: usize) -> Option<Decimal> {
    let figures = &document.figures;
    figures[part].base()?.checked_div(figures[whole].base()?)?.checked_mul(figures[rate].of_whole())
}
