//! How far a department has come, written into the words of its task: 目前已开工21个, （我区31家）, （配合市城管局）. It is the
//! row's own and says nothing of which task the row is: its figures are none of the task's, and no other's either.

use serde::Deserialize;

use super::{
    guards::{Guards, Mark},
    wording::Wording,
};
use crate::text::fold::{fold, is_digit, is_han};

/// How clauses speak of how far a department has come: a part of the table of wordings.
#[derive(Debug, Deserialize)]
pub struct Progress {
    /// What begins a sentence of it.
    begin: Vec<String>,
    /// What begins a clause of it, if not a whole sentence.
    opening: Vec<String>,
    /// Clauses that are one by themselves: 上半年，完成12家.
    when: Vec<String>,
    /// Words of two characters in front of the day until which it counts.
    until: Vec<String>,
    /// What a clause of it has in it.
    within: Vec<String>,
    /// What a clause of it ends with.
    end: Vec<String>,
    /// What is done, where it stands behind its thing and before the figure.
    behind: Vec<String>,
    /// Words that begin with 已 and name a kind of thing.
    not: Vec<String>,
    /// What begins a clause of what is still to come.
    ahead: Vec<String>,
    /// What begins a bracket that says whose part it is.
    part: Vec<String>,
    /// What a bracket has in it that says how much of it is whose.
    share: Vec<String>,
}

impl Progress {
    /// Whether a clause begins what is of one day or of this sender: 目前, 截至, 1—6月, 我区.
    pub fn begins(&self, clause: &str) -> bool {
        let clause = clause.trim();
        starts(&self.begin, clause) || is_span_of_months(clause) || self.when.iter().any(|when| when == clause)
    }

    /// A clause without what it begins with to say until when it counts: 目前, 截至6月底, 1—9月.
    pub fn without_when<'c>(&self, clause: &'c str) -> &'c str {
        let clause = clause.trim();
        let month = |clause: &'c str| {
            let (_, rest) = clause.split_once('月')?;
            Some(rest.trim_start_matches(['份', '底', '末']))
        };
        if is_span_of_months(clause) || starts(&self.until, clause) {
            return month(clause).unwrap_or(clause);
        }
        self.begin.iter().find_map(|word| clause.strip_prefix(word.as_str())).unwrap_or(clause)
    }

    /// Whether what stands behind white space begins a clause of it, where no other mark parts it from the one before.
    fn opens(&self, rest: &str) -> bool {
        !rest.starts_with(|c: char| c.is_ascii_alphabetic()) && self.begins(rest)
            || rest.starts_with('已') && !starts(&self.not, rest)
            || starts(&self.opening, rest)
    }

    /// Whether a text begins with words that begin a clause of it wherever they stand: 截至6月.
    fn is_glued(&self, rest: &str) -> bool {
        starts(&self.until, rest) && rest.chars().nth(2).is_some_and(|c| c.is_numeric() || "目今本上".contains(c))
    }

    /// Whether a clause says that something is done already, or being done: 已完成22家, 正在安装. 已 within what names a thing
    /// (已建成的社区医院, 已批未建) says nothing of it.
    pub fn tells(&self, clause: &str) -> bool {
        let from = clause.rfind('的').unwrap_or(0);
        let done = |(at, _): (usize, &str)| !starts(&self.not, &clause[from + at..]);
        clause[from..].match_indices('已').any(done)
            || self.within.iter().any(|word| clause.trim().contains(word.as_str()))
            || self.end.iter().any(|word| clause.trim().ends_with(word.as_str()))
    }

    /// Whether what is done stands in a clause behind its thing and before the figure: 书房建成14座. The list has it before its thing.
    pub fn stands_behind(&self, clause: &str) -> bool {
        let stands = |word: &String| {
            let mut parts = clause.match_indices(word.as_str());
            parts.any(|(at, _)| {
                let before = clause[..at].chars().rev().take_while(|c| c.is_alphanumeric()).count();
                before >= THING && clause[at + word.len()..].trim_start().starts_with(is_digit)
            })
        };
        self.behind.iter().any(stands)
    }

    /// Whether a clause says what is still to come: 力争年内建成.
    fn looks_ahead(&self, clause: &str) -> bool {
        starts(&self.ahead, clause.trim())
    }

    /// Whether a clause begins with whose part it is: 配合做好用地报批.
    fn is_part(&self, clause: &str) -> bool {
        starts(&self.part, clause.trim())
    }

    /// Whether a bracket says whose part it is, and nothing else: 配合市城管局, 牵头. What is done to help (配合市职业学校迁建) may be
    /// another task.
    fn is_whole_part(&self, bracket: &str) -> bool {
        let unit = |rest: &str| rest.is_empty() || rest.ends_with(UNIT_ENDS) && !rest.contains(['，', ',', '；', ';']);
        let rests = self.part.iter().filter_map(|word| bracket.trim().strip_prefix(word.as_str()));
        rests.map(str::trim).any(|rest| rest.chars().count() <= UNIT && unit(rest))
    }

    /// Whether a bracket says how much of it is whose: 开发区承担3所, 教体局负责部分. 负责柳溪河 names another thing.
    fn is_share(&self, bracket: &str) -> bool {
        let split = self.share.iter().find_map(|word| bracket.trim().split_once(word.as_str()));
        split.is_some_and(|(whose, much)| {
            let much = much.trim();
            let counted = much.starts_with(|c: char| c.is_ascii_digit()) && much.chars().count() <= UNIT;
            !whose.is_empty() && (much.is_empty() || matches!(much, "部分" | "的部分") || counted)
        })
    }
}

fn starts(words: &[String], text: &str) -> bool {
    words.iter().any(|word| text.starts_with(word.as_str()))
}

/// Characters that a unit's name ends with, and how many it has at most.
const UNIT_ENDS: [char; 16] =
    ['局', '委', '办', '厅', '处', '部', '院', '区', '县', '市', '镇', '乡', '会', '队', '司', '门'];
const UNIT: usize = 16;
/// Brackets that may hold an aside.
const BRACKETS: [(char, char); 2] = [('（', '）'), ('(', ')')];
/// Marks that end a sentence, and those that end a clause within one.
const SENTENCE: &str = "。；;\n！!";
const CLAUSE: &str = "，,";
/// Characters of a clause that says when and repeats others, for each that may be another one.
const SLIP: usize = 8;
/// Characters that name a thing at least.
const THING: usize = 2;
/// Characters that must be left for the words to be the task's.
const LEFT: usize = 4;

/// A text without what it tells of how far the work has come; `None` where it tells nothing of it or nothing else, and no text
/// where it only says whose part it is.
pub fn without(text: &str) -> Option<String> {
    let words = Wording::built_in().progress();
    let unbracketed = without_brackets(text, words);
    let (mut over, mut first) = (false, true);
    let mut told: Vec<String> = Vec::new();
    let kept = keeping(&unbracketed, |clause, end| {
        // Who begins with 我区 may tell the task itself so.
        let own = first && clause.trim_start().starts_with(['我', '本']);
        // 本单位高度重视，…: how work is done is said before what is done.
        if Wording::built_in().is_aside(&fold(clause).chars().filter(|c| c.is_alphanumeric()).collect::<Vec<_>>()) {
            over &= !end.is_some_and(ends_sentence);
            return false;
        }
        // What stands behind 截至3月底, or behind what is done already, is of that day to the end of the sentence; what is to come
        // is the task's again: 已开工3所，力争年内建成5所.
        over |= words.begins(clause) && !own || repeats(clause, &told) || is_share_done(clause);
        over = words.tells(clause) || over && !words.looks_ahead(clause);
        let keeps = !over;
        if keeps {
            told.push(clause.to_owned());
        }
        first &= !keeps;
        over &= !end.is_some_and(ends_sentence);
        keeps
    });
    if says_something(&kept) {
        (kept.len() < text.len()).then_some(kept)
    } else {
        let bracket = BRACKETS.iter().find_map(|(open, close)| text.trim().strip_prefix(*open)?.strip_suffix(*close));
        bracket.is_some_and(|bracket| words.is_whole_part(bracket)).then(String::new)
    }
}

/// Characters of a clause that says what share of the work is done.
const SHARE_DONE: &str =
    "实现已累计完成率进度展年度全任务目标计划的达到约为占总体目前前第一二三四季度上下半至止截月份底末日时点";

/// Whether a clause says what share of the work is done, and nothing else: 累计完成78%, 前三季度完成全年目标的71.4%.
pub fn is_share_done(clause: &str) -> bool {
    let says = |c: char| SHARE_DONE.contains(c) || c.is_numeric() || !c.is_alphanumeric();
    clause.contains(['%', '％']) && clause.contains(['完', '进', '实']) && clause.chars().all(says)
}

/// Characters that say when.
const WHEN: &str = "上下半年前第一二三四季度月份初底末至今止日";

/// Whether a clause says with another figure what those before it say, and nothing else: 新增企业65家；上半年新增企业58家 is the task and
/// how far it has come.
fn repeats(clause: &str, before: &[String]) -> bool {
    let says = |text: &str| -> Vec<char> { text.chars().filter(|c| c.is_alphanumeric() && !c.is_numeric()).collect() };
    let has_figure = |text: &str| text.contains(|c: char| c.is_numeric());
    let numbers = clause.split(|c: char| !c.is_numeric()).filter(|number| !number.is_empty());
    let mut others = numbers.filter(|number| before.iter().all(|text| !text.contains(number)));
    let own: Vec<char> = Wording::built_in().telling(&says(clause));
    let own: Vec<char> = own.into_iter().filter(|c| !WHEN.contains(*c)).collect();
    let said = |c: &char| before.iter().any(|text| text.contains(*c));
    // 其中进口310亿元 says another thing than 进出口总额480亿元 before it.
    let marks = |text: &str| Guards::built_in().marks(&fold(text).chars().collect::<Vec<_>>());
    let is_guarded = || {
        let before: Vec<Mark> = before.iter().flat_map(|text| marks(text)).collect();
        marks(clause).iter().any(|mark| !before.contains(mark))
    };
    let new = own.iter().filter(|c| !said(c)).count();
    others.next().is_some()
        && own.len() >= LEFT
        && before.iter().any(|text| has_figure(text))
        && before.iter().all(|text| text != clause)
        && !is_guarded()
        && new <= if clause.trim().starts_with(|c: char| WHEN.contains(c)) { own.len() / SLIP } else { 0 }
}

/// A text without the clauses that say what a department that helps does for a task (配合做好田间工程衔接), if it has such a
/// clause and another one: one with a figure tells of the task.
pub fn without_help(text: &str) -> Option<String> {
    let words = Wording::built_in().progress();
    let helps = |clause: &str| words.is_part(clause) && !clause.contains(|c: char| c.is_numeric());
    let kept = keeping(text, |clause, _| !helps(clause));
    (kept.len() < text.len() && says_something(&kept)).then_some(kept)
}

/// The clauses of a text that are kept, each with the mark that ends it.
fn keeping(text: &str, mut keeps: impl FnMut(&str, Option<char>) -> bool) -> String {
    let mut kept = String::with_capacity(text.len());
    for (clause, end) in clauses(text) {
        if keeps(clause, end) {
            kept.push_str(clause);
            kept.extend(end);
        }
    }
    kept
}

fn ends_sentence(mark: char) -> bool {
    SENTENCE.contains(mark) || mark == '.'
}

fn says_something(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).nth(LEFT - 1).is_some()
}

/// The clauses of a text, each with the mark that ends it; a comma between digits ends none, and white space does before what
/// tells how far the work has come.
pub fn clauses(text: &str) -> impl Iterator<Item = (&str, Option<char>)> {
    let words = Wording::built_in().progress();
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut before = ' ';
        let ends = |(at, c): (usize, char)| {
            let after = rest[at + c.len_utf8()..].chars().next().unwrap_or(' ');
            let inside_number = before.is_ascii_digit() && after.is_ascii_digit() && c == ',';
            let stop = c == '.' && is_han(before);
            before = c;
            let opens = || c.is_whitespace() && at > 0 && words.opens(rest[at..].trim_start());
            // 抓好长江禁渔各项措施截至6月底完成68%: no mark parts the two.
            let glued = at > 0 && words.is_glued(&rest[at..]);
            let marked = SENTENCE.contains(c) || stop || CLAUSE.contains(c) && !inside_number || opens();
            (glued || marked).then_some((at, marked.then_some(c)))
        };
        let Some((at, mark)) = rest.char_indices().find_map(ends) else {
            return Some((std::mem::take(&mut rest), None));
        };
        let (clause, behind) = rest.split_at(at);
        rest = &behind[mark.map_or(0, char::len_utf8)..];
        Some((clause, mark))
    })
}

/// A text without the brackets that begin with how far the work has come, or with whose part it is.
fn without_brackets(text: &str, words: &Progress) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, open, close)) = first_bracket(rest) {
        let inside = at + open.len_utf8();
        let Some(length) = rest[inside..].find(close) else { break };
        let told = &rest[inside..inside + length];
        let first = clauses(told).next().map_or(told, |(clause, _)| clause);
        let end = inside + length + close.len_utf8();
        let aside = words.begins(first)
            || words.tells(first)
            || words.is_whole_part(told)
            || words.is_share(told)
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

/// Whether a clause begins with some months of the year that lie behind: 1-6月, 1—3月份.
fn is_span_of_months(clause: &str) -> bool {
    let digits = |text: &str| text.len() - text.trim_start_matches(is_digit).len();
    let first = digits(clause);
    let rest = clause[first..].trim_start();
    let Some(rest) = rest.strip_prefix(['-', '—', '–', '~', '至', '～', '－']).filter(|_| first > 0) else {
        return false;
    };
    let rest = rest.trim_start_matches(['-', '—', '–']).trim_start();
    let last = digits(rest);
    last > 0 && rest[last..].trim_start().starts_with('月')
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
            ("新建幼儿园12所，累计完成78%", "新建幼儿园12所，"),
            ("新建幼儿园12所。总体实现66%", "新建幼儿园12所。"),
            ("新建幼儿园12所；上半年新建幼儿园7所", "新建幼儿园12所；"),
            ("本单位高度重视，新建幼儿园12所", "新建幼儿园12所"),
            ("新建幼儿园12所，已完成5所，封顶3所；改造校舍9处", "新建幼儿园12所，改造校舍9处"),
            ("新建幼儿园12所.新建幼儿园7所", "新建幼儿园12所."),
            ("抓好禁渔各项措施截至6月底完成年度目标的68%，达到序时进度", "抓好禁渔各项措施"),
            ("新建幼儿园12所  已完成50%，正在按序时推进", "新建幼儿园12所 "),
            ("新建幼儿园12所。完成率82%  存在资金拨付偏慢的问题", "新建幼儿园12所。"),
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
            "新建幼儿园12所（配合市职业学校迁建，不含小学）",
            "新建幼儿园12所（负责北苑幼儿园）",
            "新建幼儿园12所（承担南塘片区部分）",
            "目前已开工7所，正在封顶",
            "改造小区12个，改造管网60公里",
            "改造小区12个，其中老旧小区9个",
            "已关停幼儿园12所",
            "9月底前建成5所",
            "已批未建项目清零",
        ] {
            assert_eq!(without(text), None, "{text}");
        }
    }
}
