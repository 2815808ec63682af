//! Short figures that an exchange of two digits keeps from agreeing, where the words leave no doubt of what they belong to: 共评查178条，涉及认定28条、
//! 程序63条、文书78条 (87). A figure of two digits comes out by chance once in some thirty times; so only such relations are asked about whose figures
//! follow each other and of which nothing is left out: the whole list behind its total, a rate behind the part that it is named after, what two amounts
//! leave told right behind them.

use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use super::{Kind, Slip, Slips, are_held_together, as_told, is_of_others};
use crate::{
    figures::{
        document::{Document, total_cue},
        figure::{Figure, Role, plain},
        interval::power_of_ten,
        relations::{
            Found, average,
            change::{are_of_other_names, grows_in_volume, unsafe_words},
            rate, rows, settled, sum, told,
        },
        repair,
        units::Class,
        words::Cue,
    },
    model::{RelationKind, Verdict},
    text::words::holds_any,
};

/// Figures between the first and the last of what two amounts leave, at most.
const SPAN: usize = 3;

/// Figures either side of one that it may have to agree with.
const AROUND: usize = 14;

/// By how much of itself a number reckoned roughly may be off.
const ROUGHLY: f64 = 0.01;

/// Words that tell that what is counted is counted several times.
const AGAIN: [&str; 9] = ["more than one", "several", "overlap", "both", "重复计", "有重复", "交叉", "同时", "兼"];

/// How averages are told.
const AVERAGES: [&str; 5] = ["均", "每", "average", " per ", " each"];

/// Two digits exchanged in a figure however short, or its point elsewhere, where such a relation binds it.
pub(super) struct Bound;

impl Kind for Bound {
    const TRIES: usize = 8;

    fn may_slip(figure: &Figure<'_>) -> bool {
        !figure.hedged && !figure.told_if_used && !figure.small_numeral && figure.digits() >= 2
    }

    fn slips(document: &Document<'_>, at: usize) -> Vec<Slip> {
        readings(&document.figures[at])
    }

    fn may_agree(document: &Document<'_>, known: &Slips<'_, '_>, found: &[Found], at: usize, slip: &Slip) -> bool {
        may_agree(document, known, found, at, slip)
    }

    fn question(document: &Document<'_>, found: &[Found], at: usize, slip: &Slip) -> Option<Found> {
        question(document, found, at, slip).filter(|question| is_sound(document, found, question, at))
    }
}

fn is_sound(document: &Document<'_>, found: &[Found], question: &Found, at: usize) -> bool {
    // 183 fewer than 3,174, a fall of 5.8%: a rate of change proves what changed, and one of a part what is left.
    let known = question.kind == RelationKind::Difference || rate_of(found, question).is_some();
    (known || !are_held_together(found, question, at))
        && !rows::is_in_table(document, &question.operands)
        && !is_of_others(document, question)
}

/// A figure with two neighbouring digits the other way, or its point one place off.
fn readings(figure: &Figure<'_>) -> Vec<Slip> {
    let slip = |value: Decimal| Slip { value, scale: figure.scale, words: plain(value, value.scale()) };
    let mut readings: Vec<Slip> = repair::swaps(figure).into_iter().map(slip).collect();
    // 100% and 10% have one digit: their points prove nothing.
    if figure.value.normalize().mantissa().unsigned_abs() < 10 {
        return readings;
    }
    let shifted = [figure.value.checked_div(Decimal::TEN), figure.value.checked_mul(Decimal::TEN)];
    readings.extend(shifted.into_iter().flatten().map(|value| slip(value.normalize())));
    // 988亿元 for 9.88: a point that was left out.
    let lost = figure.value.checked_div(Decimal::ONE_HUNDRED).filter(|_| figure.decimals == 0 && figure.digits() >= 3);
    readings.extend(lost.map(|value| slip(value.normalize())));
    readings
}

/// Whether anything that could be bound to a figure would give it so, reckoned roughly: most slips need no second reading.
fn may_agree(document: &Document<'_>, known: &Slips<'_, '_>, found: &[Found], at: usize, slip: &Slip) -> bool {
    let figures = &document.figures;
    let meant = slip.value.checked_mul(power_of_ten(slip.scale)).and_then(|meant| meant.to_f64());
    let size = |i: usize| if i == at { meant } else { known.rough()[i].size };
    let sentence = figures[at].sentence;
    let near = at.saturating_sub(AROUND)..figures.len().min(at + AROUND + 1);
    let amounts: Vec<(usize, f64)> = near
        .clone()
        .filter(|i| figures[*i].sentence == sentence && figures[*i].is_amount())
        .filter_map(|i| Some((i, size(i)?)))
        .collect();
    let percents = || near.clone().filter(|i| figures[*i].sentence == sentence && figures[*i].class == Class::Percent);
    if figures[at].is_amount() {
        let of_rate = |rate: usize| gives(document, known, &amounts, (rate, figures[rate].value.to_f64()), Some(at));
        return is_average(document, at) && is_quotient(&amounts, at)
            || adds_up(document, &amounts, at, known.rough()[at].place)
            || is_rest(found, &size, at)
            || percents().any(of_rate);
    }
    let apart = || {
        let rates: Vec<Decimal> = percents().filter(|i| *i != at).map(|i| figures[i].value).collect();
        rates.iter().any(|a| rates.iter().any(|b| a.checked_sub(*b) == Some(slip.value)))
    };
    apart() || gives(document, known, &amounts, (at, slip.value.to_f64()), None)
}

/// Whether two amounts, of which `one` is one, make a rate by their places: a part beside it or named by it, or a change and its values right
/// before it.
fn gives(
    document: &Document<'_>,
    known: &Slips<'_, '_>,
    amounts: &[(usize, f64)],
    (rate, value): (usize, Option<f64>),
    one: Option<usize>,
) -> bool {
    let figure = &document.figures[rate];
    let (Some(value), place) = (value, known.rough()[rate].place) else { return false };
    let grown = matches!(figure.role, Role::Growth(_));
    let near = |quotient: f64| (quotient.abs() * 100.0 - value.abs()).abs() <= place;
    amounts.iter().any(|(i, a)| {
        amounts.iter().any(|(j, b)| {
            let asked = i != j && *b != 0.0 && one.is_none_or(|one| one == *i || one == *j);
            let close = rate.abs_diff(*i) <= SPAN && rate.abs_diff(*j) <= SPAN;
            asked
                && if grown {
                    close && (near((a - b) / b) || near(a / (b - a)) || near(a / (b + a)))
                } else {
                    (one.is_none() || rate.abs_diff(*i) <= 2 * SPAN) && near(a / b)
                }
        })
    })
}

/// Whether an amount is what the part of a rate that holds leaves of its whole.
fn is_rest(found: &[Found], size: &impl Fn(usize) -> Option<f64>, at: usize) -> bool {
    let left = |f: &Found| {
        let &[part, whole, _] = &f.operands[..] else { return false };
        let rest =
            size(whole).zip(size(part)).zip(size(at)).map(|((whole, part), rest)| (whole - part - rest).abs() / whole);
        f.kind == RelationKind::Rate && settled(f.verdict) && rest.is_some_and(|gap| gap < ROUGHLY)
    };
    found.iter().any(left)
}

/// Whether two amounts beside it divide to an amount, whatever powers of ten their scales add.
fn is_quotient(amounts: &[(usize, f64)], at: usize) -> bool {
    let Some((_, said)) = amounts.iter().find(|(i, _)| *i == at).filter(|(_, said)| *said > 0.0) else { return false };
    let near = |a: f64, b: f64| {
        let log = (a / b / said).log10();
        (log - log.round()).abs() < ROUGHLY
    };
    let beside = || amounts.iter().filter(|(i, _)| *i != at && i.abs_diff(at) <= 2 * SPAN);
    // Days and months are no amounts of the text.
    amounts.len() == 2 || beside().any(|(i, a)| beside().any(|(j, b)| i != j && *a > 0.0 && *b > 0.0 && near(*a, *b)))
}

/// Whether amounts that follow each other add up to the one before them or behind them, the figure among them, or lie apart by a third.
fn adds_up(document: &Document<'_>, amounts: &[(usize, f64)], at: usize, place: f64) -> bool {
    let figures = &document.figures;
    let alike: Vec<(usize, f64)> =
        amounts.iter().filter(|(i, _)| figures[*i].same_unit(&figures[at]) || document.english).copied().collect();
    let slack = if figures[at].exact() { 0.5 } else { place * 4.0 };
    let close = |three: &[(usize, f64)]| {
        let &[a, b, c] = three else { return false };
        let holds = |x: f64, y: f64, z: f64| (x + y - z).abs() <= slack;
        three.iter().any(|(i, _)| *i == at) && (holds(a.1, b.1, c.1) || holds(a.1, c.1, b.1) || holds(b.1, c.1, a.1))
    };
    alike.windows(3).any(close)
        || (0..alike.len()).any(|total| {
            let ahead = runs_to(alike[total], alike[total + 1..].iter(), at, slack);
            ahead || runs_to(alike[total], alike[..total].iter().rev(), at, slack)
        })
}

/// Whether amounts, one right behind the other, add up to a total beside them, the figure at `at` among them or that total.
fn runs_to<'a>(total: (usize, f64), members: impl Iterator<Item = &'a (usize, f64)>, at: usize, slack: f64) -> bool {
    let (mut sum, mut has, mut last) = (0.0, total.0 == at, total.0);
    for (count, (i, value)) in members.enumerate() {
        if i.abs_diff(last) != 1 {
            return false;
        }
        (sum, has, last) = (sum + value, has || *i == at, *i);
        if has && count >= 2 && (sum - total.1).abs() <= slack {
            return true;
        }
    }
    false
}

/// Whether the words around a figure tell of it as an average: 户均0.56处, an average of 3.2 hours for each.
fn is_average(document: &Document<'_>, at: usize) -> bool {
    let figure = &document.figures[at];
    let words = document.between(figure.label_start, figure.tail_end.min(document.text.chars.len()));
    // Each of the 14 crossings: how many there are.
    let counted = figure.label.trim_end().to_lowercase().ends_with("each of the");
    !counted && holds_any(words, &AVERAGES)
}

/// The question, where the words make such a proof of the figures with the slip mended.
fn question(document: &Document<'_>, found: &[Found], at: usize, slip: &Slip) -> Option<Found> {
    let moved = slip.value.scale() != document.figures[at].value.scale();
    let mended = if moved { document.with_point(at, slip.value) } else { document.with(at, slip.value, slip.scale) };
    let bound = |f: &Found| {
        // A point elsewhere is evidence of a ratio or a rate alone.
        let kind = !moved
            || matches!(f.kind, RelationKind::Rate | RelationKind::Ratio)
            || f.kind == RelationKind::Sum && is_pointed_as_all(&mended, f);
        // 平均每名服务1342人: an average is what is wrong, and not what it is of.
        let told = f.kind != RelationKind::Ratio || f.operands.last() == Some(&at);
        // 一年级21人、二年级23人，其余为延期学生: what is left untold is told of the figures as they stand.
        let whole = || {
            let members = f.operands.split_last().filter(|_| f.kind == RelationKind::Sum);
            members.is_none_or(|(total, members)| sum::may_divide(document, *total, members))
        };
        let holds = f.operands.contains(&at) && f.verdict == Verdict::Consistent;
        kind && told && holds && is_bound(&mended, found, f) && whole()
    };
    let proof = told(&mended).into_iter().find(bound)?;
    let figure = &document.figures[at];
    let note = repair::possibility(&plain(figure.value, figure.decimals), &slip.words);
    let broken = as_told(document, &mended, &proof, at)?;
    Some(Found { verdict: Verdict::Unclear, note, ..broken })
}

fn is_bound(document: &Document<'_>, found: &[Found], proof: &Found) -> bool {
    let figures = &document.figures;
    let together = proof.operands.windows(2).all(|pair| figures[pair[0]].sentence == figures[pair[1]].sentence);
    let sound = proof.operands.iter().all(|i| !figures[*i].hedged && !unsafe_words(document, *i));
    together
        && sound
        && match proof.kind {
            RelationKind::Sum if proof.operands.len() == 3 => leaves(document, found, proof),
            RelationKind::Sum => is_whole_list(document, proof),
            RelationKind::Rate => is_named(document, proof) || is_of_proven(document, found, proof),
            RelationKind::Difference => is_change(document, found, proof) || leaves(document, found, proof),
            RelationKind::Ratio => {
                is_compact(document, proof)
                    && proof.operands.last().is_some_and(|at| {
                        is_average(document, *at) && !average::is_of_another(document, proof.operands[0], *at)
                    })
            }
            RelationKind::Points => is_compact(document, proof),
            RelationKind::Growth => is_compact(document, proof) && !grows_in_volume(document, proof.operands[0]),
            _ => false,
        }
}

/// 收回1.42亿元，专户6.9亿元，代管2.5亿元 of 23.6亿元: with its point one place off a part is told as finely as all the others.
fn is_pointed_as_all(document: &Document<'_>, proof: &Found) -> bool {
    let figures = &document.figures;
    let Some(&total) = proof.operands.last() else { return false };
    let alike =
        |i: &usize| figures[*i].decimals == figures[total].decimals && figures[*i].scale == figures[total].scale;
    figures[total].decimals > 0 && figures[total].digits() >= 3 && proof.operands.iter().all(alike)
}

/// The rate that holds of two of a relation's figures, as part and whole.
fn rate_of<'f>(found: &'f [Found], proof: &Found) -> Option<&'f Found> {
    found.iter().find(|f| {
        let &[part, whole, _] = &f.operands[..] else { return false };
        f.kind == RelationKind::Rate
            && settled(f.verdict)
            && proof.operands.contains(&part)
            && proof.operands.contains(&whole)
    })
}

/// What lies between two amounts right before it: told as their change, in English beside a rate of change that they prove.
fn is_change(document: &Document<'_>, found: &[Found], proof: &Found) -> bool {
    let &[a, b, said] = &proof.operands[..] else { return false };
    let figure = &document.figures[said];
    let grown = |f: &Found| {
        f.kind == RelationKind::Growth && settled(f.verdict) && f.operands.contains(&a) && f.operands.contains(&b)
    };
    let compared = [a, b].iter().any(|i| document.figures[*i].role == Role::Before);
    let told =
        matches!(figure.role, Role::Change(_)) || figure.says(Cue::Left) || figure.says(Cue::PerhapsLeft) || compared;
    !are_of_other_names(document, a, b)
        && is_compact(document, proof)
        && if document.english { found.iter().any(grown) } else { told }
}

/// 整改717项，整改率91.7%，仍在整改的56项: of a part and a whole that a rate proves, what is told to be left is the rest.
fn leaves(document: &Document<'_>, found: &[Found], proof: &Found) -> bool {
    let Some(rate) = rate_of(found, proof) else { return false };
    let rest = proof.operands.iter().copied().find(|i| !rate.operands.contains(i));
    rest.is_some_and(|rest| {
        let figure = &document.figures[rest];
        let label = figure.label.trim_start();
        let behind = figure.tail.trim_start();
        let plain = !figure.hedged && document.is_level(rest);
        plain
            && (LEFT.iter().any(|word| label.starts_with(word) || label.ends_with(word))
                || figure.says(Cue::Residual)
                || behind.starts_with("remain"))
    })
}

/// What is not done yet, and what is left.
const LEFT: [&str; 14] = [
    "尚未",
    "未",
    "仍",
    "尚",
    "剩余",
    "其余",
    "还有",
    "余下",
    "正在",
    "待",
    "leaving",
    "remaining",
    "outstanding",
    "另",
];

/// A total, and right behind it or before it three figures of its unit and more, told in one manner to the end of what is counted.
fn is_whole_list(document: &Document<'_>, proof: &Found) -> bool {
    let figures = &document.figures;
    let Some((&total, members)) = proof.operands.split_last() else { return false };
    let (Some(&first), Some(&last)) = (members.first(), members.last()) else { return false };
    let whole = &figures[total];
    let english = document.english && whole.label.is_ascii();
    // 203 in homes and 68 in shared lives: English counts with another noun each.
    let alike = |figure: &Figure<'_>| figure.same_unit(whole) || english && figure.exact();
    // Amounts come out to the last place, or prove nothing.
    let pointed = is_pointed_as_all(document, proof) && proof.computed == proof.reported;
    let all = |i: &usize| (figures[*i].exact() || pointed) && (*i == total || alike(&figures[*i]));
    let exact = members.iter().chain([&total]).all(all);
    let follows =
        members.windows(2).all(|pair| pair[1] == pair[0] + 1 && figures[pair[1]].depth == figures[pair[0]].depth);
    let beside = first == total + 1 || last + 1 == total && total_cue(whole);
    // 抽查10个，发现2个反弹、1个虚假: what different marks part is no one list.
    let mark = |at: usize| document.text.before(figures[at].label_start);
    let even = english || members[1..].windows(2).all(|pair| mark(pair[0]) == mark(pair[1]));
    let ends = first < total
        || figures.get(last + 1).is_none_or(|next| {
            let on = next.sentence == figures[last].sentence && document.is_level(last + 1) && alike(next);
            let parted = || next.says(Cue::Plan) || document.between(figures[last].end, next.start).contains(';');
            !on || next.depth < figures[last].depth || parted() || mark(last) == '、' && mark(last + 1) != '、'
        });
    let (from, to) =
        (figures[first.min(total)].start, (figures[last.max(total)].tail_end + 24).min(document.text.chars.len()));
    let words = document.between(from, to);
    let words = words.rsplit_once(';').map_or(words, |(words, _)| words);
    let again = holds_any(words, &AGAIN);
    members.len() >= 3 && exact && follows && beside && even && ends && !again
}

/// A rate behind its part, and named after what that says was done; or of a whole that stands in its own phrase.
fn is_named(document: &Document<'_>, proof: &Found) -> bool {
    let &[part, whole, at] = &proof.operands[..] else { return false };
    let figures = &document.figures;
    let beside = part + 1 == at || at + 1 == part && figures[part].depth > figures[at].depth;
    let share = figures[at].role == Role::Share;
    let phrase = share && whole + 1 == at && figures[whole].item == figures[at].item && part < whole;
    let named =
        share && whole < part.max(at) && rate::is_the_named(document, at, whole) && at - part.min(at) <= 2 * SPAN;
    // 已办结251宗，其中…，办结率59.1%: no other figure of the sentence is told by the name.
    let alone = || {
        let others =
            (0..figures.len()).filter(|i| figures[*i].sentence == figures[at].sentence && document.is_level(*i));
        let mut called = others.filter(|i| rate::is_named_after(&figures[at], &figures[*i]));
        called.next() == Some(part) && called.next().is_none() && part < at
    };
    // 58,214 of 62,390 children had received two doses (39.3%)
    let of = part + 1 == whole && figures[part].tail.trim() == "of" && figures[at].depth > figures[whole].depth;
    let of = of && !document.between(figures[whole].end, figures[at].start).contains([',', ';']);
    let digits = figures[part].same_unit(&figures[whole]) && figures[whole].digits() >= 2;
    let after = || rate::is_named_after(&figures[at], &figures[part]) && (beside || alone());
    // 总值361.97亿元中，民营企业占86.3%，达247.19亿元: whole, share and part in one phrase.
    let told_behind = share
        && part == at + 1
        && whole + 1 == at
        && document.between(figures[whole].end, figures[at].start).starts_with("中,")
        && ["达", "为", "计", "即", "达到"].contains(&figures[part].label.trim());
    // 分别占建议、提案总数的95.6%、97.3%: each is of one of several, and perhaps of none that is told.
    let one = document.groups[at].1 == 1;
    let after = || after() && (whole < part || figures[whole].depth > figures[part].depth);
    one && digits && (phrase || named || of || told_behind || after())
}

/// 62个断面，优良57个，占91.9%，丧失功能1个，占16%: a bare share right behind its part, or one that names its part, is of the whole that another
/// rate or a list of the sentence proves.
fn is_of_proven(document: &Document<'_>, found: &[Found], proof: &Found) -> bool {
    let &[part, whole, at] = &proof.operands[..] else { return false };
    let figures = &document.figures;
    let label = figures[at].label.trim();
    let bare = ["占", "占比", "占总数的", "占比为"].contains(&label) && part + 1 == at;
    // 住宅684起、厂房93起、其他547起，住宅火灾占57.1%
    let named = || label.ends_with('占') && part < at && rate::names_alone(document, at, part);
    let sentence = |i: usize| figures[i].sentence == figures[at].sentence;
    let known = |f: &Found| match (f.kind, &f.operands[..]) {
        (RelationKind::Rate, &[other, of, rate]) => of == whole && other != part && sentence(rate),
        (RelationKind::Sum, [members @ .., total]) => *total == whole && members.contains(&part) && sentence(*total),
        _ => false,
    };
    (bare || named()) && found.iter().any(|f| settled(f.verdict) && known(f))
}

/// Nothing else of the unit is told between what differs and what is left.
fn is_compact(document: &Document<'_>, proof: &Found) -> bool {
    let figures = &document.figures;
    let (Some(&first), Some(&last)) = (proof.operands.iter().min(), proof.operands.iter().max()) else { return false };
    let other = |i: &usize| !proof.operands.contains(i) && figures[*i].same_unit(&figures[last]);
    let span = if proof.kind == RelationKind::Ratio { 2 * SPAN } else { SPAN };
    last - first <= span && !(first..last).any(|i| other(&i))
}
