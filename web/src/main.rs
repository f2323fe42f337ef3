//! Starts the page.

fn main() {
    ecs_web::start();
}
