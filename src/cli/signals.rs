//! Handles signals that end the program.

use policygen::output::Interrupt;

/// The exit code of a program that was interrupted from the keyboard.
const INTERRUPTED: i32 = 130;

/// Exits successfully when the program is told to end: this is the only way to end `check --watch`.
#[cfg(feature = "serve")]
pub(super) fn end_well() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {
        #[allow(clippy::exit)]
        std::process::exit(0);
    })?;
    Ok(())
}

/// Removes staged files when the program is told to end. A commit in progress is completed first.
pub(super) fn clean_up(interrupt: Interrupt) -> anyhow::Result<()> {
    ctrlc::set_handler(move || {
        #[allow(clippy::exit)]
        interrupt.interrupt(|| std::process::exit(INTERRUPTED));
    })?;
    Ok(())
}
