//! Rows of a long list, made only when they are asked for: a list of a million rows need never stand whole in memory.

use std::{fmt, sync::Arc};

use super::book::Row;

/// Makes the rows of an entry, by the entry's position.
type Make<'a> = dyn Fn(usize) -> Vec<Row> + Send + Sync + 'a;

/// The entries of a list. Each has one row or several that belong together: no cell of an entry spans a row of another.
#[derive(Clone)]
pub struct Entries<'a> {
    first: usize,
    count: usize,
    make: Arc<Make<'a>>,
}

impl<'a> Entries<'a> {
    /// None.
    pub fn none() -> Self {
        Self::new(0, |_| Vec::new())
    }

    /// `count` entries, whose rows `make` gives by position from 0: the same ones whenever it is asked.
    pub fn new(count: usize, make: impl Fn(usize) -> Vec<Row> + Send + Sync + 'a) -> Self {
        Self { first: 0, count, make: Arc::new(make) }
    }

    /// Entries of one row each: the cells of `of`, one after the other.
    pub fn rows<T: Send + Sync + 'a>(of: Vec<T>, row: impl Fn(usize, &T) -> Row + Send + Sync + 'a) -> Self {
        Self::new(of.len(), move |at| of.get(at).map(|one| row(at, one)).into_iter().collect())
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Rows of the entry at a position.
    pub fn get(&self, at: usize) -> Vec<Row> {
        (self.make)(self.first + at)
    }

    /// Every row, from the top.
    pub fn iter(&self) -> impl Iterator<Item = Row> + '_ {
        (0..self.count).flat_map(|at| self.get(at))
    }

    /// At most `most` entries from a position on.
    #[must_use]
    pub fn part(&self, from: usize, most: usize) -> Self {
        let count = self.count.saturating_sub(from).min(most);
        Self { first: self.first + from, count, make: Arc::clone(&self.make) }
    }

    /// The same, with every row changed by `change` when it is made.
    #[must_use]
    pub fn changed(self, change: impl Fn(&mut Row) + Send + Sync + 'a) -> Self {
        let Self { first, count, make } = self;
        let made = move |at| {
            let mut rows = make(at);
            rows.iter_mut().for_each(&change);
            rows
        };
        Self { first, count, make: Arc::new(made) }
    }
}

impl fmt::Debug for Entries<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} entries", self.count)
    }
}
