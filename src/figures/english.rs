//! What English says of its figures with words behind them, where Chinese has a unit.

use super::{
    figure::Figure,
    folded::Folded,
    glyphs::is_han,
    units::Class,
    words::{Cue, WORDS},
};

/// Words of a noun phrase that are looked at for its noun.
const LONGEST_PHRASE: usize = 4;

/// Words that end a noun phrase, or are no adjective of one.
const NO_NOUN: [&str; 60] = [
    "of", "in", "and", "were", "was", "are", "is", "have", "has", "had", "on", "at", "to", "by", "from", "for", "or",
    "with", "the", "a", "an", "more", "less", "over", "under", "up", "down", "out", "as", "per", "during", "through",
    "compared", "than", "met", "left", "got", "took", "made", "came", "went", "sent", "found", "this", "last", "that",
    "which", "who", "did", "do", "will", "would", "can", "said", "gave", "held", "paid", "passed", "failed", "its",
];

/// A number that stands in English words: no Chinese beside it, and words go on behind it or a mark closes it.
pub fn is_english(figure: &Figure<'_>) -> bool {
    let tail = figure.tail.trim_start();
    let goes_on = tail.starts_with(|c: char| c.is_ascii_lowercase()) || tail.is_empty();
    let words = figure.tail.chars().chain(figure.label.chars());
    goes_on && figure.scale == 0 && !words.clone().any(is_han) && words.into_iter().any(|c| c.is_ascii_alphabetic())
}

/// The noun that is counted, when words stand before it: `remote villages`, `flood-defence schemes`.
pub fn head_noun(tail: &str) -> Option<&str> {
    let words = tail.split(' ').filter(|word| !word.is_empty()).take(LONGEST_PHRASE);
    for (at, word) in words.enumerate() {
        let plain = word.len() > 2 && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        if !plain || NO_NOUN.contains(&word) || word.ends_with("ed") || word.ends_with("ly") {
            return None;
        }
        let plural = word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
        if plural && at > 0 {
            return Some(word);
        }
    }
    None
}

/// 84 of 96 schools.
pub fn is_part_of(figure: &Figure<'_>, whole: &Figure<'_>) -> bool {
    let tail = figure.tail.trim_start();
    (tail.starts_with("of") || tail.starts_with("out of")) && whole.class == Class::Count && whole.item == figure.item
}

/// From 412,300 to 447,900 visits: the first of two values.
pub fn arrives(figure: &Figure<'_>, next: &Figure<'_>) -> bool {
    matches!(figure.tail.trim(), "to" | "and" | "or" | "against")
        && next.item == figure.item
        && next.class == Class::Count
}

/// Private renters for 24.0% (2,269): the count alone in a bracket behind its share counts what the last count counts.
pub fn alone_behind_percent<'a, 't>(figure: &Figure<'t>, before: &'a [Figure<'t>]) -> Option<&'a Figure<'t>> {
    let share = before.last()?;
    let bracket = share.class == Class::Percent && figure.start == share.end + 2 && figure.depth == share.depth + 1;
    let alone = figure.label.is_empty() && figure.tail.is_empty() && share.label.is_ascii() && bracket;
    let counts = before.iter().rev().take(8).take_while(|other| other.line == figure.line);
    alone.then(|| counts.into_iter().find(|other| other.class == Class::Count))?
}

/// Of the 248 bridges inspected, 197 were sound: the sentence begins with its whole.
pub fn out_of(whole: &Figure<'_>) -> bool {
    let label = whole.label.trim();
    ["Of", "Of the", "Of a total of", "Out of", "Out of the", "Of these", "of the"].contains(&label)
}

/// Whether a unit is a kind of person, so that it is counted among others (9,466 girls of 18,204 students).
pub fn is_kind_of_person(unit: &str) -> bool {
    ["girls", "boys", "men", "women", "males", "females", "adults", "children"].contains(&unit)
}

/// The people that a kind of person is counted among: the last count before it in its sentence.
pub fn people<'a, 't>(figure: &Figure<'t>, before: &'a [Figure<'t>]) -> Option<&'a Figure<'t>> {
    let earlier = before.iter().rev().take(3).take_while(|other| other.sentence == figure.sentence);
    earlier.filter(|other| other.is_amount()).last().filter(|other| other.class == Class::Count)
}

/// A total is often said behind its figure: €13.95 million in all.
pub fn total_behind(text: &Folded<'_>, figures: &mut [Figure<'_>]) {
    for figure in figures.iter_mut().filter(|figure| !figure.tail.is_empty() && figure.tail.is_ascii()) {
        let tail = text.chars.get(figure.end..figure.tail_end).unwrap_or_default();
        let from = tail.iter().take_while(|c| c.is_whitespace()).count();
        let cues = WORDS.starting(&tail[from..]).map(|(_, cues)| cues).filter(|cues| cues.has(Cue::TotalAfter));
        for cues in cues {
            figure.says = figure.says.with(cues);
        }
    }
}
