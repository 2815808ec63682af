//! The catalogue for a reader: every check in a line, or one whole document in a language.

use crate::{
    model::{Lang, Severity, Words},
    text::distance,
};

use super::{Check, catalogue::ALL};

/// What a check's document says, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Stable code.
    pub code: &'static str,
    /// Stable name.
    pub name: &'static str,
    /// Severity unless the workspace says otherwise.
    pub severity: Severity,
    /// What it is called, in both languages.
    pub title: Words,
    /// What it asks, why, what to do and when it stays silent, in both languages.
    pub text: Words,
}

impl Explanation {
    /// The whole document in one language, as plain text.
    pub fn document(&self, lang: Lang) -> String {
        format!(
            "{} {} · {}\n{}\n\n{}\n",
            self.code,
            self.name,
            self.severity.words().get(lang),
            self.title.get(lang),
            self.text.get(lang)
        )
    }

    /// One line in one language.
    pub fn line(&self, lang: Lang) -> String {
        format!("{}  {:<28}{:<9}{}", self.code, self.name, self.severity.words().get(lang), self.title.get(lang))
    }
}

/// Every check, by family as in the catalogue.
pub fn all() -> Vec<Explanation> {
    ALL.iter().map(of).collect()
}

/// The check with a code (`N003`) or a name (`rate-mismatch`), in any case.
pub fn explain(code_or_name: &str) -> Option<Explanation> {
    let wanted = code_or_name.trim();
    ALL.iter().find(|check| check.code.eq_ignore_ascii_case(wanted) || check.name.eq_ignore_ascii_case(wanted)).map(of)
}

/// The check that a mistyped code or name comes nearest to, for "did you mean".
pub fn nearest(code_or_name: &str) -> Option<&'static Check> {
    let wanted = code_or_name.trim().to_lowercase();
    let codes: Vec<String> = ALL.iter().map(|check| check.code.to_lowercase()).collect();
    let known = codes.iter().map(String::as_str).chain(ALL.iter().map(|check| check.name));
    let near = distance::nearest(&wanted, known)?;
    ALL.iter().find(|check| check.name == near || check.code.eq_ignore_ascii_case(near))
}

/// Takes a document apart: the first `## ` section is Chinese, the second English; each heading is the title.
fn of(check: &Check) -> Explanation {
    let mut sections = check.document.split("\n## ").skip(1).map(|section| {
        let (title, text) = section.split_once('\n').unwrap_or((section, ""));
        (title.trim().to_owned(), text.trim().to_owned())
    });
    let (zh_title, zh_text) = sections.next().unwrap_or_default();
    let (en_title, en_text) = sections.next().unwrap_or_default();
    Explanation {
        code: check.code,
        name: check.name,
        severity: check.severity,
        title: Words::new(zh_title, en_title),
        text: Words::new(zh_text, en_text),
    }
}

/// Titles of a check's document, Chinese and English.
pub(super) fn titles(check: &Check) -> (&'static str, &'static str) {
    let mut titles = check.document.split("\n## ").skip(1).map(|section| section.lines().next().unwrap_or("").trim());
    (titles.next().unwrap_or(""), titles.next().unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_code_finds_its_check() {
        assert_eq!(nearest("f0001").map(|check| check.code), Some("F001"));
        assert_eq!(nearest("unreadable-fil").map(|check| check.code), Some("F001"));
        assert!(nearest("completely different").is_none());
        assert_eq!(explain("f001").map(|found| found.name), Some("unreadable-file"));
    }
}
