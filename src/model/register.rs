//! Departments: the canonical names and everything they are called by.

use std::sync::Arc;

use serde::Serialize;

/// A department as the register has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Department {
    /// Canonical name, as it stands in reports.
    pub name: String,
    /// Other names that a person declared.
    pub aliases: Vec<String>,
    /// Code, where the register has one.
    pub code: Option<String>,
}

/// How a unit name was resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Resolution {
    /// Index into the register.
    Known(usize),
    /// Fits several: their indices. Never guessed between.
    Ambiguous(Vec<usize>),
    /// Fits none; the nearest by spelling, only ever as a hint.
    Unknown {
        /// Index into the register.
        nearest: Option<usize>,
    },
}

/// A unit's name in a list, as sent and as resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitName {
    /// As sent, marks removed.
    pub raw: Arc<str>,
    /// The canonical name where it is known, else the raw one with an elided prefix restored. Shared with the register's
    /// other names of that department: a list of tasks names each many times.
    pub name: Arc<str>,
    /// How.
    pub resolution: Resolution,
    /// Marked as lead inside its list (★, *, 牵头, bold first position is not a mark).
    pub lead_mark: bool,
}

impl UnitName {
    /// Index into the register, when it is known.
    pub const fn known(&self) -> Option<usize> {
        match self.resolution {
            Resolution::Known(index) => Some(index),
            _ => None,
        }
    }
}

/// The canonical departments, in the register's order. Resolving lives in `lexicon::Resolver`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    /// In order.
    pub departments: Vec<Department>,
    /// Whether a person wrote it (departments.csv); otherwise it was gathered from the task list.
    pub declared: bool,
}
