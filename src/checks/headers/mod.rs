//! H: the header and the rows.

pub mod h001_missing_field;
pub mod h002_unmapped_column;
pub mod h003_ambiguous_label;
pub mod h004_set_aside_row;

use crate::model::{Column, Field, Table, Words};

/// Whether a label of contact details asks for a number or an address rather than for a name.
fn is_number_of_contact(label: &str) -> bool {
    const NUMBERS: [&str; 8] = ["电话", "手机", "号码", "方式", "邮箱", "phone", "tel", "mail"];
    let folded = crate::text::fold::fold(label);
    NUMBERS.iter().any(|word| folded.contains(word))
}

/// Whether a column is one of an ordinary pair: who can be asked, and under which number.
fn is_beside_contact(table: &Table, column: &Column) -> bool {
    let asks = |column: &Column| column.field == Field::Contact || column.rivals.contains(&Field::Contact);
    let number = is_number_of_contact(&column.label);
    asks(column)
        && table
            .columns
            .iter()
            .any(|other| other.column != column.column && asks(other) && is_number_of_contact(&other.label) != number)
}

/// What a field is called.
fn field(field: &Field) -> Words {
    let (zh, en) = match field {
        Field::Id => ("任务编号", "task id"),
        Field::Section => ("类别", "section"),
        Field::Number => ("序号", "number"),
        Field::Title => ("重点任务", "title"),
        Field::Content => ("任务内容", "content"),
        Field::Target => ("年度目标", "target"),
        Field::Lead => ("牵头单位", "lead unit"),
        Field::Support => ("配合单位", "supporting units"),
        Field::Progress => ("进展情况", "progress"),
        Field::Status => ("状态", "status"),
        Field::Problems => ("存在问题", "problems"),
        Field::Next => ("下一步打算", "next steps"),
        Field::Remarks => ("备注", "remarks"),
        Field::Reporter => ("填报人", "reporter"),
        Field::Contact => ("联系方式", "contact"),
        Field::Unit => ("计量单位", "unit of measure"),
        Field::ProgressOf(label) => {
            return Words::new(format!("其他时期的进展（{label}）"), format!("progress of another period ({label})"));
        }
        Field::Measure(name) => return Words::new(format!("数值“{name}”"), format!("measure “{name}”")),
        Field::Other(label) => return Words::new(format!("其他（{label}）"), format!("other ({label})")),
    };
    Words::new(zh, en)
}
