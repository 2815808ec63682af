//! The formats beside .xlsx: each is told by its content and read cell by cell, whatever its name says.

mod intake_support;

use intake_support::{ODS, XLS, XML2003, ods, outline, read, xlsb, zipped};
use proptest::prelude::*;
use taizhang::{
    intake::{Limits, read_bytes},
    model::{Fault, Format, Submission},
};

#[test]
fn xls_as_libreoffice_writes_it() {
    let submission = read("市水务局.xls", XLS);
    assert_eq!((submission.format, &submission.faults), (Some(Format::Xls), &vec![]));
    assert_eq!(
        outline(&submission),
        "[上半年]\n\
         A1 = \"2023年上半年重点任务进展情况表\"\n\
         A2 = \"序号\"\nB2 = \"重点任务\"\nC2 = \"进展情况\"\nD2 = \"计划投资（亿元）\"\nE2 = \"完成率\"\nF2 = \"完成时间\"\n\
         A3 = 1\nB3 = \"“无废城市”建设\\n（续建）\"\nC3 = \"  完成投资41.8亿元\"\n\
         D3 = 41.8 ⟨41.80⟩\nE3 = 0.841 ⟨84.1%⟩\nF3 = date 2023-06-30 ⟨2023年6月30日⟩\n\
         B4 = \"007\"\nC4 = \"正常推进\"\nD4 = 10\nE4 = 0.5\nF4 = true {TRUE}\n\
         A5 = \"合计\"\nD5 = 51.8 {SUM(D3:D4)}\nE5 = error #DIV/0! {D5/0}\nF5 = \"甲;乙\" {IF(D3>1,\"甲;乙\",\"\")}\n\
         merged A1:F1\nmerged A3:A4\nhidden row 4\nhidden column 2\n\
         [底表] Hidden\nA1 = 103.6 {上半年!D5*2}\nJ10 = \"x\""
    );
    assert!(submission.modified.is_some());
}

#[test]
fn ods_with_line_breaks_between_its_cells() {
    let submission = read("市水务局.ods", &ods(ODS));
    assert_eq!((submission.format, &submission.faults), (Some(Format::Ods), &vec![]));
    assert_eq!(
        outline(&submission),
        "[上半年]\n\
         A1 = \"标题\"\n\
         A2 = 0.841 ⟨84.1%⟩\nB2 = \"第一行\\n第   二\\t行\\n末\"\nC2 = date 2023-06-30 ⟨2023年6月30日⟩\n\
         D2 = 5 {SUM(A2:A3,上半年!B1)}\n\
         A3 = 7\nB3 = 7\nA4 = 7\nB4 = 7\n\
         merged A1:C1\nhidden row 3\nhidden row 4\nhidden column 3\nhidden column 4\n\
         [底表] Hidden\nA1 = \"x\""
    );
}

#[test]
fn ods_that_claims_a_world_is_stopped() {
    let claim = ODS
        .replace("table:number-rows-repeated=\"2\"", "table:number-rows-repeated=\"1048576\"")
        .replace("table:number-columns-repeated=\"2\"><text:p>7", "table:number-columns-repeated=\"16384\"><text:p>7");
    let submission = read("a.ods", &ods(&claim));
    assert!(matches!(&submission.faults[..], [Fault::Limit { limit, .. }] if limit == "cells"));
    let blanks = ODS.replace("text:c=\"3\"", "text:c=\"2000000000\"");
    let submission = read("a.ods", &ods(&blanks));
    assert!(matches!(&submission.faults[..], [Fault::Limit { .. }]), "{:?}", submission.faults);
    assert!(submission.book.is_none());
}

#[test]
fn ods_cut_off_is_said() {
    for at in (0..ODS.len()).filter(|&at| ODS.is_char_boundary(at)).step_by(37) {
        let submission = read("a.ods", &ods(&ODS[..at]));
        assert!(!submission.faults.is_empty(), "{at}");
    }
    let locked = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"\x01\x02\x03"),
        ("META-INF/manifest.xml", b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
    ]);
    assert_eq!(read("a.ods", &locked).faults, [Fault::Encrypted]);
}

#[test]
fn xml_2003_named_xls() {
    let submission = read("市水务局.xls", XML2003.as_bytes());
    assert_eq!(submission.format, Some(Format::Xml2003));
    assert_eq!(submission.faults, [Fault::Disguised { named: "xls".into(), format: Format::Xml2003 }]);
    assert_eq!(submission.modified.as_deref(), Some("2023-07-03T02:00:00"));
    assert_eq!(
        outline(&submission),
        "[上半年] VeryHidden\n\
         A1 = \"标题\"\nD1 = 1\n\
         B4 = 0.841 ⟨84.1%⟩\nC4 = date 2023-06-30 ⟨2023年6月⟩\nD4 = 1 {SUM(D1:D3)}\nE4 = uncalculated {D4}\n\
         F4 = \"粗体\\n&\"\nG4 = error #REF!\nH4 = true\n\
         merged A1:C1\nmerged B4:B5\nhidden row 4\nhidden column 2\nhidden column 3"
    );
}

#[test]
fn html_named_xls_in_gbk() {
    let page = "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\"></head><body>\
                <table><tr><td colspan=3>市水务局</td></tr><tr><td rowspan=2>1</td><td>甲<br>乙</td><td>84.1%</td></tr><tr><td>丙</td></tr></table></body></html>";
    let bytes = encoding_rs::GB18030.encode(page).0;
    let submission = read("市水务局.xls", &bytes);
    assert_eq!(submission.faults, [Fault::Disguised { named: "xls".into(), format: Format::Html }]);
    assert_eq!(
        outline(&submission),
        "[市水务局]\nA1 = \"市水务局\"\nA2 = 1\nB2 = \"甲\\n乙\"\nC2 = 0.841 ⟨84.1%⟩\nB3 = \"丙\"\nmerged A1:C1\nmerged A2:A3"
    );
}

/// Records of an .xlsb: type, length, data.
#[test]
fn xlsb_record_by_record() {
    let submission = read("a.xlsb", &xlsb());
    assert_eq!(submission.format, Some(Format::Xlsb));
    // C1 is damaged, and B1 lies under a merged range.
    assert!(matches!(
        &submission.faults[..],
        [Fault::Partial { cell: Some(damaged), .. }, Fault::Partial { cell: Some(hidden), .. }]
            if damaged.to_string() == "C1" && hidden.to_string() == "B1"
    ));
    assert_eq!(
        outline(&submission),
        "[上半年] Hidden\nA1 = \"市水务局\\n甲\"\nB1 = 0.841 ⟨84.10%⟩\n\
         A3 = 2.5 {SUM(A1:A2)}\nB3 = error #REF!\nC3 = true\nmerged A1:B2\nhidden row 3\nhidden column 2"
    );
}

#[test]
fn what_is_no_spreadsheet_is_said_to_be_none() {
    for (name, bytes, words) in [
        ("a.pdf", &b"%PDF-1.7 ..."[..], "a PDF document"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n0000", "a PNG picture"),
        ("a.rar", b"Rar!\x1a\x07\x00", "a RAR archive"),
        ("a.docx", &zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]), "a Word document"),
        ("a.zip", &zipped(&[("市水务局.xlsx", b"x")]), "a ZIP archive"),
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", &[7, 0, 1, 2, 3, 0, 9, 8, 200, 0, 0, 1], "no known spreadsheet format"),
        ("a.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "single-file web page"),
        ("a.htm", b"<html><body><p>x</p></body></html>", "without a table"),
        ("a.xls", b"PK\x03\x04 cut", "damaged or incomplete"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut", "damaged or incomplete"),
    ] {
        let submission = read(name, bytes);
        assert!(submission.book.is_none(), "{name}");
        let [Fault::Unreadable(found)] = &submission.faults[..] else { panic!("{name}: {:?}", submission.faults) };
        assert!(found.en.contains(words), "{name}: {}", found.en);
        assert!(found.zh.contains('。'), "{name}: {}", found.zh);
    }
}

#[test]
fn limits_are_named_with_their_figures() {
    let small = Limits { cells: 3, cell_chars: 5, ..Limits::default() };
    let one = |text: &str| read_bytes(Submission::named("a.csv"), text.as_bytes(), &small).faults;
    assert_eq!(one("1,2,3,4"), [Fault::Limit { limit: "cells".into(), allowed: 3, found: 4 }]);
    assert_eq!(one("一二三四五六"), [Fault::Limit { limit: "cell_chars".into(), allowed: 5, found: 6 }]);
    // Three megabytes of blanks in a few kilobytes.
    let bomb = zipped(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", &vec![b' '; 3 << 20])]);
    let faults = read("a.xlsx", &bomb).faults;
    assert!(matches!(&faults[..], [Fault::Limit { limit, .. }] if limit == "ratio"), "{faults:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_have_an_outcome(start in 0_usize..8, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let starts: [&[u8]; 8] = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"<?xml", b"\xff\xfe", b"\x09\x08\x10\x00", b"<table>"];
        let submission = read("a.xls", &[starts[start], &bytes].concat());
        prop_assert!(submission.book.is_some() || submission.faults.iter().any(Fault::is_fatal));
    }

    #[test]
    fn damage_never_takes_a_reader_down(which in 0_usize..5, at in 0_usize..8000, flip in 1_u8.., cut in prop::option::of(0_usize..8000)) {
        let mut bytes = match which {
            0 => XLS.to_vec(),
            1 => ods(ODS),
            2 => XML2003.as_bytes().to_vec(),
            3 => xlsb(),
            // Records alone, so that damage reaches past the checksums.
            _ => ODS.as_bytes().to_vec(),
        };
        let length = bytes.len();
        bytes[at % length] ^= flip;
        bytes.truncate(cut.map_or(length, |cut| cut % length));
        let bytes = if which == 4 { zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &bytes)]) } else { bytes };
        let submission = read("a.bin", &bytes);
        prop_assert!(submission.book.is_some() || submission.faults.iter().any(Fault::is_fatal));
    }
}
