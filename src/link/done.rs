//! Rows that tell of nothing but how far the work has come: 1—9月新增就业5.48万人, 书房建成14座、广场改造187个. Of which task they
//! are, their things say and not their figures, which are other ones than the task's and speak neither for it nor against.

use rust_decimal::Decimal;

use super::{
    difference,
    figures::{self, Figure},
    form::Form,
    guards::Guard,
    index::Prepared,
    news, places, progress, retelling,
    verdict::Verdict,
    wording::Wording,
};
use crate::text::fold::{is_digit, is_han};

/// How a clause says that something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// It says of which day that is, or that it is done already: 截至6月底, 已建成.
    Plain,
    /// What is done stands behind its thing and before the figure: 书房建成14座.
    Behind,
    /// It does not say so.
    None,
}

/// A clause of what a record says.
#[derive(Debug)]
struct Part {
    /// Its words without figures.
    words: Form,
    figures: Vec<Figure>,
    mark: Mark,
}

/// What a record says that may tell of nothing but how far the work has come.
#[derive(Debug)]
pub struct Done {
    parts: Vec<Part>,
    /// Its words without figures.
    whole: Form,
}

/// A task's words without figures.
#[derive(Debug)]
pub struct Things {
    whole: Form,
    clauses: Vec<Form>,
}

impl Things {
    /// Of a task's words.
    pub fn of(task: &Form) -> Self {
        let clauses: Vec<String> = task.plain.parts().map(without_figures).collect();
        Self {
            whole: Form::new(&clauses.join("，")),
            clauses: clauses.iter().map(|clause| Form::new(clause)).collect(),
        }
    }
}

/// Clauses with figures of which a text is that tells how far the work has come, where none says so.
const CLAUSES: usize = 3;
/// Weight of a word of its own, less than that of one that tells tasks apart.
const OWN_WORD: f64 = 1.5;
/// How much more than the task asks may be done already.
const MORE: Decimal = Decimal::from_parts(11, 0, 0, false, 1);

impl Done {
    /// Reads a text; `None` where it can tell of other things than what is done.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        for (clause, mark) in marked(text) {
            let clause = Form::new(Wording::built_in().progress().without_when(clause));
            let named = clause.plain.parts().filter(|part| !part.is_empty());
            parts.extend(named.map(|part| Part {
                words: Form::new(&without_figures(part).replace('已', "")),
                figures: figures::all_telling(&figures::figures(part)).collect(),
                mark,
            }));
        }
        let has = |mark: Mark| parts.iter().any(|part| part.mark == mark);
        let figured = parts.iter().filter(|part| !part.figures.is_empty()).count();
        (has(Mark::Plain) || has(Mark::Behind) || figured >= CLAUSES).then(|| {
            let whole: Vec<&str> = parts.iter().map(|part| &*part.words.words).collect();
            Self { whole: Form::new(&whole.join("，")), parts }
        })
    }

    /// The clauses of a task of which it tells how far the work has come, if it tells of nothing else.
    pub fn tells_of(&self, verdict: &Verdict, task: &Prepared) -> Option<Vec<usize>> {
        if !matches!(verdict.guard, None | Some(Guard::Figures(..))) || task.content.latin {
            return None;
        }
        // Without a word of when, figures tell it that are other ones than the task's.
        let says_so = self.parts.iter().any(|part| part.mark == Mark::Plain);
        if !says_so && !matches!(verdict.figures, Some("none" | "some")) {
            return None;
        }
        let things = task.things();
        let told = self.told(things)?;
        let news = news::of(&self.whole, &things.whole);
        let reworded = retelling::is_a_rewording(news, [&self.whole, &things.whole]);
        let is_told = difference::across(&self.whole, &things.whole).is_none()
            && news::other_acts(&self.whole, [&task.content, &task.title]).next().is_none()
            && !news.own.turned
            && !news.own.misplaced
            && news.own.things.are_all_named(reworded)
            && self.is_done(&told, verdict, task);
        is_told.then_some(told)
    }

    /// The clause of a task that each of its clauses tells of. Where two do so to the letter, a third may have a word of its own.
    fn told(&self, things: &Things) -> Option<Vec<usize>> {
        let mut own = 0.0;
        let mut told = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let (weight, at) = part.tells_of(things)?;
            own += weight;
            told.push(at);
        }
        let near = self.parts.len() >= CLAUSES && own <= OWN_WORD;
        (own <= news::NEW || near).then_some(told)
    }

    /// Whether its figures are of what is done: it says so, or several of them fall short of what the task asks of their things.
    fn is_done(&self, told: &[usize], verdict: &Verdict, task: &Prepared) -> bool {
        let asked = |at: usize| {
            let clause: Vec<char> = task.content.plain.parts().nth(at).unwrap_or_default().to_vec();
            figures::figures(&clause)
        };
        let (mut reached, mut behind, mut says_so) = (0, 0, false);
        for (part, at) in self.parts.iter().zip(told) {
            says_so |= part.mark == Mark::Plain;
            if part.figures.is_empty() || part.mark == Mark::Plain {
                continue;
            }
            let asked = asked(*at);
            let own = part.figures.iter().all(|figure| asked.iter().any(|other| other.value == figure.value));
            if own {
                continue;
            }
            let falls_short = |figure: &Figure| asked.iter().any(|other| figure.value <= other.value * MORE);
            if !part.figures.iter().all(falls_short) {
                return false;
            }
            reached += 1;
            behind += usize::from(part.mark == Mark::Behind);
        }
        let few = if behind > 0 { CLAUSES - 1 } else { CLAUSES };
        let all_say_so = reached > 0 && behind == reached && verdict.is_titled();
        says_so && reached == behind || reached >= few || all_say_so
    }
}

impl Part {
    /// The clause of a task whose thing it tells of: it says of one thing what that clause says of it. The task's words put
    /// together otherwise are another thing (制造业贷款增速 of 新增制造业贷款 and 小微贷款增速).
    /// Beside it, what its own words weigh.
    fn tells_of(&self, things: &Things) -> Option<(f64, usize)> {
        let naming = |form: &Form| Wording::built_in().naming(form.plain.chars());
        let tells = |(at, thing): (usize, &Form)| {
            let news = news::of(&self.words, thing);
            let tells = news.weight <= OWN_WORD && news.moved <= places::MOVED;
            (tells && 2 * naming(&self.words) >= naming(thing)).then_some((news.weight, at))
        };
        things.clauses.iter().enumerate().filter_map(tells).min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
    }
}

/// The clauses of a text that say something, each with how it says that something is done. What says when is said to the end of
/// the sentence (1—9月…；…；…).
fn marked(text: &str) -> impl Iterator<Item = (&str, Mark)> {
    let words = Wording::built_in().progress();
    let mut over = false;
    progress::clauses(text).filter_map(move |(clause, end)| {
        let share = progress::is_share_done(clause);
        over |= words.begins(clause) || words.tells(clause) || share;
        let mark = match over {
            true => Mark::Plain,
            false if words.stands_behind(clause) => Mark::Behind,
            false => Mark::None,
        };
        over &= !matches!(end, Some('。' | '.'));
        (!share).then_some((clause, mark))
    })
}

/// What stands behind a number that is a figure: its scale, what it counts or measures.
const MEASURED: &str =
    "个项家所条座次批类人名户套处台场件栋幢辆间张只艘吨亩元%％米公平顷千瓦克升立株棵头羽万亿百篇种部具例宗箱棒位张度";

/// What stands for a share.
const SHARE: char = '率';

/// A clause without its figures; what they count stays. Digits that are part of a name (12315, PM2.5, 4A, 3号线, 2023年) are
/// none, nor is what sorts things by their size (50万元以上的村).
fn without_figures(chars: &[char]) -> String {
    let mut left = String::with_capacity(chars.len() * 3);
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let digits = chars[at..].iter().take_while(|c| is_digit(**c) || ".．,".contains(**c)).count();
        if digits == 0 || !is_digit(*c) {
            left.push(*c);
            at += 1;
            continue;
        }
        let end = at + digits;
        let scale = chars[end..].iter().take_while(|c| "万亿千百".contains(**c)).count();
        let named = at > 0 && chars[at - 1].is_ascii_alphanumeric();
        let measured = chars.get(end).is_none_or(|next| MEASURED.contains(*next)) && !sorts(&chars[end + scale..]);
        if named || !measured {
            left.extend(&chars[at..end]);
            at = end;
        } else {
            let share = matches!(chars.get(end + scale), Some('%' | '％'));
            left.extend(share.then_some(SHARE));
            at = end + scale + usize::from(share);
        }
    }
    left
}

/// Whether what stands behind a number makes it one by which things are sorted: 元以上的村, 吨级泊位.
fn sorts(behind: &[char]) -> bool {
    let unit = behind.iter().take(4).position(|c| "以及级".contains(*c));
    unit.is_some_and(|at| {
        let rest = &behind[at..];
        let bound = rest.iter().position(|c| "上下内级".contains(*c)).map_or(&[][..], |end| &rest[end + 1..]);
        bound.first().is_some_and(|c| is_han(*c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_part_of_a_name_or_sorts_is_no_figure() {
        for (clause, left) in [
            ("12315热线办结率98%", "12315热线办结率率"),
            ("集体收入10万元以上的村占比97%", "集体收入10万元以上的村占比率"),
            ("PM10浓度降至51微克", "PM10浓度降至51微克"),
            ("新增3A级景区2家", "新增3A级景区家"),
            ("建成书房1.4万座", "建成书房座"),
        ] {
            assert_eq!(without_figures(&clause.chars().collect::<Vec<_>>()), left, "{clause}");
        }
    }
}
