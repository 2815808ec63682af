//! A total behind clauses that each tell one of its parts among other things: 国家级6个，计划12.40亿元，完成9.15亿元；省级14个，…；县级37个，…。三级项目共57个，
//! 合计计划36.35亿元，完成28.91亿元. Its parts are the figures that the clauses begin with, or those that are called as it is.

use rust_decimal::Decimal;

use super::{Found, arithmetic, standing::Standing};
use crate::{
    figures::{
        document::{Document, total_cue},
        figure::Figure,
        glyphs::is_han,
        interval::power_of_ten,
        repair,
        words::Cue,
    },
    model::{RelationKind, Verdict},
    text::words::holds_any,
};

/// Figures before a total among which its parts stand, and sentences.
const BACK: usize = 48;
const SENTENCES: usize = 6;
/// Parts of one total at most.
const LONGEST: usize = 24;
/// Characters before a total that call it one and say of how many parts.
const LEAD: usize = 16;
/// Digits of a total that two parts make up hardly by chance; of more parts two are enough.
const DIGITS: usize = 3;

/// What parts are counted in, behind how many there are: 三级项目共57个.
const CLASSES: &str = "项类种级方批者档块家个县区市镇年月季组片段期所校院款条线路";
/// Words between a list and the name of what it comes to.
const NAMED: [&str; 5] = ["合计即", "之和即", "两者合计即", "二者合计即", "合计等于"];
const TOTALS: [&str; 6] = ["合计", "共计", "总计", "共", "总数", "总量"];

/// Finds them; of a total that `found` has told already nothing is said.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    if document.english || document.figures.len() < 3 {
        return;
    }
    let mut standing = Standing::of(document, found);
    let known = found.len();
    find_once(document, &mut standing, found);
    // What stands before a total that is told by now may be told beside it.
    if found.len() > known {
        find_once(document, &mut standing, found);
    }
}

fn find_once(document: &Document<'_>, standing: &mut Standing, found: &mut Vec<Found>) {
    let named = document.text.may_hold_word(&NAMED);
    for at in 2..document.figures.len() {
        let whole = &document.figures[at];
        if !document.is_level(at) || whole.hedged || whole.value.is_zero() || document.kin(at) < 3 {
            continue;
        }
        let sums = |f: &Found| f.kind == RelationKind::Sum && f.operands.last() == Some(&at);
        if standing.with(found, at).any(sums) {
            continue;
        }
        let next = || beside(document, (standing, found), at, at + 1);
        let behind = named.then(|| named_behind(document, at)).flatten();
        let told = behind
            .or_else(|| gathered(document, at))
            .or_else(|| beside(document, (standing, found), at, at - 1))
            .or_else(next);
        let told = told.filter(|told| !crosses(standing, found, told));
        if let Some(told) = told {
            found.push(told);
            standing.read(found);
        }
    }
}

/// 选择货币补偿的1419户、房屋置换的1144户，合计即签约户数: the words behind a list say which figure it comes to.
fn named_behind(document: &Document<'_>, whole: usize) -> Option<Found> {
    let figures = &document.figures;
    let last = (whole + 2..figures.len().min(whole + BACK)).find(|i| {
        let words = document.between(figures[*i].tail_end, figures[*i].tail_end + LEAD);
        let words = words.trim_start_matches(',');
        let named = NAMED.iter().find_map(|word| words.strip_prefix(word));
        let name = named.unwrap_or_default().split(ends_clause).next().unwrap_or_default();
        let name = ["户数", "人数", "件数", "总数", "数", "量", "额"].iter().find_map(|end| name.strip_suffix(end));
        name.is_some_and(|name| name.chars().count() >= 2 && figures[whole].label.contains(name))
    })?;
    let alike = |i: &usize| {
        let figure = &figures[*i];
        document.is_level(*i)
            && figure.same_unit(&figures[whole])
            && figure.clause == figures[last].clause
            && !figure.hedged
    };
    let mut parts: Vec<usize> = (whole + 1..=last).rev().take_while(alike).collect();
    parts.reverse();
    let sum = arithmetic::sum(document, &parts, whole).filter(|_| parts.len() >= 2)?;
    Some(if sum.verdict == Verdict::Consistent { sum } else { Found { verdict: Verdict::Unclear, ..sum } })
}

fn ends_clause(c: char) -> bool {
    matches!(c, ',' | ';' | '。' | '\n')
}

/// Whether two of the parts are parts of one sum already that holds.
fn crosses(standing: &Standing, found: &[Found], told: &Found) -> bool {
    let Some((_, parts)) = told.operands.split_last() else { return true };
    let first = parts.first().into_iter().flat_map(|at| standing.with(found, *at));
    first.filter(|f| f.kind == RelationKind::Sum && f.verdict == Verdict::Consistent).any(|f| {
        let members = f.operands.len().saturating_sub(1);
        parts.iter().filter(|at| f.operands[..members].contains(at)).count() > 1
    })
}

/// The total of what the clauses before it begin with, or of what is called as it is.
fn gathered(document: &Document<'_>, at: usize) -> Option<Found> {
    let whole = &document.figures[at];
    let count = declared(document, at);
    // 合计抽测350批次，不合格16批次: what stands beside a total is told of all as well.
    let (before, beside) = (at - 1, document.figures[at - 1].clause == whole.clause);
    let pair = beside && document.figures[before].item + 1 == whole.item && calls(lead(document, before));
    let called = pair || whole.says(Cue::TotalAfter) || calls(lead(document, at));
    let everywhere = ["全市", "全县", "全区", "全州", "全省", "全年", "全镇", "全旗"];
    let all = everywhere.iter().any(|word| whole.label.trim_start().starts_with(word));
    if !(called || all || count.is_some()) {
        return None;
    }
    let each = count.and_then(|count| one_of_each(document, at, count));
    let lists = [same_name(document, at), heads(document, at), same_name_of(document, at), each];
    let sums = || lists.iter().flatten().filter_map(|parts| Some((parts.len(), arithmetic::sum(document, parts, at)?)));
    let proof = sums().find(|(parts, sum)| {
        let told = whole.digits() >= DIGITS || whole.digits() == 2 && (*parts > 2 || count == Some(*parts));
        sum.verdict == Verdict::Consistent && told
    });
    let asked = || {
        let (_, sum) = sums().find(|(parts, _)| count == Some(*parts) && called)?;
        let slip = mends(document, &sum) || forgets_one(document, &sum);
        (slip && sum.verdict == Verdict::Inconsistent).then_some(Found { verdict: Verdict::Unclear, ..sum })
    };
    proof.map(|(_, sum)| sum).or_else(asked)
}

fn calls(words: &str) -> bool {
    holds_any(words, &TOTALS)
}

/// The words right before a total, behind the last mark.
fn lead<'t>(document: &Document<'t>, at: usize) -> &'t str {
    let figure = &document.figures[at];
    let before =
        at.checked_sub(1).map_or(0, |before| document.figures[before].end).max(figure.start.saturating_sub(LEAD));
    document.between(before, figure.start).rsplit([',', ';', '。', '\n']).next().unwrap_or_default()
}

/// How many parts the words of a total say that it has.
fn declared(document: &Document<'_>, at: usize) -> Option<usize> {
    let words: Vec<char> = lead(document, at).chars().collect();
    let numeral = |c: char| "两二三四五六七八九十".chars().position(|known| known == c).map(|place| place.max(1) + 1);
    (0..words.len()).find_map(|place| {
        let count = numeral(words[place])?;
        let behind = words.get(place + 1).is_some_and(|c| CLASSES.contains(*c));
        let before = place.checked_sub(1).map_or(' ', |before| words[before]);
        let ordinal = "第前每各一二三四五六七八九十".contains(before);
        (behind && !ordinal).then_some(count)
    })
}

/// The levels before a total that may be parts of it.
fn parts<'d>(document: &'d Document<'_>, at: usize) -> impl Iterator<Item = usize> + 'd {
    let figures = &document.figures;
    let whole = &figures[at];
    (at.saturating_sub(BACK)..at).filter(move |i| {
        let figure = &figures[*i];
        let near = figure.line == whole.line && figure.sentence + SENTENCES >= whole.sentence;
        near && document.is_level(*i) && figure.same_unit(whole) && figure.depth == whole.depth && !document.each[*i]
    })
}

fn sound(document: &Document<'_>, parts: &[usize]) -> bool {
    (2..=LONGEST).contains(&parts.len()) && parts.iter().all(|i| !document.figures[*i].hedged)
}

/// The first figure of its unit in each clause before, the first of them in the clause that opens the list.
fn heads(document: &Document<'_>, at: usize) -> Option<Vec<usize>> {
    let figures = &document.figures;
    let mut heads: Vec<usize> = Vec::new();
    // 仓储单位41.7万个中，…: what several clauses divide is none of its own parts.
    let all: Vec<usize> = parts(document, at).collect();
    let divided = |whole: usize| {
        let mut owned = all.iter().filter(|i| document.owner[**i] == Some(whole)).map(|i| figures[*i].clause);
        owned.next().is_some_and(|first| owned.any(|other| other != first))
    };
    for i in all.iter().copied().filter(|i| !divided(*i)) {
        if heads.last().is_none_or(|last| figures[*last].clause != figures[i].clause) {
            heads.push(i);
        }
    }
    // 全州茶园93.2万亩 stands in the clause of its last part.
    let own = figures[at].clause;
    heads.retain(|i| figures[*i].clause < own || *i + 1 < at);
    let total = |i: &usize| total_cue(&figures[*i]) && figures[*i].says(Cue::TotalAfter);
    let from = heads.iter().rposition(total).map_or(0, |place| place + 1);
    let heads = heads.split_off(from);
    sound(document, &heads).then_some(heads)
}

/// 发放津贴37482人次、1816.4万元，补贴9263人次、742.9万元，…，三项共发放…万元: one of its unit in each of so many clauses right before it.
fn one_of_each(document: &Document<'_>, at: usize, count: usize) -> Option<Vec<usize>> {
    let figures = &document.figures;
    let whole = &figures[at];
    let near: Vec<usize> = parts(document, at).filter(|i| figures[*i].sentence == whole.sentence).collect();
    let each = near.get(near.len().checked_sub(count)?..)?;
    let parted = |a: usize, b: usize| document.between(figures[a].end, figures[b].start).contains([',', ';']);
    let apart = each.windows(2).all(|pair| parted(pair[0], pair[1]));
    let last = each.last().is_some_and(|last| parted(*last, at));
    (apart && last && sound(document, each)).then(|| each.to_vec())
}

/// Whether all parts but one come to the total to the last digit: of so many digits not by chance.
fn forgets_one(document: &Document<'_>, sum: &Found) -> bool {
    let figures = &document.figures;
    let Some((&whole, parts)) = sum.operands.split_last() else { return false };
    let over = arithmetic::total(document, parts).map(|(_, all)| all).zip(figures[whole].base());
    let Some(over) = over.map(|(all, said)| all - said) else { return false };
    let told = parts.len() >= 3 && figures[whole].digits() >= DIGITS;
    told && parts.iter().any(|part| figures[*part].base() == Some(over) && figures[*part].digits() >= DIGITS)
}

/// The last two characters of what a figure is called, small words aside.
fn ending(figure: &Figure<'_>) -> Option<[char; 2]> {
    let label = figure.label.trim_end_matches(['为', '共', '了', '达', '有', ' ']);
    let chars: Vec<char> = label.chars().filter(|c| is_han(*c)).collect();
    chars.last_chunk::<2>().copied()
}

/// 路灯抽测120批次、不合格6批次，…，合计抽测350批次，不合格16批次: those whose words end as the total's do.
fn same_name(document: &Document<'_>, at: usize) -> Option<Vec<usize>> {
    called_alike(document, at, ending(&document.figures[at])?)
}

/// The parts of a total whose words end so, where no other one stands between the last of them and the total.
fn called_alike(document: &Document<'_>, at: usize, name: [char; 2]) -> Option<Vec<usize>> {
    let parts: Vec<usize> = parts(document, at).filter(|i| ending(&document.figures[*i]) == Some(name)).collect();
    (sound(document, &parts) && !goes_on_to(document, &parts, at)).then_some(parts)
}

/// 疾控机构14个、…、采供血机构2个、急救中心5个，机构共计46个: 、 joins another figure to the last of them.
fn goes_on_to(document: &Document<'_>, parts: &[usize], at: usize) -> bool {
    let figures = &document.figures;
    parts.last().is_some_and(|last| {
        let next = last + 1;
        let alike = next < at && figures[next].same_unit(&figures[at]) && document.is_level(next);
        alike && document.text.at(figures[*last].tail_end) == '、'
    })
}

/// 两项决算合计8.59万元: those whose words end as the name before the word of totals.
fn same_name_of(document: &Document<'_>, at: usize) -> Option<Vec<usize>> {
    let label = document.figures[at].label;
    let name = TOTALS.iter().find_map(|word| label.trim_end().strip_suffix(word))?;
    let chars: Vec<char> = name.chars().filter(|c| is_han(*c)).collect();
    called_alike(document, at, *chars.last_chunk::<2>()?)
}

/// 大型6处、面积118.5万亩，中型43处、96.2万亩，…；合计1236处、面积279.6万亩: the sum right before it holds, and each of its parts is told in this unit as well.
fn beside(document: &Document<'_>, (standing, found): (&Standing, &[Found]), at: usize, other: usize) -> Option<Found> {
    let figures = &document.figures;
    let first = Some(other).filter(|other| *other < figures.len())?;
    let step = |i: usize| if first < at { Some(i + 1) } else { i.checked_sub(1) };
    let proven = standing.with(found, first).find(|f| {
        f.kind == RelationKind::Sum && f.verdict == Verdict::Consistent && f.operands.last() == Some(&first)
    })?;
    let members = proven.operands.split_last()?.1;
    if members.iter().any(|i| *i >= first.min(at)) {
        return None;
    }
    let whole = &figures[at];
    let fits = |i: &usize| {
        let figure = &figures[*i];
        document.is_level(*i) && figure.depth == whole.depth && figure.same_unit(whole) && !figure.hedged && *i < at
    };
    let together = whole.item.abs_diff(figures[first].item) <= 1 && whole.clause == figures[first].clause;
    let parts: Vec<usize> = members.iter().map(|i| step(*i)).collect::<Option<_>>()?;
    let clauses = parts.iter().zip(members).all(|(part, beside)| figures[*part].clause == figures[*beside].clause);
    if !together || !clauses || whole.digits() < 2 || parts.len() < 2 || !parts.iter().all(fits) {
        return None;
    }
    let sum = arithmetic::sum(document, &parts, at)?;
    let asked = sum.verdict == Verdict::Inconsistent && mends(document, &sum);
    match sum.verdict {
        Verdict::Consistent => Some(sum),
        _ => asked.then_some(Found { verdict: Verdict::Unclear, ..sum }),
    }
}

/// Whether one slip of the pen in the total or in a part of two digits would make them agree.
fn mends(document: &Document<'_>, sum: &Found) -> bool {
    let figures = &document.figures;
    let Some((&whole, parts)) = sum.operands.split_last() else { return false };
    let gap = || figures[whole].base()?.checked_sub(arithmetic::total(document, parts)?.1);
    let slip = |at: usize, by: Decimal| {
        let figure = &figures[at];
        let needed = figure.base().and_then(|base| base.checked_add(by)?.checked_div(power_of_ten(figure.scale)));
        figure.digits() >= 2 && needed.is_some_and(|needed| needed > Decimal::ZERO && repair::one_slip(figure, needed))
    };
    gap().is_some_and(|gap| slip(whole, -gap) || parts.iter().any(|i| slip(*i, gap)))
}
