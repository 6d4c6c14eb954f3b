//! The disk under the store: as it is here, or one that takes a millisecond more for each sync, and the bare commits
//! that it makes.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::bare;

/// Says to this program, run anew, that it only measures commits.
const ONLY_COMMITS: &str = "BEFFROI_BENCH_COMMITS";

/// A disk.
#[derive(Clone, Debug)]
pub(crate) enum Disk {
    /// The one of the target folder.
    AsItIs,
    /// The same behind this library.
    Slower(PathBuf),
}

impl Disk {
    /// `None` where there is no compiler.
    pub(crate) fn slower() -> Option<Self> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/figures/slow_disk.c");
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("slow-disk.so");
        let mut compiler = Command::new("cc");
        compiler.args(["-O2", "-shared", "-fPIC", "-o"]).arg(&library).arg(source).arg("-ldl");
        compiler.status().ok()?.success().then_some(Self::Slower(library))
    }

    /// For a program whose files lie there.
    pub(crate) fn environment(&self) -> Option<(&'static str, &Path)> {
        match self {
            Self::AsItIs => None,
            Self::Slower(library) => Some(("LD_PRELOAD", library)),
        }
    }

    /// Commits of one small row with `synchronous = FULL`, a second.
    pub(crate) fn commits_per_second(&self) -> f64 {
        let myself = std::env::current_exe().unwrap();
        let measured = Command::new(myself).env(ONLY_COMMITS, "").envs(self.environment()).output().unwrap();
        String::from_utf8(measured.stdout).unwrap().trim().parse().unwrap()
    }
}

/// Whether this program was run to measure commits; it has then.
pub(crate) fn measured_commits() -> bool {
    let asked = std::env::var_os(ONLY_COMMITS).is_some();
    if asked {
        println!("{}", bare::commits_per_second());
    }
    asked
}
