//! Reading .xlsx: every kind of cell with its place, its value, what is shown and its formula.

mod intake_support;

use std::io::{Cursor, Read, Write};

use intake_support::{line, read};
use rust_xlsxwriter::{DocProperties, Format, Formula, Workbook};
use taizhang::model::{Fault, Submission, Visibility};

/// One line a cell, without the names of sheets.
fn outline(submission: &Submission) -> Vec<String> {
    let rows = submission.book.iter().flat_map(|book| &book.sheets).flat_map(|sheet| &sheet.rows);
    rows.flat_map(|row| row.cells.iter().map(|cell| line(row.row, cell))).collect()
}

fn sample() -> Vec<u8> {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_custom_property("taizhang-form", "市水务局 & 2023H1");
    properties = properties.set_creation_datetime(&rust_xlsxwriter::ExcelDateTime::from_ymd(2023, 7, 3).unwrap());
    book.set_properties(&properties);
    let sheet = book.add_worksheet().set_name("上半年").unwrap();
    sheet.merge_range(0, 0, 0, 5, "2023年上半年重点任务进展情况表", &Format::new()).unwrap();
    sheet.write_string(1, 0, "第一行\n第二行").unwrap();
    sheet.write_string(1, 1, "  前后空格  ").unwrap();
    sheet.write_number_with_format(2, 0, 0.841, &Format::new().set_num_format("0.0%")).unwrap();
    sheet.write_number_with_format(2, 1, 45107.0, &Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"")).unwrap();
    sheet.write_number(2, 2, 41.8).unwrap();
    sheet.write_string(2, 3, "170,024").unwrap();
    sheet.write_boolean(2, 4, true).unwrap();
    sheet.write_formula(3, 0, Formula::new("=SUM(C3:C3)").set_result("41.8")).unwrap();
    sheet.write_formula(3, 1, Formula::new("=A1&\"x\"").set_result("甲")).unwrap();
    let strike = Format::new().set_font_strikethrough();
    sheet.write_rich_string(3, 2, &[(&Format::new(), "保留"), (&strike, "作废")]).unwrap();
    sheet.write_string(3, 3, "带\u{1}控制符").unwrap();
    sheet.set_row_hidden(3).unwrap();
    sheet.set_column_hidden(1).unwrap();
    let hidden = book.add_worksheet().set_name("底表").unwrap().set_hidden(true);
    hidden.write_string(9, 9, "x").unwrap();
    let deep = book.add_worksheet().set_name("参数").unwrap().set_very_hidden(true);
    deep.write_number(0, 0, 1).unwrap();
    book.save_to_buffer().unwrap()
}

/// The sample with one part rewritten.
fn with_part(bytes: &[u8], name: &str, rewrite: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        let part_name = part.name().unwrap().into_owned();
        out.start_file(part_name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        if part_name == name {
            content = rewrite(std::str::from_utf8(&content).unwrap()).into_bytes();
        }
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// The sample with its first sheet's data replaced.
fn with_data(data: &str) -> Submission {
    let bytes = with_part(&sample(), SHEET, |_| {
        format!("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{data}</worksheet>")
    });
    let bytes = with_part(&bytes, "xl/workbook.xml", |text| {
        let (head, rest) = text.split_once("<sheets>").unwrap();
        let (_, tail) = rest.split_once("</sheets>").unwrap();
        format!("{head}<sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"rId1\"/></sheets>{tail}")
    });
    read("a.xlsx", &bytes)
}

#[test]
fn every_cell_is_read_with_its_place() {
    let submission = read("submissions/市水务局.xlsx", &sample());
    assert_eq!(submission.faults, []);
    assert_eq!(
        outline(&submission),
        [
            "A1 = \"2023年上半年重点任务进展情况表\"",
            "A2 = \"第一行\\n第二行\"",
            "B2 = \"  前后空格  \"",
            "A3 = 0.841 ⟨84.1%⟩",
            "B3 = date 2023-06-30 ⟨2023年6月30日⟩",
            "C3 = 41.8",
            "D3 = \"170,024\"",
            "E3 = true",
            "A4 = 41.8 {SUM(C3:C3)}",
            "B4 = \"甲\" {A1&\"x\"}",
            "C4 = \"保留作废\"",
            "D4 = \"带\\u{1}控制符\"",
            "J10 = \"x\"",
            "A1 = 1",
        ]
    );
    let book = submission.book.unwrap();
    assert_eq!(book.properties, [("taizhang-form".to_owned(), "市水务局 & 2023H1".to_owned())]);
    let sheet = &book.sheets[0];
    assert_eq!(sheet.merges.iter().map(ToString::to_string).collect::<Vec<_>>(), ["A1:F1"]);
    assert_eq!(sheet.hidden_rows, [4]);
    assert_eq!(sheet.hidden_columns, [2]);
    let names: Vec<_> = book.sheets.iter().map(|sheet| (&*sheet.name, sheet.visibility)).collect();
    let expected = [("上半年", Visibility::Visible), ("底表", Visibility::Hidden), ("参数", Visibility::VeryHidden)];
    assert_eq!(names, expected);
    assert_eq!(submission.modified.as_deref(), Some("2023-07-03"));
    assert_eq!(submission.application.as_deref(), Some("Microsoft Excel"));
    assert_eq!(submission.sha256.len(), 64);
}

#[test]
fn cells_as_other_programs_write_them() {
    for (data, expected) in [
        // A formula that was never calculated, with and without an empty value.
        (
            "<row r=\"1\"><c r=\"A1\"><f>SUM(B1:B9)</f></c><c r=\"B1\"><f>1+1</f><v></v></c><c r=\"C1\"><f>D1</f><v/></c></row>",
            vec!["A1 = uncalculated {SUM(B1:B9)}", "B1 = uncalculated {1+1}", "C1 = uncalculated {D1}"],
        ),
        // Shared formulas are told as each cell has them.
        (
            "<row r=\"5\"><c r=\"E5\"><f t=\"shared\" ref=\"E5:G5\" si=\"0\">SUM(E1:E4)</f><v>1</v></c>\
          <c r=\"F5\"><f t=\"shared\" si=\"0\"/><v>2</v></c><c r=\"G5\"><f t=\"shared\" si=\"0\"></f><v>3</v></c></row>",
            vec!["E5 = 1 {SUM(E1:E4)}", "F5 = 2 {SUM(F1:F4)}", "G5 = 3 {SUM(G1:G4)}"],
        ),
        // No positions at all, and a gap.
        (
            "<row><c><v>1</v></c><c t=\"inlineStr\"><is><t>甲</t><rPh sb=\"0\" eb=\"1\"><t>jia</t></rPh></is></c></row><row r=\"4\"><c/><c><v>2</v></c></row>",
            vec!["A1 = 1", "B1 = \"甲\"", "B4 = 2"],
        ),
        (
            "<row r=\"1\"><c r=\"A1\" t=\"e\"><v>#REF!</v></c><c r=\"B1\" t=\"e\"><f>A9</f><v>#SPILL!</v></c><c r=\"C1\" t=\"d\"><v>2023-06-30T00:00:00</v></c></row>",
            vec!["A1 = error #REF!", "B1 = error #SPILL! {A9}", "C1 = date 2023-06-30"],
        ),
        // Rows and cells out of order.
        (
            "<row r=\"3\"><c r=\"B3\"><v>3</v></c><c r=\"A3\"><v>2</v></c></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>",
            vec!["A1 = 1", "A3 = 2", "B3 = 3"],
        ),
        // Written by a formula, an empty text is a value; typed, it is nothing.
        (
            "<row r=\"1\"><c r=\"A1\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"B1\" t=\"inlineStr\"><is><t></t></is></c></row>",
            vec!["A1 = \"\" {\"\"}"],
        ),
    ] {
        let submission = with_data(&format!("<sheetData>{data}</sheetData>"));
        assert_eq!(submission.faults, [], "{data}");
        assert_eq!(outline(&submission), expected, "{data}");
    }
}

#[test]
fn what_is_wrong_is_said_and_the_rest_is_read() {
    for (data, read, reasons) in [
        (
            "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>999</v></c><c r=\"B1\" t=\"s\"><v>-1</v></c><c r=\"C1\"><v>5</v></c></row></sheetData>",
            1,
            2,
        ),
        (
            "<sheetData><row r=\"1\"><c r=\"A4294967297\"><v>1</v></c><c r=\"ZZZZ1\"><v>1</v></c><c r=\"B1\"><v>5</v></c></row></sheetData>",
            1,
            2,
        ),
        ("<sheetData><row r=\"1048577\"><c><v>1</v></c></row></sheetData>", 0, 1),
        (
            "<sheetData><row r=\"1\"><c r=\"A1\"><v>1,5</v></c><c r=\"B1\"><v>NaN</v></c><c r=\"C1\"><v>1e309</v></c></row></sheetData>",
            3,
            3,
        ),
        (
            "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData><row r=\"2\"><c r=\"A2\"><v>2</v></c></row>",
            1,
            1,
        ),
        ("<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row></sheetData>", 1, 1),
        // Rows behind an early end of the data, and behind one of the whole sheet.
        (
            "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet><row r=\"2\"><c r=\"A2\"><v>2</v></c></row><row r=\"3\"/><worksheet>",
            1,
            1,
        ),
        (
            "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet><row r=\"2\"><c r=\"A2\"><v>2</v></c></row></sheetData>",
            1,
            2,
        ),
        // Two values in one cell, of which the first is read, and truth values that are none.
        ("<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v><v>2</v></c><c r=\"B1\"><v>3</v></c></row></sheetData>", 2, 1),
        (
            "<sheetData><row r=\"1\"><c r=\"A1\" t=\"b\"><v>7</v></c><c r=\"B1\" t=\"b\"><v>0</v></c><c r=\"C1\" t=\"b\"><v>true</v></c></row></sheetData>",
            3,
            1,
        ),
        ("<dimension ref=\"garbage\"/>", 0, 1),
        ("<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>2</sheetData>", 1, 1),
    ] {
        let submission = with_data(data);
        assert_eq!(outline(&submission).len(), read, "{data}");
        assert_eq!(submission.faults.len(), reasons, "{data}: {:?}", submission.faults);
        assert!(submission.faults.iter().all(|fault| matches!(fault, Fault::Partial { .. })), "{data}");
    }
}

#[test]
fn a_sheet_that_claims_everything_costs_nothing() {
    let submission = with_data(
        "<dimension ref=\"A1:XFD1048576\"/><cols><col min=\"1\" max=\"4294967295\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData>",
    );
    assert_eq!(outline(&submission), ["A1 = 1", "XFD1048576 = 2"]);
}

#[test]
fn a_flipped_byte_is_never_read_as_data() {
    let bytes = sample();
    let whole = outline(&read("a.xlsx", &bytes));
    for at in (0..bytes.len()).step_by(bytes.len() / 400 + 1) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (at % 8);
        let submission = read("a.xlsx", &damaged);
        assert!(!submission.faults.is_empty() || outline(&submission) == whole, "byte {at}");
    }
}

#[test]
fn a_truncated_file_is_said_to_be_damaged() {
    let bytes = sample();
    for part in 0..20 {
        let submission = read("a.xlsx", &bytes[..bytes.len() * part / 20]);
        assert!(submission.faults.iter().any(Fault::is_fatal), "{part}/20");
        assert!(submission.book.is_none());
    }
}
