//! Answers and reports that never come, come late or come twice, in a mailing of 2,000: none lost, none
//! twice, nothing unknown that a report has settled, and the line never stops. An answer that comes when
//! the modem has long done other things is tried apart: it never makes another message look sent.

use std::collections::BTreeSet;
use std::io::Write;

use beffroi::store::{ListFilter, Reader};

use super::*;

const MESSAGES: u32 = 2_000;

fn mailing(faults: &[&str], messages: u32, seed: u64) -> World {
    let mut settings = settings(300, seed);
    settings.faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
    let mut world = World::new(settings, RESULT_TIMEOUT);
    for to in 0..messages {
        world.admit(Lane::Bulk, to, 1);
    }
    world.run_for(Duration::from_secs(8 * 3600));
    world
}

/// Numbers to which the network has brought a report, and those that it has a message for.
fn reported_and_taken(world: &World) -> (BTreeSet<String>, BTreeSet<String>) {
    let reports = world.journal().iter().filter_map(|record| match record {
        Record::Report(report) => Some(report.to.clone()),
        _ => None,
    });
    (reports.collect(), taken(world).into_keys().map(|(to, _)| to).collect())
}

/// The longest time in which nothing went, while something waited.
fn longest_stop(world: &World) -> Duration {
    let times: Vec<_> = world
        .journal()
        .iter()
        .filter_map(|record| if let Record::Submit(submit) = record { Some(submit.t) } else { None })
        .collect();
    times.windows(2).map(|two| two[1].since(two[0])).max().unwrap()
}

/// What all mailings come to, whatever happened on their way; gives how many are unknown.
fn assert_whole(world: &World, messages: u32, told: &str) -> usize {
    let states = world.states();
    assert_eq!(states.values().sum::<usize>(), usize::try_from(messages).unwrap(), "{told}: {states:?}");
    assert!(taken(world).values().all(|times| *times == 1), "{told}: twice");
    let verdict = world.audit();
    assert!(verdict.is_clean(), "{told}: {verdict}: {:?}", verdict.findings);
    let (reported, taken) = reported_and_taken(world);
    let mut unknown = 0;
    for row in Reader::open(&world.path()).unwrap().list(&ListFilter::default()).unwrap() {
        let to = row.recipient.as_ref().unwrap().e164().to_owned();
        let (reported, taken) = (reported.contains(&to), taken.contains(&to));
        match row.state {
            State::Delivered => assert!(reported && taken, "{told}: {to} has no report"),
            State::Sent => assert!(taken && !reported, "{told}: {to} is not sent, or has its report"),
            State::Unknown => {
                assert!(!reported, "{told}: {to} is unknown, and a report came");
                unknown += 1;
            }
            state => panic!("{told}: {to} is {state}"),
        }
    }
    unknown
}

#[test]
fn lost_and_late_answers_and_reports_leave_unknown_only_what_no_report_tells() {
    let faults = ["answer-lost%3", "silence%2", "late-answer:9s%5", "report-lost%2", "report-twice%2"];
    let world = mailing(&faults, MESSAGES, 7);
    let unknown = assert_whole(&world, MESSAGES, "lost and late");
    let never_sent = usize::try_from(MESSAGES).unwrap() - taken(&world).len();
    assert!((20..80).contains(&never_sent), "{never_sent}");
    // Besides those, an answer and the report of one message must both have been lost.
    assert!((never_sent..never_sent + 10).contains(&unknown), "{unknown} unknown, {never_sent} never sent");
    let stop = longest_stop(&world);
    assert!(stop < Duration::from_secs(30), "the line stood still for {stop:?}");
    tell(&format!(
        "{MESSAGES} messages, answers and reports lost, late and double: none lost, none twice; {unknown} unknown, \
         {never_sent} of them never taken by the network; the line stood still for {stop:?} at most"
    ));
}

#[test]
fn an_answer_that_comes_after_the_modem_did_other_things_makes_nothing_else_look_sent() {
    let (mut unknown, mut never_sent) = (0, 0);
    for (seed, late) in ["5700ms", "6100ms", "6500ms", "7s", "9s", "30s"].into_iter().enumerate() {
        let stray = format!("stray-answer:{late}%5");
        let faults = [&stray, "silence%5", "answer-lost%2", "report-lost%10", "report-twice%2"];
        let seed = u64::try_from(seed).unwrap();
        let world = mailing(&faults, 500, seed);
        let told = format!("answers {late} late");
        unknown += assert_whole(&world, 500, &told);
        never_sent += 500 - taken(&world).len();
        let stop = longest_stop(&world);
        assert!(stop < Duration::from_secs(60), "{told}: the line stood still for {stop:?}");
    }
    tell(&format!(
        "3000 messages, 5 % of answers after the modem did other things: none lost, none twice, none falsely sent; \
         {unknown} unknown, {never_sent} of them never taken by the network"
    ));
}

/// Says something past what captures a test's output.
fn tell(what: &str) {
    std::io::stderr().write_all(format!("figures: {what}\n").as_bytes()).unwrap();
}
