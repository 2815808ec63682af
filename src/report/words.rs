//! Names of sheets, periods and kinds, in both languages.

use crate::model::{
    Field, Lang, LinkDecision, Period, RelationKind, SubmissionStatus, TotalScope, Verdict, Words, link::By,
    table::NoteKind,
};

/// The sheets, in the order of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // `words` says what each is called
pub enum SheetName {
    Overview,
    Consolidated,
    Findings,
    Figures,
    Totals,
    Submissions,
    Links,
    OtherRows,
    Changes,
    About,
}

impl SheetName {
    /// Every sheet, in the order of the book.
    pub const ALL: [Self; 10] = [
        Self::Overview,
        Self::Consolidated,
        Self::Findings,
        Self::Figures,
        Self::Totals,
        Self::Submissions,
        Self::Links,
        Self::OtherRows,
        Self::Changes,
        Self::About,
    ];

    /// As on the tab.
    pub fn words(self) -> Words {
        match self {
            Self::Overview => Words::new("总览", "Overview"),
            Self::Consolidated => Words::new("汇总表", "Consolidated"),
            Self::Findings => Words::new("差异清单", "Findings"),
            Self::Figures => Words::new("数字核对", "Figures"),
            Self::Totals => Words::new("合计核对", "Totals"),
            Self::Submissions => Words::new("报送情况", "Submissions"),
            Self::Links => Words::new("任务匹配", "Links"),
            Self::OtherRows => Words::new("其他行", "Other rows"),
            Self::Changes => Words::new("上期对比", "Changes"),
            Self::About => Words::new("说明", "About"),
        }
    }
}

/// The period's name; empty where it is not known.
pub fn period_name(period: Option<&Period>, lang: Lang) -> String {
    period.map_or_else(String::new, |period| period.words().get(lang).to_owned())
}

/// From the first to the last day.
pub fn days(period: &Period, lang: Lang) -> String {
    let (start, end) = (period.start, period.end);
    match lang {
        Lang::Zh => format!("{}年{}月{}日至{}月{}日", start.year(), start.month(), start.day(), end.month(), end.day()),
        Lang::En => format!("{start} to {end}"),
    }
}

/// A verdict's name for a person.
pub fn verdict(verdict: Verdict) -> Words {
    match verdict {
        Verdict::Consistent => Words::new("一致", "consistent"),
        Verdict::Rounding => Words::new("尾差", "rounding"),
        Verdict::Unexplained => Words::new("差额未说明", "unexplained"),
        Verdict::Unclear => Words::new("请核实", "please verify"),
        Verdict::Inconsistent => Words::new("不一致", "inconsistent"),
    }
}

/// A kind of relation for a person.
pub fn relation(kind: RelationKind) -> Words {
    match kind {
        RelationKind::Sum => Words::new("分项与总数", "parts and total"),
        RelationKind::Rate => Words::new("比率", "rate"),
        RelationKind::Share => Words::new("占比合计", "shares of a whole"),
        RelationKind::Difference => Words::new("差额", "difference"),
        RelationKind::Growth => Words::new("增幅", "growth"),
        RelationKind::Points => Words::new("百分点", "percentage points"),
        RelationKind::Ratio => Words::new("比值", "ratio"),
        RelationKind::Unit => Words::new("单位换算", "units"),
        RelationKind::Repeat => Words::new("同一指标两处", "stated twice"),
        RelationKind::Target => Words::new("与目标相比", "against target"),
        RelationKind::Count => Words::new("声明的个数", "declared count"),
    }
}

/// What a total is over.
pub fn scope(scope: TotalScope) -> Words {
    match scope {
        TotalScope::Department => Words::new("单位", "department"),
        TotalScope::Section => Words::new("类别", "section"),
        TotalScope::Report => Words::new("全部", "whole report"),
        TotalScope::Table => Words::new("报送表合计行", "total row sent"),
    }
}

/// What became of a file.
pub fn submission(status: SubmissionStatus) -> Words {
    match status {
        SubmissionStatus::Read => Words::new("已采用", "read"),
        SubmissionStatus::Superseded => Words::new("有更新版本", "superseded"),
        SubmissionStatus::Duplicate => Words::new("重复文件", "duplicate"),
        SubmissionStatus::Ignored => Words::new("非报送文件", "ignored"),
        SubmissionStatus::Failed => Words::new("无法读取", "failed"),
    }
}

/// What was decided of a row.
pub fn link(decision: LinkDecision) -> Words {
    match decision {
        LinkDecision::Link => Words::new("已匹配", "linked"),
        LinkDecision::Possible => Words::new("待确认", "to confirm"),
        LinkDecision::None => Words::new("未匹配", "not linked"),
    }
}

/// Who decided.
pub fn by(by: By) -> Words {
    match by {
        By::Engine => Words::new("自动", "engine"),
        By::Reviewer => Words::new("人工", "reviewer"),
        By::Id => Words::new("编号", "id"),
    }
}

/// A field for a person, as a column is headed.
pub fn field(field: &Field) -> Words {
    match field {
        Field::Id => Words::new("任务编号", "Task id"),
        Field::Section => Words::new("类别", "Section"),
        Field::Number => Words::new("序号", "No."),
        Field::Title => Words::new("重点任务", "Task"),
        Field::Content => Words::new("任务内容", "Content"),
        Field::Target => Words::new("年度目标", "Target"),
        Field::Lead => Words::new("牵头单位", "Lead"),
        Field::Support => Words::new("配合单位", "Support"),
        Field::Progress => Words::new("进展情况", "Progress"),
        Field::Status => Words::new("状态", "Status"),
        Field::Problems => Words::new("存在问题", "Problems"),
        Field::Next => Words::new("下一步打算", "Next steps"),
        Field::Remarks => Words::new("备注", "Remarks"),
        Field::Reporter => Words::new("填报人", "Reporter"),
        Field::Contact => Words::new("联系方式", "Contact"),
        Field::Unit => Words::new("计量单位", "Unit"),
        Field::ProgressOf(label) | Field::Measure(label) | Field::Other(label) => Words::same(&**label),
    }
}

/// Why a row counts as a note.
pub fn note(kind: NoteKind) -> Words {
    match kind {
        NoteKind::Remark => Words::new("注释", "remark"),
        NoteKind::Signature => Words::new("签署或日期", "signature or date"),
        NoteKind::RepeatedHeader => Words::new("重复的表头", "repeated header"),
        NoteKind::Banner => Words::new("标题行", "banner"),
        NoteKind::Guide => Words::new("栏次或填写提示", "column numbers or hints"),
    }
}
