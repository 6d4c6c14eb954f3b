//! How delivery reports are shown, stored, acknowledged and offered again by the network.

use super::*;

#[test]
fn reports_can_be_stored_and_read() {
    let mut bench = Bench::new(&[]);
    bench.asked("AT+CNMI=2,1,0,2,0\r");
    bench.submit(REACHED, "x");
    bench.take();
    bench.pass(1_000);
    assert!(bench.take().ends_with("\r\n+CDSI: \"SR\",1\r\n"));
    assert!(bench.asked("AT+CPMS=\"SR\"\r").contains("+CPMS: 1,20,0,20,0,20"));
    assert!(bench.asked("AT+CMGR=1\r").contains("+CMGR: 0,,"));
}

#[test]
fn what_must_be_acknowledged_stops_when_it_is_not() {
    let mut bench = Bench::new(&[]);
    assert!(bench.asked("AT+CNMA\r").contains("+CMS ERROR: 340"));
    bench.asked("AT+CSMS=1\r");
    for _ in 0..2 {
        bench.submit(REACHED, "x");
        bench.pass(150);
    }
    bench.take();
    bench.pass(1_000);
    assert_eq!(bench.take().matches("+CDS").count(), 1, "the second waits for +CNMA");
    assert_eq!(bench.asked("AT+CNMA\r").matches("+CDS").count(), 1);
    bench.pass(15_000);
    assert!(bench.asked("AT+CNMI?\r").contains("+CNMI: 0,0,0,0,0"));
}

/// A modem of a kind, set so, with a message that was taken.
fn reported(personality: &str, faults: &[&str], set: &[&str]) -> Bench {
    let mut bench = Bench::with(faults, WhileClosed::Discard);
    let settings = Settings {
        personality: Personality::named(personality).unwrap(),
        network: NetworkSettings { latency: LATENCY, ..NetworkSettings::default() },
        faults: faults.iter().map(|fault| fault.parse().unwrap()).collect(),
        ..Settings::default()
    };
    bench.modem = Modem::new(settings, bench.start, UNIX_EPOCH + Duration::from_millis(START));
    for line in ["ATE0\r"].iter().chain(set) {
        let said = bench.asked(line);
        assert!(said.ends_with("OK\r\n"), "{personality}: {line:?} {said:?}");
    }
    bench.submit(REACHED, "x");
    bench.pass(100);
    bench.take();
    bench
}

/// The TPDUs of all offers of reports, and how each was shown.
fn offers(bench: &Bench) -> (Vec<String>, Vec<Shown>) {
    let reports = bench.records.iter().filter_map(|record| match record {
        Record::Report(report) => Some((report.tpdu.clone(), report.shown)),
        _ => None,
    });
    reports.unzip()
}

#[test]
fn a_report_that_nobody_takes_is_offered_again_and_stays_the_same() {
    let acknowledged: &[&str] = &["AT+CSMS=1\r", "AT+CNMI=2,1,0,1,0\r"];
    // By a modem, set so: what is done after the first offer, and how the offers of one minute are shown.
    type Row = (&'static str, &'static [&'static str], &'static [&'static str], &'static [Shown]);
    let rows: &[Row] = &[
        ("generic", acknowledged, &["AT+CNMA\r"], &[Shown::Direct]),
        ("reports-acknowledged", acknowledged, &["AT+CNMA=1\r"], &[Shown::Direct]),
        ("generic", acknowledged, &["AT+CNMA=2\r"], &[Shown::Direct, Shown::Direct, Shown::Refused]),
        ("generic", acknowledged, &[], &[Shown::Direct, Shown::Refused, Shown::Refused]),
        ("generic", acknowledged, &["AT+CSMS=0\r"], &[Shown::Direct, Shown::Direct]),
        ("generic", &["AT+CNMI=2,1,0,1,0\r"], &[], &[Shown::Direct]),
        ("generic", &["AT+CNMI=2,1,0,0,0\r"], &[], &[Shown::Dropped]),
        ("generic", &["AT+CNMI=2,1,0,2,0\r"], &[], &[Shown::Announced]),
        ("reports-stored", &["AT+CNMI=2,1,0,2,0\r"], &[], &[Shown::Announced]),
        ("reports-stored", &[], &["AT+CNMI=2,1,0,2,0\r"], &[Shown::Refused, Shown::Announced]),
        ("reports-direct", &["AT+CNMI=2,1,0,1,0\r"], &[], &[Shown::Direct]),
    ];
    for (personality, set, then, want) in rows {
        let mut bench = reported(personality, &[], set);
        bench.pass(500);
        for line in *then {
            bench.say(line);
        }
        bench.pass(60_000);
        let (tpdus, shown) = offers(&bench);
        assert_eq!(shown, *want, "{personality} {set:?} {then:?}");
        assert!(tpdus.windows(2).all(|two| two[0] == two[1]), "{personality} {set:?}: {tpdus:?}");
    }
}

#[test]
fn reports_wait_in_the_network_while_their_memory_is_full_or_the_modem_is_away() {
    let mut bench = reported("reports-stored", &[], &["AT+CNMI=2,1,0,2,0\r"]);
    for _ in 0..11 {
        bench.submit(REACHED, "x");
        bench.pass(1_000);
    }
    let shown = offers(&bench).1;
    assert_eq!(shown.iter().filter(|shown| **shown == Shown::Announced).count(), 10, "{shown:?}");
    assert!(bench.asked("AT+CPMS=\"SR\"\r").contains("+CPMS: 10,10,"));
    bench.say("AT+CMGD=3\r");
    bench.say("AT+CMGD=7\r");
    bench.take();
    bench.pass(21_000);
    let heard = bench.take();
    assert!(heard.contains("+CDSI: \"SR\",3") && heard.contains("+CDSI: \"SR\",7"), "{heard:?}");

    let mut bench = reported("reports-stored", &[], &["AT+CNMI=2,1,0,2,0\r"]);
    bench.modem.instruct("unplug:1s now".parse().unwrap(), bench.now);
    bench.pass(10_000);
    bench.asked("AT+CNMI=2,1,0,2,0\r");
    bench.pass(20_000);
    assert!(bench.take().contains("+CDSI: \"SR\",1"));
}

#[test]
fn what_was_shown_and_not_acknowledged_outlives_the_modem() {
    let acknowledged = ["AT+CSMS=1\r", "AT+CNMI=2,1,0,1,0\r"];
    for trouble in ["reboot now", "unplug:1s now"] {
        let mut bench = reported("generic", &[], &acknowledged);
        bench.pass(500);
        assert!(bench.take().contains("+CDS: "));
        bench.modem.instruct(trouble.parse().unwrap(), bench.now);
        bench.pass(10_000);
        acknowledged.iter().for_each(|line| drop(bench.asked(line)));
        bench.pass(15_000);
        assert!(bench.take().contains("+CDS: "), "{trouble}");
    }
}

#[test]
fn a_report_comes_twice_or_never_when_that_is_asked_for() {
    for (fault, want) in [("report-twice", 2), ("report-lost", 0), ("report-twice@2", 1)] {
        let mut bench = reported("generic", &[fault], &["AT+CNMI=2,1,0,1,0\r"]);
        bench.pass(5_000);
        let (tpdus, _) = offers(&bench);
        assert_eq!(tpdus.len(), want, "{fault}");
        assert!(tpdus.windows(2).all(|two| two[0] == two[1]), "{fault}");
    }
}
