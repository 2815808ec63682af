//! D: departments and the parts they have in tasks.

pub mod d001_lead_changed;
pub mod d002_support_changed;
pub mod d003_unknown_department;
pub mod d004_joint_claims_disagree;
pub mod d005_silent_lead;

use std::collections::BTreeSet;

use super::View;
use crate::{model::UnitName, text::fold};

/// How a row's units differ from the list's.
struct Difference {
    /// Named by the row and not by the list.
    more: Vec<String>,
    /// Named by the list and not by the row.
    fewer: Vec<String>,
}

/// `None` when both name the same units. Every unit of `listed` is known; what `said` names besides is more, known or not.
fn difference(listed: &[UnitName], said: &[UnitName]) -> Option<Difference> {
    let ids = |units: &[UnitName]| units.iter().filter_map(UnitName::known).collect::<BTreeSet<_>>();
    let (list_ids, said_ids) = (ids(listed), ids(said));
    if list_ids == said_ids && said.iter().all(|unit| unit.known().is_some()) {
        return None;
    }
    let not_in = |units: &[UnitName], other: &BTreeSet<usize>| {
        let mut names: Vec<String> = Vec::new();
        for unit in units.iter().filter(|unit| !is_description(&fold::fold(&unit.raw))) {
            if unit.known().is_none_or(|id| !other.contains(&id)) && !names.iter().any(|known| **known == *unit.name) {
                names.push(unit.name.to_string());
            }
        }
        names
    };
    let difference = Difference { more: not_in(said, &list_ids), fewer: not_in(listed, &said_ids) };
    (!difference.more.is_empty() || !difference.fewer.is_empty()).then_some(difference)
}

/// 各县（市、区）, 有关单位: a description, not a name.
fn is_description(folded: &str) -> bool {
    const WORDS: [&str; 9] = ["有关", "相关", "责任单位", "各区", "各县", "各市", "各镇", "成员单位", "无"];
    folded.starts_with(['各', '等'])
        || WORDS.iter().any(|word| folded.contains(word))
        || folded.chars().all(|c| !c.is_alphanumeric())
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

/// Comparison forms of the names in the task list: what it says itself is nobody's slip.
fn listed_names(view: View<'_>) -> BTreeSet<String> {
    let units = view.tasks.tasks().iter().flat_map(|task| task.lead.iter().chain(&task.support));
    units.map(|unit| fold::fold(&unit.raw)).collect()
}

/// Whether D003 asks about a unit.
fn is_unknown(unit: &UnitName, listed: &BTreeSet<String>) -> bool {
    let name = fold::fold(&unit.raw);
    unit.known().is_none() && !listed.contains(&name) && !is_description(&name)
}

/// Names of a list as they stand in it.
fn listed(units: &[UnitName]) -> crate::model::Words {
    let names: Vec<&str> = units.iter().map(|unit| &*unit.name).collect();
    super::wording::list(&names)
}
