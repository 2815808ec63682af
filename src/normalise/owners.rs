//! Which of the units that a row names lead and which support, where one column holds both.

use std::sync::Arc;

use crate::{
    model::{Field, Table, UnitName},
    text::fold,
};

/// Words in a header that say the first unit of a cell leads.
const FIRST_LEADS: [&str; 8] = ["第一个", "首位", "排第一", "列第一", "排名第一", "排首", "第一为", "首个"];

/// Leads and supporting units.
type Leads = (Arc<[UnitName]>, Arc<[UnitName]>);

/// Leads and supporting units as the table means them.
///
/// A column of its own for either is taken at its word. In a column for both, marked names (★, （牵头）) lead; or the
/// first one does, where the header says so. Without either nothing tells them apart, and all are kept as leads.
pub(super) fn arrange(lead: Arc<[UnitName]>, support: Arc<[UnitName]>, table: &Table) -> Leads {
    if !support.is_empty() || lead.len() < 2 {
        return (lead, support);
    }
    let marked = lead.iter().filter(|unit| unit.lead_mark).count();
    if marked > 0 && marked < lead.len() {
        let (lead, support): (Vec<_>, Vec<_>) = lead.iter().cloned().partition(|unit| unit.lead_mark);
        return (lead.into(), support.into());
    }
    let label = table.column(&Field::Lead).map(|column| fold::fold(&column.label)).unwrap_or_default();
    if marked == 0 && FIRST_LEADS.iter().any(|word| label.contains(word)) {
        return (lead[..1].into(), lead[1..].into());
    }
    (lead, support)
}
