//! What follows from relations already found: a share of what proven parts make up, and value, change and rate as one chain.

use std::collections::{BTreeMap, BTreeSet};

use super::{Found, arithmetic, operand, settled};
use crate::{
    figures::{document::Document, figure::Role, glyphs, units::Class},
    model::{RelationKind, Verdict},
    text::words::holds_any,
};

/// Figures before a share among which its part stands.
const BACK: usize = 24;

/// Figures before a share among which the list right before it ends.
const FAR: usize = 256;

/// Words of the greatest of several.
const GREATEST: [&str; 6] = ["最大", "最多", "最高", "居首", "位列第一", "排名第一"];

/// The sums that hold, by their parts and totals.
struct Sums {
    lists: Vec<Vec<usize>>,
    by_figure: BTreeMap<usize, Vec<usize>>,
}

impl Sums {
    fn of(found: &[Found]) -> Self {
        let holds = |f: &&Found| f.kind == RelationKind::Sum && f.verdict == Verdict::Consistent;
        let lists: Vec<Vec<usize>> = found.iter().filter(holds).map(|f| f.operands.clone()).collect();
        let mut by_figure: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, list) in lists.iter().enumerate() {
            for figure in list {
                by_figure.entry(*figure).or_default().push(at);
            }
        }
        Self { lists, by_figure }
    }

    /// Those that a figure stands in.
    fn with(&self, figure: usize) -> impl Iterator<Item = &Vec<usize>> {
        self.by_figure.get(&figure).into_iter().flatten().map(|at| &self.lists[*at])
    }
}

/// 公立1980张、民办880张 of 2860张，民办占38.0%: the parts are proven to be all; the share of one is of their whole.
pub fn member_shares(document: &Document<'_>, found: &mut Vec<Found>) {
    let sums = Sums::of(found);
    if sums.lists.is_empty() {
        return;
    }
    let told: BTreeSet<usize> = found.iter().filter_map(|f| f.operands.last().copied()).collect();
    for (at, share) in document.figures.iter().enumerate().filter(|(_, share)| share.role == Role::Share) {
        if told.contains(&at) || share.hedged || share.class != Class::Percent {
            continue;
        }
        let Some((subject, whole)) = subject(document, at) else { continue };
        let of = if subject.is_empty() {
            of_greatest(document, &sums, at)
        } else {
            of_named(document, &sums, at, &subject).filter(|_| subject.len() >= 2)
        };
        // 占出动总量的 of 接警出动12864起: the total is called so.
        let of = of.filter(|(_, total)| whole.is_empty() || document.figures[*total].label.contains(whole));
        let relation = of.and_then(|(part, total)| arithmetic::rate(document, part, total, at));
        found.extend(relation.map(Found::or_question));
    }
}

/// Whom a share is told of, by the words before 占, and what they call the whole behind it; nobody where the words only say that it is the greatest of a
/// list. 社区类占比最高，为36.5%: they may stand before a comma.
fn subject<'t>(document: &Document<'t>, at: usize) -> Option<(Vec<char>, &'t str)> {
    let share = &document.figures[at];
    let lead = document.lead(at, 40);
    let greatest = GREATEST.iter().find_map(|most| Some(lead.rsplit_once(most)?.0));
    let own = share.label.trim_end_matches(['为', '比', '达', '约', '到', '的', ' ']);
    let before =
        greatest.filter(|_| own.is_empty()).map(|words| words.trim_end_matches(['比', '例', '重', '的', '率']));
    let words = before.unwrap_or(own).rsplit(glyphs::is_break).next().unwrap_or_default();
    let (named, whole) = words.rsplit_once('占')?;
    let whole = whole.trim_end_matches(['量', '数', '额', '部', '总', '全']);
    let named: Vec<char> = named.chars().filter(|c| glyphs::is_han(*c)).collect();
    (!named.is_empty() || greatest.is_some() && whole.is_empty()).then_some((named, whole))
}

/// 合计减负15.05亿元，研发加计扣除贡献最大，占47.4%: of the list right before, the greatest.
fn of_greatest(document: &Document<'_>, sums: &Sums, at: usize) -> Option<(usize, usize)> {
    let figures = &document.figures;
    let before = (at.saturating_sub(FAR)..at).rev().find(|i| figures[*i].is_amount())?;
    let (total, members) = sums.with(before).next()?.split_last()?;
    let near = figures[*total].sentence == figures[at].sentence;
    let part = members.iter().max_by_key(|i| figures[**i].base()).filter(|_| near)?;
    is_called(document, *part, at).then_some((*part, *total))
}

/// Whether the words before the share, as far as they name who is the greatest, name this member: 制造业受益最大 beside a list of taxes is of another
/// list.
fn is_called(document: &Document<'_>, member: usize, at: usize) -> bool {
    let lead = document.lead(at, 40);
    let greatest = GREATEST.iter().find_map(|most| Some(lead.rsplit_once(most)?.0)).unwrap_or_default();
    let clause = greatest.rsplit(glyphs::is_break).next().unwrap_or_default();
    let named: Vec<char> = clause.chars().filter(|c| glyphs::is_han(*c)).collect();
    let label: Vec<char> = document.figures[member].label.chars().collect();
    named.len() <= 2 || named.windows(2).any(|two| label.windows(2).any(|own| own == two))
}

/// The only member of a list of which the subject of a share is the name, and its total.
fn of_named(document: &Document<'_>, sums: &Sums, at: usize, subject: &[char]) -> Option<(usize, usize)> {
    let figures = &document.figures;
    let han = |label: &str| -> Vec<char> { label.chars().filter(|c| glyphs::is_han(*c)).collect() };
    let name = |i: usize| han(figures[i].label.trim_start().trim_start_matches("其中"));
    let near = |i: &usize| figures[*i].sentence == figures[at].sentence && *i < at;
    let lists = (at.saturating_sub(BACK)..at).filter(near).flat_map(|part| sums.with(part));
    lists.filter_map(|sum| sum.split_last()).find_map(|(total, members)| {
        let named = |i: &&usize| {
            let name = name(**i);
            near(i) && (name.ends_with(subject) || adds_only(&name, subject, figures[*total].label))
        };
        let mut called = members.iter().filter(named);
        called.next().filter(|_| called.next().is_none()).map(|part| (*part, *total))
    })
}

/// 小麦收购量 of 收购粮食286.7万吨，其中小麦171.4万吨: behind the name of a member only what the total is said to be of. 火灾起数 of 火灾扑救3971起: or how
/// many there were of what a member is called after.
fn adds_only(name: &[char], subject: &[char], total: &str) -> bool {
    let counted: String = subject.iter().collect();
    let thing = ["起数", "件数", "人数", "户数", "次数"].iter().find_map(|count| counted.strip_suffix(count));
    if thing.is_some_and(|thing| thing.chars().count() >= 2 && name.iter().collect::<String>().starts_with(thing)) {
        return true;
    }
    let rest: String = subject.strip_prefix(name).unwrap_or_default().iter().collect();
    let rest = rest.trim_end_matches(['量', '数', '额']);
    name.len() >= 2 && !rest.is_empty() && total.contains(rest)
}

/// 进口6.42，出口3.87，合计10.29，出口占60.3%: one of two parts is no whole of the other; the share is of what they make up.
pub fn siblings(document: &Document<'_>, found: &mut [Found]) {
    let sums = Sums::of(found);
    for relation in found.iter_mut().filter(|f| f.kind == RelationKind::Rate && settled(f.verdict)) {
        let [part, whole, rate] = relation.operands[..] else { continue };
        let share = holds_any(document.figures[rate].label, &["占", "account"]);
        if document.figures[rate].role != Role::Share || !share {
            continue;
        }
        let total = sums.with(part).find_map(|sum| {
            let (total, members) = sum.split_last()?;
            (members.contains(&part) && members.contains(&whole)).then_some(*total)
        });
        // Of the two, the one that gives the share is the part.
        let of = |member: usize| total.and_then(|total| arithmetic::rate(document, member, total, rate));
        let of_total = of(whole).filter(|found| settled(found.verdict)).or_else(|| of(part));
        if let Some(of_total) = of_total {
            let verdict = if settled(of_total.verdict) { of_total.verdict } else { Verdict::Unclear };
            *relation = Found { verdict, ..of_total };
        }
    }
}

/// 由1612.5万元压减134.5万元到1478.0万元，下降8.3%: value, earlier value, change and rate are one chain, told once.
pub fn chain(document: &Document<'_>, found: &mut Vec<Found>) {
    let holds = |f: &&Found| settled(f.verdict) && f.operands.len() == 3;
    let mut differences: BTreeMap<usize, Vec<[usize; 2]>> = BTreeMap::new();
    for known in found.iter().filter(|f| f.kind == RelationKind::Difference).filter(holds) {
        if let [a, b, change] = known.operands[..] {
            differences.entry(change).or_default().push([a, b]);
        }
    }
    let mut told = BTreeSet::new();
    for relation in found.iter_mut().filter(|f| f.kind == RelationKind::Growth && settled(f.verdict)) {
        let [value, change, rate] = relation.operands[..] else { continue };
        let known = differences.get(&change).into_iter().flatten().find(|known| known.contains(&value));
        let Some(&[a, b]) = known else { continue };
        let other = if a == value { b } else { a };
        let up = document.figures[rate].role == Role::Growth(true);
        let higher = document.figures[value].base() >= document.figures[other].base();
        let (later, earlier) = if higher == up { (value, other) } else { (other, value) };
        let Some(direct) = arithmetic::growth(document, earlier, later, rate).filter(|f| settled(f.verdict)) else {
            continue;
        };
        let step =
            operand(&document.figures[change], document.figures[change].scale != document.figures[earlier].scale);
        let base =
            operand(&document.figures[earlier], document.figures[change].scale != document.figures[earlier].scale);
        if let Some((quotient, shown)) = direct.expression.rsplit_once(" = ") {
            relation.expression = format!("{quotient} = {step} ÷ {base} = {shown}");
            relation.operands = vec![later, earlier, change, rate];
            relation.computed = direct.computed;
            told.insert(rate);
        }
    }
    // The rate from the two values alone says no more.
    found.retain(|f| {
        !(f.kind == RelationKind::Growth
            && settled(f.verdict)
            && f.operands.len() == 3
            && f.operands.last().is_some_and(|rate| told.contains(rate)))
    });
}
