//! Shares of one whole and 100%.

use rust_decimal::Decimal;

use super::Found;
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role, plain},
        interval::Interval,
        repair,
        units::Class,
        words::WORDS,
    },
    model::{RelationKind, Verdict, Words},
    text::words::holds_any,
};

/// Finds the lists of shares that make up 100%, and pairs of complements that do not.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let groups = &document.groups;
    let figures = &document.figures;
    let mut at = 0;
    while at < figures.len() {
        if !is_share(document, at) {
            at += 1;
            continue;
        }
        let mut run = vec![at];
        while let Some(next) = next_share(document, *run.last().unwrap_or(&at), groups).filter(|_| run.len() < 24) {
            run.push(next);
        }
        if run.len() >= 2 {
            found.extend(whole(document, &run));
        }
        at = run.last().map_or(at, |last| last + 1);
    }
}

fn is_share(document: &Document<'_>, at: usize) -> bool {
    let share = |figure: &Figure<'_>| figure.role == Role::Share || is_proportion(figure);
    document.figures.get(at).is_some_and(|figure| figure.class == Class::Percent && share(figure) && !figure.hedged)
}

/// 优良级的监测点比例为9.1%: a rate by its role, and one of a list that may be all.
fn is_proportion(figure: &Figure<'_>) -> bool {
    figure.role == Role::Rate && figure.label.trim_end_matches(['为', '达', '到', '是', ' ']).ends_with("比例")
}

/// The next share of the same list: right behind, or behind one amount that it is the share of.
fn next_share(document: &Document<'_>, at: usize, groups: &[(usize, usize)]) -> Option<usize> {
    let figures = &document.figures;
    let figure = &figures[at];
    let listed = groups.get(at + 1).is_some_and(|(first, _)| *first <= at && groups[at].0 == *first);
    // 其他占4.46%；高收入占2.4%: what is left ends its list, and another clause begins another.
    let ended = || figures[at + 1].clause != figure.clause && is_left(figure);
    let direct = is_share(document, at + 1)
        && figures[at + 1].sentence == figure.sentence
        && figures[at + 1].depth == figure.depth
        && !ended();
    if listed && is_share(document, at + 1) || direct {
        return Some(at + 1);
    }
    let amount = figures.get(at + 1)?;
    let behind = amount.is_amount() && amount.role == Role::Level && is_share(document, at + 2);
    (behind
        && figures[at + 2].sentence == figure.sentence
        && figures[at + 2].depth == figure.depth
        && !amount.label.contains("其中"))
    .then_some(at + 2)
}

fn whole(document: &Document<'_>, run: &[usize]) -> Option<Found> {
    let figures = &document.figures;
    let mut sum = Interval::point(Decimal::ZERO);
    let mut point = Decimal::ZERO;
    let mut decimals = 0;
    for at in run {
        let figure = &figures[*at];
        sum = sum.plus(figure.interval()?)?;
        point = point.checked_add(figure.value)?;
        decimals = decimals.max(figure.decimals);
    }
    let hundred = Interval::point(Decimal::ONE_HUNDRED);
    let verdict = if sum.meets(hundred) {
        Verdict::Consistent
    } else if run.iter().any(|at| is_proportion(&figures[*at])) {
        return None;
    } else if mended(document, run, point)
        || of_industries(document, run)
        || complements(document, run)
        || said_whole(document, run)
        || with_rest(document, run)
    {
        Verdict::Unclear
    } else {
        return None;
    };
    let parts: Vec<String> = run.iter().map(|at| figures[*at].shown()).collect();
    let shown = plain(point, decimals);
    Some(Found {
        kind: RelationKind::Share,
        operands: run.to_vec(),
        expression: format!("{} = {shown}%", parts.join(" + ")),
        reported: "100%".into(),
        computed: shown,
        verdict,
        note: Words::default(),
    })
}

/// Shares told to two places that would come to a hundred with two neighbouring digits of one exchanged: of lists that leave
/// something out one in a thousand does.
fn mended(document: &Document<'_>, run: &[usize], sum: Decimal) -> bool {
    let figures = &document.figures;
    let fine = |at: &usize| figures[*at].decimals >= 2 && figures[*at].role == Role::Share;
    let slack = Decimal::new(2, 2);
    let gap = Decimal::ONE_HUNDRED - sum;
    let swapped = |at: &usize| {
        repair::swaps(&figures[*at]).into_iter().any(|value| (value - figures[*at].value - gap).abs() <= slack)
    };
    run.len() >= 4 && run.iter().all(fine) && run.iter().any(swapped)
}

/// 三次产业结构为6.4:54.4:39.2: the shares of the three are all there is.
fn of_industries(document: &Document<'_>, run: &[usize]) -> bool {
    let figures = &document.figures;
    let named = run.first().is_some_and(|first| {
        let label = figures[*first].label;
        label.contains("产业结构") && run.len() == 3 || label.contains("结构") && (3..=5).contains(&run.len())
    });
    // 三次产业结构由上年的7.9:43.0:49.1调整为7.6:43.3:49.1
    let moved = || {
        run.first().is_some_and(|first| {
            let words = document.between(figures[*first].start.saturating_sub(36), figures[*first].start);
            run.len() == 3 && words.contains("产业结构由") && figures[*first].label.contains('为')
        })
    };
    (named || moved()) && run.iter().all(|at| figures[*at].told_if_used)
}

/// 咨询占58.3%，求助占24.6%，投诉占14.1%，其他占5.2%: what is left is the last of one list of shares.
fn with_rest(document: &Document<'_>, run: &[usize]) -> bool {
    let figures = &document.figures;
    let Some((&last, others)) = run.split_last() else { return false };
    let rest = is_left(&figures[last]);
    let plain = |at: &usize| {
        let label = figures[*at].label;
        // 占投诉类的30%: a share of one of them.
        label.trim_end_matches(['为', '比', '达', '约', ' ']).ends_with('占') && !label.contains("其中")
    };
    // 其他诉求中表扬占3%: a part of what is left. 男占62%，女占38%，其他部门女职工占41%: the first are all there is.
    let label = figures[last].label.trim();
    let whole =
        ["其他", "其它", "其余", "余下", "剩余"].iter().any(|word| label.starts_with(word)) || label.contains("及其他");
    let mut sum = Decimal::ZERO;
    let full = others.iter().any(|at| {
        sum = sum.saturating_add(figures[*at].value);
        sum == Decimal::ONE_HUNDRED
    });
    if !whole || label.contains('中') || full {
        return false;
    }
    let list = others.windows(2).all(|pair| pair[1] == pair[0] + 1) && others.last().is_some_and(|at| at + 1 == last);
    let nested = run.iter().any(|at| figures[*at].depth != figures[last].depth);
    others.len() >= 2 && rest && list && !nested && run.iter().all(plain)
}

fn is_left(share: &Figure<'_>) -> bool {
    holds_any(share.label, &["其他", "其它", "其余", "余下", "剩余"])
}

/// 合计100%, together 100%: the words behind the list say that it is all.
fn said_whole(document: &Document<'_>, run: &[usize]) -> bool {
    let Some(figure) = run.last().and_then(|last| document.figures.get(last + 1)) else { return false };
    let label = figure.label.trim().to_ascii_lowercase();
    let all = ["合计", "共计", "总计", "together", "in total", "totalling", "a total of", "adding up to"];
    run.len() >= 2
        && figure.class == Class::Percent
        && figure.value == Decimal::ONE_HUNDRED
        && all.iter().any(|word| label.ends_with(word))
}

/// Two shares of things that exclude each other and are all (男, 女).
fn complements(document: &Document<'_>, run: &[usize]) -> bool {
    let words = |at: usize| {
        let figure = &document.figures[at];
        let from = at.checked_sub(2).and_then(|i| document.figures.get(i)).map_or(0, |f| f.end);
        document.between(from.max(figure.start.saturating_sub(24)), figure.start)
    };
    let [first, second] = run else { return false };
    let (a, b) = (words(*first), words(*second));
    let b = b.rsplit(['%', ',', ';', '、']).take(2).collect::<String>();
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let any_in = |text: &str, words: &[String]| words.iter().any(|word| holds_word(text, word));
    WORDS.exclusive.iter().filter(|set| set.members.len() == 2 && set.name != "newness").any(|set| {
        any_in(&a, &set.members[0]) && any_in(&b, &set.members[1]) && !any_in(&b, &set.members[0])
            || any_in(&a, &set.members[1]) && any_in(&b, &set.members[0]) && !any_in(&a, &set.members[0])
    })
}

/// Whether a text holds a word; an English one stands by itself (men is not in women).
fn holds_word(text: &str, word: &str) -> bool {
    if !word.is_ascii() {
        return text.contains(word);
    }
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|own| own == word)
}
