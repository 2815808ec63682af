//! How much two texts have in common: the share of neighbouring pairs of characters that both have.

use std::collections::BTreeMap;

use super::fold::words_only;

/// A text's pairs of neighbouring characters, counted, ready to be held against others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs {
    counts: BTreeMap<(char, char), u32>,
    total: u32,
}

impl Pairs {
    /// Of a text's comparison form.
    pub fn of(text: &str) -> Self {
        let words: Vec<char> = words_only(text).chars().collect();
        let mut pairs = Self::default();
        for pair in words.windows(2) {
            *pairs.counts.entry((pair[0], pair[1])).or_default() += 1;
            pairs.total += 1;
        }
        pairs
    }

    /// From 0 (nothing in common) to 1 (the same pairs): twice the pairs in common over all pairs of both.
    pub fn likeness(&self, other: &Self) -> f64 {
        let (few, many) = if self.counts.len() <= other.counts.len() { (self, other) } else { (other, self) };
        let common: u32 =
            few.counts.iter().map(|(pair, count)| (*count).min(many.counts.get(pair).copied().unwrap_or(0))).sum();
        let all = self.total.saturating_add(other.total);
        if all == 0 { 0.0 } else { f64::from(common) * 2.0 / f64::from(all) }
    }
}

/// The position of the text that is plainly the most like `text`: at least `least`, and `lead` before the next.
pub fn plainly_most_like(text: &str, others: &[Pairs], least: f64, lead: f64) -> Option<usize> {
    let own = Pairs::of(text);
    let (mut best, mut second) = (None::<(usize, f64)>, 0.0_f64);
    for (position, other) in others.iter().enumerate() {
        let likeness = own.likeness(other);
        match best {
            Some((_, most)) if likeness <= most => second = second.max(likeness),
            _ => {
                second = best.map_or(0.0, |(_, most)| most);
                best = Some((position, likeness));
            }
        }
    }
    best.filter(|(_, most)| *most >= least && most - second >= lead).map(|(position, _)| position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reworded_task_is_most_like_itself() {
        let tasks = ["完成18座乡镇水厂规范化改造", "改造城镇老旧小区120个，惠及居民8万户", "建成省级幸福河湖25条"];
        let pairs: Vec<Pairs> = tasks.iter().map(|task| Pairs::of(task)).collect();
        assert_eq!(plainly_most_like("改造老旧小区120个，惠及居民约8万户", &pairs, 0.6, 0.1), Some(1));
        assert_eq!(plainly_most_like("新建污水管网120公里", &pairs, 0.6, 0.1), None);
        assert_eq!(plainly_most_like("", &pairs, 0.6, 0.1), None);
        let twice = [pairs[0].clone(), pairs[0].clone()];
        assert_eq!(plainly_most_like(tasks[0], &twice, 0.6, 0.1), None, "two alike: nobody can tell");
    }
}
