//! Shares in English that bind their figures by a name: of 41,286 practitioners 29,714 are nurses and …; nurses accounted for 72.0% of the
//! register. 9,126 responded; 684, or 7.5% of responses, came by proxy.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    rate::{again, is_amount},
    reading::{self, Sentence},
    say,
};
use crate::{
    figures::{
        document::Document,
        figure::Figure,
        relations::{Found, arithmetic, settled},
        units::Class,
    },
    model::{RelationKind, Verdict},
};

/// Lists that add up which are looked at, the last first.
const LISTS: usize = 12;
/// Letters in which two forms of a word agree at least: responses, responded.
const STEM: usize = 5;
/// Words between a member of a list and the bracket of its share at most.
const BRACKETED: usize = 12;

/// What a share is said to be, right before it, behind the name of its part.
const SHARES: [&str; 14] = [
    "accounted for",
    "account for",
    "accounting for",
    "accounts for",
    "made up",
    "make up",
    "makes up",
    "making up",
    "represented",
    "represent",
    "comprised",
    "constituted",
    "contributed",
    "formed",
];

/// Words behind a share that name no whole of their own.
const ALL: [&str; 5] = ["of the total", "of all", "of the whole", "of them", "of these"];

/// Words before the name of a rate that is of all.
const PLAIN: [&str; 7] = ["the", "a", "an", "its", "our", "their", "overall"];

/// The lists that add up: their figures, the total last, in the order of the totals.
struct Lists {
    sums: Vec<Vec<usize>>,
    /// For every member the totals of its lists.
    totals: BTreeMap<usize, BTreeSet<usize>>,
}

impl Lists {
    fn of<'f>(found: impl Iterator<Item = &'f Found>) -> Self {
        let adds =
            |f: &&Found| f.kind == RelationKind::Sum && f.verdict == Verdict::Consistent && f.operands.len() >= 3;
        let mut sums: Vec<Vec<usize>> = found.filter(adds).map(|f| f.operands.clone()).collect();
        sums.sort_by_key(|sum| sum.last().copied());
        let mut totals: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (total, members) in sums.iter().filter_map(|sum| sum.split_last()) {
            for member in members {
                totals.entry(*member).or_default().insert(*total);
            }
        }
        Self { sums, totals }
    }

    /// Those whose total stands before a figure, the nearest first: each total and its members.
    fn before(&self, at: usize) -> impl Iterator<Item = (&usize, &[usize])> {
        let end = self.sums.partition_point(|sum| sum.last() < Some(&at));
        self.sums[..end].iter().rev().take(LISTS).filter_map(|sum| sum.split_last())
    }
}

/// Finds them; `found` and what `told` holds so far prove the lists.
pub fn find(sentences: &[Sentence<'_, '_>], found: &[Found], told: &mut Vec<Found>) {
    let lists = Lists::of(found.iter().chain(told.iter()));
    let rates = found.iter().chain(told.iter()).filter(|f| f.kind == RelationKind::Rate);
    let known: BTreeSet<usize> = rates.filter_map(|f| f.operands.last().copied()).collect();
    for (place, sentence) in sentences.iter().enumerate() {
        if sentence.items.len() > reading::MOST_FIGURES {
            continue;
        }
        let before = place.checked_sub(1).and_then(|previous| sentences.get(previous));
        for rate in (0..sentence.items.len()).filter(|rate| is_rate(sentence, *rate)) {
            if known.contains(&sentence.items[rate].at) {
                continue;
            }
            let relation = of_member(sentence, rate, &lists)
                .or_else(|| of_own_bracket(sentence, rate, &lists))
                .or_else(|| respectively(sentence, rate, &lists))
                .or_else(|| of_deed(sentence, rate, &lists))
                .or_else(|| of_noun(sentence, before, rate));
            told.extend(relation);
        }
    }
}

fn is_rate(sentence: &Sentence<'_, '_>, index: usize) -> bool {
    let item = &sentence.items[index];
    sentence.figure(index).class == Class::Percent && item.turn.is_none() && !item.hedged && !item.earlier
}

/// The rate of two figures; a broken one is a question.
fn relation(document: &Document<'_>, part: usize, whole: usize, rate: usize) -> Option<Found> {
    arithmetic::rate(document, part, whole, rate).map(Found::or_question)
}

/// Nurses accounted for 72.0% of the register: the only member of a list that adds up which is called so, of its total.
fn of_member(sentence: &Sentence<'_, '_>, rate: usize, lists: &Lists) -> Option<Found> {
    let words = sentence.words(sentence.close_lead(rate));
    let subject = SHARES.iter().find_map(|verb| words.strip_suffix(verb))?.trim_end();
    let document = sentence.document;
    let behind = sentence.words(sentence.close_tail(rate));
    let at = sentence.items[rate].at;
    lists.before(at).find_map(|(total, members)| {
        let near = document.figures[*total].line == document.figures[at].line && *total < at;
        let whole = &document.figures[*total];
        let of_all = ALL.contains(&behind.as_str()) || names(whole, &behind);
        // Social rent homes of 684 for social rent and 145 for intermediate rent, 829 homes: what all are called names none.
        let names = subject.split(' ').filter(|word| word.len() >= STEM - 1 && !bears(whole, word));
        let names: Vec<&str> = names.collect();
        let borne = |i: &usize| names.iter().filter(|name| bears(&document.figures[*i], name)).count();
        let most = members.iter().map(borne).max().filter(|most| *most > 0)?;
        let mut called = members.iter().filter(|i| borne(i) == most);
        let part = called.next().filter(|_| called.next().is_none() && near && (of_all || behind.is_empty()))?;
        // Vans accounted for 51.2%: of what, the words do not say.
        let found = relation(document, *part, *total, at)?;
        (of_all || settled(found.verdict) || found.is_by_slip(&document.figures[at])).then_some(found)
    })
}

/// 742 complaints: 318 were upheld in whole or in part (43%), …: a share alone in the bracket behind a member of a list that adds up, of its total.
fn of_own_bracket(sentence: &Sentence<'_, '_>, rate: usize, lists: &Lists) -> Option<Found> {
    let part = rate.checked_sub(1).filter(|part| is_amount(sentence, *part))?;
    let words = sentence.words(sentence.lead(rate));
    let plain = words.ends_with('(') && !words.contains([',', ';', ':', ')']) && words.split(' ').count() <= BRACKETED;
    let alone = sentence.words(sentence.tail(rate)).starts_with(')');
    let at = sentence.items[part].at;
    let mut totals = lists.totals.get(&at)?.iter();
    let total = *totals.next().filter(|_| totals.next().is_none())?;
    // 640 houses (12%), 402 flats (8%) stand empty: what a bracket tells is a share of all only where another one is.
    let document = sentence.document;
    let beside = |other: usize| {
        let share = sentence.items.get(other + 1).filter(|_| sentence.figure(other + 1).class == Class::Percent)?;
        let of = lists.totals.get(&sentence.items[other].at)?.contains(&total);
        arithmetic::rate(document, sentence.items[other].at, total, share.at)
            .filter(|found| of && settled(found.verdict))
    };
    let proven = (0..sentence.items.len()).any(|other| other != part && beside(other).is_some());
    (plain && alone && proven).then(|| relation(document, at, total, sentence.items[rate].at))?
}

/// Domestic taxes of 71.48 and customs taxes of 14.73, which represent 82.9% and 17.1% of the total respectively: shares of the members of a list that
/// adds up, in their order.
fn respectively(sentence: &Sentence<'_, '_>, rate: usize, lists: &Lists) -> Option<Found> {
    let percent = |index: usize| sentence.figure(index).class == Class::Percent;
    let joined = |index: usize| matches!(sentence.words(sentence.lead(index)).as_str(), "," | "and" | ", and");
    let first = (0..=rate).rev().find(|index| !(percent(*index) && joined(*index)))?;
    let last =
        (rate..sentence.items.len()).take_while(|index| *index == rate || percent(*index) && joined(*index)).last()?;
    let behind = sentence.words(sentence.close_tail(last));
    // Which rose 3.4% and 12.6% respectively: rates of something else.
    let lead = sentence.words(sentence.close_lead(first));
    let shares = SHARES.iter().any(|verb| lead.ends_with(verb)) || lead.ends_with("representing");
    let of_all = behind.strip_suffix("respectively").is_some_and(|of| ALL.contains(&of.trim_end()));
    if !percent(first) || !(of_all || behind == "respectively" && shares) {
        return None;
    }
    lists.before(sentence.items[first].at).find_map(|(total, members)| {
        let beside = members.iter().max() == first.checked_sub(1).map(|before| sentence.items[before].at).as_ref();
        let part = members.get(rate - first).filter(|_| members.len() == last - first + 1 && beside)?;
        relation(sentence.document, *part, *total, sentence.items[rate].at)
    })
}

/// 1,284 applications, of which 1,097 were approved and 187 refused, an approval rate of 85.4%: the only member of a list that adds up whose verb the rate
/// is named after, of its total.
fn of_deed(sentence: &Sentence<'_, '_>, rate: usize, lists: &Lists) -> Option<Found> {
    let words = sentence.words(sentence.close_lead(rate));
    let words = words.trim_end_matches(" therefore").trim_end_matches(" thus").trim_end_matches(" only");
    let name = [" rate of", " rate was", " rate is"].iter().find_map(|end| words.strip_suffix(end))?;
    // A resolution rate of 62% within 20 days: of some of them.
    let behind = sentence.words(sentence.close_tail(rate));
    let narrower = ["within", "among", "for", "of", "at", "on"].contains(&behind.split(' ').next().unwrap_or_default());
    let mut named = name.rsplit(' ');
    let stem = named.next().filter(|_| !narrower)?.get(..STEM)?;
    // The national approval rate, a same-day completion rate: of others, or of a part.
    if named.next().is_some_and(|before| !PLAIN.contains(&before)) {
        return None;
    }
    let document = sentence.document;
    let at = sentence.items[rate].at;
    let done = |i: &&usize| {
        let tail = own_tail(&document.figures[**i]).to_ascii_lowercase();
        tail.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.starts_with(stem))
    };
    lists.before(at).find_map(|(total, members)| {
        let (whole, said) = (&document.figures[*total], &document.figures[at]);
        let near = whole.line == said.line && whole.sentence <= said.sentence && said.sentence <= whole.sentence + 1;
        let near = near && *total < at;
        let mut called = members.iter().filter(done);
        let part = called.next().filter(|_| called.next().is_none() && near)?;
        relation(document, *part, *total, at)
    })
}

/// Whether the words right behind a figure, or before it, hold a word.
fn bears(figure: &Figure<'_>, word: &str) -> bool {
    let is = |other: &str| other.eq_ignore_ascii_case(word);
    let words = |text: &str| text.split(|c: char| !c.is_ascii_alphabetic()).any(is);
    words(own_tail(figure)) || words(figure.shown_unit) || figure.tail.trim().is_empty() && words(figure.label)
}

/// The words behind a figure in its own sentence.
fn own_tail<'t>(figure: &Figure<'t>) -> &'t str {
    figure.tail.split(". ").next().unwrap_or_default()
}

/// Of the register, where the register listed 41,286: the last word of the whole that a share names stands beside the total.
fn names(whole: &Figure<'_>, behind: &str) -> bool {
    let named = ["of the ", "of all ", "of "].iter().find_map(|of| behind.strip_prefix(of));
    let last = named.and_then(|named| named.split(' ').next_back());
    let Some(stem) = last.and_then(|last| last.get(..STEM)) else { return false };
    let near = |text: &str| {
        let words = text.split(|c: char| !c.is_ascii_alphabetic());
        words.map(str::to_ascii_lowercase).any(|word| word.starts_with(stem))
    };
    near(own_tail(whole)) || near(whole.label) || near(whole.shown_unit)
}

/// 684, or 7.5% of responses: what was counted right before the share, of the only figure whose verb or noun the words behind name.
fn of_noun(sentence: &Sentence<'_, '_>, before: Option<&Sentence<'_, '_>>, rate: usize) -> Option<Found> {
    let part = rate.checked_sub(1).filter(|part| is_amount(sentence, *part))?;
    if !again(&sentence.words(sentence.lead(rate))) {
        return None;
    }
    let behind = sentence.words(sentence.close_tail(rate));
    let named = behind.strip_prefix("of ")?;
    let named =
        ["all the ", "all ", "the ", "those "].iter().find_map(|small| named.strip_prefix(small)).unwrap_or(named);
    let stem = named.split(' ').next().filter(|_| !named.contains(' '))?.get(..STEM)?;
    let document = sentence.document;
    let called = |sentence: &Sentence<'_, '_>, index: usize| {
        let words = sentence.words(sentence.close_tail(index));
        words.split(' ').take(2).any(|word| word.starts_with(stem))
    };
    let own = (0..part).filter(|index| is_amount(sentence, *index) && called(sentence, *index));
    let mut wholes: Vec<usize> = own.map(|index| sentence.items[index].at).collect();
    if let Some(before) = before {
        let earlier = (0..before.items.len()).filter(|index| is_amount(before, *index) && called(before, *index));
        wholes.extend(earlier.map(|index| before.items[index].at));
    }
    let [whole] = wholes[..] else { return None };
    let (n, d) = (sentence.figure(part), &document.figures[whole]);
    let fits = say::alike(n, d) && n.base() <= d.base();
    fits.then(|| relation(document, sentence.items[part].at, whole, sentence.items[rate].at))?
}
