//! Which relations a figure stands in: what is asked for every figure is looked up, and never looked for among all that was found.

use super::Found;
use crate::figures::document::Document;

/// For every figure the relations that it stands in, by their places among those found.
pub struct Standing {
    by_figure: Vec<Vec<u32>>,
    /// How many relations were taken in.
    read: usize,
}

impl Standing {
    /// Of what was found so far.
    pub fn of(document: &Document<'_>, found: &[Found]) -> Self {
        let mut standing = Self { by_figure: vec![Vec::new(); document.figures.len()], read: 0 };
        standing.read(found);
        standing
    }

    /// Takes in what was found since.
    pub fn read(&mut self, found: &[Found]) {
        for (place, relation) in found.iter().enumerate().skip(self.read) {
            for at in &relation.operands {
                let places = &mut self.by_figure[*at];
                if places.last() != Some(&(place as u32)) {
                    places.push(place as u32);
                }
            }
        }
        self.read = found.len();
    }

    /// The relations of `found` that a figure stands in, in their order.
    pub fn with<'f>(&self, found: &'f [Found], at: usize) -> impl Iterator<Item = &'f Found> {
        self.by_figure[at].iter().filter_map(|place| found.get(*place as usize))
    }

    /// The places of the relations that a figure stands in.
    pub fn places(&self, at: usize) -> impl Iterator<Item = usize> {
        self.by_figure[at].iter().map(|place| *place as usize)
    }

    /// The place of the first relation of the same kind and of the same figures.
    pub fn same(&self, found: &[Found], relation: &Found) -> Option<usize> {
        let figures = relation.figures();
        let alike = |place: &usize| {
            let known = &found[*place];
            known.kind == relation.kind && known.operands.len() == figures.len() && known.figures() == figures
        };
        self.places(*figures.first()?).find(alike)
    }
}
