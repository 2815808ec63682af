//! Texts in Latin letters, word by word: what one says and the other does not. Likeness in letters puts candidates in order;
//! whether one is linked without a person is asked of the words, because an edition, a model, a number or a place that only
//! one side has is another thing as often as not.

use super::{
    form::Form,
    guards::Guards,
    wording::{IDLE, Kin, Wording},
};

/// Rarity from which a word tells of which task a text is: it stands in fewer than some 8 of 100 tasks.
const TELLING: f32 = 2.4;
/// Letters of a word that may be misspelt.
const SPELT: usize = 5;

/// A word as written, with its key among the grams.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Word {
    /// Its key.
    pub key: u64,
    /// Its letters.
    pub letters: Box<[char]>,
}

/// Whether two titles, or failing these two whole texts, say the same: no telling word of either is missing from all that
/// the other says.
pub fn agree(mine: [&Form; 2], theirs: [&Form; 2]) -> bool {
    let ([my_title, my_text], [their_title, their_text]) = (mine, theirs);
    // A word of negation that only one side has turns it round, wherever it stands.
    if Guards::built_in().conflict(&my_text.marks, &their_text.marks, true).is_some() {
        return false;
    }
    let titles = [my_title, my_text, their_title, their_text].iter().all(|form| !form.is_empty())
        && stands_in(my_title, &[their_title, their_text])
        && stands_in(their_title, &[my_title, my_text])
        && !only_numbers_differ(my_text, their_text);
    titles || stands_in(my_text, &[their_title, their_text]) && stands_in(their_text, &[my_title, my_text])
}

/// Whether a record says nothing that a task does not say in its text or title: each of its words is the task's, another
/// form of it, or of a kind with it, and two of them at least tell which task it is. Numbers are the task's own.
pub fn says_nothing_new(record: &Form, task: [&Form; 2]) -> bool {
    let wording = Wording::built_in();
    let words = || task.into_iter().flat_map(|form| &form.spelt);
    let kin = |word: &Word| -> Vec<Kin> { wording.kin_of(&word.letters).collect() };
    let theirs: Vec<Kin> = words().flat_map(kin).filter(|kin| *kin != IDLE).collect();
    let mut telling = 0;
    for word in &record.spelt {
        let own = kin(word);
        if own.contains(&IDLE) {
            continue;
        }
        let same = task.iter().any(|form| has(form, word));
        let form_of = || !has_digit(word) && words().any(|other| is_form_of(&word.letters, &other.letters));
        if !same && !form_of() && !own.iter().any(|kin| theirs.contains(kin)) {
            return false;
        }
        telling += usize::from(is_telling(record, word));
    }
    telling >= 2 && Guards::built_in().conflict(&record.marks, &task[0].marks, true).is_none()
}

/// Share of a record's words that are a task's, another form of them, or of a kind with them.
pub fn shared(record: &Form, task: [&Form; 2]) -> f64 {
    let wording = Wording::built_in();
    let words = || task.into_iter().flat_map(|form| &form.spelt);
    let kin = |word: &Word| -> Vec<Kin> { wording.kin_of(&word.letters).collect() };
    let theirs: Vec<Kin> = words().flat_map(kin).filter(|kin| *kin != IDLE).collect();
    let (mut all, mut met) = (0_usize, 0_usize);
    for word in &record.spelt {
        let own = kin(word);
        if !own.contains(&IDLE) {
            let form_of = || !has_digit(word) && words().any(|other| is_form_of(&word.letters, &other.letters));
            all += 1;
            met += usize::from(
                task.iter().any(|form| has(form, word)) || form_of() || own.iter().any(|kin| theirs.contains(kin)),
            );
        }
    }
    met as f64 / all.max(1) as f64
}

/// Words of a clause that is a name: who made a thing, who wrote it, where it is.
const NAME: usize = 4;

/// How many of the names that a task has beside its title a record has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// There are none to have.
    Nothing,
    /// None of them.
    None,
    /// One or more.
    Some,
    /// Every one.
    All,
}

/// How many of the names that a task has beside its title a record has: a title that others may have as well is borne out by
/// them. A name is told by a telling word of it; one of common words only, by all of these.
pub fn names(mine: [&Form; 2], task: &Form) -> Names {
    let word = |key: &u64| task.spelt.binary_search_by(|word| word.key.cmp(key)).ok().map(|at| &task.spelt[at]);
    let said = |word: &Word| mine.iter().any(|form| has(form, word));
    let told = |tokens: &[u64]| {
        let words = || tokens.iter().filter_map(word);
        let mut telling = words().filter(|word| is_telling(task, word)).peekable();
        if telling.peek().is_some() { telling.any(said) } else { words().all(said) }
    };
    let names = task.clauses.iter().map(|clause| &*clause.tokens).filter(|name| name.len() <= NAME);
    let told: Vec<bool> = names.map(told).collect();
    match told.iter().filter(|told| **told).count() {
        _ if told.is_empty() => Names::Nothing,
        0 => Names::None,
        all if all == told.len() => Names::All,
        _ => Names::Some,
    }
}

/// Share of a record's pairs of neighbouring words that a task has side by side too.
fn beside(record: &Form, task: &Form) -> f64 {
    let pairs = |form: &Form| -> Vec<[u64; 2]> {
        let of = |tokens: &[u64]| -> Vec<[u64; 2]> { tokens.windows(2).map(|pair| [pair[0], pair[1]]).collect() };
        form.clauses.iter().flat_map(|clause| of(&clause.tokens)).collect()
    };
    let (mine, theirs) = (pairs(record), pairs(task));
    let met = mine.iter().filter(|pair| theirs.contains(pair)).count();
    met as f64 / mine.len().max(1) as f64
}

/// Share of neighbouring words that stand as in the task, from which the others stand in place of its own.
const IN_PLACE: f64 = 0.4;

/// Whether a record keeps the task's words in their order and places and has others besides: a near miss does, and who says a
/// thing in words of his own does not.
pub fn keeps_places(record: &Form, task: &Form) -> bool {
    in_order(record, task) && beside(record, task) >= IN_PLACE && shared(record, [task, task]) < 1.0
}

/// Whether the words that a record has of a task stand in the task's order.
fn in_order(record: &Form, task: &Form) -> bool {
    let tokens = |form: &Form| -> Vec<u64> { form.clauses.iter().flat_map(|clause| clause.tokens.clone()).collect() };
    let theirs = tokens(task);
    let mut from = 0;
    tokens(record).iter().filter(|token| theirs.contains(token)).all(|token| {
        let next = theirs[from..].iter().position(|other| other == token);
        from += next.map_or(0, |next| next + 1);
        next.is_some()
    })
}

/// Endings that make another form of a word.
const ENDINGS: [&str; 16] =
    ["", "s", "es", "ed", "d", "ing", "e", "ies", "y", "ment", "ments", "al", "ion", "ions", "ation", "ly"];

/// Whether two words are forms of one: install, installed, installation.
fn is_form_of(a: &[char], b: &[char]) -> bool {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let ends = |rest: &[char]| ENDINGS.iter().any(|ending| ending.chars().eq(rest.iter().copied()));
    start >= 4 && ends(&a[start..]) && ends(&b[start..])
}

/// Whether every telling word of a text stands in others, as it is or with a slip of the pen.
fn stands_in(text: &Form, others: &[&Form]) -> bool {
    !text.spelt.is_empty()
        && text
            .spelt
            .iter()
            .filter(|word| is_telling(text, word))
            .all(|word| others.iter().any(|other| has(other, word)))
}

fn is_telling(text: &Form, word: &Word) -> bool {
    has_digit(word) || text.rarity_of(word.key).is_none_or(|rarity| rarity >= TELLING)
}

fn has(text: &Form, word: &Word) -> bool {
    let known = text.spelt.binary_search_by(|other| other.key.cmp(&word.key)).is_ok();
    known
        || !has_digit(word)
            && text.spelt.iter().any(|other| !has_digit(other) && is_slip(&word.letters, &other.letters))
}

fn has_digit(word: &Word) -> bool {
    word.letters.iter().any(char::is_ascii_digit)
}

/// Whether each text has a number that the other lacks.
fn only_numbers_differ(a: &Form, b: &Form) -> bool {
    let lacks = |of: &Form, other: &Form| of.spelt.iter().filter(|word| has_digit(word)).any(|word| !has(other, word));
    lacks(a, b) && lacks(b, a)
}

/// Whether two texts are the same word by word but for slips of the pen, each of which makes a word that the list does not have.
pub fn same_but_for_slips(record: &Form, task: &Form) -> bool {
    // What is left out of a comparison is no slip of another word either: wihtin for within.
    let says_little = |word: &&Word| {
        let misspelt = |filler: &[char]| is_slip(&word.letters, filler);
        !record.is_listed(word.key) && Wording::built_in().latin_fillers().any(misspelt)
    };
    let mine: Vec<&Word> = in_order_of(record).into_iter().filter(|word| !says_little(word)).collect();
    let theirs = in_order_of(task);
    let slipped = |word: &Word, other: &Word| {
        !has_digit(word) && !has_digit(other) && !record.is_listed(word.key) && is_slip(&word.letters, &other.letters)
    };
    let alike = |(word, other): (&&Word, &&Word)| word.key == other.key || slipped(word, other);
    let slips = mine.iter().zip(&theirs).filter(|(word, other)| word.key != other.key).count();
    mine.len() == theirs.len() && (slips + 1) * APART <= mine.len() + 1 && mine.iter().zip(&theirs).all(alike)
}

/// Words for each one that may be misspelt.
const APART: usize = 2;

/// Whether a text says one task up to some word and another one from there on: each half has no words but its task's, and
/// those that only this task has, a figure among them; what both have may stand in either half.
pub fn told_in_halves(record: &Form, [first, second]: [&Form; 2]) -> bool {
    let telling = |word: &&Word| !Wording::built_in().kin_of(&word.letters).any(|kin| kin == IDLE);
    let words: Vec<&Word> = in_order_of(record).into_iter().filter(telling).collect();
    let own = |task: &Form, other: &Form| -> Vec<Word> {
        task.spelt.iter().filter(telling).filter(|word| !has(other, word)).cloned().collect()
    };
    let (mine, theirs) = (own(first, second), own(second, first));
    let in_half = |half: &[&Word], word: &Word| half.iter().any(|own| own.key == word.key);
    let halves = |at: usize| {
        let (left, right) = words.split_at(at);
        left.iter().all(|word| has(first, word))
            && right.iter().all(|word| has(second, word))
            && mine.iter().all(|word| in_half(left, word))
            && theirs.iter().all(|word| in_half(right, word))
    };
    let all_told =
        || [first, second].iter().all(|task| task.spelt.iter().filter(telling).all(|word| has(record, word)));
    [&mine, &theirs].iter().all(|own| own.iter().any(has_digit))
        && all_told()
        && (1..words.len()).any(halves)
        && [first, second].iter().all(|task| Guards::built_in().conflict(&record.marks, &task.marks, true).is_none())
}

/// The words of a text in their order.
fn in_order_of(text: &Form) -> Vec<&Word> {
    let tokens = text.clauses.iter().flat_map(|clause| clause.tokens.iter());
    tokens.filter_map(|key| Some(&text.spelt[text.spelt.binary_search_by(|word| word.key.cmp(key)).ok()?])).collect()
}

/// A word with every letter once where it stands twice or more in a row: assessments and asssesments are one.
fn once_each(letters: &[char]) -> Vec<char> {
    let mut once = letters.to_vec();
    once.dedup();
    once
}

/// Whether two longer words differ by how often a letter is repeated, or by one letter, or by two that changed places, or by an ending s.
fn is_slip(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 || short.len() < SPELT - 1 || long.len() < SPELT {
        return false;
    }
    if short.len() > SPELT && once_each(short) == once_each(long) {
        return true;
    }
    let start = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (rest, other) = (&short[start..], &long[start..]);
    if short.len() < long.len() {
        return *rest == other[1..];
    }
    match (rest, other) {
        ([a, b, rest @ ..], [c, d, other @ ..]) if a == d && b == c => rest == other,
        ([_, rest @ ..], [_, other @ ..]) => rest == other,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_in_other_forms_says_nothing_new() {
        let task =
            Form::new("Plant 1,500 street trees in wards where canopy cover is below 12%, and train 40 volunteers");
        for (record, says_more) in [
            ("Planting of 1,500 street trees", false),
            ("40 volunteers trained", false),
            ("Planting of 1,600 street trees", true),
            ("Plant 1,500 park trees", true),
        ] {
            let record = Form::new(record);
            assert_eq!(!says_nothing_new(&record, [&task, &Form::default()]), says_more, "{}", record.words);
        }
    }

    #[test]
    fn names_beside_a_title_are_told_or_not() {
        let task = Form::new("A puzzle with three hundred levels for the whole family, Nimble Arcade, Leeds");
        let none = Form::default();
        for (record, told) in [
            ("nimble arcade tank battle, made in leeds", Names::All),
            ("tank battle by nimble", Names::Some),
            ("tank battle", Names::None),
        ] {
            assert_eq!(names([&Form::new(record), &none], &task), told, "{record}");
        }
        assert_eq!(
            names([&none, &none], &Form::new("Drive a tank through hundreds of levels of play")),
            Names::Nothing
        );
    }

    #[test]
    fn slips_word_by_word_are_told_from_other_words() {
        for (record, task, slips) in [
            (
                "Complete 90% of care asssesments wihtin 28 days",
                "Complete 90% of care assessments within 28 days",
                true,
            ),
            ("Answer 85% of calls witihn two minues", "Answer 85% of calls within two minutes", true),
            (
                "Complete 80% of care asssesments within 28 days",
                "Complete 90% of care assessments within 28 days",
                false,
            ),
            (
                "Complete 90% of home assessments within 28 days",
                "Complete 90% of care assessments within 28 days",
                false,
            ),
            ("Complete 90% of assessments within 28 days", "Complete 90% of care assessments within 28 days", false),
            (
                "Within 28 days complete 90% of care assessments",
                "Complete 90% of care assessments within 28 days",
                false,
            ),
        ] {
            assert_eq!(same_but_for_slips(&Form::new(record), &Form::new(task)), slips, "{record}");
        }
    }

    #[test]
    fn two_tasks_are_told_one_after_the_other() {
        let rent = Form::new("Complete 420 new affordable homes for rent");
        let shared = Form::new("Complete 160 new shared ownership homes");
        for (record, both) in [
            ("Complete 420 new affordable homes for rent and 160 shared ownership homes", true),
            ("Complete 160 new affordable homes for rent and 420 shared ownership homes", false),
            ("Complete 420 new affordable homes for rent and 160 student homes", false),
            ("Complete 420 new affordable homes for sale and 160 shared ownership homes", false),
            ("Complete 420 new affordable homes for rent and 170 shared ownership homes", false),
            ("Complete 420 new affordable homes for rent", false),
        ] {
            let record = Form::new(record);
            let told = [[&rent, &shared], [&shared, &rent]].into_iter().any(|pair| told_in_halves(&record, pair));
            assert_eq!(told, both, "{}", record.words);
        }
    }

    #[test]
    fn words_that_only_one_side_has_tell_two_things_apart() {
        let form = |text: &str| Form::new(text);
        for (a, b, same) in [
            ("photo studio 8 deluxe", "photo studio 8 deluxe", true),
            ("photo studio 8 deluxe", "photo studio 9 deluxe", false),
            ("photo studio deluxe upgrade", "photo studio deluxe", false),
            ("Primary school palces for Septmeber", "Primary school places for September", true),
            ("school places south", "school places north", false),
            ("open nine family hubs", "open five family hubs", false),
            ("20 mph limits on all roads", "no 20 mph limits on all roads", false),
            ("replace 140 lamp columns", "replace 140 lamp collumns", true),
        ] {
            let (a, b) = (form(a), form(b));
            assert_eq!(agree([&a, &a], [&b, &b]), same, "{} / {}", a.words, b.words);
        }
    }
}
