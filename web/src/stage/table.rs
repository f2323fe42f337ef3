//! Everything in tables, a page of rows at a time.

use super::sheet::{Column, Order, ROWS, Sheet, Source, ordered, page_of};
use crate::session::{Action, Dispatch, Selection, grouped};
use yew::prelude::*;

/// What stands in the table.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct TableProps {
    /// Which table.
    pub(super) sheet: Sheet,
    /// What it is read from.
    pub(super) source: Source,
    /// What the inspector looks at.
    pub(super) selection: Option<Selection>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// A table that opens at the page of what is selected.
#[component]
pub(super) fn Table(props: &TableProps) -> Html {
    let order = use_state_eq(|| None::<Order>);
    let rows =
        use_memo((props.source.clone(), *order), |(source, order)| ordered(props.sheet, source, *order));
    let page = use_state_eq(|| page_of(&rows, props.sheet.row(props.selection)));
    if rows.is_empty() {
        return Html::default();
    }
    let columns = props.sheet.columns(&props.source);
    let last = (rows.len() - 1) / ROWS;
    let first_row = (*page).min(last) * ROWS;
    let label = format!("{} in a table", props.sheet.caption());
    let heads = columns.iter().enumerate().map(|(number, column)| head(number, column, &order, &page));
    html! {
        <div class="sheet">
            <div class="table-scroll" role="region" aria-label={label} tabindex="0">
                <table>
                    <caption>{ props.sheet.heading(&props.source.shown.snapshot) }</caption>
                    <thead><tr>{ for heads }</tr></thead>
                    <tbody>{ for rows.iter().skip(first_row).take(ROWS).map(|row| line(props, &columns, *row)) }</tbody>
                </table>
            </div>
            if last > 0 {
                { pages(props.sheet, &page, last, rows.len()) }
            }
        </div>
    }
}

/// A heading that orders the table by its column, and the other way round the next time.
fn head(
    number: usize,
    column: &Column,
    order: &UseStateHandle<Option<Order>>,
    page: &UseStateHandle<usize>,
) -> Html {
    let current = (**order).filter(|order| order.column == number);
    let (sort, sign) = match current.map(|order| order.is_descending) {
        None => ("none", ""),
        Some(false) => ("ascending", " ▲"),
        Some(true) => ("descending", " ▼"),
    };
    let is_descending = current.is_some_and(|order| !order.is_descending);
    let (order, page) = (order.setter(), page.setter());
    let onclick = Callback::from(move |_: MouseEvent| {
        order.set(Some(Order { column: number, is_descending }));
        page.set(0);
    });
    html! {
        <th scope="col" key={number} aria-sort={sort} class={column.is_numeric.then_some("numeric")}>
            <button type="button" class="plain" {onclick}>{ &column.name }<span aria-hidden="true">{ sign }</span></button>
        </th>
    }
}

fn line(props: &TableProps, columns: &[Column], row: usize) -> Html {
    let selection = props.sheet.selection(row);
    let pressed = props.selection == Some(selection);
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Select(selection)));
    let text = |column: &Column| column.cell(&props.source, row).text;
    let cell = |column: &Column| {
        html! { <td class={column.is_numeric.then_some("numeric")}>{ text(column) }</td> }
    };
    let Some((name, others)) = columns.split_first() else { return Html::default() };
    // The button is there for the keyboard; a click anywhere in the row bubbles up to it all the same.
    html! {
        <tr key={row} class={pressed.then_some("selected-row")} data-instance={props.sheet.instance(row).map(|number| number.to_string())} {onclick}>
            <th scope="row">
                <span class={classes!("swatch", props.sheet.class(&props.source, row))} aria-hidden="true"></span>
                <button type="button" class="plain" aria-pressed={pressed.to_string()}>{ text(name) }</button>
            </th>
            { for others.iter().map(cell) }
        </tr>
    }
}

fn pages(sheet: Sheet, page: &UseStateHandle<usize>, last: usize, rows: usize) -> Html {
    let current = (**page).min(last);
    let button = |word: &'static str, to: Option<usize>| {
        let page = page.setter();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(to) = to {
                page.set(to);
            }
        });
        html! { <button type="button" disabled={to.is_none()} {onclick}>{ word }</button> }
    };
    let shown = format!(
        "{} to {} of {}",
        grouped((current * ROWS + 1) as u64),
        grouped(((current + 1) * ROWS).min(rows) as u64),
        grouped(rows as u64)
    );
    html! {
        <nav class="pages" aria-label={format!("Pages of {}", sheet.caption())}>
            { button("Previous", current.checked_sub(1)) }
            <span role="status">{ shown }</span>
            { button("Next", (current < last).then_some(current + 1)) }
        </nav>
    }
}
