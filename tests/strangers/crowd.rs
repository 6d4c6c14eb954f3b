//! A million rows in one statement.

use std::time::Duration;

use super::*;

/// Rows of the crowd; all of them are waited for in the campaigns alone.
const CROWD: usize = 1_000_000;

/// Resident memory of the daemon, whatever waits: octets.
const MEMORY: u64 = 64 << 20;

/// Rows that are waited for: some dozens of batches, or all.
fn patience() -> i64 {
    let asked = std::env::var("BEFFROI_CROWD").ok().and_then(|rows| rows.parse().ok());
    asked.unwrap_or(20_000)
}

/// How many the store knows.
fn taken(house: &House) -> i64 {
    let store =
        rusqlite::Connection::open_with_flags(house.store(), rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY);
    let sql = "SELECT count(*) FROM message";
    store.and_then(|store| store.query_row(sql, [], |row| row.get::<_, i64>(0))).unwrap_or(0)
}

#[test]
fn a_million_rows_fill_no_memory_and_an_urgent_row_of_another_outbox_overtakes_them() {
    let house = two_outboxes();
    let _modem = house.modem(|_| {});
    let daemon = house.run();
    house.wait_for_state(row(&house, 0), "delivered");
    // To be kept, not to be sent: nothing of a crowd is to be lost either.
    house.execute(&format!(
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {CROWD})
         INSERT INTO outbox (recipient, body, lane, not_before)
         SELECT printf('063998%04d', i % 10000), 'Concert ' || i, 'bulk', '2090-01-01 10:00' FROM n"
    ));
    house.wait("the crowd begins to come in", |house| (taken(house) > 1_000).then_some(()));
    for n in 0..5 {
        let urgent = [("recipient", number(10 + n).leak() as &str), ("body", BODY), ("lane", "urgent")];
        let id = house.insert_into(&other(&house), &urgent);
        house.wait("an urgent row of the other outbox", |house| {
            rows_of(&other(house)).into_iter().find(|row| row.id == id && row.state == "delivered")
        });
    }
    let meanwhile = taken(&house);
    assert!(meanwhile < 900_000, "they were to overtake the crowd: {meanwhile} were in");
    let enough = patience();
    let mut most = 0;
    let found = house::wait(Duration::from_secs(3_600), &[house.path("log")], || {
        most = most.max(daemon.cost().resident);
        (taken(&house) >= enough).then_some(())
    });
    assert!(found.is_some(), "{} came in", taken(&house));
    house::tell(&format!(
        "figures: a crowd of {CROWD} rows: 5 urgent rows of another outbox delivered while {meanwhile} came in; \
         at most {} MiB resident up to {} rows",
        most >> 20,
        taken(&house)
    ));
    assert!(most < MEMORY, "{} MiB", most >> 20);
    assert_eq!(house.submits().len(), 6, "nothing of the crowd goes before its time");
    house.assert_none_twice();
    assert_eq!(daemon.stop(), Some(0));
}
