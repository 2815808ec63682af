//! D003: a unit name that the register doesn't know.

use std::collections::BTreeSet;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    model::{Field, Register, Resolution, Severity, UnitName},
    text::fold,
};

/// The check.
pub const CHECK: Check = Check {
    code: "D003",
    name: "unknown-department",
    severity: Severity::Info,
    document: include_str!("d003_unknown_department.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let listed = super::listed_names(view);
    let mut told = BTreeSet::new();
    for record in view.records {
        for (field, units) in [(Field::Lead, &record.lead), (Field::Support, &record.support)] {
            for unit in units.iter() {
                let name = fold::fold(&unit.raw);
                if listed.contains(&name) || super::is_description(&name) {
                    report.not_applicable();
                    continue;
                }
                report.ran();
                let Some((zh, en)) = question(unit, view.register) else { continue };
                if !told.insert((record.submission, name.clone())) {
                    continue;
                }
                let raw = wording::short(&unit.raw, 30);
                report.find(
                    Draft::new(
                        format!("单位名称“{raw}”不在单位名录中{zh}。请核对写法；确为其别名的，可加入 departments.csv。"),
                        format!("the register doesn't know the unit “{raw}”{en}. Check its spelling; if it is another name of a known unit, add it to departments.csv."),
                    )
                    .at(record.place(&field))
                    .department(view.owner(record))
                    .found(&*unit.raw)
                    .key(name),
                );
            }
        }
    }
}

/// What can be said of an unknown or ambiguous name; `None` for a known one.
fn question(unit: &UnitName, register: &Register) -> Option<(String, String)> {
    let name = |index: usize| register.departments.get(index).map(|department| department.name.as_str());
    match &unit.resolution {
        Resolution::Known(_) => None,
        Resolution::Unknown { nearest } => Some(nearest.and_then(name).map_or_else(Default::default, |nearest| {
            (format!("，写法最接近的是{nearest}"), format!("; the nearest by spelling is {nearest}"))
        })),
        Resolution::Ambiguous(fits) => {
            let names: Vec<&str> = fits.iter().filter_map(|&index| name(index)).collect();
            let names = wording::list(&names);
            Some((format!("，{}都说得通", names.zh), format!("; it fits {} alike", names.en)))
        }
    }
}
