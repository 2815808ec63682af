//! In which order submissions are settled, and what is remembered from one to the next: a task's words come back from every
//! department that has a part in it, and are compared with the list once.

use std::hash::BuildHasher;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{index::Index, said::Said, texts::Texts};
use crate::model::Record;

/// Rows of a batch, or those of one submission where it has more.
const BATCH: usize = 4096;
/// Texts that are remembered at most.
const SPOKEN: usize = 16_000;
/// What more submissions say than these (无, 同上) tells nothing of which have to do with each other.
const COMMON: usize = 64;

/// The texts of all records, each with a number of its own.
pub struct Numbered {
    /// For each record the number of what it says.
    of: Vec<u32>,
    /// For each number the first record that says it.
    first: Vec<u32>,
}

impl Numbered {
    /// Numbers what the records say.
    pub fn new(records: &[Record]) -> Self {
        let (mut of, mut first) = (Vec::with_capacity(records.len()), Vec::new());
        let mut met: FxHashMap<u64, u32> = FxHashMap::default();
        for (position, record) in records.iter().enumerate() {
            let texts = Texts::of(record);
            let next = first.len() as u32;
            let number = *met.entry(FxBuildHasher.hash_one(texts)).or_insert(next);
            let same = first.get(number as usize).is_some_and(|known| Texts::of(&records[*known as usize]) == texts);
            // Of two texts with one hash the second is as good as met but once.
            let number = if same { number } else { next };
            if !same {
                first.push(position as u32);
            }
            of.push(number);
        }
        Self { of, first }
    }

    /// The number of what a record says.
    pub fn of(&self, record: usize) -> usize {
        self.of[record] as usize
    }

    /// Puts submissions, each with the positions of its records, in an order in which those that say the same stand near
    /// each other: beginning with one, always those next that share words with the first of the others.
    pub fn near_each_other(&self, mut groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
        let said_by = self.said_by(&groups);
        let (mut order, mut taken) = (Vec::with_capacity(groups.len()), vec![false; groups.len()]);
        let mut asked = vec![false; self.first.len()];
        for start in 0..groups.len() {
            let mut at = order.len();
            if !std::mem::replace(&mut taken[start], true) {
                order.push(start);
            }
            while let Some(group) = order.get(at).copied() {
                at += 1;
                for text in groups[group].iter().map(|record| self.of(*record)) {
                    let by = said_by.of(text);
                    if by.len() > COMMON || std::mem::replace(&mut asked[text], true) {
                        continue;
                    }
                    for other in by.iter().map(|other| *other as usize) {
                        if !std::mem::replace(&mut taken[other], true) {
                            order.push(other);
                        }
                    }
                }
            }
        }
        order.into_iter().map(|group| std::mem::take(&mut groups[group])).collect()
    }

    fn said_by(&self, groups: &[Vec<usize>]) -> SaidBy {
        let mut starts = vec![0_u32; self.first.len() + 1];
        for number in &self.of {
            starts[*number as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut groups_of = vec![0_u32; self.of.len()];
        for (group, records) in groups.iter().enumerate() {
            for text in records.iter().map(|record| self.of(*record)) {
                groups_of[next[text] as usize] = group as u32;
                next[text] += 1;
            }
        }
        SaidBy { starts, groups: groups_of }
    }
}

/// For each text the submissions that say it, one after the other.
struct SaidBy {
    starts: Vec<u32>,
    groups: Vec<u32>,
}

impl SaidBy {
    fn of(&self, text: usize) -> &[u32] {
        &self.groups[self.starts[text] as usize..self.starts[text + 1] as usize]
    }
}

/// Submissions together, so many at a time that their texts fit into memory however many there are.
pub fn batches(groups: &[Vec<usize>]) -> impl Iterator<Item = &[Vec<usize>]> {
    let mut rows = 0;
    groups.chunk_by(move |group, _| {
        rows += group.len();
        let same = rows < BATCH;
        rows = if same { rows } else { 0 };
        same
    })
}

/// What has been said so far and will be said again.
pub struct Spoken {
    said: FxHashMap<u32, Box<Said>>,
    /// How often each text is still to come.
    left: Vec<u32>,
}

impl Spoken {
    /// Nothing yet.
    pub fn new(numbered: &Numbered) -> Self {
        let mut left = vec![0; numbered.first.len()];
        for number in &numbered.of {
            left[*number as usize] += 1;
        }
        Self { said: FxHashMap::default(), left }
    }

    /// Compares what a batch says and nobody has said before.
    pub fn hear(&mut self, batch: &[Vec<usize>], records: &[Record], numbered: &Numbered, index: &Index) {
        let mut new: Vec<u32> = batch.iter().flatten().map(|record| numbered.of[*record]).collect();
        new.sort_unstable();
        new.dedup();
        new.retain(|number| !self.said.contains_key(number));
        let compared = |number: &u32| {
            let first = numbered.first[*number as usize] as usize;
            Box::new(Said::new(Texts::of(&records[first]), index))
        };
        let compared: Vec<Box<Said>> = new.par_iter().map(compared).collect();
        self.said.extend(new.into_iter().zip(compared));
    }

    /// What a record of the batch heard last says.
    pub fn of(&self, record: usize, numbered: &Numbered) -> &Said {
        &self.said[&numbered.of[record]]
    }

    /// Forgets what will not be said again, and where that is not enough everything.
    pub fn forget(&mut self, batch: &[Vec<usize>], numbered: &Numbered) {
        for record in batch.iter().flatten() {
            self.left[numbered.of(*record)] -= 1;
        }
        self.said.retain(|number, _| self.left[*number as usize] > 0);
        if self.said.len() > SPOKEN {
            self.said.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{CellRef, Field, FieldValue};

    fn record(content: &str) -> Record {
        let value = FieldValue::new(Arc::new(Field::Content), content.into(), CellRef::new(1, 1));
        Record {
            submission: 0,
            file: "a".into(),
            sheet: "b".into(),
            table: 0,
            row: 1,
            section: None,
            values: vec![value],
            number: "".into(),
            title: "".into(),
            content: "".into(),
            lead: Arc::new([]),
            support: Arc::new([]),
            status: None,
            measures: Arc::new([]),
            hidden: false,
        }
    }

    #[test]
    fn submissions_that_say_the_same_follow_each_other() {
        let records: Vec<Record> = ["甲", "乙", "丙", "甲", "丁", "乙", "戊", "甲"].map(record).into();
        let numbered = Numbered::new(&records);
        assert_eq!((0..8).map(|at| numbered.of(at)).collect::<Vec<_>>(), [0, 1, 2, 0, 3, 1, 4, 0]);
        let groups = vec![vec![0], vec![2], vec![4, 6], vec![1, 3], vec![5], vec![7]];
        assert_eq!(
            numbered.near_each_other(groups),
            [vec![0], vec![1, 3], vec![7], vec![5], vec![2], vec![4, 6]],
            "the first, those that share its words, those that share theirs, then the next"
        );
    }

    #[test]
    fn what_everybody_says_brings_nobody_together() {
        let texts: Vec<String> = (0..=COMMON).map(|_| "无".to_owned()).collect();
        let records: Vec<Record> = texts.iter().map(|text| record(text)).collect();
        let groups: Vec<Vec<usize>> = (0..records.len()).map(|at| vec![at]).collect();
        assert_eq!(Numbered::new(&records).near_each_other(groups.clone()), groups);
    }
}
