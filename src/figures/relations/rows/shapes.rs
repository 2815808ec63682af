//! What the cells of a row say of each other: two years and the change between them, a target, what is done and its rate. Which
//! of these a table tells is known from the rows that hold; so is which row breaks.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{
    super::{
        Found,
        table::{comes_out, points, quotient, year_on_year},
    },
    reading::{Row, Table, WIDEST},
};
use crate::{
    figures::{document::Document, figure::Figure, repair, units::Class},
    model::{Verdict, Words},
};

/// Words of rows whose rate of change is of other prices, of another base, or in points.
const OTHERWISE: [&str; 19] = [
    "生产总值",
    "增加值",
    "gdp",
    "可比",
    "不变价",
    "产值",
    "实际",
    "指数",
    "率",
    "比重",
    "占比",
    "均",
    "可支配",
    "产业",
    "同口径",
    "位次",
    "排名",
    "价格",
    "强度",
];

/// Points that a slip other than a swap moves a rate, at least: what is less may be of other prices or of a value corrected since.
const APART: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
/// Digits of a rate of which a slip in one is told by less.
const FINE: usize = 4;

/// What three cells of a row may be, by where they stand behind the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// The earlier value, the later one, and the change.
    Grown,
    /// The later value first.
    Back,
    /// The whole, its part and the rate.
    Reached,
    /// The part first.
    Share,
}

/// Every shape.
const SHAPES: [Shape; 4] = [Shape::Grown, Shape::Back, Shape::Reached, Shape::Share];

/// Where the three cells stand from the first on: side by side, with the change in figures before its rate, and with the rate
/// of something else behind the first (决算数 | 完成% | 上年 | 增长%).
const PLACES: [[usize; 3]; 3] = [[0, 1, 2], [0, 1, 3], [0, 2, 3]];

/// Three cells, and the row that they stand in.
struct Triple<'t> {
    row: &'t Row,
    cells: [usize; 3],
}

/// Finds them, and tells which cells are rates.
pub fn find(document: &Document<'_>, table: &Table, found: &mut Vec<Found>) -> BTreeSet<usize> {
    for width in 3..=WIDEST {
        let rows: Vec<(&Row, Vec<usize>)> =
            table.rows.iter().map(|row| (row, row.cells())).filter(|(_, cells)| cells.len() == width).collect();
        if rows.is_empty() {
            continue;
        }
        for places in PLACES.into_iter().filter(|places| places[2] < width) {
            for from in 0..width - places[2] {
                let triples: Vec<Triple<'_>> = rows
                    .iter()
                    .map(|(row, cells)| Triple { row, cells: places.map(|place| cells[from + place]) })
                    .collect();
                for shape in SHAPES.into_iter().filter(|shape| places[2] == 2 || shape.is_growth()) {
                    held(document, shape, &triples, places[1] == 1, found);
                }
            }
        }
        for (row, cells) in &rows {
            repeated(document, row, cells, found);
        }
    }
    found.extend(table.rows.iter().filter_map(|row| in_points(document, row)));
    found.iter().filter_map(|f| f.operands.last().copied()).collect()
}

/// 全市 | 26500 | 41738 | 157.5 | 4200 | 5086 | 121.1: the same three cells, several times in one row.
fn repeated(document: &Document<'_>, row: &Row, cells: &[usize], found: &mut Vec<Found>) {
    if cells.len() < 6 || !cells.len().is_multiple_of(3) {
        return;
    }
    let groups: Vec<Triple<'_>> = cells.chunks_exact(3).map(|c| Triple { row, cells: [c[0], c[1], c[2]] }).collect();
    for shape in SHAPES {
        held(document, shape, &groups, true, found);
    }
}

/// Three cells in a shape, with what comes out.
struct Tried<'t> {
    triple: &'t Triple<'t>,
    way: Found,
}

/// Where two hold, those that hold are proofs, and one that a slip breaks is a question; one `alone` is a proof where its figures
/// are long enough.
fn held(document: &Document<'_>, shape: Shape, triples: &[Triple<'_>], alone: bool, found: &mut Vec<Found>) {
    let figures = &document.figures;
    let tried: Vec<Tried<'_>> = triples
        .iter()
        .filter(|triple| !triple.row.of_percent() && eligible(document, triple.cells))
        .filter_map(|triple| Some(Tried { triple, way: shape.of(document, triple.cells)? }))
        .collect();
    let holds = tried.iter().filter(|tried| tried.way.verdict == Verdict::Consistent).count();
    let sure = |tried: &&Tried<'_>| tried.way.verdict == Verdict::Consistent && comes_out(&tried.way);
    let long = |tried: &&Tried<'_>| sure(tried) && tried.triple.cells.iter().all(|at| figures[*at].digits() >= 3);
    let tells = tried.iter().filter(sure).filter(|tried| figures[tried.triple.cells[2]].digits() >= 2);
    let agreed = tells.count() >= 2 && holds * 2 >= tried.len();
    let broken: Vec<&Tried<'_>> = tried.iter().filter(|tried| tried.way.verdict == Verdict::Inconsistent).collect();
    if let ([broken], true) = (&broken[..], agreed) {
        found.extend(asked(document, shape, broken));
    }
    let holding = tried.iter().filter(|tried| tried.way.verdict == Verdict::Consistent);
    let narrow = |tried: &&Tried<'_>| tried.triple.row.width() <= 5;
    found
        .extend(holding.filter(|tried| agreed || alone && long(tried) && narrow(tried)).map(|tried| tried.way.clone()));
}

/// Two values and what may be their rate.
fn eligible(document: &Document<'_>, [a, b, rate]: [usize; 3]) -> bool {
    let figures = &document.figures;
    let value = |at: usize| figures[at].class == Class::Bare && figures[at].value > Decimal::ZERO;
    let rate = &figures[rate];
    value(a) && value(b) && (rate.class == Class::Percent || rate.decimals > 0) && !rate.value.is_zero()
}

/// A row that breaks alone, where one slip would mend it.
fn asked(document: &Document<'_>, shape: Shape, broken: &Tried<'_>) -> Option<Found> {
    let told = |word: &&str| broken.triple.row.label.contains(*word);
    let otherwise = shape.is_growth() && OTHERWISE.iter().any(told);
    let note = (!otherwise).then(|| shape.mended(document, broken.triple.cells, &broken.way))??;
    Some(Found { verdict: Verdict::Unclear, note, ..broken.way.clone() })
}

/// Whether a slip in a rate, in its part or its whole would make them agree.
pub fn rate_mended(document: &Document<'_>, way: &Found) -> bool {
    let [part, whole, rate] = way.operands[..] else { return false };
    Shape::Share.mended(document, [part, whole, rate], way).is_some()
}

impl Shape {
    const fn is_growth(self) -> bool {
        matches!(self, Self::Grown | Self::Back)
    }

    fn of(self, document: &Document<'_>, cells: [usize; 3]) -> Option<Found> {
        let [a, b, rate] = cells.map(|at| &document.figures[at]);
        self.held([a, b, rate], cells)
    }

    fn held(self, [a, b, rate]: [&Figure<'_>; 3], cells: [usize; 3]) -> Option<Found> {
        match self {
            Self::Grown => year_on_year(a, b, rate, cells.to_vec()),
            Self::Back => year_on_year(b, a, rate, cells.to_vec()),
            Self::Reached => quotient(b, a, rate, vec![cells[1], cells[0], cells[2]]),
            Self::Share => quotient(a, b, rate, cells.to_vec()),
        }
    }

    /// What to say of a slip that would mend three cells: of the sign, of the rate, of a value.
    fn mended(self, document: &Document<'_>, cells: [usize; 3], way: &Found) -> Option<Words> {
        let figures = cells.map(|at| document.figures[at].clone());
        let holds = |place: usize, value: Decimal| {
            let mut other = figures.clone();
            other[place].value = value;
            let [a, b, rate] = &other;
            self.held([a, b, rate], cells).is_some_and(|way| way.verdict == Verdict::Consistent)
        };
        let rate = &figures[2];
        if rate.digits() >= 2 && holds(2, -rate.value) {
            let told = document.between(rate.start.saturating_sub(4), rate.start);
            let signed = told.trim_end().ends_with(['-', '▼', '↓', '减', '降', '负']);
            return (!signed).then(|| Words::new("增减方向不一致", "the directions of change differ"));
        }
        let apart = way.computed.trim_end_matches('%').parse::<Decimal>().ok()?.checked_sub(rate.value)?.abs();
        let off = |least: Decimal| apart >= least;
        let mends = |place: usize, values: Vec<Decimal>| values.into_iter().any(|value| holds(place, value));
        let long = |place: &usize| figures[*place].digits() >= 3;
        let swapped = mends(2, repair::swaps(rate))
            || off(Decimal::ONE) && (0..2).filter(long).any(|place| mends(place, repair::swaps(&figures[place])));
        // 86.16% for 86.76%: of four digits one is wrong, well above the last.
        let fine = || {
            let least = rate.unit_in_last_place().saturating_mul(Decimal::TEN);
            rate.digits() >= FINE && off(least) && mends(2, repair::slips(rate))
        };
        let slipped = || off(APART) && (0..3).filter(long).any(|place| mends(place, repair::slips(&figures[place])));
        (swapped || fine() || slipped()).then(Words::default)
    }
}

/// 床位使用率 | % | 48.64 | 49.00 | 0.36: the points between two rates, either year first; two digits swapped are a question.
fn in_points(document: &Document<'_>, row: &Row) -> Option<Found> {
    let cells = row.cells();
    let [a, b, change] = cells[..] else { return None };
    let [first, second, said] = [a, b, change].map(|at| &document.figures[at]);
    let bare = [first, second, said].iter().all(|figure| figure.class == Class::Bare);
    if !row.of_percent() || !bare || said.decimals == 0 {
        return None;
    }
    let ways = [points(first, second, said, vec![a, b, change])?, points(second, first, said, vec![b, a, change])?];
    let grown = [Shape::Grown, Shape::Back].into_iter().filter_map(|shape| shape.of(document, [a, b, change]));
    let otherwise = grown.into_iter().any(|way| way.verdict != Verdict::Inconsistent);
    if let Some(way) = ways.iter().find(|way| way.verdict == Verdict::Consistent) {
        return (said.digits() >= 2).then(|| way.clone());
    }
    let alike = first.decimals == said.decimals && second.decimals == said.decimals && said.digits() >= 2;
    let open = alike && !otherwise && ways.iter().all(|way| way.verdict == Verdict::Inconsistent);
    let needed = |way: &Found| way.computed.parse::<Decimal>().is_ok_and(|needed| repair::swapped(said, needed));
    let [way, _] = ways;
    (open && needed(&way) && way.computed.starts_with('-') == said.value.is_sign_negative())
        .then_some(Found { verdict: Verdict::Unclear, ..way })
}
