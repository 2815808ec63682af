//! Header labels: which field a column's header names, exactly or by its words.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use serde::Deserialize;

use crate::{
    model::{Field, MeasureKind},
    text::{fold::fold, words::WordSet},
};

const BUILT_IN: &str = include_str!("../../seeds/lexicon/labels.toml");

/// One thing that a label can mean, and how plainly (100 is plain, 60 is the least that counts as recognised).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// The field; `Field::Other` with an empty label where the label is known to be none of ours.
    pub field: Field,
    /// In percent.
    pub weight: u32,
}

/// The least weight with which a label counts as recognised.
pub const RECOGNISED: u32 = 60;

/// Header labels → fields, measure words and units of measure.
#[derive(Debug, Clone)]
pub struct Labels {
    exact: BTreeMap<String, Vec<Meaning>>,
    /// Words that count at the start or the end of a label.
    edges: Vec<Part>,
    /// Words that count anywhere in a label, and their meanings by position.
    inner: WordSet,
    inner_meanings: Vec<Vec<Meaning>>,
    measures: MeasureWords,
    units: BTreeSet<String>,
}

#[derive(Debug, Clone)]
struct Part {
    word: String,
    at: At,
    meanings: Vec<Meaning>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum At {
    Start,
    End,
    Any,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seed {
    exact: Vec<SeedExact>,
    part: Vec<SeedPart>,
    measure: MeasureWords,
    units: SeedUnits,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedExact {
    fields: BTreeMap<String, u32>,
    labels: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedPart {
    at: At,
    fields: BTreeMap<String, u32>,
    words: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedUnits {
    words: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasureWords {
    rate_ends: WordSet,
    rate: WordSet,
    level_ends: WordSet,
    level: WordSet,
    plan_first: WordSet,
    actual: WordSet,
    plan: WordSet,
    amount_ends: WordSet,
    amount: WordSet,
    not_measures: WordSet,
}

impl Default for Labels {
    fn default() -> Self {
        Self::built_in()
    }
}

impl Labels {
    /// The list in `seeds/lexicon/labels.toml`.
    pub fn built_in() -> Self {
        static LABELS: OnceLock<Labels> = OnceLock::new();
        LABELS.get_or_init(|| Self::from_seed(toml::from_str(BUILT_IN).unwrap_or_default())).clone()
    }

    fn from_seed(seed: Seed) -> Self {
        let mut exact = BTreeMap::new();
        for entry in seed.exact {
            let meanings = meanings(&entry.fields);
            for label in entry.labels {
                exact.entry(core(&label)).or_insert_with(|| meanings.clone());
            }
        }
        let parts = seed.part.iter().flat_map(|entry| {
            let meanings = meanings(&entry.fields);
            entry.words.iter().map(move |word| Part { word: fold(word), at: entry.at, meanings: meanings.clone() })
        });
        let (inner, edges): (Vec<_>, Vec<_>) = parts.partition(|part| part.at == At::Any);
        let (words, inner_meanings): (Vec<_>, Vec<_>) =
            inner.into_iter().map(|part| (part.word, part.meanings)).unzip();
        let units = seed.units.words.iter().map(|word| fold(word)).collect();
        Self { exact, edges, inner: WordSet::new(words), inner_meanings, measures: seed.measure, units }
    }

    /// Adds a label of a workspace: `key` as in every output (`progress`, `lead`, `measure:年度计划投资`). It then means
    /// this field and nothing else. `false` when there is no such field.
    pub fn extend(&mut self, label: &str, key: &str) -> bool {
        let Some(field) = field_of_key(key) else { return false };
        self.exact.insert(core(label), vec![Meaning { field, weight: 100 }]);
        true
    }

    /// What a label can mean, the plainest first; empty when nothing is known of it. A whole label that is listed is
    /// not looked at for words.
    pub fn field(&self, label: &str) -> Vec<Meaning> {
        let core = core(label);
        if core.is_empty() || core.chars().count() > 40 {
            return Vec::new();
        }
        if let Some(meanings) = self.exact.get(&core) {
            return meanings.clone();
        }
        self.by_words(&core)
    }

    /// Whether the label is listed as a whole.
    pub fn is_listed(&self, label: &str) -> bool {
        self.exact.contains_key(&core(label))
    }

    fn by_words(&self, core: &str) -> Vec<Meaning> {
        let edges = self.edges.iter().filter(|part| part.fits(core)).map(|part| (part.word.len(), &part.meanings));
        let inner = self.inner.all_in(core).filter_map(|(at, word)| Some((word.len(), self.inner_meanings.get(at)?)));
        let mut best: BTreeMap<&Field, (usize, u32)> = BTreeMap::new();
        for (len, meaning) in edges.chain(inner).flat_map(|(len, meanings)| meanings.iter().map(move |m| (len, m))) {
            let found = (len, meaning.weight);
            let entry = best.entry(&meaning.field).or_insert(found);
            if (found.1, found.0) > (entry.1, entry.0) {
                *entry = found;
            }
        }
        let mut meanings: Vec<_> =
            best.into_iter().map(|(field, (len, weight))| (len, Meaning { field: field.clone(), weight })).collect();
        // The plainest first, and of equals the one with the longer word.
        meanings.sort_by_key(|(len, meaning)| std::cmp::Reverse((meaning.weight, *len)));
        meanings.into_iter().map(|(_, meaning)| meaning).collect()
    }

    /// What a numeric column with this label counts, when a word in it says so.
    pub fn measure_words(&self, label: &str) -> Option<MeasureKind> {
        let core = core(label);
        let words = &self.measures;
        if core.is_empty() || words.not_measures.is_in(&core) {
            return None;
        }
        if words.rate_ends.ends(&core) || words.rate.is_in(&core) {
            return Some(MeasureKind::Rate);
        }
        if words.level_ends.ends(&core) || words.level.is_in(&core) {
            return Some(MeasureKind::Level);
        }
        let amount = words.amount_ends.ends(&core) || words.amount.is_in(&core);
        // 计划完成投资 is planned although it speaks of completion.
        if words.plan_first.is_in(&core) {
            return Some(MeasureKind::Plan);
        }
        if words.actual.is_in(&core) {
            return Some(MeasureKind::Actual);
        }
        if words.plan.is_in(&core) {
            return Some(MeasureKind::Plan);
        }
        amount.then_some(MeasureKind::Amount)
    }

    /// Whether the label's words alone say that the column holds amounts or rates: 完成投资, 项目数, 办结率.
    pub fn is_measure_label(&self, label: &str) -> bool {
        let core = core(label);
        let words = &self.measures;
        !words.not_measures.is_in(&core)
            && [&words.rate_ends, &words.level_ends, &words.amount_ends].iter().any(|ends| ends.ends(&core))
    }

    /// Whether digits under this label are no amounts: dates, codes, telephone numbers.
    pub fn is_no_measure(&self, label: &str) -> bool {
        self.measures.not_measures.is_in(&core(label))
    }

    /// What a numeric column of this name counts; `Amount` when no word says more.
    pub fn measure_kind(&self, name: &str) -> MeasureKind {
        self.measure_words(name).unwrap_or(MeasureKind::Amount)
    }

    /// Whether a text is a unit of measure (亿元, 个, %).
    pub fn is_unit(&self, text: &str) -> bool {
        self.is_unit_form(&fold(text))
    }

    /// As `is_unit`, of a text in comparison form.
    pub fn is_unit_form(&self, folded: &str) -> bool {
        let folded = folded.strip_prefix("单位:").unwrap_or(folded);
        !folded.is_empty() && folded.split(['、', '/', ',']).all(|unit| self.units.contains(unit))
            || self.units.contains(folded)
    }
}

impl Part {
    fn fits(&self, core: &str) -> bool {
        (self.at == At::Start && core.starts_with(&self.word)) || (self.at == At::End && core.ends_with(&self.word))
    }
}

/// A label in comparison form without brackets, numbering and marks; what stands in brackets alone stays.
fn core(label: &str) -> String {
    let folded = fold(label);
    let mut outside = String::with_capacity(folded.len());
    let mut depth = 0_u32;
    for c in folded.chars() {
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    let outside = trim_marks(&outside);
    if outside.is_empty() { trim_marks(&folded).to_owned() } else { outside.to_owned() }
}

fn trim_marks(text: &str) -> &str {
    let marks =
        |c: char| matches!(c, '*' | '★' | '☆' | ':' | '。' | ',' | '、' | '(' | ')' | '[' | ']' | '/' | '-' | '_');
    let trimmed = text.trim_matches(marks);
    // A lone mark (#, №) is a label itself.
    if trimmed.is_empty() { text } else { trimmed }
}

fn meanings(fields: &BTreeMap<String, u32>) -> Vec<Meaning> {
    let mut meanings: Vec<_> = fields
        .iter()
        .filter_map(|(key, weight)| field_of_key(key).map(|field| Meaning { field, weight: *weight }))
        .collect();
    meanings.sort_by_key(|meaning| std::cmp::Reverse(meaning.weight));
    meanings
}

/// The field that a key of the outputs names.
fn field_of_key(key: &str) -> Option<Field> {
    if let Some((kind, name)) = key.split_once(':') {
        return match kind {
            "measure" => Some(Field::Measure(Arc::from(name))),
            "other" => Some(Field::Other(Arc::from(name))),
            "progress" => Some(Field::ProgressOf(Arc::from(name))),
            _ => None,
        };
    }
    Some(match key {
        "id" => Field::Id,
        "section" => Field::Section,
        "number" => Field::Number,
        "title" => Field::Title,
        "content" => Field::Content,
        "target" => Field::Target,
        "lead" => Field::Lead,
        "support" => Field::Support,
        "progress" => Field::Progress,
        "status" => Field::Status,
        "problems" => Field::Problems,
        "next" => Field::Next,
        "remarks" => Field::Remarks,
        "reporter" => Field::Reporter,
        "contact" => Field::Contact,
        "unit" => Field::Unit,
        "other" => Field::Other(Arc::from("")),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(label: &str) -> String {
        Labels::built_in().field(label).first().map_or_else(String::new, |meaning| meaning.field.to_string())
    }

    #[test]
    fn the_seed_is_sound() {
        let seed: Seed = toml::from_str(BUILT_IN).expect("labels.toml");
        for fields in seed.exact.iter().map(|entry| &entry.fields).chain(seed.part.iter().map(|entry| &entry.fields)) {
            for (key, weight) in fields {
                assert!(field_of_key(key).is_some(), "{key}");
                assert!((1..=100).contains(weight), "{key} {weight}");
            }
        }
    }

    #[test]
    fn labels_mean_fields() {
        for (label, field) in [
            ("序 号", "number"),
            ("牵 头\n单 位", "lead"),
            ("任务编号", "id"),
            ("重点\n任务", "title"),
            ("配合\r\n单位", "support"),
            ("上半年工作进展", "progress"),
            ("最新进度（8月24日）", "progress"),
            ("推进情况（截至6月底）", "progress"),
            ("存在的主要问题及困难", "problems"),
            ("存在问题及下一步工作思路", "problems"),
            ("下一阶段工作计划", "next"),
            ("牵头领导", "other:"),
            ("完成时限", "other:"),
            ("Lead department", "lead"),
            ("PROGRESS", "progress"),
            ("  Status ", "status"),
            ("责任单位（牵头）", "lead"),
            ("（配合单位）", "support"),
            ("一二三四", ""),
        ] {
            assert_eq!(key(label), field, "{label}");
        }
    }

    #[test]
    fn measure_words_tell_kinds() {
        let labels = Labels::built_in();
        for (label, kind) in [
            ("年度计划投资", Some(MeasureKind::Plan)),
            ("已完成投资", Some(MeasureKind::Actual)),
            ("投资完成率", Some(MeasureKind::Rate)),
            ("PM2.5浓度", Some(MeasureKind::Level)),
            ("项目数", Some(MeasureKind::Amount)),
            ("联系电话", None),
            ("完成时间", None),
        ] {
            assert_eq!(labels.measure_words(label), kind, "{label}");
        }
        assert!(labels.is_unit("亿元") && labels.is_unit("％") && labels.is_unit("单位：万元"));
        assert!(!labels.is_unit("市水务局") && !labels.is_unit(""));
    }

    #[test]
    fn a_workspace_adds_labels() {
        let mut labels = Labels::built_in();
        assert!(labels.extend("办件 情况", "progress"));
        assert!(labels.extend("概算（万元）", "measure:概算"));
        assert!(!labels.extend("x", "nonsense"));
        assert_eq!(labels.field("办件情况")[0], Meaning { field: Field::Progress, weight: 100 });
        assert_eq!(labels.field("概算")[0].field, Field::Measure("概算".into()));
    }
}
