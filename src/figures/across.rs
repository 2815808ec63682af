//! Figures of several narratives held against each other: an indicator that two of them state, and a rate whose base
//! stands in another one. Knows of a
//! narrative only its text and what it is about.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    document::Document,
    figure::{Figure, Role, plain},
    folded::Folded,
    indicator::Indicator,
    interval::Interval,
    relations::{self, Found},
    units::Class,
};
use crate::model::{Relation, RelationKind, Verdict, Words};

/// One narrative among others.
#[derive(Debug, Clone, Copy)]
pub struct Narrative<'a> {
    /// Its text.
    pub text: &'a str,
    /// What it is about.
    pub subject: Option<usize>,
}

/// A relation between the figures of two narratives.
#[derive(Debug, Clone, PartialEq)]
pub struct Across {
    /// Position of the narrative that the relation is about.
    pub at: usize,
    /// Position of the narrative that holds the other figure.
    pub other: usize,
    /// The relation; its place is in the narrative at `at`.
    pub relation: Relation,
}

/// Statements of one indicator that are compared at most, so that a thousand equal rows stay linear.
const MOST: usize = 64;

/// What one narrative says that others may say too.
#[derive(Debug, Default)]
pub struct Heard {
    statements: Vec<Statement>,
    rated: Vec<Rated>,
}

/// What narratives say of the same things, as far as it is held against each other: of what many say, the first of them.
#[derive(Debug, Default)]
pub struct Among {
    statements: BTreeMap<(String, String), Vec<Statement>>,
    rated: BTreeMap<(String, String), Vec<Rated>>,
}

/// A figure that names its indicator.
#[derive(Debug)]
struct Statement {
    narrative: usize,
    start: usize,
    end: usize,
    indicator: Indicator,
    shown: String,
    interval: Interval,
    last: rust_decimal::Decimal,
}

/// A part and its rate: 完成2474项，完成率84.1%.
#[derive(Debug)]
struct Rated {
    narrative: usize,
    start: usize,
    end: usize,
    /// The part with its unit, and the rate, as printed.
    key: (String, String),
    /// The arithmetic and the computed rate, where the narrative holds the base.
    proof: Option<(String, String)>,
}

/// What several narratives say of the same things, in the order of the narratives. A difference is a question at most:
/// two tellers may each tell their own share.
pub fn across(narratives: &[Narrative<'_>]) -> Vec<Across> {
    let mut among = Among::default();
    for (index, narrative) in narratives.iter().enumerate() {
        let folded = Folded::new(narrative.text);
        let document = Document::new(&folded);
        among.hear(index, Heard::of(&document, None));
    }
    among.across(narratives)
}

impl Heard {
    /// What a narrative says; `found` are the relations in it, where they are known already.
    pub(super) fn of(document: &Document<'_>, found: Option<&[Found]>) -> Self {
        Self { statements: stated(document), rated: rates(document, found) }
    }
}

impl Among {
    /// Takes in what the narrative at a position says. They come in their order.
    pub fn hear(&mut self, narrative: usize, heard: Heard) {
        for statement in heard.statements {
            let key = (statement.indicator.name.clone(), statement.indicator.unit.clone());
            let told = self.statements.entry(key).or_default();
            if told.len() <= MOST {
                told.push(Statement { narrative, ..statement });
            }
        }
        for part in heard.rated {
            let told = self.rated.entry(part.key.clone()).or_default();
            told.push(Rated { narrative, ..part });
        }
    }

    /// What was heard, held against each other. The narratives are those that were heard.
    pub fn across(&self, narratives: &[Narrative<'_>]) -> Vec<Across> {
        let mut found: Vec<Across> = self.rated.values().flat_map(|parts| bases(parts)).collect();
        let agreed = agreements(&self.statements);
        for told in self.statements.values() {
            found.extend(repeats(narratives, told, &agreed));
        }
        found.sort_by_key(|across| (across.at, across.relation.start, across.other));
        found
    }
}

fn stated(document: &Document<'_>) -> Vec<Statement> {
    let of = |at: usize| {
        let figure = &document.figures[at];
        Some(Statement {
            narrative: 0,
            start: figure.start,
            end: figure.end,
            indicator: Indicator::of(document, at)?,
            shown: document.text.original(figure.start, figure.end).to_owned(),
            interval: figure.interval()?,
            last: figure.unit_in_last_place(),
        })
    };
    (0..document.figures.len()).filter(|at| document.figures[*at].digits() >= 2).filter_map(of).collect()
}

/// Every rate with the part right before it, and the proof of it where there is one.
fn rates(document: &Document<'_>, found: Option<&[Found]>) -> Vec<Rated> {
    let figures = &document.figures;
    let pairs = (1..figures.len()).filter(|at| {
        let (rate, part) = (&figures[*at], &figures[*at - 1]);
        let is_rate = rate.class == Class::Percent && matches!(rate.role, Role::Rate | Role::Share) && !rate.hedged;
        is_rate
            && document.is_level(*at - 1)
            && part.exact()
            && part.digits() >= 3
            && rate.digits() >= 3
            && part.sentence == rate.sentence
    });
    let pairs: Vec<usize> = pairs.collect();
    if pairs.is_empty() {
        return Vec::new();
    }
    let found = found.map_or_else(|| Cow::Owned(relations::find(document)), Cow::Borrowed);
    let proof = |at: usize| {
        found
            .iter()
            .find(|f| {
                f.kind == RelationKind::Rate
                    && f.operands.last() == Some(&at)
                    && f.operands.contains(&(at - 1))
                    && f.verdict == Verdict::Consistent
            })
            .map(|f| (f.expression.clone(), f.computed.clone()))
    };
    pairs
        .into_iter()
        .map(|at| Rated {
            narrative: 0,
            start: figures[at - 1].start,
            end: figures[at].end,
            key: (shown(&figures[at - 1]), figures[at].shown()),
            proof: proof(at),
        })
        .collect()
}

fn shown(figure: &Figure<'_>) -> String {
    format!("{}{}", plain(figure.value, figure.decimals), figure.unit)
}

/// A rate without a base, whose part and rate another narrative states with the base: a proof, and a repeat.
fn bases(parts: &[Rated]) -> Vec<Across> {
    let Some(proven) = parts.iter().find(|part| part.proof.is_some()) else { return Vec::new() };
    let Some((expression, computed)) = &proven.proof else { return Vec::new() };
    let (amount, rate) = &proven.key;
    let relation = |part: &Rated, kind: RelationKind, expression: &str, reported: &str, computed: &str| Across {
        at: part.narrative,
        other: proven.narrative,
        relation: Relation {
            kind,
            expression: expression.into(),
            reported: reported.into(),
            computed: computed.into(),
            verdict: Verdict::Consistent,
            start: part.start,
            end: part.end,
            note: Some(Words::new("基数见另一处", "the base stands in another place").into()),
        },
    };
    parts
        .iter()
        .filter(|part| part.proof.is_none() && part.narrative != proven.narrative)
        .take(MOST)
        .flat_map(|part| {
            let repeat = relation(part, RelationKind::Repeat, &format!("{amount} = {amount}"), amount, amount);
            let note = Some(Words::new("另一处报了同一个数", "another place states the same figure").into());
            let repeat = Across { relation: Relation { note, ..repeat.relation }, ..repeat };
            [relation(part, RelationKind::Rate, expression, rate, computed), repeat]
        })
        .collect()
}

/// Pairs of narratives that state one indicator alike: such two speak of the same thing.
fn agreements(statements: &BTreeMap<(String, String), Vec<Statement>>) -> std::collections::BTreeSet<(usize, usize)> {
    let mut agreed = std::collections::BTreeSet::new();
    for told in statements.values() {
        if let Some((first, rest)) = told.split_first() {
            for other in rest.iter().take(MOST).filter(|other| first.interval.meets(other.interval)) {
                agreed.insert((first.narrative, other.narrative));
            }
        }
    }
    agreed
}

/// The first statement of an indicator against each later one of another narrative.
fn repeats(
    narratives: &[Narrative<'_>],
    told: &[Statement],
    agreed: &std::collections::BTreeSet<(usize, usize)>,
) -> Vec<Across> {
    let Some((first, rest)) = told.split_first() else { return Vec::new() };
    let others = rest.iter().take(MOST).filter(|other| other.narrative != first.narrative);
    others
        .filter_map(|other| {
            let (a, b) = (&narratives[first.narrative], &narratives[other.narrative]);
            // The same words twice are copied, and prove nothing.
            if !first.indicator.same(&other.indicator) || a.text == b.text {
                return None;
            }
            let verdict = if first.interval.meets(other.interval) {
                Verdict::Consistent
            } else if first.interval.gap(other.interval) < first.last.max(other.last) {
                Verdict::Rounding
            } else {
                let scoped = first.indicator.scoped();
                let same_thing = agreed.contains(&(first.narrative, other.narrative))
                    && a.subject.is_some()
                    && a.subject == b.subject;
                if !(scoped || same_thing) {
                    return None;
                }
                Verdict::Unclear
            };
            Some(relation(first, other, verdict))
        })
        .collect()
}

fn relation(first: &Statement, other: &Statement, verdict: Verdict) -> Across {
    let sign = if verdict == Verdict::Unclear { "≠" } else { "=" };
    let name = &first.indicator.name;
    let note = match verdict {
        Verdict::Unclear => Words::new(
            format!("“{name}”两处不同，请确认是否同一口径"),
            format!("“{name}” has two values: confirm whether both mean the same"),
        ),
        _ => Words::new(format!("“{name}”两处一致"), format!("“{name}” is the same in both places")),
    };
    Across {
        at: other.narrative,
        other: first.narrative,
        relation: Relation {
            kind: RelationKind::Repeat,
            expression: format!("{} {sign} {}", first.shown, other.shown).into(),
            reported: other.shown.as_str().into(),
            computed: first.shown.as_str().into(),
            verdict,
            start: other.start,
            end: other.end,
            note: Some(note.into()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(texts: &[&str]) -> Vec<String> {
        let narratives: Vec<Narrative<'_>> = texts.iter().map(|text| Narrative { text, subject: Some(0) }).collect();
        across(&narratives)
            .into_iter()
            .map(|a| format!("{} {} {} {:?}", a.at, a.other, a.relation.expression, a.relation.verdict))
            .collect()
    }

    #[test]
    fn a_rate_finds_its_base_in_another_narrative() {
        let found = told(&["共完成项目2474项，完成率84.1%。", "安排2941项年度项目，完成2474项，完成率84.1%。"]);
        assert_eq!(found, ["0 1 2474 ÷ 2941 = 84.12% Consistent", "0 1 2474项 = 2474项 Consistent"]);
    }

    #[test]
    fn two_values_of_one_indicator_are_a_question() {
        for (first, second, expected) in [
            (
                "全市城镇新增就业6.83万人。",
                "上半年，全市城镇新增就业6.83万人。",
                vec!["1 0 6.83万人 = 6.83万人 Consistent"],
            ),
            ("全市城镇新增就业6.83万人。", "全市城镇新增就业6.38万人。", vec!["1 0 6.83万人 ≠ 6.38万人 Unclear"]),
            ("新增城镇就业人员6.83万人。", "新增城镇就业人员6.38万人。", vec![]),
            ("一季度全市城镇新增就业3.2万人。", "上半年全市城镇新增就业6.38万人。", vec![]),
            ("全市城镇新增就业6.83万人。", "全市农村新增就业6.38万人。", vec![]),
        ] {
            assert_eq!(told(&[first, second]), expected, "{first} {second}");
        }
    }
}
