//! Which container starts after which, drawn and in words.

use super::field::Sheet;
use crate::session::{Arrow, BOX_HEIGHT, GRAPH_WIDTH, Graph, Stop, StopState, graph};
use yew::prelude::*;

/// The drawing and its sentences; nothing where no container waits for another.
pub(super) fn start_order(sheet: Sheet<'_>) -> Html {
    let labels: Vec<String> = (0..sheet.form.rows("/containerDefinitions"))
        .map(|number| sheet.form.container_label(number))
        .collect();
    let Some(graph) = graph(&labels, &sheet.form.dependencies()) else { return Html::default() };
    html! {
        <figure class="start-order" aria-labelledby="start-order">
            <figcaption id="start-order">{ "Start order: an arrow leads to the container that waits" }</figcaption>
            { drawing(&graph) }
            <ul>{ for graph.sentences.iter().enumerate().map(|(number, sentence)| html! { <li key={number}>{ sentence }</li> }) }</ul>
        </figure>
    }
}

fn drawing(graph: &Graph) -> Html {
    html! {
        <svg role="img" aria-label="The start order as a drawing; the list below says the same"
            viewBox={format!("0 0 {GRAPH_WIDTH} {}", graph.height)}>
            { for graph.arrows.iter().map(arrow) }
            { for graph.stops.iter().map(stop) }
        </svg>
    }
}

fn arrow(arrow: &Arrow) -> Html {
    html! {
        <g class={classes!("arrow", arrow.in_circle.then_some("in-circle"))}>
            <path class="line" d={arrow.line.clone()} />
            <path class="head" d={arrow.head.clone()} />
        </g>
    }
}

fn stop(stop: &Stop) -> Html {
    let (class, remark) = match stop.state {
        StopState::Fine => ("", ""),
        StopState::InCircle => ("in-circle", " in a circle"),
        StopState::Missing => ("missing", " does not exist"),
    };
    let (width, height) = (stop.width.to_string(), BOX_HEIGHT.to_string());
    let (x, y) = ((stop.x + 9).to_string(), (stop.y + 17).to_string());
    html! {
        <g class={classes!("stop", class)}>
            <rect x={stop.x.to_string()} y={stop.y.to_string()} {width} {height} rx="6" />
            <text {x} {y}>{ cut(&stop.name, stop.width, remark) }<tspan class="remark">{ remark }</tspan></text>
        </g>
    }
}

/// What of a name has room beside the remark. A letter of the page's own is seven units wide.
fn cut(name: &str, width: usize, remark: &str) -> String {
    let room = (width / 7).saturating_sub(remark.len() + 2);
    if name.chars().count() <= room {
        return name.to_owned();
    }
    name.chars().take(room.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn long_names_are_cut() {
        assert_eq!(cut("app", 100, ""), "app");
        assert_eq!(cut("a-very-long-name-of-a-container", 100, ""), "a-very-long…");
        assert_eq!(cut("ghost", 0, " does not exist"), "…");
    }
}
