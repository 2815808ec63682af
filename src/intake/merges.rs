//! Which merged ranges of a sheet are applied. Those that no spreadsheet program would make are not, and that is said:
//! applied, they would hide cells that hold values of their own.

use std::collections::BTreeMap;

use crate::model::{Area, Cell, CellRef, Words, submission::RawRow};

/// A merged range of which something is to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    /// The range.
    pub area: Area,
    /// What.
    pub reason: Reason,
}

/// Why a merged range is not applied, or what it hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// Its last cell stands before its first.
    Reversed,
    /// It lies over a part of another one.
    Overlaps,
    /// Rows under it have values of their own.
    HidesRows,
    /// It is applied, and hides this cell, which holds something else than its first.
    Hides(CellRef),
}

impl Said {
    /// The place to look at.
    pub(super) fn at(self) -> CellRef {
        if let Reason::Hides(cell) = self.reason { cell } else { self.area.start }
    }

    /// What to say of it.
    pub(super) fn words(self) -> Words {
        let (zh, en) = match self.reason {
            Reason::Reversed => ("起止单元格颠倒", "has its last cell before its first"),
            Reason::Overlaps => ("与另一个合并区域重叠", "overlaps another one"),
            Reason::Hides(cell) => return hides(self.area, cell),
            Reason::HidesRows => {
                ("盖住了不止一行各有内容的单元格", "covers cells with content of their own in more than one row")
            }
        };
        let area = self.area;
        Words::new(
            format!(
                "合并区域 {area} {zh}，没有按合并处理，各单元格按各自的内容读取。请用 Excel 打开检查合并是否正确。"
            ),
            format!(
                "the merged range {area} {en}; it was not applied, and each cell was read as it is: check the merge in Excel"
            ),
        )
    }
}

fn hides(area: Area, cell: CellRef) -> Words {
    Words::new(
        format!(
            "单元格 {cell} 被合并区域 {area} 盖住，里面另有内容，没有按数据读取。请取消合并查看，不需要的删掉，需要的另放一格。"
        ),
        format!(
            "{cell} lies under the merged range {area} and holds something else, which was not taken as data: undo the merge and look, then delete it or move it to a cell of its own"
        ),
    )
}

/// A merged range on the rows that a pass has reached.
struct Open {
    area: Area,
    kept: usize,
}

/// Ranges, in order and each once, that are applied, and what is to be said of them and of the others. One pass over rows and ranges, whatever they
/// claim.
pub(super) fn sound(rows: &[RawRow], areas: &[Area]) -> (Vec<Area>, Vec<Said>) {
    let mut pass = Pass { rows, open: BTreeMap::new(), kept: Vec::new(), said: Vec::new() };
    let mut areas = areas.iter().copied().peekable();
    for row in rows {
        while let Some(area) = areas.next_if(|area| area.start.row <= row.row) {
            pass.begin(area);
        }
        for cell in row.cells.iter().filter(|cell| !cell.is_blank()) {
            pass.cell(row.row, cell);
        }
    }
    areas.for_each(|area| pass.begin(area));
    let mut applied = Vec::with_capacity(pass.kept.len());
    for kept in pass.kept {
        if kept.rows > 1 {
            pass.said.push(Said { area: kept.area, reason: Reason::HidesRows });
        } else {
            applied.push(kept.area);
            pass.said.extend(kept.hidden.map(|cell| Said { area: kept.area, reason: Reason::Hides(cell) }));
        }
    }
    (applied, pass.said)
}

/// A range that overlaps none before it.
struct Kept {
    area: Area,
    /// How many rows have cells under it that say something else than its first cell.
    rows: u32,
    last_row: u32,
    /// The first of these cells.
    hidden: Option<CellRef>,
}

struct Pass<'a> {
    rows: &'a [RawRow],
    /// By first column. They have no column in common.
    open: BTreeMap<u32, Open>,
    kept: Vec<Kept>,
    said: Vec<Said>,
}

impl Pass<'_> {
    fn begin(&mut self, area: Area) {
        let beside = self.open.range(..=area.end.column).rev();
        let met: Vec<u32> = beside
            .take_while(|(_, open)| open.area.end.column >= area.start.column)
            .map(|(&column, _)| column)
            .collect();
        for column in met {
            if self.open[&column].area.end.row >= area.start.row {
                self.said.push(Said { area, reason: Reason::Overlaps });
                return;
            }
            self.open.remove(&column);
        }
        self.open.insert(area.start.column, Open { area, kept: self.kept.len() });
        self.kept.push(Kept { area, rows: 0, last_row: 0, hidden: None });
    }

    fn cell(&mut self, row: u32, cell: &Cell) {
        let Some((_, open)) = self.open.range(..=cell.column).next_back() else { return };
        let (start, end) = (open.area.start, open.area.end);
        let covered = end.row >= row && end.column >= cell.column && start != CellRef::new(row, cell.column);
        let Some(kept) = self.kept.get_mut(open.kept).filter(|_| covered) else { return };
        if kept.last_row != row && !is_first_again(self.rows, start, cell) {
            kept.rows += 1;
            kept.last_row = row;
            kept.hidden.get_or_insert(CellRef::new(row, cell.column));
        }
    }
}

/// Whether a cell says what the first cell of its range says: many programs write a range's value into all its cells.
fn is_first_again(rows: &[RawRow], start: CellRef, cell: &Cell) -> bool {
    let Ok(row) = rows.binary_search_by_key(&start.row, |row| row.row) else { return false };
    let cells = &rows[row].cells;
    let first = cells.binary_search_by_key(&start.column, |cell| cell.column);
    first.is_ok_and(|first| cells[first].text().trim() == cell.text().trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CellValue;

    fn rows(texts: &[&[&str]]) -> Vec<RawRow> {
        let cells = |texts: &[&str]| {
            (1..).zip(texts).map(|(column, text)| Cell::new(column, CellValue::Text((*text).into()))).collect()
        };
        (1..).zip(texts).map(|(row, texts)| RawRow { row, cells: cells(texts) }).collect()
    }

    fn area(first: (u32, u32), last: (u32, u32)) -> Area {
        Area { start: CellRef::new(first.0, first.1), end: CellRef::new(last.0, last.1) }
    }

    #[test]
    fn ranges_over_blanks_and_repeats_are_applied_and_what_one_hides_is_said() {
        let rows = rows(&[&["标题", "别的", ""], &["局", "a", "b"], &["局 ", "", "c"], &["", "", "d"]]);
        let areas = [area((1, 1), (1, 3)), area((2, 1), (4, 1)), area((5, 1), (9, 9))];
        let hidden = Said { area: areas[0], reason: Reason::Hides(CellRef::new(1, 2)) };
        assert_eq!(sound(&rows, &areas), (areas.to_vec(), vec![hidden]));
    }

    #[test]
    fn a_range_over_a_whole_table_and_one_over_another_are_not() {
        let rows = rows(&[&["序号", "任务"], &["1", "甲"], &["2", "乙"]]);
        let whole = area((1, 1), (1_048_576, 16_384));
        assert_eq!(sound(&rows, &[whole]), (vec![], vec![Said { area: whole, reason: Reason::HidesRows }]));
        let (first, second, after) = (area((2, 1), (2, 2)), area((2, 2), (2, 3)), area((3, 2), (3, 3)));
        let hidden = Said { area: first, reason: Reason::Hides(CellRef::new(2, 2)) };
        assert_eq!(
            sound(&rows, &[first, second, after]),
            (vec![first, after], vec![Said { area: second, reason: Reason::Overlaps }, hidden])
        );
    }
}
