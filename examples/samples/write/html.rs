//! An HTML page with a table, as office automation systems “export to Excel”: named .xls.

use super::{escape, text::shown};
use crate::sheet::{Align, Book, Look, Sheet};

/// The bytes of the page, in UTF-8.
pub fn write(book: &Book) -> Vec<u8> {
    let mut page = String::from(
        "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\" \
         xmlns=\"http://www.w3.org/TR/REC-html40\">\r\n<head>\r\n\
         <meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\r\n<style>\r\n\
         td { border: 0.5pt solid #000; vertical-align: middle; mso-number-format: \"\\@\"; }\r\n\
         .open { border: none; }\r\nbr { mso-data-placement: same-cell; }\r\n</style>\r\n</head>\r\n<body>\r\n",
    );
    for sheet in &book.sheets {
        page += &table(sheet, book);
    }
    page += "</body>\r\n</html>\r\n";
    page.into_bytes()
}

fn table(sheet: &Sheet, book: &Book) -> String {
    let (rows, columns) = sheet.extent();
    let mut text = String::from("<table border=\"1\" cellspacing=\"0\" cellpadding=\"2\">\r\n");
    for column in 0..columns {
        text += &format!("<col width=\"{:.0}\">\r\n", sheet.width(column) * 8.0);
    }
    for row in 0..rows {
        text += "<tr>\r\n";
        for column in 0..columns {
            text += &cell(sheet, book, row, column);
        }
        text += "</tr>\r\n";
    }
    text + "</table>\r\n"
}

fn cell(sheet: &Sheet, book: &Book, row: u32, column: u16) -> String {
    let merge = sheet.merge_at(row, column);
    if merge.is_some_and(|m| (m.top, m.left) != (row, column)) {
        return String::new();
    }
    let look = sheet.cells.get(&(row, column)).map_or(Look::Note, |cell| cell.look);
    let style = look.style(&book.theme);
    let mut span = String::new();
    if let Some(m) = merge {
        let (down, across) = (m.bottom - m.top + 1, m.right - m.left + 1);
        if down > 1 {
            span += &format!(" rowspan=\"{down}\"");
        }
        if across > 1 {
            span += &format!(" colspan=\"{across}\"");
        }
    }
    let align = match style.align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
    };
    let class = if style.border() { "" } else { " class=\"open\"" };
    let words = escape(&shown(sheet, row, column, &book.theme)).replace('\n', "<br>");
    let words = if words.is_empty() { "&nbsp;".to_owned() } else { words };
    let words = if style.bold { format!("<b>{words}</b>") } else { words };
    format!("<td{class}{span} align=\"{align}\">{words}</td>\r\n")
}
