//! From logical rows to a spreadsheet's rows: heights from the text, and further rows for what one row can't hold.

use std::borrow::Cow;

use super::measure::{self, Letters};
use crate::{
    model::book::{Cell, Content, Purpose, Role, Row, Sheet},
    render::theme::{Look, Theme},
};

/// Scales at which a form's text is tried that the usual ones don't bring into one row.
const FORM_SCALES: &[f64] = &[0.7, 0.6, 0.5, 0.4, 0.3];

/// A cell in its final place.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools)] // independent marks, not a state
pub struct Placed<'a> {
    /// What it comes from.
    pub cell: &'a Cell,
    /// Spreadsheet row, from 0.
    pub row: u32,
    /// Spreadsheet rows that it spans.
    pub rows: u32,
    /// Its piece of the text, where it holds text.
    pub text: Option<Cow<'a, str>>,
    /// Scale of its font.
    pub scale: f64,
    /// Whether the text goes on from the row above.
    pub from_above: bool,
    /// Whether the text goes on in the row below.
    pub goes_on: bool,
    /// Whether it only keeps the table's lines, beside a text that goes on.
    pub empty: bool,
    /// Whether its lines spread over the row's height, so that no gap parts a text from where it goes on.
    pub spread: bool,
}

/// Rows of a sheet as rows of a spreadsheet.
#[derive(Debug, Default)]
pub struct Laid<'a> {
    /// Height of each row in points.
    pub heights: Vec<f64>,
    /// First spreadsheet row of each logical row, and one past the last.
    pub starts: Vec<u32>,
    /// Spreadsheet rows, from 0, of sections' banners.
    pub banners: Vec<u32>,
    /// Spreadsheet rows, from 0, with which a further printed page begins, where the table brings them along.
    pub breaks: Vec<u32>,
    /// In reading order of their logical rows.
    pub cells: Vec<Placed<'a>>,
}

/// A logical row in the making.
struct Draft<'a> {
    heights: Vec<f64>,
    /// For each cell of the row: scale and pieces.
    texts: Vec<(f64, Vec<Piece<'a>>)>,
}

/// A text that stands in one row, and the lines that it takes.
struct Piece<'a> {
    text: &'a str,
    lines: usize,
}

/// Lays out rows of a sheet: all of them, or some to which no cell of the others spans. Positions count from the first.
pub fn lay_out<'a>(sheet: &Sheet<'_>, rows: &'a [Row], theme: &Theme) -> Laid<'a> {
    let mut drafts: Vec<Draft<'a>> = rows.iter().map(|row| draft(&row.cells, sheet, theme)).collect();
    make_room_for_blocks(sheet, rows, theme, &mut drafts);
    let mut laid = Laid { starts: vec![0], ..Laid::default() };
    for (row, draft) in rows.iter().zip(&drafts) {
        if row.cells.first().is_some_and(|cell| cell.role == Role::Section) {
            laid.banners.push(laid.heights.len() as u32);
        }
        laid.heights.extend(&draft.heights);
        laid.starts.push(laid.heights.len() as u32);
    }
    for (index, draft) in drafts.iter().enumerate() {
        place((sheet, rows), index, draft, &laid.starts, theme, &mut laid.cells);
    }
    laid
}

/// Width of a cell in points, with what it spans.
pub fn cell_points(sheet: &Sheet<'_>, cell: &Cell, theme: &Theme) -> f64 {
    let from = usize::from(cell.column);
    let to = from + usize::from(cell.columns.max(1));
    let characters: f64 = (from..to).filter_map(|column| sheet.widths.get(column)).map(|width| f64::from(*width)).sum();
    characters * theme.measures().character
}

fn text_of(cell: &Cell) -> &str {
    match &cell.content {
        Content::Text(text) => text,
        _ => "",
    }
}

/// Lines of a text that fit in `height` points.
fn lines_in(height: f64, text: &str, look: &Look, scale: f64, theme: &Theme) -> usize {
    let measures = theme.measures();
    (((height - measures.padding) / theme.line_height(look.size * scale, text)) as usize).max(1)
}

/// Height in points of a text of that many lines.
fn height_of(lines: usize, text: &str, look: &Look, scale: f64, theme: &Theme) -> f64 {
    let measures = theme.measures();
    (lines as f64 * theme.line_height(look.size * scale, text) + measures.padding).max(measures.lowest)
}

fn line_count(text: &str, points: f64, look: &Look, scale: f64, theme: &Theme) -> usize {
    measure::line_count(text, points / (look.size * scale), letters(look, theme))
}

fn letters(look: &Look, theme: &Theme) -> Letters {
    Letters::of(theme.font(&look.font))
}

/// Height of a cell's text on its own, at its full size.
fn wanted_height(cell: &Cell, sheet: &Sheet<'_>, theme: &Theme) -> f64 {
    let look = theme.look(cell.role);
    let points = cell_points(sheet, cell, theme);
    let text = match &cell.content {
        Content::Difference(_) => Cow::Owned(cell.words()),
        _ => Cow::Borrowed(text_of(cell)),
    };
    height_of(line_count(&text, points, look, 1.0, theme), &text, look, 1.0, theme)
}

fn draft<'a>(cells: &'a [Cell], sheet: &Sheet<'_>, theme: &Theme) -> Draft<'a> {
    let mut draft = Draft { heights: vec![theme.measures().lowest], texts: Vec::with_capacity(cells.len()) };
    for cell in cells {
        let (scale, pieces) = if cell.rows > 1 { (1.0, Vec::new()) } else { pieces_of(cell, sheet, theme) };
        let hidden = sheet.entry.as_ref().is_some_and(|entry| entry.hidden_columns.contains(&cell.column));
        if cell.rows <= 1 && !hidden {
            grow(&mut draft.heights, cell, scale, &pieces, sheet, theme);
        }
        draft.texts.push((scale, pieces));
    }
    draft
}

/// Makes a draft's rows high enough, and adds rows for further pieces.
fn grow(heights: &mut Vec<f64>, cell: &Cell, scale: f64, pieces: &[Piece<'_>], sheet: &Sheet<'_>, theme: &Theme) {
    let measures = theme.measures();
    let look = theme.look(cell.role);
    if let Content::Difference(_) = cell.content {
        heights[0] = heights[0].max(wanted_height(cell, sheet, theme).min(measures.highest));
        return;
    }
    heights.resize(heights.len().max(pieces.len()), measures.lowest);
    for (height, piece) in heights.iter_mut().zip(pieces) {
        let wanted = height_of(piece.lines, piece.text, look, scale, theme);
        *height = height.max(wanted.min(measures.highest));
    }
}

/// The scale of a cell's font and the pieces of its text, one a row.
fn pieces_of<'a>(cell: &'a Cell, sheet: &Sheet<'_>, theme: &Theme) -> (f64, Vec<Piece<'a>>) {
    let text = text_of(cell);
    if sheet.is_hidden {
        return (1.0, vec![Piece { text, lines: 1 }]);
    }
    let measures = theme.measures();
    let look = theme.look(cell.role);
    let points = cell_points(sheet, cell, theme);
    let scales: &[f64] = if sheet.purpose == Purpose::Formal { &[1.0] } else { &measures.shrink };
    // No text of a form is dealt out over two rows, and none is cut.
    let further = if sheet.purpose == Purpose::Form { FORM_SCALES } else { &[] };
    let mut smallest = 1.0;
    for scale in scales.iter().chain(further) {
        smallest = *scale;
        let most = lines_in(measures.most(sheet.purpose), text, look, *scale, theme);
        let ems = points / (look.size * scale);
        let lines = measure::lines_up_to(text, ems, letters(look, theme), most.saturating_add(1));
        let fits = lines <= most;
        if fits && (text.len() <= 30_000 || sheet.purpose == Purpose::Form) {
            return (*scale, vec![Piece { text, lines }]);
        }
    }
    if sheet.purpose == Purpose::Form {
        return (smallest, vec![Piece { text, lines: line_count(text, points, look, smallest, theme) }]);
    }
    let lines = lines_in(measures.piece_of(sheet.purpose), text, look, smallest, theme);
    let pieces = measure::pieces(text, points / (look.size * smallest), lines, letters(look, theme)).into_iter();
    let mut counted: Vec<Piece<'a>> =
        pieces.map(|text| Piece { text, lines: line_count(text, points, look, smallest, theme) }).collect();
    // The break at the end of a piece is where the next row begins: it needs no line.
    let going_on = counted.len().saturating_sub(1);
    for piece in counted.iter_mut().take(going_on).filter(|piece| piece.text.ends_with('\n')) {
        piece.lines = piece.lines.saturating_sub(1).max(1);
    }
    (smallest, counted)
}

/// Blocks merged over several rows may need more height than their rows have: the rows share what is missing.
fn make_room_for_blocks(sheet: &Sheet<'_>, rows: &[Row], theme: &Theme, drafts: &mut [Draft<'_>]) {
    let measures = theme.measures();
    for (index, row) in rows.iter().enumerate() {
        for cell in row.cells.iter().filter(|cell| cell.rows > 1) {
            let end = (index + cell.rows).min(drafts.len());
            let wanted = wanted_height(cell, sheet, theme);
            let have: f64 = drafts[index..end].iter().flat_map(|draft| &draft.heights).sum();
            let count = drafts[index..end].iter().map(|draft| draft.heights.len()).sum::<usize>().max(1);
            let mut missing = wanted - have;
            let share = missing / count as f64;
            for height in drafts[index..end].iter_mut().flat_map(|draft| &mut draft.heights) {
                if missing <= 0.0 {
                    break;
                }
                let more = share.min(measures.highest - *height).max(0.0);
                *height += more;
                missing -= more;
            }
            while missing > 0.5 {
                let more = missing.min(measures.piece).max(measures.lowest);
                drafts[end - 1].heights.push(more);
                missing -= more;
            }
        }
    }
}

fn place<'a>(
    (sheet, rows): (&Sheet<'_>, &'a [Row]),
    index: usize,
    draft: &Draft<'a>,
    starts: &[u32],
    theme: &Theme,
    placed: &mut Vec<Placed<'a>>,
) {
    let row = starts[index];
    let own_rows = starts[index + 1] - row;
    for (cell, (scale, pieces)) in rows[index].cells.iter().zip(&draft.texts) {
        let is_text = matches!(cell.content, Content::Text(_));
        let whole = Placed {
            cell,
            row,
            rows: own_rows,
            text: None,
            scale: *scale,
            from_above: false,
            goes_on: false,
            empty: false,
            spread: false,
        };
        if cell.rows > 1 {
            let end = (index + cell.rows).min(rows.len());
            let text = is_text.then(|| Cow::Borrowed(text_of(cell)));
            placed.push(Placed { rows: starts[end] - row, text, ..whole });
        } else if pieces.len() <= 1 {
            let text = is_text.then(|| Cow::Borrowed(text_of(cell)));
            place_short(sheet, Placed { text, ..whole }, placed);
        } else {
            let pieces = Pieces { scale: *scale, texts: pieces, heights: &draft.heights };
            place_pieces(cell, row, own_rows, &pieces, theme, placed);
        }
    }
}

/// A cell beside one that goes on: merged over the rows of its neighbour. Where rows are sorted and filtered nothing
/// may be merged: it stands in the first row alone, so that every entry is still counted once.
fn place_short<'a>(sheet: &Sheet<'_>, whole: Placed<'a>, placed: &mut Vec<Placed<'a>>) {
    if !sheet.filter || whole.rows <= 1 {
        placed.push(whole);
        return;
    }
    for further in 0..whole.rows {
        placed.push(Placed { row: whole.row + further, rows: 1, empty: further > 0, ..whole.clone() });
    }
}

/// A text in pieces, and the heights of the rows that they stand in.
struct Pieces<'a, 'd> {
    scale: f64,
    texts: &'d [Piece<'a>],
    heights: &'d [f64],
}

/// How much higher than its text a row may be and still have its lines spread.
const SPREAD: f64 = 1.2;

fn place_pieces<'a>(
    cell: &'a Cell,
    row: u32,
    own_rows: u32,
    of: &Pieces<'a, '_>,
    theme: &Theme,
    placed: &mut Vec<Placed<'a>>,
) {
    let count = of.texts.len() as u32;
    let look = theme.look(cell.role);
    for ((piece, at), height) in of.texts.iter().zip(0..).zip(of.heights) {
        let last = at + 1 == count;
        placed.push(Placed {
            cell,
            row: row + at,
            // The last piece takes the rows that a longer neighbour needs.
            rows: if last { own_rows - at } else { 1 },
            text: Some(Cow::Borrowed(piece.text)),
            scale: of.scale,
            from_above: at > 0,
            goes_on: !last,
            empty: false,
            // Where there are paragraphs, LibreOffice spreads the lines within them alone.
            spread: !last
                && !piece.text.contains('\n')
                && *height <= height_of(piece.lines, piece.text, look, of.scale, theme) * SPREAD,
        });
    }
}
