//! Delimited text: CSV and TSV. The delimiter is found, quoted line breaks are kept, ragged rows are as they are.

use std::sync::Arc;

use super::{
    limits::{Meter, Stop},
    plain,
    reading::Reading,
    sheet::Grid,
};
use crate::model::{CellRef, Visibility, Words, place::MAX_COLUMNS, place::MAX_ROWS};

/// Delimiters that occur, the likeliest first.
const DELIMITERS: [char; 4] = [',', '\t', ';', '|'];
/// How much of a file is looked at to find its delimiter.
const SAMPLE_RECORDS: usize = 200;
const SAMPLE_BYTES: usize = 256 << 10;

/// Reads decoded text into one sheet named `stem`.
pub(super) fn read(text: &str, stem: &str, meter: &mut Meter<'_>, reading: &mut Reading) -> Result<(), Stop> {
    let name: Arc<str> = stem.into();
    let (delimiter, said) = said_delimiter(text).map_or_else(|| (delimiter(text), false), |found| (found, true));
    let mut grid = Grid::default();
    let mut records = Records::new(text, delimiter);
    let mut row = 0_u32;
    while let Some(record) = records.next() {
        row += 1;
        if said && row == 1 {
            continue;
        }
        if row > MAX_ROWS {
            reading.partial(Some(&name), None, beyond(row));
            break;
        }
        meter.step()?;
        put_record(row, &record, &mut grid, meter, reading, &name)?;
    }
    for open in records.unclosed {
        reading.partial(
            Some(&name),
            Some(CellRef::new(open.0, open.1)),
            Words::new(
                "这里有一个引号没有配对，已按普通字符读取。请核对这一行的内容。",
                "a quotation mark here has no partner and was read as an ordinary character: check this row",
            ),
        );
    }
    let (sheet, _) = grid.finish(name, Visibility::Visible, reading);
    reading.sheets.push(sheet);
    Ok(())
}

fn put_record(
    row: u32,
    record: &[String],
    grid: &mut Grid,
    meter: &mut Meter<'_>,
    reading: &mut Reading,
    name: &Arc<str>,
) -> Result<(), Stop> {
    for (index, field) in record.iter().enumerate() {
        let column = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let Some(cell) = plain::cell(column, field) else { continue };
        meter.cell(&cell)?;
        if !grid.put(row, cell) {
            let reason = Words::new(
                format!("第 {row} 行超过 {MAX_COLUMNS} 列，后面的内容没有读取。请检查分隔符。"),
                format!("row {row} has more than {MAX_COLUMNS} columns and was cut there: check its delimiters"),
            );
            reading.partial(Some(name), Some(CellRef::new(row, MAX_COLUMNS)), reason);
            break;
        }
    }
    Ok(())
}

fn beyond(row: u32) -> Words {
    Words::new(
        format!("第 {row} 行起超出一张工作表的行数（{MAX_ROWS}），没有读取。请分成几个文件报送。"),
        format!("rows from {row} on are beyond what a sheet holds ({MAX_ROWS}) and were not read: send several files"),
    )
}

/// The delimiter that a first line `sep=;` names, as Excel understands it.
fn said_delimiter(text: &str) -> Option<char> {
    let line = text.lines().next()?;
    let rest = line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and(line.get(4..))?;
    let mut chars = rest.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// The delimiter under which most records agree on a number of fields above one.
fn delimiter(text: &str) -> char {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    let mut best = (DELIMITERS[0], 0.0);
    for candidate in DELIMITERS {
        let score = agreement(sample, candidate);
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

fn agreement(sample: &str, delimiter: char) -> f64 {
    let mut records = Records::new(sample, delimiter);
    let mut widths = std::collections::BTreeMap::<usize, u32>::new();
    let mut total = 0_u32;
    while let Some(record) = records.next() {
        if record.iter().all(String::is_empty) {
            continue;
        }
        *widths.entry(record.len()).or_default() += 1;
        total += 1;
        if total as usize >= SAMPLE_RECORDS {
            break;
        }
    }
    let split: u32 = widths.iter().filter(|(width, _)| **width > 1).map(|(_, count)| count).sum();
    let agreed = widths.iter().filter(|(width, _)| **width > 1).map(|(_, count)| *count).max().unwrap_or(0);
    // Agreeing counts most; being split at all breaks the tie of ragged files.
    (2.0 * f64::from(agreed) + f64::from(split)) / f64::from(total.max(1))
}

/// Records of delimited text, blank ones included, because each is a row that Excel shows.
struct Records<'a> {
    text: &'a str,
    at: usize,
    delimiter: char,
    row: u32,
    fields: Vec<String>,
    /// Row and column of quotation marks without a partner.
    unclosed: Vec<(u32, u32)>,
    /// Set once a mark without a partner was found: none after it can have one, so none is looked for again.
    last_open: bool,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: char) -> Self {
        Self { text, at: 0, delimiter, row: 0, fields: Vec::new(), unclosed: Vec::new(), last_open: false }
    }

    /// The next record; the fields are lent until the one after it.
    fn next(&mut self) -> Option<Vec<String>> {
        if self.at >= self.text.len() {
            return None;
        }
        self.row += 1;
        let mut fields = std::mem::take(&mut self.fields);
        fields.clear();
        loop {
            let column = fields.len() as u32 + 1;
            let field = self.field(column);
            // Of what is beyond a sheet's last column only that there is something is told.
            if column <= MAX_COLUMNS || (column == MAX_COLUMNS + 1 && !field.is_empty()) {
                fields.push(field);
            }
            let rest = &self.text[self.at..];
            if rest.starts_with(self.delimiter) {
                self.at += self.delimiter.len_utf8();
                continue;
            }
            self.at += line_end(rest);
            return Some(fields);
        }
    }

    /// One field; `at` then stands on the delimiter, the line end or the end.
    fn field(&mut self, column: u32) -> String {
        let rest = &self.text[self.at..];
        let padding = rest.len() - rest.trim_start_matches(' ').len();
        if rest[padding..].starts_with('"') && !self.last_open {
            if let Some((mut text, used)) = quoted(&rest[padding + 1..]) {
                self.at += padding + 1 + used;
                // Anything between the closing mark and the delimiter belongs to the field, as in Excel.
                text.push_str(self.bare().trim_end_matches(' '));
                return text;
            }
            self.last_open = true;
            self.unclosed.push((self.row, column));
        }
        self.bare().to_owned()
    }

    fn bare(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let end = rest.find([self.delimiter, '\n', '\r']).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }
}

/// The content of a quoted field and the bytes used, closing mark included; `None` when it is never closed.
fn quoted(rest: &str) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut from = 0;
    loop {
        let mark = from + rest[from..].find('"')?;
        text.push_str(&rest[from..mark]);
        if rest[mark + 1..].starts_with('"') {
            text.push('"');
            from = mark + 2;
        } else {
            return Some((unify_breaks(text), mark + 1));
        }
    }
}

fn unify_breaks(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

fn line_end(rest: &str) -> usize {
    if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{intake::Limits, model::RawSheet};

    fn sheet(text: &str) -> (RawSheet, usize) {
        let limits = Limits::default();
        let mut reading = Reading::default();
        read(text, "t", &mut Meter::new(&limits), &mut reading).unwrap();
        let (book, faults) = reading.finish();
        (book.sheets.into_iter().next().unwrap(), faults.len())
    }

    fn outline(text: &str) -> String {
        let (sheet, _) = sheet(text);
        let cells = sheet.rows.iter().flat_map(|row| row.cells.iter().map(|cell| (row.row, cell)));
        let told: Vec<_> =
            cells.map(|(row, cell)| format!("{}={}", CellRef::new(row, cell.column), cell.text())).collect();
        told.join(" ")
    }

    #[test]
    fn records_are_rows_and_fields_are_columns() {
        for (text, expected) in [
            ("a,b\nc,d\n", "A1=a B1=b A2=c B2=d"),
            ("a,b\r\n\r\nc", "A1=a B1=b A3=c"),
            ("a\rb\r", "A1=a A2=b"),
            ("\"x\ny\",z\nw", "A1=x\ny B1=z A2=w"),
            ("\"x\r\ny\",z", "A1=x\ny B1=z"),
            ("\"he said \"\"hi\"\"\",1", "A1=he said \"hi\" B1=1"),
            ("a;b\nc;d\n1,5;2", "A1=a B1=b A2=c B2=d A3=1,5 B3=2"),
            ("a\tb,c\nd\te", "A1=a B1=b,c A2=d B2=e"),
            ("a|b\nc|d", "A1=a B1=b A2=c B2=d"),
            ("sep=;\na;b", "A2=a B2=b"),
            (",,x\n,", "C1=x"),
            (
                "标题\n序号,任务,进展\n1,甲,好\n2,乙,好",
                "A1=标题 A2=序号 B2=任务 C2=进展 A3=1 B3=甲 C3=好 A4=2 B4=乙 C4=好",
            ),
            ("\"a\" b,c\n\"d\"x,e", "A1=a b B1=c A2=dx B2=e"),
            ("5\" pipe,x\n6\",y", "A1=5\" pipe B1=x A2=6\" B2=y"),
            ("\u{feff}", "A1=\u{feff}"),
            ("", ""),
        ] {
            assert_eq!(outline(text), expected, "{text:?}");
        }
    }

    #[test]
    fn an_unclosed_quote_swallows_nothing() {
        let text = "序号,进展\n1,\"没有结束\n2,完成\n3,\"又一个\n";
        assert_eq!(outline(text), "A1=序号 B1=进展 A2=1 B2=没有结束\n2,完成\n3,又一个");
        let text = "序号,进展\n1,\"没有结束\n2,完成\n3,推进\n";
        let (sheet, faults) = sheet(text);
        assert_eq!(sheet.rows.len(), 4);
        assert_eq!(faults, 1);
        assert_eq!(sheet.cell(CellRef::new(2, 2)).unwrap().text(), "\"没有结束");
    }

    #[test]
    fn a_row_of_nothing_but_delimiters_holds_no_more_than_a_sheet_has_columns() {
        let all = MAX_COLUMNS as usize;
        let text = ",".repeat(3 * all);
        let mut records = Records::new(&text, ',');
        assert_eq!(records.next().map(|fields| fields.len()), Some(all));
        // That there was something beyond is told.
        let text = format!("a{}b{}\nc,d", ",".repeat(2 * all), ",".repeat(all));
        let (read, faults) = sheet(&text);
        assert_eq!((read.rows.len(), read.rows[1].cells.len(), faults), (2, 2, 1));
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[\\PC\n\r\t,;|\"=]{0,200}") {
            sheet(&text);
        }

        #[test]
        fn what_a_writer_writes_comes_back(rows in prop::collection::vec(prop::collection::vec("[ab市,;\"\n 0-9.]{0,6}", 2..5), 1..8)) {
            let mut writer = ::csv::WriterBuilder::new().flexible(true).quote_style(::csv::QuoteStyle::Always).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let mut records = Records::new(&text, ',');
            for row in &rows {
                prop_assert_eq!(records.next(), Some(row.clone()));
            }
            prop_assert!(records.next().is_none());
        }
    }
}
