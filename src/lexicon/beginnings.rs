//! Which of very many names a text begins with. A province's register has ten thousand, and every title and file name is
//! asked at each of its characters: looking for name after name would take as long as reading the files.

/// Names in order, each with what it stands for.
#[derive(Debug, Clone, Default)]
pub struct Beginnings {
    names: Vec<(String, usize)>,
}

impl Beginnings {
    /// The names, which must be ascending and each there once.
    pub const fn of_sorted(names: Vec<(String, usize)>) -> Self {
        Self { names }
    }

    /// Every name that a text begins with, the shortest first.
    pub fn of<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (&'a str, usize)> {
        let mut left = self.names.as_slice();
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let begun = ends.map_while(move |end| {
            // Names that begin alike stand together, and a name before all that it begins.
            let beginning = &text[..end];
            let from = left.partition_point(|(name, _)| name.as_str() < beginning);
            let names = left.get(from..).unwrap_or_default();
            let count = names.partition_point(|(name, _)| name.starts_with(beginning));
            left = names.get(..count).unwrap_or_default();
            let first = left.first()?;
            Some((first.0 == beginning).then_some((first.0.as_str(), first.1)))
        });
        begun.flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_at_the_start_is_found_and_none_further_on() {
        let names = ["财政", "财政局", "财政局机关", "市财政局", "税务局"];
        let mut names: Vec<_> = names.iter().enumerate().map(|(at, name)| ((*name).to_owned(), at)).collect();
        names.sort_unstable();
        let names = Beginnings::of_sorted(names);
        let found = |text| names.of(text).map(|(name, at)| format!("{name}{at}")).collect::<Vec<_>>();
        assert_eq!(found("财政局、税务局"), ["财政0", "财政局1"]);
        assert_eq!(found("财政局机关工会"), ["财政0", "财政局1", "财政局机关2"]);
        assert_eq!(found("市财政局"), ["市财政局3"]);
        for none in ["", "市", "财", "市税务局", "a"] {
            assert!(found(none).is_empty(), "{none}");
        }
        assert_eq!(Beginnings::default().of("财政局").count(), 0);
    }
}
