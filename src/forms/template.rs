//! Templates with holes: the wording and layout of what goes out, one file a language.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;
use toml::Value;

use crate::{
    lexicon::Lexicon,
    model::{Lang, Words},
    templates::{self, Problem},
};

const ZH: &str = include_str!("../../templates/zh/form.toml");
const EN: &str = include_str!("../../templates/en/form.toml");
static FORM_ZH: LazyLock<FormTemplate> = LazyLock::new(|| parsed(ZH));
static FORM_EN: LazyLock<FormTemplate> = LazyLock::new(|| parsed(EN));

/// A built-in template.
pub(super) fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("a test parses the built-in templates")
}

/// The form's wording and columns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // the keys of templates/<lang>/form.toml, explained there
pub struct FormTemplate {
    pub file: String,
    pub title: String,
    pub title_support: String,
    pub whole: String,
    pub office: String,
    pub unit_line: String,
    pub reporter: String,
    pub phone: String,
    pub hint: String,
    pub total: String,
    pub statuses: Vec<String>,
    pub sheets: FormSheets,
    pub columns: BTreeMap<String, FormColumn>,
    pub about: About,
}

/// Names of the form's sheets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // the keys of templates/<lang>/form.toml, explained there
pub struct FormSheets {
    pub lead: String,
    pub support: String,
    pub about: String,
}

/// A column of the form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormColumn {
    /// Header.
    pub label: String,
    /// In characters.
    pub width: f32,
    /// What shows when one enters a cell of it.
    #[serde(default)]
    pub hint: String,
}

/// The page of instructions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)] // the keys of templates/<lang>/form.toml, explained there
pub struct About {
    pub title: String,
    pub paragraphs: Vec<String>,
    pub meanings: Vec<[String; 2]>,
    pub more: Vec<String>,
}

impl FormTemplate {
    /// The built-in one.
    pub fn built_in(lang: Lang) -> &'static Self {
        match lang {
            Lang::Zh => &FORM_ZH,
            Lang::En => &FORM_EN,
        }
    }

    /// The same, with what a workspace's own says in place of what is built in.
    ///
    /// # Errors
    /// What is wrong with the workspace's template.
    pub fn with(lang: Lang, own: &str, lexicon: &Lexicon) -> Result<Self, Vec<Problem>> {
        let built_in = parsed(match lang {
            Lang::Zh => ZH,
            Lang::En => EN,
        });
        templates::overlaid(&built_in, Some(own), &|path, value| judge(path, value, lexicon))
    }
}

/// What is wrong with a value of a form's template. What comes back is read by its words, so they must be known ones.
fn judge(path: &[&str], value: &Value, lexicon: &Lexicon) -> Option<Words> {
    const HOLES: [&str; 5] = ["period", "department", "office", "led", "supported"];
    let said = value.as_str().unwrap_or_default();
    match path {
        ["columns", _, "width"] => templates::between(value, 1.0, 80.0),
        ["columns", "measure", "label"] => templates::holes(value, &["name", "unit"]),
        ["columns", key, "label"] => {
            let meaning = lexicon.labels.field(said).into_iter().next().map(|meaning| meaning.field.to_string());
            (meaning.as_deref() != Some(*key)).then(|| {
                Words::new(
                    format!("收回时认不出“{said}”是这一栏。请用认得的表头，或先在 taizhang.toml 的 [lexicon.labels] 中加上 {key} = [\"{said}\"]。"),
                    format!("“{said}” would not be known for this column when the form comes back: use a label that is, or add {key} = [\"{said}\"] under [lexicon.labels] in taizhang.toml"),
                )
            })
        }
        ["statuses"] => {
            let mut words = value.as_array().into_iter().flatten().filter_map(Value::as_str);
            let unknown = words.find(|word| lexicon.statuses.status(word).is_none())?;
            Some(Words::new(
                format!("状态词表中没有“{unknown}”。请用认得的词，或先在 taizhang.toml 的 [lexicon.statuses] 中加上。"),
                format!(
                    "“{unknown}” is no known status: use one that is, or add it under [lexicon.statuses] in taizhang.toml"
                ),
            ))
        }
        [.., "hint"] => too_long(said),
        ["about", ..] | [_] => templates::holes(value, &HOLES),
        _ => None,
    }
}

/// Spreadsheet programs show 255 characters of a hint.
pub(super) fn too_long(hint: &str) -> Option<Words> {
    let length = hint.chars().count();
    (length > 255).then(|| {
        Words::new(
            format!("提示有 {length} 字，最多 255 字。"),
            format!("the hint has {length} characters, and 255 are the most"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Labels, Statuses};

    #[test]
    fn what_the_forms_say_is_what_the_word_lists_know() {
        let (statuses, labels) = (Statuses::built_in(), Labels::built_in());
        for lang in [Lang::Zh, Lang::En] {
            let template = FormTemplate::built_in(lang);
            for (word, (meant, _)) in
                template.statuses.iter().zip(template.about.meanings.iter().map(|m| (&m[0], &m[1])))
            {
                assert!(statuses.status(word).is_some(), "{word}");
                assert_eq!(word, meant, "every choice is explained");
            }
            for (key, column) in template.columns.iter().filter(|(key, _)| *key != "measure") {
                let meaning = labels.field(&column.label).into_iter().next();
                assert_eq!(meaning.map(|meaning| meaning.field.to_string()).as_deref(), Some(key.as_str()));
            }
        }
    }
}
