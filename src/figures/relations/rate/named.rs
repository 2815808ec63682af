//! Parts that a rate names by its own words, wherever they stand (户籍生3924人…户籍生占62.1%; 入户率96.18%，入户21013户).

use std::sync::LazyLock;

use super::{Base, Question, names::named_whole};
use crate::{
    figures::{
        document::{Document, total_cue},
        figure::{Figure, Role},
        glyphs::is_han,
        omit::Omitted,
        units::Class,
        words::WORDS,
    },
    text::words::holds_any,
};

/// Figures before and after the rate that are looked at.
const BACK: usize = 16;
const AHEAD: usize = 3;
/// Figures behind a rate among which a whole stands that its words name in full.
const FURTHER: usize = 8;
/// Parts named at most.
const MOST: usize = 4;

/// Small words of a rate's name that name no part.
const SMALL: [&str; 26] = [
    "其中", "目前", "累计", "已经", "分别", "总体", "整体", "平均", "综合", "全年", "年度", "达到", "提升", "提高",
    "总计", "合计", "比重", "比例", "占比", "其", "共", "约", "均", "已", "的", "还",
];

static NAMELESS: LazyLock<Omitted> = LazyLock::new(|| Omitted::new(SMALL));

/// 收入86.4亿元，为年初预算的96.0%，年初预算90.0亿元: the whole that the phrase of a rate of completion names stands behind it.
fn of_phrase(document: &Document<'_>, at: usize) -> Option<(usize, usize)> {
    let figures = &document.figures;
    let rate = &figures[at];
    let words = rate.label.trim_end().strip_suffix('的')?;
    let name = ["相当于", "完成", "达到", "为", "是"].iter().find_map(|verb| Some(words.rsplit_once(verb)?.1))?;
    let part = at.checked_sub(1).filter(|part| document.is_level(*part) && figures[*part].sentence == rate.sentence)?;
    let whole = at + 1;
    let behind = document.is_level(whole) && figures[whole].label.contains(name) && figures[whole].line == rate.line;
    let sound = name.chars().count() >= 2 && !figures[part].hedged && behind && !figures[whole].hedged;
    (sound && figures[part].same_unit(&figures[whole])).then_some((part, whole))
}

/// 工业用电84.37亿，占全社会用电量的65.0%；全社会用电量129.80亿: the whole that the words name stands behind, by its whole name.
pub(super) fn whole_behind(document: &Document<'_>, at: usize) -> Option<usize> {
    let rate = &document.figures[at];
    let name = named_whole(rate);
    if rate.role != Role::Share || name.chars().count() < 4 {
        return None;
    }
    (at + 1..document.figures.len().min(at + 1 + FURTHER)).find(|i| {
        let figure = &document.figures[*i];
        let label = figure.label.trim_end_matches(['为', '达', '到', '共', '有', ' ']);
        document.is_level(*i) && !figure.hedged && figure.line == rate.line && label.ends_with(&name)
    })
}

/// The parts that the words of the rate name, likeliest first, and whether they name one that is not `nearest`, the
/// figure right before, nor any other.
pub(super) fn parts(document: &Document<'_>, at: usize, nearest: Option<usize>) -> (Vec<usize>, bool) {
    let figures = &document.figures;
    let rate = &figures[at];
    let subject = subject(rate);
    if subject.len() < 2 {
        return (Vec::new(), false);
    }
    let near = (at.saturating_sub(BACK)..at).rev().chain(at + 1..figures.len().min(at + 1 + AHEAD));
    let told = near.filter(|i| {
        let figure = &figures[*i];
        let behind = *i > at && figure.sentence != rate.sentence;
        document.is_level(*i) && !figure.hedged && figure.line == rate.line && !behind && document.may_be_part(*i)
    });
    let verb = subject[subject.len() - 2..].to_vec();
    let mut named: Vec<(bool, usize)> = told.filter_map(|i| Some((!ties(document, i, &verb)?, i))).collect();
    if rate.role == Role::Share {
        named = named_any(document, at, &subject);
    }
    named.sort_by_key(|(far, i)| (!bears_all(document, *i, &subject), *far));
    let named: Vec<usize> = named.into_iter().map(|(_, i)| i).take(MOST).collect();
    // “清水日”占比68.8%: a part that bears the whole of its name is the one that is meant.
    let meant = named.first().is_some_and(|first| *first < at && bears_all(document, *first, &subject));
    let untied = rate.role == Role::Share && !meant && nearest.is_some_and(|nearest| named.first() != Some(&nearest));
    (named, untied)
}

/// Whether the words before a figure hold the whole of a name, of three characters and more.
pub(super) fn bears_all(document: &Document<'_>, at: usize, name: &[char]) -> bool {
    let figure = &document.figures[at];
    let label = document.text.chars.get(figure.label_start..figure.start).unwrap_or_default();
    name.len() >= 3 && label.windows(name.len()).any(|run| run == name)
}

/// Whether the words of a figure hold these two characters; `None` when they do not.
fn ties(document: &Document<'_>, at: usize, two: &[char]) -> Option<bool> {
    let figure = &document.figures[at];
    let label = document.text.chars.get(figure.label_start..figure.start)?;
    let tail = document.text.chars.get(figure.end..figure.tail_end)?;
    (label.windows(2).chain(tail.windows(2)).any(|run| run == two)).then_some(true)
}

/// The figures whose words share two characters in a row with the subject; those that share its first ones first.
fn named_any(document: &Document<'_>, at: usize, subject: &[char]) -> Vec<(bool, usize)> {
    let figures = &document.figures;
    let near = (at.saturating_sub(BACK)..at).rev().filter(|i| {
        document.is_level(*i) && !figures[*i].hedged && figures[*i].line == figures[at].line && document.may_be_part(*i)
    });
    near.filter_map(|i| {
        let first = subject.windows(2).position(|two| ties(document, i, two).is_some())?;
        Some((first > 0, i))
    })
    .collect()
}

/// 住宅684起、厂房93起，住宅火灾占51.7%: the first two characters of what a share is said of are told of one figure of its sentence alone.
pub(in crate::figures::relations) fn names_alone(document: &Document<'_>, at: usize, part: usize) -> bool {
    let subject = subject(&document.figures[at]);
    let Some(two) = subject.first_chunk::<2>() else { return false };
    let near = (at.saturating_sub(BACK)..at)
        .filter(|i| document.is_level(*i) && document.figures[*i].sentence == document.figures[at].sentence);
    let mut called = near.filter(|i| ties(document, *i, two).is_some());
    called.next() == Some(part) && called.next().is_none()
}

/// What a rate is said to be the rate of: what stands before 占 or 率.
pub(super) fn subject(rate: &Figure<'_>) -> Vec<char> {
    let end = match rate.role {
        Role::Share => rate.label.find('占'),
        _ => rate.label.find('率').or_else(|| rate.label.find("比例")),
    };
    let Some(words) = end.and_then(|end| rate.label.get(..end)) else { return Vec::new() };
    let mut words: Vec<char> = words.chars().filter(|c| is_han(*c)).collect();
    if rate.role != Role::Share {
        return words;
    }
    // 专任教师中研究生学历占: the part is the one named last.
    if let Some(within) = words.iter().rposition(|c| *c == '中')
        && within > 0
        && words[within - 1] != '其'
        && words.len() - within > 3
    {
        words.drain(..=within);
    }
    NAMELESS.leave_out(&mut words);
    words
}

/// 第三产业占地区生产总值的52.9%。地区生产总值1187.3亿元，…第三产业628.4亿元: part and whole that are told only behind
/// the share, by their whole names.
pub(super) fn told_behind(document: &Document<'_>, at: usize) -> Option<(usize, usize)> {
    let figures = &document.figures;
    let rate = &figures[at];
    if rate.hedged {
        return None;
    }
    if rate.role != Role::Share {
        return of_phrase(document, at);
    }
    let (part, whole): (String, String) = (subject(rate).into_iter().collect(), named_whole(rate));
    if part.chars().count() < 3 || whole.chars().count() < 3 {
        return None;
    }
    let find = |name: &str| {
        (at + 1..figures.len().min(at + 1 + BACK)).find(|i| {
            let figure = &figures[*i];
            // 公立医院医疗服务收入占…医疗服务收入12.86亿元: the place need not be said again.
            let own = document.own_noun(*i);
            let ends = own.len() >= 4 && name.ends_with(&own.iter().collect::<String>());
            document.is_level(*i) && !figure.hedged && figure.line == rate.line && (figure.label.contains(name) || ends)
        })
    };
    let (part, whole) = (find(&part)?, find(&whole)?);
    (part != whole && figures[part].same_unit(&figures[whole])).then_some((part, whole))
}

/// Adds the named parts: before all others where the words alone say what the part is.
pub(super) fn put_in(numerators: &mut Vec<Vec<usize>>, named: Vec<usize>, first: bool) {
    let fresh: Vec<Vec<usize>> =
        named.into_iter().map(|i| vec![i]).filter(|set| !numerators.contains(set) || first).collect();
    if first {
        numerators.retain(|set| !fresh.contains(set));
        numerators.splice(0..0, fresh);
    } else {
        numerators.extend(fresh);
    }
}

/// Visits to what the part counts (检查2153户次，问题户407户).
pub(super) fn counts_visits(whole: &Figure<'_>, part: &Figure<'_>) -> bool {
    !part.unit.is_empty() && whole.unit.strip_suffix('次') == Some(part.unit) && whole.class == Class::Count
}

/// A whole that stands behind its rate: 覆盖率为89.9%，全县行政村347个; 激活率83.7%（参保人数254.3万人）.
pub(super) fn is_whole_behind(document: &Document<'_>, whole: usize, rate: usize) -> bool {
    let (whole_at, rate_at) = (&document.figures[whole], &document.figures[rate]);
    let bracket = whole == rate + 1 && whole_at.depth == rate_at.depth + 1 && document.text.at(rate_at.end) == '(';
    let all = holds_any(whole_at.label, &["全县", "全市", "全区", "全省", "全镇", "全部", "应"]);
    whole_at.sentence == rate_at.sentence && (bracket || all)
}

/// 批准逮捕648人，不批准逮捕231人: the other of two that exclude each other and are all.
pub(super) fn complement(document: &Document<'_>, part: usize, rate: usize) -> Option<usize> {
    let figures = &document.figures;
    let figure = &figures[part];
    if figures[rate].role != Role::Rate {
        return None;
    }
    let near = (part.saturating_sub(2)..figures.len().min(part + 3)).filter(|i| {
        *i != part
            && document.is_level(*i)
            && figures[*i].same_unit(figure)
            && figures[*i].sentence == figure.sentence
            && figures[*i].depth == figure.depth
            && !total_cue_of_all(&figures[*i])
            && document.owner[part] != Some(*i)
            && document.owner[*i] != Some(part)
    });
    near.into_iter().find(|other| {
        denies(figure.label, figures[*other].label)
            || denies(figures[*other].label, figure.label)
            || document.members_of(part).iter().any(|(set, member)| {
                let set = usize::from(*set);
                let two = WORDS.exclusive.get(set).is_some_and(|set| set.members.len() == 2);
                two && document.member_of(*other, set).is_some_and(|other| other != *member)
            })
    })
}

/// 化解信访积案186件，化解率93.9%，剩余12件: what was done and what is left are the whole; good for a proof, for `complement` asks.
pub(super) fn with_rest(document: &Document<'_>, question: &Question) -> Option<Base> {
    let figures = &document.figures;
    let &part = question.numerators.first()?.first()?;
    let (rate, rest) = (&figures[question.rate], question.rate + 1);
    let left = figures.get(rest)?;
    let says = ["剩余", "尚余", "余下", "其余", "还剩", "尚有"].iter().any(|word| left.label.trim().starts_with(word));
    let plain = document.is_level(rest) && !left.hedged && left.sentence == rate.sentence;
    let beside = part + 1 == question.rate && left.same_unit(&figures[part]) && rate.role == Role::Rate;
    (says && plain && beside).then(|| Base::Sum(vec![part, rest]))
}

/// 不批准逮捕 denies 批准逮捕.
pub(in crate::figures::relations) fn denies(label: &str, other: &str) -> bool {
    label.find(['不', '未', '非', '无']).is_some_and(|at| {
        let denied: String = label[at..].chars().skip(1).filter(|c| is_han(*c)).collect();
        denied.chars().count() >= 2 && other.contains(&denied)
    })
}

/// Its words are those of a total of everything.
fn total_cue_of_all(figure: &Figure<'_>) -> bool {
    total_cue(figure) && holds_any(figure.label, &["总", "合计", "共计"])
}
