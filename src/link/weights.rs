//! The table of weights, `seeds/link/weights.toml`: for each field its levels in order, each with a label and the weight of
//! evidence in bits that was estimated from labelled pairs.

use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::model::{Evidence, Reached, Words};

/// One level of one field.
#[derive(Debug, Clone, Deserialize)]
pub struct Level {
    /// The field compared.
    pub field: String,
    /// The level's name.
    pub name: String,
    /// What it is called.
    pub zh: String,
    /// What it is called.
    pub en: String,
    /// Bits for (positive) or against the two being the same.
    pub weight: f64,
}

/// The least evidence for each decision, in bits.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Thresholds {
    /// What every pair starts with: most candidates are not the task.
    pub prior: f64,
    /// Least sum for `link`.
    pub link: f64,
    /// Least lead over the runner-up for `link`.
    pub lead: f64,
    /// Least sum for `possible`.
    pub possible: f64,
}

#[derive(Deserialize)]
struct Table {
    thresholds: Thresholds,
    level: Vec<Level>,
}

/// The table, ready to be asked.
#[derive(Debug)]
pub struct Weights {
    /// See [`Thresholds`].
    pub thresholds: Thresholds,
    /// By field and name: what is shown of it, and its weight.
    levels: FxHashMap<(&'static str, &'static str), (Arc<Reached>, f64)>,
}

static BUILT_IN: LazyLock<Weights> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../../seeds/link/weights.toml")).expect("held valid by a test");
    let entry = |level: Level| {
        // The table lives as long as the program: its names are leaked once.
        let leaked = |text: String| -> &'static str { text.leak() };
        let (name, label) = ((leaked(level.field), leaked(level.name)), Words::new(level.zh, level.en));
        (name, (Arc::new(Reached { name: name.0, level: name.1, label }), level.weight))
    };
    Weights { thresholds: table.thresholds, levels: table.level.into_iter().map(entry).collect() }
});

/// A level that was reached, with its weight: what [`Evidence`] is made of.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The field compared.
    pub name: &'static str,
    /// The level reached.
    pub level: &'static str,
    /// Bits.
    pub weight: f64,
}

impl Part {
    /// The part as it is shown, under a label of its own.
    pub fn labelled(&self, label: Words) -> Evidence {
        Evidence { reached: Arc::new(self.reached(label)), weight: self.weight }
    }

    const fn reached(&self, label: Words) -> Reached {
        Reached { name: self.name, level: self.level, label }
    }
}

impl Weights {
    /// The table in `seeds/link/`.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Weight of a level; 0 for one that the table has not.
    pub fn weight(&self, field: &str, name: &str) -> f64 {
        self.levels.get(&(field, name)).map_or(0.0, |level| level.1)
    }

    /// A level that was reached.
    pub fn part(&self, name: &'static str, level: &'static str) -> Part {
        Part { name, level, weight: self.weight(name, level) }
    }

    /// A part as it is shown, with the table's label.
    pub fn evidence(&self, part: &Part) -> Evidence {
        let known = self.levels.get(&(part.name, part.level)).map(|level| Arc::clone(&level.0));
        let own = || Arc::new(part.reached(Words::same(part.level)));
        Evidence { reached: known.unwrap_or_else(own), weight: part.weight }
    }

    /// A score from 0 to 1 for a sum of evidence: the probability that the odds stand for.
    pub fn score(&self, bits: f64) -> f64 {
        1.0 / (1.0 + (-(bits + self.thresholds.prior)).clamp(-60.0, 60.0).exp2())
    }
}
