//! `decisions.csv`: what reviewers decided, on findings and on links. Read leniently: a row that can't be understood is
//! a warning and changes nothing. It is only ever appended to (`append`), by a run or by hand.

use std::path::Path;

use crate::{
    intake::Limits,
    model::{About, Decision, DecisionOn, DecisionVerdict, Words},
    text::fold,
};

use super::{
    fault::Fault,
    list::{self, Columns, ListRow},
};

/// A decision on a finding has its id; one on a link has the department, the record's words and the task given to it.
pub(super) const COLUMNS: Columns = &[
    ("kind", &["类型", "type"]),
    ("finding", &["差异编号", "发现编号", "问题编号", "finding id"]),
    ("code", &["检查代码", "代码", "check"]),
    ("department", &["单位", "部门", "填报单位"]),
    ("task", &["任务编号", "对应任务", "task id"]),
    ("text", &["报送内容", "任务内容", "文字", "record"]),
    ("verdict", &["处理", "处理意见", "结论", "decision"]),
    ("by", &["处理人", "经办人", "reviewer"]),
    ("on", &["处理日期", "日期", "date"]),
    ("note", &["处理说明", "说明", "备注", "remarks"]),
    ("state", &["内容指纹", "fingerprint"]),
    ("task_words", &["清单任务", "task in the list"]),
];

/// What the file holds.
pub(super) struct Read {
    pub decisions: Vec<Decision>,
    pub sha256: String,
    /// Rows that can't be understood.
    pub warnings: Vec<Fault>,
}

/// Reads the file.
pub(super) fn read(file: &str, path: &Path, limits: &Limits) -> Result<Read, Vec<Fault>> {
    let list = list::read(file, path, COLUMNS, "verdict", limits)?;
    let (mut decisions, mut warnings) = (Vec::new(), Vec::new());
    for row in &list.rows {
        match decision(row) {
            Ok(mut decision) => {
                decision.place = Some(list.place(row.cell("verdict")));
                if is_withdrawal(row) {
                    decisions.retain(|earlier: &Decision| !earlier.same_subject(&decision));
                } else {
                    decisions.push(decision);
                }
            }
            Err((key, words)) => warnings.push(Fault { place: list.place(row.cell(key)), excerpt: None, words }),
        }
    }
    Ok(Read { decisions, sha256: list.sha256, warnings })
}

fn decision(row: &ListRow) -> Result<Decision, (&'static str, Words)> {
    let said = if is_withdrawal(row) { DecisionVerdict::Accept.key() } else { row.get("verdict") };
    let verdict = DecisionVerdict::parse(said).ok_or_else(|| {
        let words = Words::new(
            format!("不认识的处理意见“{said}”，这一行没有使用。可以写：接受、更正、忽略、退回。"),
            format!("unknown decision “{said}”, so the row is not used: write accept, correct, dismiss or return"),
        );
        ("verdict", words)
    })?;
    let on_what = if row.get("finding").is_empty() {
        link(row)?
    } else {
        DecisionOn::Finding { id: row.get("finding").to_lowercase() }
    };
    Ok(Decision {
        on_what,
        verdict,
        by: row.get("by").to_owned(),
        on: row.get("on").to_owned(),
        note: row.get("note").to_owned(),
        about: About {
            code: row.get("code").to_uppercase(),
            department: row.get("department").to_owned(),
            task: row.get("task").to_owned(),
            state: row.get("state").to_owned(),
            // For a link it is the row's words, which `on_what` has.
            subject: if row.get("finding").is_empty() { String::new() } else { row.get("text").to_owned() },
            task_words: row.get("task_words").to_owned(),
        },
        place: None,
    })
}

/// Whether a row takes back what was decided of the same thing before.
fn is_withdrawal(row: &ListRow) -> bool {
    matches!(fold::fold(row.get("verdict")).as_str(), "撤回" | "撤销" | "withdraw" | "withdrawn")
}

fn link(row: &ListRow) -> Result<DecisionOn, (&'static str, Words)> {
    if row.get("text").is_empty() {
        let words = Words::new(
            "这一行既没有差异编号，也没有报送内容，没有使用。",
            "the row has neither the id of a finding nor a record's words, so it is not used",
        );
        return Err(("finding", words));
    }
    let task = row.get("task");
    let none = matches!(fold::fold(task).as_str(), "" | "无" | "不在清单" | "none" | "-");
    Ok(DecisionOn::Link {
        department: row.get("department").to_owned(),
        text: fold::fold(row.get("text")),
        task: (!none).then(|| task.to_owned()),
    })
}
