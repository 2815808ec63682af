//! Status words: 已完成, 序时推进, 滞后, 未启动 and everything they are called.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::{model::TaskStatus, text::fold};

const BUILT_IN: &str = include_str!("../../seeds/lexicon/statuses.toml");

/// Status words, by what they mean. Also the form in which a workspace adds its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct StatusWords {
    /// Words for [`TaskStatus::Completed`].
    pub completed: Vec<String>,
    /// Words for [`TaskStatus::OnTrack`].
    pub on_track: Vec<String>,
    /// Words for [`TaskStatus::Behind`].
    pub behind: Vec<String>,
    /// Words for [`TaskStatus::NotStarted`].
    pub not_started: Vec<String>,
    /// Words that are known and leave the status open.
    pub unsaid: Vec<String>,
}

/// Status words: 已完成, 序时推进, 滞后, 未启动 and everything they are called.
#[derive(Debug, Clone, Default)]
pub struct Statuses {
    words: BTreeMap<String, TaskStatus>,
}

impl Statuses {
    /// The list in `seeds/lexicon/`.
    pub fn built_in() -> Self {
        static ONCE: LazyLock<Statuses> = LazyLock::new(|| {
            let mut built_in = Statuses::default();
            // A test holds that the file parses; an empty list is the honest answer if it did not.
            built_in.extend(&toml::from_str(BUILT_IN).unwrap_or_default());
            built_in
        });
        ONCE.clone()
    }

    /// Adds words; a word that is already there takes the new meaning.
    pub fn extend(&mut self, words: &StatusWords) {
        let lists = [
            (&words.completed, TaskStatus::Completed),
            (&words.on_track, TaskStatus::OnTrack),
            (&words.behind, TaskStatus::Behind),
            (&words.not_started, TaskStatus::NotStarted),
            (&words.unsaid, TaskStatus::Unknown),
        ];
        for (list, status) in lists {
            for word in list {
                self.words.insert(fold::fold(word), status);
            }
        }
    }

    /// What a status cell means; `None` when its word is not in the vocabulary, or when there is no word.
    ///
    /// A remark in brackets after the word (57%（偏慢）, 已完成（6月底）) and full stops are passed over. A percentage alone
    /// says how much, not whether that is in time: it is [`TaskStatus::Unknown`], unless it is the whole.
    pub fn status(&self, cell: &str) -> Option<TaskStatus> {
        let folded = fold::fold(cell);
        let word = folded.trim_matches(['。', '.', ',', ';', '!', '√', '✓', '✔', '☑', '*', '"', '[', ']']);
        if word.is_empty() {
            return None;
        }
        if let Some(status) = self.words.get(word) {
            return Some(*status);
        }
        let (outside, inside) = bracketed(word)?;
        let inner = self.words.get(inside).copied().filter(|status| *status != TaskStatus::Unknown);
        match self.words.get(outside) {
            Some(TaskStatus::Unknown) | None if inner.is_some() => inner,
            Some(status) => Some(*status),
            None => percent(outside),
        }
    }

    /// The status that a narrative states of itself beyond doubt: it is nothing but a status word, or opens with one in
    /// brackets (【已完成】…) or after a label (完成情况：已完成。…). `None` otherwise: verbs in prose are no status.
    pub fn stated(&self, narrative: &str) -> Option<TaskStatus> {
        let folded = fold::fold(narrative);
        let known = |word: &str| self.words.get(word).copied().filter(|status| *status != TaskStatus::Unknown);
        if let Some(status) = known(folded.trim_end_matches(['。', '.', ';', '!'])) {
            return Some(status);
        }
        let opening = folded.strip_prefix(['[', '(']).and_then(|rest| rest.split_once([']', ')']));
        if let Some(status) = opening.and_then(|(word, _)| known(word)) {
            return Some(status);
        }
        let labelled = ["目前状态:", "任务状态:", "完成状态:", "进度状态:", "状态:", "status:"];
        let rest = labelled.iter().find_map(|label| folded.strip_prefix(label))?;
        known(rest.split(['。', ';', ',', '(', '.']).next().unwrap_or(rest))
    }
}

/// What stands before and in a closing bracket; without one the whole text and nothing.
fn bracketed(word: &str) -> Option<(&str, &str)> {
    match word.strip_suffix(')') {
        Some(open) => open.rsplit_once('('),
        None => Some((word, "")),
    }
}

fn percent(word: &str) -> Option<TaskStatus> {
    let number = word.strip_prefix("已完成").or_else(|| word.strip_prefix("完成")).unwrap_or(word);
    let written = crate::text::number::leading(number)?;
    if written.rest != "%" {
        return None;
    }
    Some(if written.value == rust_decimal::Decimal::ONE_HUNDRED { TaskStatus::Completed } else { TaskStatus::Unknown })
}

#[cfg(test)]
mod tests {
    use super::{
        TaskStatus::{Behind, Completed, NotStarted, OnTrack, Unknown},
        *,
    };

    #[test]
    fn every_word_of_the_list_is_read_once() {
        let words: StatusWords = toml::from_str(BUILT_IN).unwrap();
        let lists = [&words.completed, &words.on_track, &words.behind, &words.not_started, &words.unsaid];
        let mut seen = BTreeMap::new();
        for word in lists.into_iter().flatten() {
            assert_eq!(seen.insert(fold::fold(word), word), None, "{word} stands twice");
        }
    }

    #[test]
    fn status_cells() {
        let statuses = Statuses::built_in();
        for (cell, status) in [
            ("已完成", Some(Completed)),
            ("In hand", Some(OnTrack)),
            ("Running late", Some(Behind)),
            ("Not on track", Some(Behind)),
            ("Yet to start", Some(NotStarted)),
            (" 完 成。", Some(Completed)),
            ("√ 已完成", Some(Completed)),
            ("100%", Some(Completed)),
            ("按序时推进", Some(OnTrack)),
            ("正常推进", Some(OnTrack)),
            ("推进中（预计9月完成）", Some(OnTrack)),
            ("57%（偏慢）", Some(Behind)),
            ("84.1%", Some(Unknown)),
            ("滞后", Some(Behind)),
            ("未开工", Some(NotStarted)),
            ("未完成（进度滞后）", Some(Behind)),
            ("/", Some(Unknown)),
            ("Completed", Some(Completed)),
            ("On track", Some(OnTrack)),
            ("差不多了", None),
            ("", None),
            ("（）", None),
        ] {
            assert_eq!(statuses.status(cell), status, "{cell}");
        }
    }

    #[test]
    fn only_an_unmistakable_statement_in_prose_counts() {
        let statuses = Statuses::built_in();
        for (narrative, status) in [
            ("已完成。", Some(Completed)),
            ("【已完成】4月20日印发方案。", Some(Completed)),
            ("（进度滞后）因征迁未到位……", Some(Behind)),
            ("状态：序时推进。一是……", Some(OnTrack)),
            ("已完成投资24.6亿元。", None),
            ("完成整改2项，进度滞后1项。", None),
            ("（一）已完成方案编制。", None),
            ("无", None),
        ] {
            assert_eq!(statuses.stated(narrative), status, "{narrative}");
        }
    }

    #[test]
    fn a_workspace_has_the_last_word() {
        let mut statuses = Statuses::built_in();
        statuses.extend(&toml::from_str("on-track = [\"绿灯\"]\nbehind = [\"偏差\", \"推进中\"]").unwrap());
        assert_eq!(statuses.status("绿灯"), Some(TaskStatus::OnTrack));
        assert_eq!(statuses.status("推进中"), Some(TaskStatus::Behind));
    }
}
