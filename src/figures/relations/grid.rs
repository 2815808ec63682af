//! Tables whose rows follow each other, in one line or several: label | a | b | c | label | d | e | f. Of a row alone little can
//! be said; where all rows but one add up alike, they were meant to.

use rust_decimal::Decimal;

use super::{
    Found, operand, rows, shown_percent,
    standing::Standing,
    table::{is_exact, is_total_label, quotient, sum},
};
use crate::{
    figures::{
        agreement::agree_within,
        document::Document,
        interval::Interval,
        repair,
        units::Class,
        words::{Exclusive, WORDS},
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Characters between two cells at most.
const GAP: usize = 90;
/// Figures of one table at most.
const LARGEST: usize = 600;
/// Cells of a row at most.
const WIDEST: usize = 16;
/// Characters of a label before the first cell.
const LABEL: usize = 60;

/// Digits of a total in a table of two columns, of which one does not hold, at least.
const DIGITS_OF_TWO: usize = 4;
/// Digits of a total of counts at most; a longer one may be rounded.
const COUNTED: usize = 4;

/// How a row's cells may be a total and its parts.
type Split = fn(&[usize]) -> Option<(usize, Vec<usize>)>;

/// A row: what it is called, and its cells with their columns.
struct Row {
    label: String,
    cells: Vec<(usize, usize)>,
}

impl Row {
    fn at(&self, column: usize) -> Option<usize> {
        self.cells.iter().find(|(known, _)| *known == column).map(|(_, at)| *at)
    }

    /// The cells that are no percents.
    fn counts(&self, document: &Document<'_>) -> Vec<usize> {
        self.cells.iter().map(|(_, at)| *at).filter(|at| document.figures[*at].class != Class::Percent).collect()
    }
}

/// Finds them; what `found` holds already is not said again.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let mut fresh = Vec::new();
    let mut at = 0;
    while at < document.figures.len() {
        let end = run(document, at);
        if end - at >= 4 {
            let mut rows = rows(document, at, end);
            // 占比% 1 | 居民住宅 | 87: the number of the first row, behind the words of the head.
            if rows.iter().any(|row| row.cells.len() >= 3) {
                rows.retain(|row| row.cells.len() > 1);
            }
            if rows.len() >= 2 {
                column(document, &rows, &mut fresh);
                among(document, &rows, &mut fresh);
                named_share(document, &rows, &mut fresh);
                down(document, &rows, &mut fresh);
                across(document, &rows, &mut fresh);
                shares(document, &rows, &mut fresh);
            }
        }
        at = end;
    }
    if fresh.is_empty() {
        return;
    }
    let mut standing = Standing::of(document, found);
    for relation in fresh {
        match standing.same(found, &relation) {
            Some(known) if found[known].verdict < relation.verdict => found[known] = relation,
            Some(_) => {}
            None => {
                found.push(relation);
                standing.read(found);
            }
        }
    }
}

/// One past the last figure of the table that starts with `first`.
fn run(document: &Document<'_>, first: usize) -> usize {
    let figures = &document.figures;
    let cell = |at: usize| {
        let figure = &figures[at];
        matches!(figure.class, Class::Bare | Class::Percent) && !figure.hedged && figure.depth == 0
    };
    if !cell(first) {
        return first + 1;
    }
    let joined = |at: usize| {
        let (from, to) = (figures[at - 1].end, figures[at].start);
        let gap = document.text.chars.get(from..to).unwrap_or_default();
        let edge = |c: Option<&char>| c.is_some_and(|c| c.is_whitespace() || *c == '|');
        // 其中：办结 is the name of a row like any other.
        let among = |at: usize| gap[at] == ':' && gap[..at].ends_with(&['其', '中']);
        let stops = |at: usize| matches!(gap[at], '。' | ',' | ';' | '、' | ':' | '!' | '?' | '=') && !among(at);
        let free = !(0..gap.len()).any(stops);
        to - from <= GAP && edge(gap.first()) && edge(gap.last()) && free && cell(at)
    };
    (first + 1..figures.len().min(first + LARGEST))
        .find(|at| !joined(*at))
        .unwrap_or(figures.len().min(first + LARGEST))
}

/// The rows of a table: a cell with words before it opens one.
fn rows(document: &Document<'_>, first: usize, end: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for at in first..end {
        let start = document.figures[at].start;
        let from = if at == first { start.saturating_sub(LABEL) } else { document.figures[at - 1].end };
        let gap = document.between(from, start);
        let words = gap.split(['|', '\n']).rfind(|words| words.chars().any(char::is_alphabetic));
        let bars = |text: &str| text.chars().filter(|c| *c == '|').count();
        match (words, rows.last_mut()) {
            (None, Some(row)) => {
                let last = row.cells.last().map_or(0, |(column, _)| *column);
                row.cells.push((last + bars(gap).max(1), at));
            }
            (words, _) => {
                let behind = words.and_then(|words| gap.rsplit_once(words)).map_or("", |(_, behind)| behind);
                let label = words.unwrap_or_default().trim().to_lowercase();
                rows.push(Row { label, cells: vec![(bars(behind).saturating_sub(1), at)] });
            }
        }
    }
    rows
}

/// 总数 999 反映 168 投诉 831 已处理 847 跟进中 152: the lists behind the first row, which each add up to it; the last of them is asked
/// about where the others do and it does not.
fn column(document: &Document<'_>, rows: &[Row], found: &mut Vec<Found>) {
    let figures = &document.figures;
    let single = |row: &Row| matches!(row.cells[..], [(_, at)] if figures[at].class == Class::Bare);
    let called =
        |row: &Row| is_total_label(&row.label) || holds_any(&row.label, &["总数", "总量", "总额", "共计", "received"]);
    let Some(first) = rows.first().filter(|first| called(first) && rows.iter().all(single)) else { return };
    let total = first.cells[0].1;
    if figures[total].digits() < 3 {
        return;
    }
    let cells: Vec<usize> = rows[1..].iter().map(|row| row.cells[0].1).collect();
    let (mut from, mut closed) = (0, 0);
    for end in 1..=cells.len() {
        let list = cells.get(from..end).filter(|list| list.len() >= 2);
        if let Some(way) = list.and_then(|list| sum(document, total, list)).filter(is_exact) {
            found.push(way);
            (from, closed) = (end, closed + 1);
        }
    }
    let rest = cells.get(from..).filter(|rest| rest.len() >= 2 && closed > 0);
    let way =
        rest.and_then(|rest| sum(document, total, rest)).filter(|way| !is_exact(way) && is_slip(document, way, 0));
    found.extend(way.map(|way| Found { verdict: Verdict::Unclear, ..way }));
}

/// 52 | 其中：办结 | 37 | 阶段性办结 | 11 | 未办结 | 4 | 重复件 | 9: the rows behind 其中 that are all of one set whose members exclude each other.
fn among(document: &Document<'_>, rows: &[Row], found: &mut Vec<Found>) {
    let figures = &document.figures;
    let single = |row: &Row| match row.cells[..] {
        [(_, at)] if figures[at].class == Class::Bare && figures[at].decimals == 0 => Some(at),
        _ => None,
    };
    for (index, pair) in rows.windows(2).enumerate() {
        let Some(total) = single(&pair[0]).filter(|_| pair[1].label.starts_with("其中")) else { continue };
        let parts = rows[index + 1..].iter().take(WIDEST).map_while(|row| Some((row.label.as_str(), single(row)?)));
        let (labels, cells): (Vec<&str>, Vec<usize>) = parts.unzip();
        let Some((count, all)) = set_of(&labels).filter(|_| figures[total].digits() >= 2) else { continue };
        let way = sum(document, total, &cells[..count]).filter(|way| all || is_exact(way));
        let verdict = |way: &Found| if is_exact(way) { Verdict::Consistent } else { Verdict::Unclear };
        found.extend(way.map(|way| Found { verdict: verdict(&way), ..way }));
    }
}

/// How many labels at the start name members of one exclusive set, three and more, once each; and whether that is all of them.
fn set_of(labels: &[&str]) -> Option<(usize, bool)> {
    let member = |set: &Exclusive, label: &str| -> Option<usize> {
        let words = set.members.iter().enumerate().flat_map(|(at, words)| words.iter().map(move |word| (at, word)));
        let named = words.filter(|(_, word)| label.contains(word.as_str()));
        named.max_by_key(|(at, word)| (word.len(), std::cmp::Reverse(*at))).map(|(at, _)| at)
    };
    let sets = WORDS.exclusive.iter().filter(|set| !set.partial);
    let named = sets.map(|set| {
        let mut seen: Vec<usize> = Vec::new();
        for label in labels {
            let Some(at) = member(set, label).filter(|at| !seen.contains(at)) else { break };
            seen.push(at);
        }
        (seen.len(), seen.len() == set.members.len())
    });
    named.filter(|(count, _)| *count >= 3).max_by_key(|(count, all)| (*all, *count))
}

/// Good-air days | 274 | … | All days | 365 | Share of good-air days | 75.1%: the share that bears the name of a row, of the total.
fn named_share(document: &Document<'_>, rows: &[Row], found: &mut Vec<Found>) {
    let figures = &document.figures;
    let single = |row: &Row| if let [(_, at)] = row.cells[..] { Some(at) } else { None };
    let Some(whole) = rows.iter().find(|row| is_total_label(&row.label)).and_then(single) else { return };
    let shares = rows.iter().filter(|row| single(row).is_some_and(|at| figures[at].class == Class::Percent));
    for share in shares.take(WIDEST) {
        let name = |row: &&Row| {
            let bare = row.label.trim_start_matches("其中").trim_start_matches([':', ' ']);
            bare.chars().count() >= 2 && share.label.contains(bare) && row.label != share.label
        };
        let part = rows.iter().take(WIDEST).find(name).and_then(single);
        let Some((part, rate)) = part.zip(single(share)) else { continue };
        let way = quotient(&figures[part], &figures[whole], &figures[rate], vec![part, whole, rate]);
        found.extend(way.filter(|way| way.verdict == Verdict::Consistent));
    }
}

/// A row called 合计 over the rows before it, or behind it where none stand before.
fn down(document: &Document<'_>, rows: &[Row], found: &mut Vec<Found>) {
    let mut from = 0;
    for (index, row) in rows.iter().enumerate() {
        if !is_total_label(&row.label) {
            continue;
        }
        let behind = rows[index + 1..].iter().take_while(|row| !is_total_label(&row.label)).count();
        let parts = if index > from { &rows[from..index] } else { &rows[index + 1..=index + behind] };
        from = index + 1;
        if parts.len() >= 2 && row.cells.len() <= WIDEST {
            totals(document, row, parts, found);
        }
    }
}

/// Every column of a total row: what does not hold is asked about where all others do and a slip would mend it.
fn totals(document: &Document<'_>, row: &Row, parts: &[Row], found: &mut Vec<Found>) {
    let figures = &document.figures;
    let mut ways: Vec<(Found, bool)> = Vec::new();
    for &(column, total) in row.cells.iter().filter(|(_, at)| figures[*at].class != Class::Percent) {
        let members: Vec<usize> = parts.iter().filter_map(|part| part.at(column)).collect();
        let bare = members.iter().all(|at| figures[*at].class != Class::Percent);
        if members.len() >= 2 && bare {
            ways.extend(sum(document, total, &members).map(|way| (way, members.len() == parts.len())));
        }
    }
    for pair in ways.windows(2) {
        let columns = rows::Columns { values: &pair[0].0.operands, shares: &pair[1].0.operands };
        if pair[0].1 && pair[1].1 && pair[1].0.verdict == Verdict::Consistent {
            found.extend(rows::shares(document, &columns));
        }
    }
    for &(column, total) in row.cells.iter().filter(|(_, at)| figures[*at].class == Class::Percent) {
        let shares: Vec<usize> = parts.iter().filter_map(|part| part.at(column)).chain([total]).collect();
        let beside =
            ways.iter().find(|(way, full)| *full && way.operands.last().is_some_and(|whole| whole + 1 == total));
        if let Some((way, _)) = beside {
            found.extend(rows::shares(document, &rows::Columns { values: &way.operands, shares: &shares }));
        }
    }
    let count = ways.len();
    let exact = ways.iter().filter(|(way, _)| is_exact(way)).count();
    // Counts are not rounded: where three other columns come out to the last unit, the fourth was meant to.
    let counted = |way: &Found| {
        let whole = way.operands.last().map(|total| &figures[*total]);
        let small = whole.is_some_and(|whole| whole.decimals == 0 && whole.digits() <= COUNTED);
        small && exact >= 3 && exact + 1 == count && !is_exact(way)
    };
    let close = ways.iter().filter(|(way, _)| way.verdict == Verdict::Consistent && !counted(way)).count();
    for (way, full) in ways {
        match way.verdict {
            Verdict::Consistent if !counted(&way) && (close >= 2 || tells(document, &way)) => found.push(way),
            Verdict::Consistent if !counted(&way) => {}
            _ if full
                && close + 1 == count
                && (close >= 2 || of_two(document, &way, exact))
                && is_slip(document, &way, close) =>
            {
                found.push(Found { verdict: Verdict::Unclear, ..way });
            }
            _ => {}
        }
    }
}

/// Of two columns the one that holds does so to the last place, and the other is told too finely for a slip to mend it by chance.
fn of_two(document: &Document<'_>, way: &Found, exact: usize) -> bool {
    let parts = way.operands.len() - 1;
    let digits = way.operands.last().map_or(0, |total| document.figures[*total].digits());
    exact == 1 && digits >= if parts > 2 { DIGITS_OF_TWO } else { DIGITS_OF_TWO + 1 }
}

/// A sum of enough digits not to come about by chance.
fn tells(document: &Document<'_>, way: &Found) -> bool {
    way.operands
        .last()
        .is_some_and(|total| document.figures[*total].digits() >= if way.operands.len() > 3 { 2 } else { 3 })
}

/// Whether the total is no average of its members, and one slip in one of the figures would mend the sum.
pub fn is_slip(document: &Document<'_>, way: &Found, others: usize) -> bool {
    let Some((total, parts)) = way.operands.split_last() else { return false };
    let figures = &document.figures;
    let whole = figures[*total].value;
    let Some(sum) = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(figures[*part].value)) else {
        return false;
    };
    let Some(gap) = whole.checked_sub(sum) else { return false };
    // 24, 12 and 63 of 100: shares rounded one by one.
    let rounded = (Decimal::from(parts.len()) / Decimal::TWO).saturating_mul(figures[*total].unit_in_last_place());
    if whole == Decimal::ONE_HUNDRED && gap.abs() <= rounded {
        return false;
    }
    let most = parts.iter().map(|part| figures[*part].value).max().unwrap_or_default();
    let own = repair::one_slip(&figures[*total], sum);
    let other = whole >= most
        && parts.iter().any(|part| {
            let needed = figures[*part].value.checked_add(gap);
            needed.is_some_and(|needed| repair::one_slip(&figures[*part], needed))
        });
    // 49.6 of 167.77 written as 499.6: what is more than the total is no part of it.
    let over = parts.iter().filter(|part| figures[**part].value > whole).collect::<Vec<_>>();
    let grown = matches!(over[..], [part] if figures[*part].value.checked_add(gap).is_some_and(|needed| repair::one_slip(&figures[*part], needed)));
    own && (others >= 3 || sum.normalize().mantissa().unsigned_abs() >= 100) || other || grown
}

/// In every row the last cell adds up the others, or the first does, or the third the first two: where one row alone does
/// not, it is asked about.
fn across(document: &Document<'_>, rows: &[Row], found: &mut Vec<Found>) {
    let figures = &document.figures;
    let cells: Vec<Vec<usize>> =
        rows.iter().map(|row| row.counts(document)).filter(|cells| (3..=WIDEST).contains(&cells.len())).collect();
    if cells.len() < 2 {
        return;
    }
    inner(document, &cells, found);
    let split: [Split; 4] = [
        |cells| cells.split_last().map(|(total, parts)| (*total, parts.to_vec())),
        |cells| cells.split_first().map(|(total, parts)| (*total, parts.to_vec())),
        |cells| (cells.len() > 3).then(|| (cells[2], cells[..2].to_vec())),
        |cells| (cells.len() > 3).then(|| (cells[0], cells[1..3].to_vec())),
    ];
    for way in split {
        let sums: Vec<Found> = cells
            .iter()
            .filter_map(|cells| way(cells))
            .filter(|(_, parts)| parts.iter().filter(|at| !figures[**at].value.is_zero()).count() >= 2)
            .filter_map(|(total, parts)| sum(document, total, &parts))
            .collect();
        let holds = || sums.iter().filter(|way| way.verdict == Verdict::Consistent);
        // 人均 | 36.5 | 24.1 | 11.9 below counts is of another kind.
        let decimals = |way: &Found| -> Vec<u32> { way.operands.iter().map(|at| figures[*at].decimals).collect() };
        let kinds: Vec<Vec<u32>> = holds().map(decimals).collect();
        let close = kinds.len();
        if close < 2 || close + 1 < sums.len() || !sums.iter().any(|way| tells(document, way)) {
            continue;
        }
        for way in sums {
            match way.verdict {
                Verdict::Consistent => found.push(way),
                _ if kinds.contains(&decimals(&way)) && is_slip(document, &way, close) => {
                    found.push(Found { verdict: Verdict::Unclear, ..way });
                }
                _ => {}
            }
        }
        return;
    }
}

/// 2015年 | 2840 | 90 | 1400 | 1350 | 73 | 1277: cells side by side that add up to the one before or behind them in every row.
fn inner(document: &Document<'_>, rows: &[Vec<usize>], found: &mut Vec<Found>) {
    let width = rows.first().map_or(0, Vec::len);
    if rows.iter().any(|row| row.len() != width) || !(4..=WIDEST / 2).contains(&width) {
        return;
    }
    let spans = (0..width).flat_map(|from| (from + 3..=width).map(move |to| (from, to)));
    for (from, to) in spans {
        for behind in [false, true] {
            let way = |row: &Vec<usize>| {
                let cells = &row[from..to];
                let (total, parts) = if behind { cells.split_last()? } else { cells.split_first()? };
                sum(document, *total, parts)
            };
            let sums: Vec<Found> = rows.iter().map_while(way).collect();
            let hold = sums.len() == rows.len() && sums.iter().all(is_exact);
            if hold && sums.iter().filter(|way| tells(document, way)).count() >= 2 {
                found.extend(sums);
            }
        }
    }
}

/// Upheld 12 26.7% Not upheld 9 20.0%: counts, and the share of each.
fn shares(document: &Document<'_>, rows: &[Row], found: &mut Vec<Found>) {
    let figures = &document.figures;
    let share = |row: &Row| -> Option<(usize, usize)> {
        let (count, percent) = (row.at(0)?, row.at(1)?);
        (figures[count].class == Class::Bare && figures[percent].class == Class::Percent).then_some((count, percent))
    };
    let total = rows.iter().position(|row| is_total_label(&row.label));
    let members = || rows.iter().enumerate().filter(|(index, _)| Some(*index) != total);
    let Some(pairs) = members().map(|(_, row)| share(row)).collect::<Option<Vec<_>>>() else { return };
    let all = |sum: Decimal| sum >= Decimal::new(995, 1) && sum <= Decimal::new(1005, 1);
    let add = |cells: &[usize]| cells.iter().try_fold(Decimal::ZERO, |sum, at| sum.checked_add(figures[*at].value));
    let (counts, percents): (Vec<usize>, Vec<usize>) = pairs.iter().copied().unzip();
    let complete = add(&percents).is_some_and(all);
    let whole = total.and_then(|index| rows[index].at(0));
    let base = whole.map_or_else(|| add(&counts), |at| Some(figures[at].value));
    let Some(base) = base.filter(|base| !base.is_zero() && complete && pairs.len() >= 3) else { return };
    let rates: Option<Vec<Found>> =
        pairs.iter().map(|(count, percent)| rate(document, *count, (whole, &counts, base), *percent)).collect();
    let Some(rates) = rates else { return };
    let close = rates.iter().filter(|rate| rate.verdict != Verdict::Inconsistent).count();
    if close >= 2 && close + 1 >= rates.len() {
        let ask = |rate: Found| {
            if rate.verdict == Verdict::Inconsistent { Found { verdict: Verdict::Unclear, ..rate } } else { rate }
        };
        found.extend(rates.into_iter().map(ask));
    }
}

/// A count over the whole, printed or added up.
fn rate(
    document: &Document<'_>,
    part: usize,
    (whole, counts, base): (Option<usize>, &[usize], Decimal),
    rate: usize,
) -> Option<Found> {
    let figures = &document.figures;
    let (p, r) = (&figures[part], &figures[rate]);
    let point = p.value.checked_div(base)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let shown = shown_percent(point, r.decimals);
    let terms = || counts.iter().map(|at| operand(&figures[*at], false)).collect::<Vec<_>>().join(" + ");
    let under = whole.map_or_else(|| format!("({})", terms()), |at| operand(&figures[at], false));
    let others = whole.map_or_else(|| counts.iter().copied().filter(|at| *at != part).collect(), |at| vec![at]);
    Some(Found {
        kind: RelationKind::Rate,
        operands: [part].into_iter().chain(others).chain([rate]).collect(),
        expression: format!("{} ÷ {under} = {shown}%", operand(p, false)),
        reported: r.shown(),
        computed: shown,
        verdict: agree_within(r.value, Interval::point(point), r.decimals),
        note: Words::default(),
    })
}
