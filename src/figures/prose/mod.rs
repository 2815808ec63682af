//! Figures in English prose, read by the words between them: English says before, behind and across its figures what
//! Chinese says right before them, so it has finders of its own.

mod across;
mod called;
mod change;
mod count;
mod evidence;
mod flow;
mod members;
pub mod numerals;
mod parts;
mod phrase;
mod rate;
mod reading;
mod say;
mod sense;
mod share;
mod siblings;
mod target;
mod turn;
pub mod vocabulary;

use rust_decimal::Decimal;

use super::{
    document::Document,
    folded::Folded,
    glyphs::is_han,
    interval::power_of_ten,
    relations::{Found, standing::Standing},
};
use crate::model::RelationKind;

use self::reading::Sentence;

/// Characters that tell the language of a narrative.
const LOOKED_AT: usize = 400;

/// Whether a narrative is English prose: hardly any Chinese in it.
pub fn is_english(text: &Folded<'_>) -> bool {
    let (mut letters, mut han) = (0_usize, 0_usize);
    for c in text.chars.iter().take(LOOKED_AT) {
        han += usize::from(is_han(*c));
        letters += usize::from(c.is_ascii_alphabetic());
        if han > 50 {
            return false;
        }
    }
    letters > han * 12 && letters > 3
}

/// 7100 submissions, made up of 387 and 6722; averaging $109,000 each: told in round hundreds and more, and right to that.
fn is_round(document: &Document<'_>, relation: &Found) -> bool {
    let Some(figure) = relation.operands.last().map(|at| &document.figures[*at]) else { return false };
    let zeros = figure.value.normalize().to_string().chars().rev().take_while(|c| *c == '0').count();
    let gap = relation.computed.parse::<Decimal>().ok().and_then(|computed| computed.checked_sub(figure.value));
    let place = u32::try_from(zeros).ok().map(power_of_ten);
    figure.decimals == 0 && zeros >= 2 && gap.zip(place).is_some_and(|(gap, place)| gap.abs() < place)
}

/// £64.2 million of rates, 79.4% of the £66.1 million due: part, rate and whole follow each other in so many words.
fn is_of_phrase(document: &Document<'_>, relation: &Found) -> bool {
    let &[part, whole, rate] = &relation.operands[..] else { return false };
    let figures = &document.figures;
    let words = figures.get(whole).map_or("", |whole| document.between(figures[rate].end, whole.start)).trim();
    let of = ["of", "of the", "of all"].contains(&words.trim_end_matches(['£', '$', '€', ' ']));
    relation.kind == RelationKind::Rate && part + 1 == rate && whole == rate + 1 && of
}

/// Finds the relations of an English narrative, after what the finders for all languages found in it: of theirs, the
/// proofs stay, and the questions that nothing here settles.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    found.retain(|relation| {
        say::holds(relation) || relation.kind == RelationKind::Unit || is_of_phrase(document, relation)
    });
    let sentences = reading::sentences(document);
    let mut home = vec![None; document.figures.len()];
    for sentence in &sentences {
        for item in &sentence.items {
            home[item.at] = Some(sentence);
        }
    }
    let other = |relation: &Found| {
        let sentence = relation.operands.last().and_then(|at| home[*at]);
        sentence.is_some_and(|sentence| sense::of_other_base(sentence, relation))
    };
    found.retain(|relation| !other(relation));
    let mut told = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|previous| sentences.get(previous));
        in_sentence(sentence, before, &mut told);
    }
    flow::ledger(&sentences, &mut told);
    called::find(&sentences, found, &mut told);
    told.retain(|relation| !other(relation));
    if told.is_empty() {
        return;
    }
    told.retain(|relation| say::holds(relation) || !is_round(document, relation));
    let mut standing = Standing::of(document, found);
    for relation in told {
        let same = |known: &Found| {
            let mut all = known.operands.iter().chain(&relation.operands);
            known.kind == relation.kind
                && known.operands.last() == relation.operands.last()
                && all.all(|i| known.operands.contains(i) && relation.operands.contains(i))
        };
        let reported = relation.operands.last().into_iter();
        let known = reported.flat_map(|at| standing.places(*at)).find(|place| same(&found[*place]));
        match known {
            // The words say more here than there: a direction, a clause.
            Some(known) if !say::holds(&relation) => found[known] = relation,
            Some(_) => {}
            None => {
                found.push(relation);
                standing.read(found);
            }
        }
    }
}

fn in_sentence(sentence: &Sentence<'_, '_>, before: Option<&Sentence<'_, '_>>, told: &mut Vec<Found>) {
    count::find(sentence, told);
    if sentence.items.len() > reading::MOST_FIGURES {
        return;
    }
    change::find(sentence, before, told);
    rate::find(sentence, before, told);
    parts::find(sentence, before, told);
    flow::find(sentence, before, told);
    share::find(sentence, told);
    target::find(sentence, told);
    sense::find(sentence, told);
    phrase::find(sentence, before, told);
}
