//! What a year's receipts leave of its expenditure: 基金征收11407.36万元，…支出7318.94万元，…。当年结余4088.42万元. What is left at the end
//! of a year takes in earlier years, and is only ever a proof.

use rust_decimal::Decimal;

use super::{Found, arithmetic::apart, reported_in, settled};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        interval::power_of_ten,
        repair,
        words::Cue,
    },
    model::{RelationKind, Verdict},
    text::words::holds_any,
};

/// Figures before what is left that are looked at.
const BACK: usize = 24;
/// Receipts and payments of each kind that are tried.
const TRIED: usize = 4;
/// Digits of what is left below which it comes out by chance, and of figures of which a slip of the pen is told.
const DIGITS: usize = 3;
const SLIPPED: usize = 4;

const RECEIPTS: [&str; 6] = ["收入", "征收", "征缴", "筹集", "归集", "筹措"];
const PAYMENTS: [&str; 3] = ["支出", "支付", "发放"];
/// Of one year; and of all the years.
const THIS_YEAR: [&str; 7] = ["当年", "本年", "当期", "本期", "收支结余", "年度结余", "收支相抵"];
const ALL_YEARS: [&str; 6] = ["累计", "滚存", "历年", "上年", "年初", "年末"];
/// What else may have come or gone.
const OTHER: [&str; 9] = ["上解", "补助", "调入", "调出", "上缴", "转移", "结转", "返还", "划转"];

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let rests: Vec<usize> = (2..document.figures.len()).filter(|at| is_rest(&document.figures[*at])).collect();
    if rests.is_empty() {
        return;
    }
    let held = reported_in(document, found.iter().filter(|f| settled(f.verdict)));
    let told = reported_in(document, found.iter());
    for at in rests.into_iter().filter(|at| !held[*at]) {
        let (receipts, payments) = (named(document, at, &RECEIPTS), named(document, at, &PAYMENTS));
        let pairs = receipts.iter().flat_map(|came| payments.iter().map(|went| (*came, *went)));
        let mut differences = pairs.filter_map(|(came, went)| left(document, came, went, at));
        let proof = differences.find(|found| found.verdict == Verdict::Consistent);
        let doubt = || {
            let rated = found.iter().filter(|f| f.kind == RelationKind::Rate && settled(f.verdict));
            doubt(document, at, rated)
        };
        let doubt = if proof.is_none() && !told[at] { doubt() } else { None };
        found.extend(proof.or(doubt));
    }
}

/// 当年结余, 年末结转和结余.
fn is_rest(figure: &Figure<'_>) -> bool {
    let label = figure.label.trim_end_matches(['为', '达', '是', '额', '资', '金', ':', ' ']);
    let level = figure.is_amount() && !figure.hedged && matches!(figure.role, Role::Level | Role::Other);
    let left = ["结余", "结转", "余"].iter().any(|word| label.ends_with(word));
    level && left && figure.digits() >= DIGITS
}

/// Whether a figure came or went beside receipts and payments: 另划转600万元, 上解27万元.
pub fn beside(figure: &Figure<'_>) -> bool {
    let more = figure.says(Cue::Outside) || figure.says(Cue::Covers);
    more || holds_any(figure.label, &OTHER)
}

/// The figures before it that bear one of these names, nearest first.
fn named(document: &Document<'_>, at: usize, names: &[&str]) -> Vec<usize> {
    let figures = &document.figures;
    let rest = &figures[at];
    let fits = |i: &usize| {
        let figure = &figures[*i];
        let others = if names == RECEIPTS { &PAYMENTS[..] } else { &RECEIPTS[..] };
        let says = |names: &[&str]| holds_any(figure.label, names);
        document.is_level(*i) && figure.same_unit(rest) && figure.line == rest.line && says(names) && !says(others)
    };
    let mut all: Vec<usize> = (at.saturating_sub(BACK)..at).rev().filter(fits).collect();
    // A whole before its parts.
    all.sort_by_key(|i| (document.owner[*i].is_some(), at - i));
    all.truncate(TRIED);
    all
}

/// Receipts less payments, where they leave anything.
fn left(document: &Document<'_>, came: usize, went: usize, at: usize) -> Option<Found> {
    let figures = &document.figures;
    (figures[came].base()? >= figures[went].base()?).then(|| apart(document, came, went, at))?
}

/// One that does not hold is a question where the words leave one reading, and one slip of the pen makes it hold.
fn doubt<'f>(document: &Document<'_>, at: usize, mut rated: impl Iterator<Item = &'f Found>) -> Option<Found> {
    let figures = &document.figures;
    let rest = &figures[at];
    let year = holds_any(rest.label, &THIS_YEAR);
    let all = holds_any(rest.label, &ALL_YEARS);
    // 归集7.80亿元，其中A安排4.62亿元、B收入3.18亿元，累计支付5.93亿元: what was paid of it is not one more of what came.
    let whole = |i: &usize| {
        let beside = !document.owned_directly[*i] && holds_any(figures[*i].label, &PAYMENTS);
        (document.owner[*i].is_none() || beside) && !figures[*i].label.contains("其中")
    };
    let only = |names: &[&str]| -> Option<usize> {
        let wholes: Vec<usize> = named(document, at, names).into_iter().filter(whole).collect();
        let [one] = wholes[..] else { return None };
        Some(one)
    };
    let (came, went) = (only(&RECEIPTS)?, only(&PAYMENTS)?);
    let near = came < went && rest.sentence - figures[went].sentence <= 1 && !figures[went].hedged;
    // 收入合计1256.81万元，其中附属单位上缴收入0万元: a part of what came is no more of it.
    let open =
        (came..at).any(|i| (beside(&figures[i]) || figures[i].says(Cue::Opening)) && document.owner[i] != Some(came));
    // 归集资金7.80亿元，支付5.93亿元，专户余额1.97亿元，支付进度76.0%: the rate of the two says that they are of one purse and one time.
    let paid = rest.label.trim_end().ends_with("余额") && rated.any(|rate| rate.operands.starts_with(&[went, came]));
    if !(year || paid) || all || !near || open || figures[came].hedged {
        return None;
    }
    let (slip, meant) = slip(document, came, went, at, if paid { DIGITS } else { SLIPPED })?;
    let figure = &figures[slip];
    let said = format!("{}{}", plain(figure.value, figure.decimals), figure.shown_unit);
    let found = apart(document, came, went, at)?;
    Some(Found { verdict: Verdict::Unclear, note: repair::possibility(&said, &meant), ..found })
}

/// The figure in which one slip makes the three agree, and what it would be.
fn slip(document: &Document<'_>, came: usize, went: usize, at: usize, digits: usize) -> Option<(usize, String)> {
    let figures = &document.figures;
    let (c, w, r) = (figures[came].base()?, figures[went].base()?, figures[at].base()?);
    let holds = |i: usize, value: Decimal, scale: u32| {
        let mended = document.with(i, value, scale);
        left(&mended, came, went, at).is_some_and(|found| found.verdict == Verdict::Consistent)
    };
    let meant = [(at, c.checked_sub(w)?), (went, c.checked_sub(r)?), (came, w.checked_add(r)?)];
    let pen = meant.iter().find_map(|(i, base)| {
        let figure = &figures[*i];
        let value = base.checked_div(power_of_ten(figure.scale))?.round_dp(figure.decimals);
        let slipped = figure.digits() >= digits && repair::one_slip(figure, value) && holds(*i, value, figure.scale);
        slipped.then(|| (*i, format!("{}{}", plain(value, figure.decimals), figure.shown_unit)))
    });
    pen.or_else(|| {
        [went, came, at].into_iter().find_map(|i| {
            let figure = &figures[i];
            let mut scales = [0, 4, 8].into_iter().filter(|scale| *scale != figure.scale);
            let scale = scales.find(|scale| figure.digits() >= DIGITS && holds(i, figure.value, *scale))?;
            Some((i, repair::rescaled(figure, scale)?))
        })
    })
}
