//! Templates with holes: the wording and layout of what goes out, one file a language.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::model::Lang;

static FORM_ZH: LazyLock<FormTemplate> = LazyLock::new(|| parsed(include_str!("../../templates/zh/form.toml")));
static FORM_EN: LazyLock<FormTemplate> = LazyLock::new(|| parsed(include_str!("../../templates/en/form.toml")));

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
}

/// A text with its holes filled. What stands in a hole is never looked at again.
pub fn fill(text: &str, holes: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let hole = after.split_once('}').and_then(|(name, behind)| {
            let value = holes.iter().find(|(known, _)| *known == name)?.1;
            Some((value, behind))
        });
        rest = if let Some((value, behind)) = hole {
            filled.push_str(value);
            behind
        } else {
            filled.push('{');
            after
        };
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Labels, Statuses};

    #[test]
    fn holes_are_filled_once_and_what_is_none_stays() {
        let holes = [("a", "{b}"), ("b", "2")];
        assert_eq!(fill("{a}, {b}, {c}, {", &holes), "{b}, 2, {c}, {");
    }

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
