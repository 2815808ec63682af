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

use super::Found;
use crate::figures::document::Document;

/// Finds them; what `found` holds already is not said again.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    for table in reading::tables(document) {
        let mut fresh = Vec::new();
        let rates = shapes::find(document, &table, &mut fresh);
        totals::find(document, &table, &rates, &mut fresh);
        trees::find(document, &table, &mut fresh);
        add(found, fresh);
    }
    let mut fresh = Vec::new();
    pairs::find(document, &mut fresh);
    parted::find(document, &mut fresh);
    add(found, fresh);
}

/// Whether figures stand in the rows of one table.
pub fn is_in_table(document: &Document<'_>, figures: &[usize]) -> bool {
    let holds = |table: &reading::Table| {
        let cells: Vec<usize> = table.rows.iter().flat_map(reading::Row::cells).collect();
        figures.iter().all(|at| cells.contains(at))
    };
    reading::tables(document).iter().any(holds)
}

fn add(found: &mut Vec<Found>, fresh: Vec<Found>) {
    for relation in fresh {
        let same = |known: &Found| known.kind == relation.kind && known.figures() == relation.figures();
        if !found.iter().any(same) {
            found.push(relation);
        }
    }
}
