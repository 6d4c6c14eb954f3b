//! The modem's memories: what lies there is taken over and deleted, and no list of theirs holds the line up.

use super::*;

#[test]
fn what_lies_in_the_modem_is_taken_over_before_the_first_message() {
    let list = format!(
        "\r\n+CMGL: 0,0,,25\r\n{REPORT}\r\n+CMGL: 2,1,,23\r\n{MESSAGE}\r\n+CMGL: 5,2,,18\r\n{DRAFT}\r\n\r\nOK\r\n"
    );
    let mut rig = Rig::new();
    rig.answers = vec![("AT+CMGL=4", ""), ("AT+CMGD=0", OK), ("AT+CMGD=2", OK)];
    rig.open();
    rig.after(3_000);
    assert!(matches!(rig.driver.health, Health::Ready(_)), "ready, but the list is not answered yet");
    assert_eq!(rig.take_written().last().unwrap(), "AT+CMGL=4\\r");
    rig.submit(1);
    assert_eq!(rig.take_written(), [""; 0]);
    rig.says(&list);
    assert_eq!(rig.take_written(), ["AT+CPMS=\\\"SM\\\"\\r", "AT+CMGL=4\\r"], "the second memory");
    rig.answers.remove(0);
    rig.says(OK);
    assert_eq!(rig.take_written(), ["AT+CMGS=32\\r"]);
    let came: Vec<_> =
        rig.take_events().into_iter().filter(|event| !matches!(event, Event::Health(_))).collect();
    let receptions = came.iter().filter_map(|event| match event {
        Event::Report { reception, .. } | Event::Incoming { reception, .. } => Some(*reception),
        _ => None,
    });
    let receptions: Vec<_> = receptions.collect();
    assert_eq!((came.len(), receptions.len()), (2, 2), "a draft is a person's own: {came:?}");
    rig.order(Order::Acknowledge { receptions });
    assert_eq!(rig.take_written(), [""; 0], "not while a prompt is awaited");
    rig.says("\r\n> ");
    rig.order(Order::Proceed { ticket: Ticket(1) });
    assert_eq!(rig.pdus(), 1);
    rig.forget();
    rig.says("\r\n+CDSI: \"SR\",0\r\n");
    assert_eq!(rig.take_written(), [""; 0], "nor before its result");
    rig.says("\r\n+CMGS: 17\r\n\r\nOK\r\n");
    let sr = "AT+CPMS=\\\"SR\\\"\\r";
    assert_eq!(rig.take_written(), [sr, "AT+CMGD=0\\r", "AT+CMGD=2\\r"]);
}

#[test]
fn what_lies_there_delays_no_message_by_more_than_its_bound() {
    // The modem takes its time for each question.
    let mut rig = Rig::new();
    rig.answers = vec![("AT+CMGL=4", "")];
    rig.open();
    rig.after(3_000);
    rig.submit(1);
    rig.forget();
    let asked_at = |rig: &Rig| rig.written.iter().any(|line| line.starts_with("AT+CMGS"));
    let mut waited = 0;
    while !asked_at(&rig) {
        rig.after(1_000);
        waited += 1;
        assert!(waited < 25, "{:?}", rig.written);
    }
    // Then they take turns: while messages wait, at most four questions between two of them.
    let mut rig = ready(ReportRoute::Stored, &[STORED]);
    for index in 0..30 {
        rig.answers.push(match index % 2 {
            0 => ("AT+CMGR=7", "\r\n+CMS ERROR: 500\r\n"),
            _ => ("AT+CMGR=8", "\r\n+CMS ERROR: 500\r\n"),
        });
    }
    let list = format!("\r\n+CMGL: 1,0,,25\r\n{REPORT}\r\n\r\nOK\r\n");
    rig.submit(1);
    rig.says("\r\n> ");
    for index in 10..40 {
        rig.says(&format!("\r\n+CDSI: \"SR\",{index}\r\n"));
    }
    rig.order(Order::Proceed { ticket: Ticket(1) });
    rig.forget();
    rig.says("\r\n+CMGS: 17\r\n\r\nOK\r\n");
    rig.submit(2);
    for _ in 0..10 {
        if asked_at(&rig) {
            break;
        }
        let said = if rig.written.last().unwrap().contains("CMGL") { list.as_str() } else { OK };
        rig.says(said);
    }
    assert!(asked_at(&rig), "{:?}", rig.written);
    assert!(rig.written.len() <= 6, "{:?}", rig.written);
}

#[test]
fn a_memory_that_holds_more_than_one_answer_shows_is_emptied_all_the_same() {
    let entries: String = (0..40).map(|at| format!("\r\n+CMGL: {at},0,,25\r\n{REPORT}")).collect();
    let rest: String = (32..40).map(|at| format!("\r\n+CMGL: {at},0,,25\r\n{REPORT}")).collect();
    let mut rig = ready(ReportRoute::Stored, &[STORED]);
    rig.says("\r\n+CDSI: \"SR\",-1\r\n");
    // The table has answered already that there is nothing; now there is.
    rig.answers = [&[("AT+CMGL=4", "")], STORED].concat();
    rig.says("\r\n+CDSI: \"SR\",-1\r\n");
    rig.says(&format!("{entries}\r\n\r\nOK\r\n"));
    let first = receptions(&mut rig);
    assert_eq!(first.len(), 32);
    let deletes: Vec<String> = (0..40).map(|at| format!("AT+CMGD={at}")).collect();
    for delete in &deletes {
        rig.answers.push((Box::leak(delete.clone().into_boxed_str()), OK));
    }
    rig.forget();
    rig.order(Order::Acknowledge { receptions: first });
    let written = rig.take_written();
    assert_eq!(written.iter().filter(|line| line.starts_with("AT+CMGD")).count(), 32);
    assert_eq!(written.last().unwrap(), "AT+CMGL=4\\r", "and again");
    rig.says(&format!("{rest}\r\n\r\nOK\r\n"));
    assert_eq!(receptions(&mut rig).len(), 8);
}

#[test]
fn what_can_not_be_deleted_is_told_once_and_not_read_for_ever() {
    let mut rig = ready(ReportRoute::Stored, &[STORED]);
    rig.answers.insert(0, ("AT+CMGD=3", "\r\n+CMS ERROR: 500\r\n"));
    rig.says("\r\n+CDSI: \"SR\",3\r\n");
    let came = receptions(&mut rig);
    rig.order(Order::Acknowledge { receptions: came });
    rig.after(10_000);
    assert_eq!(hindrances(&mut rig), [Hindrance::Undeletable { memory: "SR".into() }]);
    assert_eq!(
        rig.take_written(),
        ["AT+CPMS=\\\"SR\\\"\\r", "AT+CMGR=3\\r", "AT+CMGD=3\\r", "AT+CMGD=3\\r", "AT+CMGD=3\\r"]
    );
    let list = "\r\n+CMGL: 3,1,,25\r\n0006C90B913336990841F242112311000040421123110030400000\r\n\r\nOK\r\n";
    rig.answers.insert(0, ("AT+CMGL=4", list));
    rig.after(700_000);
    assert_eq!((brought(&mut rig), hindrances(&mut rig)), (vec![], vec![]));
    assert!(matches!(rig.driver.health, Health::Ready(_)));
}

/// One firmware never ends its list; where that takes the port with it, it is not asked each time anew.
#[test]
fn a_list_that_hangs_the_modem_is_not_asked_for_ever() {
    let mut rig = Rig::new();
    let quiet: Answers = &[("AT+CMGF?", ""), ("AT+CNMI?", ""), ("AT+CPIN?", "")];
    rig.answers = vec![("AT+CMGL=4", "")];
    for _ in 0..20 {
        if matches!(rig.driver.phase, Phase::Idle) {
            rig.open();
        }
        if matches!(rig.driver.phase, Phase::Opening) {
            rig.answers.truncate(1);
            rig.opened();
        }
        rig.after(3_000);
        // From its list on it answers nothing more.
        if matches!(rig.driver.phase, Phase::Ready) && !rig.driver.session.is_free() {
            rig.answers.extend(quiet);
        }
        rig.after(60_000);
    }
    let lists = rig.written.iter().filter(|line| *line == "AT+CMGL=4\\r").count();
    assert_eq!(lists, 6, "three for each of two memories");
    assert!(rig.closes > 3 && matches!(rig.driver.health, Health::Ready(_)), "{:?}", rig.driver.health);
}

/// One firmware never ends its list (and chatters on); the line goes on without.
#[test]
fn a_list_that_never_ends_does_not_end_the_line() {
    let mut rig = Rig::new();
    rig.answers = vec![("AT+CMGL=4", "")];
    rig.open();
    rig.after(300_000);
    let lists = rig.written.iter().filter(|line| *line == "AT+CMGL=4\\r").count();
    assert_eq!(lists, 6, "three times for each of two memories");
    assert!(matches!(rig.driver.health, Health::Ready(_)), "{:?}", rig.events);
    let unreadable = |memory: &str| Hindrance::Unreadable { memory: memory.into() };
    assert_eq!(hindrances(&mut rig), [unreadable("SR"), unreadable("SM")]);
    assert_eq!(rig.closes, 0);
    rig.forget();
    rig.submit(1);
    assert_eq!(rig.take_written(), ["AT+CMGS=32\\r"]);
}

#[test]
fn a_port_that_comes_back_knows_nothing_of_earlier_receptions() {
    let mut rig = ready(ReportRoute::Stored, &[STORED]);
    rig.says("\r\n+CDSI: \"SR\",3\r\n");
    let first = receptions(&mut rig);
    rig.lost();
    rig.after(2_000);
    rig.answers.insert(
        0,
        (
            "AT+CMGL=4",
            "\r\n+CMGL: 3,1,,25\r\n0006C90B913336990841F242112311000040421123110030400000\r\n\r\nOK\r\n",
        ),
    );
    rig.opened();
    rig.after(3_000);
    let again = receptions(&mut rig);
    rig.forget();
    rig.order(Order::Acknowledge { receptions: first });
    assert_eq!(rig.take_written(), [""; 0], "whatever lies there now");
    assert!(!again.is_empty());
    rig.order(Order::Acknowledge { receptions: again });
    assert!(rig.take_written().contains(&"AT+CMGD=3\\r".to_owned()));
}
