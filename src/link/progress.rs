//! How far a department has come, written into the words of its task: 目前已开工21个, （我区31家）, （配合市城管局）. It is the
//! row's own and says nothing of which task the row is: its figures are none of the task's, and no other's either.

use super::wording::Wording;

/// Brackets that may hold an aside.
const BRACKETS: [(char, char); 2] = [('（', '）'), ('(', ')')];
/// Marks that end a sentence, and those that end a clause within one.
const SENTENCE: &str = "。；;\n！!";
const CLAUSE: &str = "，,";
/// Characters that must be left for the words to be the task's.
const LEFT: usize = 4;

/// A text without what it tells of how far the work has come; `None` where it tells nothing of it, and no text where it tells
/// nothing else.
pub fn without(text: &str) -> Option<String> {
    let unbracketed = without_brackets(text);
    let mut kept = String::with_capacity(unbracketed.len());
    let mut over = false;
    for (clause, end) in clauses(&unbracketed) {
        // Who begins with 我区 may tell the task itself so.
        let own = kept.is_empty() && clause.trim_start().starts_with(['我', '本']);
        over |= begins(clause) && !own;
        // What stands behind 截至3月底, or behind what is done already, is of that day to the end of the sentence.
        over |= tells(clause);
        // What is to come is the task's again: 已开工3所，力争年内建成5所.
        over &= !Wording::built_in().looks_ahead(clause.trim()) || tells(clause);
        if !over {
            kept.push_str(clause);
            kept.extend(end);
        }
        over &= !end.is_some_and(|end| SENTENCE.contains(end));
    }
    let words = kept.chars().filter(|c| c.is_alphanumeric()).count();
    (kept.len() < text.len()).then(|| if words < LEFT { String::new() } else { kept })
}

/// A text without the clauses that say what a department that helps does for a task (配合做好田间工程衔接), if it has such a
/// clause and another one: one with a figure tells of the task.
pub fn without_help(text: &str) -> Option<String> {
    let helps =
        |clause: &str| Wording::built_in().tells_part(clause.trim()) && !clause.contains(|c: char| c.is_numeric());
    if !clauses(text).any(|(clause, _)| helps(clause)) {
        return None;
    }
    let mut kept = String::with_capacity(text.len());
    for (clause, end) in clauses(text).filter(|(clause, _)| !helps(clause)) {
        kept.push_str(clause);
        kept.extend(end);
    }
    (kept.chars().filter(|c| c.is_alphanumeric()).count() >= LEFT).then_some(kept)
}

/// The clauses of a text, each with the mark that ends it; a comma between digits ends none.
fn clauses(text: &str) -> impl Iterator<Item = (&str, Option<char>)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut before = ' ';
        let ends = |(at, c): (usize, char)| {
            let after = rest[at + c.len_utf8()..].chars().next().unwrap_or(' ');
            let inside_number = before.is_ascii_digit() && after.is_ascii_digit() && c == ',';
            before = c;
            (SENTENCE.contains(c) || CLAUSE.contains(c) && !inside_number).then_some((at, c))
        };
        let (clause, end) = match rest.char_indices().find_map(ends) {
            Some((at, mark)) => {
                let clause = &rest[..at];
                rest = &rest[at + mark.len_utf8()..];
                (clause, Some(mark))
            }
            None => (std::mem::take(&mut rest), None),
        };
        Some((clause, end))
    })
}

/// A text without the brackets that begin with how far the work has come, or with whose part it is.
fn without_brackets(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, open, close)) = first_bracket(rest) {
        let inside = at + open.len_utf8();
        let Some(length) = rest[inside..].find(close) else { break };
        let told = &rest[inside..inside + length];
        let first = clauses(told).next().map_or(told, |(clause, _)| clause);
        let end = inside + length + close.len_utf8();
        let aside = begins(first)
            || tells(first)
            || Wording::built_in().tells_part(first.trim())
            || Wording::built_in().tells_share(told)
            || counts(&rest[..at], told);
        kept.push_str(if aside { &rest[..at] } else { &rest[..end] });
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept
}

/// Whether a bracket names one after the other the things that were counted before it: 卫生院3所（青枫、柳塘、大坪）.
fn counts(before: &str, told: &str) -> bool {
    let before = before.strip_suffix(|c: char| !c.is_ascii_digit()).unwrap_or(before);
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let number = before[before.len() - digits..].parse::<usize>();
    let members = told.split('、').count();
    members > 1 && number == Ok(members) && !told.contains(|c: char| c.is_ascii_digit())
}

fn first_bracket(text: &str) -> Option<(usize, char, char)> {
    text.char_indices().find_map(|(at, c)| BRACKETS.iter().find(|(open, _)| *open == c).map(|(o, e)| (at, *o, *e)))
}

/// Whether a clause begins what is of one day or of this sender: 目前, 截至, 1—6月, 我区.
fn begins(clause: &str) -> bool {
    let clause = clause.trim();
    Wording::built_in().begins_progress(clause) || is_span_of_months(clause)
}

/// Whether a clause begins with some months of the year that lie behind: 1-6月, 1—3月份.
fn is_span_of_months(clause: &str) -> bool {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let first = digits(clause);
    let rest = clause[first..].trim_start();
    let Some(rest) = rest.strip_prefix(['-', '—', '–', '~', '至', '～']).filter(|_| first > 0) else {
        return false;
    };
    let rest = rest.trim_start_matches(['-', '—', '–']).trim_start();
    let last = digits(rest);
    last > 0 && rest[last..].trim_start().starts_with('月')
}

/// Whether a clause says that something is done already, or being done: 已完成22家, 正在安装. 已 within what names a thing
/// (已建成的社区医院) says nothing of it.
fn tells(clause: &str) -> bool {
    let done = |at: usize| !clause[at..].contains('的') && !Wording::built_in().is_no_progress(&clause[at..]);
    clause.match_indices('已').any(|(at, _)| done(at)) || Wording::built_in().tells_progress(clause.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_the_work_has_come_is_no_part_of_its_words() {
        for (text, left) in [
            ("新建幼儿园12所，已开工7所", "新建幼儿园12所，"),
            ("新建幼儿园12所（已开工7所，其余年内开工）", "新建幼儿园12所"),
            ("新建幼儿园12所（我区4所）", "新建幼儿园12所"),
            ("新建幼儿园12所（配合市教育局）", "新建幼儿园12所"),
            ("新建幼儿园12所（开发区承担3所）", "新建幼儿园12所"),
            ("新建幼儿园3所（北苑、南塘、西河）", "新建幼儿园3所"),
            (
                "完成码头岸电改造9座。截至5月底，完成4座，启动3座。新增岸电接入点20处",
                "完成码头岸电改造9座。新增岸电接入点20处",
            ),
            ("码头岸电改造9座。1-6月9座中4座通电", "码头岸电改造9座。"),
            ("码头岸电改造9座，我县承担3座", "码头岸电改造9座，"),
            ("我县新建道路5公里，我县已建3公里", "我县新建道路5公里，"),
            ("新建幼儿园12所，已开工3所，力争年内建成5所", "新建幼儿园12所，力争年内建成5所"),
            ("重修城墙1,200米，正在砌筑", "重修城墙1,200米，"),
            ("（配合市教育局）", ""),
            ("目前已开工7所，正在封顶", ""),
            ("新建幼儿园12所，已完成5所，封顶3所；改造校舍9处", "新建幼儿园12所，改造校舍9处"),
            ("upgrade 85 bus stops, 40 so far", "upgrade 85 bus stops,"),
        ] {
            assert_eq!(without(text).as_deref(), Some(left), "{text}");
        }
    }

    #[test]
    fn what_is_done_to_help_is_told_apart() {
        for (text, left) in [
            ("配合做好用地报批，新建校舍9处", Some("新建校舍9处")),
            ("配合新建校舍9处，加强验收", None),
            ("配合做好用地报批", None),
            ("新建校舍9处", None),
        ] {
            assert_eq!(without_help(text).as_deref(), left, "{text}");
        }
    }

    #[test]
    fn what_is_to_be_done_stays() {
        for text in [
            "已建成的社区医院全部移交",
            "上半年全部开工32个项目",
            "新建幼儿园（含附设班）12所",
            "新建幼儿园4所（北苑、南塘、西河）",
            "完善人口、法人（自然人）库",
            "9月底前建成5所",
            "已批未建项目清零",
        ] {
            assert_eq!(without(text), None, "{text}");
        }
    }
}
