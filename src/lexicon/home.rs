//! The place before a department's name: which one is the register's own, and names without it.

use std::collections::BTreeMap;

use crate::{model::Register, text::fold};

use super::{ShortForms, departments::squeeze};

/// The place that the register is of.
#[derive(Debug, Clone, Default)]
pub(super) struct Home {
    /// The letter that its bodies' names begin with: 市, 区, 县, 州, 省.
    pub level: Option<char>,
    /// Its full names (苏州市), folded.
    pub places: Vec<String>,
}

/// Letters of the levels that a body's name can begin with, and that a place's name ends with.
pub(super) const LEVELS: [char; 7] = ['市', '区', '县', '州', '省', '盟', '旗'];

/// Where a place ends that a folded name begins with: after the 市, 区, 县, 州, 盟 or 旗 behind two to five characters.
pub(super) fn place_end(folded: &str) -> Option<usize> {
    folded
        .char_indices()
        .skip(2)
        .take(4)
        .find(|(_, c)| LEVELS.contains(c))
        .map(|(at, c)| at + c.len_utf8())
        .filter(|end| *end < folded.len())
}

impl Home {
    /// The place of a register: the letter that most names begin with, and the places that are declared or that one of
    /// its names or aliases has before it.
    pub fn of(register: &Register, forms: &ShortForms) -> Self {
        let mut counts: BTreeMap<char, usize> = BTreeMap::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let names = || {
            register
                .departments
                .iter()
                .flat_map(|department| std::iter::once(&department.name).chain(&department.aliases))
        };
        for name in names() {
            let folded = fold::fold(name);
            if let Some(level) = folded.chars().next().filter(|c| LEVELS.contains(c)) {
                *counts.entry(level).or_default() += 1;
            } else if let Some(end) = place_end(&folded) {
                let (place, rest) = folded.split_at(end);
                let rest = squeeze(rest);
                let own =
                    !forms.bodies(&rest).is_empty() && !matches!(rest.as_str(), "政府" | "政府办" | "委" | "管委会");
                if own && !forms.is_county_city(place.trim_end_matches(LEVELS)) {
                    *places.entry(place.to_owned()).or_default() += 1;
                }
            }
        }
        let mut own: Vec<String> = forms.places().to_vec();
        // One place before several bodies is the register's own; places that differ are those of others.
        let most = places.values().max().copied().unwrap_or_default();
        let mut leading = places.iter().filter(|(_, count)| **count == most);
        if let (Some((place, _)), None, true) = (leading.next(), leading.next(), own.is_empty())
            && most * 2 > places.values().sum()
        {
            own.push(place.clone());
        }
        if let Some(level) = own.first().and_then(|place| place.chars().next_back()).filter(|c| LEVELS.contains(c)) {
            *counts.entry(level).or_default() += 1;
        }
        // The first of equals is the higher level in the order of LEVELS.
        let rank = |level: char| LEVELS.iter().position(|l| *l == level).unwrap_or(LEVELS.len());
        let level = counts
            .iter()
            .max_by_key(|(level, count)| (**count, std::cmp::Reverse(rank(**level))))
            .map(|(level, _)| *level);
        Self { level, places: own }
    }

    /// The squeezed forms of a folded name without the register's own place, the surest first.
    pub fn cores(&self, folded: &str, forms: &ShortForms) -> Vec<String> {
        let whole = squeeze(folded);
        let mut cores = vec![whole.clone()];
        if let Some(rest) = self.without_place(&whole, forms) {
            push_new(&mut cores, rest);
        }
        for core in cores.clone() {
            // 市委宣传部 is 宣传部, 市政府研究室 is 研究室; 市委办 and 市政府办 are bodies of their own.
            for party in ["委", "政府"] {
                if let Some(rest) = core.strip_prefix(party).filter(|rest| rest.chars().count() >= 3) {
                    push_new(&mut cores, rest.to_owned());
                }
            }
            // 张家港市政府 is also called 张家港市, 工业园区管委会 also 工业园区.
            for end in ["政府", "管委会"] {
                if let Some(rest) = core.strip_suffix(end).filter(|rest| rest.chars().count() >= 3) {
                    push_new(&mut cores, rest.to_owned());
                }
            }
        }
        cores
    }

    /// A squeezed name without the place before it, when that place is the register's own.
    fn without_place(&self, squeezed: &str, forms: &ShortForms) -> Option<String> {
        for word in ["全市", "本市", "我市", "市直", "市级", "市本级", "municipal", "city"] {
            if let Some(rest) = squeezed.strip_prefix(word).filter(|rest| rest.chars().count() >= 3) {
                return Some(rest.to_owned());
            }
        }
        for place in &self.places {
            let base = place.trim_end_matches(LEVELS);
            let rest = squeezed
                .strip_prefix(place.as_str())
                .or_else(|| squeezed.strip_prefix(base).filter(|_| base.chars().count() >= 2));
            if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
                return Some(rest.to_owned());
            }
        }
        let first = squeezed.chars().next()?;
        if LEVELS.contains(&first) {
            let own = self.level.is_none_or(|level| level == first);
            return squeezed.strip_prefix(first).filter(|rest| own && !rest.is_empty()).map(str::to_owned);
        }
        // Where it is not known which city this is, any city's name before a body of this kind is taken for it, unless
        // that city is below another.
        let end = place_end(squeezed).filter(|_| self.places.is_empty())?;
        let (place, rest) = squeezed.split_at(end);
        let level = place.chars().next_back()?;
        let own = self.level.is_none_or(|own| own == level) && !forms.is_county_city(place.trim_end_matches(level));
        (own && !matches!(rest, "政府" | "委")).then(|| rest.to_owned())
    }
}

fn push_new(list: &mut Vec<String>, item: String) {
    if !list.contains(&item) {
        list.push(item);
    }
}
