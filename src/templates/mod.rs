//! Templates: wording and layout as data. What is built in, with what a workspace puts in its place, and what is wrong
//! with that. A template of a workspace says only what is to be different.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::{
    Table, Value,
    de::{DeTable, DeValue},
};

use crate::{model::Words, text::distance};

/// Something in a workspace's template that can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The bytes of the template that it is about.
    pub span: Range<usize>,
    /// What, and what is allowed.
    pub words: Words,
}

/// Says what is wrong with a value at a path of keys, `None` for nothing.
pub type Judge<'a> = &'a dyn Fn(&[&str], &Value) -> Option<Words>;

/// A template as built in, with the values of a workspace's own in place of those that it names. Tables are merged,
/// everything else is replaced.
///
/// # Errors
/// Everything in the workspace's template that is unknown, of the wrong kind or not allowed, each with its place.
pub fn overlaid<T: DeserializeOwned>(built_in: &Table, own: Option<&str>, judge: Judge<'_>) -> Result<T, Vec<Problem>> {
    let mut merged = built_in.clone();
    if let Some(text) = own {
        let fault = |error: toml::de::Error| vec![syntax(&error)];
        let placed = DeTable::parse(text).map_err(fault)?;
        let values: Table = toml::from_str(text).map_err(fault)?;
        let mut overlay = Overlay { judge, problems: Vec::new() };
        overlay.take(&mut merged, None, placed.get_ref(), &values, &mut Vec::new());
        if !overlay.problems.is_empty() {
            return Err(overlay.problems);
        }
    }
    Value::Table(merged).try_into().map_err(|error: toml::de::Error| {
        let message = error.message().to_owned();
        vec![Problem {
            span: 0..0, words: Words::new(format!("模板不完整或写得不对（{message}）。"), message)
        }]
    })
}

/// A text that is no TOML at all.
fn syntax(error: &toml::de::Error) -> Problem {
    let message = error.message().lines().next().unwrap_or_default();
    let zh = format!("这里不符合 TOML 的写法，请检查引号、等号、括号是否成对，一行只写一项（{message}）。");
    Problem { span: error.span().unwrap_or(0..0), words: Words::new(zh, message.to_owned()) }
}

struct Overlay<'a> {
    judge: Judge<'a>,
    problems: Vec<Problem>,
}

impl Overlay<'_> {
    fn take<'k>(
        &mut self,
        into: &mut Table,
        siblings: Option<&Table>,
        placed: &'k DeTable<'_>,
        values: &Table,
        path: &mut Vec<&'k str>,
    ) {
        for (key, place) in placed {
            let name: &'k str = key.get_ref();
            let Some(value) = values.get(name) else { continue };
            let model = into.get(name).cloned().or_else(|| siblings.and_then(|known| known.get(name).cloned()));
            let Some(model) = model else {
                let known = into.keys().chain(siblings.into_iter().flat_map(Table::keys)).map(String::as_str);
                self.problems.push(Problem { span: key.span(), words: unknown(name, known) });
                continue;
            };
            path.push(name);
            if kind(&model) != kind(value) {
                self.problems.push(Problem { span: place.span(), words: wrong_kind(&model, value) });
            } else if let (Value::Table(model), DeValue::Table(placed), Value::Table(values)) =
                (model, place.get_ref(), value)
            {
                let known = union(into);
                let mut deeper = model;
                self.take(&mut deeper, known.as_ref(), placed, values, path);
                into.insert(name.to_owned(), Value::Table(deeper));
            } else if let Some(words) = (self.judge)(path, value) {
                self.problems.push(Problem { span: place.span(), words });
            } else {
                into.insert(name.to_owned(), value.clone());
            }
            path.pop();
        }
    }
}

/// What any of a table's tables has, where it has nothing but tables: they are alike, and one may have what its
/// neighbour has.
fn union(of: &Table) -> Option<Table> {
    let mut known = Table::new();
    for value in of.values() {
        let Value::Table(table) = value else { return None };
        for (key, value) in table.iter().filter(|(_, value)| !value.is_table()) {
            known.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    Some(known)
}

/// A kind of value, whole and decimal numbers alike.
fn kind(value: &Value) -> u8 {
    match value {
        Value::String(_) => 0,
        Value::Integer(_) | Value::Float(_) => 1,
        Value::Boolean(_) => 2,
        Value::Datetime(_) => 3,
        Value::Array(_) => 4,
        Value::Table(_) => 5,
    }
}

fn kind_words(value: &Value) -> Words {
    match kind(value) {
        0 => Words::new("文字（要加引号）", "text in quotes"),
        1 => Words::new("数", "a number"),
        2 => Words::new("true 或 false", "true or false"),
        3 => Words::new("日期", "a date"),
        4 => Words::new("列表（用方括号）", "a list in square brackets"),
        _ => Words::new("一组设置", "a table of keys"),
    }
}

fn wrong_kind(model: &Value, value: &Value) -> Words {
    let (model, value) = (kind_words(model), kind_words(value));
    Words::new(
        format!("这里需要{}，写的却是{}。", model.zh, value.zh),
        format!("{} is needed here, not {}", model.en, value.en),
    )
}

fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Words {
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    known.dedup();
    let (zh, en) = distance::nearest(name, known.iter().copied())
        .map_or_else(Default::default, |near| (format!("是不是“{near}”？"), format!(" did you mean {near}?")));
    Words::new(
        format!("模板里没有“{name}”这一项。{zh}这里可以写：{}。", known.join("、")),
        format!("the template has no key “{name}”.{en} expected one of {}", known.join(", ")),
    )
}

/// What is wrong with a text that must be one of a few.
pub fn one_of(value: &Value, allowed: &[&str]) -> Option<Words> {
    let said = value.as_str().unwrap_or_default();
    (!allowed.contains(&said)).then(|| {
        Words::new(
            format!("“{said}”不能用，可以写：{}。", allowed.join("、")),
            format!("“{said}” can't be used: expected one of {}", allowed.join(", ")),
        )
    })
}

/// What is wrong with a number that must lie between two others.
pub fn between(value: &Value, least: f64, most: f64) -> Option<Words> {
    let number = value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64)).unwrap_or(f64::NAN);
    (!(least..=most).contains(&number)).then(|| {
        Words::new(
            format!("{number} 超出范围，可以写 {least} 到 {most} 之间的数。"),
            format!("{number} is out of range: expected a number from {least} to {most}"),
        )
    })
}

/// What is wrong with the holes of a text: they are filled by name, and another name would stay as it is.
pub fn holes(value: &Value, known: &[&str]) -> Option<Words> {
    let mut names = value.as_str().unwrap_or_default().split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let wrong = names.find(|name| !known.contains(&name.split('|').next().unwrap_or_default()))?;
    let list: Vec<String> = known.iter().map(|name| format!("{{{name}}}")).collect();
    Some(Words::new(
        format!("没有叫“{{{wrong}}}”的空位，可以用：{}。", list.join("、")),
        format!("there is no hole {{{wrong}}}: expected {}", list.join(", ")),
    ))
}

/// What is wrong with a text that says nothing.
pub fn blank(value: &Value) -> Option<Words> {
    let says = value.as_str().is_some_and(|text| !text.trim().is_empty());
    (!says).then(|| Words::new("这里不能空着。", "this can't be left blank"))
}

/// What is wrong with a value in place of a built-in one: other holes than that has, or more or fewer texts.
pub fn like(value: &Value, built_in: Option<&Value>) -> Option<Words> {
    if let (Some(own), Some(model)) = (value.as_array(), built_in.and_then(Value::as_array)) {
        let (count, texts) = (model.len(), own.iter().filter(|text| text.is_str()).count());
        return (own.len() != count || texts != count).then(|| {
            Words::new(format!("这里要写 {count} 个加引号的文字。"), format!("{count} texts in quotes are needed here"))
        });
    }
    let model = built_in.and_then(Value::as_str).unwrap_or_default();
    let names = model.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let names: Vec<&str> = names.filter_map(|name| name.split('|').next()).collect();
    holes(value, &names)
}

/// A text with its holes filled. What stands in a hole is never looked at again. A hole such as `{count|task|tasks}`
/// says the noun behind a number as well: the first for one, the second for any other.
pub fn fill(text: &str, holes: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let hole = after.split_once('}').and_then(|(name, behind)| {
            let mut parts = name.split('|');
            let name = parts.next()?;
            let value = holes.iter().find(|(known, _)| *known == name)?.1;
            Some((value, parts.next().zip(parts.next()), behind))
        });
        rest = if let Some((value, nouns, behind)) = hole {
            filled.push_str(value);
            if let Some((one, several)) = nouns {
                filled.push(' ');
                filled.push_str(if value == "1" { one } else { several });
            }
            behind
        } else {
            filled.push('{');
            after
        };
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_once_and_what_is_none_stays() {
        let holes = [("a", "{b}"), ("b", "2")];
        assert_eq!(fill("{a}, {b}, {c}, {", &holes), "{b}, 2, {c}, {");
        assert_eq!(fill("{b|task|tasks}", &holes), "2 tasks");
        assert_eq!(fill("{n|task|tasks}", &[("n", "1")]), "1 task");
    }

    fn built_in() -> Table {
        toml::from_str("name = \"甲\"\n[roles.title]\nsize = 22.0\nfill = \"EDEDED\"\n[roles.body]\nsize = 10.5\n")
            .unwrap()
    }

    fn judge(path: &[&str], value: &Value) -> Option<Words> {
        match path {
            [.., "size"] => between(value, 6.0, 72.0),
            [.., "fill"] => one_of(value, &["EDEDED", "FFFFFF"]),
            ["name"] => holes(value, &["period"]),
            _ => None,
        }
    }

    #[test]
    fn what_a_workspace_says_stands_in_place_of_what_is_built_in() {
        let own = "name = \"乙{period}\"\n[roles.body]\nsize = 12\nfill = \"FFFFFF\"\n";
        let merged: Table = overlaid(&built_in(), Some(own), &judge).unwrap();
        let expected: Table = toml::from_str(
            "name = \"乙{period}\"\n[roles.title]\nsize = 22.0\nfill = \"EDEDED\"\n[roles.body]\nsize = 12\nfill = \"FFFFFF\"\n",
        )
        .unwrap();
        assert_eq!(merged, expected);
        assert_eq!(overlaid::<Table>(&built_in(), None, &judge).unwrap(), built_in());
    }

    #[test]
    fn every_problem_names_its_place_and_what_is_allowed() {
        for (own, part, zh) in [
            ("nmae = \"乙\"", "nmae", "模板里没有“nmae”这一项。是不是“name”？这里可以写：name、roles。"),
            ("name = 3", "3", "这里需要文字（要加引号），写的却是数。"),
            ("[roles.titel]\nsize = 3", "titel", "模板里没有“titel”这一项。是不是“title”？"),
            ("[roles.title]\nsize = 300", "300", "300 超出范围，可以写 6 到 72 之间的数。"),
            ("[roles.title]\nfill = \"red\"", "\"red\"", "“red”不能用，可以写：EDEDED、FFFFFF。"),
            ("name = \"{when}\"", "\"{when}\"", "没有叫“{when}”的空位，可以用：{period}。"),
        ] {
            let problems = overlaid::<Table>(&built_in(), Some(own), &judge).unwrap_err();
            let [problem] = problems.as_slice() else { panic!("{own}: {problems:?}") };
            assert_eq!(&own[problem.span.clone()], part);
            assert!(problem.words.zh.starts_with(zh), "{}", problem.words.zh);
        }
        let problems = overlaid::<Table>(&built_in(), Some("name = \"甲\nx"), &judge).unwrap_err();
        assert!(problems[0].words.zh.starts_with("这里不符合 TOML 的写法"), "{problems:?}");
    }
}
