//! Averages and other quotients: 平均每件, 日均, 性别比.

use rust_decimal::Decimal;

use super::{
    Found,
    change::amount_verdict,
    mixed, operand,
    yields::{per_unit, yield_of},
};
use crate::{
    figures::{
        agreement::agree_within,
        document::Document,
        figure::{Figure, Role, plain},
        glyphs::is_han,
        interval::power_of_ten,
        nouns::shares_noun,
        repair,
        units::{Class, UNITS},
        words::Cue,
    },
    model::{RelationKind, Verdict, Words},
};

/// Figures looked back at, and ahead where an average is for so many.
const BACK: usize = 16;
const AHEAD: usize = 4;
/// Characters of a bracket in a word at most.
const SHORT: usize = 6;
/// Characters of the name of those whom an average is for each of, where only that name tells which they are.
const NAMED: usize = 3;

/// Finds them.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    for at in 0..document.figures.len() {
        let figure = &document.figures[at];
        if !figure.is_amount() {
            continue;
        }
        let yielding = || yield_of(figure).and_then(|under| per_unit(document, at, (figure.unit, under)));
        if let Some(named) = each_of(document, at) {
            // What is printed roughly can agree, and is held against nothing.
            found.extend(
                each(document, at, &named)
                    .or_else(|| told_behind(document, at, &named))
                    .or_else(yielding)
                    .filter(|found| !figure.hedged || found.verdict == Verdict::Consistent),
            );
        } else if let Some(units) = figure.unit.split_once('/').filter(|_| !figure.hedged) {
            found.extend(per_unit(document, at, units));
        } else if let Some(yielded) = yielding().filter(|_| !figure.hedged) {
            found.push(yielded);
        } else if !figure.hedged && figure.class == Class::Bare && figure.decimals > 0 {
            found.extend(sexes(document, at));
        }
    }
}

/// 总额3365万元，平均每件26.3万元: a sum over the count of what 每 names.
fn each(document: &Document<'_>, at: usize, named: &str) -> Option<Found> {
    let figure = &document.figures[at];
    let (power, named) = per(named);
    // 平均每个集聚区每夜6.39万人次: divided twice, and by how many nights no figure tells.
    if figure.label.matches('每').count() > 1 {
        return None;
    }
    let told = |i: &usize| !document.figures[*i].hedged && document.figures[*i].line == figure.line;
    let mut levels: Vec<usize> = document.earlier_levels(at, BACK).filter(told).collect();
    // 每万人口30.50件（按常住人口318.42万人计算）: of so many people, what is divided may stand behind.
    // 亩均税收31.9万元（工业用地8.6千亩）: what an average is for each of may stand in its own bracket.
    let bracket = document.figures.get(at + 1).and_then(|next| next.bracket);
    let own = bracket.is_some_and(|id| document.bracket_owner.get(id) == Some(&Some(at)));
    if power > 0 || own {
        let ahead = (at + 1..document.figures.len().min(at + 1 + AHEAD)).filter(|i| document.is_level(*i) && told(i));
        levels.extend(ahead);
    }
    let divisors: Vec<usize> = levels.iter().copied().filter(|i| counts(&document.figures[*i], named)).collect();
    // An average of 65 per centre: of adults at 418 centres, whatever 65 counts is not said again.
    let unsaid = |i: usize| {
        let sum = &document.figures[i];
        figure.class == Class::Bare && named.is_ascii() && sum.class == Class::Count && !divisors.contains(&i)
    };
    let adds = |i: &usize| {
        let sum = &document.figures[*i];
        (adds_to(sum, figure) || unsaid(*i)) && yield_of(sum).is_none()
    };
    let sums: Vec<usize> = levels.iter().copied().filter(adds).collect();
    let mut close = None;
    for &sum in &sums {
        for &divisor in divisors.iter().filter(|divisor| **divisor != sum) {
            let Some(relation) = quotient(document, (sum, divisor, power), at) else { continue };
            match relation.verdict {
                Verdict::Consistent | Verdict::Rounding => return Some(relation),
                _ if close.is_none() && slipped(document, (sum, divisor, power), at) => {
                    close = Some(Found { verdict: Verdict::Unclear, ..relation });
                }
                _ => {}
            }
        }
    }
    // 接待343批1108人次，…平均每批2.3人次: sum and count stand side by side.
    let glued = |sum: usize, divisor: usize| {
        let (a, b) = (&document.figures[sum.min(divisor)], &document.figures[sum.max(divisor)]);
        let near = at.checked_sub(sum.max(divisor)).is_some_and(|gap| gap <= 3);
        near && sum.abs_diff(divisor) == 1 && a.end == b.start && a.sentence == figure.sentence
    };
    if let (&[divisor], Some(&sum)) = (&divisors[..], sums.iter().find(|sum| divisors.iter().any(|d| glued(**sum, *d))))
        && sums.len() > 1
    {
        let relation =
            quotient(document, (sum, divisor, power), at).filter(|_| figure.digits() >= 2 && !figure.says(Cue::Past));
        return close.or_else(|| Some(Found { verdict: Verdict::Unclear, ..relation? }));
    }
    if let Some((sum, divisor)) = by_noun(document, &sums, &divisors, named).filter(|_| figure.digits() >= 3) {
        let sound = !figure.says(Cue::Past) && !figure.hedged && power == 0;
        let relation = quotient(document, (sum, divisor, power), at).filter(|_| sound);
        return close.or_else(|| Some(Found { verdict: Verdict::Unclear, ..relation? }));
    }
    if let Some((sum, divisor)) = of_named_people(document, &sums, &divisors, named) {
        let sound = figure.digits() >= 3 && !figure.says(Cue::Past) && !figure.hedged;
        let relation = quotient(document, (sum, divisor, power), at).filter(|_| sound);
        return close.or_else(|| Some(Found { verdict: Verdict::Unclear, ..relation? }));
    }
    // 一级站点1286个，配员4712人，平均每个站点3.66人；二级站点…: each clause tells its own two right before their average.
    let own = |i: usize| document.figures[i].clause == figure.clause && i < at && i + 2 >= at;
    let beside = |all: &[usize]| {
        let mut near = all.iter().copied().filter(|i| own(*i));
        near.next().filter(|_| near.next().is_none())
    };
    let told = figure.digits() >= 3 && sums.len() > 1 && power == 0 && is_of(named, &[]);
    if let (Some(sum), Some(divisor), true) = (beside(&sums), beside(&divisors), told)
        && sum != divisor
    {
        let sound = !figure.says(Cue::Past) && !figure.hedged;
        let relation = quotient(document, (sum, divisor, power), at).filter(|_| sound);
        return close.or_else(|| Some(Found { verdict: Verdict::Unclear, ..relation? }));
    }
    if sums.len() != 1 {
        return None;
    }
    // 发放贷款4280笔、金额31.6亿元，笔均73.8万元: one sum and one count stand right before it, and no other.
    let alone =
        |i: usize| at.checked_sub(i).is_some_and(|back| back <= 2) && document.figures[i].sentence == figure.sentence;
    let (&[sum], &[divisor]) = (&sums[..], &divisors[..]) else { return close };
    // 公办平均每家186张: of a part of what is told.
    let before = figure.label.split(['平', '均', '每']).next().unwrap_or_default();
    let of: Vec<char> = before.chars().filter(|c| is_han(*c)).collect();
    let words: Vec<char> = document.figures[sum].label.chars().chain(document.figures[divisor].label.chars()).collect();
    let own = of.len() < 2 || of.windows(2).any(|two| words.windows(2).any(|known| known == two));
    let own = own && is_of(named, &words) && !is_of_another(document, sum, at);
    let doubt =
        own && alone(sum) && alone(divisor) && sum != divisor && !figure.says(Cue::Past) && figure.digits() >= 2;
    close.or_else(|| {
        let relation = quotient(document, (sum, divisor, power), at).filter(|_| doubt)?;
        Some(Found { verdict: Verdict::Unclear, ..relation })
    })
}

/// 总投资263.5亿元，平均每个项目年度投资1.2亿元: what each thing has of another sum than is told.
fn is_of(named: &str, told: &[char]) -> bool {
    let rest: Vec<char> = named.strip_prefix('个').unwrap_or_default().chars().filter(|c| is_han(*c)).collect();
    rest.get(2..).unwrap_or_default().windows(2).all(|two| told.windows(2).any(|known| known == two))
}

/// 发展果园650亩，户均耕地31亩: the average names a thing of its own, of which the sum does not tell.
pub(super) fn is_of_another(document: &Document<'_>, sum: usize, average: usize) -> bool {
    let Some((_, thing)) = document.figures[average].label.rsplit_once('均') else { return false };
    // 平均每件: what it is for each of is no thing of its own. What visitors spend is what tourism takes in.
    let spent = ["消费", "花费"].iter().any(|word| thing.starts_with(word));
    if thing.starts_with('每') || spent && document.figures[sum].label.contains("旅游") {
        return false;
    }
    // 人均耕地 of 流转土地: one character in common may be of any word. 户均增收 of 增加收入 has both.
    let thing: Vec<char> = thing.chars().filter(|c| is_han(*c)).collect();
    let words: Vec<char> = document.figures[sum].label.chars().collect();
    let shared = thing.windows(2).any(|two| words.windows(2).any(|known| known == two));
    let both = thing.len() == 2 && thing.iter().all(|c| words.contains(c));
    thing.len() >= 2 && !shared && !both
}

/// 家庭户49416户，家庭户人口129281人；集体户2853户…平均每个家庭户的人口: of several the two that bear the whole noun.
fn by_noun(document: &Document<'_>, sums: &[usize], divisors: &[usize], named: &str) -> Option<(usize, usize)> {
    let noun = named.trim_start_matches('个').split('的').next().unwrap_or_default();
    if noun.chars().count() < 3 {
        return None;
    }
    let label = |i: usize| document.figures[i].label.trim_end_matches(['为', '共', '有', ' ']);
    let only = |among: &[usize], bears: &dyn Fn(usize) -> bool| {
        let mut called = among.iter().copied().filter(|i| bears(*i));
        called.next().filter(|_| called.next().is_none())
    };
    let divisor = only(divisors, &|i| label(i).ends_with(noun))?;
    let sum = only(sums, &|i| label(i).contains(noun))?;
    let together = document.figures[sum].line == document.figures[divisor].line;
    (together && sum.abs_diff(divisor) == 1).then_some((sum, divisor))
}

/// 老年人口14.26万人，占常住人口的23.1%；常住人口61.73万人。…床位7264张，每千名老年人拥有床位50.9张: of several counts of people the one
/// that bears the name of those whom the average is for each of, and the only sum.
fn of_named_people(document: &Document<'_>, sums: &[usize], divisors: &[usize], named: &str) -> Option<(usize, usize)> {
    let noun = named.trim_start_matches(['名', '位', '人', '户', '个', '家']);
    let noun = noun.split(['拥', '有', '占', '配', '的']).next().unwrap_or_default();
    let &[sum] = sums else { return None };
    let label = |i: usize| document.figures[i].label;
    let mut called = divisors.iter().copied().filter(|i| *i != sum && label(*i).contains(noun));
    let divisor = called.next().filter(|_| called.next().is_none() && noun.chars().count() >= NAMED)?;
    let own = document.own_noun(sum);
    let together = document.figures[sum].line == document.figures[divisor].line;
    (together && own.len() >= 2 && divisors.len() >= 2).then_some((sum, divisor))
}

/// 人均用水量412立方米，…用水总量12.6亿立方米，常住人口305.8万人: sum and count stand behind their average; good for a proof only.
fn told_behind(document: &Document<'_>, at: usize, named: &str) -> Option<Found> {
    let figures = &document.figures;
    let figure = &figures[at];
    let (power, named) = per(named);
    let near = at.saturating_sub(AHEAD)..figures.len().min(at + 1 + AHEAD);
    let level =
        |i: &usize| *i != at && document.is_level(*i) && !figures[*i].hedged && figures[*i].sentence == figure.sentence;
    let levels: Vec<usize> = near.filter(level).collect();
    let product = |i: usize| figure.label.contains("GDP") && figures[i].label.contains("生产总值");
    let of_one = |i: usize| shares_noun(document, i, at, 2) || product(i);
    let mut sums = levels.iter().copied().filter(|i| adds_to(&figures[*i], figure) && of_one(*i));
    let relation = |sum: usize| {
        let divisors = levels.iter().copied().filter(|i| *i != sum && counts(&figures[*i], named));
        divisors
            .filter_map(|divisor| quotient(document, (sum, divisor, power), at))
            .find(|found| found.verdict == Verdict::Consistent && figure.digits() >= 3)
    };
    if let Some(proof) = sums.find_map(relation) {
        return Some(proof);
    }
    // 人均用水量386立方米，用水总量11.8亿立方米，常住人口305.7万人: the only two that there are, right behind.
    let mut sums = levels.iter().copied().filter(|i| adds_to(&figures[*i], figure));
    let mut divisors = levels.iter().copied().filter(|i| counts(&figures[*i], named));
    let (sum, divisor) = (sums.next()?, divisors.next()?);
    let only = sums.next().is_none() && divisors.next().is_none() && sum != divisor;
    let behind = sum.min(divisor) == at + 1 && sum.max(divisor) == at + 2 && of_one(sum);
    let sound = only && behind && figure.digits() >= 3 && !figure.says(Cue::Past);
    // 人均地区生产总值 is of those who live there, 城区人均公园绿地 of some of them.
    let registered = figures[divisor].label.contains("户籍");
    let asked = quotient(document, (sum, divisor, power), at)
        .filter(|found| sound && !registered && found.is_by_slip(figure))?;
    Some(Found { verdict: Verdict::Unclear, ..asked })
}

/// Whether a sum is of what an average counts: 参与群众3.84万人，场均300人次 too.
fn adds_to(sum: &Figure<'_>, average: &Figure<'_>) -> bool {
    sum.same_unit(average) || sum.unit == "人" && average.unit == "人次"
}

/// 每万人口: for each 10⁴ of them.
fn per(named: &str) -> (u32, &str) {
    let powers = [("十万", 5), ("万", 4), ("千", 3), ("百", 2)];
    let found = powers.iter().find_map(|(word, power)| Some((*power, named.strip_prefix(word)?)));
    found.unwrap_or((0, named))
}

/// What an average is for each of: 平均每件 a 件, 户均 a 户.
fn each_of(document: &Document<'_>, at: usize) -> Option<String> {
    let figure = &document.figures[at];
    // 平均每台（套）补贴7000元: the word it is for each of may bear a bracket.
    let end = figure.label_start.saturating_sub(1);
    if document.text.at(end) != ')' && figure.role != Role::Average {
        return None;
    }
    let open = (end.saturating_sub(SHORT)..end).rev().find(|place| document.text.at(*place) == '(');
    if let Some(open) = open.filter(|_| document.text.at(end) == ')') {
        let before = document.between(open.saturating_sub(4), open);
        if let Some((_, named)) = before.rsplit_once('每').filter(|(_, named)| (1..=2).contains(&named.chars().count()))
        {
            return Some(named.to_owned());
        }
    }
    if figure.role != Role::Average {
        return None;
    }
    if figure.label.is_ascii() {
        let word = figure.tail.trim_start().strip_prefix("per ").unwrap_or_default();
        return Some(word.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default().to_owned());
    }
    // 平均单个项目投资6.55亿元, 平均单笔金额; 平均单价 is for each of nothing that is named.
    let single = figure.label.split_once("平均单").map(|(_, named)| named);
    let counted = |named: &&str| {
        let named: Vec<char> = named.chars().take(4).collect();
        UNITS.longest(&named).is_some_and(|(_, class)| class == Class::Count)
    };
    if let Some(named) = single.filter(counted) {
        return Some(named.chars().take(8).collect());
    }
    if let Some((_, named)) = figure.label.rsplit_once('每') {
        return Some(named.chars().take(8).collect());
    }
    let named = figure.label.rsplit_once('均').and_then(|(before, _)| before.chars().next_back())?;
    (named != '平' && named != '日').then(|| named.to_string())
}

/// 一级站点[4]: the words before the mark of a footnote.
fn without_note(label: &str) -> &str {
    let label = label.trim_end();
    let Some(open) = label.strip_suffix(']').map(|rest| rest.trim_end_matches(|c: char| c.is_ascii_digit())) else {
        return label;
    };
    open.strip_suffix('[').map_or(label, str::trim_end)
}

/// Whether a figure counts what an average is named after.
pub fn counts(figure: &Figure<'_>, named: &str) -> bool {
    let unit = figure.unit;
    // 新签约项目63个，平均每个项目: the noun that 个 counts ends the words before the count.
    let noun: String = named.strip_prefix('个').unwrap_or_default().chars().take(2).collect();
    if unit == "个" && noun.chars().filter(|c| is_han(*c)).count() == 2 && without_note(figure.label).ends_with(&noun)
    {
        return true;
    }
    let named = named.trim_start_matches('个');
    // 企业427家，户均营业收入: one word for a firm and another for each.
    if matches!(named, "户" | "企") && unit == "家"
        || named == "次" && unit == "人次"
        || named == "案" && unit == "件"
        || named == "车" && unit == "辆"
    {
        return true;
    }
    if named.is_ascii() {
        return unit.len() > 3 && !named.is_empty() && unit.starts_with(named);
    }
    !unit.is_empty()
        && matches!(figure.class, Class::Count | Class::Measure)
        && (figure.tail.chars().take(4).any(|c| is_han(c) && named.starts_with(c))
            || named.starts_with(unit)
            || unit.split_once('(').is_some_and(|(first, _)| first == named)
            // 驻村工作队236支，…平均每队3人: the divisor is called so.
            || named.chars().count() <= 2 && !named.is_empty() && figure.label.trim_end().ends_with(named)
            || named.chars().count() == 1 && unit.starts_with(named)
            || named.chars().take(3).any(|c| is_han(c) && UNITS.canonical(&c.to_string()) == unit))
}

fn slipped(document: &Document<'_>, (sum, divisor, power): (usize, usize, u32), at: usize) -> bool {
    let figure = &document.figures[at];
    let needed = || -> Option<Decimal> {
        document.figures[sum]
            .base()?
            .checked_div(document.figures[divisor].base()?)?
            .checked_mul(power_of_ten(power))?
            .checked_div(power_of_ten(figure.scale))
    };
    // 万元 for 亿元: the digits are right and the scale is not.
    // 亩产41.47公斤 for 414.7: its point is elsewhere.
    let scale = |needed: Decimal| {
        repair::scale_slip(figure.value, needed).is_some_and(|power| matches!(power, 4 | 8) || figure.decimals > 0)
    };
    // 罚款38.4万元，平均每起2.4亿元: that the scale alone is wrong hardly comes by chance.
    let misscaled =
        |needed: Decimal| repair::scale_slip(figure.value, needed).is_some_and(|power| matches!(power, 4 | 8));
    needed().is_some_and(|needed| {
        let told = figure.digits() >= 3 && (repair::one_slip(figure, needed) || scale(needed));
        told || figure.digits() >= 2 && figure.scale > 0 && misscaled(needed)
    })
}

/// A sum over a count of what an average is for each of, or for each power of ten of them.
fn quotient(document: &Document<'_>, (sum, divisor, power): (usize, usize, u32), at: usize) -> Option<Found> {
    let (s, d, a) = (&document.figures[sum], &document.figures[divisor], &document.figures[at]);
    let each = power_of_ten(power);
    let computed = s.interval()?.over(d.interval()?)?.times(each)?;
    let verdict = amount_verdict(a, computed)?;
    let point = s.base()?.checked_div(d.base()?)?.checked_mul(each)?.checked_div(power_of_ten(a.scale))?;
    let shown = plain(point.round_dp(a.decimals + 2), a.decimals + 2);
    let scales = s.scale != d.scale + a.scale || s.scale != a.scale && d.scale > 0;
    let several = scales && mixed([s, d]);
    let unit = if several { a.shown_unit } else { "" };
    let times = if power > 0 && d.scale != power { format!(" × {each}") } else { String::new() };
    Some(Found {
        kind: RelationKind::Ratio,
        operands: vec![sum, divisor, at],
        expression: format!("{} ÷ {}{times} = {shown}{unit}", operand(s, several), operand(d, several)),
        reported: plain(a.value, a.decimals),
        computed: shown,
        verdict,
        note: Words::default(),
    })
}

/// 性别比（以女性为100）: men for each hundred women.
fn sexes(document: &Document<'_>, at: usize) -> Option<Found> {
    let figure = &document.figures[at];
    if !document.between(figure.start.saturating_sub(64), figure.start).contains("性别比") {
        return None;
    }
    let find = |word: char| {
        document
            .earlier_levels(at, BACK)
            .find(|i| document.figures[*i].label.contains(word) && document.figures[*i].unit == "人")
    };
    let (men, women) = (find('男')?, find('女')?);
    let (m, w) = (&document.figures[men], &document.figures[women]);
    let computed = m.interval()?.over(w.interval()?)?.times(Decimal::ONE_HUNDRED)?;
    let point = m.base()?.checked_div(w.base()?)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let verdict = agree_within(figure.value, computed, figure.decimals);
    let shown = plain(point.round_dp(figure.decimals + 2), figure.decimals + 2);
    // The ratio of an earlier year stands beside it: only agreement says which is which.
    (verdict == Verdict::Consistent).then(|| Found {
        kind: RelationKind::Ratio,
        operands: vec![men, women, at],
        expression: format!("{} ÷ {} × 100 = {shown}", operand(m, false), operand(w, false)),
        reported: plain(figure.value, figure.decimals),
        computed: shown,
        verdict,
        note: Words::default(),
    })
}
