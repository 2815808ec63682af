//! Tables whose rows stand in a text, told by bars, by blanks or by lines: 旅游收入 | 亿元 | 38.52 | 44.07 | 14.4. What one row says of
//! itself is a proof where it comes out; what a row or column should say is known where the others of its shape say it.

mod pairs;
mod parted;
mod reading;
mod shapes;
mod shares;
mod totals;
mod trees;

pub use shapes::rate_mended;
pub use shares::{Columns, find as shares};

use super::{Found, standing::Standing};
use crate::figures::document::Document;

/// Finds them; what `found` holds already is not said again.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let mut fresh = Vec::new();
    for table in reading::tables(document) {
        let mut told = Vec::new();
        let rates = shapes::find(document, &table, &mut told);
        totals::find(document, &table, &rates, &mut told);
        trees::find(document, &table, &mut told);
        fresh.append(&mut told);
    }
    pairs::find(document, &mut fresh);
    parted::find(document, &mut fresh);
    add(document, found, fresh);
}

/// Whether figures stand in the rows of one table.
pub fn is_in_table(document: &Document<'_>, figures: &[usize]) -> bool {
    let holds = |table: &reading::Table| {
        let cells: Vec<usize> = table.rows.iter().flat_map(reading::Row::cells).collect();
        figures.iter().all(|at| cells.contains(at))
    };
    reading::tables(document).iter().any(holds)
}

fn add(document: &Document<'_>, found: &mut Vec<Found>, fresh: Vec<Found>) {
    if fresh.is_empty() {
        return;
    }
    let mut standing = Standing::of(document, found);
    for relation in fresh {
        if standing.same(found, &relation).is_none() {
            found.push(relation);
            standing.read(found);
        }
    }
}
