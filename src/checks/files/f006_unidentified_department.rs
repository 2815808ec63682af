//! F006: nothing says whose a file is.

use std::sync::Arc;

use crate::{
    checks::{Check, Draft, Report, View, wording},
    lexicon::ShortForms,
    model::{Place, Returned, Severity, StampKind},
    text::distance,
};

/// The check.
pub const CHECK: Check = Check {
    code: "F006",
    name: "unidentified-department",
    severity: Severity::Error,
    document: include_str!("f006_unidentified_department.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for (_, file) in view.used() {
        // A file without a table has nothing that could be anyone's: F004 says so.
        if file.tables.is_empty() {
            report.not_applicable();
            continue;
        }
        report.ran();
        if file.department.is_some() {
            if let Some(draft) = contradicted(view, file) {
                report.find(draft);
            }
            continue;
        }
        let rivals: Vec<&str> =
            file.department_rivals.iter().filter_map(|&rival| view.department_name(Some(rival))).collect();
        let rivals = wording::list(&rivals);
        let stranger = stranger(view, file).filter(|_| rivals.zh.is_empty());
        let (zh, en) = if let Some((name, nearest)) = &stranger {
            let (zh, en) = nearest.map_or_else(Default::default, |nearest| {
                (format!("（写法最接近的是{nearest}）"), format!(" (the nearest by spelling is {nearest})"))
            });
            (
                format!("写的是“{name}”，单位名录中没有这个名称{zh}，不能确定是谁报送的"),
                format!("it names “{name}”, which the register doesn't know{en}, so it is not known whose it is"),
            )
        } else if rivals.zh.is_empty() {
            (
                "内容、文件名和所在文件夹都没有写明是哪个单位报送的".to_owned(),
                "neither the content nor the name nor the folder of the file says whose it is".to_owned(),
            )
        } else {
            (
                format!("从内容、文件名和文件夹看可能是{}中的一个，不能确定是谁报送的", rivals.zh),
                format!("it could be the return of any of {}, and nothing settles which", rivals.en),
            )
        };
        let (next_zh, next_en) = if stranger.is_some() {
            (
                "请核对写法；确为其别名的，可加入 departments.csv，再重新运行。",
                "Check its spelling, or add it to departments.csv as another name, and run again.",
            )
        } else {
            (
                "请在表格上方写“填报单位：××”，或把单位名称写进文件名，再重新运行。",
                "Write the unit's name over the table or into the file's name, and run again.",
            )
        };
        report.find(
            Draft::new(format!("{zh}。{next_zh}"), format!("{en}. {next_en}"))
                .at(Place::file(&file.submission.file))
                .found(stranger.map_or_else(|| wording::by_names(rivals), |(name, _)| name))
                .key(super::key(file)),
        );
    }
}

/// A form of ours that went to another department than the one that the file says it is from.
fn contradicted(view: View<'_>, file: &Returned) -> Option<Draft> {
    let (book, name) = (file.submission.book.as_ref()?, view.department_name(file.department)?);
    let other = file.stamps.iter().find(|found| {
        let stamp = &found.stamp;
        stamp.kind == StampKind::Form && !stamp.department.is_empty() && stamp.department != name
    })?;
    let sent = &other.stamp.department;
    Some(
        Draft::new(
            format!(
                "这份填报表是发给{sent}的，文件写明的单位却是{name}，按{name}汇总。请核对是谁报送的，以及是不是填错了表。"
            ),
            format!(
                "this form went to {sent}, and the file says that it is from {name}; it is taken for {name}'s. Check who sent \
                 it, and whether the wrong form was filled in."
            ),
        )
        .at(Place { sheet: Some(Arc::clone(&book.sheets.get(other.sheet)?.name)), ..Place::file(&file.submission.file) })
        .department(file.department)
        .found(name.to_owned())
        .expected(sent.clone())
        .at_most(Severity::Warning)
        .key(super::key(file)),
    )
}

/// The body that the file names over a table or in its own name, when it is none of the register's, and the nearest.
fn stranger<'a>(view: View<'a>, file: &Returned) -> Option<(String, Option<&'a str>)> {
    let forms = ShortForms::built_in();
    let stated = file.tables.iter().flat_map(|table| &table.captions).filter_map(|(_, text)| {
        let (label, value) = text.split_once([':', '：'])?;
        ["单位", "部门"].iter().any(|word| label.contains(word)).then_some(value)
    });
    let name = stated.chain([file.submission.file_name()]).find_map(|text| forms.body_in(text))?;
    let names = || view.register.departments.iter().map(|department| department.name.as_str());
    if names().any(|known| known.ends_with(&*name)) {
        return None;
    }
    let most = (name.chars().count() / 3).max(1);
    let near = names().filter_map(|known| distance::edits(&name, known, most).map(|edits| (edits, known)));
    let nearest = near.min_by_key(|(edits, _)| *edits).map(|(_, known)| known);
    Some((name, nearest))
}
