//! `beffroi text`.

use super::{Failure, Screen};

/// The arguments.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

/// Runs it.
pub(super) fn run(_arguments: &Arguments, _screen: &mut Screen) -> Result<(), Failure> {
    Ok(())
}
