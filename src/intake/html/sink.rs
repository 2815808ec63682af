//! Tokens of a page → cells.

use std::{cell::RefCell, collections::BTreeSet};

use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, states::RawKind};

use super::{
    layout::{Page, Table},
    style,
};
use crate::{
    intake::{
        limits::{Meter, Stop},
        plain,
    },
    model::{Cell, CellRef, CellValue},
    text::decimal::shortest,
};

/// Tables within tables that are told apart; deeper ones run together.
const MAX_DEPTH: usize = 64;

/// Receives tokens. The tokenizer hands itself out shared, so the state is in a cell.
pub(super) struct Sink<'a, 'm> {
    state: RefCell<State<'a, 'm>>,
}

struct State<'a, 'm> {
    meter: &'a mut Meter<'m>,
    page: Page,
    tables: Vec<Table>,
    cell: Option<OpenCell>,
    /// Text outside of any cell.
    loose: Words,
    text_classes: BTreeSet<String>,
    /// Inside `<style>`: its text so far. Inside other raw elements: dropped.
    raw: Option<String>,
    /// The end of the page was seen.
    ended: bool,
    stop: Option<Stop>,
}

/// A cell that is open.
struct OpenCell {
    at: CellRef,
    words: Words,
    kind: CellKind,
}

/// What its attributes say of a cell.
#[derive(Default)]
struct CellKind {
    text: bool,
    number: Option<f64>,
    formula: Option<Box<str>>,
}

/// Text with white space as a browser shows it.
#[derive(Default)]
struct Words {
    text: String,
}

impl Words {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
            } else {
                self.text.push(c);
            }
        }
    }

    fn line_break(&mut self) {
        while self.text.ends_with(' ') {
            self.text.pop();
        }
        self.text.push('\n');
    }

    /// A block begins or ends: what follows stands on a line of its own.
    fn block(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.line_break();
        }
    }

    fn take(&mut self) -> String {
        let text = std::mem::take(&mut self.text);
        text.trim_matches([' ', '\n', '\u{a0}']).to_owned()
    }
}

impl<'a, 'm> Sink<'a, 'm> {
    pub(super) fn new(meter: &'a mut Meter<'m>) -> Self {
        let state = State {
            meter,
            page: Page::default(),
            tables: Vec::new(),
            cell: None,
            loose: Words::default(),
            text_classes: BTreeSet::new(),
            raw: None,
            ended: false,
            stop: None,
        };
        Self { state: RefCell::new(state) }
    }

    /// Whether a limit was met.
    pub(super) fn stopped(&self) -> bool {
        self.state.borrow().stop.is_some()
    }

    /// The page, or the limit that was met.
    pub(super) fn finish(self) -> Result<Page, Stop> {
        let mut state = self.state.into_inner();
        state.page.open = !state.tables.is_empty() && !state.ended;
        while !state.tables.is_empty() && state.stop.is_none() {
            state.end_table();
        }
        state.flush_loose();
        match state.stop {
            Some(stop) => Err(stop),
            None => Ok(state.page),
        }
    }
}

impl TokenSink for Sink<'_, '_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        if state.stop.is_some() {
            return TokenSinkResult::Continue;
        }
        if let Err(stop) = state.meter.step() {
            state.stop = Some(stop);
        }
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return state.start(&tag),
            Token::TagToken(tag) => state.end(&tag),
            Token::CharacterTokens(text) => state.text(&text),
            Token::CommentToken(text) => state.comment(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State<'_, '_> {
    fn text(&mut self, text: &str) {
        if let Some(raw) = &mut self.raw {
            raw.push_str(text);
        } else if let Some(cell) = &mut self.cell {
            cell.words.push(text);
            if let Err(stop) = self.meter.text(&cell.words.text) {
                self.stop = Some(stop);
            }
        } else {
            self.loose.push(text);
        }
    }

    /// Excel keeps the sheet's name in a comment for itself.
    fn comment(&mut self, text: &str) {
        let name = text.split_once("<x:Name>").and_then(|(_, rest)| rest.split_once("</x:Name>"));
        if let (Some((name, _)), None) = (name, &self.page.sheet_name) {
            self.page.sheet_name = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        }
    }

    fn words(&mut self) -> &mut Words {
        self.cell.as_mut().map_or(&mut self.loose, |cell| &mut cell.words)
    }

    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        match &*tag.name {
            "style" => return self.raw(RawKind::Rawtext),
            "script" => return self.raw(RawKind::ScriptData),
            "title" | "textarea" => return self.raw(RawKind::Rcdata),
            "table" => self.start_table(),
            "tr" => self.start_row(tag),
            "td" | "th" => self.start_cell(tag),
            "br" => self.words().line_break(),
            "p" | "div" | "li" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "center" | "caption"
            | "hr" => self.block(),
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn raw(&mut self, kind: RawKind) -> TokenSinkResult<()> {
        self.raw = Some(String::new());
        TokenSinkResult::RawData(kind)
    }

    fn end(&mut self, tag: &Tag) {
        match &*tag.name {
            "style" => {
                let sheet = self.raw.take().unwrap_or_default();
                style::text_classes(&sheet, &mut self.text_classes);
            }
            "script" | "title" | "textarea" => self.raw = None,
            "table" => self.end_table(),
            "body" | "html" => self.ended = true,
            "tr" | "td" | "th" => self.end_cell(),
            "p" | "div" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "center" | "caption" => self.block(),
            _ => {}
        }
    }

    /// Outside of cells every block is a row of its own; inside it is a line.
    fn block(&mut self) {
        match &mut self.cell {
            Some(cell) => cell.words.block(),
            None => self.flush_loose(),
        }
    }

    /// Text outside of cells becomes a row.
    fn flush_loose(&mut self) {
        let text = self.loose.take();
        if text.is_empty() {
            return;
        }
        let row = self.page.next_row();
        self.store(CellRef::new(row, 1), &text, CellKind { text: true, ..CellKind::default() });
    }

    fn start_table(&mut self) {
        self.page.tables += 1;
        if self.tables.len() >= MAX_DEPTH {
            return;
        }
        // What the outer cell said so far stands above the inner table.
        self.end_cell();
        self.flush_loose();
        self.tables.push(Table::default());
    }

    fn end_table(&mut self) {
        self.end_cell();
        self.flush_loose();
        if let Some(table) = self.tables.pop() {
            table.finish(&mut self.page);
        }
        if let Some(outer) = self.tables.last_mut() {
            outer.move_below(&mut self.page);
        }
    }

    fn start_row(&mut self, tag: &Tag) {
        self.end_cell();
        self.flush_loose();
        let hidden = attribute(tag, "style").is_some_and(style::is_hidden) || attribute(tag, "hidden").is_some();
        let Some(table) = self.tables.last_mut() else { return };
        table.begin_row(&mut self.page);
        if hidden {
            let row = table.present_row(&mut self.page);
            self.page.grid.hide_rows(row, row);
        }
    }

    fn start_cell(&mut self, tag: &Tag) {
        self.end_cell();
        self.flush_loose();
        let span = |name| attribute(tag, name).and_then(|count| count.trim().parse::<u32>().ok()).unwrap_or(1);
        let Some(table) = self.tables.last_mut() else { return };
        let at = table.place(&mut self.page, span("colspan"), span("rowspan"));
        let kind = self.kind(tag);
        self.cell = Some(OpenCell { at, words: Words::default(), kind });
    }

    fn kind(&self, tag: &Tag) -> CellKind {
        let styled = attribute(tag, "style").is_some_and(style::is_text_format);
        let classed = attribute(tag, "class").is_some_and(|classes| {
            classes.split_whitespace().any(|class| self.text_classes.contains(&class.to_lowercase()))
        });
        CellKind {
            text: styled || classed || attribute(tag, "x:str").is_some(),
            number: attribute(tag, "x:num")
                .and_then(|number| number.trim().parse().ok())
                .filter(|number: &f64| number.is_finite()),
            formula: attribute(tag, "x:fmla").map(|formula| formula.trim_start_matches('=').into()),
        }
    }

    fn end_cell(&mut self) {
        if let Some(mut cell) = self.cell.take() {
            let text = cell.words.take();
            self.store(cell.at, &text, cell.kind);
        }
    }

    fn store(&mut self, at: CellRef, text: &str, kind: CellKind) {
        let made = if kind.text {
            Some(Cell::new(at.column, CellValue::Text(text.into())))
        } else {
            plain::cell(at.column, text)
        };
        let Some(mut cell) = made.filter(|_| !text.is_empty()) else { return };
        if let Some(number) = kind.number {
            cell.value = CellValue::Number(number);
            cell.shown = (shortest(number) != text).then(|| text.into());
        }
        if kind.formula.is_some() {
            cell.formula = kind.formula;
        }
        if let Err(stop) = self.meter.cell(&cell) {
            self.stop = Some(stop);
        }
        self.page.put(at.row, cell);
    }
}

fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}
