//! What a row's unit has to do with a task: whether it leads, supports, has no part, or is none that the list knows.

use super::{compare::Subject, index::Index};
use crate::model::{Register, Task, UnitName};

/// What the department has to do with the task; where the file is of no one department, what the units have that the row
/// names: a list is reported on by those that lead a task and by those that help.
pub fn part(
    subject: &Subject<'_>,
    (position, task): (usize, &Task),
    index: &Index,
    register: &Register,
) -> Option<&'static str> {
    if task.lead.is_empty() && task.support.is_empty() {
        return None;
    }
    let Some(department) = subject.department else { return named(subject, task, index) };
    let name = register.departments.get(department).map_or("", |department| department.name.as_str());
    if index.task(position).plain_units {
        return Some(plain_part(index, position, (department, name)));
    }
    let among = |units: &[UnitName]| units.iter().any(|unit| unit.known() == Some(department) || *unit.name == *name);
    if among(&task.lead) {
        return Some("lead");
    }
    if among(&task.support) || task.lead.iter().chain(&task.support).any(|unit| takes_in(&unit.name, name)) {
        return Some("support");
    }
    if !index.involves(Some(department), name) {
        return Some("outsider");
    }
    // A name that the register does not know may be this very department.
    let all_known = task.lead.iter().chain(&task.support).all(|unit| unit.known().is_some());
    (all_known && !is_open(task)).then_some("uninvolved")
}

/// The part that a department has in a task whose units are plain, told without reading the names of every candidate's.
fn plain_part(index: &Index, position: usize, (department, name): (usize, &str)) -> &'static str {
    let holds = |tasks: &[usize]| tasks.binary_search(&position).is_ok();
    match index.shares(department) {
        Some(shares) if holds(&shares.lead) => "lead",
        Some(shares) if holds(&shares.support) => "support",
        _ if index.involves(Some(department), name) => "uninvolved",
        _ => "outsider",
    }
}

/// Whether a task names nothing but departments of the register, and none that stands for others.
pub fn are_plain(task: &Task) -> bool {
    let plain = |unit: &UnitName| unit.known().is_some() && !unit.name.starts_with('各');
    task.lead.iter().chain(&task.support).all(plain) && !is_open(task)
}

/// Whether the list leaves open who helps: 各有关部门, 省级各部门.
fn is_open(task: &Task) -> bool {
    let open = |unit: &UnitName| {
        unit.name.contains(['各', '等', '关']) && ["部门", "单位", "等"].iter().any(|end| unit.name.ends_with(end))
    };
    task.lead.iter().chain(&task.support).any(open)
}

fn named(subject: &Subject<'_>, task: &Task, index: &Index) -> Option<&'static str> {
    let named = &subject.record.lead;
    if named.is_empty() || task.lead.is_empty() {
        return None;
    }
    let same = |a: &UnitName, b: &UnitName| match (a.known(), b.known()) {
        (Some(a), Some(b)) => a == b,
        _ => a.name == b.name,
    };
    let any = |units: &[UnitName]| named.iter().any(|unit| units.iter().any(|other| same(unit, other)));
    let taken_in =
        |units: &[UnitName]| named.iter().any(|unit| units.iter().any(|other| takes_in(&other.name, &unit.name)));
    if any(&task.lead) {
        Some("lead")
    } else if any(&task.support) || taken_in(&task.lead) || taken_in(&task.support) {
        Some("support")
    } else if named.iter().all(|unit| !index.involves(unit.known(), &unit.name)) {
        Some("outsider")
    } else {
        (!is_open(task)).then_some("uninvolved")
    }
}

/// What may stand behind the kind of place in a unit's name.
const OFFICES: [&str; 5] = ["人民政府", "政府", "管理委员会", "管委会", "办事处"];
/// Kinds of place that a list takes together, longest first: 各镇（街道）, 各县（市、区）, 各市州.
const PLACES: [&str; 12] = ["开发区", "街道", "园区", "新区", "板块", "市", "州", "盟", "县", "区", "镇", "乡"];

/// Whether a list's word for all units of a kind takes a unit in: 各镇（街道） has 东浦街道 in it, 各市（州）人民政府 all cities.
fn takes_in(all: &str, unit: &str) -> bool {
    let Some(mut kinds) = all.strip_prefix('各') else { return false };
    let unit = bare(unit);
    while !kinds.is_empty() {
        if let Some((kind, rest)) = PLACES.iter().find_map(|kind| Some((*kind, kinds.strip_prefix(kind)?))) {
            if unit.ends_with(kind) && unit != kind {
                return true;
            }
            kinds = rest;
        } else if let Some(rest) = kinds.strip_prefix(['（', '）', '(', ')', '、', '/', '级']) {
            kinds = rest;
        } else {
            break;
        }
    }
    false
}

fn bare(name: &str) -> &str {
    OFFICES.iter().find_map(|office| name.strip_suffix(office)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_for_all_takes_in_those_of_its_kind() {
        for (all, unit, is_in) in [
            ("各街道", "东浦街道", true),
            ("各镇（街道）", "东浦街道办事处", true),
            ("各县（市、区）", "常熟市", true),
            ("各市（州）人民政府", "云川市人民政府", true),
            ("各街道", "区住建局", false),
            ("各部门", "东浦街道", false),
            ("东浦街道", "东浦街道", false),
        ] {
            assert_eq!(takes_in(all, unit), is_in, "{all} / {unit}");
        }
    }
}
