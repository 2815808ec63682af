//! Rows of tables that stand in a narrative: cells between bars or blanks.

use rust_decimal::Decimal;

use super::{Found, grid::is_slip, leading::leading, operand, rows::rate_mended, shown_percent, thirds};
use crate::{
    figures::{
        agreement::agree_within,
        document::Document,
        figure::{Figure, plain},
        interval::{Interval, half_place},
        repair,
        units::Class,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Cells of a row at most.
const WIDEST: usize = 64;
/// Parts among which a lost digit is no chance, at most.
const FEW: usize = 5;
/// Rows of one table at most.
const LONGEST: usize = 200;

/// Finds the relations within rows and down columns.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let rows = rows(document);
    // For every figure, whether some relation reports it, and how many relations were asked.
    let mut told = (vec![false; document.figures.len()], 0);
    for row in &rows {
        rates(document, row, found);
        growth(document, row, found);
        sums(document, row, found);
        groups(document, row, found);
        for known in &found[told.1..] {
            if let Some(at) = known.operands.last() {
                told.0[*at] = true;
            }
        }
        told.1 = found.len();
        differences(document, row, &told.0, found);
        leading(document, row, found);
    }
    columns(document, &rows, found);
}

pub(super) struct Row<'t> {
    line: usize,
    label: &'t str,
    pub(super) cells: Vec<usize>,
}

/// The lines of at least three cells.
fn rows<'t>(document: &Document<'t>) -> Vec<Row<'t>> {
    let mut rows: Vec<Row<'t>> = Vec::new();
    let mut at = 0;
    while at < document.figures.len() {
        let line = document.figures[at].line;
        let end = document.figures[at..].iter().take_while(|figure| figure.line == line).count() + at;
        if (3..=WIDEST).contains(&(end - at)) && is_row(document, at..end) {
            let cells: Vec<usize> = (at..end).collect();
            rows.push(Row { line, label: document.figures[at].label, cells });
        }
        at = end;
    }
    rows
}

/// Nothing but blanks, bars and short labels between bare numbers.
fn is_row(document: &Document<'_>, cells: std::ops::Range<usize>) -> bool {
    let figures = &document.figures;
    let bare = |figure: &Figure<'_>| {
        matches!(figure.class, Class::Bare | Class::Percent) && !figure.hedged && figure.depth == 0
    };
    let cells = &figures[cells];
    cells.iter().all(bare)
        && cells.windows(2).all(|pair| {
            let gap = document.between(pair[0].end, pair[1].start);
            let bars = gap.contains('|');
            gap.starts_with([' ', '|'])
                && gap.ends_with([' ', '|'])
                && (bars || gap.trim().is_empty())
                && !gap.contains(['。', ',', ';', '、'])
        })
}

/// A table's integer may be a rounded measure: half a unit either way.
pub fn cell(figure: &Figure<'_>) -> Option<Interval> {
    Interval::around(figure.value, half_place(figure.decimals))
}

/// 87 | 71 | 81.61%: the second over the first.
fn rates(document: &Document<'_>, row: &Row<'_>, found: &mut Vec<Found>) {
    let figures = &document.figures;
    let triples: Vec<(usize, Found)> = row
        .cells
        .windows(3)
        .filter(|cells| {
            figures[cells[2]].class == Class::Percent
                && figures[cells[0]].class == Class::Bare
                && figures[cells[1]].class == Class::Bare
        })
        .filter_map(|cells| Some((cells[2], quotient_of(document, cells[1], cells[0], cells[2])?)))
        .collect();
    // 12,400 | 11,873 | 95.8: a column of percents without its sign is good for a proof only.
    let unsigned = row.cells.windows(3).filter(|cells| {
        let (whole, part, rate) = (&figures[cells[0]], &figures[cells[1]], &figures[cells[2]]);
        [whole, part, rate].iter().all(|cell| cell.class == Class::Bare)
            && rate.decimals > 0
            && rate.digits() >= 3
            && whole.value > rate.value
    });
    let unsigned: Vec<Found> = unsigned
        .filter_map(|cells| quotient_of(document, cells[1], cells[0], cells[2]))
        .filter(|f| f.verdict == Verdict::Consistent)
        .collect();
    found.extend(unsigned);
    // 46 | 38 | 5 | 3 | 82.6%: whole and part stand first, and their rate last.
    if let [whole, part, middle @ .., rate] = &row.cells[..]
        && !middle.is_empty()
        && figures[*rate].class == Class::Percent
        && figures[*rate].digits() >= 3
        && [whole, part].iter().all(|i| figures[**i].class == Class::Bare)
    {
        found.extend(quotient_of(document, *part, *whole, *rate).filter(|f| f.verdict == Verdict::Consistent));
    }
    let proven = triples.iter().any(|(_, relation)| relation.verdict == Verdict::Consistent);
    for (_, relation) in triples {
        if relation.verdict != Verdict::Inconsistent || proven && rate_mended(document, &relation) {
            found.push(relation);
        }
    }
}

/// Part over whole is the rate.
pub fn quotient(p: &Figure<'_>, w: &Figure<'_>, r: &Figure<'_>, operands: Vec<usize>) -> Option<Found> {
    let computed = cell(p)?.over(cell(w)?)?.times(Decimal::ONE_HUNDRED)?;
    let exact = p.exact() && w.exact();
    let point = p.value.checked_div(w.value)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let computed = if exact { Interval::point(point) } else { computed };
    let shown = shown_percent(point, r.decimals);
    Some(Found {
        kind: RelationKind::Rate,
        operands,
        expression: format!("{} ÷ {} = {shown}%", operand(p, false), operand(w, false)),
        reported: r.shown(),
        computed: shown,
        verdict: agree_within(r.value, computed, r.decimals),
        note: Words::default(),
    })
}

/// As [`quotient`], of figures by their places.
pub(super) fn quotient_of(document: &Document<'_>, part: usize, whole: usize, rate: usize) -> Option<Found> {
    let figures = &document.figures;
    quotient(&figures[part], &figures[whole], &figures[rate], vec![part, whole, rate])
}

/// 人次 | 1008221 | 748190 | -25.8: two years and the change; under a percent, the points between them.
fn growth(document: &Document<'_>, row: &Row<'_>, found: &mut Vec<Found>) {
    let figures = &document.figures;
    let [a, b, p] = row.cells[..] else { return };
    let (first, second, change) = (&figures[a], &figures[b], &figures[p]);
    if change.decimals == 0 || [first, second, change].iter().any(|figure| figure.class != Class::Bare) {
        return;
    }
    let relation =
        if row.label.contains('%') || document.between(first.start.saturating_sub(6), first.start).contains('%') {
            points(first, second, change, vec![a, b, p])
        } else {
            year_on_year(first, second, change, vec![a, b, p])
        };
    found.extend(relation.filter(|relation| match relation.verdict {
        Verdict::Inconsistent => false,
        Verdict::Consistent => comes_out(relation),
        _ => true,
    }));
}

/// Whether what comes out is the reported figure to its last place, and not only within what short values leave open.
pub fn comes_out(way: &Found) -> bool {
    let (said, computed) = (way.reported.trim_end_matches(['%', '‰']), way.computed.trim_end_matches('%'));
    let apart = said.parse::<Decimal>().ok().zip(computed.parse::<Decimal>().ok());
    apart.is_some_and(|(said, computed)| {
        (said - computed).abs() <= half_place(said.scale()).saturating_mul(Decimal::TWO)
    })
}

/// The points between two rates, the second less the first.
pub fn points(first: &Figure<'_>, second: &Figure<'_>, change: &Figure<'_>, operands: Vec<usize>) -> Option<Found> {
    let computed = cell(second)?.minus(cell(first)?)?;
    let shown = plain(second.value.checked_sub(first.value)?, second.decimals);
    Some(Found {
        kind: RelationKind::Points,
        operands,
        expression: format!("{} − {} = {shown}", operand(second, false), operand(first, false)),
        reported: plain(change.value, change.decimals),
        computed: shown,
        verdict: agree_within(change.value, computed, change.decimals),
        note: Words::default(),
    })
}

/// The rate of change from the first cell to the second.
pub fn year_on_year(
    first: &Figure<'_>,
    second: &Figure<'_>,
    change: &Figure<'_>,
    operands: Vec<usize>,
) -> Option<Found> {
    let one = Interval::point(Decimal::ONE);
    let computed = cell(second)?.over(cell(first)?)?.minus(one)?.times(Decimal::ONE_HUNDRED)?;
    let point = second.value.checked_div(first.value)?.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let shown = shown_percent(point, change.decimals);
    Some(Found {
        kind: RelationKind::Growth,
        operands,
        expression: format!("{} ÷ {} − 1 = {shown}%", operand(second, false), operand(first, false)),
        reported: plain(change.value, change.decimals),
        computed: shown,
        verdict: agree_within(change.value, computed, change.decimals),
        note: Words::default(),
    })
}

/// 国有控股 | 287346 | 264918 | 22428 | 8.47%: two values, what lies between them, and its rate; either may be left out. With
/// the rate proven, a slip in what lies between is a question.
fn differences(document: &Document<'_>, row: &Row<'_>, told: &[bool], found: &mut Vec<Found>) {
    let figures = &document.figures;
    let cells = &row.cells;
    let (&[a, b, ..], 3..=4) = (&cells[..], cells.len()) else { return };
    let rest = &cells[2..];
    let bare = |i: usize| figures[i].class == Class::Bare && figures[i].digits() >= 3;
    if !bare(a) || !bare(b) {
        return;
    }
    let rate = rest.last().copied().filter(|i| figures[*i].class == Class::Percent || figures[*i].decimals > 0);
    let rate = rate.filter(|i| !told[*i]);
    // Either year may stand first.
    let grown = rate.and_then(|p| {
        let ways = [(b, a), (a, b)].into_iter();
        let mut ways = ways.filter_map(|(first, second)| {
            year_on_year(&figures[first], &figures[second], &figures[p], vec![first, second, p])
        });
        ways.find(|way| way.verdict == Verdict::Consistent && comes_out(way))
    });
    let between = rest.first().copied().filter(|i| figures[*i].class == Class::Bare && Some(*i) != rate && !told[*i]);
    let gap = between.and_then(|d| lies_between(document, a, b, d)).filter(|gap| {
        let slipped = || {
            let needed = figures[a].value.checked_sub(figures[b].value);
            between.zip(needed).is_some_and(|(d, needed)| repair::one_slip(&figures[d], needed.abs()))
        };
        gap.verdict == Verdict::Consistent || grown.is_some() && slipped()
    });
    found.extend(grown);
    found.extend(gap);
}

/// What lies between two cells, the greater less the smaller.
fn lies_between(document: &Document<'_>, a: usize, b: usize, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let said = &figures[at];
    let (high, low) = if figures[a].value >= figures[b].value { (a, b) } else { (b, a) };
    let (h, l) = (&figures[high], &figures[low]);
    let point = h.value.checked_sub(l.value)?;
    let same = point == said.value.abs();
    let shown = plain(point, said.decimals.max(point.scale()));
    (said.digits() >= 3).then(|| Found {
        kind: RelationKind::Difference,
        operands: vec![a, b, at],
        expression: format!("{} − {} = {shown}", operand(h, false), operand(l, false)),
        reported: plain(said.value, said.decimals),
        computed: shown,
        verdict: if same { Verdict::Consistent } else { Verdict::Unclear },
        note: Words::default(),
    })
}

/// The ways in which a row may add up, as (total, parts).
fn layouts(cells: &[usize]) -> Vec<(usize, Vec<usize>)> {
    let mut ways = Vec::new();
    if let [first, rest @ ..] = cells {
        if rest.len() >= 2 {
            ways.push((*first, rest.to_vec()));
        }
        if let [second, middle @ .., last] = rest
            && middle.len() >= 2
        {
            ways.push((*first, vec![*second, *last]));
            ways.push((*second, middle.to_vec()));
        }
        if let ([most @ .., last], true) = (cells, cells.len() >= 4) {
            ways.push((*last, most.to_vec()));
        }
    }
    ways
}

fn sums(document: &Document<'_>, row: &Row<'_>, found: &mut Vec<Found>) {
    let cells: Vec<usize> = row.cells.iter().copied().filter(|i| document.figures[*i].class == Class::Bare).collect();
    if cells.len() != row.cells.len() {
        // 46 | 38 | 5 | 3 | 82.6%: what stands before the rate may add up.
        if let [total, parts @ ..] = &cells[..]
            && parts.len() >= 3
            && row.cells.starts_with(&cells)
            && document.figures[*total].digits() >= 2
        {
            found.extend(sum(document, *total, parts).filter(|way| way.verdict == Verdict::Consistent));
        }
        return;
    }
    if cells.len() >= 6 && cells.len().is_multiple_of(3) && thirds::find(document, &cells, found) {
        return;
    }
    // 2553 | 1247 | 1306 | 48.8: counts, and a rate of them behind.
    let counts: Vec<usize> = cells.iter().copied().filter(|i| document.figures[*i].decimals == 0).collect();
    if counts.len() >= 3 && counts.len() + 1 == cells.len() && cells.last() != counts.last() {
        let ways = layouts(&counts).into_iter().filter_map(|(total, parts)| sum(document, total, &parts));
        let large = |way: &Found| way.operands.last().is_some_and(|total| document.figures[*total].digits() >= 3);
        found.extend(ways.filter(|way| way.verdict == Verdict::Consistent && large(way)));
    }
    let ways: Vec<Found> =
        layouts(&cells).into_iter().filter_map(|(total, parts)| sum(document, total, &parts)).collect();
    let nested =
        ways.iter().any(|way| way.operands.len() == 3 && way.verdict == Verdict::Consistent && cells.len() > 3);
    let closed = ways.iter().any(|way| way.verdict == Verdict::Consistent);
    for way in ways {
        let large = way.operands.last().is_some_and(|total| document.figures[*total].digits() >= 3);
        let parts = way.operands.len() - 1;
        match way.verdict {
            Verdict::Consistent if large && (of_one_kind(document, &way) || is_exact(&way)) => found.push(way),
            Verdict::Inconsistent if large && of_one_kind(document, &way) && slips(document, &way) => {
                let whole_row = parts + 1 == cells.len() && !closed;
                let inner = nested && parts >= 3 && parts + 3 == cells.len();
                if whole_row && parts >= 3 || inner {
                    found.push(Found { verdict: Verdict::Unclear, ..way });
                }
            }
            _ => {}
        }
    }
}

/// As many digits behind the point in every cell: 其中：女生 | 4126 | 48.7 | 4018 | 48.9 are counts and shares.
fn of_one_kind(document: &Document<'_>, way: &Found) -> bool {
    let mut decimals = way.operands.iter().map(|at| document.figures[*at].decimals);
    let first = decimals.next();
    decimals.all(|other| Some(other) == first)
}

/// Whether the total is the sum to its last place.
pub fn is_exact(way: &Found) -> bool {
    way.computed.parse() == way.reported.parse::<Decimal>()
}

/// Cells added, held against their total.
pub fn sum(document: &Document<'_>, total: usize, parts: &[usize]) -> Option<Found> {
    let figures = &document.figures;
    let whole = &figures[total];
    let mut sum = Interval::point(Decimal::ZERO);
    let mut point = Decimal::ZERO;
    for part in parts {
        sum = sum.plus(cell(&figures[*part])?)?;
        point = point.checked_add(figures[*part].value)?;
    }
    let holds = cell(whole)?.meets(sum);
    let shown = plain(point, whole.decimals.max(point.scale()));
    let terms: Vec<String> = parts.iter().map(|part| operand(&figures[*part], false)).collect();
    Some(Found {
        kind: RelationKind::Sum,
        operands: parts.iter().copied().chain([total]).collect(),
        expression: format!("{} = {shown}", terms.join(" + ")),
        reported: plain(whole.value, whole.decimals),
        computed: shown,
        verdict: if holds { Verdict::Consistent } else { Verdict::Inconsistent },
        note: Words::default(),
    })
}

/// One slip in one cell of four digits or more would make the sum hold.
pub(super) fn slips(document: &Document<'_>, found: &Found) -> bool {
    let Some((total, parts)) = found.operands.split_last() else { return false };
    let whole = &document.figures[*total];
    let Some(sum) = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(document.figures[*part].value))
    else {
        return false;
    };
    let short = whole.value.checked_sub(sum);
    // Of many parts one with a digit more makes up for any gap.
    let slipped = |figure: &Figure<'_>, needed: Decimal| {
        let kind = repair::kind_of_slip(figure, needed);
        kind.is_some_and(|kind| kind != repair::Slip::Lost || parts.len() <= FEW)
    };
    let near = short
        .is_some_and(|short| short.abs().checked_mul(Decimal::from(50)).is_some_and(|gap| gap <= whole.value.abs()));
    whole.digits() >= 4
        && (near && repair::one_slip(whole, sum)
            || parts.iter().any(|part| {
                let figure = &document.figures[*part];
                short
                    .and_then(|short| figure.value.checked_add(short))
                    .is_some_and(|needed| figure.digits() >= 3 && slipped(figure, needed))
            }))
}

/// Label | a b c | label | d e f | label | g h i: the first group over the others.
fn groups(document: &Document<'_>, row: &Row<'_>, found: &mut Vec<Found>) {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &at in &row.cells {
        let gap = if at == row.cells[0] { "x" } else { document.lead(at, 40) };
        if gap.chars().any(char::is_alphabetic) || groups.is_empty() {
            groups.push(Vec::new());
        }
        if let Some(group) = groups.last_mut() {
            group.push(at);
        }
    }
    let even = groups.len() >= 3 && groups[0].len() >= 2 && groups.iter().all(|group| group.len() == groups[0].len());
    if !even {
        return;
    }
    for column in 0..groups[0].len() {
        let parts: Vec<usize> = groups[1..].iter().map(|group| group[column]).collect();
        found.extend(sum(document, groups[0][column], &parts).filter(|way| way.verdict == Verdict::Consistent));
    }
}

/// A row called 合计 over the rows below it, or the rows above it, up to the next such row.
fn columns(document: &Document<'_>, rows: &[Row<'_>], found: &mut Vec<Found>) {
    for (index, row) in rows.iter().enumerate() {
        if !is_total(row) || rows.len() < 3 {
            continue;
        }
        let next = |offset: usize, other: &&Row<'_>| other.line.abs_diff(row.line) == offset + 1 && !is_total(other);
        let run = |rows: &mut dyn Iterator<Item = &Row<'_>>| -> usize {
            rows.take(LONGEST).enumerate().take_while(|(offset, other)| next(*offset, other)).count()
        };
        let below = run(&mut rows[index + 1..].iter());
        let above = run(&mut rows[..index].iter().rev());
        for parts in [&rows[index + 1..=index + below], &rows[index - above..index]] {
            if parts.len() >= 2 {
                totals(document, row, parts, found);
            }
        }
    }
}

pub(super) fn is_total(row: &Row<'_>) -> bool {
    is_total_label(&row.label.to_lowercase())
}

/// Whether a row is called a total, in small letters.
pub fn is_total_label(label: &str) -> bool {
    // 总 计; All days.
    let plain: String = label.chars().filter(|c| !c.is_whitespace()).collect();
    let all = label.trim_start().strip_prefix("all ").is_some_and(|what| !what.trim().contains(' '));
    all || holds_any(&plain, &["合计", "总计", "小计", "total"])
}

/// Every column of a total row; a missing first cell shifts a row, so columns are counted from the right.
fn totals(document: &Document<'_>, row: &Row<'_>, parts: &[Row<'_>], found: &mut Vec<Found>) {
    let width = row.cells.len();
    let from_right = |cells: &[usize], column: usize| cells.len().checked_sub(column + 1).map(|i| cells[i]);
    let ways: Vec<Found> = (0..width)
        .filter_map(|column| {
            let members: Vec<usize> = parts.iter().filter_map(|part| from_right(&part.cells, column)).collect();
            (members.len() >= 2 && members.len() + 1 >= parts.len()).then_some(())?;
            sum(document, from_right(&row.cells, column)?, &members)
        })
        .collect();
    let close = ways.iter().filter(|way| way.verdict == Verdict::Consistent).count();
    let count = ways.len();
    for way in ways {
        match way.verdict {
            Verdict::Consistent => found.push(way),
            _ if close * 2 >= width && slips(document, &way)
                || close >= 3
                    && close + 1 == count
                    && of_one_kind(document, &way)
                    && is_slip(document, &way, close) =>
            {
                found.push(Found { verdict: Verdict::Unclear, ..way });
            }
            _ => {}
        }
    }
}
