//! Which of the small Chinese numerals are quantities: 九个村 beside 十二个行政村, and not 三个方面.

use super::figure::Figure;

/// Leaves out the small numbers in words that nothing else in their sentence counts with: 三个方面.
pub fn keep_counted(figures: &mut Vec<Figure<'_>>) -> bool {
    let counted: Vec<bool> =
        (0..figures.len()).map(|at| !figures[at].small_numeral || is_counted(figures, at)).collect();
    let all = counted.iter().all(|counted| *counted);
    let mut keep = counted.into_iter();
    figures.retain(|_| keep.next().unwrap_or(true));
    !all
}

/// Another figure of the sentence counts the same.
fn is_counted(figures: &[Figure<'_>], at: usize) -> bool {
    let figure = &figures[at];
    let near = (at.saturating_sub(4)..figures.len().min(at + 5)).filter(|i| *i != at);
    let mut others = near.map(|i| &figures[i]).filter(|other| other.sentence == figure.sentence);
    // 九个村, 十二个行政村: the noun behind the unit is the same as well.
    let noun: Vec<char> = figure.tail.chars().take(2).collect();
    others.any(|other| {
        let behind: Vec<char> = other.tail.chars().take(5).collect();
        other.unit == figure.unit && noun.iter().any(|c| behind.contains(c))
    })
}
