//! Traditional characters read as the simplified ones: the table in `seeds/link/traditional.txt`.

use std::{borrow::Cow, sync::LazyLock};

/// The characters that most of the table is about.
const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// For each character from `FIRST` on the simplified one, or `\0` where it is none of the table.
static SIMPLIFIED: LazyLock<Box<[char]>> = LazyLock::new(|| {
    let mut table = vec!['\0'; (LAST - FIRST + 1) as usize];
    let lines = include_str!("../../seeds/link/traditional.txt").lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let mut chars = line.chars();
        while let (Some(traditional), Some(simplified)) = (chars.next(), chars.next()) {
            if let Some(entry) = u32::from(traditional).checked_sub(FIRST).and_then(|at| table.get_mut(at as usize)) {
                *entry = simplified;
            }
        }
    }
    table.into()
});

/// A text in simplified characters.
pub fn simplified(text: &str) -> Cow<'_, str> {
    let table = &**SIMPLIFIED;
    let other = |c: char| {
        let simple = u32::from(c).checked_sub(FIRST).and_then(|at| table.get(at as usize)).copied();
        simple.filter(|simple| *simple != '\0')
    };
    if text.chars().all(|c| other(c).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| other(c).unwrap_or(c)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_read_as_simplified_ones() {
        assert_eq!(simplified("盤活國有存量資產60億元"), "盘活国有存量资产60亿元");
        assert!(matches!(simplified("盘活国有存量资产60亿元"), Cow::Borrowed(_)));
        assert!(SIMPLIFIED.iter().filter(|c| **c != '\0').count() > 800);
    }
}
