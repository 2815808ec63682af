//! HTML pages with tables, often named .xls: what web systems export and what a browser saves.

mod layout;
mod sink;
mod style;

use std::sync::Arc;

use html5ever::{
    tendril::StrTendril,
    tokenizer::{BufferQueue, Tokenizer, TokenizerOpts},
};

use super::{
    limits::{Meter, Stop},
    reading::Reading,
};
use crate::model::Visibility;

/// How much of the text is handed to the tokenizer at once, so that the clock is looked at in between.
const PIECE: usize = 64 << 10;

/// Reads the tables of a page, one below the other as a spreadsheet program shows them, with the text between them.
pub(super) fn read(text: &str, stem: &str, meter: &mut Meter<'_>, reading: &mut Reading) -> Result<(), Stop> {
    let tokenizer = Tokenizer::new(sink::Sink::new(meter), TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = text;
    while !rest.is_empty() && !tokenizer.sink.stopped() {
        let mut end = rest.len().min(PIECE);
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        let (piece, left) = rest.split_at(end);
        queue.push_back(StrTendril::from_slice(piece));
        rest = left;
        // The sink never asks the tokenizer to wait, so it always takes the whole piece.
        let _ = tokenizer.feed(&queue);
    }
    if !tokenizer.sink.stopped() {
        tokenizer.end();
    }
    let page = tokenizer.sink.finish()?;
    if page.tables == 0 {
        return Err(Stop::unreadable(
            "这是一个网页文件，里面没有表格数据（可能是“另存为网页”时数据存到了别的文件夹）。请另存为 .xlsx 后重新报送。",
            "it is a web page without a table (saving as a web page may have put the data into another folder): save it as .xlsx and send that",
        ));
    }
    let name: Arc<str> = page.sheet_name.map_or_else(|| stem.into(), Into::into);
    if page.open || layout::ends_in_tag(text) {
        reading.partial(Some(&name), None, layout::cut_short(&name, page.grid.last_row()));
    }
    let (sheet, _) = page.grid.finish(Arc::clone(&name), Visibility::Visible, reading);
    if page.beyond {
        reading.partial(Some(&name), None, layout::beyond());
    }
    reading.sheets.push(sheet);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{intake::Limits, model::CellRef};

    fn outline(text: &str) -> String {
        let limits = Limits::default();
        let mut reading = Reading::default();
        read(text, "t", &mut Meter::new(&limits), &mut reading).unwrap();
        let (book, _) = reading.finish();
        let sheet = &book.sheets[0];
        let cells = sheet.rows.iter().flat_map(|row| row.cells.iter().map(|cell| (row.row, cell)));
        let mut told: Vec<_> =
            cells.map(|(row, cell)| format!("{}={}", CellRef::new(row, cell.column), cell.text())).collect();
        told.extend(sheet.merges.iter().map(|area| format!("[{area}]")));
        told.extend(sheet.hidden_rows.iter().map(|row| format!("-{row}")));
        told.join(" ")
    }

    #[test]
    fn tables_are_laid_out_as_a_spreadsheet_shows_them() {
        for (text, expected) in [
            ("<table><tr><th>序号<th>任务<tr><td>1<td>甲</table>", "A1=序号 B1=任务 A2=1 B2=甲"),
            (
                "<table><tr><td rowspan=2>1</td><td colspan='2'>甲</td></tr><tr><td>乙</td><td>丙</td></tr></table>",
                "A1=1 B1=甲 B2=乙 C2=丙 [A1:A2] [B1:C1]",
            ),
            ("<table><tr><td>第一行<br>第二行<p>第三行</p></td></tr></table>", "A1=第一行\n第二行\n第三行"),
            ("<table><tr><td>&nbsp;</td><td> a \n b&nbsp;&amp;c </td></tr></table>", "B1=a b\u{a0}&c"),
            (
                "<h1>市水务局</h1><p>填报单位：市水务局</p><table><tr><td>1</td></tr></table><p>联系人：甲</p>",
                "A1=市水务局 A2=填报单位：市水务局 A3=1 A4=联系人：甲",
            ),
            ("<table><tr><td>1</td></tr></table><table><tr><td>2</td></tr></table>", "A1=1 A2=2"),
            (
                "<table><tr><td>外</td></tr><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>",
                "A1=外 A3=a B3=b",
            ),
            ("<table><tr style='display:none'><td>1</td></tr><tr><td>2</td></tr></table>", "A1=1 A2=2 -1"),
            (
                "<style>.xl65{mso-number-format:\"\\@\";}</style><table><tr><td class=xl65>007</td><td class='xl65'>12.50</td><td x:num=\"0.841\">84.1%</td><td style='mso-number-format:\"\\@\"'>5</td></tr></table>",
                "A1=007 B1=12.50 C1=84.1% D1=5",
            ),
            (
                "<html><head><title>x</title><script>if (a<b) document.write('<td>')</script></head><body><table><thead><tr><td>1</td></tr></thead><tbody><tr><td>2",
                "A1=1 A2=2",
            ),
            ("<table><tr></tr><tr><td>2</td></tr></table>", "A2=2"),
            ("<table><tr><td><div>a</div><div>b</div></td></tr></table>", "A1=a\nb"),
            ("<table><caption>标题</caption><tr><td>1</td></tr></table>", "A1=标题 A2=1"),
            ("<table><tr><td colspan=0 rowspan=999999999>1</td><td>2</td></tr></table>", "A1=1 B1=2"),
        ] {
            assert_eq!(outline(text), expected, "{text}");
        }
    }

    #[test]
    fn a_page_that_breaks_off_is_said() {
        let whole = "<html><body><table><tr><td>1 < 2</td></tr></table></body></html>";
        let broken = [
            "<table><tr><td>1</td><td>2</t",
            "<table><tr><td>1",
            "<table><tr><td>1</td></tr>",
            "<table><tr><td>1</td></tr></table",
        ];
        let sloppy =
            ["<table><tr><td>1</table>", "<html><table><tr><td>1</body></html>", "<table><tr><td>1</table> a < b"];
        for (text, cut) in
            broken.map(|text| (text, true)).into_iter().chain([(whole, false)]).chain(sloppy.map(|text| (text, false)))
        {
            let limits = Limits::default();
            let mut reading = Reading::default();
            read(text, "t", &mut Meter::new(&limits), &mut reading).unwrap();
            assert_eq!(!reading.finish().1.is_empty(), cut, "{text}");
        }
    }

    #[test]
    fn kinds_of_values_are_those_of_a_spreadsheet() {
        use crate::model::CellValue::{Number, Text};
        let limits = Limits::default();
        let mut reading = Reading::default();
        let text = "<table><tr><td x:num=\"0.841\">84.1%</td><td x:str>5</td><td>41.80</td><td x:num x:fmla=\"=SUM(A1:A2)\">3</td></tr></table>";
        read(text, "t", &mut Meter::new(&limits), &mut reading).unwrap();
        let cells = &reading.sheets[0].rows[0].cells;
        assert_eq!(cells[0].value, Number(0.841));
        assert_eq!(cells[1].value, Text("5".into()));
        assert_eq!((&cells[2].value, cells[2].shown.as_deref()), (&Number(41.8), Some("41.80")));
        assert_eq!((&cells[3].value, cells[3].formula.as_deref()), (&Number(3.0), Some("SUM(A1:A2)")));
    }

    proptest! {
        #[test]
        fn no_page_is_a_panic(parts in prop::collection::vec("(<(/)?(table|tr|td|th|br|p|style|script|caption)( (colspan|rowspan)=[0-9]{1,6})?>|[a-z<&;市\"]{0,5})", 0..60)) {
            let limits = Limits::default();
            let mut reading = Reading::default();
            let _ = read(&parts.concat(), "t", &mut Meter::new(&limits), &mut reading);
        }
    }
}
