//! Whether a figure of an English sentence is a change, and which way: the verb before it, the comparison behind it, the
//! change that it says again in percent.

use std::ops::Range;

use super::{
    reading::{Sentence, Turn},
    vocabulary::{Cue, ENGLISH},
};
use crate::figures::units::Class;

impl Sentence<'_, '_> {
    /// Whether it is a change, and which way.
    pub(super) fn turn(&self, index: usize) -> Option<Turn> {
        let figure = self.figure(index);
        if figure.value.is_sign_negative() {
            return Some(Turn::Down);
        }
        let lead = self.close_lead(index);
        if lead.end > lead.start && self.tokens[lead.end - 1].word == "+" && figure.class == Class::Percent {
            return Some(Turn::Up);
        }
        if self.made_up(lead.clone()) {
            return None;
        }
        let before = [(Cue::UpBefore, Turn::Up), (Cue::DownBefore, Turn::Down), (Cue::EitherBefore, Turn::Either)];
        if let Some((_, turn)) = before.iter().find(|(cue, _)| self.ends(lead.clone(), *cue)) {
            let by = *turn == Turn::Either && lead.end > lead.start && self.ends_with_by(lead.clone());
            return if by { self.by(index) } else { Some(*turn) };
        }
        if let Some(turn) = self.change_in(lead) {
            return Some(turn);
        }
        let turn = self.turn_behind(index).or((figure.class == Class::Points).then_some(Turn::Either));
        turn.filter(|_| !self.is_measured(index))
    }

    /// Made up 44%, set up 12 centres, followed up 230 cases: no rise; turned down 97, shut down 12: no fall.
    fn made_up(&self, lead: Range<usize>) -> bool {
        const UP: [&str; 28] = [
            "made",
            "make",
            "makes",
            "making",
            "set",
            "sets",
            "setting",
            "taken",
            "took",
            "signed",
            "picked",
            "ended",
            "opened",
            "backed",
            "follow",
            "followed",
            "following",
            "drew",
            "drawn",
            "held",
            "used",
            "built",
            "wound",
            "cleaned",
            "cleared",
            "looked",
            "caught",
            "broken",
        ];
        const DOWN: [&str; 9] = ["turned", "turning", "shut", "shutting", "closed", "struck", "laid", "voted", "took"];
        let words = lead.rev().map(|at| self.tokens[at].word.as_str());
        let mut words = words.skip_while(|word| !matches!(*word, "up" | "down") && ENGLISH.says(word, Cue::Filler));
        let verbs = match words.next() {
            Some("up") => &UP[..],
            Some("down") => &DOWN[..],
            _ => return false,
        };
        words.next().is_some_and(|verb| verbs.contains(&verb))
    }

    fn ends_with_by(&self, lead: Range<usize>) -> bool {
        lead.rev()
            .map(|at| self.tokens[at].word.as_str())
            .find(|word| *word == "by" || !ENGLISH.says(word, Cue::Filler))
            == Some("by")
    }

    /// A reduction in arrears of 14%.
    fn change_in(&self, lead: Range<usize>) -> Option<Turn> {
        let of = lead.end > lead.start && self.tokens[lead.end - 1].word == "of";
        if !of || !self.holds(lead.clone(), "in") {
            return None;
        }
        let nouns = [(Cue::UpBefore, Turn::Up), (Cue::DownBefore, Turn::Down)];
        let article = |at: &usize| matches!(self.tokens[*at].word.as_str(), "a" | "an");
        let noun = lead.clone().find(article)? + 1;
        nouns.iter().find(|(cue, _)| self.has(noun..(noun + 2).min(lead.end), *cue)).map(|(_, turn)| *turn)
    }

    /// Beating the target of 90% by 1.2 points: the verb of a change or of a claim stands before.
    fn by(&self, index: usize) -> Option<Turn> {
        let clause = self.clause_start(index);
        let before = clause..self.items[index].token;
        let has = |cue| self.has(before.clone(), cue);
        match (has(Cue::UpBefore), has(Cue::DownBefore)) {
            (true, false) => Some(Turn::Up),
            (false, true) => Some(Turn::Down),
            (true, true) => Some(Turn::Either),
            _ if has(Cue::ClaimAbove) || has(Cue::ClaimBelow) || has(Cue::ClaimMet) || has(Cue::EitherBefore) => {
                Some(Turn::Either)
            }
            _ => None,
        }
    }

    /// 12 more than, 5% lower, £2m over budget, a 3% rise.
    fn turn_behind(&self, index: usize) -> Option<Turn> {
        let tail = self.close_tail(index);
        let behind = [(Cue::UpAfter, Turn::Up), (Cue::DownAfter, Turn::Down), (Cue::EitherAfter, Turn::Either)];
        let mut from = tail.start;
        for _ in 0..2 {
            if let Some((_, turn)) = behind.iter().find(|(cue, _)| self.starts(from..tail.end, *cue)) {
                let than = from == tail.start || self.tokens.get(from + 1).is_some_and(|token| token.word == "than");
                return (than && self.compares(from, tail.end)).then_some(*turn);
            }
            // 18 patients fewer than: one word may name what is counted.
            from += 1;
            if from >= tail.end || super::say::unit(self.figure(index)).len() > 1 {
                break;
            }
        }
        None
    }

    /// Whether the word at `at` compares, and does not count more of the same (14 more schools).
    fn compares(&self, at: usize, end: usize) -> bool {
        let word = self.tokens[at].word.as_str();
        let next = self.tokens.get(at + 1).filter(|_| at + 1 < end).map_or("", |token| token.word.as_str());
        match word {
            "over" | "under" | "above" | "below" | "behind" => {
                self.has(at + 1..(at + 5).min(self.tokens.len()), Cue::Target)
                    || matches!(word, "above" | "below" | "behind")
                        && (next.is_empty() || matches!(next, "the" | "last" | "its" | "that" | "a"))
            }
            "more" | "higher" | "greater" | "larger" | "bigger" | "fewer" | "less" | "lower" | "smaller" | "longer"
            | "shorter" | "better" | "worse" | "quicker" | "faster" | "slower" | "cheaper" | "up" | "down"
            | "short" | "extra" | "ahead" | "shy" | "adrift" => {
                at + 1 >= end && self.tokens.get(end).is_none_or(|token| token.figure.is_none())
                    || matches!(
                        next,
                        "than" | "in" | "on" | "from" | "compared" | "year" | "this" | "of" | "over" | "against" | "at"
                    )
            }
            _ => true,
        }
    }

    /// 0.5 is a rate of growth itself, no change of one.
    fn is_measured(&self, index: usize) -> bool {
        self.figure(index).class == Class::Percent
            && self.close_lead(index).len() > 8
            && index == 0
            && self.items.len() == 1
    }

    /// A change or 6.2%, a change (6.2%), £0.4m or 6.2% less: both are said of one.
    pub(super) fn inherit(&mut self, index: usize) {
        let Some(previous) = index.checked_sub(1) else { return };
        let gap = self.words(self.lead(index));
        let joins = matches!(
            gap.as_str(),
            "or" | "("
                | ", or"
                | "i.e"
                | ", i.e"
                | "( i.e"
                | "that is"
                | ", that is"
                | ", that is ,"
                | "equivalent to"
                | ", equivalent to"
                | ", i.e ,"
                | "( or"
                | ", equal to"
                | ", or just"
                | "or some"
                | ", a"
                | ","
                | "( or about"
                | ", which is"
                | ", which equals"
        );
        // 78 route-kilometres or 10.6%: a unit that is none of ours stands between.
        let unit = gap.strip_suffix(" or").is_some_and(|unit| !unit.contains(' ') && !unit.contains(','));
        let joins = joins || unit;
        let (a, b) = (self.items[previous], self.items[index]);
        let percent = self.figure(index).class == Class::Percent;
        let mixed = percent != (self.figure(previous).class == Class::Percent);
        match (a.turn, b.turn) {
            (Some(turn), None) if joins && mixed && percent => self.items[index].turn = Some(turn),
            (Some(Turn::Either) | None, Some(turn)) if mixed && gap == "or" && self.figure(previous).is_amount() => {
                self.items[previous].turn = Some(turn);
            }
            _ => {}
        }
    }
}
