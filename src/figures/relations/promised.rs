//! A time that the law allows, the time that is promised instead, and by how much that is less: 法定办结时限20个工作日，承诺7个工作日，提速65%.

use rust_decimal::Decimal;

use super::{Found, judge, operand, reported_in, settled, shown_percent};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
        units::Class,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Figures between the time allowed and the one promised, and between that and the percent.
const NEAR: usize = 3;

const ALLOWED: &str = "法定";
const PROMISED: [&str; 8] = ["承诺", "压缩", "缩短", "压减", "精简", "减至", "减少到", "实际"];
const FASTER: [&str; 7] = ["提速", "压缩", "压减", "缩短", "缩减", "提效", "减少"];
/// What a percent of several matters together, or of some of them, is told in.
const OTHER: [&str; 7] = ["平均", "总体", "整体", "累计", "事项", "综合", "环节"];

/// Finds them; of a percent that `found` holds already nothing is said.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    if !document.text.may_hold_word(&[ALLOWED]) {
        return;
    }
    let told = reported_in(document, found.iter().filter(|f| settled(f.verdict)));
    let allowed = |at: &usize| {
        let figure = &document.figures[*at];
        is_time(figure) && figure.label.contains(ALLOWED) && !figure.hedged
    };
    for at in (0..document.figures.len()).filter(allowed) {
        found.extend(faster(document, at).filter(|f| f.operands.last().is_some_and(|rate| !told[*rate])));
    }
}

fn is_time(figure: &Figure<'_>) -> bool {
    figure.is_amount() && ["工作日", "个工作日", "天", "日", "小时", "分钟", "个月"].contains(&figure.unit)
}

fn faster(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let allowed = &figures[at];
    let together = |i: &usize| figures[*i].sentence == allowed.sentence && figures[*i].depth == allowed.depth;
    let promised = (at + 1..figures.len().min(at + 1 + NEAR)).take_while(together).find(|i| {
        let figure = &figures[*i];
        figure.same_unit(allowed) && holds_any(figure.label, &PROMISED)
    })?;
    let rate = (promised + 1..figures.len().min(promised + 1 + NEAR)).take_while(together).find(|i| {
        let figure = &figures[*i];
        let percent = figure.class == Class::Percent && !figure.hedged && !figure.label.contains('占');
        percent && holds_any(figure.label, &FASTER)
    })?;
    // Between them another time would be what the percent is of.
    let others = (at + 1..rate).filter(|i| *i != promised && is_time(&figures[*i])).count();
    let (less, said) = (&figures[promised], &figures[rate]);
    let allowed_base = allowed.base().filter(|base| !base.is_zero() && others == 0 && !less.hedged)?;
    let point = allowed_base.checked_sub(less.base()?)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(allowed_base)?;
    let computed = allowed.interval()?.minus(less.interval()?)?.over(allowed.interval()?)?;
    let verdict = judge(said, computed.times(Decimal::ONE_HUNDRED)?);
    let own = !holds_any(said.label, &OTHER) && said.item <= less.item + 1;
    let asked = own && point > Decimal::ZERO && matches!(said.role, Role::Growth(_));
    let verdict = match verdict {
        Verdict::Inconsistent if asked => Verdict::Unclear,
        Verdict::Inconsistent => return None,
        verdict => verdict,
    };
    let shown = shown_percent(point, said.decimals);
    let (a, b) = (operand(allowed, false), operand(less, false));
    Some(Found {
        kind: RelationKind::Growth,
        operands: vec![promised, at, rate],
        expression: format!("({a} − {b}) ÷ {a} = {shown}%"),
        reported: said.shown(),
        computed: shown,
        verdict,
        note: Words::default(),
    })
}
