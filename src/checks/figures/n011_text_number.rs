//! N011: a number written as text was read as a number.

use crate::{
    checks::{Check, Draft, Report, View},
    model::{Format, Severity},
    text::number::with_unit,
};

/// The check.
pub const CHECK: Check = Check {
    code: "N011",
    name: "text-number",
    severity: Severity::Info,
    document: include_str!("n011_text_number.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    for (record, link) in view.linked() {
        // In formats that know nothing but text, a number can't be anything else.
        let format = view.file(record).and_then(|file| file.submission.format);
        if matches!(format, None | Some(Format::Csv | Format::Html)) {
            report.not_applicable();
            continue;
        }
        for measure in record.measures.iter() {
            report.ran();
            let Some(value) = measure.value.filter(|_| measure.from_text) else { continue };
            let read = super::plain(value);
            let told = with_unit(&read, measure.unit.as_deref().unwrap_or(""));
            report.find(
                Draft::new(
                    format!("“{}”栏的“{}”是文本，已读作 {told}，原样保留。表内求和公式不会计入文本，请改为数字并把单位写在表头。", measure.name, measure.raw),
                    format!("“{}” in “{}” is text; it was read as {told} and kept as it is. A SUM in the sheet passes it over: make it a number, with the unit in the header.", measure.raw, measure.name),
                )
                .at(super::place(record, measure))
                .department(view.owner(record))
                .task(link.linked())
                .found(&*measure.raw)
                .expected(read.clone())
                .key(format!("{} {}", measure.name, measure.raw)),
            );
        }
    }
}
