//! `cargo xtask serve`: the page on this machine, built again whenever a file changes.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use crate::failure::{Outcome, fail};
use crate::options::Options;
use crate::page;
use crate::setup::Setup;

/// Not `dist/`, so that a page being served and a build for the tests do not overwrite each other.
const FOLDER: &str = "target/serve";

pub(crate) fn serve(options: Options) -> Outcome {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    if let Err(error) = TcpListener::bind(address) {
        return fail(format!(
            "{address} cannot be used: {error}. Choose another port, for example --port 8081."
        ));
    }

    let mut setup = Setup::default();
    let tools = setup.for_page(options.profile)?;
    setup.done();

    println!(
        "\nBuilding ECS Playground, which takes some minutes the first time. When Trunk says success, it is at"
    );
    println!("\n    http://{address}/\n");
    println!("It is built again when a file changes. Ctrl-C stops it.\n");
    let port = options.port.to_string();
    page::trunk(&tools, "serve", options.profile)?
        .args(["--port", port.as_str(), "--dist", FOLDER])
        .take_over()
}
