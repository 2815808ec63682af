//! Words that many files say, kept once: a task's text comes back from every department that has a part in it.

use std::{
    hash::BuildHasher,
    sync::{Arc, Mutex, PoisonError},
};

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::model::UnitName;

/// Parts of a pool, so that threads seldom wait for each other.
const PARTS: usize = 64;

/// Texts, and what was made of them, each kept once for all files of a run.
#[derive(Debug, Default)]
pub struct Pool {
    texts: Shared<Arc<str>>,
    folded: Shared<Arc<str>>,
    units: Shared<Arc<[UnitName]>>,
}

/// What was made of a text, by the text.
#[derive(Debug)]
struct Shared<T> {
    parts: Vec<Mutex<FxHashMap<Arc<str>, T>>>,
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self { parts: (0..PARTS).map(|_| Mutex::default()).collect() }
    }
}

impl<T: Clone> Shared<T> {
    fn get(&self, text: &str, make: impl FnOnce(&Arc<str>) -> T, key: impl FnOnce() -> Arc<str>) -> T {
        // Not the bits by which a map of one part finds its places.
        let part = (FxBuildHasher.hash_one(text) >> 40) as usize % PARTS;
        let lock = || self.parts[part].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(text) {
            return known.clone();
        }
        let key = key();
        // Made without the lock: whoever comes second takes what the first has put there.
        let made = make(&key);
        lock().entry(key).or_insert(made).clone()
    }
}

impl Pool {
    /// A text.
    pub(super) fn text(&self, text: &str) -> Arc<str> {
        self.texts.get(text, Arc::clone, || text.into())
    }

    /// A text that is shared already.
    pub(super) fn shared(&self, text: &Arc<str>) -> Arc<str> {
        self.texts.get(text, Arc::clone, || Arc::clone(text))
    }

    /// The comparison form of a text that is in the pool.
    pub(super) fn folded(&self, text: &Arc<str>, fold: impl FnOnce(&str) -> String) -> Arc<str> {
        self.folded.get(text, |text| self.text(&fold(text)), || Arc::clone(text))
    }

    /// The unit names of a text that is in the pool.
    pub(super) fn units(&self, text: &Arc<str>, read: impl FnOnce(&str) -> Vec<UnitName>) -> Arc<[UnitName]> {
        self.units.get(text, |text| read(text).into(), || Arc::clone(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one() {
        let pool = Pool::default();
        let (first, second) = (pool.text("改造老旧小区"), pool.shared(&Arc::from("改造老旧小区")));
        assert!(Arc::ptr_eq(&first, &second));
        let folded = pool.folded(&first, |_| "改造老旧小区".to_owned());
        assert!(Arc::ptr_eq(&first, &folded));
        assert!(Arc::ptr_eq(&pool.units(&first, |_| Vec::new()), &pool.units(&second, |_| unreachable!())));
    }
}
