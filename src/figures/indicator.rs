//! What a figure tells of: the indicator that its words name, and the time that it is told for.

use std::sync::LazyLock;

use super::{
    document::Document,
    figure::{Figure, Role},
    glyphs::is_han,
    omit::Omitted,
    relations::points::months_passed,
    units::Class,
    words::Cue,
};
use crate::text::words::holds_any;

/// Words that say nothing of which indicator it is, longest first.
const SAID: [&str; 48] = [
    "截至目前",
    "累计完成",
    "完成全年",
    "截至",
    "目前",
    "累计",
    "合计",
    "共计",
    "总计",
    "上半年",
    "前三季度",
    "第一季度",
    "一季度",
    "二季度",
    "三季度",
    "四季度",
    "今年",
    "本年",
    "全年",
    "年度",
    "本季度",
    "本月",
    "月份",
    "以来",
    "月底",
    "月末",
    "年底",
    "年末",
    "达到",
    "达",
    "为",
    "是",
    "共有",
    "共",
    "现有",
    "已",
    "实现",
    "完成",
    "的",
    "了",
    "其中",
    "我市",
    "我区",
    "我县",
    "本市",
    "本区",
    "年",
    "月",
];

static UNSAID: LazyLock<Omitted> = LazyLock::new(|| Omitted::new(SAID));

/// An indicator, by its name and unit, and the time of the figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Indicator {
    /// The words that name it, without time, verbs and small words.
    pub name: String,
    /// One name for synonyms, without a scale.
    pub unit: String,
    /// Months of the year that had passed, where the text says so.
    pub months: Option<u32>,
}

impl Indicator {
    /// The indicator of the figure at `at`; `None` where its words name none well enough to be compared: a part of
    /// something, a plan, a past value, a change, a hedge.
    pub fn of(document: &Document<'_>, at: usize) -> Option<Self> {
        let figure = &document.figures[at];
        if !comparable(document, figure, at) {
            return None;
        }
        let name = name(figure.label);
        (name.chars().count() >= 4).then(|| Self {
            name,
            unit: figure.unit.to_owned(),
            months: months_passed(&document.text.chars, figure.start),
        })
    }

    /// Whether they can be one indicator at one time.
    pub fn same(&self, other: &Self) -> bool {
        let time = self.months.zip(other.months).is_none_or(|(a, b)| a == b);
        time && self.name == other.name && self.unit == other.unit
    }

    /// Whether the name says of which place it is told, so that two who tell it tell the same.
    pub fn scoped(&self) -> bool {
        ["全市", "全省", "全县", "全区", "全国", "全镇"].iter().any(|word| self.name.starts_with(word))
    }
}

/// A value of its own: told now, not planned, not a part in brackets.
fn comparable(document: &Document<'_>, figure: &Figure<'_>, at: usize) -> bool {
    let kind = match figure.class {
        Class::Percent => matches!(figure.role, Role::Rate | Role::Other),
        Class::Points | Class::Bare => false,
        _ => figure.role == Role::Level,
    };
    let other =
        [Cue::Plan, Cue::Past, Cue::Comparator, Cue::Average, Cue::Among, Cue::Subset, Cue::Outside, Cue::Residual];
    kind && !figure.hedged
        && figure.depth == 0
        && document.owner[at].is_none()
        && !other.iter().any(|cue| figure.says(*cue))
}

/// A column, by the words that a narrative must use to tell of the same.
pub struct Asked<'a> {
    column: &'a str,
    name: String,
    /// Whether it is planned.
    plan: bool,
}

impl<'a> Asked<'a> {
    /// The column of a name.
    pub fn of(column: &'a str) -> Self {
        let plan = holds_any(column, &["计划", "目标", "预算", "任务"]);
        Self { column, name: name(column), plan }
    }

    /// Whether a figure of `document` is what the column holds: named in the same words, over the same time.
    pub fn is_meant(&self, document: &Document<'_>, at: usize) -> bool {
        let figure = &document.figures[at];
        let label = figure.label;
        let other = [Cue::Past, Cue::Comparator, Cue::Average, Cue::Subset, Cue::Outside];
        self.name.chars().nth(1).is_some()
            && !figure.hedged
            && figure.depth == 0
            && document.owner[at].is_none()
            && matches!(figure.role, Role::Level | Role::Rate)
            && figure.says(Cue::Plan) == self.plan
            && !other.iter().any(|cue| figure.says(*cue))
            && !self.is_of_another_time(label)
            && name(label) == self.name
    }

    /// What a project has cost since it began, or in one month, is another figure than this year's.
    fn is_of_another_time(&self, label: &str) -> bool {
        let named = |word: &str| label.contains(word) && !self.column.contains(word);
        ["累计", "本月", "当月", "本季度"].into_iter().any(named)
            || label.contains('月') && !label.contains("截至") && !label.contains("1-")
    }
}

/// The Chinese words of a label that name its indicator.
fn name(label: &str) -> String {
    let mut name: Vec<char> = label.chars().filter(|c| is_han(*c)).collect();
    UNSAID.leave_out(&mut name);
    name.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::folded::Folded;

    #[test]
    fn names_are_without_time_and_verbs() {
        for (text, name) in [
            ("1—6月份全市新增就业6.83万人", Some("全市新增就业")),
            ("本馆2009年共对外发布文件734条", Some("本馆对外发布文件")),
            ("完成2474项", None),
            ("年度计划总投资41.8亿元", None),
            ("上年同期外贸进出口总值为8亿元", None),
            ("外贸进出口总值约8亿元", None),
        ] {
            let folded = Folded::new(text);
            let document = Document::new(&folded);
            let found = Indicator::of(&document, 0).map(|indicator| indicator.name);
            assert_eq!(found.as_deref(), name, "{text}");
        }
    }
}
