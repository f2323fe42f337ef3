//! Writes the inputs of the suite into a folder, one a file: what the fuzzer begins with.

use ecs_tests::fuzz::suite_inputs;

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).ok_or_else(|| std::io::Error::other("name a folder"))?;
    let folder = std::path::PathBuf::from(folder);
    std::fs::create_dir_all(&folder)?;
    for (number, text) in suite_inputs().iter().enumerate() {
        std::fs::write(folder.join(format!("suite-{number:04}")), text)?;
    }
    Ok(())
}
