//! The table of weights, `seeds/link/weights.toml`: for each field its levels in order, each with a label and the weight of
//! evidence in bits that was estimated from labelled pairs.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::model::{Evidence, Words};

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
    levels: BTreeMap<(String, String), Level>,
}

static BUILT_IN: LazyLock<Weights> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../../seeds/link/weights.toml")).expect("held valid by a test");
    let levels = table.level.into_iter().map(|level| ((level.field.clone(), level.name.clone()), level)).collect();
    Weights { thresholds: table.thresholds, levels }
});

impl Weights {
    /// The table in `seeds/link/`.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Weight of a level; 0 for one that the table has not.
    pub fn weight(&self, field: &str, name: &str) -> f64 {
        self.levels.get(&(field.to_owned(), name.to_owned())).map_or(0.0, |level| level.weight)
    }

    /// The evidence that a field's level is.
    pub fn evidence(&self, field: &str, name: &str) -> Evidence {
        let level = self.levels.get(&(field.to_owned(), name.to_owned()));
        Evidence {
            name: field.to_owned(),
            level: name.to_owned(),
            label: level.map_or_else(|| Words::same(name), |level| Words::new(&level.zh, &level.en)),
            weight: level.map_or(0.0, |level| level.weight),
        }
    }

    /// A score from 0 to 1 for a sum of evidence: the probability that the odds stand for.
    pub fn score(&self, bits: f64) -> f64 {
        1.0 / (1.0 + (-(bits + self.thresholds.prior)).clamp(-60.0, 60.0).exp2())
    }
}

/// Sum of the weights of evidence, in bits.
pub fn bits(evidence: &[Evidence]) -> f64 {
    evidence.iter().map(|part| part.weight).sum()
}
