//! Department names → the register: exact, alias, with or without the place prefix, short forms. Never by loose
//! similarity alone.

use crate::model::{Register, Resolution, UnitName};

use super::Lexicon;

/// Answers which department a name means.
#[derive(Debug, Clone)]
pub struct Resolver {
    register: Register,
}

impl Resolver {
    /// Prepares a register for look-up.
    pub fn new(register: Register, _lexicon: &Lexicon) -> Self {
        Self { register }
    }

    /// The register that it answers for.
    pub const fn register(&self) -> &Register {
        &self.register
    }

    /// Which department one name means.
    pub fn resolve(&self, _name: &str) -> Resolution {
        Resolution::Unknown { nearest: None }
    }

    /// Splits a cell with several units, restores elided prefixes and resolves each.
    pub fn units(&self, _cell: &str) -> Vec<UnitName> {
        Vec::new()
    }
}
