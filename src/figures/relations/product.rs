//! So many for each of so many, and how many that makes: 14个乡镇每个乡镇配备协管员3名，共42名; 42名，每名补助2400元，合计10.08万元.

use rust_decimal::Decimal;

use super::{Found, average::counts, change::amount_verdict, mixed, operand, reported_in, settled};
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

/// Figures before what each gets that are looked at.
const BACK: usize = 4;
/// Characters before 各 at most.
const LEAD: usize = 6;
/// Words that call a total, and nothing else; and those that may stand in the words of one.
const ONLY_TOTAL: [&str; 8] = ["共", "共计", "合计", "总计", "总共", "共需", "共有", "合计为"];
const TOTAL: [&str; 5] = ["共", "合计", "总计", "总额", "累计"];
/// Words that leave open how often, or how many at least.
const OPEN: [&str; 16] = [
    "月",
    "日",
    "天",
    "次",
    "季",
    "周",
    "小时",
    "至少",
    "不少于",
    "最多",
    "最高",
    "平均",
    "标准",
    "约",
    "另",
    "不低于",
];

/// A count, what each of it gets, and the total.
#[derive(Clone, Copy)]
struct Product {
    count: usize,
    each: usize,
    total: usize,
}

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    if !['每', '各'].iter().any(|word| document.text.holds(*word)) {
        return;
    }
    let told = reported_in(document, found.iter().filter(|f| settled(f.verdict)));
    for each in 1..document.figures.len().saturating_sub(1) {
        if is_each(&document.figures[each]) && is_total(document, each) && !told[each + 1] {
            found.extend(product_of(document, each));
        }
    }
}

/// 每名协管员年补助2400元, 各配备3名.
fn is_each(figure: &Figure<'_>) -> bool {
    let named = figure.label.rsplit_once('每').map(|(_, named)| named);
    let timed = named.is_some_and(|named| named.starts_with(['年', '月', '天', '日', '周', '季', '次', '小']));
    // 24个村各派驻3名; 各类网格员 are of all kinds.
    let apart = || figure.label.chars().take(LEAD).position(|c| c == '各');
    let next = |at: usize| figure.label.chars().nth(at + 1).unwrap_or(' ');
    let dealt = || apart().is_some_and(|at| !matches!(next(at), '类' | '项' | '级' | '种' | '地' | '界' | '方'));
    let each = named.is_some() && !timed || named.is_none() && dealt();
    each && figure.is_amount() && !figure.hedged && !matches!(figure.role, Role::Change(_) | Role::Before)
}

/// Whether the figure behind what each gets is called a total, of the same.
fn is_total(document: &Document<'_>, each: usize) -> bool {
    let (figure, total) = (&document.figures[each], &document.figures[each + 1]);
    total.same_unit(figure)
        && total.sentence == figure.sentence
        && total.role == Role::Level
        && !total.hedged
        && holds_any(total.label, &TOTAL)
}

fn product_of(document: &Document<'_>, each: usize) -> Option<Found> {
    let figures = &document.figures;
    let figure = &figures[each];
    let named = figure.label.rsplit_once('每').map(|(_, named)| named);
    let fits = |i: &usize| {
        let count = &figures[*i];
        let counted = named.map_or(*i + 1 == each, |named| counts(count, named));
        document.is_level(*i) && count.exact() && count.sentence == figure.sentence && counted
    };
    let counts: Vec<usize> = (each.saturating_sub(BACK)..each).rev().filter(fits).collect();
    let ways = || counts.iter().map(|count| Product { count: *count, each, total: each + 1 });
    let held = ways().filter_map(|way| multiply(document, way)).find(|found| settled(found.verdict));
    // Of 2 for each of 2 that make 4 nothing is learnt.
    let telling = figures[each + 1].digits() >= 2;
    held.or_else(|| {
        let way = ways().next().filter(|way| doubtful(document, *way))?;
        Some(Found { verdict: Verdict::Unclear, ..multiply(document, way)? })
    })
    .filter(|_| telling)
}

/// Whether the three stand side by side, in words that leave nothing open, and one slip of the pen in one of them makes them
/// agree.
fn doubtful(document: &Document<'_>, way: Product) -> bool {
    let figures = &document.figures;
    let (count, each, total) = (&figures[way.count], &figures[way.each], &figures[way.total]);
    let label = total.label.trim_matches([' ', ':', '为']);
    let plain = way.count + 1 == way.each
        && document.groups[way.count].1 == 1
        && count.digits() >= 2
        && ONLY_TOTAL.contains(&label)
        && !holds_any(each.label, &OPEN)
        && !each.tail.starts_with("以上")
        && !total.says(Cue::Outside);
    plain && slips(document, way).unwrap_or(false)
}

fn slips(document: &Document<'_>, way: Product) -> Option<bool> {
    let figures = &document.figures;
    let (count, each, total) = (&figures[way.count], &figures[way.each], &figures[way.total]);
    let needed = |base: Decimal, figure: &Figure<'_>| -> Option<Decimal> {
        Some(base.checked_div(power_of_ten(figure.scale))?.round_dp(figure.decimals))
    };
    let holds = |at: usize, value: Decimal, scale: u32| {
        multiply(&document.with(at, value, scale), way).is_some_and(|found| found.verdict == Verdict::Consistent)
    };
    let meant = [
        (way.total, needed(count.base()?.checked_mul(each.base()?)?, total)?),
        (way.count, needed(total.base()?.checked_div(each.base()?)?, count)?),
        (way.each, needed(total.base()?.checked_div(count.base()?)?, each)?),
    ];
    // A single digit may always be another.
    let pen = meant.iter().any(|(at, value)| {
        let figure = &figures[*at];
        figure.digits() >= 2 && repair::one_slip(figure, *value) && holds(*at, *value, figure.scale)
    });
    let scale = [0, 4, 8].iter().any(|scale| *scale != total.scale && holds(way.total, total.value, *scale));
    Some(pen || scale && total.digits() >= 3)
}

fn multiply(document: &Document<'_>, way: Product) -> Option<Found> {
    let figures = &document.figures;
    let (count, each, total) = (&figures[way.count], &figures[way.each], &figures[way.total]);
    let computed = each.interval()?.times(count.base()?)?;
    let point = each.base()?.checked_mul(count.base()?)?.checked_div(power_of_ten(total.scale))?.normalize();
    let several = mixed([each, total]);
    let unit = if several { total.shown_unit } else { "" };
    Some(Found {
        kind: RelationKind::Ratio,
        operands: vec![way.count, way.each, way.total],
        expression: format!("{} × {} = {point}{unit}", operand(count, false), operand(each, several)),
        reported: plain(total.value, total.decimals),
        computed: point.to_string(),
        verdict: amount_verdict(total, computed)?,
        note: Words::default(),
    })
}
