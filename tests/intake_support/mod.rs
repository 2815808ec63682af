//! What the tests of the readers share: small workbooks of every format, and a book as lines of text.
#![allow(dead_code, reason = "each test file takes what it needs")]

use std::io::{Cursor, Read, Write};

use taizhang::{
    intake::{Limits, read_bytes},
    model::{Cell, CellRef, CellValue, Submission, Visibility},
};

pub fn read(name: &str, bytes: &[u8]) -> Submission {
    read_bytes(Submission::named(name), bytes, &Limits::default())
}

/// One line a cell: `F5 = value ⟨shown⟩ {formula}`; then merges, hidden rows and hidden columns.
pub fn outline(submission: &Submission) -> String {
    let mut lines = Vec::new();
    for sheet in submission.book.iter().flat_map(|book| &book.sheets) {
        lines.push(match sheet.visibility {
            Visibility::Visible => format!("[{}]", sheet.name),
            hidden => format!("[{}] {hidden:?}", sheet.name),
        });
        for (row, cell) in sheet.rows.iter().flat_map(|row| row.cells.iter().map(|cell| (row.row, cell))) {
            lines.push(line(row, cell));
        }
        lines.extend(sheet.merges.iter().map(|area| format!("merged {area}")));
        lines.extend(sheet.hidden_rows.iter().map(|row| format!("hidden row {row}")));
        lines.extend(sheet.hidden_columns.iter().map(|column| format!("hidden column {column}")));
    }
    lines.join("\n")
}

/// A cell as a line.
pub fn line(row: u32, cell: &Cell) -> String {
    let value = match &cell.value {
        CellValue::Uncalculated => "uncalculated".to_owned(),
        CellValue::Text(text) => format!("{text:?}"),
        CellValue::Number(number) => format!("{number}"),
        CellValue::Bool(value) => format!("{value}"),
        CellValue::Date(date) => format!("date {date}"),
        CellValue::Error(error) => format!("error {error}"),
    };
    let shown = cell.shown.as_ref().map(|shown| format!(" ⟨{shown}⟩")).unwrap_or_default();
    let formula = cell.formula.as_ref().map(|formula| format!(" {{{formula}}}")).unwrap_or_default();
    format!("{} = {value}{shown}{formula}", CellRef::new(row, cell.column))
}

pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A container with one part rewritten.
pub fn with_part(bytes: &[u8], name: &str, rewrite: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut parts = unzipped(bytes);
    if let Some(part) = parts.iter_mut().find(|(named, _)| named == name) {
        part.1 = rewrite(std::mem::take(&mut part.1));
    }
    zipped(&parts.iter().map(|(name, content)| (name.as_str(), &content[..])).collect::<Vec<_>>())
}

/// The parts of a container.
pub fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .collect()
}

pub const XLS: &[u8] = include_bytes!("../files/intake/libreoffice.xls");

pub const ODS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\">
 <office:automatic-styles><style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>
 <office:body><office:spreadsheet>
  <table:table table:name=\"上半年\">
   <table:table-column table:number-columns-repeated=\"2\"/>
   <table:table-column table:visibility=\"collapse\" table:number-columns-repeated=\"16382\"/>
   <table:table-row>
    <table:table-cell office:value-type=\"string\" table:number-columns-spanned=\"3\" table:number-rows-spanned=\"1\"><text:p>标<text:span>题</text:span></text:p></table:table-cell>
    <table:covered-table-cell table:number-columns-repeated=\"2\"/>
   </table:table-row>
   <table:table-row>
    <table:table-cell office:value-type=\"percentage\" office:value=\"0.841\"><text:p>84.1%</text:p></table:table-cell>
    <table:table-cell office:value-type=\"string\"><office:annotation><text:p>批注</text:p></office:annotation><text:p>第一行</text:p><text:p>第<text:s text:c=\"3\"/>二<text:tab/>行<text:line-break/>末</text:p></table:table-cell>
    <table:table-cell office:value-type=\"date\" office:date-value=\"2023-06-30\"><text:p>2023年6月30日</text:p></table:table-cell>
    <table:table-cell table:formula=\"of:=SUM([.A2:.A3];[$上半年.B1])\" office:value-type=\"float\" office:value=\"5\"><text:p>5</text:p></table:table-cell>
   </table:table-row>
   <table:table-row table:number-rows-repeated=\"2\" table:visibility=\"filter\">
    <table:table-cell office:value-type=\"float\" office:value=\"7\" table:number-columns-repeated=\"2\"><text:p>7</text:p></table:table-cell>
   </table:table-row>
   <table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>
  </table:table>
  <table:table table:name=\"底表\" table:style-name=\"ta2\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>
 </office:spreadsheet></office:body>
</office:document-content>";

pub fn ods(content: &str) -> Vec<u8> {
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest/>"),
    ])
}

pub const XML2003: &str = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>
<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\">
 <DocumentProperties xmlns=\"urn:schemas-microsoft-com:office:office\"><LastSaved>2023-07-03T02:00:00Z</LastSaved></DocumentProperties>
 <Styles><Style ss:ID=\"p\"><NumberFormat ss:Format=\"0.0%\"/></Style><Style ss:ID=\"d\"><NumberFormat ss:Format=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></Style><Style ss:ID=\"p2\" ss:Parent=\"p\"/></Styles>
 <Worksheet ss:Name=\"上半年\"><Table>
  <Column ss:Index=\"2\" ss:Hidden=\"1\" ss:Span=\"1\"/>
  <Row><Cell ss:MergeAcross=\"2\"><Data ss:Type=\"String\">标题</Data></Cell><Cell><Data ss:Type=\"Number\">1</Data></Cell></Row>
  <Row ss:Index=\"4\" ss:Hidden=\"1\">
   <Cell ss:Index=\"2\" ss:StyleID=\"p2\" ss:MergeDown=\"1\"><Data ss:Type=\"Number\">0.841</Data><Comment><Data>批注</Data></Comment></Cell>
   <Cell ss:StyleID=\"d\"><Data ss:Type=\"DateTime\">2023-06-30T00:00:00.000</Data></Cell>
   <Cell ss:Formula=\"=SUM(R[-3]C:R[-1]C)\"><Data ss:Type=\"Number\">1</Data></Cell>
   <Cell ss:Formula=\"=RC[-1]\"/>
   <Cell><ss:Data ss:Type=\"String\" xmlns=\"http://www.w3.org/TR/REC-html40\"><B>粗</B>体&#10;&amp;</ss:Data></Cell>
   <Cell><Data ss:Type=\"Error\">#REF!</Data></Cell><Cell><Data ss:Type=\"Boolean\">1</Data></Cell>
  </Row>
 </Table><WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\"><Visible>SheetVeryHidden</Visible></WorksheetOptions></Worksheet>
</Workbook>";

pub fn records(list: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (kind, data) in list {
        if *kind < 128 {
            out.push(*kind as u8);
        } else {
            out.extend([(*kind & 0x7F) as u8 | 0x80, (*kind >> 7) as u8]);
        }
        assert!(data.len() < 128);
        out.push(data.len() as u8);
        out.extend(data);
    }
    out
}

pub fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = (units.len() as u32).to_le_bytes().to_vec();
    out.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    out
}

pub fn longs(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

pub fn xlsb() -> Vec<u8> {
    let sheet_entry = [longs(&[1, 1]), wide("rId1"), wide("上半年")].concat();
    let workbook = records(&[(156, sheet_entry)]);
    let xf = |format: u8| [0xFF, 0xFF, format, 0, 0, 0, 0, 0].to_vec();
    let styles = records(&[(617, longs(&[2])), (47, xf(0)), (47, xf(10)), (618, vec![])]);
    let strings = records(&[(19, [vec![0], wide("市水务局\r\n甲")].concat())]);
    let cell = |column: u32, style: u32, rest: &[u8]| [longs(&[column, style]), rest.to_vec()].concat();
    let row =
        |number: u32, hidden: bool| [longs(&[number, 0]), vec![0, 0, 0, if hidden { 0x10 } else { 0 }, 0]].concat();
    // SUM(A1:A2): area, then the call with one argument.
    let mut sum = vec![0x25];
    sum.extend(longs(&[0, 1]));
    sum.extend([0, 0xC0, 0, 0xC0, 0x22, 1, 4, 0]);
    let tokens = [vec![0, 0], longs(&[sum.len() as u32]), sum].concat();
    let sheet = records(&[
        (60, [longs(&[1, 1, 0, 0]), vec![1, 0]].concat()),
        (145, vec![]),
        (0, row(0, false)),
        (7, cell(0, 0, &0_u32.to_le_bytes())),
        (5, cell(1, 1, &0.841_f64.to_le_bytes())),
        (7, cell(2, 0, &9_u32.to_le_bytes())),
        (0, row(2, true)),
        (9, cell(0, 0, &[&2.5_f64.to_le_bytes()[..], &tokens].concat())),
        (3, cell(1, 0, &[0x17])),
        (4, cell(2, 0, &[1])),
        (146, vec![]),
        (176, longs(&[0, 1, 0, 1])),
    ]);
    let rels = |list: &str| format!("<Relationships>{list}</Relationships>").into_bytes();
    zipped(&[
        ("_rels/.rels", &rels("<Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"xl/workbook.bin\"/>")),
        ("xl/workbook.bin", &workbook),
        (
            "xl/_rels/workbook.bin.rels",
            &rels("<Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.bin\"/>"),
        ),
        ("xl/styles.bin", &styles),
        ("xl/sharedStrings.bin", &strings),
        ("xl/worksheets/sheet1.bin", &sheet),
    ])
}
