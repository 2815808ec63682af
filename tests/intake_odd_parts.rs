//! Containers whose parts are not as Excel writes them: what is there is read, and what is not is said.

mod intake_support;

use intake_support::{outline, read, unzipped, zipped};
use taizhang::{
    intake::{Limits, read_bytes},
    model::{Fault, Submission},
};

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEET: &str = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>7</v></c></row></sheetData></worksheet>";

/// A workbook of one sheet, with a second one of a kind, and with slashes of a kind in its parts' names.
fn workbook(second: &str, slash: &str, sheet: &[u8]) -> Vec<u8> {
    let kind = |kind: &str| format!("{RELATIONS}/{kind}");
    let relations = format!(
        "<Relationships><Relationship Id=\"a\" Type=\"{}\" Target=\"worksheets/sheet1.xml\"/>\
         <Relationship Id=\"b\" Type=\"{}\" Target=\"other/sheet2.xml\"/></Relationships>",
        kind("worksheet"),
        kind(second)
    );
    let book = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"a\"/>\
                <sheet name=\"宏\" sheetId=\"2\" r:id=\"b\"/></sheets></workbook>";
    let name = |name: &str| name.replace('/', slash);
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        (&name("xl/workbook.xml"), book.as_bytes()),
        (&name("xl/_rels/workbook.xml.rels"), relations.as_bytes()),
        (&name("xl/worksheets/sheet1.xml"), sheet),
        (&name("xl/other/sheet2.xml"), SHEET.as_bytes()),
    ])
}

#[test]
fn a_macro_sheet_is_left_alone_and_the_others_are_read() {
    let submission = read("a.xlsm", &workbook("xlMacrosheet", "/", SHEET.as_bytes()));
    assert_eq!(outline(&submission), "[表]\nA1 = 7");
    assert!(
        matches!(&submission.faults[..], [Fault::Ignored(words)] if words.zh.contains("宏")),
        "{:?}",
        submission.faults
    );
}

#[test]
fn macros_in_a_file_that_says_it_has_none_are_said() {
    let mut parts = unzipped(&workbook("worksheet", "/", SHEET.as_bytes()));
    parts.push(("xl/vbaProject.bin".to_owned(), vec![0xD0, 0xCF, 0x11, 0xE0]));
    let bytes = zipped(&parts.iter().map(|(name, content)| (name.as_str(), &content[..])).collect::<Vec<_>>());
    let submission = read("a.xlsx", &bytes);
    assert_eq!(outline(&submission), "[表]\nA1 = 7\n[宏]\nA1 = 7");
    assert!(
        matches!(&submission.faults[..], [Fault::Ignored(words)] if words.zh.contains("带有宏")),
        "{:?}",
        submission.faults
    );
}

#[test]
fn formulas_that_call_out_are_said_once_and_read_as_they_stand() {
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><f>_xlfn.WEBSERVICE(&quot;http://a&quot;)</f><v>7</v></c>\
                 <c r=\"B1\"><f>cmd|'/c calc'!A0</f><v>8</v></c><c r=\"C1\"><f>[9]表!A1+'C:\\[账.xlsx]一'!B2</f><v>9</v></c>\
                 <c r=\"D1\"><f>SUM(A1:C1)</f><v>24</v></c></row></sheetData></worksheet>";
    let submission = read("a.xlsx", &workbook("chartsheet", "/", sheet.as_bytes()));
    assert!(outline(&submission).starts_with("[表]\nA1 = 7 {_xlfn.WEBSERVICE(\"http://a\")}\nB1 = 8 "));
    let said = submission.faults.iter().map(|fault| match fault {
        Fault::Ignored(words) => &*words.zh,
        other => panic!("{other:?}"),
    });
    let said: Vec<&str> = said.collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[1].contains("其他工作簿") && said[2].contains("2 个公式") && said[2].contains("“表”A1"), "{said:?}");
}

#[test]
fn names_with_backslashes_are_the_same_names() {
    let submission = read("a.xlsx", &workbook("worksheet", "\\", SHEET.as_bytes()));
    assert_eq!(outline(&submission), "[表]\nA1 = 7\n[宏]\nA1 = 7");
    assert_eq!(submission.faults, []);
}

#[test]
fn parts_in_utf_16_are_read() {
    let units = |text: &str| "\u{feff}".chars().chain(text.chars()).collect::<String>();
    let little: Vec<u8> = units(SHEET).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units(SHEET).encode_utf16().flat_map(u16::to_be_bytes).collect();
    for sheet in [little, big] {
        let submission = read("a.xlsx", &workbook("worksheet", "/", &sheet));
        assert_eq!(outline(&submission), "[表]\nA1 = 7\n[宏]\nA1 = 7", "{:?}", submission.faults);
    }
}

#[test]
fn two_parts_of_one_name_are_refused() {
    // The names differ in case alone, which Office does not see.
    let bytes =
        zipped(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<a/>"), ("XL/Workbook.xml", b"<b/>")]);
    let submission = read("a.xlsx", &bytes);
    assert!(matches!(&submission.faults[..], [Fault::Unreadable(words)] if words.en.contains("two parts of one name")));
}

#[test]
fn two_containers_in_one_file_are_refused() {
    let one = workbook("worksheet", "/", SHEET.as_bytes());
    let submission = read("a.xlsx", &[&one[..], &one[..]].concat());
    assert!(
        matches!(&submission.faults[..], [Fault::Unreadable(words)] if words.en.contains("joined")),
        "{submission:?}"
    );
}

#[test]
fn cells_of_no_known_type_and_dates_that_are_none_are_said() {
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"zzz\"><v>5</v></c><c r=\"B1\" t=\"d\"><v>not a date</v></c>\
                 <c r=\"C1\" t=\"n\"><v>6</v></c><c r=\"D1\" t=\"s\"><v/></c></row></sheetData></worksheet>";
    let submission = read("a.xlsx", &workbook("worksheet", "/", sheet.as_bytes()));
    assert!(outline(&submission).starts_with("[表]\nA1 = \"5\"\nB1 = \"not a date\"\nC1 = 6\n[宏]"));
    let places = submission.faults.iter().map(|fault| match fault {
        Fault::Partial { cell: Some(cell), .. } => cell.to_string(),
        other => panic!("{other:?}"),
    });
    assert_eq!(places.collect::<Vec<_>>(), ["A1", "B1"]);
}

#[test]
fn long_texts_are_held_against_the_limit_before_they_are_spread() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..100 {
        sheet.write_string(row, 0, "x".repeat(5000)).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let limits = Limits { inflated_bytes: 100_000, ..Limits::default() };
    let submission = read_bytes(Submission::named("a.xlsx"), &bytes, &limits);
    assert!(
        matches!(&submission.faults[..], [Fault::Limit { limit, .. }] if limit == "inflated_bytes"),
        "{:?}",
        submission.faults
    );
}
