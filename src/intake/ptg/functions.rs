//! The functions that binary formulas call by number (MS-XLS 2.5.198.17, MS-XLSB 2.5.97.10).

use std::{collections::BTreeMap, sync::LazyLock};

/// One row a function: its number, its name, and how many arguments it has where that is fixed.
const TABLE: &str = include_str!("../../../seeds/intake/functions.csv");

struct Function {
    name: &'static str,
    arguments: Option<usize>,
}

static FUNCTIONS: LazyLock<BTreeMap<u16, Function>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut fields = line.split(',');
        let index = fields.next()?.parse().ok()?;
        let name = fields.next()?;
        Some((index, Function { name, arguments: fields.next()?.parse().ok() }))
    };
    TABLE.lines().skip(1).filter_map(row).collect()
});

/// The name of a function.
pub(super) fn name(index: u16) -> Option<&'static str> {
    FUNCTIONS.get(&index).map(|function| function.name)
}

/// Name and number of arguments of a function that always has the same.
pub(super) fn fixed(index: u16) -> Option<(&'static str, usize)> {
    let function = FUNCTIONS.get(&index)?;
    Some((function.name, function.arguments?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(FUNCTIONS.len(), TABLE.lines().count() - 1);
        assert_eq!(fixed(27), Some(("ROUND", 2)));
        assert_eq!((name(4), fixed(4)), (Some("SUM"), None));
        assert_eq!(name(255), None);
    }
}
