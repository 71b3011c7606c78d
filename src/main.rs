//! The command line of policygen.

mod cli;

use std::io::Write as _;
use std::process::ExitCode;

use cli::streams::{stderr, stdout};

/// Pages consist of many small strings: this allocator saves a third of the run
/// time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Buffered output must not fail unnoticed when the process ends.
    let done = cli::run().and_then(|code| Ok(stdout().flush().map(|()| code)?));
    done.unwrap_or_else(|error| {
        // If standard error fails as well, only the exit code is left.
        let _ = writeln!(stderr(), "error: {error:#}");
        ExitCode::from(cli::TROUBLE)
    })
}
