//! What stands in the tables, and in which order.

use super::colours::Colours;
use super::layout::{host_ports_in_words, there_and_gone};
use crate::session::{Selection, Shared, Shown, grouped};
use ecs_core::report::{Amount, InstanceView, Snapshot, TaskView};

/// Rows on a page.
pub(super) const ROWS: usize = 100;

/// What the tables are read from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Source {
    /// The run.
    pub(super) shown: Shared<Shown>,
    /// What instances are coloured by.
    pub(super) colours: Shared<Colours>,
}

/// A cell. Numbers are ordered as such.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    /// What it is ordered by first.
    number: u64,
    /// Its words, and what it is ordered by then.
    pub(super) text: String,
}

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Its heading.
    pub(super) name: String,
    /// Whether it holds numbers.
    pub(super) is_numeric: bool,
    read: fn(&Source, usize) -> Option<Cell>,
}

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sheet {
    /// Container instances.
    Instances,
    /// Tasks that are not stopped.
    Tasks,
}

/// The column that a table is ordered by; in the order of creation without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    /// The column's number.
    pub(super) column: usize,
    /// Whether the largest comes first.
    pub(super) is_descending: bool,
}

impl Sheet {
    /// What its rows are.
    pub(super) fn caption(self) -> &'static str {
        match self {
            Sheet::Instances => "Container instances",
            Sheet::Tasks => "Tasks",
        }
    }

    /// The same, and how many there are.
    pub(super) fn heading(self, snapshot: &Snapshot) -> String {
        let (there, gone) = match self {
            Sheet::Instances => there_and_gone(snapshot.instances.iter().map(|view| view.condition)),
            Sheet::Tasks => (snapshot.tasks.len() as u64, String::new()),
        };
        format!("{}: {}{gone}", self.caption(), grouped(there))
    }

    /// How many rows it has in all.
    pub(super) fn rows(self, snapshot: &Snapshot) -> usize {
        match self {
            Sheet::Instances => snapshot.instances.len(),
            Sheet::Tasks => snapshot.tasks.len(),
        }
    }

    /// The style class of a row: the colour of the instance, or of the task.
    pub(super) fn class(self, source: &Source, row: usize) -> Option<&'static str> {
        match self {
            Sheet::Instances => source.colours.class(row),
            Sheet::Tasks => task(source, row).map(|task| source.colours.task(task)),
        }
    }

    /// The instance that a task can be dropped on in a row.
    pub(super) fn instance(self, row: usize) -> Option<usize> {
        (self == Sheet::Instances).then_some(row)
    }

    /// What a row selects.
    pub(super) fn selection(self, row: usize) -> Selection {
        match self {
            Sheet::Instances => Selection::Instance(row),
            Sheet::Tasks => Selection::Task(row),
        }
    }

    /// The row of a selection.
    pub(super) fn row(self, selection: Option<Selection>) -> Option<usize> {
        match (self, selection?) {
            (Sheet::Instances, Selection::Instance(row)) | (Sheet::Tasks, Selection::Task(row)) => Some(row),
            _ => None,
        }
    }

    /// Its columns. The first names the row.
    pub(super) fn columns(self, source: &Source) -> Vec<Column> {
        match self {
            Sheet::Instances => instance_columns(source),
            Sheet::Tasks => task_columns(),
        }
    }
}

/// The rows of a table in an order.
pub(super) fn ordered(sheet: Sheet, source: &Source, order: Option<Order>) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..sheet.rows(&source.shown.snapshot)).collect();
    let columns = sheet.columns(source);
    let Some((order, column)) = order.and_then(|order| Some((order, columns.get(order.column)?))) else {
        return rows;
    };
    rows.sort_by_cached_key(|row| column.cell(source, *row));
    if order.is_descending {
        rows.reverse();
    }
    rows
}

/// The page that shows a row, of rows in this order.
pub(super) fn page_of(rows: &[usize], row: Option<usize>) -> usize {
    let place = row.and_then(|row| rows.iter().position(|shown| *shown == row));
    place.unwrap_or_default() / ROWS
}

impl Column {
    /// The cell of a row.
    pub(super) fn cell(&self, source: &Source, row: usize) -> Cell {
        (self.read)(source, row).unwrap_or(Cell { number: 0, text: String::new() })
    }
}

fn column(name: impl Into<String>, is_numeric: bool, read: fn(&Source, usize) -> Option<Cell>) -> Column {
    Column { name: name.into(), is_numeric, read }
}

fn instance(source: &Source, row: usize) -> Option<&InstanceView> {
    source.shown.snapshot.instances.get(row).map(|instance| &**instance)
}

fn task(source: &Source, row: usize) -> Option<&TaskView> {
    source.shown.snapshot.tasks.get(row).map(|task| &**task)
}

fn text(text: impl Into<String>) -> Cell {
    Cell { number: 0, text: text.into() }
}

fn number(number: usize, text: String) -> Cell {
    Cell { number: number as u64, text }
}

fn amount(amount: Amount) -> Cell {
    let text = format!("{} of {}", grouped(amount.used.into()), grouped(amount.total.into()));
    Cell { number: amount.used.into(), text }
}

fn instance_columns(source: &Source) -> Vec<Column> {
    let mut columns = vec![
        // In order of registration: `host/10` comes behind `host/9`.
        column("Name", false, |source, row| Some(number(row, instance(source, row)?.short.clone()))),
        column("EC2 instance id", false, |source, row| Some(text(instance(source, row)?.id.clone()))),
        column("Type", false, |source, row| Some(text(instance(source, row)?.instance_type.to_string()))),
        column("Zone", false, |source, row| Some(text(instance(source, row)?.zone.clone()))),
        column("Status", false, |source, row| Some(text(instance(source, row)?.status_in_words()))),
        column("CPU units", true, |source, row| Some(amount(instance(source, row)?.cpu_units))),
        column("Memory, MiB", true, |source, row| Some(amount(instance(source, row)?.memory_mib))),
        column("Network interfaces", true, |source, row| Some(amount(instance(source, row)?.enis))),
    ];
    let instances = &source.shown.snapshot.instances;
    if instances.iter().any(|instance| instance.gpus.total > 0) {
        columns.push(column("GPUs", true, |source, row| Some(amount(instance(source, row)?.gpus))));
    }
    columns.push(column("Host ports", false, |source, row| {
        Some(text(host_ports_in_words(&source.shown.snapshot, row)))
    }));
    columns.push(column("Tasks", true, |source, row| {
        let tasks = source.shown.snapshot.tasks_on(row).len();
        Some(number(tasks, grouped(tasks as u64)))
    }));
    let subject = &source.colours.subject;
    // The others have a column already.
    if !["instance type", "zone", "status"].contains(&subject.as_str()) {
        columns
            .push(column(capitalised(subject), false, |source, row| Some(text(source.colours.words(row)))));
    }
    columns
}

/// A name of ours begins with a capital; an attribute's stays as it is.
fn capitalised(subject: &str) -> &str {
    match subject {
        "service" => "Service with most tasks",
        "operating system" => "Operating system",
        attribute => attribute,
    }
}

fn task_columns() -> Vec<Column> {
    vec![
        column("Task", false, |source, row| Some(number(row, task(source, row)?.short.clone()))),
        column("Task definition", false, |source, row| {
            Some(text(task(source, row)?.task_definition.clone()))
        }),
        column("Status", false, |source, row| Some(text(task(source, row)?.status.name()))),
        column("Runs on", false, |source, row| {
            let task = task(source, row)?;
            match task.instance {
                Some(row) => Some(number(row, instance(source, row)?.short.clone())),
                None => Some(number(usize::MAX, format!("Fargate, {}", task.zone))),
            }
        }),
        column("Zone", false, |source, row| Some(text(task(source, row)?.zone.clone()))),
        column("Address", false, |source, row| {
            Some(text(task(source, row)?.address.clone().unwrap_or_default()))
        }),
        column("Host ports", false, |source, row| Some(text(ports(task(source, row)?)))),
        column("CPU units", true, |source, row| {
            let units = task(source, row)?.cpu_units;
            Some(number(units as usize, grouped(units.into())))
        }),
        column("Memory, MiB", true, |source, row| {
            let mib = task(source, row)?.memory_mib;
            Some(number(mib as usize, grouped(mib.into())))
        }),
    ]
}

fn ports(task: &TaskView) -> String {
    let name = |port: &ecs_core::report::PortView| match port.host_port {
        0 => "dynamic".to_owned(),
        port => port.to_string(),
    };
    task.ports.iter().map(name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{Order, Sheet, Source, ordered, page_of};
    use crate::player::Reply;
    use crate::session::{Action, ColourBy, Shared, State, reduce};
    use crate::stage::colours::colours;
    use ecs_core::report::InstanceCondition;
    use ecs_core::{Budget, Document, Simulation};
    use ecs_workshop::gallery;

    fn source(entry: usize, by: &ColourBy) -> Source {
        let state = reduce(&State::new(), Action::Open(gallery::ENTRIES[entry].text));
        let mut run = Simulation::new(Document::read(&state.text).scenario.unwrap());
        run.advance_to(run.duration(), Budget::UNLIMITED);
        let reply = Reply::Reached {
            number: state.run.number,
            snapshot: Box::new(run.snapshot(1)),
            log_hash: run.log_hash(),
            at_the_end: true,
        };
        let shown = reduce(&state, Action::Reply(reply)).shown.unwrap();
        let colours = Shared::new(colours(&shown.snapshot, by));
        Source { shown, colours }
    }

    fn named(sheet: Sheet, source: &Source, name: &str) -> usize {
        sheet.columns(source).iter().position(|column| column.name == name).unwrap()
    }

    fn texts(sheet: Sheet, source: &Source, name: &str, is_descending: bool) -> Vec<String> {
        let column = named(sheet, source, name);
        let rows = ordered(sheet, source, Some(Order { column, is_descending }));
        let columns = sheet.columns(source);
        rows.iter().map(|row| columns[column].cell(source, *row).text).collect()
    }

    #[test]
    fn a_heading_counts_the_instances_that_are_there() {
        let mut snapshot = source(0, &ColourBy::Service).shown.snapshot.clone();
        let all = snapshot.instances.len();
        assert_eq!(Sheet::Instances.heading(&snapshot), format!("Container instances: {all}"));
        let mut gone = (*snapshot.instances[0]).clone();
        gone.condition = InstanceCondition::Terminated;
        snapshot.instances[0] = gone.into();
        let heading = format!("Container instances: {} · 1 terminated", all - 1);
        assert_eq!(Sheet::Instances.heading(&snapshot), heading);
        assert_eq!(Sheet::Tasks.heading(&snapshot), "Tasks: 7");
    }

    #[test]
    fn rows_are_in_the_order_of_a_column() {
        let source = source(0, &ColourBy::Service);
        let up = texts(Sheet::Instances, &source, "Tasks", false);
        let mut down = texts(Sheet::Instances, &source, "Tasks", true);
        down.reverse();
        assert_eq!(up, down);
        assert_eq!(up.iter().map(|text| text.parse::<u32>().unwrap()).sum::<u32>(), 7);
        assert!(up.is_sorted());
        assert!(texts(Sheet::Tasks, &source, "Runs on", false).is_sorted());
        assert_eq!(ordered(Sheet::Tasks, &source, None), [0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_column_for_what_is_coloured_by_unless_it_is_there() {
        let headings = |by: &ColourBy| {
            let source = source(0, by);
            let columns = Sheet::Instances.columns(&source);
            columns.last().map(|column| column.name.clone()).unwrap()
        };
        assert_eq!(headings(&ColourBy::Service), "Service with most tasks");
        assert_eq!(headings(&ColourBy::OperatingSystem), "Operating system");
        assert_eq!(headings(&ColourBy::Zone), "Tasks");
    }

    #[test]
    fn a_row_is_on_its_page() {
        let rows: Vec<usize> = (0..250).rev().collect();
        assert_eq!((page_of(&rows, Some(0)), page_of(&rows, Some(249)), page_of(&rows, None)), (2, 0, 0));
    }
}
