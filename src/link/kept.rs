//! What stays of many links and is the same in most: few lists of evidence say all that there is to say of most rows, and
//! rows that say the same have the same candidates.

use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

use rustc_hash::{FxHashMap, FxHasher};

use crate::model::{Evidence, Link, Reached, link::Candidate};

/// Evidence and candidates, each list of them kept once.
#[derive(Default)]
pub struct Kept {
    evidence: Once<Arc<[Evidence]>>,
    candidates: Once<Arc<[Candidate]>>,
    reached: Once<Arc<Reached>>,
}

/// Values by their hash.
struct Once<T>(FxHashMap<u64, Few<T>>);

/// Mostly one value has a hash.
struct Few<T>(T, Vec<T>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<T: Clone> Once<T> {
    /// The value of this hash that is the same, if there is one.
    fn get(&self, hash: u64, same: impl Fn(&T) -> bool) -> Option<T> {
        let Few(first, more) = self.0.get(&hash)?;
        std::iter::once(first).chain(more).find(|known| same(known)).cloned()
    }

    fn add(&mut self, hash: u64, value: T) {
        match self.0.get_mut(&hash) {
            Some(Few(_, more)) => more.push(value),
            None => drop(self.0.insert(hash, Few(value, Vec::new()))),
        }
    }
}

impl Kept {
    /// The link with lists that others have too.
    pub fn once(&mut self, mut link: Link) -> Link {
        for candidate in Arc::make_mut(&mut link.candidates) {
            self.share(&mut candidate.evidence);
        }
        self.share(&mut link.evidence);
        self.share_candidates(&mut link.candidates);
        link
    }

    fn share(&mut self, evidence: &mut Arc<[Evidence]>) {
        let mut hash = FxHasher::default();
        for part in evidence.iter() {
            // A guard's label says what stands against what: most are their row's own.
            (part.name, part.level, part.weight.to_bits(), &part.label.zh).hash(&mut hash);
        }
        let hash = hash.finish();
        if let Some(known) = self.evidence.get(hash, |known| **known == **evidence) {
            *evidence = known;
            return;
        }
        if let Some(parts) = Arc::get_mut(evidence) {
            for part in parts {
                self.share_reached(&mut part.reached);
            }
        }
        self.evidence.add(hash, Arc::clone(evidence));
    }

    fn share_reached(&mut self, reached: &mut Arc<Reached>) {
        let mut hash = FxHasher::default();
        (reached.name, reached.level, &reached.label.zh).hash(&mut hash);
        let hash = hash.finish();
        if let Some(known) = self.reached.get(hash, |known| Arc::ptr_eq(known, reached) || **known == **reached) {
            *reached = known;
            return;
        }
        if let Some(own) = Arc::get_mut(reached) {
            own.label.without_room();
        }
        self.reached.add(hash, Arc::clone(reached));
    }

    /// Lists of evidence that are the same are one by now.
    fn share_candidates(&mut self, candidates: &mut Arc<[Candidate]>) {
        let mut hash = FxHasher::default();
        for candidate in candidates.iter() {
            (candidate.task, candidate.score.to_bits(), Arc::as_ptr(&candidate.evidence).addr()).hash(&mut hash);
        }
        let hash = hash.finish();
        let same = |a: &Candidate, b: &Candidate| {
            a.task == b.task && a.score.to_bits() == b.score.to_bits() && Arc::ptr_eq(&a.evidence, &b.evidence)
        };
        let all = |known: &Arc<[Candidate]>| {
            known.len() == candidates.len() && known.iter().zip(candidates.iter()).all(|(a, b)| same(a, b))
        };
        match self.candidates.get(hash, all) {
            Some(known) => *candidates = known,
            None => self.candidates.add(hash, Arc::clone(candidates)),
        }
    }
}
