//! An outbox on a disk of its own that fills up.

use std::fs;
use std::process::Command;

use super::*;
use house::run_to_end;

/// A small disk; taken away when dropped.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: &Path) -> Option<Self> {
        if !nix::unistd::geteuid().is_root() {
            return None;
        }
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=1m,mode=0770", "tmpfs"]).arg(at);
        (run_to_end(mount).code == Some(0)).then(|| Self(at.to_owned()))
    }

    /// Leaves no octet.
    fn fill(&self) {
        let mut filler = fs::File::create(self.0.join("filler")).unwrap();
        while filler.write(&[0; 4_096]).is_ok_and(|count| count > 0) {}
    }

    fn make_room(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let mut umount = Command::new("umount");
        umount.arg("-l").arg(&self.0);
        run_to_end(umount);
    }
}

#[test]
fn an_outbox_whose_own_disk_is_full_is_sent_and_its_states_follow_when_there_is_room() {
    let house = two_outboxes();
    let Some(disk) = Disk::mount(&house.path("outbox")) else {
        return house::left_out("an outbox whose own disk is full, only root may mount a small one");
    };
    let _modem = house.modem(|_| {});
    assert_eq!(house.run().stop(), Some(0));
    house.insert_all("normal", &mailing(0, 5));
    disk.fill();
    let daemon = house.run();
    house.wait_for_accepted(5);
    house.wait_for_log("no room on its disk");
    is_found(&house, "unwritten-outbox", "no room on its disk");
    assert_eq!(house.states()["new"], 5);
    the_other_outbox_works(&house, 10);
    disk.make_room();
    house.wait_for_all("delivered");
    house.wait("nothing to say", |house| findings(house).is_empty().then_some(()));
    assert_eq!(house.logged("no room on its disk").len(), 1, "{}", house.log());
    audit(&house);
    assert_eq!(daemon.stop(), Some(0));
    drop(disk);
}
