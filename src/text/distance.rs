//! Nearness of two short texts, for "did you mean" hints only. Nothing is ever decided by it.

/// Edits (insert, delete, substitute, swap of neighbours) between two texts, or `None` when they are more than `most`.
pub fn edits(a: &str, b: &str, most: usize) -> Option<usize> {
    if a.chars().count().abs_diff(b.chars().count()) > most {
        return None;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        if row.iter().all(|&edits| edits > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&edits| edits <= most)
}

/// The nearest of `words` within a third of the length of `word` (at least one edit); the first of equals.
pub fn nearest<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (word.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in words {
        if let Some(edits) = edits(word, candidate, most).filter(|edits| best.is_none_or(|(least, _)| *edits < least)) {
            best = Some((edits, candidate));
        }
    }
    best.map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_is_found_and_nothing_far() {
        for (word, near) in [
            ("peroid", Some("period")),
            ("period", Some("period")),
            ("submision", Some("submissions")),
            ("xyz", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, ["period", "tasks", "submissions"]), near, "{word}");
        }
        assert_eq!(edits("市水务局", "市务水局", 2), Some(1));
        assert_eq!(edits("a", "abcd", 2), None);
    }
}
