//! What there was, came, went and is left: 旧存 + 新收 − 审结 = 未结; 新增 − 注销 = 净增.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Found, change::amount_verdict, mixed, operand, settled};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        interval::power_of_ten,
        repair,
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Amounts before the last that are looked at.
const BACK: usize = 8;

/// The figures of one balance, by their places.
struct Balance {
    opening: Option<usize>,
    inflow: usize,
    outflow: usize,
    rest: usize,
}

impl Balance {
    /// 总支出571864万元，结转下年37428万元 of 609292万元: what went and what is left make up another figure, and are no balance of these.
    fn is_told(&self, sums: &[Vec<usize>]) -> bool {
        let of_its_own = |sum: &&Vec<usize>| sum.contains(&self.outflow) && sum.contains(&self.rest);
        sums.iter().filter(of_its_own).any(|sum| !sum.contains(&self.inflow))
    }

    /// 使用专用结余20.40万元: what was taken from another purse came, too, and makes up a balance that seems broken.
    fn has_other_flow(&self, document: &Document<'_>) -> bool {
        let first = self.opening.unwrap_or(self.inflow).min(self.inflow);
        let used = |label: &str| label.contains("使用") && holds_any(label, &["结余", "结转"]);
        (first..self.rest).any(|at| used(document.figures[at].label))
    }

    /// 旧存6218件，新收83547件，受理共89765件: what there was is among what came, where these add up to it.
    fn without_what_is_in(mut self, sums: &[Vec<usize>]) -> Self {
        let among = |sum: &[usize], at: usize| sum.last() == Some(&self.inflow) && sum.contains(&at);
        self.opening = self.opening.filter(|at| !sums.iter().any(|sum| among(sum, *at)));
        self
    }
}

/// Finds them; what `found` holds of a figure already is not said again.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let rests = (2..document.figures.len()).filter(|at| {
        let figure = &document.figures[*at];
        let rest = figure.says(Cue::Closing) && !figure.says(Cue::Opening) || figure.says(Cue::Net);
        // 结余分配 is what was given away of it.
        let rest = rest && !figure.label.contains("分配");
        rest && !figure.hedged && figure.is_amount()
    });
    let mut rests = rests.peekable();
    if rests.peek().is_none() {
        return;
    }
    let sums: Vec<Vec<usize>> = found
        .iter()
        .filter(|f| f.kind == RelationKind::Sum && settled(f.verdict))
        .map(|f| f.operands.clone())
        .collect();
    let mut balances: Vec<Found> = rests
        .filter_map(|at| {
            let balance = balance(document, at)?.without_what_is_in(&sums);
            let asks = || !balance.is_told(&sums) && !balance.has_other_flow(document);
            weigh(document, &balance).filter(|found| settled(found.verdict) || asks())
        })
        .collect();
    if balances.is_empty() {
        return;
    }
    // 未结3745件，其中长期未结126件: what the same flows leave is told already, and another figure is some of it.
    let flows = |f: &Found| f.operands.split_last().map(|(_, flows)| flows.to_vec());
    let left: Vec<_> = balances.iter().filter(|f| settled(f.verdict)).filter_map(flows).collect();
    balances.retain(|f| settled(f.verdict) || flows(f).is_none_or(|flows| !left.contains(&flows)));
    let told: BTreeSet<Vec<usize>> = found
        .iter()
        .filter(|f| matches!(f.kind, RelationKind::Sum | RelationKind::Difference) && f.verdict <= Verdict::Rounding)
        .map(Found::figures)
        .collect();
    found.extend(balances.into_iter().filter(|relation| !told.contains(&relation.figures())));
}

/// What each figure before the last one is, as far as no two are the same.
fn balance(document: &Document<'_>, rest: usize) -> Option<Balance> {
    let figures = &document.figures;
    let last = &figures[rest];
    let comparable = |i: &usize| {
        let figure = &figures[*i];
        let level = matches!(figure.role, Role::Level | Role::Change(_));
        level && figure.same_unit(last) && !figure.hedged && figure.depth <= last.depth && figure.line == last.line
    };
    // What was left stands behind or before what went.
    let near = (rest.saturating_sub(BACK)..rest).rev().filter(comparable).collect::<Vec<_>>();
    let only = |cue: Cue, not: Cue| {
        let mut named = near.iter().copied().filter(|i| figures[*i].says(cue) && !figures[*i].says(not));
        named.next().map(|first| (first, named.next().is_none()))
    };
    let (outflow, _) = only(Cue::Outflow, Cue::Opening)?;
    let opening = only(Cue::Opening, Cue::Outflow).map(|(at, _)| at);
    // 上年结转1200万元，今年预算8600万元，支出7900万元: what stands between the two others came.
    let between = || opening.filter(|at| at + 2 == outflow && near.contains(&(at + 1))).map(|at| at + 1);
    let inflow = only(Cue::Inflow, Cue::Opening).map(|(at, _)| at).or_else(between)?;
    // What is left of all the years is left of no single one.
    let all = holds_any(last.label, &["累计", "滚存"]);
    if all && opening.is_none() {
        return None;
    }
    (inflow != outflow).then_some(Balance { opening, inflow, outflow, rest })
}

/// The balance as a relation; a broken one is a question where its figures stand together.
fn weigh(document: &Document<'_>, balance: &Balance) -> Option<Found> {
    let figures = &document.figures;
    let rest = &figures[balance.rest];
    let (inflow, outflow) = (&figures[balance.inflow], &figures[balance.outflow]);
    let net = rest.says(Cue::Net);
    let opening = balance.opening.filter(|_| !net).map(|at| &figures[at]);
    let (mut there, mut point) = (inflow.interval()?, inflow.base()?);
    if let Some(opening) = opening {
        (there, point) = (there.plus(opening.interval()?)?, point.checked_add(opening.base()?)?);
    }
    let (mut left, mut point) = (there.minus(outflow.interval()?)?, point.checked_sub(outflow.base()?)?);
    let falls = net && (rest.label.contains('减') || rest.label.contains('出'));
    if falls {
        (left, point) = (outflow.interval()?.minus(there)?, -point);
    }
    let verdict = amount_verdict(rest, left)?;
    let operands: Vec<usize> =
        balance.opening.filter(|_| !net).into_iter().chain([balance.inflow, balance.outflow, balance.rest]).collect();
    let several = mixed(operands.iter().map(|i| &figures[*i]));
    let scaled = point.checked_div(power_of_ten(rest.scale))?.normalize();
    let unit = if several { rest.shown_unit } else { "" };
    let (first, second) = if falls { (outflow, inflow) } else { (inflow, outflow) };
    let before = opening.map_or_else(String::new, |opening| format!("{} + ", operand(opening, several)));
    let expression = format!("{before}{} − {} = {scaled}{unit}", operand(first, several), operand(second, several));
    let verdict = match verdict {
        Verdict::Inconsistent if doubtful(document, balance, opening.is_some(), scaled) => Verdict::Unclear,
        Verdict::Inconsistent => return None,
        verdict => verdict,
    };
    Some(Found {
        kind: RelationKind::Difference,
        operands,
        expression,
        reported: plain(rest.value, rest.decimals),
        computed: scaled.to_string(),
        verdict,
        note: Words::default(),
    })
}

/// Whether a balance that does not hold is worth a question: all of it is told in one place, and its words or a slip of the
/// pen say that nothing else came or went.
fn doubtful(document: &Document<'_>, balance: &Balance, opened: bool, needed: Decimal) -> bool {
    let figures = &document.figures;
    let (rest, inflow, outflow) = (&figures[balance.rest], &figures[balance.inflow], &figures[balance.outflow]);
    let sentence = |figure: &Figure<'_>| figure.sentence == rest.sentence;
    // 年末结余 is of this year; 上年末结余 is not.
    let earlier = rest.says(Cue::Past)
        && holds_any(rest.label, &["上年", "去年", "上期", "上季", "上月", "上一", "前年", "同期", "年初"]);
    if !sentence(inflow) || !sentence(outflow) || earlier {
        return false;
    }
    // 另收回存量资金100万元: more came or went than the words of the balance name.
    let named = [balance.opening, Some(balance.inflow), Some(balance.outflow), Some(balance.rest)];
    let first = named.iter().flatten().copied().min().unwrap_or(balance.rest);
    let more = (first..balance.rest).any(|i| {
        let figure = &figures[i];
        let other = figure.says(Cue::Outside) || figure.says(Cue::Covers);
        !named.contains(&Some(i)) && other && figure.same_unit(rest) && figure.depth == rest.depth
    });
    if more {
        return false;
    }
    let pair = balance.rest.abs_diff(balance.outflow) == 1 && balance.outflow.abs_diff(balance.inflow) == 1;
    let exchanged = |at: usize, by: Decimal| {
        let figure = &figures[at];
        figure.digits() >= 3 && figure.scale == rest.scale && repair::swapped(figure, figure.value + by)
    };
    // 招聘318名，退休239名，净增25名: two digits of what came or went the other way.
    let gap = rest.value - needed;
    let slipped = rest.digits() >= 2 && repair::one_slip(rest, needed)
        || !opened && (exchanged(balance.inflow, gap) || exchanged(balance.outflow, -gap));
    // 结余1600万元，另有300万元上缴: more went than is told.
    let behind = document.figures.get(balance.rest + 1).map_or(rest.end + 12, |next| next.start).min(rest.end + 12);
    // 净增2.15万户（含迁入迁出差额）: more is in it than is told.
    let aside = document.between(rest.end, (rest.end + 2).min(document.text.chars.len()));
    if document.cues(rest.end, behind).has(Cue::Outside) || aside == "(含" {
        return false;
    }
    // 新设3126户，注销1187户，另有迁入43户、迁出61户，净增1921户: of several that came or went no two are all.
    let moves = |i: &usize| {
        let figure = &figures[*i];
        let own = document.owner[*i].is_none();
        own && figure.same_unit(rest)
            && figure.depth == rest.depth
            && (figure.says(Cue::Inflow) || figure.says(Cue::Outflow))
    };
    let several =
        (0..balance.rest).rev().take(BACK).filter(|i| figures[*i].sentence == rest.sentence).filter(moves).count() > 2;
    if rest.says(Cue::Net) {
        let some = document.counts_some(balance.rest, [balance.inflow, balance.outflow]);
        return !some && !several && (pair || slipped);
    }
    // 新收9864件，结案8213件，未结2651件: of cases taken there are always some of an earlier year.
    let cases = holds_any(inflow.label, &["新收", "收案"]);
    if cases && !opened {
        return false;
    }
    // What was there before may be left unsaid, and what went may be counted otherwise; of what is told at two times more
    // may have come and gone.
    let kept = ["旧存", "结转", "结存", "结余", "期初", "库存", "未结"];
    let kept = balance.opening.is_some_and(|at| holds_any(figures[at].label, &kept));
    // 新登记3128户，注销917户，年末实有2.6万户: of two digits in another scale a slip says nothing.
    opened && kept || slipped && (rest.digits() > 2 || rest.scale == outflow.scale)
}
