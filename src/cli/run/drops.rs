//! The drop folders of the daemon: a thread each.

use std::path::Path;
use std::sync::Arc;

use tokio::sync::mpsc;

use super::stopping::{Dead, Organ, Pulse};
use crate::cli::Failure;
use crate::config::Config;
use crate::gateway::{DropUpstream, Handle};
use crate::intake::admit::Judge;
use crate::intake::dropfolder;
use crate::wording::Language;

/// Starts them; a folder that can't be used yet is told in the log, and its thread waits.
pub(super) fn open(
    (config, configured): (&Config, &Path),
    gateway: &Handle,
    judge: &Arc<Judge>,
    died: &mpsc::Sender<Dead>,
) -> Result<Vec<dropfolder::Handle>, Failure> {
    let mut drops = Vec::new();
    for rules in &config.drops {
        let settings = dropfolder::Settings {
            rules: rules.clone(),
            configuration: std::path::absolute(configured).unwrap_or_else(|_| configured.to_owned()),
            judge: Arc::clone(judge),
            store: config.store.clone(),
            language: config.language.parse().unwrap_or(Language::French),
            zone: config.zone.clone(),
        };
        let upstream = DropUpstream { gateway: gateway.clone() };
        let pulse = Pulse::of(Organ::DropFolder, &rules.path, died);
        let drop = dropfolder::start(settings, upstream, pulse)?;
        let bell = drop.bell();
        gateway.hang_bell(move || bell.ring())?;
        drops.push(drop);
    }
    Ok(drops)
}
