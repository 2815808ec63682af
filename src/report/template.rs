//! The report's wording and layout: `templates/<lang>/report.toml`, and a workspace's own in its place.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;
use toml::{Table, Value};

use super::{Column, SheetName, changes, figures, findings, links, rows, submissions, totals};
use crate::{
    model::{
        Lang, Words,
        book::{Content, Formula, Role, Row, Sheet, Target},
        entries::Entries,
    },
    templates::{self, Problem},
};

static ZH: LazyLock<ReportTemplate> = LazyLock::new(|| built_in(Lang::Zh));
static EN: LazyLock<ReportTemplate> = LazyLock::new(|| built_in(Lang::En));

/// The lists whose columns can be put in another order: key, sheet, columns as they are made.
const LISTS: [(&str, SheetName, &[Column]); 7] = [
    ("findings", SheetName::Findings, &findings::COLUMNS),
    ("figures", SheetName::Figures, &figures::COLUMNS),
    ("totals", SheetName::Totals, &totals::COLUMNS),
    ("submissions", SheetName::Submissions, &submissions::COLUMNS),
    ("links", SheetName::Links, &links::COLUMNS),
    ("rows", SheetName::OtherRows, &rows::COLUMNS),
    ("changes", SheetName::Changes, &changes::COLUMNS),
];

/// Wording and layout of a report in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportTemplate {
    /// 汇总表.
    pub(super) consolidated: Consolidated,
    /// 总览.
    pub(super) overview: Overview,
    /// 说明.
    pub(super) about: About,
    /// The lists, by key.
    lists: BTreeMap<String, List>,
}

/// The consolidated table: the keys of `templates/<lang>/report.toml`, explained there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Consolidated {
    pub attachment: String,
    pub title: String,
    pub title_plain: String,
    pub office: String,
    pub period: String,
    pub section: String,
    pub total: String,
    pub page: f32,
    pub crowded: f32,
    pub order: Vec<String>,
    pub columns: BTreeMap<String, Head>,
}

/// The words of the overview.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Overview {
    pub title: String,
    pub elapsed: String,
    pub tasks: String,
    pub unreported: String,
    pub sent: String,
    pub missing: String,
    pub errors: String,
    pub confirm: String,
    pub control: String,
    pub control_wrong: String,
    pub decided: String,
    pub status_heading: String,
    pub status: String,
    pub count: String,
    pub share: String,
    pub total: String,
    pub missing_heading: String,
    pub steps_heading: String,
    pub step_missing: String,
    pub step_links: String,
    pub step_possible: String,
    pub step_unlinked: String,
    pub step_errors: String,
    pub step_print: String,
    pub chart_heading: String,
    pub chart_title: String,
    pub serious_heading: String,
    pub code: String,
    pub department: String,
    pub task: String,
    pub message: String,
    pub place: String,
    pub open: String,
    pub departments_heading: String,
    pub leads: String,
    pub reported: String,
    pub warnings: String,
    pub info: String,
    pub no_department: String,
}

/// The words of 说明.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct About {
    pub title: String,
    pub reading: String,
    pub words: String,
    pub checks: String,
    pub inputs: String,
    pub settings: String,
    pub control: String,
    pub control_sum: String,
    pub check_columns: [String; 6],
    pub input_columns: [String; 3],
    pub program: String,
    pub period: String,
    pub switched_off: String,
    /// What each sheet is for.
    pub sheets: BTreeMap<String, String>,
    /// What the words of the report mean.
    pub meanings: BTreeMap<String, String>,
}

/// A column of the consolidated table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    /// Its header; none for a measure.
    #[serde(default)]
    pub label: String,
    /// In characters.
    pub width: f32,
}

/// A list: its columns by their headers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    order: Vec<String>,
    /// The last column that is printed; all are when empty.
    last_printed: String,
    widths: BTreeMap<String, f32>,
    /// What a column is headed, by its built-in header.
    labels: BTreeMap<String, String>,
}

impl ReportTemplate {
    /// The built-in one.
    pub fn built_in(lang: Lang) -> &'static Self {
        match lang {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        }
    }

    /// The same, with what a workspace's own says in place of what is built in.
    ///
    /// # Errors
    /// What is wrong with the workspace's template.
    pub fn with(lang: Lang, own: &str) -> Result<Self, Vec<Problem>> {
        let table = table(lang);
        let template: Self = templates::overlaid(&table, Some(own), &|path, value| judge(&table, path, value))?;
        let twice = template.lists.values().find_map(List::headed_alike);
        twice.map_or(Ok(template), |label| {
            let words = Words::new(
                format!("有两栏的表头都是“{label}”，读回处理意见时分不清。"),
                format!("two columns are headed “{label}”: answers could not be read back by it"),
            );
            Err(vec![Problem { span: own.find(&label).map_or(0..0, |at| at..at + label.len()), words }])
        })
    }

    /// Headers of lists that are not the built-in ones: the sheet, the built-in header, and the one in its place.
    pub(super) fn renamed(&self) -> impl Iterator<Item = (SheetName, &str, &str)> {
        LISTS.iter().filter_map(|(key, sheet, _)| Some((*sheet, self.lists.get(*key)?))).flat_map(|(sheet, list)| {
            let own = list.labels.iter().filter(|(built_in, own)| built_in != own);
            own.map(move |(built_in, own)| (sheet, built_in.as_str(), own.as_str()))
        })
    }

    /// Header and width of a column of the consolidated table.
    pub(super) fn head(&self, key: &str) -> Option<&Head> {
        self.consolidated.columns.get(key)
    }

    /// Puts a list's columns in order and gives them their widths. Other sheets stay as they are.
    pub(super) fn arrange(&self, sheet: &mut Sheet<'_>, lang: Lang) {
        let name = sheet.name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
        let known = LISTS.iter().find(|(_, list, _)| list.words().get(lang) == name);
        let Some((list, columns)) = known.and_then(|(key, _, columns)| Some((self.lists.get(*key)?, columns))) else {
            return;
        };
        let labels: Vec<&str> = columns.iter().map(|column| label(column, lang)).collect();
        let mut order: Vec<u16> = (0..).take(labels.len()).collect();
        let rank = |column: &u16| {
            let label = labels.get(usize::from(*column));
            list.order.iter().position(|named| Some(&named.as_str()) == label)
        };
        // What is not named keeps its place behind the others.
        order.sort_by_key(|column| rank(column).unwrap_or(usize::MAX));
        let widths = order.iter().filter_map(|column| {
            let at = usize::from(*column);
            labels.get(at).and_then(|label| list.widths.get(*label)).or_else(|| sheet.widths.get(at)).copied()
        });
        sheet.widths = widths.collect();
        let last = order.iter().position(|column| labels.get(usize::from(*column)) == Some(&&*list.last_printed));
        sheet.printed = last.map(|last| last as u16 + 1);
        if order.windows(2).any(|pair| pair[0] > pair[1]) {
            reorder(sheet, order);
        }
        list.head(sheet);
    }
}

impl List {
    /// A header that two columns have.
    fn headed_alike(&self) -> Option<String> {
        let mut labels: Vec<&String> = self.labels.values().collect();
        labels.sort_unstable();
        labels.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone())
    }

    /// Gives a sheet's columns their headers.
    fn head(&self, sheet: &mut Sheet<'_>) {
        for choice in &mut sheet.choices {
            if let Some(own) = self.labels.get(&choice.title) {
                choice.title.clone_from(own);
            }
        }
        let headers = sheet.rows.iter_mut().flat_map(|row| &mut row.cells);
        for cell in headers.filter(|cell| matches!(cell.role, Role::Header | Role::InputHeader)) {
            if let Some(own) = self.labels.get(&cell.words()) {
                cell.content = Content::Text(own.as_str().into());
            }
        }
    }
}

/// Moves a sheet's columns: `order` names them from left to right by where they were.
fn reorder(sheet: &mut Sheet<'_>, order: Vec<u16>) {
    for choice in &mut sheet.choices {
        choice.column = moved(&order, choice.column);
    }
    for bar in &mut sheet.bars {
        bar.column = moved(&order, bar.column);
    }
    let name = sheet.name.clone();
    let change = move |row: &mut Row| reorder_row(row, &name, &order);
    sheet.rows.iter_mut().chain(&mut sheet.below).for_each(&change);
    let entries = std::mem::replace(&mut sheet.entries, Entries::none());
    sheet.entries = entries.changed(change);
}

/// Where a column went.
fn moved(order: &[u16], column: u16) -> u16 {
    order.iter().position(|was| *was == column).map_or(column, |at| at as u16)
}

fn reorder_row(row: &mut Row, name: &str, order: &[u16]) {
    let to = |column: u16| moved(order, column);
    for cell in row.cells.iter_mut().filter(|cell| cell.columns == 1) {
        cell.column = to(cell.column);
        match &mut cell.content {
            Content::Formula(Formula::Sum { column, .. }, _) => *column = to(*column),
            Content::Formula(Formula::Minus { from, less }, _) => (*from, *less) = (to(*from), to(*less)),
            _ => {}
        }
        if let Some(Target::Cell { sheet, column, .. }) = &mut cell.target
            && *sheet == name
        {
            *column = to(*column);
        }
    }
    row.cells.sort_by_key(|cell| cell.column);
}

fn label(column: &Column, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => column.1,
        Lang::En => column.2,
    }
}

/// The built-in template as a table: the file, and the lists as the program makes them.
fn table(lang: Lang) -> Table {
    let text = match lang {
        Lang::Zh => include_str!("../../templates/zh/report.toml"),
        Lang::En => include_str!("../../templates/en/report.toml"),
    };
    let mut table: Table = toml::from_str(text).expect("a test parses the built-in template");
    let lists = LISTS.iter().map(|(key, _, columns)| {
        let order = columns.iter().map(|column| Value::from(label(column, lang))).collect();
        let widths = columns.iter().map(|column| (label(column, lang).to_owned(), Value::from(f64::from(column.0))));
        let last = if *key == "links" { links::LAST_PRINTED } else { ("", "") };
        let last = match lang {
            Lang::Zh => last.0,
            Lang::En => last.1,
        };
        let labels = columns.iter().map(|column| label(column, lang).to_owned());
        let labels = labels.map(|label| (label.clone(), Value::from(label)));
        let list = [
            ("order".to_owned(), Value::Array(order)),
            ("labels".to_owned(), Value::Table(labels.collect())),
            ("last_printed".to_owned(), Value::from(last)),
            ("widths".to_owned(), Value::Table(widths.collect())),
        ];
        ((*key).to_owned(), Value::Table(list.into_iter().collect()))
    });
    table.insert("lists".to_owned(), Value::Table(lists.collect()));
    table
}

fn built_in(lang: Lang) -> ReportTemplate {
    Value::Table(table(lang)).try_into().expect("a test parses the built-in template")
}

/// What is wrong with a value of the template.
fn judge(built_in: &Table, path: &[&str], value: &Value) -> Option<Words> {
    let order = |known: &[String]| {
        let named: Vec<&str> = value.as_array().into_iter().flatten().map(|v| v.as_str().unwrap_or_default()).collect();
        let wrong = named.iter().find(|name| !known.iter().any(|known| known == *name));
        let twice = named.iter().enumerate().find(|(at, name)| named[..*at].contains(name)).map(|(_, name)| name);
        if let Some(twice) = twice {
            return Some(Words::new(format!("“{twice}”写了两次。"), format!("“{twice}” stands there twice")));
        }
        wrong.map(|wrong| no_column(wrong, known))
    };
    match path {
        ["consolidated", "order"] | ["lists", _, "order"] => order(&names(built_in, path)),
        ["lists", list, "last_printed"] => {
            let known = names(built_in, &["lists", list, "order"]);
            let named = value.as_str().unwrap_or_default();
            (!named.is_empty() && !known.iter().any(|known| known == named)).then(|| no_column(named, &known))
        }
        ["consolidated", "page"] => templates::between(value, 40.0, 250.0),
        ["consolidated", "crowded"] => templates::between(value, 1.0, 60.0),
        ["consolidated", "columns", _, "width"] | ["lists", _, "widths", _] => templates::between(value, 1.0, 120.0),
        ["consolidated", "columns", ..] => None,
        ["consolidated", "title"] => templates::holes(value, &["period", "office"]),
        ["consolidated", "office"] => templates::holes(value, &["office"]),
        ["consolidated", "period"] => templates::holes(value, &["days", "period"]),
        ["consolidated", "section"] => templates::holes(value, &["section", "count"]),
        ["lists", _, "labels", _] => templates::blank(value).or_else(|| templates::holes(value, &[])),
        // A text may have the holes that it has as built in.
        _ => templates::like(value, at(built_in, path)),
    }
}

fn no_column(named: &str, known: &[String]) -> Words {
    Words::new(
        format!("没有叫“{named}”的栏目，可以写：{}。", known.join("、")),
        format!("there is no column “{named}”: expected some of {}", known.join(", ")),
    )
}

/// The names in a list of the built-in template.
fn names(built_in: &Table, path: &[&str]) -> Vec<String> {
    let names = at(built_in, path).and_then(Value::as_array).into_iter().flatten();
    names.filter_map(|name| name.as_str().map(ToOwned::to_owned)).collect()
}

/// What the built-in template has at a path of keys.
fn at<'a>(built_in: &'a Table, path: &[&str]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(built_in.get(*first)?, |value, key| value.get(*key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_name_every_column_once() {
        for lang in [Lang::Zh, Lang::En] {
            let template = ReportTemplate::built_in(lang);
            let mut order = template.consolidated.order.clone();
            order.sort();
            assert_eq!(order, template.consolidated.columns.keys().cloned().collect::<Vec<_>>());
            for (key, _, columns) in LISTS {
                assert_eq!(template.lists[key].widths.len(), columns.len(), "{key}: two columns with one header");
            }
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_what_is_allowed() {
        for (own, zh) in [
            ("[lists.findings]\norder = [\"问题\", \"原因\"]", "没有叫“原因”的栏目，可以写：序号、级别"),
            ("[lists.links]\nlast_printed = \"末栏\"", "没有叫“末栏”的栏目，可以写：结论、单位"),
            ("[lists.findings.widths]\n\"问题\" = 500", "500 超出范围"),
            ("[consolidated]\norder = [\"number\", \"number\"]", "“number”写了两次"),
            ("[consolidated]\ntitle = \"{年份}汇总表\"", "没有叫“{年份}”的空位，可以用：{period}、{office}。"),
            ("[lists.findings.labels]\n\"问题\" = \"代码\"", "有两栏的表头都是“代码”"),
            ("[lists.findings.labels]\n\"问题\" = \" \"", "这里不能空着"),
            ("[lists.findings.labels]\n\"原因\" = \"问题\"", "模板里没有“原因”这一项。"),
            ("[overview]\nelapsed = \"已过{percent}\"", "没有叫“{percent}”的空位，可以用：{share}。"),
            ("[about]\ncheck_columns = [\"代码\"]", "这里要写 6 个"),
            ("[consolidated.columns.lead]\nlable = \"责任单位\"", "模板里没有“lable”这一项。是不是“label”？"),
        ] {
            let problems = ReportTemplate::with(Lang::Zh, own).unwrap_err();
            assert!(problems[0].words.zh.starts_with(zh), "{problems:?}");
        }
    }
}
