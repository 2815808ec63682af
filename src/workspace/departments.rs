//! `departments.csv`: the declared register of departments.

use std::{collections::BTreeMap, path::Path};

use crate::{
    intake::Limits,
    lexicon::{Lexicon, Resolver},
    model::{Department, Register, Words},
    text::fold,
};

use super::{
    fault::Fault,
    list::{self, Columns, List},
};

const COLUMNS: Columns = &[
    ("name", &["单位名称", "部门名称", "名称", "单位", "部门", "规范名称", "全称"]),
    ("aliases", &["别名", "简称", "其他名称", "曾用名", "别称", "alias"]),
    ("code", &["代码", "编码", "单位代码", "部门代码", "编号"]),
];

/// The register and the SHA-256 of its file; a table with a header and nothing below it declares no register.
pub(super) fn read(
    file: &str,
    path: &Path,
    lexicon: &Lexicon,
    limits: &Limits,
) -> Result<(Option<Register>, String), Vec<Fault>> {
    let list = list::read(file, path, COLUMNS, "name", limits)?;
    // The splitting of aliases is that of any cell with several units.
    let splitter = Resolver::new(Register::default(), lexicon);
    let mut departments = Vec::new();
    let mut faults = Vec::new();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for row in &list.rows {
        let name = row.get("name");
        if name.is_empty() {
            let words = Words::new(
                "这一行没有单位名称。请补上，或删除这一行。",
                "the row has no name: fill it in, or delete the row",
            );
            faults.push(Fault { place: list.place(row.cell("name")), excerpt: None, words });
            continue;
        }
        if let Some(earlier) = seen.insert(fold::fold(name), row.row) {
            faults.push(twice(&list, name, row.row, earlier));
            continue;
        }
        departments.push(Department {
            name: name.to_owned(),
            aliases: splitter.units(row.get("aliases")).into_iter().map(|alias| alias.raw.to_string()).collect(),
            code: Some(row.get("code").to_owned()).filter(|code| !code.is_empty()),
        });
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let declared = (!departments.is_empty()).then_some(Register { departments, declared: true });
    Ok((declared, list.sha256))
}

fn twice(list: &List, name: &str, row: u32, earlier: u32) -> Fault {
    let words = Words::new(
        format!("单位名称“{name}”与第 {earlier} 行重复。请删除其中一行，或合并两行的别名。"),
        format!("“{name}” is already in row {earlier}: delete one of the rows, or join their aliases"),
    );
    Fault { place: list.place(crate::model::CellRef::new(row, 1)), excerpt: None, words }
}
