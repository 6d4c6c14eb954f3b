//! The name by which programs find the port: a symbolic link, put in place in one step and taken away
//! at the end. A pseudo terminal's own name changes each time it is plugged in.

use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::{fs, process};

/// A link of ours.
#[derive(Debug)]
pub(super) struct Link {
    path: PathBuf,
    target: Option<PathBuf>,
}

impl Link {
    /// Nothing is made before [`Link::point_at`].
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, target: None }
    }

    /// Makes the link, or turns it; a link that was there before is replaced, anything else is not.
    pub(super) fn point_at(&mut self, target: &Path) -> io::Result<()> {
        match fs::symlink_metadata(&self.path) {
            Ok(found) if !found.file_type().is_symlink() => {
                return Err(io::Error::new(
                    io::ErrorKind::AlreadyExists,
                    "something else than a link is there, and stays",
                ));
            }
            _ => {}
        }
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let beside = self.path.with_file_name(format!(".{name}.{}", process::id()));
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        symlink(target, &beside)?;
        fs::rename(&beside, &self.path)?;
        self.target = Some(target.to_owned());
        Ok(())
    }

    /// Takes the link away, unless somebody has put another in its place.
    pub(super) fn remove(&mut self) -> io::Result<()> {
        let Some(target) = self.target.take() else { return Ok(()) };
        match fs::read_link(&self.path) {
            Ok(found) if found == target => fs::remove_file(&self.path),
            _ => Ok(()),
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        // Nobody is left to be told.
        if self.remove().is_err() {}
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_link_turns_and_goes_but_only_if_it_is_ours() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("modem");
        let mut link = Link::new(path.clone());
        for target in ["/dev/one", "/dev/two"] {
            link.point_at(Path::new(target)).unwrap();
            assert_eq!(fs::read_link(&path).unwrap(), Path::new(target));
        }
        drop(link);
        assert!(fs::symlink_metadata(&path).is_err());

        let mut link = Link::new(path.clone());
        link.point_at(Path::new("/dev/one")).unwrap();
        let mut other = Link::new(path.clone());
        other.point_at(Path::new("/dev/two")).unwrap();
        drop(link);
        assert_eq!(fs::read_link(&path).unwrap(), Path::new("/dev/two"));
        drop(other);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing lies about");
    }

    #[test]
    fn what_is_no_link_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        fs::write(&path, "mine").unwrap();
        assert!(Link::new(path.clone()).point_at(Path::new("/dev/one")).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }
}
