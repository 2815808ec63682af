//! Small pieces of sentences that many messages are made of.

use crate::model::{Place, Task, Words};
pub use crate::text::brief::short;

/// A task as a reader knows it: its id and the beginning of its words.
pub fn task(task: &Task) -> Words {
    let words = short(task.words(), 24);
    Words::new(format!("任务 {}“{words}”", task.id), format!("task {} “{words}”", task.id))
}

/// Names one after another.
pub fn list<T: AsRef<str>>(names: &[T]) -> Words {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    Words::new(names.join("、"), names.join(", "))
}

/// Up to five names one after another, and how many more there are.
pub fn some<T: AsRef<str>>(names: &[T]) -> Words {
    const SHOWN: usize = 5;
    let mut words = list(names.get(..SHOWN).unwrap_or(names));
    if names.len() > SHOWN {
        words.zh = format!("{} 等 {} 处", words.zh, names.len());
        words.en = format!("{} and {} more", words.en, names.len() - SHOWN);
    }
    words
}

/// What a unit tells of one thing and others tell otherwise, each with its place: no side is called the right one.
pub fn sides<'a>((unit, told): (&str, String), others: impl Iterator<Item = ((&'a str, String), Place)>) -> Words {
    let (mut zh, mut en) = (format!("{unit}报 {told}"), format!("{unit} says {told}"));
    for ((unit, told), place) in others {
        zh.push_str(&format!("，{unit}报 {told}（{place}）"));
        en.push_str(&format!(", {unit} says {told} ({place})"));
    }
    Words::new(format!("{zh}；哪个对，不能断定"), format!("{en}; which is right can't be told"))
}

/// The form of a list that fits its names, where one text serves readers of both languages.
pub fn by_names(words: Words) -> String {
    if has_han(&words.zh) { words.zh } else { words.en }
}

/// Whether a text has a Han character.
pub fn has_han(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// One entry a line of a built-in list; `#` begins a comment.
pub fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_names_the_first_are_told() {
        assert_eq!(some(&["1", "2", "3", "4", "5", "6", "7"]).zh, "1、2、3、4、5 等 7 处");
    }
}
