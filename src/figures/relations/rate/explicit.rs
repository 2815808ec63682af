//! Bases that stand in the phrase of their rate itself: 完成年初预算24710万元的21.5%, 31% of the budget of £20 million.

use crate::{
    figures::{document::Document, figure::Role, glyphs::is_han, words::Cue},
    text::words::holds_any,
};

/// Figures before a rate among which its whole is looked for.
const BETWEEN: usize = 3;

/// Characters between a whole and the first of a list of rates of it at most.
const PHRASE: usize = 12;

/// 完成年初预算24710万元的21.5%, 占航道总里程484.65万公里的3.5%, 占年度任务（1026台）55.75%.
pub(super) fn explicit_base(document: &Document<'_>, at: usize) -> Option<(usize, Vec<usize>)> {
    let figures = &document.figures;
    let rate = &figures[at];
    if is_fraction(document, at) {
        return Some((at + 2, vec![at + 1]));
    }
    if let Some(base) = base_behind(document, at) {
        let done = (0..at).rev().take(3).find(|i| {
            figures[*i].same_unit(&figures[base])
                && figures[*i].sentence == rate.sentence
                && figures[*i].role == Role::Level
                && !figures[*i].hedged
        });
        return done.map(|done| (base, vec![done]));
    }
    // 58,214 of 62,390 children had received two doses (93.3%): a number that is only a word stands between.
    let word = |i: usize| document.text.at(figures[i].start).is_ascii_alphabetic();
    let behind = (0..at).rev().take(BETWEEN).find(|i| !word(*i));
    if let Some(whole) = behind.filter(|whole| *whole > 0 && is_of(document, *whole - 1, at)) {
        return Some((whole, vec![whole - 1]));
    }
    if let Some(pair) = listed(document, at) {
        return Some(pair);
    }
    if let Some((whole, parts)) = of_one(document, at) {
        return Some((whole, vec![*parts.get(at - document.groups[at].0)?]));
    }
    let base = at.checked_sub(1)?;
    let whole = &figures[base];
    if !whole.is_amount() || whole.sentence != rate.sentence || whole.hedged {
        return None;
    }
    let between = document.between(whole.end, rate.start);
    let cue = |text: &str| holds_any(text, &["完成", "占", "达到", "相当于", "为", "恢复到", "恢复至"]);
    let phrase = between.chars().count() <= 10
        && between.trim_end().ends_with('的')
        && whole.item == rate.item
        && (cue(whole.label) || counted_of(document, base));
    let bracket = whole.bracket.and_then(|id| document.brackets.spans.get(id)).is_some_and(|(open, close)| {
        *close < rate.start && rate.start - *close <= 4 && names_whole(document.between(open.saturating_sub(12), *open))
    });
    if !phrase && !bracket {
        return None;
    }
    let numerators: Vec<usize> = (0..base)
        .rev()
        .take(6)
        .filter(|i| {
            let part = &figures[*i];
            part.same_unit(whole)
                && part.sentence == rate.sentence
                && part.role == Role::Level
                && part.depth <= rate.depth
                && !part.hedged
                && !part.label.contains('占')
                && part.value != whole.value
        })
        .collect();
    Some((base, numerators))
}

/// 占年度任务（1026台）, 完成全年任务（7500人）的: the words before a bracket name the whole that it tells. 累计完成全年任务 and 整治工作完成年度任务 are
/// told of what is not said.
fn names_whole(words: &str) -> bool {
    let clause = words.rsplit([',', ';', '。', '、']).next().unwrap_or_default().trim_start();
    let of_task = || clause.contains("完成") && holds_any(clause, &["任务", "目标", "计划"]);
    clause.trim_start_matches(['已', '共', '均']).starts_with(['占', '完'])
        && !clause.contains("累计")
        && (clause.contains('占') || of_task())
}

/// 占4个镇总户数21860户的: a count of places stands between the word and its whole.
fn counted_of(document: &Document<'_>, whole: usize) -> bool {
    let figures = &document.figures;
    let Some(places) = whole.checked_sub(1).map(|before| &figures[before]) else { return false };
    let total = holds_any(figures[whole].label, &["总", "全部"]);
    let open = places.label.trim_end().ends_with('占') && places.item == figures[whole].item;
    total && open && !places.same_unit(&figures[whole])
}

/// 火灾1126起、亡18人，分别占火灾总数2817起和亡人总数25人的39.97%、72.00%: parts, wholes and rates, each list in the order of the others.
fn listed(document: &Document<'_>, at: usize) -> Option<(usize, Vec<usize>)> {
    let figures = &document.figures;
    let (first, size) = document.groups[at];
    let wholes = first.checked_sub(size).filter(|_| size >= 2)?;
    let parts = wholes.checked_sub(size)?;
    let lead = figures[wholes].label;
    let told = lead.contains("分别占") && document.between(figures[first - 1].end, figures[first].start).trim() == "的";
    let (whole, part) = (wholes + (at - first), parts + (at - first));
    let fits = |i: usize| figures[i].is_amount() && figures[i].sentence == figures[at].sentence && !figures[i].hedged;
    let alike = figures[whole].same_unit(&figures[part]);
    (told && alike && fits(whole) && fits(part)).then(|| (whole, vec![part]))
}

/// 131个、24个、5个，分别占160个监测断面的81.9%、15.0%和3.1%: one whole in the phrase, and as many parts before it as rates behind it.
pub(super) fn of_one(document: &Document<'_>, at: usize) -> Option<(usize, Vec<usize>)> {
    let figures = &document.figures;
    let (first, size) = document.groups[at];
    let whole = first.checked_sub(1).filter(|_| size >= 2)?;
    let figure = &figures[whole];
    let between = document.between(figure.end, figures[first].start).trim();
    let told = figure.label.contains("分别占") && between.ends_with('的') && between.chars().count() <= PHRASE;
    let part = |i: &usize| figures[*i].same_unit(figure) && figures[*i].sentence == figure.sentence;
    let near = document.earlier_levels(whole, 2 * size).filter(|_| told && figure.is_amount() && !figure.hedged);
    let mut parts: Vec<usize> = near.filter(part).take(size).collect();
    parts.reverse();
    (parts.len() == size && parts.iter().all(|i| !figures[*i].hedged)).then_some((whole, parts))
}

/// 开工率90%（18/20）: part and whole as a fraction right behind their rate.
fn is_fraction(document: &Document<'_>, at: usize) -> bool {
    let figures = &document.figures;
    let (Some(part), Some(whole)) = (figures.get(at + 1), figures.get(at + 2)) else { return false };
    part.start == figures[at].end + 1
        && part.depth > figures[at].depth
        && document.between(part.end, whole.start) == "/"
}

/// 完成率为82.4%（年度任务500台）, 31% of the budget of £20 million: the base stands behind its rate.
fn base_behind(document: &Document<'_>, at: usize) -> Option<usize> {
    let (rate, whole) = (&document.figures[at], document.figures.get(at + 1)?);
    let plain = whole.is_amount() && !whole.hedged && whole.role == Role::Level && whole.sentence == rate.sentence;
    let bracket = whole.depth == rate.depth + 1
        && whole.start.saturating_sub(rate.end) <= 12
        && document.text.at(rate.end) == '('
        && (whole.says(Cue::Plan) || whole.label.contains('总'));
    let of = rate.tail.trim_start().starts_with("of ")
        && whole.item == rate.item
        && (whole.label.trim_end().ends_with("of")
            || whole.label.trim_start().starts_with("of ") && whole.label.len() <= 40)
        && !whole.label.chars().any(is_han);
    (plain && (bracket || of)).then_some(at + 1)
}

/// 312 of 390 roads, or 80%: part and whole in one phrase, right before their rate.
fn is_of(document: &Document<'_>, part: usize, rate: usize) -> bool {
    let figures = &document.figures;
    let (part, whole, rate) = (&figures[part], &figures[part + 1], &figures[rate]);
    let phrase = matches!(part.tail.trim(), "of" | "of the" | "out of" | "out of the") && whole.label == part.tail;
    let said = rate.label.trim() == "or" || rate.label.trim().is_empty() && rate.depth > whole.depth;
    phrase && said && part.same_unit(whole) && !part.hedged && !whole.hedged && rate.sentence == whole.sentence
}
