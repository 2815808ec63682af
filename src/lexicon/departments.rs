//! Department short forms: 发改委 for 发展和改革委员会, 工信局 for what was 经信委, and what a place before a name says.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use serde::Deserialize;

use crate::text::fold;

use super::home::LEVELS;

const BUILT_IN: &str = include_str!("../../seeds/lexicon/departments.toml");
const PLACES: &str = include_str!("../../seeds/lexicon/places.toml");

/// A list of bodies and of words about their names, also the form in which a workspace adds its own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct DepartmentList {
    /// Bodies.
    pub department: Vec<BodyEntry>,
    /// Words that begin with 市, 区 or 县 and are no place before a name (市场监管局).
    pub place_words: Vec<String>,
    /// Words that an office's name keeps or drops freely.
    pub droppable: Vec<String>,
    /// Last words of a body's name.
    pub suffixes: Vec<String>,
    /// How names begin that stand for many bodies at once (各有关部门).
    pub collective: Vec<String>,
    /// Places that the report is about, in full (苏州市): a name with one of them is the city's own body.
    pub places: Vec<String>,
    /// Cities below a prefecture, without 市.
    pub county_cities: Vec<String>,
}

/// One body: its names without the place before them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyEntry {
    /// Full name.
    pub name: String,
    /// What it is called today.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Predecessors whose whole work it took over.
    #[serde(default)]
    pub old: Vec<String>,
}

/// Department short forms: 发改委 for 发展和改革委员会, 生态环境局 for the environmental office and so on.
#[derive(Debug, Clone, Default)]
pub struct ShortForms {
    bodies: usize,
    by_form: BTreeMap<String, Vec<usize>>,
    by_old: BTreeMap<String, Vec<usize>>,
    forms_of: Vec<Vec<String>>,
    droppable: Vec<String>,
    suffixes: Vec<String>,
    collective: Vec<String>,
    place_words: Vec<String>,
    places: Vec<String>,
    county_cities: BTreeSet<String>,
}

impl ShortForms {
    /// The list in `seeds/lexicon/`.
    pub fn built_in() -> Self {
        static ONCE: LazyLock<ShortForms> = LazyLock::new(|| {
            let mut forms = ShortForms::default();
            // A test holds that the files parse; an empty list is the honest answer if they did not.
            forms.extend(&toml::from_str(BUILT_IN).unwrap_or_default());
            forms.extend(&toml::from_str(PLACES).unwrap_or_default());
            forms
        });
        ONCE.clone()
    }

    /// Adds bodies and words.
    pub fn extend(&mut self, list: &DepartmentList) {
        for entry in &list.department {
            let body = self.bodies;
            self.bodies += 1;
            let mut forms: Vec<String> = Vec::new();
            for form in std::iter::once(&entry.name).chain(&entry.forms) {
                insert(&mut self.by_form, squeeze(form), body);
                forms.push(squeeze(form));
            }
            for form in &entry.old {
                insert(&mut self.by_old, squeeze(form), body);
                forms.push(squeeze(form));
            }
            forms.dedup();
            self.forms_of.push(forms);
        }
        for (mine, more) in [
            (&mut self.droppable, &list.droppable),
            (&mut self.suffixes, &list.suffixes),
            (&mut self.collective, &list.collective),
            (&mut self.place_words, &list.place_words),
            (&mut self.places, &list.places),
        ] {
            mine.extend(more.iter().map(|word| fold::fold(word)).filter(|word| !word.is_empty()));
        }
        self.county_cities.extend(list.county_cities.iter().cloned());
    }

    /// Learns which city or district this is from the texts about the whole of it (the office, a title), the first that
    /// begins with a place (苏州市 of 苏州市人民政府办公室); nothing where a place is declared.
    pub fn learn_place<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) {
        if self.places.is_empty() {
            self.places.extend(texts.into_iter().find_map(place_before));
        }
    }

    /// The bodies that a squeezed name without its place is a form of.
    pub(super) fn bodies(&self, core: &str) -> &[usize] {
        self.by_form.get(core).map_or(&[], Vec::as_slice)
    }

    /// The bodies that a squeezed name without its place was a predecessor of.
    pub(super) fn successors(&self, core: &str) -> &[usize] {
        self.by_old.get(core).map_or(&[], Vec::as_slice)
    }

    /// Every squeezed form of a body, old ones last.
    pub(super) fn forms_of(&self, body: usize) -> &[String] {
        self.forms_of.get(body).map_or(&[], Vec::as_slice)
    }

    /// Places that the report is about, folded.
    pub(super) fn places(&self) -> &[String] {
        &self.places
    }

    /// Whether a place without its 市 is a city below a prefecture.
    pub(super) fn is_county_city(&self, base: &str) -> bool {
        self.county_cities.contains(base)
    }

    /// Whether a folded name begins with a word that only looks like a place (市场监管局).
    pub(super) fn begins_with_place_word(&self, name: &str) -> bool {
        self.place_words.iter().any(|word| name.starts_with(word.as_str()))
    }

    /// Whether a name stands for many bodies at once (各有关部门, 各县级市（区）) and so for none in particular.
    pub fn is_collective(&self, name: &str) -> bool {
        let folded = fold::fold(name);
        self.collective.iter().any(|word| folded.starts_with(word.as_str()))
    }

    /// Whether a name ends like a body of government, so that a place can have been left out before it.
    pub(super) fn ends_like_a_body(&self, name: &str) -> bool {
        let bare = fold::fold(name);
        let bare = bare.split('(').next().unwrap_or_default();
        self.suffixes.iter().any(|suffix| bare.ends_with(suffix.as_str()) && bare.len() > suffix.len())
    }

    /// The name of a body that a text (a file's name, 填报单位：…) plainly gives, known to a register or not.
    pub fn body_in(&self, text: &str) -> Option<String> {
        let folded = fold::fold(text);
        let runs =
            folded.split(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c)).filter(|run| run.chars().count() >= 3);
        let known = |run: &str| {
            let forms = self.by_form.keys().filter(|form| form.chars().count() >= 3 && self.ends_like_a_body(form));
            let found = forms.filter_map(|form| run.find(form.as_str()).map(|at| (form.len(), at))).max()?;
            let (length, at) = found;
            let before = run.get(..at)?.chars().next_back().filter(|c| LEVELS.contains(c));
            let body = run.get(at..at + length)?;
            Some(before.into_iter().collect::<String>() + body)
        };
        runs.clone().find_map(known).or_else(|| {
            runs.filter(|run| run.chars().count() <= 12).find(|run| self.ends_like_a_body(run)).map(ToOwned::to_owned)
        })
    }

    /// A squeezed name without the words that an office's name keeps or drops freely; `None` when nothing is left that
    /// tells it from others.
    pub(super) fn without_droppable(&self, core: &str) -> Option<String> {
        let mut rest = core.to_owned();
        for word in &self.droppable {
            rest = rest.replace(word.as_str(), "");
        }
        let own = self.suffixes.iter().filter_map(|suffix| rest.strip_suffix(suffix.as_str())).map(str::len).min();
        let enough = own.unwrap_or(rest.len()) >= 2 * '局'.len_utf8();
        enough.then_some(rest)
    }
}

/// The place that a name or title begins with. 关于全市… begins with none.
fn place_before(text: &str) -> Option<String> {
    let folded = fold::fold(text);
    let end = folded.char_indices().skip(2).take(4).find(|(_, c)| matches!(c, '市' | '区' | '县' | '州'))?;
    let place = &folded[..end.0 + end.1.len_utf8()];
    let named = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) && !"全本各我于年关附件的和".contains(c);
    place.chars().all(named).then(|| place.to_owned())
}

fn insert(map: &mut BTreeMap<String, Vec<usize>>, form: String, body: usize) {
    let bodies = map.entry(form).or_default();
    if !bodies.contains(&body) {
        bodies.push(body);
    }
}

/// Long words and the short ones that officials write for them, longest first.
const SHORTENED: &[(&str, &str)] = &[
    ("中国共产党", ""),
    ("中共", ""),
    ("有限责任公司", ""),
    ("股份有限公司", ""),
    ("有限公司", ""),
    ("管理委员会", "管委会"),
    ("监督管理", "监管"),
    ("人民政府", "政府"),
    ("人民法院", "法院"),
    ("人民检察院", "检察院"),
    ("委员会", "委"),
    ("办公室", "办"),
    ("办公厅", "办"),
    ("交通警察", "交警"),
    ("公司", ""),
    ("和", ""),
    ("与", ""),
    ("及", ""),
    ("暨", ""),
];

/// A name folded and brought to its shortest spelling by rule: 发展和改革委员会 → 发展改革委. Both sides of a
/// comparison are squeezed, so that nothing is decided by what it looks like.
pub(super) fn squeeze(name: &str) -> String {
    let mut squeezed: String = fold::fold(name).chars().filter(|c| !matches!(c, '"' | '\'' | '·')).collect();
    for (long, short) in SHORTENED {
        if squeezed.contains(long) && squeezed.len() > long.len() {
            squeezed = squeezed.replace(long, short);
        }
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read_and_no_form_stands_twice_under_one_body() {
        let list: DepartmentList = toml::from_str(BUILT_IN).unwrap();
        assert!(list.department.len() > 90);
        for entry in &list.department {
            let mut seen = BTreeSet::new();
            for form in std::iter::once(&entry.name).chain(&entry.forms).chain(&entry.old) {
                assert!(seen.insert(form), "{form} stands twice under {}", entry.name);
            }
        }
        let places: DepartmentList = toml::from_str(PLACES).unwrap();
        assert!(places.county_cities.contains(&"张家港".to_owned()));
    }

    #[test]
    fn squeezing_takes_writing_habits_away() {
        for (a, b) in [
            ("发展和改革委员会", "发展改革委"),
            ("市场监督管理局", "市场监管局"),
            ("苏州工业园区管理委员会", "苏州工业园区管委会"),
            ("张家港市人民政府", "张家港市政府"),
            ("人民政府办公室", "政府办"),
            ("住房 和 城乡建设局", "住房城乡建设局"),
        ] {
            assert_eq!(squeeze(a), squeeze(b), "{a}");
        }
        assert_ne!(squeeze("财政局"), squeeze("民政局"));
    }

    #[test]
    fn the_place_is_learnt_from_a_title() {
        for (text, place) in [
            ("苏州市人民政府办公室", Some("苏州市")),
            ("云川市2023年重点工作任务清单", Some("云川市")),
            ("关于全市重点工作", None),
            ("2023年全市重点工作", None),
            ("市政府办公室", None),
            ("重点工作", None),
        ] {
            assert_eq!(place_before(text).as_deref(), place, "{text}");
        }
    }

    #[test]
    fn a_body_is_found_in_a_text() {
        let forms = ShortForms::built_in();
        for (text, body) in [
            ("市民政局上半年进展", Some("市民政局")),
            ("2024民政局(终稿)", Some("民政局")),
            ("填报单位：海丝发展局", Some("海丝发展局")),
            ("重点任务进展汇总", None),
            ("附件1", None),
        ] {
            assert_eq!(forms.body_in(text).as_deref(), body, "{text}");
        }
    }

    #[test]
    fn names_for_many() {
        let forms = ShortForms::built_in();
        for (name, many) in
            [("各有关部门", true), ("各县级市（区）", true), ("相关单位", true), ("市水务局", false), ("合作社", false)]
        {
            assert_eq!(forms.is_collective(name), many, "{name}");
        }
    }
}
