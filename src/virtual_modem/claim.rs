//! One virtual modem for each link. A name in the kernel's abstract namespace (unix(7)) stands for the
//! link: it is gone with the process, however that ends, and no file lies about.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::Path;

/// Held as long as the modem lives.
#[derive(Debug)]
pub(super) struct Claim {
    _name: UnixListener,
}

impl Claim {
    /// Claims a link; `AddrInUse` while another modem lives that has claimed it.
    pub(super) fn stake(link: &Path) -> io::Result<Self> {
        let folder = link.parent().filter(|folder| !folder.as_os_str().is_empty());
        // A folder that is not there is somebody else's to name.
        let whole = folder.unwrap_or(Path::new(".")).canonicalize().unwrap_or_default();
        let mut hasher = DefaultHasher::new();
        (whole, link.file_name()).hash(&mut hasher);
        let name = format!("beffroi-virtual-modem-{:016x}", hasher.finish());
        let address = SocketAddr::from_abstract_name(name)?;
        match UnixListener::bind_addr(&address) {
            Ok(name) => Ok(Self { _name: name }),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(io::Error::new(
                error.kind(),
                "another virtual modem is there: end it first, or choose another link",
            )),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_link_has_one_modem_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let one = folder.path().join("modem");
        let same = folder.path().join(".").join("modem");
        let claim = Claim::stake(&one).unwrap();
        assert_eq!(Claim::stake(&same).unwrap_err().kind(), io::ErrorKind::AddrInUse);
        Claim::stake(&folder.path().join("other")).unwrap();
        drop(claim);
        Claim::stake(&same).unwrap();
    }
}
