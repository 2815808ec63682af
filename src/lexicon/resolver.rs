//! Department names → the register: exact, alias, with or without the place prefix, short forms. Never by loose
//! similarity alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use crate::{
    model::{Department, Register, Resolution, UnitName},
    text::{distance, fold},
};

use super::{
    Lexicon, ShortForms,
    beginnings::Beginnings,
    departments::squeeze,
    home::{Home, LEVELS, place_end},
    unit_list::{self, Segment},
};

/// Positions in the register by a form of their names.
type Index = BTreeMap<String, BTreeSet<usize>>;

/// Answers which department a name means.
///
/// A name is looked up in tiers, and the first tier that knows it decides; a tier that knows it twice makes it
/// ambiguous: the declared names and aliases as they stand; the same without the place before them; what the body is
/// called elsewhere (发改委); the same without words like 管理; what its predecessor was called (环保局).
#[derive(Debug, Clone)]
pub struct Resolver {
    register: Register,
    forms: ShortForms,
    home: Home,
    exact: Index,
    cores: Index,
    bodies: BTreeMap<usize, BTreeSet<usize>>,
    dropped: Index,
    folded_names: Vec<String>,
    /// The departments' names, for every list that names one.
    names: Vec<Arc<str>>,
    /// Forms that are looked for inside texts, each with its department; made when first asked for.
    search: OnceLock<Beginnings>,
}

impl Resolver {
    /// Prepares a register for look-up.
    pub fn new(register: Register, lexicon: &Lexicon) -> Self {
        let forms = lexicon.departments.clone();
        let home = Home::of(&register, &forms);
        let mut resolver = Self {
            register: Register { departments: Vec::new(), declared: register.declared },
            forms,
            home,
            exact: Index::new(),
            cores: Index::new(),
            bodies: BTreeMap::new(),
            dropped: Index::new(),
            folded_names: Vec::new(),
            names: Vec::new(),
            search: OnceLock::new(),
        };
        for department in register.departments {
            resolver.insert(department);
        }
        resolver
    }

    /// Gathers a register from unit cells, where none was declared: every body named in them once, under the name that
    /// is used most (the first of equals), in order of appearance. Names for many (各有关部门) are left out.
    pub fn gather<'a>(cells: impl IntoIterator<Item = &'a str>, lexicon: &Lexicon) -> Register {
        let blank = Self::new(Register::default(), lexicon);
        let names: Vec<String> = cells
            .into_iter()
            .flat_map(|cell| blank.units(cell))
            .map(|unit| unit.name.to_string())
            .filter(|name| !blank.forms.is_collective(name))
            .collect();
        let all = Register {
            departments: names.iter().map(|name| Department { name: name.clone(), ..Department::default() }).collect(),
            declared: false,
        };
        let mut resolver = Self { home: Home::of(&all, &blank.forms), ..blank };
        let mut spellings: Vec<Vec<(String, usize)>> = Vec::new();
        for name in names {
            let position = match resolver.registered(&name) {
                Some(Resolution::Known(position)) => position,
                // A name that fits two bodies is a third one's own only by a person's word.
                Some(Resolution::Ambiguous(_)) => continue,
                Some(Resolution::Unknown { .. }) | None => {
                    spellings.push(Vec::new());
                    resolver.insert(Department { name: name.clone(), ..Department::default() });
                    spellings.len() - 1
                }
            };
            let counted = &mut spellings[position];
            match counted.iter_mut().find(|(spelling, _)| *spelling == name) {
                Some((_, count)) => *count += 1,
                None => counted.push((name, 1)),
            }
        }
        let departments = spellings.into_iter().map(|counted| gathered(&counted)).collect();
        Register { departments, declared: false }
    }

    fn insert(&mut self, department: Department) {
        self.search = OnceLock::new();
        let position = self.register.departments.len();
        self.folded_names.push(squeeze(&department.name));
        self.names.push(Arc::from(department.name.as_str()));
        for name in std::iter::once(&department.name).chain(&department.aliases) {
            self.exact.entry(fold::fold(name)).or_default().insert(position);
            for (rank, reading) in readings(&fold::fold(name)).iter().enumerate() {
                // A name in brackets beside another (市发改委（市物价局）) is that body's too, but less surely than its
                // own name: it is only found where nothing else has it.
                if rank > 0 {
                    self.exact.entry(reading.clone()).or_default().insert(position);
                }
                for core in self.home.cores(reading, &self.forms) {
                    self.index_core(core, position);
                }
            }
        }
        self.register.departments.push(department);
    }

    fn index_core(&mut self, core: String, position: usize) {
        for body in self.forms.bodies(&core) {
            self.bodies.entry(*body).or_default().insert(position);
        }
        if let Some(dropped) = self.forms.without_droppable(&core) {
            self.dropped.entry(dropped).or_default().insert(position);
        }
        self.cores.entry(core).or_default().insert(position);
    }

    /// The register that it answers for.
    pub const fn register(&self) -> &Register {
        &self.register
    }

    /// Whether a name stands for many bodies at once (各有关部门) and so for none in particular.
    pub fn is_collective(&self, name: &str) -> bool {
        self.forms.is_collective(name)
    }

    /// Whether a name ends like one of a body of government (局, 委, 办), known or not.
    pub fn ends_like_a_body(&self, name: &str) -> bool {
        self.forms.ends_like_a_body(name)
    }

    /// Which department one name means.
    pub fn resolve(&self, name: &str) -> Resolution {
        self.registered(name).unwrap_or_else(|| {
            let folded = fold::fold(name);
            let none = folded.is_empty() || self.forms.is_collective(&folded);
            Resolution::Unknown { nearest: if none { None } else { self.nearest(&folded) } }
        })
    }

    /// Which department or departments one name means; `None` where it means none, and no like one is looked for.
    pub fn registered(&self, name: &str) -> Option<Resolution> {
        let folded = fold::fold(name);
        if folded.is_empty() || self.forms.is_collective(&folded) {
            return None;
        }
        let mut ambiguous = None;
        for reading in readings(&folded) {
            match self.look_up(&reading) {
                found if found.len() == 1 => return found.first().copied().map(Resolution::Known),
                found if found.len() > 1 => ambiguous = ambiguous.or(Some(found)),
                _ => {}
            }
        }
        ambiguous.map(|found| Resolution::Ambiguous(found.into_iter().collect()))
    }

    /// The departments that the first tier with an answer gives for one reading of a name.
    fn look_up(&self, reading: &str) -> BTreeSet<usize> {
        if let Some(found) = self.exact.get(reading) {
            return found.clone();
        }
        let cores = self.home.cores(reading, &self.forms);
        let tiers = [Self::by_core, Self::by_body, Self::by_dropped, Self::by_predecessor];
        let mut answers = tiers.iter().flat_map(|tier| cores.iter().map(|core| tier(self, core)));
        let found = answers.find(|found| !found.is_empty()).unwrap_or_default();
        self.abbreviated(reading, found)
    }

    /// Of several that a short form may mean, the only one whose name has all its characters in their order: 政数局 is
    /// 政务服务数据局 where there is a 营商环境局 as well.
    fn abbreviated(&self, short: &str, found: BTreeSet<usize>) -> BTreeSet<usize> {
        let has_all = |position: &&usize| {
            let mut name = self.folded_names.get(**position).map_or("", String::as_str).chars();
            short.chars().all(|c| name.any(|other| other == c))
        };
        let mut fitting = found.iter().filter(has_all);
        match (found.len() > 1, fitting.next(), fitting.next()) {
            (true, Some(only), None) => BTreeSet::from([*only]),
            _ => found,
        }
    }

    fn by_core(&self, core: &str) -> BTreeSet<usize> {
        self.cores.get(core).cloned().unwrap_or_default()
    }

    fn by_body(&self, core: &str) -> BTreeSet<usize> {
        self.of_bodies(self.forms.bodies(core))
    }

    fn by_dropped(&self, core: &str) -> BTreeSet<usize> {
        let dropped = self.forms.without_droppable(core);
        dropped.and_then(|dropped| self.dropped.get(&dropped).cloned()).unwrap_or_default()
    }

    fn of_bodies(&self, bodies: &[usize]) -> BTreeSet<usize> {
        bodies.iter().filter_map(|body| self.bodies.get(body)).flatten().copied().collect()
    }

    /// Both ways: an old name for a body of today, and today's name where the register still has the old one.
    fn by_predecessor(&self, core: &str) -> BTreeSet<usize> {
        let mut found = self.of_bodies(self.forms.successors(core));
        for body in self.forms.bodies(core).iter().chain(self.forms.successors(core)) {
            let old = self.forms.forms_of(*body).iter().filter(|form| !self.forms.successors(form).is_empty());
            found.extend(old.filter_map(|form| self.cores.get(form)).flatten());
        }
        found
    }

    /// The nearest name by spelling, only ever as a hint.
    fn nearest(&self, folded: &str) -> Option<usize> {
        let squeezed = squeeze(folded);
        let most = (squeezed.chars().count() / 3).max(1);
        // Of names equally near the first stands, so that what comes after one must be nearer still.
        let mut near: Option<(usize, usize)> = None;
        for (position, name) in self.folded_names.iter().enumerate() {
            let Some(bound) = near.map_or(Some(most), |(least, _)| least.checked_sub(1)) else { break };
            near = distance::edits(&squeezed, name, bound).map(|edits| (edits, position)).or(near);
        }
        let within = |name: &String| name.chars().count() >= 3 && squeezed.starts_with(name.as_str());
        let within = self.folded_names.iter().position(within).map(|position| (most, position));
        near.into_iter().chain(within).min().map(|(_, position)| position)
    }

    /// Splits a cell with several units, restores elided prefixes and resolves each.
    ///
    /// Separators are 、 ， , ； ; / | and line breaks, and white space between Chinese names; none of them splits inside
    /// brackets. A name that lost its place because the one before it has it gets it back (市经信委、科技局 → 市科技局).
    /// Marks of the lead (★, *, （牵头）, 牵头：) are taken off and remembered.
    pub fn units(&self, cell: &str) -> Vec<UnitName> {
        let whole = |name: &str| matches!(self.registered(name), Some(Resolution::Known(_)));
        let mut prefix: Option<String> = None;
        let mut units = Vec::new();
        for Segment { raw, lead_mark } in unit_list::segments(cell, &whole, &self.forms) {
            let (name, resolution) = self.with_prefix(&raw, prefix.as_deref());
            let raw = if raw == *name { Arc::clone(&name) } else { raw.into() };
            if let Some(found) = self.prefix_of(&name) {
                prefix = Some(found);
            }
            units.push(UnitName { raw, name, resolution, lead_mark });
        }
        self.part_places(&mut units);
        units
    }

    /// 市水务局、临溪市水务局 are two bodies: where a list names one department twice, the name with a place before it
    /// that is not the register's own is another place's.
    fn part_places(&self, units: &mut [UnitName]) {
        let known: Vec<Option<usize>> = units.iter().map(UnitName::known).collect();
        let own = |raw: &str| self.home.places.iter().any(|place| raw.starts_with(place.as_str()));
        for (at, unit) in units.iter_mut().enumerate() {
            let Some(position) = known.get(at).copied().flatten() else { continue };
            let twice = known.iter().filter(|other| **other == Some(position)).count() > 1;
            let folded = fold::fold(&unit.raw);
            if twice && place_end(&folded).is_some() && !own(&folded) && !self.exact.contains_key(&folded) {
                unit.name = unit.raw.clone();
                unit.resolution = Resolution::Unknown { nearest: Some(position) };
            }
        }
    }

    /// Resolves a name in a list, where `prefix` stands before an earlier one.
    fn with_prefix(&self, raw: &str, prefix: Option<&str>) -> (Arc<str>, Resolution) {
        if let Some(known @ Resolution::Known(position)) = self.registered(raw) {
            return (self.names.get(position).map_or_else(|| raw.into(), Arc::clone), known);
        }
        let bare = fold::fold(raw);
        let lacks_place = !self.forms.is_collective(&bare)
            && self.prefix_of(&bare).is_none()
            && self.forms.ends_like_a_body(&bare)
            && place_end(&bare).is_none();
        let Some(prefix) = prefix.filter(|_| lacks_place) else { return (raw.into(), self.resolve(raw)) };
        let level: String = prefix.strip_suffix('委').unwrap_or(prefix).to_owned();
        let restored = [format!("{prefix}{raw}"), format!("{level}{raw}")];
        for name in &restored {
            if let Some(known @ Resolution::Known(position)) = self.registered(name) {
                return (self.names.get(position).map_or_else(|| name.as_str().into(), Arc::clone), known);
            }
        }
        // 市委宣传部、统战部 shares 市委; 市委宣传部、财政局 only 市.
        let name = restored[usize::from(!bare.ends_with('部'))].clone();
        let resolution = self.resolve(&name);
        (name.into(), resolution)
    }

    /// The place before a name that a later name in the list can lack: 市, 市委, 省, or 苏州市.
    fn prefix_of(&self, name: &str) -> Option<String> {
        let folded = fold::fold(name);
        if self.forms.begins_with_place_word(&folded) && !folded.starts_with("市委") && !folded.starts_with("市政府")
        {
            return None;
        }
        for place in &self.home.places {
            if folded.starts_with(place.as_str()) && folded.len() > place.len() {
                return Some(place.clone());
            }
        }
        let level = folded.chars().next().filter(|c| LEVELS.contains(c))?;
        let party = folded.chars().nth(1) == Some('委') && folded.ends_with('部');
        Some(if party { format!("{level}委") } else { level.to_string() })
    }

    /// Every department that a text names (a file name, a title), in order of place: the longest names first, and none
    /// inside another or after another place (张家港市水务局 does not name the city's 水务局).
    pub fn find_in(&self, text: &str) -> Vec<usize> {
        let text = squeeze(text);
        let forms = self.search.get_or_init(|| self.search_forms());
        let mut hits: Vec<(usize, usize, usize)> = Vec::new();
        for (start, _) in text.char_indices() {
            let (before, from) = text.split_at(start);
            for (form, position) in forms.of(from) {
                let after = &from[form.len()..];
                // 张家港市 does not speak for the 张家港市水务局 that follows.
                let goes_on = form.ends_with(LEVELS) && forms.of(after).next().is_some();
                if !goes_on && !self.is_foreign(before, form) {
                    hits.push((start, start + form.len(), position));
                }
            }
        }
        hits.sort_by_key(|&(start, end, position)| (std::cmp::Reverse(end - start), start, position));
        let mut kept: Vec<(usize, usize, usize)> = Vec::new();
        for hit in hits {
            if kept.iter().all(|other| hit.1 <= other.0 || other.1 <= hit.0) {
                kept.push(hit);
            }
        }
        kept.sort_unstable();
        let mut found = Vec::new();
        for (_, _, position) in kept {
            if !found.contains(&position) {
                found.push(position);
            }
        }
        found
    }

    /// Squeezed names and forms of the register's bodies that are long enough to be looked for inside a text and that
    /// name one department.
    fn search_forms(&self) -> Beginnings {
        let of_bodies = self.bodies.keys().flat_map(|body| self.forms.forms_of(*body));
        let names = self.cores.keys().chain(of_bodies).filter(|form| form.chars().count() >= 3).cloned();
        let aliases = self.register.departments.iter().flat_map(|department| &department.aliases);
        let aliases = aliases.map(|alias| squeeze(alias)).filter(|alias| alias.chars().count() >= 2);
        let forms: BTreeSet<String> = names.chain(aliases).collect();
        let known = |form: String| match self.registered(&form) {
            Some(Resolution::Known(position)) => Some((form, position)),
            _ => None,
        };
        Beginnings::of_sorted(forms.into_iter().filter_map(known).collect())
    }

    /// Whether what stands before a bare name in a text is another place than the register's own.
    fn is_foreign(&self, before: &str, form: &str) -> bool {
        let Some(last) = before.chars().next_back() else { return false };
        if form.starts_with(LEVELS) && !LEVELS.contains(&last) {
            // 市水务局 is whole already; what stands before it is the rest of a place when it is no sentence.
            let run: String = before.chars().rev().take_while(|c| !c.is_ascii() && c.is_alphanumeric()).collect();
            let base: String = run.chars().rev().collect();
            let own =
                self.home.places.iter().any(|place| place.strip_suffix('市').is_some_and(|own| base.ends_with(own)));
            let county = (2..=4).any(|take| self.forms.is_county_city(&tail(&base, take)));
            return !own && county && form.starts_with('市');
        }
        if !LEVELS.contains(&last) && !matches!(last, '镇' | '乡') {
            let base: String = before.to_owned();
            return (2..=4).any(|take| self.forms.is_county_city(&tail(&base, take)));
        }
        let own_level = self.home.level.is_none_or(|level| level == last);
        let named = before.strip_suffix(last).unwrap_or(before);
        let own_place = self.home.places.iter().any(|place| before.ends_with(place.as_str()));
        let alone = named.chars().next_back().is_none_or(|c| c.is_ascii() || !c.is_alphanumeric());
        let county = (2..=4).any(|take| self.forms.is_county_city(&tail(named, take)));
        !own_place && (!own_level || county || (!alone && !self.home.places.is_empty()))
    }
}

/// The last `take` characters.
fn tail(text: &str, take: usize) -> String {
    let count = text.chars().count();
    if count < take { String::new() } else { text.chars().skip(count - take).collect() }
}

/// A department from the spellings it was found under: the one used most is its name, the others are aliases.
fn gathered(counted: &[(String, usize)]) -> Department {
    let most = counted.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let name = counted.iter().find(|(_, count)| *count == most).map(|(name, _)| name.clone()).unwrap_or_default();
    let aliases = counted.iter().map(|(other, _)| other).filter(|other| **other != name).cloned().collect();
    Department { name, aliases, code: None }
}

/// The ways to read a folded name with brackets, the surest first: as it stands, with the brackets taken out
/// (市委（宣传部）), without what they hold, and what they hold alone.
fn readings(folded: &str) -> Vec<String> {
    let mut readings = vec![folded.to_owned()];
    let (Some(open), close) = (folded.find(['(', '[']), folded.rfind([')', ']'])) else { return readings };
    let Some(close) = close else {
        readings.push(folded[..open].to_owned());
        return readings;
    };
    if open >= close {
        return readings;
    }
    let (outside, inside) = (&folded[..open], &folded[open + 1..close]);
    let after = &folded[close + 1..];
    for reading in [format!("{outside}{inside}{after}"), format!("{outside}{after}"), inside.to_owned()] {
        if !reading.is_empty() && !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings
}
