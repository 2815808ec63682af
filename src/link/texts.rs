//! Which texts of a record are compared with the tasks', and in which of several readings.

use super::places::is_elliptic;
use crate::{
    model::{Record, table::Field},
    text::{
        fold::{is_digit, is_han, words_only},
        numbering,
    },
};

/// The texts of a record that are compared: title, content, the target where there is but one of them, and the progress
/// where neither says anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Texts<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its content.
    pub content: &'a str,
    /// Its target, where there is but one of them.
    pub target: &'a str,
    /// Its progress, where neither says anything.
    pub progress: &'a str,
    /// Whether the title is that of the row above, its own cell being blank.
    pub title_above: bool,
}

impl<'a> Texts<'a> {
    /// A record's.
    pub fn of(record: &'a Record) -> Self {
        let text =
            |field: &Field, folded: &'a str| -> &'a str { record.value(field).map_or(folded, |value| &value.raw) };
        let (title, content) = (text(&Field::Title, &record.title), text(&Field::Content, &record.content));
        let alone = title.trim().is_empty() || content.trim().is_empty();
        let target = if alone { record.raw(&Field::Target) } else { "" };
        let words = if content.trim().is_empty() { title } else { content };
        let blank = words.len() < SHORT && words_only(numbering::without(words)).is_empty();
        let progress = if blank { record.raw(&Field::Progress) } else { "" };
        let title_above = record.value(&Field::Title).is_some_and(|title| title.inherited);
        let mut texts = Self { title, content, target, progress, title_above };
        if blank && is_prose(target) {
            // A row that has nothing but a target in words is told by it.
            texts = Self { title: "", content: target, target: "", progress: "", title_above: false };
        }
        texts
    }

    /// A text with a heading before it (完善交通水利：治理中小河流) as two texts, where the heading is its only one: each way to
    /// part it at one of its first marks or blanks.
    pub fn with_headings(self) -> impl Iterator<Item = Self> {
        let alone = self.title.trim().is_empty() || self.content.trim().is_empty();
        let words = if self.content.trim().is_empty() { self.title } else { self.content };
        let parts = |c: char| matches!(c, '：' | ':' | '，' | ',' | '。' | '；') || c.is_whitespace();
        let marks = words.char_indices().take(HEADING).filter(move |(_, c)| alone && parts(*c));
        marks.filter_map(move |(at, mark)| {
            let (heading, rest) = (&words[..at], &words[at + mark.len_utf8()..]);
            let reads = !heading.trim().is_empty() && !rest.trim().is_empty();
            reads.then_some(Self { title: heading, content: rest, ..self })
        })
    }

    /// A text with a few words in front that name what it is about, as two texts, where it is the only one of the record:
    /// 消防隐患整改。…, 停车设施建设（…）, 【厕所和垃圾】….
    pub fn with_own_heading(self) -> Option<Self> {
        let alone = self.title.trim().is_empty() || self.content.trim().is_empty();
        let words = if self.content.trim().is_empty() { self.title } else { self.content };
        let words = numbering::without(words).trim();
        let (heading, rest) =
            if let Some((heading, rest)) = words.strip_prefix('【').and_then(|rest| rest.split_once('】')) {
                (heading, rest)
            } else {
                let at = words.find(|c: char| !is_heading(c))?;
                let (heading, rest) = words.split_at(at);
                let mark = rest.chars().next()?;
                let rest = &rest[mark.len_utf8()..];
                let inside = match mark {
                    '：' | ':' | '。' => Some(rest),
                    '（' => rest.trim_end().strip_suffix('）'),
                    '(' => rest.trim_end().strip_suffix(')'),
                    _ => None,
                };
                (heading, inside?)
            };
        let named = heading.chars().filter(|c| is_han(*c)).count();
        let told = rest.chars().filter(|c| is_han(*c)).count();
        // What only says when is no content: 完成堤防加固（11月底前完成）.
        let says = !is_elliptic(&rest.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<_>>());
        let reads =
            alone && says && NAME.contains(&named) && told > NAME.start() * 2 && heading.chars().all(is_heading);
        reads.then_some(Self { title: heading, content: rest, ..self })
    }

    /// The target read as the content, and the one text beside it as the title.
    pub fn with_target(self) -> Option<Self> {
        let title = if self.content.trim().is_empty() { self.title } else { self.content };
        let reads = is_prose(self.target) && !title.trim().is_empty();
        reads.then_some(Self { title, content: self.target, target: "", progress: "", ..self })
    }
}

/// Whether a target says in words what is to be done, and is no bare figure, date or way of speaking.
fn is_prose(target: &str) -> bool {
    let han = target.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    han >= 3 || target.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).count() >= 2
}

/// A text without the line breaks that stand between two Chinese characters, if it has any.
pub fn without_breaks(text: &str) -> Option<String> {
    if !text.contains('\n') {
        return None;
    }
    let is_han = |c: Option<char>| c.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let mut whole = String::with_capacity(text.len());
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    let mut joined = false;
    while let Some(line) = lines.next() {
        whole.push_str(line);
        let Some(next) = lines.peek() else { break };
        let inside = is_han(line.chars().last()) && is_han(next.chars().next());
        joined |= inside;
        if !inside {
            whole.push('\n');
        }
    }
    joined.then_some(whole)
}

/// Characters of a text within which a heading of it ends.
const HEADING: usize = 32;
/// Characters of a heading.
const NAME: std::ops::RangeInclusive<usize> = 2..=12;

/// Whether a character stands in a heading of a record's own: no figure and no mark does.
fn is_heading(c: char) -> bool {
    is_han(c) || c.is_whitespace() || matches!(c, '“' | '”' | '、')
}

/// A text with commas in place of the blanks between its words, if it has any behind a quantity.
pub fn with_commas(text: &str) -> Option<String> {
    let blank = |c: char| c.is_whitespace() && c != '\n';
    let behind_quantity = |at: usize| text[..at].chars().rev().take(4).any(is_digit);
    let parts = |(at, c): (usize, char)| {
        let rest = text[at + c.len_utf8()..].trim_start();
        blank(c) && text[..at].ends_with(is_han) && rest.starts_with(is_han) && behind_quantity(at)
    };
    if !text.char_indices().any(parts) {
        return None;
    }
    let mut parted = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        parted.push(if parts((at, c)) { '，' } else { c });
    }
    Some(parted)
}

/// A text with fewer bytes than this may turn out to be a numbering alone.
const SHORT: usize = 120;
