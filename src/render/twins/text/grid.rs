//! The columns of tables in raw HTML, in which cells may span rows and columns.

use crate::document::html::Spans;

/// The separator of cells on a line.
const BAR: &str = " | ";
/// The maximum number of columns whose spans are observed.
const COLUMNS: usize = 100;
/// The maximum number of bytes of a cell that is repeated in the rows that it covers.
const REPEATED: usize = 200;
/// The maximum number of bytes added to a page for cells that span rows and columns: a small page
/// may state spans of any size.
const ADDED: usize = 256 * 1024;

/// The open tables, each within a cell of the one before it.
#[derive(Default)]
pub(super) struct Grid {
    tables: Vec<Table>,
    /// The number of open cells.
    cells: usize,
    added: usize,
}

#[derive(Default)]
struct Table {
    column: usize,
    /// The open cell, and where its text begins.
    cell: Option<(Spans, usize)>,
    /// Where the last cell of the row ends.
    end: usize,
    /// For each column, the cell above that reaches into the next row.
    above: Vec<Above>,
}

/// A cell that covers rows below it.
#[derive(Default, Clone)]
struct Above {
    rows: usize,
    text: Box<str>,
}

impl Grid {
    pub(super) fn is_in_cell(&self) -> bool {
        self.cells > 0
    }

    /// Whether a table is open in a cell of another.
    pub(super) fn is_nested(&self) -> bool {
        self.tables.len() > 1
    }

    pub(super) fn begin_table(&mut self) {
        self.tables.push(Table::default());
    }

    pub(super) fn end_table(&mut self) {
        let table = self.tables.pop();
        self.cells -= usize::from(table.is_some_and(|table| table.cell.is_some()));
    }

    /// Ends the spans of all cells above.
    pub(super) fn end_group(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.above.clear();
        }
    }

    /// Begins a cell: writes the cells above that reach into its row, and the bar before it.
    pub(super) fn begin_cell(&mut self, spans: Spans, out: &mut String) {
        let Some(table) = self.tables.last_mut() else {
            return out.push_str(BAR);
        };
        table.join(out);
        let before = out.len();
        while table.is_covered() && self.added < ADDED {
            table.repeat(out);
        }
        self.added += out.len() - before;
        if table.column > 0 {
            out.push_str(BAR);
        }
        self.cells += usize::from(table.cell.is_none());
        table.cell = Some((spans, out.len()));
    }

    /// Ends a cell: writes the columns that it covers, and remembers it for the rows that it covers.
    pub(super) fn end_cell(&mut self, out: &mut String) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let Some((spans, start)) = table.cell.take() else {
            return;
        };
        self.cells -= 1;
        // A row is a line. Cells within others are part of them.
        if self.cells == 0 && out[start.min(out.len())..].contains('\n') {
            let inside = out.split_off(start).replace('\n', " ");
            out.push_str(&inside);
        }
        let text = out.get(start..).filter(|text| text.len() <= REPEATED);
        let text = text.unwrap_or_default().trim();
        let columns = match self.added < ADDED {
            true => spans.columns.min(COLUMNS),
            false => 1,
        };
        let end = (table.column + columns).min(COLUMNS);
        if spans.rows > 1 && table.column < end {
            let length = table.above.len().max(end);
            table.above.resize(length, Above::default());
            for (at, above) in table.above[table.column..end].iter_mut().enumerate() {
                above.rows = spans.rows - 1;
                above.text = if at == 0 { text.into() } else { "".into() };
            }
        }
        for _ in 1..columns {
            out.push_str(BAR);
            self.added += BAR.len();
        }
        table.column += columns;
        table.end = out.len();
    }

    /// Ends a row: writes the cells above that reach into it after its last cell.
    pub(super) fn end_row(&mut self, out: &mut String) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        self.cells -= usize::from(table.cell.take().is_some());
        table.join(out);
        let last = table.above.iter().rposition(|above| above.rows > 0);
        let before = out.len();
        // A row without cells is not written.
        while table.column > 0
            && last.is_some_and(|last| table.column <= last)
            && self.added < ADDED
        {
            match table.is_covered() {
                true => table.repeat(out),
                false => {
                    out.push_str(BAR);
                    table.column += 1;
                }
            }
        }
        self.added += out.len() - before;
        table.column = 0;
    }

    /// Ends the current row early, for content that can't be on a line. The rest of its cell is
    /// not part of the row.
    pub(super) fn leave_row(&mut self) {
        for table in self.tables.iter_mut().rev() {
            if self.cells == 0 {
                break;
            }
            if table.cell.take().is_some() {
                self.cells -= 1;
                table.column += 1;
                table.end = usize::MAX;
            }
        }
    }
}

impl Table {
    /// Drops the white space after the last cell.
    fn join(&self, out: &mut String) {
        let after = out.get(self.end..).unwrap_or_default();
        if self.column > 0 && after.chars().all(char::is_whitespace) {
            out.truncate(self.end);
        }
    }

    /// Whether a cell above covers the current column.
    fn is_covered(&self) -> bool {
        self.above
            .get(self.column)
            .is_some_and(|above| above.rows > 0)
    }

    /// Writes the cell above that covers the current column.
    fn repeat(&mut self, out: &mut String) {
        if self.column > 0 {
            out.push_str(BAR);
        }
        if let Some(above) = self.above.get_mut(self.column) {
            out.push_str(&above.text);
            above.rows -= 1;
        }
        self.column += 1;
    }
}
