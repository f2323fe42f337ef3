//! Tables without lines: columns and two spaces between them.

use super::BOLD;
use comfy_table::{Cell, CellAlignment, Table, presets};
use std::io::{self, Write};

/// Which side the cells of a column keep to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Column {
    /// Names.
    Left(&'static str),
    /// Numbers.
    Right(&'static str),
}

impl Column {
    fn cell(self, text: impl ToString) -> Cell {
        Cell::new(text).set_alignment(match self {
            Column::Left(_) => CellAlignment::Left,
            Column::Right(_) => CellAlignment::Right,
        })
    }

    fn title(self) -> Cell {
        match self {
            Column::Left(title) | Column::Right(title) => self.cell(title),
        }
    }
}

/// Writes a table below its title, and nothing where it has no row.
pub(crate) fn write<const N: usize>(
    out: &mut impl Write,
    title: &str,
    columns: [Column; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> io::Result<()> {
    let mut rows = rows.into_iter().peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(columns.map(Column::title));
    for row in rows {
        table.add_row(columns.iter().zip(row).map(|(column, text)| column.cell(text)));
    }
    writeln!(out, "\n{BOLD}{title}{BOLD:#}")?;
    for line in table.lines() {
        writeln!(out, " {}", line.trim_end())?;
    }
    Ok(())
}
