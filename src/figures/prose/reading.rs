//! An English sentence as its finders read it: words and marks between figures, and what they say of each figure.

use std::ops::Range;

use super::vocabulary::{Cue, ENGLISH, Meaning};
use crate::figures::{document::Document, figure::Figure, folded::Folded, units::Class};

/// Figures of one sentence at most; a longer one is a table.
pub const MOST_FIGURES: usize = 40;
/// Words before a bracket that tell of what time its figure is.
const ASIDE: usize = 7;
/// Words before a full stop that is none.
const SHORT_FORMS: [&str; 14] =
    ["i.e", "e.g", "approx", "no", "vs", "cf", "incl", "est", "mr", "mrs", "dr", "st", "c", "resp"];

/// The direction of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It rose.
    Up,
    /// It fell.
    Down,
    /// The words do not say which.
    Either,
}

/// A word, a mark or a figure.
#[derive(Debug)]
pub struct Token {
    /// One past its last character.
    end: usize,
    /// In small letters; empty for a figure.
    pub word: String,
    /// Its place among the figures of the narrative.
    pub figure: Option<usize>,
}

/// A figure of the sentence.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    /// Its place among the figures of the narrative.
    pub at: usize,
    /// Its place among the tokens.
    pub token: usize,
    /// Brackets around it, and which.
    pub depth: usize,
    /// The token that opened the innermost bracket.
    pub open: Option<usize>,
    /// The clause it stands in.
    pub clause: usize,
    /// It is a change.
    pub turn: Option<Turn>,
    /// It is said to be of an earlier time, or what another is measured against.
    pub earlier: bool,
    /// It is not exact.
    pub hedged: bool,
}

/// A phrase of the vocabulary in the sentence.
struct Hit {
    start: usize,
    end: usize,
    meaning: &'static Meaning,
}

/// One sentence.
pub struct Sentence<'d, 't> {
    /// The narrative.
    pub document: &'d Document<'t>,
    /// Words, marks and figures.
    pub tokens: Vec<Token>,
    hits: Vec<Hit>,
    /// The figures.
    pub items: Vec<Item>,
}

/// The sentences of a narrative that hold figures.
pub fn sentences<'d, 't>(document: &'d Document<'t>) -> Vec<Sentence<'d, 't>> {
    let mut all = Vec::new();
    let mut current = Vec::new();
    for token in tokens(document) {
        let stop = token.word == "\n" || token.word == ".";
        if stop {
            all.push(std::mem::take(&mut current));
        } else {
            current.push(token);
        }
    }
    all.push(current);
    all.retain(|tokens: &Vec<Token>| tokens.iter().any(|token| token.figure.is_some()));
    all.into_iter().map(|tokens| Sentence::new(document, tokens)).collect()
}

fn tokens(document: &Document<'_>) -> Vec<Token> {
    let text = document.text;
    let mut figures = document.figures.iter().enumerate().peekable();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.chars.len() {
        if let Some((index, figure)) = figures.next_if(|(_, figure)| figure.start <= at) {
            tokens.push(Token { end: figure.end, word: String::new(), figure: Some(index) });
            at = figure.end.max(at + 1);
            continue;
        }
        let next = figures.peek().map_or(text.chars.len(), |(_, figure)| figure.start);
        let end = word_end(text, at, next);
        if end > at {
            let word = text.chars[at..end].iter().map(char::to_ascii_lowercase).collect();
            tokens.push(Token { end, word, figure: None });
            at = end;
            continue;
        }
        if let Some(word) = mark(text, at, tokens.last()) {
            tokens.push(Token { end: at + 1, word, figure: None });
        }
        at += 1;
    }
    tokens
}

/// One past the word at `start`, up to `most`: letters and digits, with marks inside.
fn word_end(text: &Folded<'_>, start: usize, most: usize) -> usize {
    let mut end = start;
    while end < most
        && (text.at(end).is_alphanumeric()
            || end > start
                && matches!(text.at(end), '-' | '\'' | '’' | '.' | '/')
                && end + 1 < most
                && text.at(end + 1).is_alphanumeric())
    {
        end += 1;
    }
    end
}

/// A mark that means something; a full stop ends the sentence.
fn mark(text: &Folded<'_>, at: usize, last: Option<&Token>) -> Option<String> {
    let c = text.at(at);
    match c {
        ',' | ';' | ':' | '(' | ')' | '\n' | '=' | '+' | '&' => Some(c.to_string()),
        '!' | '?' => Some(".".into()),
        '-' if text.at(at + 1) == ' ' => Some(",".into()),
        '.' => {
            let short = last.is_some_and(|token| token.end == at && SHORT_FORMS.contains(&token.word.as_str()));
            let next = (at + 1..at + 4).map(|i| text.at(i)).find(|c| !matches!(c, ' ' | '"' | '\''));
            let opens = next.is_none_or(|c| !c.is_ascii_lowercase());
            (!short && opens && !text.at(at + 1).is_alphanumeric()).then(|| ".".into())
        }
        _ => None,
    }
}

impl<'d, 't> Sentence<'d, 't> {
    fn new(document: &'d Document<'t>, tokens: Vec<Token>) -> Self {
        let hits = hits(&tokens);
        let mut sentence = Self { document, tokens, hits, items: Vec::new() };
        sentence.place();
        // A table is read by no finder of sentences: its words are not asked again and again.
        if sentence.items.len() > MOST_FIGURES {
            return sentence;
        }
        for index in 0..sentence.items.len() {
            sentence.items[index].hedged = sentence.is_hedged(index);
            sentence.items[index].turn = sentence.turn(index);
        }
        for index in 0..sentence.items.len() {
            sentence.inherit(index);
            sentence.items[index].earlier = sentence.is_earlier(index);
        }
        sentence
    }

    fn place(&mut self) {
        let mut open: Vec<usize> = Vec::new();
        let mut clause = 0;
        for (at, token) in self.tokens.iter().enumerate() {
            match token.word.as_str() {
                "(" => open.push(at),
                ")" => drop(open.pop()),
                ";" => clause += 1,
                word if ENGLISH.says(word, Cue::Clause) => clause += 1,
                _ => {}
            }
            if let Some(figure) = token.figure {
                let (depth, open) = (open.len(), open.last().copied());
                let item =
                    Item { at: figure, token: at, depth, open, clause, turn: None, earlier: false, hedged: false };
                self.items.push(item);
            }
        }
    }

    /// The figure of an item.
    pub fn figure(&self, index: usize) -> &'d Figure<'t> {
        &self.document.figures[self.items[index].at]
    }

    /// Some 1,470 is as exact as it is printed.
    fn is_hedged(&self, index: usize) -> bool {
        let figure = self.figure(index);
        let some = self.lead(index).next_back().is_some_and(|at| self.tokens[at].word == "some");
        let precise = some && figure.digits() >= 3 && figure.value.normalize().mantissa() % 100 != 0 && {
            let hundred = rust_decimal::Decimal::ONE_HUNDRED;
            figure.value.checked_rem(hundred).is_some_and(|rest| !rest.is_zero())
        };
        let precise = precise || some && figure.class == Class::Percent;
        figure.hedged && !precise && !self.hedged_by_claim(index) || self.is_age(index)
    }

    /// Aged 16 to 64, children under 5: the limit of a class.
    fn is_age(&self, index: usize) -> bool {
        let words = |index: usize| self.words(self.close_lead(index));
        let named = |words: &str| {
            words.split(' ').rev().take(3).any(|word| matches!(word, "aged" | "age" | "ages" | "over-" | "under-"))
        };
        let joined = matches!(words(index).as_str(), "to" | "and" | "or");
        let behind = self.words(self.close_tail(index));
        let limit = ["and over", "or over", "and under", "or under", "and above", "or more", "year-olds"];
        named(&words(index))
            || joined && index > 0 && named(&words(index - 1))
            || limit.iter().any(|limit| behind.starts_with(limit))
    }

    /// Above, over, exceeding: right before the figure of a target they hedge nothing.
    fn hedged_by_claim(&self, index: usize) -> bool {
        let lead = self.lead(index);
        let near = lead.end.saturating_sub(2).max(lead.start)..lead.end;
        (self.has(near.clone(), Cue::ClaimAbove) || self.has(near, Cue::ClaimBelow))
            && self.has(self.tail(index), Cue::Target)
    }

    /// The tokens between the figure before and this one.
    pub fn lead(&self, index: usize) -> Range<usize> {
        let from = index.checked_sub(1).map_or(0, |previous| self.items[previous].token + 1);
        from..self.items[index].token
    }

    /// As [`Self::lead`], for a figure that may not be there.
    pub fn lead_of(&self, index: usize) -> Option<Range<usize>> {
        self.items.get(index).map(|_| self.lead(index))
    }

    /// The tokens between this figure and the next.
    pub fn tail(&self, index: usize) -> Range<usize> {
        let to = self.items.get(index + 1).map_or(self.tokens.len(), |next| next.token);
        self.items[index].token + 1..to
    }

    /// Of the tokens before a figure those behind the last break.
    pub fn close_lead(&self, index: usize) -> Range<usize> {
        let lead = self.lead(index);
        let from = lead.clone().rev().find(|at| self.is_break(*at)).map_or(lead.start, |at| at + 1);
        from..lead.end
    }

    /// Of the tokens behind a figure those before the first break.
    pub fn close_tail(&self, index: usize) -> Range<usize> {
        let tail = self.tail(index);
        let to = tail.clone().find(|at| self.is_break(*at)).unwrap_or(tail.end);
        tail.start..to
    }

    fn is_break(&self, at: usize) -> bool {
        matches!(self.tokens[at].word.as_str(), "," | ";" | ":" | "(" | ")")
    }

    /// Whether a mark or word stands in a range.
    pub fn holds(&self, range: Range<usize>, word: &str) -> bool {
        self.tokens[range].iter().any(|token| token.word == word)
    }

    /// The words of a range, with a blank between.
    pub fn words(&self, range: Range<usize>) -> String {
        let words: Vec<&str> = self.tokens[range].iter().map(|token| token.word.as_str()).collect();
        words.join(" ")
    }

    /// Whether a phrase wholly in the range says so.
    pub fn has(&self, range: Range<usize>, cue: Cue) -> bool {
        self.hits.iter().any(|hit| hit.start >= range.start && hit.end <= range.end && hit.meaning.has(cue))
    }

    /// Whether the range ends with a phrase that says so, small words aside.
    pub fn ends(&self, range: Range<usize>, cue: Cue) -> bool {
        let mut end = range.end;
        loop {
            if self.hits.iter().any(|hit| hit.end == end && hit.start >= range.start && hit.meaning.has(cue)) {
                return true;
            }
            if end <= range.start || !ENGLISH.says(&self.tokens[end - 1].word, Cue::Filler) {
                return false;
            }
            end -= 1;
        }
    }

    /// Whether the range starts with a phrase that says so.
    pub fn starts(&self, range: Range<usize>, cue: Cue) -> bool {
        self.hits.iter().any(|hit| hit.start == range.start && hit.end <= range.end && hit.meaning.has(cue))
    }

    /// Which member of an exclusive set the words of a range name.
    pub fn member(&self, range: Range<usize>, set: usize) -> Option<usize> {
        let within = self.hits.iter().filter(|hit| hit.start >= range.start && hit.end <= range.end);
        let named = within.filter_map(|hit| {
            let member = hit.meaning.members.iter().find(|(known, _)| *known == set)?.1;
            Some((hit.end - hit.start, std::cmp::Reverse(hit.start), member))
        });
        named.max().map(|(_, _, member)| member)
    }

    /// Whether a figure is a time: four hours, 20 working days.
    pub fn is_time(&self, index: usize) -> bool {
        let times = ["minute", "hour", "day", "week", "month", "year", "second"];
        let is_time = |word: &str| times.contains(&word.strip_suffix('s').unwrap_or(word));
        let tail = self.close_tail(index);
        let near = tail.start..tail.end.min(tail.start + 2);
        let unit = super::say::unit(self.figure(index));
        let each = self.tokens[near.clone()].first().is_some_and(|token| {
            matches!(token.word.as_str(), "a" | "an" | "per" | "last" | "this" | "in" | "on" | "the")
        });
        is_time(unit) || unit.is_empty() && !each && self.tokens[near].iter().any(|token| is_time(&token.word))
    }

    /// Where the clause of an item begins.
    pub fn clause_start(&self, index: usize) -> usize {
        let starts = |at: &usize| self.tokens[*at].word == ";" || ENGLISH.says(&self.tokens[*at].word, Cue::Clause);
        (0..self.items[index].token).rev().find(starts).map_or(0, |at| at + 1)
    }

    /// Compared with 58, than the 58 of last year, 58 a year earlier, (2022: 58).
    fn is_earlier(&self, index: usize) -> bool {
        let item = &self.items[index];
        if item.turn.is_some() {
            return false;
        }
        let lead = self.close_lead(index);
        let near = lead.end.saturating_sub(6).max(lead.start)..lead.end;
        // It fell from 9 to 8: a comparator has no other figure's "to" behind it.
        let last = near.clone().rev().find(|at| self.says_comparator(*at, near.end));
        let to = last.is_some_and(|at| {
            self.holds(at..near.end, "to") && !matches!(self.tokens[at].word.as_str(), "compared" | "in")
        });
        let plain = last.is_some_and(|at| {
            let phrase = self.hits.iter().filter(|hit| hit.start == at && hit.meaning.has(Cue::Comparator));
            let behind = phrase.map(|hit| hit.end).max().unwrap_or(at + 1).min(near.end);
            (behind..near.end).all(|at| {
                let word = self.tokens[at].word.as_str();
                ENGLISH.says(word, Cue::Filler) || ENGLISH.says(word, Cue::Compared) || ENGLISH.says(word, Cue::Target)
            })
        });
        let compared = last.is_some() && !to && plain;
        let tail = self.close_tail(index);
        let past = tail.start..tail.end.min(tail.start + 7);
        // Up 10.1% or 37.9 thousand on a year earlier: by how much it differs from that, and not what it was.
        let behind = self.has(past.clone(), Cue::Past) && !self.holds(past, "on");
        let bracket = self.lead(index);
        let year = bracket.len() >= 3
            && self.tokens[bracket.end - 1].word == ":"
            && item.open.is_some_and(|open| open >= bracket.start && !self.has(open + 1..bracket.end, Cue::Target));
        compared || behind || year || self.is_aside(index)
    }

    /// Above the previous year (89.1%), fewer than in 2021 (3,174): alone in the bracket behind the time that is compared with.
    fn is_aside(&self, index: usize) -> bool {
        let item = &self.items[index];
        let Some(open) = item.open.filter(|open| open + 1 == item.token && *open > 0) else { return false };
        let closes = self.tokens.get(item.token + 1).is_some_and(|token| token.word == ")");
        let near = open.saturating_sub(ASIDE)..open;
        let compared = near.clone().any(|at| self.says_comparator(at, open));
        let past =
            self.hits.iter().any(|hit| hit.end == open && near.contains(&hit.start) && hit.meaning.has(Cue::Past));
        let word = self.tokens[open - 1].word.as_str();
        let year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        closes && compared && (past || year)
    }

    /// Whether nothing but "to" stands between an item and what is before it: from 36 to 84.
    pub fn is_arrived_at(&self, index: usize) -> bool {
        index > 0 && index < self.items.len() && self.words(self.lead(index)) == "to"
    }

    fn says_comparator(&self, at: usize, end: usize) -> bool {
        self.hits.iter().any(|hit| hit.start == at && hit.end <= end && hit.meaning.has(Cue::Comparator))
    }
}

fn hits(tokens: &[Token]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (start, token) in tokens.iter().enumerate() {
        for (words, meaning) in ENGLISH.starting(&token.word) {
            let end = start + words.len();
            let same = tokens.get(start..end).is_some_and(|found| found.iter().zip(words).all(|(a, b)| a.word == *b));
            if same {
                hits.push(Hit { start, end, meaning });
            }
        }
    }
    hits
}
