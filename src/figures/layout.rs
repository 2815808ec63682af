//! Where each figure stands: its line, sentence, clause, list item and brackets, and the words before and after it.

use super::{
    figure::Figure,
    folded::Folded,
    glyphs::{ends_sentence, is_below_han, is_break},
};

/// Characters of a label or tail at most.
const LONGEST_LABEL: usize = 48;

/// The brackets of a text.
#[derive(Debug, Clone, Default)]
pub struct Brackets {
    /// Position of the opening and closing bracket of each.
    pub spans: Vec<(usize, usize)>,
}

/// Fills in where the figures stand.
pub fn place<'t>(text: &'t Folded<'t>, figures: &mut [Figure<'t>]) -> Brackets {
    let chars = &text.chars;
    let mut brackets = Brackets::default();
    let mut open: Vec<usize> = Vec::new();
    let (mut line, mut sentence, mut clause, mut item) = (0, 0, 0, 0);
    let mut next = 0;
    let mut next_start = figures.first().map_or(usize::MAX, |figure| figure.start);
    let mut item_start = 0;
    // Where the words before the bracket that was closed last begin: 起诉率（按人数）为.
    let mut outer: Option<usize> = None;
    let mut before: Vec<usize> = Vec::new();
    let mut previous_end = 0;
    for at in 0..chars.len() {
        if next_start <= at
            && let Some(figure) = figures.get_mut(next)
        {
            let start = outer.filter(|_| only_leads(&chars[item_start.min(at)..at])).unwrap_or(item_start);
            let from = start.max(previous_end).max(at.saturating_sub(LONGEST_LABEL));
            figure.label_start = from.min(figure.start);
            figure.label = text.between(figure.label_start, figure.start);
            (figure.line, figure.sentence, figure.clause, figure.item) = (line, sentence, clause, item);
            figure.depth = open.len();
            figure.bracket = open.last().copied();
            previous_end = figure.end;
            next += 1;
            next_start = figures.get(next).map_or(usize::MAX, |figure| figure.start);
        }
        if at < previous_end {
            continue;
        }
        let c = chars[at];
        if !is_below_han(c) {
            continue;
        }
        match c {
            '(' if open.len() < 16 => {
                open.push(brackets.spans.len());
                brackets.spans.push((at, usize::MAX));
                before.push(item_start);
                item += 1;
                item_start = at + 1;
            }
            ')' => {
                if let Some(span) = open.pop().and_then(|id| brackets.spans.get_mut(id)) {
                    span.1 = at;
                }
                outer = before.pop().filter(|start| *start >= previous_end);
                item += 1;
                item_start = at + 1;
            }
            _ => {}
        }
        let full_stop = c == '.' && matches!(chars.get(at + 1), None | Some(' ' | '\n' | '"'));
        if is_break(c) || full_stop {
            item += 1;
            // 采购预算 | 18426.50: a cell of words is the label of the cell behind it.
            let names =
                c == '|' && item_start >= previous_end && chars[item_start..at].iter().any(|c| c.is_alphabetic());
            if !names {
                item_start = at + 1;
            }
            outer = None;
            clause += usize::from(c == ';' || ends_sentence(c) || full_stop);
            sentence += usize::from(ends_sentence(c) || full_stop);
            line += usize::from(c == '\n');
            if c == '\n' {
                open.clear();
                before.clear();
            }
        }
    }
    tails(text, figures);
    brackets
}

/// Whether words behind a bracket only lead from what stands before it to its figure.
fn only_leads(words: &[char]) -> bool {
    ["为", "达", "达到", "是"].iter().any(|lead| lead.chars().eq(words.iter().copied().filter(|c| *c != ' ')))
}

fn tails<'t>(text: &'t Folded<'t>, figures: &mut [Figure<'t>]) {
    let starts: Vec<usize> = figures.iter().skip(1).map(|figure| figure.start).chain([text.chars.len()]).collect();
    for (figure, next) in figures.iter_mut().zip(starts) {
        let most = next.min(figure.end + LONGEST_LABEL);
        let rest = text.chars.get(figure.end..most).unwrap_or_default();
        let length = rest.iter().take_while(|c| !is_break(**c) && !matches!(c, '(' | ')')).count();
        figure.tail_end = figure.end + length;
        figure.tail = text.between(figure.end, figure.tail_end);
    }
}
