//! D: departments and the parts they have in tasks.

pub mod d001_lead_changed;
pub mod d002_support_changed;
pub mod d003_unknown_department;
pub mod d004_joint_claims_disagree;
pub mod d005_silent_lead;

use std::collections::BTreeSet;

use crate::model::UnitName;

/// How a row's units differ from the list's.
struct Difference {
    /// Named by the row and not by the list.
    more: Vec<String>,
    /// Named by the list and not by the row.
    fewer: Vec<String>,
}

/// `None` when both name the same units. Only for lists in which every name is known.
fn difference(listed: &[UnitName], said: &[UnitName]) -> Option<Difference> {
    let ids = |units: &[UnitName]| units.iter().filter_map(UnitName::known).collect::<BTreeSet<_>>();
    let (list_ids, said_ids) = (ids(listed), ids(said));
    if list_ids == said_ids {
        return None;
    }
    let not_in = |units: &[UnitName], other: &BTreeSet<usize>| {
        let mut names: Vec<String> = Vec::new();
        for unit in units {
            if unit.known().is_some_and(|id| !other.contains(&id)) && !names.contains(&unit.name) {
                names.push(unit.name.clone());
            }
        }
        names
    };
    Some(Difference { more: not_in(said, &list_ids), fewer: not_in(listed, &said_ids) })
}

impl Difference {
    /// What is more and what is fewer, and a form of it that outlasts the order of names.
    fn words(&self) -> (crate::model::Words, String) {
        let mut zh = Vec::new();
        let mut en = Vec::new();
        let more = super::wording::list(&self.more);
        let fewer = super::wording::list(&self.fewer);
        if !self.more.is_empty() {
            zh.push(format!("多了{}", more.zh));
            en.push(format!("{} added", more.en));
        }
        if !self.fewer.is_empty() {
            zh.push(format!("少了{}", fewer.zh));
            en.push(format!("{} missing", fewer.en));
        }
        let mut key: Vec<String> = self.more.iter().map(|name| format!("+{name}")).collect();
        key.extend(self.fewer.iter().map(|name| format!("-{name}")));
        key.sort();
        (crate::model::Words::new(zh.join("，"), en.join(", ")), key.join(" "))
    }
}

/// Names of a list as they stand in it.
fn listed(units: &[UnitName]) -> crate::model::Words {
    let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
    super::wording::list(&names)
}
