//! What each figure is, from the words right before and after it.

use super::{
    figure::{Figure, Role},
    tables::{Class, WORDS, any_in},
};

/// Fills in the roles.
pub fn assign(figures: &mut [Figure]) {
    for at in 0..figures.len() {
        let inherited = list_role(figures, at);
        let figure = &figures[at];
        let role = match figure.class {
            Class::Percent | Class::Points => inherited.unwrap_or_else(|| percent_role(figure)),
            _ if is_base(figure, figures.get(at + 1)) => Role::Base,
            _ => inherited.unwrap_or_else(|| amount_role(figure)),
        };
        figures[at].role = role;
    }
}

/// 完成年初预算24710万元的21.5%, 完成全年900万人目标的77%: the percent follows in the phrase.
fn is_base(figure: &Figure, next: Option<&Figure>) -> bool {
    let phrase = figure.tail.trim_end().ends_with('的') && figure.tail.chars().count() <= 8;
    let cue = ["完成", "占", "达到", "相当于", "为"].iter().any(|word| figure.label.contains(word));
    phrase && cue && next.is_some_and(|next| next.class == Class::Percent && next.item == figure.item)
}

/// In `3.6%、0.7%和0.5%` and `1.0万个、0.6万个` the first member speaks for all.
fn list_role(figures: &[Figure], at: usize) -> Option<Role> {
    let figure = figures.get(at)?;
    let previous = figures.get(at.checked_sub(1)?)?;
    let bare = figure.label.trim().is_empty() || matches!(figure.label.trim(), "和" | "及" | "与" | "and");
    let adjacent = figure.start.saturating_sub(previous.end) <= 3
        && figure.sentence == previous.sentence
        && figure.depth == previous.depth;
    let carried = matches!(previous.role, Role::Change(_) | Role::Growth(_) | Role::Share | Role::Rate);
    (bare
        && adjacent
        && carried
        && figure.class == previous.class
        && previous.tail.chars().all(|c| "和及与 ".contains(c)))
    .then_some(previous.role)
}

/// The direction of the verb of change that `label` ends with.
pub fn direction(label: &str) -> Option<bool> {
    let mut rest = label.trim_end().to_lowercase();
    for _ in 0..4 {
        if WORDS.to_level.iter().any(|word| rest.ends_with(word.as_str()))
            && !rest.ends_with("幅度达到")
            && !rest.ends_with("幅达到")
            && ends_with_verb_before_level(&rest)
        {
            return None;
        }
        if WORDS.not_change.iter().any(|word| rest.ends_with(word.as_str())) {
            return None;
        }
        let up = WORDS.up.iter().filter(|word| rest.ends_with(word.as_str())).map(String::len).max();
        let down = WORDS.down.iter().filter(|word| rest.ends_with(word.as_str())).map(String::len).max();
        if up.is_some() || down.is_some() {
            return Some(up > down);
        }
        let cut = WORDS.after_change.iter().filter(|word| rest.ends_with(word.as_str())).map(String::len).max()?;
        rest.truncate(rest.len() - cut);
        rest.truncate(rest.trim_end().len());
    }
    None
}

/// 增加到, 减至, 缩减为: a verb of change stands right before the word that makes it a level.
fn ends_with_verb_before_level(label: &str) -> bool {
    WORDS.to_level.iter().any(|word| {
        label.strip_suffix(word.as_str()).is_some_and(|rest| {
            let rest = rest.trim_end();
            (WORDS.up.iter().chain(&WORDS.down)).any(|verb| {
                rest.ends_with(verb.as_str()) && !verb.ends_with('幅') && !verb.ends_with('速') && !verb.ends_with('率')
            })
        })
    })
}

fn percent_role(figure: &Figure) -> Role {
    let label = figure.label.to_lowercase();
    if let Some(up) = direction(&label) {
        return Role::Growth(up);
    }
    if figure.class == Class::Points {
        return Role::Other;
    }
    let tail_up = WORDS.up.iter().any(|word| word.len() > 3 && figure.tail.trim_start().starts_with(word.as_str()));
    if tail_up && figure.tail.trim_start().starts_with("的") {
        return Role::Growth(true);
    }
    let signed = ["幅度", "增幅", "增速", "增长", "降幅", "涨幅"].iter().any(|word| label.contains(word));
    if signed && !label.contains('占') {
        return Role::Growth(!["降", "减", "精简", "压缩", "缩"].iter().any(|word| label.contains(word)));
    }
    if any_in(&label, &WORDS.share) {
        return Role::Share;
    }
    if label.contains('率') || label.contains(" rate") || completion(&label) {
        return Role::Rate;
    }
    if label.trim().is_empty() && figure.depth > 0 && figure.tail.trim().is_empty() {
        return Role::Share;
    }
    Role::Other
}

/// 完成全年计划的50.4%, 为年度计划投资的30.90%, 完成年计划69%.
fn completion(label: &str) -> bool {
    label.trim_end().ends_with('的') || (label.contains("完成") && any_in(label, &WORDS.plan)) || label.contains("为年")
}

fn amount_role(figure: &Figure) -> Role {
    let label = figure.label.to_lowercase();
    let tail = figure.tail.trim_start();
    if before_role(&label, tail) {
        return Role::Before;
    }
    if let Some(up) = direction(&label) {
        return Role::Change(up);
    }
    if any_in(&label, &WORDS.average) {
        return Role::Average;
    }
    Role::Level
}

/// The earlier of two values: 与…的442854人相比, 较上年2.08减少, 由8.3天减少到.
fn before_role(label: &str, tail: &str) -> bool {
    let compared = tail.starts_with("相比") || tail.starts_with("比较") || tail.starts_with("相比较");
    if compared && (label.contains('与') || label.contains('同') || label.contains('比') || label.contains('和')) {
        return true;
    }
    let verb = (WORDS.up.iter().chain(&WORDS.down)).any(|verb| tail.starts_with(verb.as_str()));
    let since = ["比", "较", "由", "从"].iter().any(|word| label.contains(word)) && !label.contains("占比");
    if since && verb {
        return true;
    }
    // 由…339项压缩到, 从…到: the verb may be one that is not in the list.
    (label.contains('由') || label.contains('从') || label.contains("from"))
        && (tail.starts_with('到')
            || tail.starts_with('至')
            || tail.starts_with("to ")
            || tail.contains('到') && tail.chars().count() <= 5
            || tail.contains('为') && tail.chars().count() <= 4)
}
