//! What stands in a column: the evidence of the cells for what the column means.

use std::collections::BTreeMap;

use crate::lexicon::{Labels, Resolver};

use super::{
    grid::{Grid, Item},
    kinds, words,
};

/// Rows that are looked at for a column's profile.
const SAMPLE: usize = 80;
/// Cells of a column for which the register is asked.
const ASKED: u32 = 12;

/// Counts over the sampled cells of one column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Profile {
    /// Cells with content.
    pub filled: u32,
    /// One figure, stored or written.
    pub figures: u32,
    /// Names of organisations.
    pub organisations: u32,
    /// Narratives.
    pub prose: u32,
    /// Units of measure.
    pub units: u32,
    /// Status words.
    pub statuses: u32,
    /// Row numbers.
    pub numbers: u32,
    /// Characters in all.
    pub chars: u32,
    asked: u32,
}

impl Profile {
    /// Whether at least `percent` of the filled cells are counted in `count`.
    pub const fn mostly(&self, count: u32, percent: u32) -> bool {
        self.filled > 0 && count * 100 >= self.filled * percent
    }

    /// Mean length in characters.
    pub const fn mean(&self) -> u32 {
        match self.chars.checked_div(self.filled) {
            Some(mean) => mean,
            None => 0,
        }
    }

    fn add(&mut self, item: &Item<'_>, labels: &Labels, resolver: &Resolver) {
        let text = item.text.as_ref();
        let length = text.chars().take(400).count() as u32;
        let short = length <= 60;
        if short && kinds::is_placeholder(item.folded()) {
            return;
        }
        self.filled += 1;
        self.chars += length;
        let figure = short && kinds::is_figure_form(item.folded());
        if item.number || figure {
            self.figures += 1;
        }
        if short && words::is_number_label(item.folded()) {
            self.numbers += 1;
        }
        if item.number {
            return;
        }
        let organisation = kinds::is_organisation_like(text);
        self.prose += u32::from(kinds::is_prose(text) && !organisation);
        if short {
            self.units += u32::from(labels.is_unit_form(item.folded()));
            self.statuses += u32::from(kinds::is_status_form(item.folded()));
        }
        if organisation || (!figure && self.is_registered(text, length, resolver)) {
            self.organisations += 1;
        }
    }

    fn is_registered(&mut self, text: &str, length: u32, resolver: &Resolver) -> bool {
        if self.asked >= ASKED || !(2..=16).contains(&length) {
            return false;
        }
        self.asked += 1;
        kinds::unit_parts(text).next().is_some_and(|name| resolver.registered(name).is_some())
    }
}

/// Profiles of the columns over the rows `from..to` of a grid; rows with one text alone (headings) do not count, unless
/// there are no others.
pub fn profiles(
    grid: &Grid<'_>,
    (from, to): (usize, usize),
    labels: &Labels,
    resolver: &Resolver,
) -> BTreeMap<u32, Profile> {
    let mut profiles: BTreeMap<u32, Profile> = BTreeMap::new();
    for index in from..to.min(from.saturating_add(SAMPLE)) {
        let Some(view) = grid.view(index) else { break };
        let first = view.items.first().map(Item::folded).unwrap_or_default();
        let numbers = view.items.len() >= 3 && kinds::are_column_numbers(view);
        if numbers || view.only().is_some() || words::total(first).is_some() || words::is_signature(first) {
            continue;
        }
        for item in &view.items {
            profiles.entry(item.column).or_default().add(item, labels, resolver);
        }
    }
    profiles
}
