//! SpreadsheetML 2003: “XML 表格 2003”, one text file.

use super::{escape, iso};
use crate::sheet::{Align, Book, Look, NUMBER_FORMATS, Sheet, Value};

/// The bytes of the file, in UTF-8.
pub fn write(book: &Book) -> Vec<u8> {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<?mso-application progid=\"Excel.Sheet\"?>\r\n\
         <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
         xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\" \
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\r\n\
         <DocumentProperties xmlns=\"urn:schemas-microsoft-com:office:office\"><Author>{}</Author>\
         <LastSaved>{}Z</LastSaved></DocumentProperties>\r\n<Styles>\r\n",
        escape(book.author),
        iso(book.saved)
    );
    let mut looks: Vec<Look> = Vec::new();
    for cell in book.sheets.iter().flat_map(|sheet| sheet.cells.values()) {
        if !looks.contains(&cell.look) {
            looks.push(cell.look);
        }
    }
    for (index, look) in looks.iter().enumerate() {
        text += &style(index, *look, book);
    }
    text += "</Styles>\r\n";
    for sheet in &book.sheets {
        text += &worksheet(sheet, book, &looks);
    }
    text += "</Workbook>\r\n";
    text.into_bytes()
}

fn style(index: usize, look: Look, book: &Book) -> String {
    let style = look.style(&book.theme);
    let align = match style.align {
        Align::Left => "Left",
        Align::Centre => "Center",
        Align::Right => "Right",
    };
    let wrap = if style.wrap { " ss:WrapText=\"1\"" } else { "" };
    let bold = if style.bold { " ss:Bold=\"1\"" } else { "" };
    let borders: String = ["Bottom", "Left", "Right", "Top"]
        .iter()
        .filter(|_| style.border())
        .map(|side| format!("<Border ss:Position=\"{side}\" ss:LineStyle=\"Continuous\" ss:Weight=\"1\"/>"))
        .collect();
    let fill = match (style.fill(), book.theme.fill) {
        (true, Some(colour)) => format!("<Interior ss:Color=\"#{colour:06X}\" ss:Pattern=\"Solid\"/>"),
        _ => String::new(),
    };
    let number = match NUMBER_FORMATS[usize::from(style.number)] {
        "General" => String::new(),
        code => format!("<NumberFormat ss:Format=\"{code}\"/>"),
    };
    format!(
        "<Style ss:ID=\"s{}\"><Alignment ss:Horizontal=\"{align}\" ss:Vertical=\"Center\"{wrap}/>\
         <Borders>{borders}</Borders><Font ss:FontName=\"{}\" x:CharSet=\"134\" ss:Size=\"{}\"{bold}/>{fill}{number}\
         </Style>\r\n",
        index + 20,
        book.theme.font(style.font),
        style.size
    )
}

fn worksheet(sheet: &Sheet, book: &Book, looks: &[Look]) -> String {
    let (rows, columns) = sheet.extent();
    let mut text = format!("<Worksheet ss:Name=\"{}\">\r\n<Table>\r\n", escape(&sheet.name));
    for column in 0..columns {
        let hidden = if sheet.hidden_columns.contains(&column) { " ss:Hidden=\"1\"" } else { "" };
        text += &format!("<Column ss:AutoFitWidth=\"0\" ss:Width=\"{:.1}\"{hidden}/>\r\n", sheet.width(column) * 5.6);
    }
    for row in 0..rows {
        let hidden = if sheet.hidden_rows.contains(&row) { " ss:Hidden=\"1\"" } else { "" };
        let height = sheet.height(row, &book.theme);
        text += &format!("<Row ss:Index=\"{}\" ss:AutoFitHeight=\"0\" ss:Height=\"{height:.1}\"{hidden}>\r\n", row + 1);
        for &(at, column) in sheet.cells.range((row, 0)..=(row, u16::MAX)).map(|(place, _)| place) {
            text += &cell(sheet, at, column, looks);
        }
        text += "</Row>\r\n";
    }
    let visible = if sheet.hidden { "<Visible>SheetHidden</Visible>" } else { "" };
    text += "</Table>\r\n<WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\">";
    text += "<PageSetup><Layout x:Orientation=\"Landscape\"/></PageSetup><FitToPage/>";
    text += "<Print><FitHeight>0</FitHeight><ValidPrinterInfo/><PaperSizeIndex>9</PaperSizeIndex></Print>";
    text + visible + "</WorksheetOptions>\r\n</Worksheet>\r\n"
}

fn cell(sheet: &Sheet, row: u32, column: u16, looks: &[Look]) -> String {
    let merge = sheet.merge_at(row, column);
    if merge.is_some_and(|m| (m.top, m.left) != (row, column)) {
        return String::new();
    }
    let Some(found) = sheet.cells.get(&(row, column)) else { return String::new() };
    let style = looks.iter().position(|look| *look == found.look).unwrap_or_default() + 20;
    let span = merge.map_or(String::new(), |m| {
        format!(" ss:MergeAcross=\"{}\" ss:MergeDown=\"{}\"", m.right - m.left, m.bottom - m.top)
    });
    let (formula, data) = match &found.value {
        Value::Blank => (String::new(), String::new()),
        Value::Text(text) => {
            let text = escape(text).replace('\n', "&#10;");
            (String::new(), format!("<Data ss:Type=\"String\">{text}</Data>"))
        }
        Value::Number(number) => (String::new(), format!("<Data ss:Type=\"Number\">{number}</Data>")),
        Value::Formula { text, value } => (formula(text), format!("<Data ss:Type=\"Number\">{value}</Data>")),
        Value::BrokenFormula { text } => (formula(text), "<Data ss:Type=\"Error\">#REF!</Data>".to_owned()),
    };
    format!("<Cell ss:Index=\"{}\" ss:StyleID=\"s{style}\"{span}{formula}>{data}</Cell>\r\n", column + 1)
}

/// ` ss:Formula="…"` with the cells named by row and column, as the format wants them.
fn formula(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let letters = rest.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(letters);
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (row, after) = after.split_at(digits);
        if letters > 0 && digits > 0 {
            let column = name.bytes().fold(0u32, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1);
            out += &format!("R{row}C{column}");
            rest = after;
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    format!(" ss:Formula=\"={}\"", escape(&out))
}
