//! What is left between two amounts, by its own word: 缺口, 净增, 超额, the balance.

use rust_decimal::Decimal;

use super::{
    Found,
    arithmetic::{self, apart},
    settled,
    sum::of_another_month,
};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
        glyphs::is_han,
        repair,
        units::Class,
        words::{Cue, Cues},
    },
    model::{RelationKind, Verdict},
    text::words::holds_any,
};

/// Characters of a name by which an amount is known again, at least.
const NAME: usize = 2;

/// Amounts before the figure that are looked at.
const BACK: usize = 6;

/// Amounts before what is left among which what was done stands.
const MEMBERS: usize = 12;
/// Words of what is done, and of what is not yet.
const DONE: [&str; 8] = ["审结", "办结", "结案", "办复", "完成", "答复", "整改", "执结"];
const UNDONE: [&str; 9] = ["正在", "未", "待", "在办", "在审", "审理中", "办理中", "整改中", "推进中"];

/// How what is left begins, and what is still being done.
const STILL: [&str; 5] = ["尚有", "仍有", "还有", "尚余", "剩余"];
const GOING: &str = "正在";

/// Finds them; what `found` holds of a figure already is not said again.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let mut told = vec![false; document.figures.len()];
    found
        .iter()
        .filter(|f| matches!(f.kind, RelationKind::Sum | RelationKind::Difference) && f.verdict <= Verdict::Rounding)
        .flat_map(|f| &f.operands)
        .for_each(|at| told[*at] = true);
    if document.text.may_hold_word(&STILL) || document.text.may_hold_word(&[GOING]) {
        for at in 2..document.figures.len() {
            found.extend(outstanding(document, at, &told));
        }
    }
    let of_two = document.text.holds('者');
    for (at, said) in document.figures.iter().enumerate().skip(2) {
        if said.hedged
            || super::target::used(said)
            || said.says(Cue::Past)
            || !said.is_amount()
            || told[at]
            || !matches!(said.role, Role::Level | Role::Change(_))
        {
            continue;
        }
        let says =
            said.says.with(if said.tail.is_ascii() { document.cues(said.end, said.tail_end) } else { Cues::default() });
        if let Some(found_apart) =
            of_two.then(|| of_the_two(document, at)).flatten().or_else(|| between_named(document, at))
        {
            found.push(found_apart);
            continue;
        }
        let strong = says.has(Cue::Left);
        let all = || holds_any(said.label, &["累计结余", "滚存"]);
        if (strong || says.has(Cue::PerhapsLeft)) && !all() {
            found.extend(difference(document, at, strong));
        }
    }
}

/// 金融276场，物业194场，前者比后者多82场: the two right before it, in so many words.
fn of_the_two(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let said = &figures[at];
    let (first, second) = (at.checked_sub(2)?, at - 1);
    let more = holds_any(said.label, &["前者比后者多", "前者较后者多", "后者比前者少"]);
    let less = holds_any(said.label, &["前者比后者少", "前者较后者少", "后者比前者多"]);
    let alike = |i: usize| document.is_level(i) && figures[i].same_unit(said) && figures[i].sentence == said.sentence;
    if more == less || !alike(first) || !alike(second) || figures[first].hedged || figures[second].hedged {
        return None;
    }
    let found = apart(document, first, second, at)?;
    let turned = (figures[first].base() > figures[second].base()) != more;
    let sound = !turned && settled(found.verdict);
    Some(if sound { found } else { Found { verdict: Verdict::Unclear, ..found } })
}

/// 债务限额201.35亿元，债务余额192.09亿元，…，余额比限额低9.26亿元: between the only two that bear the names.
fn between_named(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let said = &figures[at];
    let (first, rest) = said.label.trim_end().rsplit_once(['比', '较'])?;
    let gap = ["低", "少", "高", "多", "低出", "高出", "多出"]
        .into_iter()
        .filter_map(|word| Some((word, rest.strip_suffix(word)?)));
    let (word, second) = gap.max_by_key(|(word, _)| word.len())?;
    let first = first.rsplit([',', ';', '。', ':']).next().unwrap_or_default().trim();
    let named = |name: &str| -> Option<usize> {
        let bears = |i: &usize| {
            let label = figures[*i].label.trim_end_matches(['为', '达', '到', '共', ' ']);
            let same = figures[*i].same_unit(said) && figures[*i].line == said.line && !figures[*i].hedged;
            same && document.is_level(*i) && label.ends_with(name) && !figures[*i].says(Cue::Past)
        };
        let mut all = (at.saturating_sub(MEMBERS)..at).filter(bears);
        let counted = (NAME..=3 * NAME).contains(&name.chars().count()) && name.chars().all(is_han);
        all.next().filter(|_| counted && all.next().is_none())
    };
    let (one, other) = (named(first)?, named(second)?);
    let less = word.contains(['低', '少']);
    let turned = (figures[one].base()? < figures[other].base()?) != less;
    let found = apart(document, one, other, at).filter(|_| one != other && !said.hedged)?;
    let sound = !turned && settled(found.verdict);
    Some(if sound { found } else { Found { verdict: Verdict::Unclear, ..found } })
}

/// The two amounts before a figure that differ by it.
fn difference(document: &Document<'_>, at: usize, strong: bool) -> Option<Found> {
    let figures = &document.figures;
    let said = &figures[at];
    let english = said.label.is_ascii() && said.tail.is_ascii();
    let comparable = |other: &Figure<'_>| {
        let counted = english && other.class == Class::Count && said.class == Class::Count;
        (other.same_unit(said) || counted) && !other.hedged
    };
    let before: Vec<usize> = (at.saturating_sub(BACK)..at)
        .rev()
        .filter(|i| {
            let other = &figures[*i];
            other.line == said.line
                && matches!(other.role, Role::Level | Role::Base | Role::Before)
                && comparable(other)
        })
        .collect();
    let pairs = before.iter().enumerate().flat_map(|(index, b)| before[index + 1..].iter().map(move |a| (*a, *b)));
    let telling =
        said.digits() >= 2 && (strong || said.digits() >= 3 || before.len() == 2) || before.len() == 2 && strong;
    for (a, b) in pairs.clone() {
        let relation = apart(document, a, b, at)?;
        if relation.verdict == Verdict::Consistent && telling {
            return Some(relation);
        }
    }
    // What was there before is a third.
    if (at.saturating_sub(BACK)..at).any(|i| figures[i].says(Cue::Opening) && figures[i].sentence == said.sentence) {
        return None;
    }
    let together = |i: &usize| figures[*i].sentence == said.sentence;
    let &[b, a] = before.as_slice() else { return None };
    let sure = strong && together(&a) && together(&b) && figures[a].same_unit(said) && figures[b].same_unit(said);
    // Only of what there is and what was got of it can a gap be left.
    let planned = ["计划", "目标", "任务", "需求", "总", "应", "预算"]
        .iter()
        .any(|word| figures[a].label.contains(word) || figures[b].label.contains(word));
    // 汽车总量186.20万辆，净增9.15万辆: only what came and went has a net, or one thing at two times.
    let moves = |i: usize| figures[i].says(Cue::Inflow) || figures[i].says(Cue::Outflow);
    let times = (figures[a].says(Cue::Past) || figures[b].says(Cue::Past)) && !moves(a) && !moves(b);
    let net = said.label.contains('净') && (moves(a) && moves(b) || times);
    let flows = net && !document.counts_some(at, [a, b]) || figures[b].role == Role::Base;
    let relation = apart(document, a, b, at)?;
    // 不合规4137万元，其中应缴未缴862万元，结存未用1904万元: what is left is the next of a list.
    let sure = sure && !figures[b].label.contains("其中");
    (sure && (planned && !said.label.contains('净') || flows || english) && relation.verdict == Verdict::Inconsistent)
        .then_some(Found { verdict: Verdict::Unclear, ..relation })
}

/// 受理211件。审结186件，其中…。尚有25件正在审理: what is done and what is not yet are all there is, however much is told between them. Where
/// it doesn't come out, only a slip of the pen in one of them is asked about: what was there before may be among them.
fn outstanding(document: &Document<'_>, at: usize, told: &[bool]) -> Option<Found> {
    let figures = &document.figures;
    let left = &figures[at];
    let still = STILL.iter().any(|word| left.label.trim_start().starts_with(word));
    let still = still || left.label.trim_start().starts_with(GOING) && left.label.trim_end().ends_with('的');
    let going = UNDONE.iter().any(|word| left.label.contains(word) || left.tail.trim_start().starts_with(word));
    if !still || !going || left.hedged || told[at] || !document.is_level(at) {
        return None;
    }
    let near = |i: &usize| {
        figures[*i].line == left.line
            && left.sentence - figures[*i].sentence <= 2
            && document.is_level(*i)
            && figures[*i].same_unit(left)
            && !figures[*i].hedged
    };
    let outer = |i: &usize| {
        let one = near(i) && document.owner[*i].is_none() && !document.subset[*i];
        one && !of_another_month(document, *i, &[at])
    };
    let done = (at.saturating_sub(MEMBERS)..at).rev().find(|i| outer(i) && holds_any(figures[*i].label, &DONE))?;
    // 完成143座，占年度任务168座的85.1%，还有25座未完工: the whole may stand in the phrase of a rate.
    let task = (done + 1..at).find(|i| {
        let figure = &figures[*i];
        figure.role == Role::Base && figure.same_unit(left) && figure.sentence == left.sentence && !figure.hedged
    });
    let before = || (done.saturating_sub(2 * MEMBERS)..done).rev().filter(|i| outer(i) && !figures[*i].says(Cue::Past));
    let wholes = || task.into_iter().chain(before().filter(|_| task.is_none()));
    let sums = || wholes().filter_map(|whole| arithmetic::sum(document, &[done, at], whole));
    if let Some(proof) = sums().find(|f| f.verdict == Verdict::Consistent) {
        return (left.digits() >= 2).then_some(proof);
    }
    let whole = wholes().max_by_key(|i| figures[*i].base())?;
    if of_another_month(document, whole, &[done, at]) {
        return None;
    }
    let found = arithmetic::sum(document, &[done, at], whole)?;
    let sum = arithmetic::total(document, &[done, at])?.1;
    let gap = figures[whole].base()?.checked_sub(sum)?;
    let mends = |i: usize, by: Decimal| figures[i].base().is_some_and(|base| repair::one_slip(&figures[i], base + by));
    let slip = mends(done, gap) || mends(at, gap) || mends(whole, -gap);
    let scaled = [whole, done, at].iter().any(|i| figures[*i].scale > 0);
    (slip && !scaled && figures[whole].digits() >= 3 && left.digits() >= 2)
        .then_some(Found { verdict: Verdict::Unclear, ..found })
}
