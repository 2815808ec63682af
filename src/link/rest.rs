//! What is left over on either side of two texts laid side by side, and which of it only stands elsewhere on the other.

use super::{
    difference::Difference,
    form::{Clause, Token},
};

/// Weight of a word that may stand before or behind its object (改造老旧小区, 老旧小区改造).
pub const MOVED_VERB: f64 = 2.1;
/// Weight of one character, with some that say little.
const ONE: f64 = 1.3;

/// Left-over tokens, and whether they are a whole clause.
pub struct Rest<'a> {
    /// The tokens.
    pub tokens: &'a [Token],
    /// Where they begin in their clause.
    pub from: usize,
    /// What they weigh.
    pub weight: f64,
    /// Whether they are a whole clause.
    pub whole: bool,
    /// Whether others stand in their place.
    pub replaced: bool,
    /// The clause of the record whose pair it comes from.
    pub pair: Option<usize>,
}

/// Adds what is left over to the whole clauses or to what stands inside clauses.
pub fn add(rest: &Rest<'_>, clauses: &mut f64, inside: &mut f64) {
    if rest.replaced {
        return;
    }
    *(if rest.whole { clauses } else { inside }) += rest.weight;
}

/// A whole clause that is left over.
pub fn whole(clause: &Clause) -> Rest<'_> {
    Rest { tokens: &clause.tokens, from: 0, weight: clause.weight, whole: true, replaced: false, pair: None }
}

/// Whether a token is a Chinese character, and not the hash of a word in other letters.
const fn is_han(token: Token) -> bool {
    token >> 63 == 0
}

/// Weight of the tokens that one clause lost in one place and its partner in another. A verb that only stands elsewhere is
/// no longer weighed where it is missing.
pub fn met_elsewhere(ours: &mut [Rest<'_>], others: &mut [Rest<'_>], [own, other]: [&Clause; 2]) -> f64 {
    if ours.is_empty() || others.is_empty() {
        return 0.0;
    }
    let place = |rests: &[Rest<'_>]| -> Vec<(Token, usize)> {
        rests.iter().enumerate().flat_map(|(at, rest)| rest.tokens.iter().map(move |token| (*token, at))).collect()
    };
    let mut left = place(others);
    let mut met = Vec::new();
    for (token, at) in place(ours) {
        if let Some(found) = left.iter().position(|(other, _)| *other == token) {
            met.push((token, at, left.swap_remove(found).1));
        }
    }
    let weigh = |clause: &Clause, token: Token| -> f64 {
        let at = clause.tokens.iter().position(|other| *other == token);
        at.map_or(0.0, |at| f64::from(clause.weights[at]))
    };
    let weight: f64 = met.iter().map(|(token, ..)| weigh(own, *token)).sum();
    // A verb leaves one end of its clause for the other; words that left several places have taken one another's.
    let Some((_, from, into)) = met.first().copied() else { return 0.0 };
    let together = met.iter().all(|(_, at, to)| (*at, *to) == (from, into));
    let [mine, theirs] = [ends(&ours[from], own), ends(&others[into], other)];
    let flipped = mine.0 && theirs.1 || mine.1 && theirs.0;
    if !together || weight > ONE && !flipped {
        return weight + MOVED_VERB;
    }
    if weight <= MOVED_VERB && met.iter().all(|(token, ..)| is_han(*token)) {
        for (token, at, to) in met {
            ours[at].weight = (ours[at].weight - weigh(own, token)).max(0.0);
            others[to].weight = (others[to].weight - weigh(other, token)).max(0.0);
        }
    }
    weight
}

/// Whether what is left over stands at the beginning of its clause, and whether at the end or before its quantity.
fn ends(rest: &Rest<'_>, clause: &Clause) -> (bool, bool) {
    let light = |range: std::ops::Range<usize>| clause.weights[range].iter().all(|weight| *weight < 1.0);
    let (from, to) = (rest.from, rest.from + rest.tokens.len());
    let quantity = clause.tokens.get(to).is_some_and(|token| !is_han(*token));
    (light(0..from), quantity || light(to..clause.tokens.len()))
}

/// What one side lost in one place and the other in another was only moved: whole clauses freely, words inside clauses
/// not, because there the order carries the meaning.
pub fn cancel_moved(difference: &mut Difference, ours: &mut [Rest<'_>], others: &mut [Rest<'_>]) {
    for rest in ours.iter_mut() {
        if !is_sizeable(rest) {
            continue;
        }
        let found = others.iter_mut().find(|other| {
            is_sizeable(other) && (contains(other.tokens, rest.tokens) || contains(rest.tokens, other.tokens))
        });
        let Some(other) = found else { continue };
        let common = rest.weight.min(other.weight);
        difference.brought |= !(rest.whole && other.whole);
        if rest.replaced && other.whole || rest.whole && other.replaced {
            // What gave way in one place stands in another: who does what to whom may have changed.
            difference.swapped += common;
        } else if rest.whole || other.whole {
            difference.matched += common;
        } else if rest.pair != other.pair {
            difference.swapped += common;
        }
        let shorter = rest.tokens.len().min(other.tokens.len());
        rest.weight -= common;
        other.weight -= common;
        rest.tokens = &rest.tokens[..rest.tokens.len() - shorter];
        other.tokens = &other.tokens[..other.tokens.len() - shorter];
    }
}

/// Two characters, or a word in other letters.
fn is_sizeable(rest: &Rest<'_>) -> bool {
    rest.tokens.len() >= 2 || rest.tokens.iter().any(|token| !is_han(*token))
}

fn contains(long: &[Token], short: &[Token]) -> bool {
    !short.is_empty() && long.windows(short.len()).any(|run| run == short)
}
